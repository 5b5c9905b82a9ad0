"""The post that opens a topic, on pages of unknown makes, where it looks like those below it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

from lxml import etree, html
from lxml.html import HtmlElement

from ipvm_desktop.domain.document import CommentOrder
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers.web.comments._fragments import text_of
from ipvm_desktop.importers.web.comments._threads import order_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

# What forums print below a topic's title, and magazines do not.
_TOPIC = re.compile(
    r"\b(?:answers?|replies|posts?|threads?|topics?|started by|antworten|beiträge|thema|"
    r"respuestas|réponses|sujet|risposte|respostas|reacties|odpowiedzi|ответ\w*|сообщени\w*)\b",
    re.IGNORECASE,
)
# A heading of the discussion is no topic's title.
_SECTION = re.compile(
    r"\W*(?:\d+\s+)?(?:comments?|replies|responses?|discussion|kommentare?|commentaires?|"
    r"comentarios?)\b",
    re.IGNORECASE,
)
_MOST_BETWEEN = 400


def with_opening(
    found: FoundDiscussion, page: WebPage, first: HtmlElement, *, is_topic: bool = False
) -> FoundDiscussion:
    """Let the first post open the topic where it stands right below a topic's title.

    Args:
        found: A discussion with at least one comment.
        page: Where it stands.
        first: The element of its first comment.
        is_topic: The comments are a forum's posts, whatever the page says of them.
    """
    opening, *comments = found.comments
    between = _between(page.root, first)
    if not comments or between is None or not opening.body:
        return found
    if not is_topic and not _TOPIC.search(between):
        return found
    answers = [
        replace(each, parent=None) if each.parent == opening.key else each for each in comments
    ]
    is_told = any(each.parent is not None for each in answers)
    return replace(
        found,
        comments=tuple(answers),
        replies_told=is_told,
        order=CommentOrder.PAGE if is_told else order_of(answers),
        kind=ArticleKind.DISCUSSION,
        opening=html.fragment_fromstring(opening.body, create_parent="div"),
        opened=opening,
    )


def _between(root: HtmlElement, first: HtmlElement) -> str | None:
    """Return what stands between the title and an element; None where that is an article."""
    title = root.find(".//h1")
    if title is None or _SECTION.match(text_of(title)):
        return None
    said: list[str] = []
    length = 0
    is_after = False
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in takewhile(lambda step: step[1] is not first, walk):
        if element is title:
            is_after = event == "end"
            text = element.tail if is_after else ""
        else:
            text = element.text if event == "start" else element.tail
        if is_after and text and element.tag not in ("script", "style", "svg", "noscript"):
            said.append(text)
            length += len(text.strip())
            if length > _MOST_BETWEEN:
                return None
    return " ".join(said) if is_after else None
