"""Days, weeks, months or years, whichever divides a discussion into few enough parts. No Qt."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ipvm_desktop.domain.moment import format_day
from ipvm_desktop.ui.models.comment_text import short_day

MOST_BINS = 40


@dataclass(frozen=True, slots=True)
class DateBin:
    """A stretch of days that one bar stands for, both ends included."""

    first: dt.date
    last: dt.date

    def label(self, usual_year: int | None) -> str:
        """Return "Mar 4", "Mar 1 – Mar 7", "Mar 2021", "2021" or "2010 – 2019"."""
        if self.first == self.last:
            return short_day(self.first, usual_year)
        if self.first.day == 1 and self.last == _month_end(self.first):
            return f"{format_day(self.first).split()[0]} {self.first.year}"
        if (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31):
            return " – ".join(dict.fromkeys((str(self.first.year), str(self.last.year))))
        return f"{short_day(self.first, usual_year)} – {short_day(self.last, usual_year)}"


def date_bins(first: dt.date, last: dt.date) -> list[DateBin]:
    """Divide the days from first to last into at most ``MOST_BINS`` equal parts, none left out.

    Weeks begin on Mondays. The outer parts are whole, so they may reach beyond.
    """
    steps: list[tuple[dt.date, Callable[[dt.date], dt.date]]] = [
        (first, lambda day: day + dt.timedelta(days=1)),
        (first - dt.timedelta(days=first.weekday()), lambda day: day + dt.timedelta(days=7)),
        (_month_start(first), _next_month),
    ]
    for start, following in steps:
        bins = list(_bins(start, last, following, MOST_BINS + 1))
        if len(bins) <= MOST_BINS:
            return bins
    span = -(-(last.year - first.year + 1) // MOST_BINS)
    return list(_bins(dt.date(first.year, 1, 1), last, lambda day: _years_on(day, span), MOST_BINS))


def _bins(
    start: dt.date, last: dt.date, following: Callable[[dt.date], dt.date], most: int
) -> Iterator[DateBin]:
    for _ in range(most):
        if start > last:
            return
        try:
            end = following(start)
        except (OverflowError, ValueError):  # beyond the year 9999
            yield DateBin(start, dt.date.max)
            return
        yield DateBin(start, end - dt.timedelta(days=1))
        start = end


def _month_start(day: dt.date) -> dt.date:
    return day.replace(day=1)


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _next_month(day: dt.date) -> dt.date:
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _years_on(day: dt.date, years: int) -> dt.date:
    return dt.date(day.year + years, 1, 1)
