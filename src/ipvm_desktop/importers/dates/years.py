"""Years that were not printed, checked against what else is known of a discussion."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ipvm_desktop.domain.document import ParsedComment
from ipvm_desktop.domain.moment import Moment, day_of
from ipvm_desktop.importers.dates.search import find_web_date
from ipvm_desktop.importers.dates.web import read_web_date

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Saving:
    """When a discussion was saved.

    Networks leave out the year of saving, and some blogs all years. So a year that was taken from
    the time of saving counts where the first such day after the article is the same one, or,
    where the article is undated, if that time is sure.

    Attributes:
        time: What dates were read against, or None.
        is_stated: Whether the source tells it; else it is that of the file.
    """

    time: dt.datetime | None
    is_stated: bool = False

    def sure(
        self, posted: Moment | None, printed: str | None, published: Moment | None = None
    ) -> Moment | None:
        """Return a date, or None where its year may be another.

        Args:
            posted: The date as read.
            printed: The date as printed.
            published: When the article was that it is below.
        """
        if posted is None or not self._is_inferred(posted, printed or ""):
            return posted
        is_sure = self.is_stated if published is None else _is_next(posted, published)
        return posted if is_sure else None

    def comments(
        self, comments: Iterable[ParsedComment], published: Moment | None
    ) -> tuple[ParsedComment, ...]:
        """Return comments without the dates that are not sure."""
        return tuple(
            replace(comment, posted=self.sure(comment.posted, comment.posted_text, published))
            for comment in comments
        )

    def _is_inferred(self, posted: Moment, printed: str) -> bool:
        """Say whether a date is what the printed one gives together with the time of saving."""
        if not printed or _YEAR.search(printed):
            return False
        if read_web_date(printed, self.time, needs_year=True) is not None:
            return False
        found = find_web_date(printed, self.time)
        return posted in (read_web_date(printed, self.time), found and found[1])


def _is_next(posted: Moment, published: Moment) -> bool:
    """Say whether no earlier year puts the day after that of the article, zones apart."""
    day, first = day_of(posted), day_of(published) - dt.timedelta(days=1)
    return day >= first and (day - first).days < 365
