"""Names, titles and numbers of absurd size are brought down to what can be shown and kept."""

from __future__ import annotations

import pytest

from ipvm_desktop.domain.bounds import LARGEST, LONGEST_NAME, LONGEST_TITLE, bounded, line
from ipvm_desktop.domain.document import Document, ParsedComment
from ipvm_desktop.domain.issue import ImportIssue


def test_an_ordinary_document_stays_as_it_is() -> None:
    document = Document(
        title="Gate <Cameras>",
        byline=("Ann Ray",),
        declared_comments=2,
        issues=(ImportIssue("no-date", "There is no date", 3),),
        comments=(
            ParsedComment(id=1, author="Zoë 👩‍🔧 \u200fאבג", badges=("New",), votes=(3, -1)),
            ParsedComment(id=2, author=None, pseudonym=4, role="Integrator"),
        ),
    )
    assert bounded(document) == document


def test_what_is_too_long_for_a_line_is_cut_and_told() -> None:
    found = bounded(
        Document(
            title="t" * 200_000,
            byline=("n" * 301, "Ann"),
            comments=(ParsedComment(id=1, author="a" * 200_000, badges=("b" * 300,)),),
        )
    )
    assert len(found.title) == LONGEST_TITLE
    assert found.title.endswith("tt…")
    assert [len(name) for name in found.byline] == [LONGEST_NAME, 3]
    assert len(found.comments[0].author or "") == LONGEST_NAME
    assert found.comments[0].badges == ("b" * 300,)
    assert [issue.message for issue in found.issues] == [
        "3 names or titles were too long for a line, and cut"
    ]
    (issue,) = bounded(Document(title="x" * 1_001)).issues
    assert issue.message == "1 name or title was too long for a line, and cut"


def test_a_line_holds_no_signs_that_control() -> None:
    found = bounded(
        Document(
            title="\x00\x1b\n",
            byline=("\x07", "A\r\n\tB\x85C\u2028D"),
            site="\x01",
            issues=(ImportIssue("damaged", "It is\nbroken"),),
            comments=(ParsedComment(id=1, author="\x00", affiliation="A\x08B", badges=("\n",)),),
        )
    )
    assert found.title == "Untitled"
    assert found.byline == ("A B C D",)
    assert found.site is None
    assert [issue.message for issue in found.issues] == ["It is broken"]
    (comment,) = found.comments
    assert (comment.author, comment.affiliation, comment.badges) == (None, "A B", ())


def test_numbers_that_cannot_be_kept_are_unknown() -> None:
    comment = ParsedComment(id=1, votes=(5, LARGEST + 1, -(10**40)), pseudonym=10**20)
    found = bounded(Document(title="T", declared_comments=10**30, comments=(comment,)))
    assert found.declared_comments is None
    assert found.comments[0].votes == (5,)
    assert found.comments[0].pseudonym is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" a b\xa0", "a b"),
        ("report \u202etxt.exe", "report \u202etxt.exe\u202c"),
        ("a \u2067b \u202ac", "a \u2067b \u202ac\u202c\u2069"),
        ("\u2066\u202eb\u2069 c", "\u2066\u202eb\u2069 c"),
        ("\u202bb\u202c c\u202c\u2069", "\u202bb\u202c c\u202c\u2069"),
        ("\u202e" + "x" * 9, "xxxx…"),
        ("\u202exxx\u202e", "xxx"),
    ],
)
def test_a_name_turns_the_direction_of_nothing_but_itself(text: str, kept: str) -> None:
    most = 5 if "xxx" in text else 100
    assert line(text, most) == kept
    assert line(kept, most) == kept
