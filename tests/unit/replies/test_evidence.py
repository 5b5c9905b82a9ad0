"""What speaks for a reply and for standing alone, by the names that weights are learned for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ipvm_desktop.replies.discussion import Discussion
from ipvm_desktop.replies.evidence import Evidence
from tests.unit.replies.conftest import ARTICLE, comment, talk

LOW = "The beams sit too low for children. We had to raise every pedestal by a hand."
UNDISCLOSED = "Undisclosed Integrator #1"


def looking(*comments: Any, **others: Any) -> Evidence:
    """The evidence, turned to the last comment."""
    found = Evidence(Discussion(talk(*comments, **others), comments))
    found.advance(len(comments) - 1)
    return found


def pair(*comments: Any, other: int = 0, **others: Any) -> set[str]:
    return set(looking(*comments, **others).of_pair(len(comments) - 1, other))


def top(*comments: Any, **others: Any) -> set[str]:
    return set(looking(*comments, **others).of_top(len(comments) - 1))


def place(*comments: Any, other: int = 0, rank: int = 0, parent: int | None = None) -> set[str]:
    depth = 0 if parent is None else 1
    return set(looking(*comments).of_place(len(comments) - 1, other, rank, depth, parent))


def test_a_quotation_speaks_for_its_writer() -> None:
    quoting = comment(3, "C", "We had to raise every pedestal by a hand.\n\nWho paid?")
    made = (comment(1, "A", LOW), comment(2, "B", "Mine are fine."), quoting)
    assert {"quotes/1", "quotes/6", "opens with it"} <= pair(*made)
    assert "quotes/15" not in pair(*made), "nine words"
    assert {"quotes/1 another", "quotes/6 another"} <= pair(*made, other=1)
    assert {"alone, quotes/1", "alone, quotes/6", "alone, quotes share 3"} <= top(*made)


def test_a_quotation_of_the_article_speaks_for_standing_alone() -> None:
    sentence = ARTICLE.split("\n\n")[1]
    made = (comment(1, "A", LOW), comment(2, "B", f"{sentence}\n\nOh."))
    assert not any("quotes" in name for name in pair(*made))
    assert {"alone, article quotes/15", "alone, article most"} <= top(*made)


def test_the_longest_quotation_counts_for_most() -> None:
    nobody = "Nobody watches the lanes."
    text = f"{nobody}\n\nRight.\n\n{LOW}\n\nOh. {ARTICLE[:60]}"
    made = (comment(1, "A", LOW), comment(2, "B", nobody), comment(3, "C", text))
    assert {"quotes/1", "quotes/6", "quotes/9", "quotes/15"} <= pair(*made)
    assert {"quotes/1 less", "opens with it"} <= pair(*made, other=1)
    assert {"alone, several", "alone, article less"} <= top(*made)


def test_marked_lines_and_who_wrote_them() -> None:
    known = comment(2, "B", f"A. Reader wrote:\n> {LOW}\n\nWho paid?")
    made = (comment(1, "A. Reader", LOW), known)
    assert {"quotes with marks", "quotes and cites", "cites first"} <= pair(*made)
    assert "alone, cites first" in top(*made)
    unknown = comment(2, "B", "> Something else altogether here.\n\nWho paid?")
    assert "alone, marks unknown" in top(comment(1, "A. Reader", LOW), unknown)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jon, which side?", "names/3"),
        ("I think Jon is right.", "names/2"),
        ("The lanes are too long and far too narrow for Jon and me.", "names/1"),
    ],
)
def test_names_speak_for_the_last_word_of_their_bearer(text: str, name: str) -> None:
    made = (
        comment(1, "Jon Berg", "Sun."),
        comment(2, "Jon Berg", "Rain."),
        comment(3, "Ann Ray", "Wind."),
        comment(4, UNDISCLOSED, text),
    )
    assert name in pair(*made, other=1)
    assert f"{name} before" in pair(*made, other=0)
    assert f"{name} another" in pair(*made, other=2)
    assert f"alone, {name}" in top(*made)


def test_citing_by_name() -> None:
    text = "Two things.\nJon Berg:\nsun\nI doubt it."
    made = (
        comment(1, "Jon Berg", "Sun."),
        comment(2, "Jon Berg", "Rain."),
        comment(3, "Ann Ray", "Wind."),
        comment(4, UNDISCLOSED, text),
    )
    assert "cites" in pair(*made, other=1)
    assert "cites before" in pair(*made, other=0)
    assert "cites another" in pair(*made, other=2)
    assert "alone, cites" in top(*made)


def test_questions_and_answers_of_the_host() -> None:
    question = comment(1, "Jon Berg", "Which side?")
    answer = comment(2, "Mira Holt", "Left.", article_author=True)
    assert {"asked", "host, asked"} <= pair(question, answer)
    assert {"host rank/0", "host to top", "asked rank/0"} <= place(question, answer)
    assert "alone, asked above" in top(question, answer)
    thanks = comment(3, "Jon Berg", "Thanks, left it is.")
    assert "to the host" in pair(question, answer, thanks, other=1)
    assert "alone, host above" in top(question, answer, thanks)
    more = comment(3, "Ed Moor", "And right.", staff=True)
    assert "host to host" in pair(question, answer, more, other=1)


def test_a_host_by_activity_counts_apart() -> None:
    writers = ["Mira Holt", "Jon Berg", "Mira Holt", "Ann Ray", "Mira Holt"]
    made = [comment(n, name, "Which side?") for n, name in enumerate(writers, start=1)]
    assert {"active, asked"} <= pair(*made, other=3)
    assert "to the active" in pair(*made, other=2)
    assert {"active rank/0", "active to top"} <= place(*made, other=3)


def test_taking_turns() -> None:
    made = (
        comment(1, "Jon Berg", "Sun."),
        comment(2, "Ann Ray", "Rain."),
        comment(3, "Jon Berg", "Sun!"),
    )
    assert {"turn", "turn rank/0"} <= place(*made, other=1, parent=0)
    assert "oneself rank/1" in place(*made, other=0, rank=1)
    assert "turn" not in place(*made, other=1)
    assert "oneself" in pair(*made, other=0)
    assert "alone, again" in top(*made)


def test_ones_own_comment_right_above() -> None:
    made = (comment(1, "Jon Berg", "Sun."), comment(2, "Jon Berg", "I meant rain."))
    assert "alone, same above" in top(*made)
    unknown = (comment(1, None, "Sun."), comment(2, None, "I meant rain."))
    assert "alone, same above" not in top(*unknown)
    assert "oneself" not in pair(*unknown)


def test_a_turn_of_phrase() -> None:
    made = (comment(1, "Jon Berg", "Sun."), comment(2, "Ann Ray", "Good point, thanks for it."))
    assert {"responds rank/0", "thanks @above"} <= place(*made)
    assert {"responds rank/2", "thanks @farther"} <= place(*made, rank=2)
    assert "alone, responds" in top(*made)


def test_words_about_the_article() -> None:
    first = comment(1, "Jon Berg", "Sun.")
    assert "alone, names the author" in top(first, comment(2, "Ann Ray", "Great, Mira."))
    assert "alone, article word" in top(first, comment(2, "Ann Ray", "Great report."))
    late = f"{'gate ' * 30} article"
    assert "alone, article word" not in top(first, comment(2, "Ann Ray", late))
    about = top(first, comment(2, "Ann Ray", "Suitcases and umbrellas"))
    assert "alone, article terms 3" in about
    assert not any("terms" in name for name in top(first, comment(2, "Ann Ray", "")))


@pytest.mark.parametrize(
    ("days", "name"), [(0, "days/0"), (1, "days/1"), (7, "days/4"), (40, "days/31")]
)
def test_gaps_of_days(days: int, name: str) -> None:
    later = dt.date(2021, 3, 3) + dt.timedelta(days)
    made = (comment(1, "A", "Sun."), comment(2, "B", "Rain.", posted=later))
    assert name in pair(*made)
    assert f"alone, {name}" in top(*made)


@pytest.mark.parametrize(
    ("minutes", "name"),
    [(0, "gap/0"), (5, "gap/5min"), (60, "gap/1h"), (2880, "gap/1d"), (-1, "older")],
)
def test_gaps_of_minutes(minutes: int, name: str) -> None:
    noon = dt.datetime(2021, 3, 3, 12)
    made = (
        comment(1, "A", "Sun.", posted=noon),
        comment(2, "B", "Rain.", posted=noon + dt.timedelta(minutes=minutes)),
    )
    assert name in pair(*made)


def test_gaps_that_are_none() -> None:
    undated = comment(2, "B", "Rain.", posted=None)
    assert "gap unknown" in pair(comment(1, "A", "Sun."), undated)
    assert "older by days" in pair(comment(1, "A", "Sun.", day=4), comment(2, "B", "Rain.", day=3))


def test_a_quotation_that_is_not_its_own_text() -> None:
    marked_only = comment(2, "B", f"> {LOW}")
    found = top(comment(1, "A", LOW), marked_only)
    assert "alone, quotes/15" in found
    assert not any("share" in name for name in found)
