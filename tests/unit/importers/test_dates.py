"""Printed dates and times."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.importers.dates.fixed import read_moment

DAY = dt.date(2021, 3, 4)


def _at(hour: int, minute: int, offset: int | None = None, second: int = 0) -> dt.datetime:
    zone = None if offset is None else dt.timezone(dt.timedelta(hours=offset))
    return dt.datetime(2021, 3, 4, hour, minute, second, tzinfo=zone)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-03-04", DAY),
        ("2021-03-04T09:08", _at(9, 8)),
        ("2021-03-04 09:08:30", _at(9, 8, second=30)),
        ("2021-03-04T09:08:00Z", _at(9, 8, 0)),
        ("2021-03-04T09:08:00z", _at(9, 8, 0)),
        ("2021-03-04T09:08:00+02:00", _at(9, 8, 2)),
        ("2021-03-04T09:08:00+0200", _at(9, 8, 2)),
        ("  Mar 4, 2021 ", DAY),
        ("March 4th, 2021", DAY),
        ("Thursday, March 4, 2021", DAY),
        ("4 Mar. 2021", DAY),
        ("Mar 4, 2021 14:20 PM", _at(14, 20)),
        ("March 4, 2021 at 9:08 pm EST", _at(21, 8, -5)),
        ("4 March 2021, 09:08", _at(9, 8)),
        ("Mar 4, 2021, 12:05 a.m.", _at(0, 5)),
        # "ET" names two offsets, so it names none.
        ("Mar 4, 2021 9:08 am ET", _at(9, 8)),
        ("Sept 4, 2021", dt.date(2021, 9, 4)),
    ],
)
def test_dates_are_read_as_printed(text: str, moment: Moment) -> None:
    read = read_moment(text)
    assert read == moment
    assert type(read) is type(moment)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3/4/2021",
        "2021-02-30",
        "2021-03-04T25:00",
        "Feb 30, 2021",
        "Mar 4, 2021 25:00",
        "Mar 4, 2021 and more",
        "in Mar 4, 2021",
        "3 years ago",
        "Mar 4, 2021" + " " * 60 + "x",
    ],
)
def test_what_fits_no_grammar_is_unknown(text: str) -> None:
    assert read_moment(text) is None


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_every_iso_day_comes_back(day: dt.date) -> None:
    assert read_moment(day.isoformat()) == day


@given(st.text(max_size=80))
def test_no_text_raises(text: str) -> None:
    read_moment(text)
