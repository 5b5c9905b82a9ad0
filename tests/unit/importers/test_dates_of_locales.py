"""Dates as the Unicode CLDR prints them in each language, by Babel: none is read wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from ipvm_desktop.importers.dates.web import read_web_date

dates = pytest.importorskip("babel.dates")

SAVED = dt.datetime(2024, 5, 20, 12, 34, 56, tzinfo=dt.UTC)
_TAGS = (
    "ar ca cs da de el en en_GB es fa fi fr he hi hu id it ja ko nb nl pl pt ro ru sv tr uk vi "
    "zh_Hans zh_Hant"
)
LOCALES = _TAGS.split()
DAYS = [dt.date(2021, month, month + 12) for month in range(1, 13)]
# Seconds, and how many calendar days ago the distance may be at most: months differ in length.
UNITS = {"minute": (60, 0), "hour": (3600, 0), "day": (86400, 0), "week": (604800, 0),
         "month": (2629800, 3), "year": (31557600, 2)}  # fmt: skip


@pytest.mark.parametrize("locale", LOCALES)
def test_days_with_their_year(locale: str) -> None:
    for form in ("full", "long"):
        for day in DAYS:
            printed = dates.format_date(day, form, locale=locale)
            assert read_web_date(printed, None) == day, printed
    for day in DAYS:
        printed = dates.format_date(day, "medium", locale=locale)
        assert read_web_date(printed, None) in (day, None), printed


@pytest.mark.parametrize("locale", LOCALES)
def test_days_without_their_year(locale: str) -> None:
    for day in DAYS:
        latest = day.replace(year=2024 if (day.month, day.day) <= (5, 21) else 2023)
        printed = dates.format_skeleton("MMMd", day, locale=locale)
        assert read_web_date(printed, SAVED) in (latest, None), printed


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("unit", UNITS)
def test_distances(locale: str, unit: str) -> None:
    seconds, spread = UNITS[unit]
    for count in (1, 2, 3, 5, 8):
        then = SAVED - dt.timedelta(seconds=seconds * count)
        for form in ("long", "short"):
            printed = dates.format_timedelta(
                then - SAVED,
                granularity=unit,
                threshold=99,
                add_direction=True,
                locale=locale,
                format=form,
            )
            moment = read_web_date(printed, SAVED)
            if moment is None:
                continue
            if isinstance(moment, dt.datetime):
                assert dt.timedelta() <= then - moment < dt.timedelta(hours=1), printed
            else:
                assert abs((then.date() - moment).days) <= spread, printed
