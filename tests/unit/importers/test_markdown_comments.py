"""The comments section of a Markdown file: which line begins a comment, and below which."""

from __future__ import annotations

import datetime as dt
from textwrap import dedent

import pytest

from ipvm_desktop.domain.comment import Reply, ReplyKind
from ipvm_desktop.domain.document import Document, ParsedComment
from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.markdown import MarkdownImporter
from ipvm_desktop.importers.markdown.comments import read_header

HEAD = "---\ntitle: A\nauthor: Ann Ray\ndate: 2021-03-04\n---\n\nBody.\n\n"


def read(section: str, heading: str = "## Comments") -> Document:
    content = f"{HEAD}{heading}\n\n{dedent(section)}".encode()
    (document,) = MarkdownImporter().read(Source.from_bytes(content, "a.md"))
    return document


def outline(document: Document) -> list[tuple[str | None, int | None, str]]:
    return [(comment.author, comment.parent, comment.body_text) for comment in document.comments]


def test_nested_quotes_are_replies() -> None:
    document = read("""\
        > **A** · 2021-03-04
        >
        > a
        >
        > > **B** · 2021-03-05
        > >
        > > b
        > >
        > > > **C** · 2021-03-06
        > > > c
        >
        > > **D** · 2021-03-07
        > > d
        >
        > a again

        > **E** · 2021-03-08
        """)
    assert outline(document) == [
        ("A", None, "a\n\na again"),
        ("B", 1, "b"),
        ("C", 2, "c"),
        ("D", 1, "d"),
        ("E", None, ""),
    ]
    assert document.comments[0].reply is None
    assert document.comments[1].reply == Reply(ReplyKind.EXPLICIT)
    assert document.body_text == "Body."
    assert document.issues == ()


def test_siblings_may_share_one_quote() -> None:
    document = read("""\
        > **A** · 2021-03-04
        > a
        >
        > **B** · 2021-03-05
        > b
        > > **C** · 2021-03-05
        > > c
        > **D** · 2021-03-06
        > d
        """)
    assert outline(document) == [
        ("A", None, "a"),
        ("B", None, "b"),
        ("C", 2, "c"),
        ("D", None, "d"),
    ]


def test_nested_lists_are_replies_whatever_their_marks() -> None:
    document = read("""\
        - **A** · 2021-03-04

          a

          - point
          - **B** · 2021-03-05

            1. **C** · 2021-03-06
               c
        * **D** · 2021-03-07
        lazy d
        +   **E** · 2021-03-08

            e

            **F** · 2021-03-09

            f
        """)
    assert outline(document) == [
        ("A", None, "a\n\n• point"),
        ("B", 1, ""),
        ("C", 2, "c"),
        ("D", None, "lazy d"),
        ("E", None, "e"),
        ("F", None, "f"),
    ]


def test_four_columns_a_level_and_tabs_are_fine_too() -> None:
    document = read("- **A** · 2021-03-04\n    - **B** · 2021-03-05\n        - **C** · undated\n")
    assert outline(document) == [("A", None, ""), ("B", 1, ""), ("C", 2, "")]
    document = read("- **A** · 2021-03-04\n\t- **B** · 2021-03-05\n\t\tb\n")
    assert outline(document) == [("A", None, ""), ("B", 1, "b")]


def test_top_level_comments_may_stand_bare() -> None:
    document = read("""\
        **A** · 2021-03-04

        a

        > **B** · 2021-03-05
        >
        > b

        **C** · 2021-03-06
        c
        """)
    assert outline(document) == [("A", None, "a"), ("B", 1, "b"), ("C", None, "c")]


def test_quotes_and_lists_mix() -> None:
    document = read("""\
        > - **A** · 2021-03-04
        >   > **B** · 2021-03-05
        >   > b
        >
        > **C** · 2021-03-06
        """)
    assert outline(document) == [("A", None, ""), ("B", 1, "b"), ("C", None, "")]


