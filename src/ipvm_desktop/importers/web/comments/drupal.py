"""Comments of Drupal 6 and later, with replies in ``div.indented``.

Source: Drupal core's ``comment.tpl.php`` and ``comment.html.twig``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._make import MarkedReader, key_by_id, text_at
from ipvm_desktop.importers.web.comments._parts import Part, listed
from ipvm_desktop.importers.web.comments._reading import Signs
from ipvm_desktop.importers.web.comments._threads import parents_by_level
from ipvm_desktop.importers.web.page import WebPage
from ipvm_desktop.sanitize import html_to_text

_LINK = re.compile(r"comment[-/](\d{1,18})\Z")
_INDENTED = "count(ancestor::*[contains(concat(' ', @class, ' '), ' indented ')])"
_UNVERIFIED = re.compile(
    r"\s*[(（](?:not verified|nicht überprüft|non vérifié|no verificado|non verificato|"
    r"não verificado|niet (?:gecontroleerd|geverifieerd)|niezweryfikowany|не проверено|"
    r"未確認|未验证|未驗證)[)）]\Z"
)
_CUT = re.compile(r"[\s.…]+\Z")
_by_id = key_by_id(r"comment-(\d{1,18})")


def _key(part: Part) -> str | None:
    found = _by_id(part)
    if found is not None:
        return found
    before = part.element.getprevious()
    anchors = [before] if before is not None and before.tag == "a" else []
    named = [anchor.get("id") or anchor.get("name") or "" for anchor in anchors]
    named += [link.get("href", "") for link in part.all(".permalink")]
    return next((match[1] for text in named if (match := _LINK.search(text))), None)


def _parents(parts: Sequence[Part]) -> list[int | str | None]:
    levels = [int(part.element.xpath(_INDENTED)) for part in parts]
    by_level = parents_by_level(levels)
    return [_parent(part, by_level[part.number]) for part in parts]


def _parent(part: Part, by_level: int | None) -> int | str | None:
    for said in part.all(".parent", ".comment__parent", ".comment-parent"):
        for link in said.iter("a"):
            match = _LINK.search(link.get("href", ""))
            if match:
                return match[1]
    return by_level if part.above is None else part.above.number


def _finish(comment: FoundComment, part: Part, _page: WebPage) -> FoundComment:
    """Put the subject above the text, unless it is only the text's beginning."""
    body = comment.body
    subject = text_at(part, ".comment__title", ".title", ".comment-title", "h3")
    opening = _CUT.sub("", subject)
    if subject and opening and not html_to_text(body).strip().startswith(opening):
        body = f"<p><strong>{escape(subject)}</strong></p>{body}"
    names = part.element.get("class", "")
    author = _UNVERIFIED.sub("", comment.author or "")
    return replace(
        comment,
        author=author or None,
        body=body,
        article_author="by-node-author" in names,
    )


DRUPAL = MarkedReader(
    name="drupal",
    title="Drupal",
    rows=(
        "//*[self::div or self::article][contains(concat(' ', @class, ' '), ' comment ')]"
    ),
    needs=(
        (
            ".submitted", ".comment__submitted", ".comment-submitted", ".comment__meta",
            ".comment__content", ".field-name-comment-body", ".field--name-comment-body",
        ),
        (
            ".submitted", ".comment__submitted", ".comment-submitted", ".comment__meta",
            ".username", ".comment__author", "@name", "@schema:name", ".author",
        ),
    ),
    signs=Signs(
        author=(
            ".username", "@schema:name", "@name", ".comment__author", ".comment-submitted",
            ".submitted", ".comment__submitted",
        ),
        date=(
            "time", "@dc:created", "@schema:datecreated", ".comment__time", ".comment-time",
            ".submitted", ".comment__submitted", ".comment-submitted", ".comment__meta",
        ),
        body=(
            ".field--name-comment-body", ".field-name-comment-body", ".comment__content",
            ".comment-content", ".content",
        ),
        chrome=frozenset(
            listed(
                ".links .comment__links .comment__title .submitted .comment__submitted "
                ".comment__meta .user-signature .rate-widget .vote-form .comment__permalink "
                ".visually-hidden .element-invisible .field-label .field__label form h3"
            )
        ),
        votes=(".rate-score", ".vote-current-score", ".rate-number-up-down-rating"),
    ),
    key=_key,
    parents=_parents,
    links=(".permalink", "%permalink"),
    finish=_finish,
)  # fmt: skip
