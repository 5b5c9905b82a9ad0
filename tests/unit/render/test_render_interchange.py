"""Interchange JSON out: the documented keys in their order, and nothing else."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator, Sequence

from ipvm_desktop.domain.article import Access, Article, SourceRecord
from ipvm_desktop.domain.comment import Comment, Placement, Quote, Reply, ReplyKind, Suggestion
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.render.interchange import article_json, write_json

SOURCE = SourceRecord(
    "x.txt",
    "ipvm-text",
    "ab" * 32,
    dt.datetime(2026, 11, 22, 20, tzinfo=dt.timezone(dt.timedelta(hours=1))),
)
ARTICLE = Article(id=1, key="k", title="Zürich", source=SOURCE)

KEYS = """id key title byline kind published published_text url site access language body_html
body_text headings images images_missing declared_comments masked_share issues source read starred
tags notes comments"""
COMMENT_KEYS = """id parent reply suggestions author role pseudonym affiliation badges staff
article_author posted posted_text votes deleted quotes body_html body_text read starred tags
notes"""


def written(pairs: Sequence[tuple[Article, Sequence[Comment]]]) -> str:
    out = io.StringIO()
    write_json(pairs, out)
    return out.getvalue()


def test_an_article_has_all_documented_keys_in_order() -> None:
    (article,) = json.loads(written([(ARTICLE, [Comment(id=1, key="c")])]))["articles"]
    assert list(article) == KEYS.split()
    assert list(article["comments"][0]) == COMMENT_KEYS.split()


def test_what_is_unknown_is_null() -> None:
    article = article_json(ARTICLE, [Comment(id=1, key="c")])
    unknown = {name for name, value in article.items() if value is None}
    assert unknown == {
        "published", "published_text", "url", "site", "access", "language", "declared_comments",
    }  # fmt: skip
    comment = article["comments"][0]
    assert {name for name, value in comment.items() if value is None} == {
        "parent", "reply", "author", "role", "pseudonym", "affiliation", "posted", "posted_text",
    }  # fmt: skip


def test_values_have_their_documented_form() -> None:
    article = article_json(
        Article(
            id=3,
            key="k",
            title="T",
            kind=ArticleKind.DISCUSSION,
            access=Access.SPECIAL_LINK,
            published=dt.datetime(2020, 1, 9, 14, 20),
            source=SOURCE,
            issues=(ImportIssue(IssueCode.MASKED_PREVIEW, "m", 40), ImportIssue("new", "n")),
        ),
        [
            Comment(
                id=2,
                key="c",
                parent=1,
                reply=Reply(ReplyKind.INFERRED, 0.58, "r"),
                suggestions=(Suggestion(3, 1, "s"),),
                posted=dt.date(2020, 1, 9),
                quotes=(Quote("q", 4),),
                votes=(1, 2),
            )
        ],
    )
    assert article["kind"] == "discussion"
    assert article["access"] == "special-link"
    assert article["published"] == "2020-01-09T14:20:00"
    assert repr(article["masked_share"]) == "0.0"
    assert article["source"]["imported"] == "2026-11-22T19:00:00Z"
    assert article["issues"] == [
        {"code": "masked-preview", "message": "m", "line": 40},
        {"code": "new", "message": "n", "line": None},
    ]
    (comment,) = article["comments"]
    assert comment["reply"] == {"kind": "inferred", "confidence": 0.58, "reason": "r"}
    assert comment["suggestions"] == [{"parent": 3, "confidence": 1.0, "reason": "s"}]
    assert comment["posted"] == "2020-01-09"
    assert comment["quotes"] == [{"text": "q", "comment": 4}]


def test_no_articles_are_a_valid_file() -> None:
    assert json.loads(written([])) == {"format": "ipvm-desktop", "version": 1, "articles": []}


def test_articles_are_written_as_they_come() -> None:
    out = io.StringIO()
    seen: list[int] = []

    def pairs() -> Iterator[tuple[Article, Sequence[Comment]]]:
        for _ in range(3):
            seen.append(out.getvalue().count("Zürich"))
            yield ARTICLE, ()

    write_json(pairs(), out)
    assert seen == [0, 1, 2]
    assert len(json.loads(out.getvalue())["articles"]) == 3


def test_only_corrected_comments_say_what_was_before() -> None:
    hints = (Suggestion(2, 0.6, "a"), Suggestion(1, 0.3, "b"))
    (comment,) = article_json(
        ARTICLE,
        [
            Comment(
                id=4,
                key="c",
                reply=Reply(ReplyKind.USER),
                original=Placement(3, Reply(ReplyKind.INFERRED, 0.9, "r")),
                suggestions=hints[1:],
                refused=hints[:1],
            )
        ],
    )["comments"]
    assert list(comment)[:6] == ["id", "parent", "reply", "suggestions", "original", "refused"]
    assert comment["parent"] is None
    assert comment["reply"] == {"kind": "user", "confidence": 1.0, "reason": ""}
    assert comment["original"] == {
        "parent": 3,
        "reply": {"kind": "inferred", "confidence": 0.9, "reason": "r"},
    }
    assert [suggestion["parent"] for suggestion in comment["suggestions"]] == [2, 1]
    assert comment["refused"] == [2]
