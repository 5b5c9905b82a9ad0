"""The warning an article carries in the list, and what counts as new."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ipvm_desktop.domain.article import ArticleContent, warning_text
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.listing import ArticleKind, ArticleSummary


def issue(code: IssueCode) -> tuple[ImportIssue, ...]:
    return (ImportIssue(code, "said so"),)


@pytest.mark.parametrize(
    ("fields", "comments", "expected"),
    [
        ({}, 3, ""),
        ({"declared_comments": 3}, 3, ""),
        ({"masked_share": 0.612}, 0, "preview only, 61% masked"),
        ({"masked_share": 0.001}, 0, "preview only, 1% masked"),
        ({"masked_share": 0.5, "issues": issue(IssueCode.FRAGMENT)}, 0, "preview only, 50% masked"),
        ({"issues": issue(IssueCode.FRAGMENT)}, 0, "fragment"),
        ({"issues": issue(IssueCode.COMMENTS_WITHHELD)}, 0, "comments withheld"),
        ({"issues": issue(IssueCode.COMMENTS_UNSPLIT)}, 1, "comments not split"),
        ({"declared_comments": 45}, 11, "11 of 45 comments"),
        ({"issues": issue(IssueCode.TRUNCATED)}, 0, "cut off"),
        ({"issues": issue(IssueCode.IMAGES_MISSING)}, 0, ""),
    ],
)
def test_the_gravest_warning_is_shown(fields: dict[str, Any], comments: int, expected: str) -> None:
    assert warning_text(ArticleContent(title="T", **fields), comments) == expected


@pytest.mark.parametrize(("read", "expected"), [(True, 3), (False, 0)])
def test_only_articles_read_before_have_new_comments(read: bool, expected: int) -> None:
    summary = ArticleSummary(
        id=1, title="T", kind=ArticleKind.ARTICLE, published=None, imported=dt.datetime.now(dt.UTC),
        comment_count=9, unread_comments=3, read=read, starred=False, warning="",
    )  # fmt: skip
    assert summary.new_comments == expected


def test_notices_need_no_look() -> None:
    assert not ImportIssue(IssueCode.IMAGES_MISSING, "5 pictures are missing").needs_a_look
    assert ImportIssue(IssueCode.COMMENT_COUNT, "announced 9, found 8").needs_a_look
    assert ImportIssue("a-later-code", "unknown here").needs_a_look


def test_an_issue_names_its_line_once() -> None:
    told = [
        ImportIssue(IssueCode.DAMAGED, message, line).sentence
        for message, line in [("It ends", None), ("It ends", 7), ("It ends in line 7", 7)]
    ]
    assert told == ["It ends", "It ends (line 7)", "It ends in line 7"]
