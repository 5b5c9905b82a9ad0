from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from ipvm_desktop.errors import UnsupportedFormatError
from ipvm_desktop.importers.base import Confidence, Source
from ipvm_desktop.importers.pasted import PastedTextImporter
from ipvm_desktop.importers.pasted.lines import Lines
from ipvm_desktop.importers.pasted.marks import mark_of
from ipvm_desktop.importers.pasted.navigation import begins_at
from ipvm_desktop.importers.pasted.reader import read_copy
from tests.copies import read, told
from tests.expected import SAVED


def sniffed(text: str | bytes, name: str = "copy.txt") -> Confidence:
    content = text.encode() if isinstance(text, str) else text
    return PastedTextImporter().sniff(Source.from_bytes(content, name))


SAYS = (
    "Title\n\nAnn Ray says:\nMarch 4, 2021 at 9:08 am\n\nOne.\n\nBo says:\nMarch 5, 2021\n\nTwo.\n"
)


def test_it_takes_texts_with_comments_and_no_others() -> None:
    assert sniffed(SAYS) is Confidence.LIKELY
    assert sniffed(SAYS, "copy") is Confidence.LIKELY
    assert sniffed(SAYS, "copy.log") is Confidence.NO
    assert sniffed(f"<p>{SAYS}</p>") is Confidence.NO
    assert sniffed("Title\n\nNothing but text here.\n") is Confidence.NO
    assert sniffed("A year ago\n\nthere were comments on this.\n") is Confidence.NO
    assert sniffed(b"\x00\x01\x02\x03\x04\x05") is Confidence.NO
    assert sniffed("clear text " * 500 + "\x00\x01" * 500) is Confidence.NO
    assert sniffed(SAYS + "x\n" * (4 * 1024 * 1024)) is Confidence.NO
    large = dataclasses.replace(Source.from_bytes(SAYS.encode(), "copy.txt"), is_large=True)
    assert PastedTextImporter().sniff(large) is Confidence.NO


def test_markdown_is_taken_for_topics_only() -> None:
    assert sniffed("ann | 2021-03-04 09:08:10 UTC | #1\n\nOne.\n", "t.md") is Confidence.CERTAIN
    assert sniffed("# T\n\n## Post #1 by @ann (2021-03-04)\n\nOne.\n", "t.md") is Confidence.CERTAIN
    assert sniffed(SAYS, "t.md") is Confidence.NO


def test_a_text_without_comments_is_refused() -> None:
    source = Source.from_bytes(b"Title\n\nNothing.\n", "copy.txt")
    with pytest.raises(UnsupportedFormatError, match=r"copy\.txt: no comments can be told apart"):
        list(PastedTextImporter().read(source))


def test_hacker_news_folds_what_has_no_links() -> None:
    text = (
        "T\n\nann 2 hours ago [–]\n\nOne.\nreply\n\n"
        "bo on March 4, 2021 | parent [-]\n\nTwo.\nreply\n"
    )
    assert told(read(text)) == [("ann", None, "One."), ("bo", None, "Two.")]


def test_hacker_news_links_that_contradict_hang_nothing() -> None:
    text = (
        "T\n\nann 2 hours ago | next [–]\n\nOne.\n\n"
        "bo 1 hour ago | parent [–]\n\nTwo.\n\ncy 1 hour ago | parent | prev [–]\n\nThree.\n"
        "\ndo 1 hour ago | parent | prev [–]\n\nFour.\n"
    )
    assert [c.parent for c in read(text).comments] == [None, 1, None, None]


def test_a_bullet_without_a_name_above_is_no_comment_of_reddit() -> None:
    text = "•\n2y ago\nwords\n\nann\n•\n2y ago\nOne.\nReply\nShare\n"
    assert told(read(text)) == [("ann", None, "One.")]


def test_reddit_joins_bullet_and_age() -> None:
    text = "T\n\nann\n• 2y ago\nOne.\n1.2k\nReply\n"
    comment = read(text).comments[0]
    assert (comment.author, comment.votes, comment.body_text) == ("ann", (1200,), "One.")


def test_discourse_wants_numbers_that_go_up() -> None:
    text = (
        "T\n\nann\n\nMarch 4, 2021, 9:08am\n\nOne.\n\nbo\n\nMarch 4, 2021, 9:09am\n\n2\n\nTwo.\n\n"
        "They met on\n\nMarch 4, 2021, 9:10am\n\nat the gate.\n\n!\n\nMarch 4, 2021, 9:11am\n\n3\n"
    )
    document = read(text)
    assert document.body_text == "One."
    assert [c.author for c in document.comments] == ["bo"]
    assert "at the gate." in document.comments[0].body_text


