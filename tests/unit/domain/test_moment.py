"""Times as printed."""

from __future__ import annotations

import datetime as dt

import pytest

from ipvm_desktop.domain.moment import (
    day_of,
    format_day,
    format_moment,
    format_months,
    moment_from_iso,
)

NEW_YORK = dt.timezone(dt.timedelta(hours=-5))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2020-01-09", dt.date(2020, 1, 9)),
        ("2020-01-09T14:20:00", dt.datetime(2020, 1, 9, 14, 20)),
        ("2020-01-09T14:20:00-05:00", dt.datetime(2020, 1, 9, 14, 20, tzinfo=NEW_YORK)),
    ],
)
def test_iso_text_comes_back_as_it_was(text: str, moment: dt.date) -> None:
    assert moment_from_iso(text) == moment
    assert type(moment_from_iso(text)) is type(moment)
    assert moment_from_iso(text).isoformat() == text


@pytest.mark.parametrize("text", ["", "yesterday", "2020-13-01", "2020-01-09T25:00:00"])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the standard library words it
        moment_from_iso(text)


def test_the_printed_day_ignores_the_zone() -> None:
    assert day_of(dt.datetime(2020, 1, 9, 23, 59, tzinfo=NEW_YORK)) == dt.date(2020, 1, 9)
    assert day_of(dt.date(2020, 1, 9)) == dt.date(2020, 1, 9)


def test_days_and_times_read_like_print() -> None:
    assert format_day(dt.date(2021, 3, 4)) == "Mar 4, 2021"
    assert format_moment(dt.date(2021, 3, 4)) == "Mar 4, 2021"
    assert format_moment(dt.datetime(2021, 3, 4, 9, 8)) == "Mar 4, 2021 09:08"
    assert (
        format_moment(dt.datetime(2021, 3, 4, 9, 8, tzinfo=NEW_YORK))
        == "Mar 4, 2021 09:08 UTC-05:00"
    )


def test_months_of_a_stretch_of_time() -> None:
    march, january = dt.date(2019, 3, 31), dt.date(2021, 1, 1)
    assert format_months(march, january) == "Mar 2019 – Jan 2021"
    assert format_months(march, dt.date(2019, 3, 1)) == "Mar 2019"
    assert format_months(None, january) == "Jan 2021"
    assert format_months(None, None) == ""
