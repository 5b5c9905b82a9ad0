"""The quotes that end up in comments: literally theirs, and of whom."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ipvm_desktop.domain.comment import Quote
from tests.unit.replies.conftest import ARTICLE, comment, inferred

LOW = "The beams sit too low for children. We had to raise every pedestal by a hand."


def quotes(*bodies: str, authors: str = "abcdefgh") -> tuple[Quote, ...]:
    """The quotes of the last of several comments."""
    made = [
        comment(number, f"Person {author}", body)
        for number, (author, body) in enumerate(zip(authors, bodies, strict=False), start=1)
    ]
    return inferred(*made)[-1].quotes


def test_an_opening_sentence_is_a_quote() -> None:
    assert quotes(LOW, "We had to raise every pedestal by a hand.\n\nWho paid?") == (
        Quote("We had to raise every pedestal by a hand.", 1),
    )


def test_the_marks_around_a_quote_belong_to_it() -> None:
    assert quotes(LOW, "You say “we  had to raise Every pedestal by a hand”. Who paid?") == (
        Quote("“we  had to raise Every pedestal by a hand”.", 1),
    )


def test_a_typing_error_does_not_spoil_a_quote() -> None:
    assert quotes(LOW, "We had to raise evry pedestal by a hand.\n\nWho paid?") == (
        Quote("We had to raise evry pedestal by a hand.", 1),
    )


def test_the_article_is_quoted_without_a_comment() -> None:
    sentence = "Four gates let the suitcase pass as a second person"
    assert sentence in ARTICLE
    assert quotes(f"“{sentence}” – only four?") == (Quote(f"“{sentence}”", None),)


def test_the_nearest_earlier_writer_is_quoted() -> None:
    again = "As my boss says, the beams sit too low for children, and that is that."
    assert quotes(LOW, again, "The beams sit too low for children.\n\nDo they?") == (
        Quote("The beams sit too low for children.", 1),
    ), "what was recognised as taken stays with the first"


def test_quotes_of_two_comments_come_in_order() -> None:
    other = "Nobody watches the lanes after six in the evening."
    text = f"{other}\n\nRight.\n\nWe had to raise every pedestal by a hand.\n\nOh."
    assert [quote.comment for quote in quotes(LOW, other, text)] == [2, 1]


def test_a_comment_posted_twice_is_no_quote() -> None:
    assert quotes(LOW, LOW, authors="aa") == ()


def test_what_everybody_says_is_no_quote() -> None:
    assert quotes("Thanks for the report.", "Thanks for the report.") == ()
    assert quotes("Great test, as always.", "I said: it is a great test, as always, Mira.") == ()


@pytest.mark.parametrize("announced", ["", "On 3 March, Person a wrote:\n", "Person a:\n"])
def test_marked_lines_are_one_quote_a_run(announced: str) -> None:
    body = (
        f"{announced}> The beams sit too low for children.\n\nDo they?\n\n"
        "> We had to raise every\n> pedestal by a hand.\n\nWho paid?"
    )
    assert quotes(LOW, body) == (
        Quote("> The beams sit too low for children.", 1),
        Quote("> We had to raise every\n> pedestal by a hand.", 1),
    )


def test_marked_lines_of_an_unknown_source_are_no_quote() -> None:
    assert quotes(LOW, "> Something nobody here ever said before.\n\nWho said that?") == ()
    assert quotes(
        LOW,
        "> Something nobody here ever said before.\n\n"
        "We had to raise every pedestal by a hand.\n\nWho said that?",
    )[0].text.startswith("> Something")


def test_hard_blanks_before_a_mark_are_blanks() -> None:
    line = "\u00a0> We had to raise every pedestal by a hand."
    assert quotes(LOW, f"{line}\n\nWho paid?") == (Quote(line, 1),)


@pytest.mark.parametrize("older", [">> An older line of somebody else.", ">"])
def test_older_quoted_lines_do_not_shift_a_quote(older: str) -> None:
    body = f"{older}\nHm.\n\nWe had to raise every pedestal by a hand.\n\nWho paid?"
    assert quotes(LOW, body) == (Quote("We had to raise every pedestal by a hand.", 1),)


def test_a_quote_across_an_older_quoted_line_is_left_out() -> None:
    body = "We had to raise every\n>> An older line.\npedestal by a hand.\n\nWho paid?"
    assert quotes(LOW, body) == ()


def test_letters_that_grow_in_lower_case_cost_the_quote_only() -> None:
    assert quotes(LOW, "İyi. We had to raise every pedestal by a hand. Who paid?") == ()


def test_other_scripts_are_quoted() -> None:
    text = "Größe ﬁnden wir überall: Straße, Maß und Fuß 🙂 zählen hier."
    assert quotes(f"Ja. {text} Gut.", f"{text}\n\nWarum?") == (Quote(text, 1),)
    chinese = "闸机 太 慢 了 我们 都 在 等 它 开 门"
    assert quotes(f"{chinese}. 对。", f"{chinese}\n\n为什么？") == (Quote(chinese, 1),)


def test_quotes_are_found_in_bodies_of_a_megabyte() -> None:
    long = " ".join(f"gate{number}" for number in range(120_000))
    assert len(long) > 1_000_000
    assert quotes(long, f"{long}\n\nReally?")[0] == Quote(long, 1)


def test_quotes_that_are_known_stay() -> None:
    known = (Quote("raise every pedestal", 1),)
    body = "We had to raise every pedestal by a hand.\n\nWho paid?"
    first, second = comment(1, "A", LOW), comment(2, "B", body, quotes=known)
    assert inferred(first, second)[1].quotes == known
    silent = comment(2, "B", body)
    assert inferred(first, silent, quotes_told=True)[1].quotes == ()


PIECES = st.lists(
    st.sampled_from(
        [LOW, "We had to raise every pedestal by a hand.", "İ", "ß", "ﬁ", "“", "”", "’", "> ",
         ">> ", "\n", " ", "\u00a0", "🙂", "门", "| ", "Ann wrote:\n", "(", "…", "no. "]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=30), min_size=1, max_size=5))
@example([LOW, f">\n{LOW}", f"x\n>> y\n{LOW}"])
def test_a_quote_is_literally_part_of_its_comment(bodies: list[str]) -> None:
    made = [comment(n, f"Person {n}", body) for n, body in enumerate(bodies, start=1)]
    for each in inferred(*made):
        for quote in each.quotes:
            assert quote.text
            assert quote.text in each.body_text
            assert quote.comment is None or quote.comment < each.id