def test_a_lone_discourse_head_is_none() -> None:
    assert read_copy("T\n\nann\n\nMarch 4, 2021, 9:08am\n\n1\n\nOne.\n", "copy", SAVED) is None


def test_xenforo_needs_a_member() -> None:
    text = "\nMar 4, 2021\n#1\nOne.\n\nAnn\nMember\nMar 5, 2021\n#2\nTwo.\n"
    document = read(text)
    assert document.byline == ("Ann",)
    assert document.body_text == "Two."


def test_a_long_article_above_a_topic_keeps_the_first_post_a_comment() -> None:
    words = (
        "The vendor says that the firmware mends it, and that nobody needs to drive there again."
    )
    text = f"T\n\n{words}\n\nAnn\nMember\nMar 5, 2021\n#2\nTwo.\n"
    document = read(text)
    assert document.body_text == words
    assert told(document) == [("Ann", None, "Two.")]


def test_replies_to_a_name_hang_below_its_latest_comment() -> None:
    text = (
        "T\n\nComments\n\nann\n3 May 2013 10:41PM\n\nOne.\n\nbo\n4 May 2013 12:06AM\n"
        "Response to ann, 3 May 2013 10:41PM\n\nTwo.\n"
    )
    assert told(read(text)) == [("ann", None, "One."), ("bo", 1, "Two.")]


def test_a_head_names_whom_it_answers() -> None:
    text = (
        "T\n\n2 responses\n\nAnn on March 4, 2021\n\nOne.\n\n"
        "Bo in reply to Ann on March 5, 2021\n\nTwo.\n\nCy on March 6, 2021\n\nThree.\n"
    )
    assert told(read(text)) == [("Ann", None, "One."), ("Bo", 1, "Two."), ("Cy", None, "Three.")]


def test_comments_without_text_stay() -> None:
    assert told(read("T\n\nann 2 hours ago [–]\nreply\n")) == [("ann", None, "")]
    says = read("T\n\nComments\n\nAnn says:\n\nBo says:\n\nTwo.\n")
    assert told(says) == [("Ann", None, ""), ("Bo", None, "Two.")]


def test_a_footer_closes_a_text_that_names_nobody() -> None:
    text = (
        "T\n\nComments\n\nOne.\n\nPosted by: Ann | March 4, 2021\n\n"
        "Two.\n\nPosted by: Bo | March 5, 2021\n"
    )
    assert told(read(text)) == [("Ann", None, "One."), ("Bo", None, "Two.")]


def test_lines_about_dates_are_no_heads() -> None:
    text = (
        "T\n\nComments\n\nAnn - March 4, 2021\n\nIt was changed.\n"
        "Updated March 4, 2021 by the vendor in a long note that nobody read to its end\n"
        "It broke for the first time in all of these many years on March 5, 2021\n\n"
        "Bo - March 6, 2021 from Reno\n\nTwo.\n"
    )
    document = read(text)
    assert [c.author for c in document.comments] == ["Ann", "Bo"]
    assert "It broke for the first time" in document.comments[0].body_text


def test_a_chronology_is_no_discussion() -> None:
    text = (
        "A Year of Leaks\n\nThe First One\nMarch 4, 2021\n\nIt leaked.\n\n"
        "The Second One\nMarch 9, 2021\n\nIt leaked again.\n"
    )
    assert read_copy(text, "copy", SAVED) is None


def test_a_long_first_line_stays_in_the_body() -> None:
    line = "The first line of this copy is far too long to be the title of anything " * 3
    document = read(f"{line}\n\n{SAYS}")
    assert document.title.endswith("…")
    assert document.body_text.startswith(line.strip()[:100])


def test_what_precedes_the_title_is_a_date() -> None:
    document = read(
        "11\nJuly 2012\nMarch 3, 2021\nThe Gate\nWritten by Bo Lane in Tests\n" + SAYS[7:]
    )
    assert document.title == "The Gate"
    assert document.published == dt.date(2012, 7, 11)
    assert document.body_text == "March 3, 2021"
    assert document.byline == ("Bo Lane",)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("by Lamps on Gates on October 28", "Lamps on Gates"),
        ("by Bo Lane on March 4, 2021", "Bo Lane"),
        ("Posted by Bo Lane on Monday", "Bo Lane"),
        ("by Bo Lane at 9:08 | Tests", "Bo Lane"),
        ("by Bo Lane in Tests", "Bo Lane"),
    ],
)
def test_a_byline_ends_where_its_date_begins(line: str, name: str) -> None:
    assert read(f"The Gate\n{line}\n{SAYS[7:]}").byline == (name,)


