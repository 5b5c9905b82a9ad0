"""Copies of boards, questions and streams in shapes that no fixture has."""

from __future__ import annotations

from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers.pasted.reader import read_copy
from tests.copies import read, told
from tests.expected import SAVED


def test_a_member_below_a_number_may_have_no_facts() -> None:
    words = "Words that are much longer than any name or title is, and that tell of a mast."
    text = (
        f"T\n\n03-25-2011, 10:12 PM #1\nann\n{words}\n\n03-25-2011, 10:13 PM #2\nWho was it?\n\n"
        "03-25-2011, 10:14 PM #3\nbo\nMember\nPosts: 3\nTwo.\n"
    )
    document = read(text)
    assert (document.byline, document.published_text) == (("ann",), "03-25-2011, 10:12 PM")
    # The second post names nobody, so that its head stays in the text above it.
    assert document.body_text == f"{words}\n\n03-25-2011, 10:13 PM #2\nWho was it?"
    assert told(document) == [("bo", None, "Two.")]


def test_facts_alone_are_a_text() -> None:
    facts = "\n".join(f"Posts: {number}" for number in range(20))
    text = (
        "T\n\nann\nPosts: 3\nMar 4, 2021\n#1\nPosts: 4\nReply\n\n"
        f"bo\nPosts: 5\nMar 5, 2021\n#2\n{facts}\nReply\n\n"
        "cy\nPosts: 6\nMar 6, 2021\n#3\nWho was it?\n"
    )
    document = read(text)
    assert document.body_text == "Posts: 4"
    assert told(document) == [("bo", None, facts), ("cy", None, "Who was it?")]


def test_a_question_needs_names_and_lines_that_can_be_read() -> None:
    long = "Because – as I said – " * 60
    text = (
        "Does it pan?\n\nA seller says so.\n\nasked Feb 3 '10 at 4:05\nAda\n101\n"
        f"{long}\nCommented Feb 3, 2010 at 4:10\n\n"
        "One.\nTwo.\nThree.\nFour.\nCommented Feb 3, 2010 at 4:11\n\n"
        "It does.\n\nanswered Feb 3 '10 at 4:50\nBo\n11\nWhat else?\n\nanswered Feb 4 '10 at 4:50\n"
    )
    document = read(text)
    assert (document.title, document.byline) == ("Does it pan?", ("Ada",))
    assert document.body_text == "A seller says so."
    ((author, parent, body),) = told(document)
    assert (author, parent) == ("Bo", None)
    assert "as I said" in body
    assert body.endswith("It does.")


def test_a_question_alone_is_an_article() -> None:
    assert read_copy("T\n\nWords.\n\nasked Feb 3 '10 at 4:05\nAda\n", "copy", SAVED) is None


def test_a_name_may_stand_twice_below_a_comment() -> None:
    text = (
        "Does it pan?\nAsk Question\nAsked today\nModified today\n\nA seller says so.\n\n"
        "asked Feb 3, 2010 at 4:05\nAda\n101\n"
        "By hand.\nBo\n– Bo\n2010-02-03 04:10:00Z\nCommented Feb 3, 2010 at 4:10\n"
    )
    assert told(read(text)) == [("Bo", None, "By hand.")]


def test_comments_of_slashdot_stand_below_a_subject() -> None:
    text = (
        "by Nobody ( 1 ) on Sunday May 12, 2024 @09:31AM (#66000001)\nWords.\n\n"
        "About time (Score:5)\nby ann ( 2 ) on Sunday May 12, 2024 @09:32AM (#66000002)\nOne.\n"
        "Re:About time (Score:1)\nby bo ( 3 ) on Sunday May 12, 2024 @09:33AM (#66000003)\nTwo.\n"
    )
    document = read(text)
    assert told(document) == [("ann", None, "About time\nOne."), ("bo", None, "Two.")]
    assert [comment.votes for comment in document.comments] == [(5,), (1,)]


