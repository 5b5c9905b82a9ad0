"""Question2Answer: a question, its answers, and the comments on both.

Source: ``qa-include/qa-theme-base.php`` (classes ``qa-q-view``, ``qa-a-list-item``,
``qa-c-list-item``).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._post import Made, Post, discussion_of, stated
from ipvm_desktop.importers.web.comments._select import (
    Select,
    above,
    digits_of,
    has_class,
    number_in,
)
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_QUESTION = Select(".qa-q-view")
_QUESTION_TEXT = Select(".qa-q-view-content .entry-content", ".qa-q-view-content")
_REST = Select(".qa-a-list-item[id]", ".qa-c-list-item[id]")
_TEXT = Select(
    ".qa-a-item-content .entry-content", ".qa-a-item-content", ".qa-c-item-content .entry-content",
    ".qa-c-item-content", ".qa-c-item-link",
)  # fmt: skip
_META = Select(
    ".qa-q-view-avatar-meta", ".qa-q-view-meta", ".qa-a-item-avatar-meta", ".qa-a-item-meta",
    ".qa-c-item-avatar-meta", ".qa-c-item-meta",
)  # fmt: skip
_NAME = Select("[class$='-who-data'] .url", "[class$='-who-data']")
_TIME = Select("time", ".published [title]", "[class$='-when-data']")
_RANK = Select("[class$='-who-title']")
_VOTES = Select(".qa-netvote-count-data", ".qa-netvote-count")
_LINK = Select("a[class$='-what']", "a[class*='-what']")
_TITLE = Select(".qa-main-heading h1 .entry-title", "h1 .entry-title", "h1")
_AREAS = Select(".qa-part-a-form", "#anew", "#a_list_title")
_MADE = Made(title="Question2Answer", heading=_TITLE, areas=_AREAS, replies_told=True)


class Question2AnswerReader:
    """Reads the page of a question."""

    name = "question2answer"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion: comments answer what they stand below."""
        question = _QUESTION.first_on(page)
        if question is None or _QUESTION_TEXT.first(question) is None:
            return None
        text = tuple(_QUESTION_TEXT.all(question)[:1])
        opening = _post(question, text, "question", None)
        return discussion_of(page, _MADE, list(_rest(page.root)), opening)


def _rest(root: HtmlElement) -> Iterator[Post]:
    for element in _REST.all(root):
        text = _TEXT.first(element)
        outer = next((each for each in above(element) if has_class(each, "qa-a-list-item")), None)
        parent = None if outer is None else outer.get("id")
        yield _post(element, () if text is None else (text,), element.get("id"), parent)


def _post(
    element: HtmlElement, text: tuple[HtmlElement, ...], key: str | None, parent: str | None
) -> Post:
    meta = _META.first(element)
    said = element if meta is None else meta
    score = number_in(_VOTES.text(element).replace("\u2013", "-"))
    return Post(
        element=element,
        key=key,
        parts=text,
        parent=parent,
        author=_NAME.text(said),
        title=_RANK.text(said),
        badges=("Selected",) if has_class(element, "qa-a-list-item-selected") else (),
        dates=stated(_TIME.attribute(said, "datetime", "title"), _TIME.text(said)),
        printed=_TIME.text(said),
        votes=() if score is None else (score,),
        permalink=_LINK.attribute(said, "href") if digits_of(key) else None,
        deleted=has_class(element, "qa-a-list-item-hidden", "qa-c-list-item-hidden"),
    )