def test_a_sheet_of_a_calendar_is_a_date() -> None:
    document = read("11\n\nJuly\n\n2012\n\n" + SAYS)
    assert (document.title, document.published) == ("Title", dt.date(2012, 7, 11))
    assert document.body_text == ""


def test_a_date_with_a_byline_is_no_title() -> None:
    document = read("July 11, 2012 7:39 pm AEST — By Bo Lane\n\n" + SAYS)
    assert (document.title, document.byline) == ("Title", ("Bo Lane",))
    assert document.published == dt.datetime(2012, 7, 11, 19, 39)


def test_a_number_alone_is_no_title() -> None:
    document = read("20\n\n" + SAYS)
    assert (document.title, document.body_text) == ("Title", "20")


def test_a_copy_without_anything_above_has_the_files_name() -> None:
    document = read(SAYS[7:])
    assert document.title == "copy"
    assert [issue.code for issue in document.issues] == ["no-title", "not-an-ipvm-page"]


def test_numeric_dates_take_the_order_of_the_page() -> None:
    text = "T\n\nComments\n\nAnn 3/4/2021 9:00 AM\n\nOne.\n\nBo 25/4/2021 9:00 AM\n\nTwo.\n"
    assert [c.posted for c in read(text).comments] == [
        dt.datetime(2021, 4, 3, 9, 0),
        dt.datetime(2021, 4, 25, 9, 0),
    ]


def test_a_word_that_stands_everywhere_heads_nothing() -> None:
    text = "T\n\n" + "Comments\n\nwords\n\n" * 20 + "Ann on March 4, 2021\n\nOne.\n"
    document = read(text)
    assert told(document) == [("Ann", None, "One.")]
    assert document.body_text.count("Comments") == 19


def test_unusual_lines_end_in_no_error() -> None:
    for line in (
        "• 3 years ago",
        "→",
        "[–]",
        "#1",
        "says:",
        "•",
        "March 4, 2021, 9:08am",
        "Comments",
    ):
        for text in (f"{line}\n", f"{line}\n\nReply\nx\n"):
            for count in (1, 2, 3):
                document = read_copy(text * count, "copy", SAVED)
                assert document is None or document.comments or document.byline, text


@pytest.mark.parametrize(
    ("above", "is_topic", "title"),
    [
        ("Hacker News new | past\nLocks that talk\n25 points by ann 3 hours ago | 8 comments",
         False, "Locks that talk"),
        ("popular\nsearch\nLocks that talk (example.org)\nsubmitted 17 hours ago by ann",
         False, "Locks that talk (example.org)"),
        ("Slashdot\nLocks that talk 12\nPosted by ann on Friday May 3, 2024 from the knock dept.",
         False, "Locks that talk 12"),
        ("Unread\nLocks that talk\nScheduled Pinned Locked Moved Doors\n3 Posts", True,
         "Locks that talk"),
        ("Home › Doors\nLocks that talk\nann Posts: 3", True, "Locks that talk"),
        ("Log in\nLocks that talk\nHome\nForums\nDoors\nThread starter ann", True,
         "Locks that talk"),
        ("Log in\nLocks that talk\nThread starter ann", True, "Locks that talk"),
        ("Home\nThread starter ann", True, "Home"),
        ("Menu\nUser Name\nUser Name\nLocks that talk\nMenu\nLocks that talk\nShare\nann", True,
         "Locks that talk"),
        ("Scheduled Pinned Locked Moved Doors", True, "Scheduled Pinned Locked Moved Doors"),
        ("Home › Doors", True, "Home › Doors"),
        ("Menu of the gate\nMenu of the gate\nann", False, "Menu of the gate"),
    ],
)  # fmt: skip
def test_the_title_is_found_below_the_navigation(above: str, is_topic: bool, title: str) -> None:
    lines = Lines(above)
    begin = begins_at(lines, len(lines), None, [], is_topic=is_topic)
    assert lines.lines[begin] == title


def test_a_sentence_with_a_day_names_nobody() -> None:
    line = (
        "I heard your talk yesterday at the fair in the new hall, what an hour, and I wish that "
        "they had let you go on for a little longer, as I said"
    )
    assert mark_of(Lines(line), 0) is None
