"""Years that were not printed: taken from the time of saving, and checked."""

from __future__ import annotations

import datetime as dt

import pytest

from ipvm_desktop.domain.document import ParsedComment
from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.importers.dates.years import Saving

SAVED = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
MAY = dt.date(2026, 5, 2)


@pytest.mark.parametrize(
    ("posted", "printed", "published", "kept"),
    [
        (MAY, "May 2", dt.date(2026, 5, 1), True),
        (MAY, "May 2", dt.date(2026, 5, 3), True),  # zones apart
        (MAY, "May 2", dt.date(2025, 8, 1), True),
        (MAY, "May 2", dt.date(2025, 4, 1), False),  # 2025 would do as well
        (MAY, "May 2", dt.date(2009, 4, 1), False),
        (MAY, "May 2", dt.date(2026, 6, 1), False),
        (MAY, "May 2", None, False),
        (MAY, "May 2, 2026", None, True),
        (MAY, "May 2, '26", None, True),
        (MAY, None, None, True),
        (dt.datetime(2026, 5, 2, 9, 5), "Ann on May 2, 9:05", dt.date(2009, 4, 1), False),
        # What counts from the time of saving has no year to leave out.
        (dt.date(2026, 11, 24), "3 days ago", None, True),
        # An attribute told more than is printed.
        (dt.datetime(2026, 5, 2, 9, 5, tzinfo=dt.UTC), "May 2", None, True),
        (None, "May 2", None, False),
    ],
)
def test_a_year_is_sure_or_the_date_is_not_known(
    posted: Moment | None, printed: str | None, published: dt.date | None, kept: bool
) -> None:
    assert Saving(SAVED).sure(posted, printed, published) == (posted if kept else None)


def test_a_stated_time_of_saving_is_enough_where_the_article_is_undated() -> None:
    saving = Saving(SAVED, is_stated=True)
    assert saving.sure(MAY, "May 2") == MAY
    assert saving.sure(MAY, "May 2", dt.date(2009, 4, 1)) is None


def test_comments_keep_what_else_is_known_of_them() -> None:
    comments = [
        ParsedComment(id=1, posted=MAY, posted_text="May 2", body_text="Mine"),
        ParsedComment(id=2, posted=MAY, posted_text="2 May 2026"),
    ]
    first, second = Saving(SAVED).comments(comments, dt.date(2011, 5, 1))
    assert (first.posted, first.posted_text, first.body_text) == (None, "May 2", "Mine")
    assert second == comments[1]
