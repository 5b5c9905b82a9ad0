"""What a page states of its article in JSON-LD (https://schema.org), also where that is broken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

Node = Mapping[str, Any]

ARTICLE_TYPES = frozenset(
    [
        "Article",
        "NewsArticle",
        "BlogPosting",
        "Report",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "TechArticle",
        "OpinionNewsArticle",
        "ReviewNewsArticle",
        "BackgroundNewsArticle",
        "LiveBlogPosting",
        "ScholarlyArticle",
        "AdvertiserContentArticle",
        "SatiricalArticle",
        "Review",
        "CriticReview",
        "SocialMediaPosting",
        "DiscussionForumPosting",
        "Question",
    ]
)
PAGE_TYPES = frozenset(
    ["WebPage", "ItemPage", "AboutPage", "CollectionPage", "QAPage", "FAQPage", "Recipe"]
)

_MOST_NODES = 5000
_COMMENT_MARKS = re.compile(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)")
_END_MARKS = re.compile(r"(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)?\s*;?\s*\Z")
_LAST_COMMA = re.compile(r",(\s*[}\]])")


def nodes_of(root: HtmlElement) -> Iterator[Node]:
    """Yield the objects of all JSON-LD on a page, outer ones before those within."""
    left = _MOST_NODES
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        # Front first, so that the page's own article stands before those it links to.
        waiting = [_loaded(script.text or "")]
        while waiting and left:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting[:0] = value[:left]
            elif isinstance(value, dict):
                left -= 1
                yield value
                waiting.extend(value[key] for key in _WITHIN if key in value)


_WITHIN = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed", "review", "hasPart")


def types_of(node: Node) -> frozenset[str]:
    """Return the types of a node without the vocabulary's address."""
    return frozenset(text.rpartition("/")[2] for text in texts_of(node.get("@type")))


def texts_of(value: Any) -> tuple[str, ...]:
    """Return the strings that a value is or holds: an object stands for its name or address."""
    values = value if isinstance(value, list) else [value]
    texts = []
    for each in values:
        named = each
        if isinstance(each, dict):
            named = next(
                (each[key] for key in ("name", "@value", "@id", "url") if each.get(key)), None
            )
            if isinstance(named, list) and named:
                named = named[0]
        if isinstance(named, str) and named.strip():
            texts.append(" ".join(named.split()))
    return tuple(texts)


def _loaded(text: str) -> Any:
    """Parse JSON that may be wrapped for old browsers, or hold a comma too much."""
    text = _END_MARKS.sub("", _COMMENT_MARKS.sub("", text))
    for attempt in (text, _LAST_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None