@pytest.mark.parametrize(
    "body",
    [
        "> a passage\n>\n> **B** · 2021-03-05",
        "```\n\n**B** · 2021-03-05\n\n> **B** · 2021-03-05\n```",
        "~~~~\n~~~\n**B** · 2021-03-05\n~~~~",
        "text\n**B** · 2021-03-05",
        r"\**B** · 2021-03-05",
        "**B** · someday",
        "**B** said",
        "**B** · 2021-03-05 · nonsense",
        "> > **B** said",
    ],
)
def test_a_body_keeps_what_only_looks_like_a_comment(body: str) -> None:
    quoted = "\n".join(f"> {line}" for line in body.split("\n"))
    document = read(f"> **A** · 2021-03-04\n>\n{quoted}\n>\n> end\n\n> **Z** · undated\n")
    assert [comment.author for comment in document.comments] == ["A", "Z"]
    assert document.comments[0].body_text.endswith("end")
    assert "B" in document.comments[0].body_text


def test_a_blank_line_ends_the_passage_before_a_reply() -> None:
    document = read("""\
        > **A** · 2021-03-04
        >
        > > a passage
        >
        > > **B** · 2021-03-05
        > > b
        """)
    assert outline(document) == [("A", None, "a passage"), ("B", 1, "b")]


def test_a_body_has_paragraphs_lists_code_and_quotes() -> None:
    document = read("""\
        > **A** · 2021-03-04
        >
        > one
        >
        > - two
        > - three
        >
        > > four

        > still a

        > ```
        > five

        > six
        > ```
        """)
    (comment,) = document.comments
    assert comment.body_text == "one\n\n• two\n• three\n\nfour\n\nstill a\n\nfive\n\nsix"
    assert "<blockquote>" in comment.body_html


def test_a_fence_ends_with_its_quote() -> None:
    document = read("> **A** · 2021-03-04\n> ```\n> code\n**B** · 2021-03-05\n")
    assert [comment.author for comment in document.comments] == ["A", "B"]


def test_lazy_lines_belong_to_the_paragraph_before() -> None:
    document = read("> **A** · 2021-03-04\n>\n> > **B** · undated\n> > b\nand b\n> and b\n\nout\n")
    assert outline(document) == [("A", None, ""), ("B", 1, "b\nand b\nand b".replace("\n", " "))]
    assert document.body_text == "Body.\n\nout"


@pytest.mark.parametrize("heading", ["# After", "## After"])
def test_the_next_heading_ends_the_section(heading: str) -> None:
    document = read(f"> **A** · 2021-03-04\n\n### inside\n\n{heading}\n\n> **B** · 2021-03-05\n")
    assert [comment.author for comment in document.comments] == ["A"]
    assert document.body_text == "Body.\n\ninside\n\nAfter\n\nB · 2021-03-05"
    bare = read(f"**A** · 2021-03-04\n\na\n\n### b\n\n{heading}\n\nc")
    assert outline(bare) == [("A", None, "a\n\nb")]


def test_the_last_heading_of_that_name_counts() -> None:
    document = read("Thanks.\n\n```\n## Comments\n```\n\n## COMMENTS (1) ##\n\n- **A** · undated\n")
    assert document.body_text == "Body.\n\nComments\n\nThanks.\n\n## Comments"
    assert document.declared_comments == 1
    assert outline(document) == [("A", None, "")]


@pytest.mark.parametrize(
    ("heading", "section", "declared", "codes"),
    [
        ("## Comments (1)", "> **A** · undated", 1, []),
        ("## Comments (0)", "", 0, []),
        ("## Comments", "", None, []),
        ("## Comments (9)", "> **A** · undated", 9, [IssueCode.COMMENT_COUNT]),
        ("## Comments (9)", "", 9, [IssueCode.COMMENT_COUNT]),
        ("## Comments", "Ann wrote: x", None, [IssueCode.COMMENTS_UNSPLIT]),
    ],
)
def test_the_announced_number_is_compared(
    heading: str, section: str, declared: int | None, codes: list[str]
) -> None:
    document = read(section, heading)
    assert document.declared_comments == declared
    assert [issue.code for issue in document.issues] == codes
    assert document.body_text == ("Body.\n\nAnn wrote: x" if "Ann" in section else "Body.")


