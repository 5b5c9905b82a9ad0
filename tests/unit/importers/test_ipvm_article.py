"""Headers, bodies, boilerplate and endings of IPVM text copies."""

from __future__ import annotations

import pytest

from ipvm_desktop.domain.article import Access
from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.ipvm_text import read_with_ledger

PUBLIC = "PUBLIC - This article does not require an IPVM subscription. Feel free to share."
SPECIAL = "This is an IPVM report available to you via this special link"
HEADER = "Title\n\nPublished Mar 04, 2021 14:20 PM\n\n"


def _read(text: str, name: str = "copy.txt") -> Document:
    return read_with_ledger(Source.from_bytes(text.encode(), name)).document


def _body(text: str) -> str:
    return _read(f"{HEADER}{text}\n\nThe end.").body_html.removesuffix("\n<p>The end.</p>")


def _lines_of(document: Document, code: IssueCode) -> list[int | None]:
    return [issue.line for issue in document.issues if issue.code is code]


@pytest.mark.parametrize(
    ("line", "published", "byline"),
    [
        ("Published Mar 04, 2021 14:20 PM", "2021-03-04T14:20:00", ()),
        ("•Published Mar 04, 2021 05:33 AM", "2021-03-04T05:33:00", ()),
        ("Published Mar 04, 2021 00:00 AM", "2021-03-04", ()),
        ("Published Mar 04, 2021 12:54 PM", "2021-03-04T12:54:00", ()),
        ("Published Mar 04, 2021 00:15 AM", "2021-03-04T00:15:00", ()),
        (
            "By Ann Ray, Published Mar 04, 2021, 09:08am EST",
            "2021-03-04T09:08:00-05:00",
            ("Ann Ray",),
        ),
        (
            "By Ann Ray, Published Mar 04, 2021, 02:15pm EDT",
            "2021-03-04T14:15:00-04:00",
            ("Ann Ray",),
        ),
        ("By Ann Ray, Published Mar 04, 2021, 12:00am EST", "2021-03-04", ("Ann Ray",)),
        (
            "By Ann Ray and Bo Lane, Published Mar 04, 2021, 09:08am PT",
            "2021-03-04T09:08:00",
            ("Ann Ray", "Bo Lane"),
        ),
        (
            "By: Ann Ray, Bo Lane, and Cy Ode, Jr., Published on Mar 04, 2021",
            "2021-03-04",
            ("Ann Ray", "Bo Lane", "Cy Ode, Jr."),
        ),
        ("By: Ann Ray, , Bo, Published on Mar 04, 2021", "2021-03-04", ("Ann Ray", "Bo")),
        ("By: Ann Ray, Published on Mar 04, 2021", "2021-03-04", ("Ann Ray",)),
        ("Author: Ann Ray, Published on March 4, 2021", "2021-03-04", ("Ann Ray",)),
        ("By Ann Ray, Published on Mar 04, 2021", "2021-03-04", ("Ann Ray",)),
    ],
)
def test_every_header_form_is_read(line: str, published: str, byline: tuple[str, ...]) -> None:
    document = _read(f"Title\n\n{line}\n\nText.")
    assert document.title == "Title"
    assert document.published is not None
    assert document.published.isoformat() == published
    assert document.published_text == line.removeprefix("•")
    assert document.byline == byline
    assert document.body_text == "Text."
    assert not _lines_of(document, IssueCode.AMBIGUOUS_HEADER)


