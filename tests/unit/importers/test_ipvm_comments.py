"""Comments and forum topics of IPVM text copies."""

from __future__ import annotations

import datetime as dt

import pytest

from ipvm_desktop.domain.document import Document, ParsedComment
from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.ipvm_text import read_with_ledger

HEADER = "Title\n\nBy Ann Ray, Published on Mar 04, 2021\n\nText.\n\n"
DAY = "Mar 05, 2021"


def _read(text: str, name: str = "copy.txt") -> Document:
    return read_with_ledger(Source.from_bytes(text.encode(), name)).document


def _comments(text: str, announced: int = 1) -> tuple[ParsedComment, ...]:
    return _read(f"{HEADER}Comments ({announced})\n{text}").comments


def _comment(text: str) -> ParsedComment:
    (comment,) = _comments(text)
    return comment


def _lines_of(document: Document, code: IssueCode) -> list[int | None]:
    return [issue.line for issue in document.issues if issue.code is code]


@pytest.mark.parametrize(
    ("author", "role", "number"),
    [
        ("Undisclosed Integrator #1", "Integrator", 1),
        ("Undisclosed Manufacturer #12", "Manufacturer", 12),
        ("Undisclosed End User #3", "End User", 3),
        ("Undisclosed #4", None, 4),
        ("Mara Quill", None, None),
        ("Mara Q.", None, None),
        ("Ludwig van der Berg", None, None),
        ("mq", None, None),
        ("李 小龙", None, None),
        ("李雷", None, None),
        ("van der Berg", None, None),
        ("J.P. O'Neil III", None, None),
    ],
)
def test_authors_are_read(author: str, role: str | None, number: int | None) -> None:
    comment = _comment(f"{author}\n{DAY}\n\nHello.")
    assert (comment.author, comment.role, comment.pseudonym) == (author, role, number)
    assert (comment.posted, comment.posted_text) == (dt.date(2021, 3, 5), DAY)
    assert (comment.id, comment.parent, comment.reply, comment.body_text) == (
        1,
        None,
        None,
        "Hello.",
    )


@pytest.mark.parametrize(
    ("line", "name", "badges", "staff"),
    [
        ("Quill Systems", "Quill Systems", (), False),
        ("IPVM", "IPVM", (), True),
        ("IPVMU Certified", None, ("IPVMU Certified",), False),
        ("Quill Ltd • IPVMU Certified", "Quill Ltd", ("IPVMU Certified",), False),
        ("IPVM • IPVMU Certified", "IPVM", ("IPVMU Certified",), True),
        ("Acme, Inc.", "Acme, Inc.", (), False),
        ("Locks & Co.", "Locks & Co.", (), False),
    ],
)
def test_the_line_below_the_date_is_the_affiliation(
    line: str, name: str | None, badges: tuple[str, ...], staff: bool
) -> None:
    comment = _comment(f"Mara Quill\n{DAY}\n{line}\n\nHello.\n\nMore.")
    assert (comment.affiliation, comment.badges, comment.staff) == (name, badges, staff)
    assert comment.body_text == "Hello.\n\nMore."


@pytest.mark.parametrize("line", ["I do not agree.", "Who says so?", "Three things:"])
def test_a_sentence_in_the_place_of_an_affiliation_stays_in_the_body(line: str) -> None:
    document = _read(f"{HEADER}Comments (1)\nMara Quill\n{DAY}\n{line}\n\nMore.")
    assert document.comments[0].affiliation is None
    assert document.comments[0].body_text == f"{line}\n\nMore."
    assert _lines_of(document, IssueCode.AMBIGUOUS_AFFILIATION) == [10]


def test_a_long_line_with_a_bullet_in_it_is_no_affiliation() -> None:
    line = "We tried this • and that • " * 6 + "and more"
    document = _read(f"{HEADER}Comments (2)\nMara Quill\n{DAY}\n{line}\nBo Lane\n{DAY}\nHello.")
    assert [comment.body_text for comment in document.comments] == [line, "Hello."]


def test_spaces_within_a_name_are_one() -> None:
    assert _comment(f"Mara  Quill\n{DAY}\n\nHello.").author == "Mara Quill"


def test_a_paragraph_below_the_date_is_no_affiliation() -> None:
    text = "This goes on " * 12
    comment = _comment(f"Mara Quill\n{DAY}\n{text}\n\nMore.")
    assert comment.affiliation is None
    assert comment.body_text == f"{text.strip()}\n\nMore."


