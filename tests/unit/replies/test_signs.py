"""The reasons that people read, and the signs behind the confidence."""

from __future__ import annotations

from typing import Any

import pytest

from ipvm_desktop.replies.discussion import Discussion
from ipvm_desktop.replies.evidence import Evidence
from ipvm_desktop.replies.signs import reason, signs
from tests.unit.replies.conftest import ARTICLE, comment, talk

LOW = "The beams sit too low for children. We had to raise every pedestal by a hand."
JON = "Jon Berg"


def why(*comments: Any, other: int | None = None, parent: int | None = None) -> str:
    """Why the last comment seems to answer another one, by default the one above."""
    evidence = Evidence(Discussion(talk(*comments), comments))
    place = len(comments) - 1
    return reason(evidence, place, place - 1 if other is None else other, parent)


def seen(*comments: Any, other: int) -> set[str]:
    evidence = Evidence(Discussion(talk(*comments), comments))
    found = signs(evidence, len(comments) - 1, other)
    assert len(found) == len(set(found))
    return set(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{LOW}\n\nWho paid?", f"opens with a sentence of the comment by {JON}"),
        (f"Who paid? “{LOW}” you say.", f"quotes the comment by {JON}"),
        (f"> {LOW}\n\nWho paid?", f"quotes the comment by {JON}"),
        (
            "I heard you had to raise every pedestal by a hand at least.",
            f"repeats words of the comment by {JON}",
        ),
        (
            f"{JON}:\n{LOW}\nWho paid?",
            f"quotes the comment by {JON}; opens with a quotation of {JON}",
        ),
        (f"Hm.\n{JON}:\nthe beams\nWho paid?", f"cites {JON}; names {JON} at the start"),
        ("Jon, who paid?", f"addresses {JON} by name"),
        ("I think Jon paid.", f"names {JON} at the start"),
        ("The hall is long and the lanes are narrow, but Jon paid.", f"names {JON}"),
        ("Good point, it was.", "responds to the comment just above; reacts to it"),
        ("Thanks, it was.", "gives thanks for it"),
        ("Exactly, it was.", "agrees"),
        ("Can you show it?", "turns to the one who wrote just above"),
        ("The pedestal and beams of ours.", "shares the words “beams”, “pedestal”"),
        ("Lovely weather.", "stands right below it"),
        ("", "stands right below it"),
    ],
)
def test_reasons_for_the_comment_just_above(text: str, expected: str) -> None:
    first = comment(1, "Lea Fuchs", "Nothing but praise.")
    assert why(first, comment(2, JON, LOW), comment(3, "Ann Ray", text)) == expected


def test_a_reason_for_a_comment_farther_up() -> None:
    made = (comment(1, JON, LOW), comment(2, "Lea Fuchs", "Fine."), comment(3, "Ann Ray", "Hm."))
    assert why(*made, other=0) == f"speaks of what {JON} wrote"
    thanks = (*made[:2], comment(3, "Ann Ray", "Thanks, it was."))
    assert why(*thanks, other=0) == f"speaks of what {JON} wrote", "thanks go to the one above"


def test_the_hosts_answers() -> None:
    question, remark = comment(1, JON, "Who paid?"), comment(1, JON, "They paid.")
    host = comment(2, "Mira Holt", "The school.", article_author=True)
    assert why(question, host) == "the article’s author answers the question just above"
    assert why(remark, host) == "the article’s author responds to the comment just above"
    staff = comment(2, "Ed Moor", "The school.", staff=True)
    assert {"host, asked", "above"} <= seen(question, staff, other=0)
    assert why(question, staff) == "the magazine’s staff answers the question just above"


def test_the_undisclosed_are_addressed_by_number() -> None:
    asked = comment(1, "Undisclosed Integrator #1", LOW, pseudonym=1)
    made = (asked, comment(2, "Ann Ray", "#1, oak is heavier."))
    assert why(*made).startswith("addresses Undisclosed Integrator #1 by number")


def test_the_answers_of_who_writes_most() -> None:
    writers = ["Mira Holt", JON, "Mira Holt", "Ann Ray", "Mira Holt"]
    made = [comment(n, name, "Ours too.") for n, name in enumerate(writers, start=1)]
    assert why(*made) == "responds to the comment just above, as this author often does"
    made[3] = comment(4, "Ann Ray", "Who paid?")
    assert why(*made) == "answers the question just above, as this author often does"


def test_somebodys_answer_to_a_question() -> None:
    assert why(comment(1, JON, "Who paid?"), comment(2, "Ann Ray", "Schools.")) == (
        "answers the question just above"
    )