@pytest.mark.parametrize("suffix", [" (Info+)", " | Email This", " (Info+) | Email This", " •"])
def test_what_the_site_hangs_on_the_header_is_no_text(suffix: str) -> None:
    document = _read(f"Title\n\nPublished Mar 04, 2021 14:20 PM{suffix}\n\nText.")
    assert document.published_text == "Published Mar 04, 2021 14:20 PM"
    assert document.body_text == "Text."


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("By Ann Ray, Published Mar 04, 2021, 09:08am ESTThe vendor said no.", "09:08:00-05:00"),
        ("Published Mar 04, 2021 14:20 PMThe vendor said no.", "14:20:00"),
        ("By: Ann Ray, Published on Mar 04, 2021The vendor said no.", "2021-03-04"),
        ("Published Mar 04, 2021 09:08am EST (Info+)The vendor said no.", "09:08:00-05:00"),
    ],
)
def test_a_header_glued_to_the_text_is_cut_off_it(line: str, published: str) -> None:
    document = _read(f"Title\n{line}\nMore text.")
    assert document.published is not None
    assert document.published.isoformat().endswith(published)
    assert document.body_text == "The vendor said no.\n\nMore text."
    assert not _lines_of(document, IssueCode.AMBIGUOUS_HEADER)


def test_text_after_the_date_that_is_not_glued_is_kept_and_told() -> None:
    document = _read("Title\n\nPublished Mar 04, 2021 14:20 PM, updated later\n\nText.")
    assert document.body_text == ", updated later\n\nText."
    assert _lines_of(document, IssueCode.AMBIGUOUS_HEADER) == [3]


@pytest.mark.parametrize("date", ["Feb 30, 2021", "Mar 00, 2021 10:10 AM"])
def test_a_day_that_no_calendar_has_is_unknown(date: str) -> None:
    document = _read(f"Title\n\nPublished {date}\n\nText.")
    assert document.published is None
    assert document.published_text == f"Published {date}"
    assert _lines_of(document, IssueCode.AMBIGUOUS_HEADER) == [3]
    assert _lines_of(document, IssueCode.NO_DATE) == [None]


@pytest.mark.parametrize("month", ["Mars", "Marzo", "Juni", "Mayo", "mar"])
def test_months_of_other_languages_are_no_dates(month: str) -> None:
    line = f"By Ann Ray, Published {month} 04, 2021, 09:08am EST"
    document = _read(f"Title\n\n{line}\n\nText.")
    assert document.published is None
    assert line in document.body_text


def test_an_hour_that_no_clock_has_leaves_the_day() -> None:
    document = _read("Title\n\nPublished Mar 04, 2021 25:61 PM\n\nText.")
    assert str(document.published) == "2021-03-04"


def test_a_line_between_title_and_date_is_kept_in_the_body() -> None:
    document = _read("Title\nSubtitle of no known kind\nPublished Mar 04, 2021 14:20 PM\n\nText.")
    assert document.body_text == "Subtitle of no known kind\n\nText."
    assert _lines_of(document, IssueCode.AMBIGUOUS_HEADER) == [2]


@pytest.mark.parametrize(
    ("above", "below", "access"),
    [
        ("Title", "", None),
        ("Title", PUBLIC, Access.PUBLIC),
        (PUBLIC + "\nTitle", "", Access.PUBLIC),
        ("(PUBLIC) Title", "", Access.PUBLIC),
        ("REPORTS\nPUBLIC\nTitle", "", Access.PUBLIC),
        ("Reports > Cameras > Housings\nTitle", "", None),
        (f"{SPECIAL} only until May 28, 2024 04:00 AM\n\nTitle", "", Access.SPECIAL_LINK),
    ],
)
def test_access_is_what_the_copy_says(above: str, below: str, access: Access | None) -> None:
    document = _read(f"{above}\n\nPublished Mar 04, 2021 14:20 PM\n{below}\n\nText.")
    assert document.title == "Title"
    assert document.access == access
    assert document.body_text == "Text."


@pytest.mark.parametrize(
    "line",
    ["By 2019, the vendor had sold doors.", "By design, doors close", "By all means, try it"],
)
def test_a_sentence_that_begins_like_a_byline_is_text(line: str) -> None:
    document = _read(f"Door Closers Tested\n\n{line}\n\nMore text.\n\nIPVM Image", "reports_x.txt")
    assert document.byline == ()
    assert document.body_text == f"{line}\n\nMore text.\n\n[picture]"


def test_text_glued_to_the_public_line_is_kept() -> None:
    assert _read(f"{HEADER.strip()}\n{PUBLIC}The text.").body_text == "The text."


