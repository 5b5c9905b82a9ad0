from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.library.rows import clean, sort_title, to_seconds
from ipvm_desktop.library.summary_rows import from_seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("é 車 😀", "é 車 😀"),
        ("\ud83d\ude00", "😀"),
        ("a\udcffb", "a\ufffdb"),
        ("\0", "\ufffd"),
    ],
)
def test_cleaned_text_can_be_stored(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text(st.characters(exclude_categories=())))
def test_cleaning_once_is_enough(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert clean(cleaned) == cleaned
    assert "\0" not in cleaned


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Hello, World!", "hello world"),
        ("“Élan” vital", "elan vital"),
        ("ﬁne Straße", "fine strasse"),
        ("***", "***"),
        ("車站", "車站"),
    ],
)
def test_titles_sort_by_their_words(title: str, expected: str) -> None:
    assert sort_title(title) == expected


@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_seconds_keep_a_time_whole(moment: dt.datetime) -> None:
    assert from_seconds(to_seconds(moment)) == moment.replace(microsecond=0)


def test_seconds_do_not_depend_on_the_zone() -> None:
    there = dt.datetime(1969, 12, 31, 19, 0, 5, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    assert to_seconds(there) == 5
