from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.ui.views._date_bins import MOST_BINS, DateBin, date_bins

MARCH_4 = dt.date(2021, 3, 4)  # a Thursday


def test_a_single_day_is_one_bin() -> None:
    assert date_bins(MARCH_4, MARCH_4) == [DateBin(MARCH_4, MARCH_4)]


def test_a_few_days_are_days() -> None:
    bins = date_bins(MARCH_4, dt.date(2021, 3, 6))
    assert [part.label(2021) for part in bins] == ["Mar 4", "Mar 5", "Mar 6"]


def test_some_months_are_weeks_from_monday() -> None:
    bins = date_bins(MARCH_4, dt.date(2021, 6, 1))
    assert bins[0] == DateBin(dt.date(2021, 3, 1), dt.date(2021, 3, 7))
    assert bins[-1].last == dt.date(2021, 6, 6)
    assert bins[0].label(2021) == "Mar 1 – Mar 7"
    assert bins[0].label(2022) == "Mar 1, 2021 – Mar 7, 2021"


def test_some_years_are_months() -> None:
    bins = date_bins(MARCH_4, dt.date(2023, 2, 1))
    assert len(bins) == 24
    assert [bins[0].label(2021), bins[-1].label(2021)] == ["Mar 2021", "Feb 2023"]
    assert bins[10].first == dt.date(2022, 1, 1)


def test_decades_are_years_and_centuries_are_several_years_each() -> None:
    years = date_bins(MARCH_4, dt.date(2030, 1, 1))
    assert [part.label(2021) for part in years[:2]] == ["2021", "2022"]
    centuries = date_bins(dt.date(1900, 5, 5), dt.date(2021, 1, 1))
    assert centuries[0].label(2021) == "1900 – 1903"


def test_the_end_of_the_calendar_ends_the_last_bin() -> None:
    assert date_bins(dt.date.max, dt.date.max) == [DateBin(dt.date.max, dt.date.max)]
    months = date_bins(dt.date(9998, 1, 1), dt.date.max)
    assert months[-1] == DateBin(dt.date(9999, 12, 1), dt.date.max)
    years = date_bins(dt.date.min, dt.date.max)
    assert (years[0].first, years[-1].last) == (dt.date.min, dt.date.max)


@pytest.mark.parametrize(
    ("part", "label"),
    [
        (DateBin(dt.date(2021, 2, 1), dt.date(2021, 2, 28)), "Feb 2021"),
        (DateBin(dt.date(2021, 2, 1), dt.date(2021, 2, 7)), "Feb 1 – Feb 7"),
        (DateBin(dt.date(2021, 12, 1), dt.date(2021, 12, 31)), "Dec 2021"),
        (DateBin(dt.date(2021, 1, 1), dt.date(2021, 12, 31)), "2021"),
        (DateBin(dt.date(2021, 2, 1), dt.date(2021, 12, 31)), "Feb 1 – Dec 31"),
    ],
)
def test_labels_are_as_short_as_they_can_be(part: DateBin, label: str) -> None:
    assert part.label(2021) == label


days = st.dates()


@given(first=days, last=days)
def test_every_label_can_be_told(first: dt.date, last: dt.date) -> None:
    bins = date_bins(min(first, last), max(first, last))
    labels = [part.label(2021) for part in bins]
    assert len(set(labels)) == len(labels)


@given(first=days, last=days)
def test_every_day_is_in_exactly_one_bin(first: dt.date, last: dt.date) -> None:
    first, last = min(first, last), max(first, last)
    bins = date_bins(first, last)
    assert 1 <= len(bins) <= MOST_BINS
    assert bins[0].first <= first <= bins[0].last
    assert bins[-1].first <= last <= bins[-1].last
    for earlier, later in pairwise(bins):
        assert later.first == earlier.last + dt.timedelta(days=1)