@pytest.mark.parametrize(
    ("lines", "body", "ambiguous"),
    [
        ("Agreed", "Agreed", True),
        ("I agree.", "I agree.", False),
        ("Agreed\nand more", "Agreed\nand more", True),
        ("IPVMU Certified", "", False),
        ("IPVM", "", False),
    ],
)
def test_a_line_that_may_be_either_stays_in_the_body(
    lines: str, body: str, ambiguous: bool
) -> None:
    # The second comment shows that blanks separate heads from bodies here.
    document = _read(
        f"{HEADER}Comments (2)\nUndisclosed #1\n{DAY}\n{lines}\n\nMara Quill\n{DAY}\n\nHello."
    )
    assert document.comments[0].body_text == body
    assert _lines_of(document, IssueCode.AMBIGUOUS_AFFILIATION) == [10] * ambiguous


def test_a_line_that_recurs_for_an_author_is_an_affiliation() -> None:
    one = f"Lee Park\n{DAY}\nParkside Video\nHello {{}}.\n"
    document = _read(f"{HEADER}Comments (2)\n{one.format(1)}{one.format(2)}")
    assert [comment.affiliation for comment in document.comments] == ["Parkside Video"] * 2
    assert [comment.body_text for comment in document.comments] == ["Hello 1.", "Hello 2."]


def test_comments_without_blank_lines_are_told_apart() -> None:
    document = _read(
        f"{HEADER}Comments (3)\nUndisclosed #1\n{DAY}\nFrame Traders\nSome text.\n(3)\n"
        f"Avatar\nLee Park\n{DAY}\nParkside • IPVMU Certified\nOne line:\n- a point\n"
        f"AR\nAnn Ray\n{DAY}\nA sentence is no affiliation.\n"
    )
    assert [comment.body_text for comment in document.comments] == [
        "Frame Traders\n\nSome text.",
        "One line:\n\n• a point",
        "A sentence is no affiliation.",
    ]
    assert document.comments[0].votes == (3,)
    assert document.comments[1].affiliation == "Parkside"
    assert document.comments[2].article_author
    assert _lines_of(document, IssueCode.AMBIGUOUS_AFFILIATION) == [10]


@pytest.mark.parametrize(
    ("avatar", "author"),
    [
        ("Avatar", "Mara Quill"),
        ("MQ", "Mara Quill"),
        ("UI", "Undisclosed Integrator #1"),
        ("U", "Undisclosed #4"),
        ("RK", "Ross Vander Klok"),
        ("JS", "Dr. John Smith"),
        ("A", "Ágnes Nagy"),
    ],
)
def test_avatars_are_no_text(avatar: str, author: str) -> None:
    first, second = _comments(f"Bo Lane\n{DAY}\n\nOne.\n\n{avatar}\n{author}\n{DAY}\n\nTwo.", 2)
    assert (first.body_text, second.body_text) == ("One.", "Two.")
    assert second.author == author


@pytest.mark.parametrize("line", ["OK", "A word", "ABCDE", "ZQ"])
def test_other_short_lines_are_text(line: str) -> None:
    (only,) = _comments(f"Bo Lane\n{DAY}\n\nOne.\n\n{line}\nMara Quill\n{DAY}\n\nTwo.")
    assert only.body_text == f"One.\n\n{line}\nMara Quill\n{DAY}\n\nTwo."


@pytest.mark.parametrize(
    ("end", "votes"),
    [
        ("(1)\n(2)", (1, 2)),
        ("(1)\n\n(2)\n\n", (1, 2)),
        ("", ()),
        ("(1) of them", ()),
        ("(1)\nand more", ()),
    ],
)
def test_votes_stand_at_the_end_of_a_comment(end: str, votes: tuple[int, ...]) -> None:
    first, second = _comments(f"Bo Lane\n{DAY}\n\nOne.\n\n{end}\n\nLee Park\n{DAY}\n\nTwo.\n(9)", 2)
    assert first.votes == votes
    assert second.votes == (9,)
    assert first.body_text == "One." if votes or not end else f"One.\n\n{end}"


def test_a_vote_line_separates_a_comment_from_the_next() -> None:
    first, second = _comments(f"Bo Lane\n{DAY}\n\nOne.\n(2)\nLee Park\n{DAY}\n\nTwo.", 2)
    assert (first.votes, second.author) == ((2,), "Lee Park")


def test_a_comment_may_have_votes_only() -> None:
    comment = _comment(f"Bo Lane\n{DAY}\n(2)\n")
    assert (comment.votes, comment.body_html, comment.affiliation) == ((2,), "", None)


def test_votes_of_the_last_comment_may_stand_before_the_foot() -> None:
    comment = _comment(f"Bo Lane\n{DAY}\n\nOne.\n(2)\nSite map\nPrivacy Policy")
    assert (comment.votes, comment.body_text) == ((2,), "One.")