def test_a_head_of_phpbb_may_have_no_member_above() -> None:
    words = "Words that are much longer than any name or title is, and that tell of a mast."
    lines = "\n".join(f"line {number}" for number in range(20))
    text = (
        "Masts\nPost by ann » Wed Jan 10, 2024 9:00 am\n\n"
        f"{words}\nRe: Masts\nPost by bo » Wed Jan 10, 2024 9:01 am\n\n"
        f"Two.\n{lines}\nRe: Masts\nPost by cy » Wed Jan 10, 2024 9:02 am\n\nThree.\n"
    )
    document = read(text)
    assert document.body_text == words
    assert told(document) == [("bo", None, f"Two.\n{lines}"), ("cy", None, "Three.")]


def test_nodebb_needs_a_line_on_presence() -> None:
    text = (
        "ann wrote on 12 Mar 2024, 07:00 last edited by\nZero.\n\nA Offline\nann\n"
        "wrote on 12 Mar 2024, 08:00 last edited by\nOne.\n\n"
        "It was last edited by the vendor\nann wrote on a wall\n\nB Online\n"
        "bo lane wrote on 12 Mar 2024, 09:00\nTwo.\n\ncy\nlast edited by\nThree.\n"
    )
    document = read(text)
    assert (document.kind, document.byline) == (ArticleKind.DISCUSSION, ("ann",))
    assert document.body_text.startswith("One.")
    assert told(document) == [("bo lane", None, "Two.\n\ncy\nlast edited by\nThree.")]


def test_statistics_of_authors_need_a_date_and_a_name() -> None:
    block = "{}\nMembers\n{} Members\nJanuary 2, 2025\n\nAuthor stats\nJanuary 2, 2025\n"
    text = (
        "Author stats\nT\n\n" + block.format("Yrsa", "Yrsa") + "One.\n\nAuthor stats\nno date\n\n"
        "Quote\n" + block.format("Who was it?", "Knut") + "Two.\n\nQuote\n"
        + block.format("Knut", "Knut") + "Three.\n"
    )  # fmt: skip
    document = read(text)
    assert document.byline == ("Yrsa",)
    assert document.body_text.startswith("One.")
    assert told(document) == [("Knut", None, "Three.")]


def test_a_stream_without_buttons_above_has_its_name_right_above_the_date() -> None:
    lines = "\n".join(f"line {number}" for number in range(9))
    text = (
        f"T\n{lines}\nAnn Ray\n3y\nOne.\nLike\nReply\nBo Lane\n2y\nTwo.\nLike\nReply\nCy Dunn\n1y\n"
    )
    assert told(read(text)) == [
        ("Ann Ray", None, "One."), ("Bo Lane", None, "Two."), ("Cy Dunn", None, ""),
    ]  # fmt: skip


def test_a_date_above_buttons_needs_a_name() -> None:
    text = (
        "T\n\nMost relevant\nAnn Ray\nOne.\n3y\nLike\nReply\nWho was it?\n2y\nLike\nReply\n"
        "Bo Lane\nBo Lane\nTwo.\n1y\nLike\nReply\n"
    )
    assert told(read(text)) == [("Ann Ray", None, "One."), ("Bo Lane", None, "Two.")]


def test_two_dates_with_a_name_and_buttons_elsewhere_are_no_stream() -> None:
    assert read_copy("Ann\n3y\nOne.\n\nReply\nReply\n", "copy", SAVED) is None


def test_a_date_of_invision_needs_a_name_above() -> None:
    text = (
        "Posted March 1, 2024\nZero.\n\nann\nMembers\n3 posts\nPosted March 2, 2024\nOne.\n\n"
        "Quote\nbo\nMembers\n4 posts\nPosted March 3, 2024\nTwo.\n"
    )
    document = read(text)
    assert (document.byline, document.body_text) == (("ann",), "One.")
    assert told(document) == [("bo", None, "Two.")]