def test_header_public_line_and_text_may_all_be_glued() -> None:
    document = _read(f"Title\nPublished Mar 04, 2021 14:20 PM{PUBLIC}The text.\nMore.")
    assert document.access is Access.PUBLIC
    assert document.body_text == "The text.\n\nMore."


def test_a_byline_of_its_own_and_an_address_are_read() -> None:
    document = _read(
        "Title\nBy Ann Ray and Bo Lane\nhttp://www.ipvm.com/reports/title/?code=5\n"
        "Published Mar 04, 2021 14:20 PM\n\nText."
    )
    assert document.byline == ("Ann Ray", "Bo Lane")
    assert document.url == "https://ipvm.com/reports/title"
    assert document.body_text == "Text."


def test_two_authors_may_stand_above_the_date_of_a_browser_copy() -> None:
    document = _read(
        "Title\nAvatar\nAnn  Ray and Bo Lane\n•\nPublished Feb 09, 2018 05:33 AM\nText."
    )
    assert document.byline == ("Ann Ray", "Bo Lane")


@pytest.mark.parametrize("author", ["Avatar\nAnn Ray\n•", "AR\nAnn Ray", "Ann Ray\n•"])
def test_the_author_above_the_date_of_a_browser_copy_is_its_byline(author: str) -> None:
    text = f"REPORTS\nTitle\n{author}\nPublished Feb 09, 2018 05:33 AM\n{PUBLIC}\nText.\nMore."
    document = _read(text)
    assert document.byline == ("Ann Ray",)
    assert document.body_text == "Text.\n\nMore."


def test_a_header_without_a_title_says_so() -> None:
    document = _read("Published Mar 04, 2021 14:20 PM\n\nText.", "door_closers.txt")
    assert document.title == "door closers"
    assert _lines_of(document, IssueCode.NO_TITLE) == [None]
    assert not _lines_of(document, IssueCode.FRAGMENT)


def test_dates_in_the_body_of_an_article_are_told() -> None:
    document = _read(
        f"{HEADER}On this day:\n\nMar 01, 2021\n\nit began.\n\nGate House\nMar 02, 2021\n\nEnd."
    )
    assert _lines_of(document, IssueCode.DATE_IN_BODY) == [7, 12]
    assert document.comments == ()


def test_a_date_far_down_is_text() -> None:
    prose = "A long first paragraph. " * 20
    document = _read(f"Title\n\n{prose}\n\nPublished Mar 04, 2021 14:20 PM")
    assert document.published is None
    assert document.title == "Title"
    assert "Published Mar 04" in document.body_text


@pytest.mark.parametrize(
    "opening",
    [
        "A sentence is no title, it ends with a full stop.",
        "• a point",
        "Jan 09, 2020",
        "(3)",
        "IPVM Image",
        "Two lines that belong\ntogether are a paragraph",
        "x" * 201,
    ],
)
def test_without_a_header_the_first_line_must_look_like_a_title(opening: str) -> None:
    document = _read(f"{opening}\n\nMore text here.\n\nIPVM Image", "page.txt")
    assert document.title == "page"
    assert _lines_of(document, IssueCode.NO_TITLE) == [None]
    assert _lines_of(document, IssueCode.FRAGMENT) == [None]


def test_without_a_header_crumbs_access_and_title_are_still_read() -> None:
    document = _read(
        f"https://ipvm.com/reports/x\nREPORTS\nPUBLIC\nDoor Closers Tested\n\n{PUBLIC}\n\nText."
    )
    assert (document.title, document.access) == ("Door Closers Tested", Access.PUBLIC)
    assert document.url == "https://ipvm.com/reports/x"
    assert document.body_text == "Text."
    assert _lines_of(document, IssueCode.NO_DATE) == [None]