@pytest.mark.parametrize(
    "body",
    [
        f"It was on\n{DAY}\nat noon.",
        f"{DAY}\n\nwas the day.",
        f"It was, as I said:\n{DAY}\n\nThat is all.",
        f"see https://a.com\n{DAY}\n\nThat is all.",
        f"Posted by the Vendor\n{DAY}\n\nThat is all.",
        f"Jan 01, 2021\n{DAY}\n\nThat is all.",
        f"--\n{DAY}\n\nThat is all.",
        f"Some paragraph above\nGate House\n{DAY}\n\nThat is all.",
        f"Gate House\n{DAY}\nwithout a blank\nbelow it",
        f"{'Long ' * 17}\n{DAY}\n\nThat is all.",
        f"One Two Three Four Five Six Seven Eight\n{DAY}\n\nThat is all.",
    ],
)
def test_a_date_in_a_body_begins_no_comment(body: str) -> None:
    document = _read(f"{HEADER}Comments (1)\nMara Quill\n{DAY}\n\nHello.\n\n{body}")
    (comment,) = document.comments
    assert comment.body_text == f"Hello.\n\n{body}".replace("Long \n", "Long\n")
    assert _lines_of(document, IssueCode.DATE_IN_BODY)


def test_a_day_that_no_calendar_has_begins_no_comment() -> None:
    comment = _comment(f"Mara Quill\n{DAY}\n\nHello.\n\nBo Lane\nFeb 30, 2021\n\nMore.")
    assert comment.body_text == "Hello.\n\nBo Lane\nFeb 30, 2021\n\nMore."


@pytest.mark.parametrize("author", ["Undisclosed #7", "AL\nAda Lee", "Mara Quill"])
def test_a_known_author_begins_a_comment_even_without_a_blank_below(author: str) -> None:
    found = _comments(f"Mara Quill\n{DAY}\n\nHello.\n\n{author}\n{DAY}\nNo blank\nin here.", 2)
    assert len(found) == 2
    assert found[1].body_text == "No blank\nin here."


@pytest.mark.parametrize(("announced", "found"), [(2, 2), (1, 1), (3, 1)])
def test_the_announced_number_decides_about_authors_without_a_blank_above(
    announced: int, found: int
) -> None:
    text = f"Mara Quill\n{DAY}\n\nHello.\nBo Lane\n{DAY}\n\nWell."
    assert len(_comments(text, announced)) == found


@pytest.mark.parametrize(("announced", "found"), [(3, 3), (2, 2), (4, 2)])
def test_the_announced_number_decides_about_dates_without_a_blank_below(
    announced: int, found: int
) -> None:
    text = "".join(f"{name}\n{DAY}\n{end}\n\n" for name, end in [
        ("Mara Quill", "\nHello."), ("Bo Lane", "\nWell."), ("Cy Ode", "No blank\nin here."),
    ])  # fmt: skip
    assert len(_comments(text, announced)) == found


def test_a_box_of_the_site_below_the_comments_is_taken_out() -> None:
    box = "Get Notified of Video Surveillance Breaking News"
    document = _read(f"{HEADER}Comments (1)\nMara Quill\n{DAY}\n\nHello.\n\n{box}\n{box}")
    assert document.comments[0].body_text == "Hello."
    assert _lines_of(document, IssueCode.BOILERPLATE_REMOVED) == [13, 14]


def test_comments_have_no_headings_and_no_quotes() -> None:
    comment = _comment(f"Mara Quill\n{DAY}\n\nA Title Case Line\n\nHe said:\n\nNo way.")
    assert comment.body_html == "<p>A Title Case Line</p>\n<p>He said:</p>\n<p>No way.</p>"


def test_pictures_in_comments_count() -> None:
    document = _read(f"{HEADER}Comments (1)\nMara Quill\n{DAY}\n\nIPVM Image\n\nHello.")
    assert document.images == document.images_missing == 1
    assert _lines_of(document, IssueCode.IMAGES_MISSING) == [11]


@pytest.mark.parametrize(
    ("line", "announced"),
    [("Comments (1)", 1), ("comments (1,234)", 1234), ("Comment (1)", 1), ("COMMENTS(2)", 2)],
)
def test_the_announced_number_is_read_and_compared(line: str, announced: int) -> None:
    document = _read(f"{HEADER}{line}\n\nMara Quill\n{DAY}\n\nHello.")
    assert document.declared_comments == announced
    assert _lines_of(document, IssueCode.COMMENT_COUNT) == [7] * (announced != 1)


