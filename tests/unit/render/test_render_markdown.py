"""Articles as Markdown: front matter, and first lines of comments."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import pytest

from ipvm_desktop.domain.article import Access, Article, SourceRecord
from ipvm_desktop.domain.comment import Comment, Reply, ReplyKind
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.render.markdown import MAX_NESTING, write_markdown

SOURCE = SourceRecord("x.txt", "ipvm-text", "ab" * 32, dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
ARTICLE = Article(id=1, key="k", title="T", source=SOURCE)


def written(*pairs: tuple[Article, Sequence[Comment]]) -> str:
    out = io.StringIO()
    write_markdown(pairs, out)
    return out.getvalue()


def comments_of(*comments: Comment) -> str:
    return written((ARTICLE, comments)).split("## Comments\n\n")[1]


def comment(number: int, parent: int | None = None, author: str | None = "A") -> Comment:
    reply = None if parent is None else Reply(ReplyKind.EXPLICIT)
    return Comment(
        id=number, key=str(number), parent=parent, reply=reply, author=author, body_html="<p>b</p>"
    )


def test_front_matter_states_what_is_known() -> None:
    article = Article(
        id=1,
        key="k",
        title="T: *x*",
        byline=("Ann Ray", "Bo"),
        published=dt.datetime(2021, 3, 4, 14, 20),
        published_text="Published Mar 04",
        url="https://example.org/a",
        site="example.org",
        kind=ArticleKind.DISCUSSION,
        access=Access.PUBLIC,
        language="en",
        tags=("ä",),
        body_html="<p>Body.</p>",
        source=SOURCE,
    )
    assert written((article, ())) == (
        "---\ntitle: 'T: *x*'\nauthors:\n- Ann Ray\n- Bo\ndate: 2021-03-04 14:20:00\n"
        "published_text: Published Mar 04\nurl: https://example.org/a\nsite: example.org\n"
        "kind: discussion\naccess: public\nlanguage: en\ntags:\n- ä\n---\n\nBody.\n"
    )


def test_an_article_without_anything_is_its_title() -> None:
    assert written((ARTICLE, ())) == "---\ntitle: T\nkind: article\n---\n"


def test_an_announced_number_is_kept() -> None:
    article = Article(id=1, key="k", title="T", source=SOURCE, declared_comments=3)
    assert written((article, ())).endswith("---\n\n## Comments (3)\n")


def test_articles_are_told_apart_by_a_line() -> None:
    text = "---\ntitle: T\nkind: article\n---\n"
    assert written((ARTICLE, ()), (ARTICLE, ())) == (
        f"{text}\n<!-- ipvm-desktop: next article -->\n\n{text}"
    )


def test_replies_are_nested_quotes() -> None:
    assert comments_of(comment(1), comment(2, 1), comment(3, 2), comment(4)) == (
        "> **A** · undated\n>\n> b\n"
        ">\n> > **A** · undated\n> >\n> > b\n"
        "> >\n> > > **A** · undated\n> > >\n> > > b\n"
        "\n> **A** · undated\n>\n> b\n"
    )


def test_numbers_are_written_where_order_or_parents_need_them() -> None:
    text = comments_of(comment(1), comment(2), comment(3, 1), comment(4, 9), comment(5, 4))
    lines = [line for line in text.split("\n") if "**" in line]
    assert lines == [
        "> **A** · undated · #1",
        "> > **A** · undated · #3",
        "> **A** · undated · #2",
        "> **A** · undated · #4 · reply to #9",
        "> > **A** · undated · #5",
    ]


def test_a_cut_cycle_still_names_its_parent() -> None:
    text = comments_of(comment(1, 2), comment(2, 1))
    assert [line for line in text.split("\n") if "**" in line] == [
        "> **A** · undated · #1 · reply to #2",
        "> > **A** · undated · #2",
    ]


def test_great_depth_is_written_flat_with_numbers() -> None:
    chain = [comment(number, number - 1 or None) for number in range(1, MAX_NESTING + 3)]
    lines = [line for line in comments_of(*chain).split("\n") if "**" in line]
    assert max(line.count(">") for line in lines) == MAX_NESTING
    assert lines[-3].endswith(f"· #{MAX_NESTING}")
    assert lines[-1].endswith(f"· #{MAX_NESTING + 2} · reply to #{MAX_NESTING + 1}")


@pytest.mark.parametrize(
    ("posted", "printed", "parts"),
    [
        (None, None, "undated"),
        (None, "last week", "undated · printed “last week”"),
        (dt.date(2020, 1, 9), None, "Jan 9, 2020"),
        (dt.date(2020, 1, 9), "Jan 09, 2020", "Jan 09, 2020"),
        (dt.date(2020, 1, 9), "Jan 9, 2020", "Jan 9, 2020"),
        (dt.date(2020, 1, 9), "a · “b”", r"Jan 9, 2020 · printed “a \· “b””"),
        (dt.date(999, 1, 9), None, "0999-01-09"),
        (dt.datetime(2020, 1, 9, 14, 5), None, "Jan 9, 2020 14:05"),
        (dt.datetime(2020, 1, 9, 14, 5, 1), None, "2020-01-09T14:05:01"),
        (dt.datetime(2020, 1, 9, 14, 5, tzinfo=dt.UTC), None, "2020-01-09T14:05:00+00:00"),
    ],
)
def test_dates_are_readable_and_exact(
    posted: Moment | None, printed: str | None, parts: str
) -> None:
    text = comments_of(Comment(id=1, key="1", author="A", posted=posted, posted_text=printed))
    assert text == f"> **A** · {parts}\n"


def test_a_first_line_states_everything_known_of_its_author() -> None:
    text = comments_of(
        Comment(
            id=1,
            key="1",
            author="Ann *Ray*",
            affiliation="A (UK)",
            badges=("B]", "C"),
            article_author=True,
            votes=(1, 2),
        ),
        Comment(id=2, key="2", parent=1, reply=Reply(ReplyKind.INFERRED, 0.58, "names Ann")),
        Comment(
            id=3,
            key="3",
            parent=2,
            reply=Reply(ReplyKind.USER),
            affiliation=" ",
            staff=True,
            deleted=True,
        ),
    )
    assert [line.lstrip("> ") for line in text.split("\n") if "**" in line] == [
        r"**Ann \*Ray\*** (A \(UK\)) [B\]] [C] · undated · article author · votes 1, 2",
        "**?** · undated · reply by inference 58%",
        "**?** · undated · staff · deleted · reply by reader 100%",
    ]