@pytest.mark.parametrize(
    ("above", "title", "access"),
    [
        ("(PUBLIC) Door Closers Tested", "Door Closers Tested", Access.PUBLIC),
        ("Forums > Access Control\nDoor Closers Tested", "Door Closers Tested", None),
        ("HD > SD?", "HD > SD?", None),
        (f"Door Closers Tested\n{PUBLIC}", "Door Closers Tested", Access.PUBLIC),
    ],
)
def test_without_a_header_crumbs_and_title_are_told_apart(
    above: str, title: str, access: Access | None
) -> None:
    document = _read(f"{above}\n\nIt is text.\n\nMore text.")
    assert (document.title, document.access) == (title, access)
    assert document.body_text == "It is text.\n\nMore text."


@pytest.mark.parametrize("text", ["REPORTS", f"{PUBLIC}", "REPORTS\nNEWS", "(PUBLIC)\n\nText."])
def test_a_copy_of_the_head_alone_is_read(text: str) -> None:
    assert _read(text, "reports_x.txt").comments == ()


def test_no_break_spaces_and_invisible_characters_change_nothing() -> None:
    text = f"{HEADER}Some text.\n\n  • a point\n\nComments (1)\nAnn Ray\nMar 05, 2021\n\nHello you."
    disguised = text.replace(" ", "\u00a0").replace("Ann", "\u200bAnn")
    assert _read(disguised) == _read(text)
    assert _read(text.replace("\n", "\r\n")) == _read(text)
    assert _read(text.replace("\n", "\r")) == _read(text)


@pytest.mark.parametrize("name", ["forums_access_topics_x.txt", "discussions-x.txt"])
def test_the_name_of_a_copy_tells_a_discussion(name: str) -> None:
    assert _read("Text without a title, of course.", name).kind is ArticleKind.DISCUSSION


@pytest.mark.parametrize(
    "line",
    ["* a", "_a_", "# a", "<b>a</b> & b", "- a", "+ a", "1. a", "> a", "~a~", "[a](b)", "a  b"],
)
def test_text_is_text(line: str) -> None:
    document = _read(f"{HEADER}{line}\n\nThe end.")
    assert document.body_text == f"{line}\n\nThe end."
    escaped = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert document.body_html == f"<p>{escaped}</p>\n<p>The end.</p>"


def test_a_line_end_inside_a_paragraph_stays() -> None:
    assert _body("One <\ntwo") == "<p>One &lt;<br>two</p>"


def test_a_list_may_follow_a_paragraph_at_once_and_its_points_may_stand_apart() -> None:
    html = _body("Among them:\n  • one\n\n  • two\n    and a half\n●three\nText after.")
    assert html == (
        "<p>Among them:</p>\n<ul><li>one</li><li>two<br>and a half</li><li>three</li></ul>\n"
        "<p>Text after.</p>"
    )


def test_a_numbered_list_may_go_on_after_a_picture() -> None:
    document = _read(
        f"{HEADER}  1. one\n\n  2. two\n\nIPVM Image\n\n\t3. three\n\n  5. five\n\nEnd."
    )
    assert document.body_html == (
        "<ol><li>one</li><li>two</li></ol>\n"
        '<p class="missing-picture">Picture not saved with this file</p>\n'
        '<ol start="3"><li>three</li></ol>\n<ol start="5"><li>five</li></ol>\n<p>End.</p>'
    )
    assert document.body_text == "1. one\n2. two\n\n[picture]\n\n3. three\n\n5. five\n\nEnd."


def test_a_numbered_list_may_be_the_last_of_a_text() -> None:
    document = _read(f"{HEADER}Some text.\n\n  1. one\n  2. two")
    assert document.body_text == "Some text.\n\n1. one\n2. two"
    assert not _lines_of(document, IssueCode.TRUNCATED)


def test_a_picture_ends_a_list() -> None:
    document = _read(f"{HEADER}  • one\n  • IPVM Image\n  • two\n")
    assert document.body_text == "• one\n\n[picture]\n\n• two"


def test_a_lone_bullet_is_text() -> None:
    assert _body("•") == "<p>•</p>"