def test_a_section_without_comments_is_told() -> None:
    document = _read(f"{HEADER}Comments (3)\n")
    assert document.comments == ()
    (message,) = [i.message for i in document.issues if i.code is IssueCode.COMMENT_COUNT]
    assert message == "3 comments are announced, none could be read"
    (message,) = [
        i.message
        for i in _read(f"{HEADER}Comments (1)").issues
        if i.code is IssueCode.COMMENT_COUNT
    ]
    assert message == "1 comment is announced, none could be read"
    assert not _lines_of(_read(f"{HEADER}Comments (0)"), IssueCode.COMMENT_COUNT)


def test_of_two_announcements_the_one_before_a_comment_counts() -> None:
    document = _read(
        f"{HEADER}Comments (99)\n\nis what it said.\n\nAnd more.\n\nAnd this.\n\nAnd that.\n\n"
        f"Comments (1)\nMara Quill\n{DAY}\n\nHello.\n\nComments (5)"
    )
    assert document.declared_comments == 1
    assert "Comments (99)" in document.body_text
    assert document.comments[0].body_text == "Hello.\n\nComments (5)"


def test_comments_that_cannot_be_told_apart_are_kept_as_one() -> None:
    document = _read(f"{HEADER}Comments (45)\n\nOne.\n\n  • a point\n\nTwo.")
    (comment,) = document.comments
    assert comment.author is None
    assert comment.posted is None
    assert comment.body_text == "One.\n\n• a point\n\nTwo."
    assert _lines_of(document, IssueCode.COMMENTS_UNSPLIT) == [9]
    assert _lines_of(document, IssueCode.COMMENT_COUNT) == [7]


def test_text_above_the_first_comment_is_kept() -> None:
    document = _read(f"{HEADER}Comments (1)\nA stray line.\n\nMara Quill\n{DAY}\n\nHello.")
    assert [(c.id, c.author, c.body_text) for c in document.comments] == [
        (1, None, "A stray line."),
        (2, "Mara Quill", "Hello."),
    ]
    assert _lines_of(document, IssueCode.COMMENTS_UNSPLIT) == [8]
    assert not _lines_of(document, IssueCode.COMMENT_COUNT)


def test_a_wall_in_place_of_the_comments_is_told() -> None:
    wall = "Comments are shown for subscribers only. Login or Join"
    document = _read(f"{HEADER}Comments (3)\n{wall}\n\nMore.\n\nAnd.\n\nThen.")
    assert _lines_of(document, IssueCode.COMMENTS_WITHHELD) == [8]


def test_dates_out_of_order_are_told_once_a_kind() -> None:
    document = _read(
        f"{HEADER}Comments (4)\nBo Lane\nMar 09, 2021\n\nOne.\n\nBo Lane\nMar 08, 2021\n\nTwo.\n\n"
        "Bo Lane\nMar 01, 2021\n\nThree.\n\nBo Lane\nMar 02, 2021\n\nFour."
    )
    assert _lines_of(document, IssueCode.DATE_ORDER) == [14, 19]
    messages = [i.message for i in document.issues if i.code is IssueCode.DATE_ORDER]
    assert messages == [
        "2 comments are older than the comment above",
        "2 comments are older than the article of Mar 4, 2021",
    ]


def test_a_number_with_two_roles_is_told() -> None:
    document = _read(
        f"{HEADER}Comments (3)\nUndisclosed Integrator #1\n{DAY}\n\nOne.\n\n"
        f"Undisclosed #1\n{DAY}\n\nTwo.\n\nUndisclosed Consultant #1\n{DAY}\n\nThree."
    )
    assert _lines_of(document, IssueCode.PSEUDONYM_ROLES) == [18]


def test_the_author_of_the_article_is_known_by_the_byline() -> None:
    found = _comments(f"ANN RAY\n{DAY}\n\nOne.\n\nBo Lane\n{DAY}\n\nTwo.", 2)
    assert [comment.article_author for comment in found] == [True, False]


TOPIC = "Has anyone tried fibre sensors on a fence?"
POST = f"AR\nAnn Ray\n{DAY}\nIPVM\n\nWho has tried it?\n\n(1)\n"


def test_a_forum_topic_is_its_opening_post_and_the_replies() -> None:
    document = _read(f"{TOPIC}\n\n{POST}UI\nUndisclosed Integrator #1\n{DAY}\n\nI have.\n\n(2)")
    assert document.title == TOPIC
    assert document.kind is ArticleKind.DISCUSSION
    assert document.byline == ("Ann Ray",)
    assert (document.published, document.published_text) == (dt.date(2021, 3, 5), DAY)
    assert document.body_text == "Who has tried it?"
    (reply,) = document.comments
    assert (reply.id, reply.author, reply.votes) == (1, "Undisclosed Integrator #1", (2,))
    assert document.declared_comments is None
    assert document.issues == ()


