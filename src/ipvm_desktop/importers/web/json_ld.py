"""What a page states of its article in JSON-LD (https://schema.org), also where that is broken."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from lxml.html import HtmlElement

from ipvm_desktop.fragment import tag_names

Node = Mapping[str, Any]

_ARTICLES = tag_names(
    "Article NewsArticle BlogPosting Report ReportageNewsArticle AnalysisNewsArticle TechArticle "
    "OpinionNewsArticle ReviewNewsArticle BackgroundNewsArticle LiveBlogPosting ScholarlyArticle "
    "AdvertiserContentArticle SatiricalArticle CriticReview SocialMediaPosting "
    "DiscussionForumPosting Question Recipe HowTo"
)
# Pages of any kind hold answers to frequent questions.
_NO_ARTICLES = tag_names("Question HowTo CriticReview")
_PAGES = tag_names("WebPage ItemPage AboutPage MedicalWebPage")
_WITHIN = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item")
_MOST_NODES = 2000
_COMMENT_MARKS = re.compile(r"\A\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?)")
_END_MARKS = re.compile(r"(?:-->|(?://|/\*)?\s*\]\]>\s*(?:\*/)?)?\s*;?\s*\Z")
_END = 32
_LAST_COMMA = re.compile(r",(\s*[}\]])")


class JsonLd:
    """The JSON-LD of a page.

    Attributes:
        nodes: Its objects, outer ones before those within.
    """

    def __init__(self, root: HtmlElement) -> None:
        self.nodes: tuple[Node, ...] = tuple(_nodes(root))

    def articles(self) -> Iterator[Node]:
        """Yield the nodes that describe articles, then those that describe the page."""
        for wanted in (_ARTICLES, _PAGES):
            yield from (node for node in self.nodes if types_of(node) & wanted)

    @property
    def is_article(self) -> bool:
        """Whether the page says that there is an article."""
        return any(map(is_of_article, self.nodes))

    def texts(self, value: Any) -> tuple[str, ...]:
        """Return the strings that a value is or names; what it refers to is looked up."""
        texts: list[str] = []
        waiting = deque([value])
        left = _MOST_NODES
        while waiting and left:
            left -= 1
            each = waiting.popleft()
            if isinstance(each, list):
                waiting.extendleft(reversed(each))
            elif isinstance(each, dict):
                stated = (each.get(key) for key in ("name", "@value", "@list"))
                named = next(filter(None, stated), None) or _full_name(each)
                waiting.appendleft(named or self._named.get(str(each.get("@id"))))
            else:
                texts.extend(_text(each))
        return tuple(texts)

    def addresses(self, value: Any) -> tuple[str, ...]:
        """Return the addresses that a value is or holds."""
        found: list[str] = []
        for each in value if isinstance(value, list) else [value]:
            named = (each.get("@id") or each.get("url")) if isinstance(each, dict) else each
            found.extend(_text(named))
        return tuple(found)

    @cached_property
    def _named(self) -> Mapping[str, Any]:
        named = ((node, node.get("name") or _full_name(node)) for node in self.nodes)
        return {str(node["@id"]): name for node, name in named if "@id" in node and name}


def types_of(node: Node) -> frozenset[str]:
    """Return the types of a node without the vocabulary's address."""
    stated = node.get("@type")
    types = stated if isinstance(stated, list) else [stated]
    return frozenset(str(name).rpartition("/")[2] for name in types)


def is_of_article(node: Node) -> bool:
    """Say whether a node describes an article and nothing that any page may hold."""
    return bool(types_of(node) & _ARTICLES - _NO_ARTICLES)


def is_of_page(node: Node) -> bool:
    """Say whether a node describes a page."""
    return bool(types_of(node) & _PAGES)


def _nodes(root: HtmlElement) -> Iterator[Node]:
    left = _MOST_NODES
    for script in root.iter("script", "meta"):
        # Remix writes it into ``<meta name="script:ld+json">`` on some pages.
        if "ld+json" not in (script.get("type") or script.get("name") or "").lower():
            continue
        waiting = deque([_loaded(script.text or script.get("content") or "")])
        while waiting and left:
            value = waiting.popleft()
            if isinstance(value, list):
                waiting.extend(value)
            elif isinstance(value, dict):
                left -= 1
                yield value
                waiting.extend(value[key] for key in _WITHIN if key in value)


def _full_name(person: Node) -> str:
    """Return the name of a person that is stated in two parts, or ""."""
    parts = (person.get("givenName"), person.get("familyName"))
    return " ".join(text for part in parts for text in _text(part))


def _text(value: Any) -> Iterator[str]:
    if isinstance(value, str) and (text := " ".join(value.split())):
        yield text


def _loaded(text: str) -> Any:
    """Parse JSON that may be wrapped for old browsers, or hold a comma too much."""
    text = _COMMENT_MARKS.sub("", text).rstrip()
    text = text[:-_END] + _END_MARKS.sub("", text[-_END:])
    for attempt in (text, _LAST_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None