@pytest.mark.parametrize(
    ("line", "text", "pictures"),
    [
        ("IPVM Image", "[picture]", 1),
        ("IPVM ImageThe vendor", "[picture]\n\nThe vendor", 1),
        ("As follows:IPVM Image", "As follows:\n\n[picture]", 1),
        ("IPVM ImageIPVM Image", "[picture]\n\n[picture]", 2),
        ("An IPVM Image shows it.", "An IPVM Image shows it.", 0),
        ("IPVM Images are rare.", "IPVM Images are rare.", 0),
    ],
)
def test_pictures_are_counted_and_marked(line: str, text: str, pictures: int) -> None:
    document = _read(f"{HEADER}{line}\n\nThe end.")
    assert document.body_text == f"{text}\n\nThe end."
    assert (document.images, document.images_missing) == (pictures, pictures)
    assert _lines_of(document, IssueCode.IMAGES_MISSING) == [5] * (pictures > 0)


@pytest.mark.parametrize(
    "line",
    [
        "What the Audit Found",
        "PRACTICALITY:",
        "Conclusion",
        "Is It Worth $500?",
        "10 Things to Know",
        "#1 Maker Sells Out",
        "iPhone App vs. Web",
        "“Quoted” Words & Numbers",
    ],
)
def test_title_case_lines_are_headings(line: str) -> None:
    document = _read(f"{HEADER}Some text.\n\n{line}\n\nText.")
    assert document.headings == (line,)
    assert document.body_text == f"Some text.\n\n{line}\n\nText."


@pytest.mark.parametrize(
    "line",
    [
        "What the audit found",
        "He Said So.",
        "Key Findings:",
        "Vote / Poll",
        "Update August 2019",
        "Dec 11 UPDATE",
        "Jan 09, 2020",
        "“We Know Nothing”",
        "[Note: A Note]",
        "And",
        "2019",
        "– –",
        "Of the",
        "Very " * 15 + "Long",
        "Long" * 23,
        "Rated *****",
        "# Hash Mark",
        "## Two Marks",
        "~Around~ Some Words",
        "_Around_ Some Words",
        "| A Cell |",
    ],
)
def test_in_doubt_a_line_is_a_paragraph(line: str) -> None:
    assert _read(f"{HEADER}Some text.\n\n{line}\n\nText.").headings == ()


def test_a_heading_needs_blanks_around_it_and_text_below() -> None:
    text = f"{HEADER}Some text.\nGlued Above\n\nGlued Below\nto text\n\nSome Signature"
    assert _read(text).headings == ()


def test_a_list_right_below_does_not_spoil_a_heading() -> None:
    assert _read(f"{HEADER}Some text.\n\nKey Points\n  • one").headings == ("Key Points",)


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("vendor answers slowly", False),
        ("Vendor answers slowly", True),
        ("Vendor answers:", False),
        ("Vendor answers slowly:", True),
        ("Something else entirely", False),
    ],
)
def test_a_line_that_echoes_the_outline_is_a_heading(line: str, is_heading: bool) -> None:
    text = f"{HEADER}Including:\n\n  • Outlook\n  • Vendor Answers Slowly\n\n{line}\n\nText."
    assert _read(text).headings == (line,) * is_heading


@pytest.mark.parametrize(
    ("lead", "passage", "quoted"),
    [
        ("The vendor told us:", "We do not know.", True),
        ("The passage reads:", "All of it. [emphasis added]", True),
        ("Nothing announces it.", "All of it. [emphasis added]", True),
        ("The video shows the door:", "It took nine seconds.", False),
        ("The vendor told us.", "We do not know.", False),
        ("The vendor told us:", "There is more:", False),
    ],
)
def test_announced_passages_are_quotes(lead: str, passage: str, quoted: bool) -> None:
    html = _body(f"{lead}\n\n{passage}")
    assert ("<blockquote>" in html) is quoted
    assert f"<p>{passage}</p>" in html


def test_copies_without_blank_lines_have_one_paragraph_a_line() -> None:
    document = _read(
        "Title\nPublished Mar 04, 2021 14:20 PM\nSome text:\n- one\n- two\nWhat It Means\nMore."
    )
    assert document.body_html == (
        "<p>Some text:</p>\n<ul><li>one</li><li>two</li></ul>\n<h2>What It Means</h2>\n<p>More.</p>"
    )