def test_every_part_of_a_first_line_is_read() -> None:
    document = read(
        r"> **Undisclosed End User #3** (A\)cme) [One] [Two \[2\]] · Mar 4, 2021 14:20 · staff"
        " · article author · deleted · votes 1, 20 · printed “a \\· \\“b\\””\n"
        "> > **?** · 2021-03-05T10:00:00Z · reply by quote 80.5%\n"
        "> > > **Ann  Ray** · undated · reply by reader\n"
    )
    assert (
        document.comments
        == (
            ParsedComment(
                id=1,
                author="Undisclosed End User #3",
                role="End User",
                pseudonym=3,
                affiliation="A)cme",
                badges=("One", "Two [2]"),
                posted=dt.datetime(2021, 3, 4, 14, 20),
                posted_text="a · “b”",
                staff=True,
                article_author=True,
                deleted=True,
                votes=(1, 20),
            ),
            ParsedComment(
                id=2,
                parent=1,
                reply=Reply(ReplyKind.QUOTE, 0.805),
                posted=dt.datetime(2021, 3, 5, 10, tzinfo=dt.UTC),
                posted_text="2021-03-05T10:00:00Z",
            ),
            ParsedComment(
                id=3, parent=2, reply=Reply(ReplyKind.USER), author="Ann Ray", article_author=True
            ),
        )
        or document.comments[0].posted_text == "a · “b”"
    )


def test_a_comment_that_the_reader_detached_stands_at_top_level() -> None:
    document = read(
        "> **A** · undated\n\n> **B** · undated · reply by reader 100%\n\n"
        "> **C** · undated · reply by inference 80%\n"
    )
    assert [(comment.parent, comment.reply) for comment in document.comments] == [
        (None, None),
        (None, Reply(ReplyKind.USER)),
        (None, None),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "**A**",
        "**A** 2021-03-04",
        "**A** · ",
        "** ** · 2021-03-04",
        "** · 2021-03-04",
        "*A* · 2021-03-04",
        "**A** (b · 2021-03-04",
        "**A** · 3/4/2021",
        "**A** · 2021-03-04 · votes",
        "**A** · 2021-03-04 · #x",
        "text **A** · 2021-03-04",
    ],
)
def test_other_lines_begin_no_comment(line: str) -> None:
    assert read_header(line) is None


def test_numbers_keep_order_and_parents() -> None:
    document = read("""\
        > **A** · undated · #4

        > **B** · undated · #2 · reply to #4

        > **C** · undated · #7 · reply to #9
        """)
    assert [(c.id, c.author, c.parent) for c in document.comments] == [
        (2, "B", 4),
        (4, "A", None),
        (7, "C", 9),
    ]
    assert [issue.code for issue in document.issues] == [IssueCode.MISSING_PARENT]


@pytest.mark.parametrize("numbers", [("#1", "#1"), ("#0", "#1"), ("#5", "deleted")])
def test_numbers_that_do_not_fit_are_not_used(numbers: tuple[str, str]) -> None:
    document = read("".join(f"> **A** · undated · {n} · reply to #1\n\n" for n in numbers))
    assert [(c.id, c.parent) for c in document.comments] == [(1, None), (2, None)]


@pytest.mark.parametrize("mark", ["> ", "  "])
def test_five_hundred_levels_survive(mark: str) -> None:
    lines = []
    for level in range(500):
        prefix = mark * level
        opening = "> " if mark == "> " else "- "
        lines += [f"{prefix}{opening}**A{level}** · 2021-03-04", prefix + mark, f"{prefix}{mark}b"]
    document = read("\n".join(lines))
    assert len(document.comments) == 500
    assert all(comment.parent == (comment.id - 1 or None) for comment in document.comments)
    assert {comment.body_text for comment in document.comments} == {"b"}