def test_turns_are_a_reason_where_there_is_no_better() -> None:
    made = [comment(n, name, "Oak.") for n, name in enumerate([JON, "Ann Ray", JON], start=1)]
    assert why(*made, parent=0) == "takes turns with Ann Ray"
    assert why(*made, parent=None) != "takes turns with Ann Ray"
    made[2] = comment(3, JON, "Ann, oak?")
    assert why(*made, parent=0) == "addresses Ann Ray by name"


def test_adding_to_ones_own_comment() -> None:
    made = (comment(1, JON, "Oak."), comment(2, JON, "I meant elm."))
    assert why(*made) == "adds to a comment of one’s own"
    assert "oneself" in seen(*made, other=0)


def test_dates_that_betray_a_thread() -> None:
    made = (
        comment(1, JON, "Oak.", day=3), comment(2, "Lea Fuchs", "Elm.", day=9),
        comment(3, "Ann Ray", "Yew.", day=4),
    )  # fmt: skip
    evidence = Evidence(Discussion(talk(*made), made))
    assert reason(evidence, 1, 0, None) == (
        "stands before comments of older dates, so inside a thread"
    )
    assert "inside, above" in signs(evidence, 1, 0)


def test_shared_words_stand_beside_dates() -> None:
    made = (
        comment(1, JON, "Polycarbonate wings.", day=3),
        comment(2, "Lea Fuchs", "Polycarbonate?", day=9),
        comment(3, "Ann Ray", "Yew.", day=4),
    )
    evidence = Evidence(Discussion(talk(*made), made))
    assert reason(evidence, 1, 0, None) == (
        "stands before comments of older dates, so inside a thread; "
        "shares the words “polycarbonate”"
    )


def test_at_most_three_rare_words_and_two_reasons() -> None:
    words = "Polycarbonate wings, hinges, torque and pedestals."
    assert (
        why(comment(1, JON, words), comment(2, "Ann Ray", f"{words[:-1]} matter.")).count("“") <= 3
    )
    text = why(comment(1, JON, "We paid."), comment(2, "Ann Ray", "Hi Jon, thanks for the answer!"))
    assert text == f"addresses {JON} by name; responds to the comment just above"


def test_unknown_people_go_by_their_number() -> None:
    made = (comment(7, None, LOW), comment(9, "Ann Ray", f"{LOW}\n\nWho paid?"))
    assert why(*made) == "opens with a sentence of the comment by #7"


def test_signs_of_quotations() -> None:
    nobody = "Nobody watches the lanes."
    text = f"{nobody}\n\nRight.\n\n{LOW}\n\nOh."
    made = (comment(1, "A", LOW), comment(2, "B", nobody), comment(3, "C", "Oak."),
            comment(4, "D", text))  # fmt: skip
    assert {"a sentence", "several"} <= seen(*made, other=0)
    assert {"opens with a sentence", "several"} <= seen(*made, other=1)
    assert "quotes another" in seen(*made, other=2)


def test_signs_of_words_that_recur() -> None:
    made = (comment(1, "A", "We tried the narrow glass beams in Oslo last winter."),)
    first = comment(2, "B", "We tried the narrow glass beams as well, twice.")
    assert "opens with words/0" in seen(*made, first, other=0)
    later = comment(2, "B", "In the year when we tried the narrow glass beams all went well.")
    assert "words/0" in seen(*made, later, other=0)


def test_signs_of_marked_quotes() -> None:
    text = f"> {LOW}\n\nWhy?"
    made = (comment(1, "A", LOW), comment(2, "B", "Oak."), comment(3, "C", text))
    assert any(sign.startswith("marked/") for sign in seen(*made, other=0))
    assert "quotes another" in seen(*made, other=1)
    more = comment(3, "C", f"> {LOW}\n> Nobody watches the narrow lanes of Oslo.\n\nWhy?")
    made = (comment(1, "A", LOW), comment(2, "B", "Nobody watches the narrow lanes of Oslo."), more)
    assert "marked less" in seen(*made, other=1)


def test_signs_of_a_quotation_of_the_article() -> None:
    sentence = ARTICLE.split("\n\n")[1]
    made = (comment(1, "A", LOW), comment(2, "B", f"{sentence}\n\nOh."))
    found = seen(*made, other=0)
    assert "quotes the article" in found
    assert "quotes another" not in found


def test_signs_of_names() -> None:
    made = (comment(1, JON, "Oak."), comment(2, "Ann Ray", "Elm."))
    assert "names another" in seen(*made, comment(3, "Lea", "Jon, oak?"), other=1)
    mention = comment(3, "Lea", "The hall is long and the lanes are narrow, but Jon paid.")
    assert "names another" not in seen(*made, mention, other=1)
    citing = comment(3, "Lea", "Jon Berg:\noak\nReally?")
    assert {"cites first", "names/3"} <= seen(*made, citing, other=0)
    assert "cites another" in seen(*made, citing, other=1)
    assert "you" in seen(*made, comment(3, "Lea", "Did you?"), other=1)