MASKED = "**** buyers *** ($*** *******) ***** ****."


def test_a_masked_preview_is_measured() -> None:
    # Clear: Lens, makers, raised, prices, buyers. Masked: four in the list, six in the line.
    document = _read(
        f"{HEADER}Lens makers raised prices.\n\n  • *** ****\n  • ** *****\n\n{MASKED}"
    )
    assert document.masked_share == round(10 / 15, 4)
    assert document.access is Access.SUBSCRIBER
    (issue,) = [i for i in document.issues if i.code is IssueCode.MASKED_PREVIEW]
    assert (issue.line, "67%" in issue.message) == (10, True)


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("Lens ***** ***", True),
        ("Lens ***** *** ($*** *******) buyers", False),
        ("***** Lens ***", False),
        ("lens ***** ***", False),
    ],
)
def test_headings_of_a_preview_keep_their_first_words(line: str, is_heading: bool) -> None:
    assert _read(f"{HEADER}Text.\n\n{line}\n\n{MASKED}").headings == (line,) * is_heading


@pytest.mark.parametrize(
    "line",
    [
        "* * * * *",
        "*** *** ***",
        "What the **** is that ***",
        "*" * 40,
        "food *** service **** decor *****",
    ],
)
def test_stars_alone_are_no_mask(line: str) -> None:
    document = _read(f"{HEADER}Text.\n\n{line}\n\nThe end.")
    assert document.masked_share == 0
    assert document.access is None


def test_words_are_counted_alike_in_lines_of_any_length() -> None:
    document = _read(f"{HEADER}{'word ' * 30_000}\n\n{MASKED}")
    assert document.masked_share == round(6 / 30_007, 4)


BOXES = [
    "Get Notified of Video Surveillance Breaking News",
    "Join IPVM Newsletter?\n\nIPVM is the #1 authority in things.",
    "Join IPVM Newsletter?",
    "Industry insights delivered to your inbox weekly.\nE-mail\nProtected by reCAPTCHA today.",
]


@pytest.mark.parametrize("box", BOXES)
def test_known_boxes_are_taken_out_and_told(box: str) -> None:
    document = _read(f"{HEADER}One.\n\n{box}\n\nTwo.")
    assert document.body_text == "One.\n\nTwo."
    assert _lines_of(document, IssueCode.BOILERPLATE_REMOVED) == [7]


@pytest.mark.parametrize(
    "box",
    [
        "Get Notified of Video Surveillance Breaking News today",
        "Industry insights delivered to your inbox weekly.\nbut no robot check below.",
        "IPVM is the #1 authority in things.",
    ],
)
def test_anything_else_stays(box: str) -> None:
    document = _read(f"{HEADER}One.\n\n{box}\n\nTwo.")
    assert document.body_text == f"One.\n\n{box}\n\nTwo."
    assert not _lines_of(document, IssueCode.BOILERPLATE_REMOVED)


WALLS = [
    "Comments are shown for subscribers only. Login or Join",
    "Login to read this IPVM discussion.",
    "Login to read this IPVM discussion.\nWhy do I need to log in?\nBecause.",
    "Login to read this IPVM discussion.\nWhy do I need to log in?",
]


def _check_wall(text: str, body: str) -> None:
    document = _read(f"{HEADER}{text}")
    assert document.body_text == body
    assert _lines_of(document, IssueCode.COMMENTS_WITHHELD) == [7]
    assert not _lines_of(document, IssueCode.TRUNCATED)


@pytest.mark.parametrize("wall", WALLS)
def test_login_walls_at_the_end_are_told(wall: str) -> None:
    _check_wall(f"One and\n\n{wall}", "One and")


@pytest.mark.parametrize("wall", WALLS[:3])
def test_text_below_a_login_wall_is_kept(wall: str) -> None:
    _check_wall(
        f"One.\n\n{wall}\n\nTwo.\n\nThree.\n\nFour and", "One.\n\nTwo.\n\nThree.\n\nFour and"
    )


