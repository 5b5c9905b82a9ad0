"""What an article is recognised by in another file, and what keeps two articles apart."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.domain.article import ArticleContent
from ipvm_desktop.domain.recognition import Sign, is_same, signs_of

DAY = dt.date(2021, 3, 4)
SENTENCES = [
    f"On night {number} the {thing} at gate {number * 3} recorded nothing but {number} moths."
    for number, thing in enumerate(["camera", "reader", "lamp", "bell", "panel"] * 4, start=1)
]
TEXT = " ".join(SENTENCES)
OTHER = " ".join(
    f"Vendor {number} raised its price for the {thing} by {number * 2} euros last spring."
    for number, thing in enumerate(["licence", "mount", "cable", "cabinet"] * 5, start=1)
)


def content(**changes: object) -> ArticleContent:
    plain = {"title": "Night Gates", "published": DAY, "body_text": TEXT}
    return ArticleContent(**(plain | changes))  # type: ignore[arg-type]


def test_a_key_tells_what_it_was_made_of() -> None:
    keys = ["url:https://example.org/a", "title:00", "text:00", "wp:17", "own"]
    found = [Sign.of_key(key) for key in keys]
    assert found == [Sign.ADDRESS, Sign.TITLE_AND_DAY, Sign.TEXT, Sign.KEY, Sign.KEY]


def test_forms_of_one_address_share_a_mark() -> None:
    first = signs_of(content(url="http://www.example.org/a/?utm_source=x"), ())
    second = signs_of(content(url="https://amp.example.org/a/amp"), ())
    assert first.address == second.address != ()
    assert signs_of(content(), ()).address == ()


def test_neighbouring_days_are_looked_for_and_not_kept() -> None:
    known = signs_of(content(), ())
    later = signs_of(content(title="NIGHT  gates", published=dt.datetime(2021, 3, 5, 1, 0)), ())
    assert later.day != known.day
    assert set(known.day) < set(later.near_days)
    assert not set(later.near_days) & set(later.kept)
    undated = signs_of(content(published=None), ())
    assert (undated.day, undated.near_days) == ((), ())


def test_the_first_and_last_days_of_the_calendar_have_marks() -> None:
    for day in (dt.date.min, dt.date.max):
        assert len(signs_of(content(published=day), ()).near_days) == 2


def test_copies_with_other_comments_share_marks_of_their_addresses() -> None:
    all_of_them = [f"https://example.org/a#comment-{number}" for number in range(40)]
    fewer = ["http://www.example.org/a#comment-" + str(number) for number in range(8, 40)]
    first, second = signs_of(content(), all_of_them), signs_of(content(), [*fewer, None])
    assert len(first.permalinks) == 4
    assert set(first.permalinks) & set(second.permalinks)


def test_texts_share_marks_whatever_their_typography() -> None:
    printed = TEXT.replace("nothing but", "“nothing\u00a0—\nbut”").upper()
    assert signs_of(content(body_text=printed), ()).text == signs_of(content(), ()).text
    assert not set(signs_of(content(body_text=OTHER), ()).text) & set(signs_of(content(), ()).text)


def test_other_scripts_have_sentences_too() -> None:
    sentences = [f"門{number}号机の照明は夜の间じゅう消えていた" for number in range(9)]
    whole = signs_of(content(body_text="。".join(sentences)), ()).text
    part = signs_of(content(body_text="。".join(sentences[:8])), ()).text
    assert len(whole) == 6
    assert set(whole) & set(part)


def test_masked_sentences_and_short_ones_mark_nothing() -> None:
    masked = "The **** recorded nothing but moths on **** nights of this year. Yes. No."
    assert signs_of(content(body_text=masked), ()).text == ()


def test_marks_are_listed_by_trust() -> None:
    signs = signs_of(content(url="https://example.org/a"), ["https://example.org/a#1"])
    kinds = [kind for kind, _ in signs.by_trust]
    assert kinds == [
        Sign.ADDRESS,
        Sign.PERMALINK,
        Sign.TITLE_AND_DAY,
        Sign.TITLE_AND_DAY,
        Sign.TEXT,
    ]


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_any_text_has_marks_and_is_like_itself(title: str, text: str) -> None:
    odd = ArticleContent(title=title, body_text=text, url=title)
    assert signs_of(odd, [text]) == signs_of(odd, [text])
    assert is_same(Sign.PERMALINK, odd, odd) is not None


def test_an_address_is_enough() -> None:
    assert is_same(Sign.ADDRESS, content(body_text=OTHER, published=None), content())


PAGES = ("https://example.org/a", "https://example.org/print/a", "https://other.example/a")


@pytest.mark.parametrize("sign", [Sign.PERMALINK, Sign.TITLE_AND_DAY, Sign.TEXT])
@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"url": PAGES[1]}, True),  # one site's other address of the same text
        ({"url": PAGES[1], "title": "Night Gates, Part Two"}, False),
        ({"url": PAGES[1], "body_text": OTHER}, False),
        ({"url": PAGES[2]}, False),  # another site has comments of its own
        ({"url": None}, True),
    ],
)
def test_two_known_addresses_keep_articles_apart(
    sign: Sign, changes: dict[str, object], same: bool
) -> None:
    assert is_same(sign, content(**changes), content(url=PAGES[0])) is same


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"body_text": " ".join(SENTENCES[:3])}, True),
        ({"body_text": OTHER}, False),
        ({"body_text": "Moths."}, True),  # too little to say no
        ({"body_text": OTHER, "masked_share": 0.6}, True),
    ],
)
def test_title_and_day_count_unless_the_texts_have_nothing_in_common(
    changes: dict[str, object], same: bool
) -> None:
    assert is_same(Sign.TITLE_AND_DAY, content(**changes), content()) is same


NEXT_DAY = {"published": dt.date(2021, 3, 5)}


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"body_text": " ".join(SENTENCES[:3])}, True),
        ({"body_text": " ".join(SENTENCES[:6] + OTHER.split(". ")[:14])}, False),
        ({"body_text": OTHER, "masked_share": 0.6}, True),
        ({"body_text": "Moths."}, False),
        ({"body_text": ""}, True),
    ],
)
def test_the_next_day_needs_more_of_the_text(changes: dict[str, object], same: bool) -> None:
    assert is_same(Sign.TITLE_AND_DAY, content(**NEXT_DAY, **changes), content()) is same


EXTRACTED = "Photo: a gate at night. " + TEXT.replace("moths", "insects", 1)


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"body_text": EXTRACTED}, True),
        ({"body_text": EXTRACTED, "title": "night-gates", "published": None}, True),
        ({"published": dt.date(2021, 3, 5)}, True),
        ({"published": dt.date(2021, 3, 11)}, False),
        ({"body_text": " ".join(SENTENCES[:12])}, True),  # the title says that it was cut off
        ({"body_text": " ".join(SENTENCES[:12]), "title": "Gates"}, False),
        ({"body_text": " ".join(SENTENCES[:12] + OTHER.split(". ")[:8])}, False),
        ({"body_text": " ".join(SENTENCES[:2])}, False),
    ],
)
def test_near_identical_texts_are_one_article(changes: dict[str, object], same: bool) -> None:
    assert is_same(Sign.TEXT, content(**changes), content()) is same


def report(week: int, *own: str) -> ArticleContent:
    form = "This report counts what the gates of the city saw in the week before it appeared. "
    end = " Figures are given without warranty, and may be quoted with the name of the city."
    return content(
        title=f"Weekly gate report {week}", published=None, body_text=form + " ".join(own) + end
    )


def test_reports_of_two_weeks_stay_two() -> None:
    rows = [f"Gate {gate} saw {gate * 17} people and {gate} dogs." for gate in range(1, 40)]
    first, second = report(12, *rows), report(13, *rows[:-1], "Gate 40 saw nobody at all.")
    assert not is_same(Sign.TEXT, second, first)
    assert is_same(Sign.TEXT, replace(second, title="Weekly gate report 12"), first)
    assert not is_same(Sign.TEXT, report(1, *SENTENCES[:5]), report(1, *SENTENCES[8:13]))