@pytest.mark.parametrize("title", [TOPIC, "A title that ends with a full stop.", "REPORTS\n\nX"])
def test_a_topic_may_have_no_replies_yet(title: str) -> None:
    document = _read(f"{title}\n\n{POST}")
    assert document.title == title.removeprefix("REPORTS\n\n")
    assert (document.body_text, document.comments) == ("Who has tried it?", ())


def test_the_title_of_a_topic_may_stand_right_above_the_author() -> None:
    document = _read(f"{TOPIC}\nAnn Ray\n{DAY}\n\nWho has?\n\nBo Lane\n{DAY}\n\nI have.")
    assert (document.title, document.byline) == (TOPIC, ("Ann Ray",))
    assert document.body_text == "Who has?"
    assert [comment.author for comment in document.comments] == ["Bo Lane"]


def test_a_topic_without_blank_lines_is_read() -> None:
    document = _read(f"{TOPIC}\nAvatar\nAnn Ray\n{DAY}\nIPVM\nWho has?\nBo Lane\n{DAY}\nI have.")
    assert document.title == TOPIC
    assert document.body_text == "Who has?"
    assert [comment.body_text for comment in document.comments] == ["I have."]


def test_issues_of_the_opening_post_are_told() -> None:
    document = _read(
        f"{TOPIC}\n\nAnn Ray\n{DAY}\n\nIt was on\n{DAY}\nof course.\n\nIPVM Image\n\nEnd."
    )
    assert document.images == 1
    assert _lines_of(document, IssueCode.DATE_IN_BODY) == [7]


@pytest.mark.parametrize("count", [1, 2])
def test_comments_without_a_page_are_a_fragment(count: int) -> None:
    document = _read("\n".join([POST] * count), "lone_comment.txt")
    assert document.title == "lone comment"
    assert document.kind is ArticleKind.DISCUSSION
    assert document.body_html == ""
    assert [comment.votes for comment in document.comments] == [(1,)] * count
    codes = {issue.code for issue in document.issues}
    assert codes == {
        IssueCode.NO_TITLE,
        IssueCode.NO_DATE,
        IssueCode.NO_AUTHOR,
        IssueCode.FRAGMENT,
    }


@pytest.mark.parametrize(
    ("above", "body", "votes"),
    [
        ("(2)", "", (2,)),
        ("the end of a post.\n\n(2)\n", "the end of a post.", (2,)),
        ("One.\n\nTwo.\n\n(1)\n(2)", "One.\n\nTwo.", (1, 2)),
    ],
)
def test_the_rest_of_a_post_above_others_is_kept_as_one(
    above: str, body: str, votes: tuple[int, ...]
) -> None:
    document = _read(f"{above}\n{POST}", "x.txt")
    assert document.body_html == ""
    assert [comment.author for comment in document.comments] == [None, "Ann Ray"]
    assert (document.comments[0].body_text, document.comments[0].votes) == (body, votes)
    assert _lines_of(document, IssueCode.NO_TITLE) == [None]
    assert _lines_of(document, IssueCode.FRAGMENT) == [None]
    assert _lines_of(document, IssueCode.COMMENTS_UNSPLIT) == [1]


def test_a_masked_opening_post_is_a_preview() -> None:
    masked = POST.replace("Who has tried it?", "Who *** ***** **?")
    document = _read(f"{TOPIC}\n\n{masked}Bo Lane\n{DAY}\n\nI have.")
    assert document.masked_share == 0.75
    assert document.access == "subscriber"
    assert _lines_of(document, IssueCode.MASKED_PREVIEW) == [8]


def test_a_section_alone_is_a_fragment() -> None:
    document = _read(f"Comments (1)\n{POST}", "x.txt")
    assert len(document.comments) == 1
    assert _lines_of(document, IssueCode.FRAGMENT) == [None]


def test_an_article_without_header_and_section_keeps_what_looks_like_a_comment() -> None:
    document = _read(f"Door Closers Tested\n\nSome text.\n\nGate House\n{DAY}\n\nMore text.")
    assert document.title == "Door Closers Tested"
    assert document.comments == ()
    assert document.body_text == f"Some text.\n\nGate House\n{DAY}\n\nMore text."
    assert _lines_of(document, IssueCode.DATE_IN_BODY) == [6]