FOOTER = "Site map\nAbout\nPrivacy Policy\n© IPVM"


@pytest.mark.parametrize(
    "footer",
    [
        "9 REPORTS CITE THIS REPORT\nA Title\nA teaser.",
        "1 REPORT CITES THIS REPORT\nA Title\nIPVM is the one.\n" + FOOTER,
        "IPVM is the authority on doors.\n" + FOOTER,
        FOOTER,
        "Site map · About · Privacy Policy",
    ],
)
def test_the_foot_of_a_browser_copy_is_taken_out(footer: str) -> None:
    document = _read(f"{HEADER}One.\n\nTwo.\n\n{footer}")
    assert document.body_text == "One.\n\nTwo."
    assert _lines_of(document, IssueCode.BOILERPLATE_REMOVED)[0] == 9


@pytest.mark.parametrize(
    "text",
    [
        "See the Privacy Policy.",
        "Site map\nPrivacy Policy\n\n" + "Text.\n\n" * 5 + "End.",
        "Privacy Policy\nSite map",
        "Site map\nPrivacy Policy\n\n" + "Text.\n\n" * 30 + "End.",
    ],
)
def test_words_of_the_foot_elsewhere_are_text(text: str) -> None:
    document = _read(f"{HEADER}{text}")
    assert "Privacy Policy" in document.body_text
    assert not _lines_of(document, IssueCode.BOILERPLATE_REMOVED)


def test_a_page_may_be_all_foot() -> None:
    document = _read(f"A Title\n{FOOTER}")
    assert (document.title, document.body_text) == ("A Title", "")


def test_comments_below_the_citing_reports_are_found() -> None:
    document = _read(
        f"{HEADER}One.\n\n2 REPORTS CITE THIS REPORT\nA Title\n\nComments (1)\nAnn Ray\n"
        "Mar 05, 2021\n\nHello."
    )
    assert document.body_text == "One."
    assert [comment.author for comment in document.comments] == ["Ann Ray"]


def test_a_very_long_opening_is_shortened_in_the_message() -> None:
    document = _read(f"{HEADER}One.\n\nSite map {'x' * 200} Privacy Policy")
    (message,) = [i.message for i in document.issues if i.code is IssueCode.BOILERPLATE_REMOVED]
    assert len(message) < 200


@pytest.mark.parametrize(
    ("ending", "cut"),
    [
        ("The vendor said that", True),
        ("The video shows:", True),
        ("The vendor said ...", True),
        ("The vendor said…", True),
        ("The vendor said so.", False),
        ("“So.”", False),
        ("  • a point", False),
        ("IPVM Image", False),
    ],
)
def test_a_text_that_ends_in_a_passage_may_be_cut_off(ending: str, cut: bool) -> None:
    document = _read(f"{HEADER}One.\n\n{ending}")
    assert _lines_of(document, IssueCode.TRUNCATED) == [7] * cut


def test_an_article_without_text_is_not_cut_off() -> None:
    assert not _lines_of(_read(HEADER), IssueCode.TRUNCATED)


def test_what_looks_like_a_comment_in_an_article_is_told() -> None:
    document = _read(f"{HEADER}One.\n\nGate House\nMar 02, 2021\n\nTwo.")
    assert document.comments == ()
    assert document.body_text == "One.\n\nGate House\nMar 02, 2021\n\nTwo."
    assert _lines_of(document, IssueCode.DATE_IN_BODY) == [8]


def test_issues_of_a_kind_are_summed_up() -> None:
    document = _read(HEADER + f"{BOXES[0]}\n" * 13 + "One.")
    removed = [i for i in document.issues if i.code is IssueCode.BOILERPLATE_REMOVED]
    assert [issue.line for issue in removed] == [*range(5, 15), None]
    assert removed[-1].message == "The same in 3 more places"


def test_the_site_and_its_language_are_known() -> None:
    document = _read(f"{HEADER}One.")
    assert (document.site, document.language) == ("ipvm.com", "en")
    assert document.kind is ArticleKind.ARTICLE
