"""Where on a page the discussion stands, and how many comments it announces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._fragments import text_of
from ipvm_desktop.importers.web.comments._parts import classes_of
from ipvm_desktop.importers.web.page import WebPage

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WRAPPERS = ("div", "section", "aside", "ol", "ul", "details", "footer", "article")
_HIGHEST = 6
_NEAR = 3
_WORD = re.compile(r"[a-z]+")
_SECTION_WORDS = frozenset(
    ("comments", "comment", "commentlist", "commentsbox", "discussion", "responses", "disqus",
     "commentarea", "commentsarea", "kommentare", "wpdcom", "idc")
)  # fmt: skip
# "12 comments", "12 thoughts on", "Comments (12)", in the languages of the themes.
_SAID = (
    r"(?:comment|kommentar|commentaire|comentario|coment[áa]rio|comment[io]|reactie|komentarz|"
    r"коммент|отзыв|yorum|comentari|repl(?:y|ies)|response|thought|antwort|gedank|r[ée]action|"
    r"r[ée]ponse|respuesta|rispost|respost|opmerking|meinung|odpowied|svar|discuss)"
)
_COUNT_FIRST = re.compile(
    rf"(?<![\d.,])(\d{{1,3}}(?:[,.]\d{{3}})+|\d{{1,6}})"
    rf"(?:\W+{_SAID}|\s?[条條件则則]?\s?(?:评论|評論|留言|コメント|댓글))",
    re.IGNORECASE,
)
_COUNT_LAST = re.compile(rf"{_SAID}\w*\s*[(\[:]\s*(\d{{1,6}})\s*[)\]]?", re.IGNORECASE)
_ONE = re.compile(rf"\b(?:one|eine?|une?|uno|um|één|jeden)\s+{_SAID}", re.IGNORECASE)
_NONE = re.compile(rf"\b(?:no|keine?|aucun|sin|nessun|geen)\s+{_SAID}", re.IGNORECASE)
_LONGEST_HEADING = 200
# Words of headings and buttons between comments; more of them are likely the article's.
_MOST_BESIDE = 600


def has_words(element: HtmlElement, words: frozenset[str]) -> bool:
    """Say whether id or classes have one of the words, also between hyphens."""
    names = f"{element.get('id', '')} {element.get('class', '')}".lower()
    return not words.isdisjoint(_WORD.findall(names))


def areas_of(page: WebPage, comments: Sequence[HtmlElement]) -> tuple[HtmlElement, ...]:
    """Return what holds the comments, and what belongs to them and stands outside of it.

    That is the heading, the form, and the links to further pages. Where the article stands
    between the comments, each of them is an area.

    Args:
        page: Where they stand.
        comments: The elements that hold one each; there is at least one.
    """
    section = _common(comments[0], comments[-1])
    inside = set(section.iter())
    within = _inside(comments)
    if (
        section.tag == "body"
        or _holds_article(section, within)
        or (
            not has_words(section, _SECTION_WORDS)
            and len(text_of(section, within.__contains__)) > _MOST_BESIDE
        )
    ):
        outer = [comment for comment in comments if comment.getparent() not in within]
        return tuple(outer)
    section = _widened(section, inside)
    inside = set(section.iter())
    areas = [section, *_heading_above(section)]
    beside = page.root.xpath(
        "//*[@id='respond' or @id='commentform' or @id='comment-form']"
        " | //*[contains(concat(' ', @class, ' '), ' comment-respond ')]"
        " | //*[contains(concat(' ', @class, ' '), ' comment-navigation ')]"
    )
    for element in beside:
        if element not in inside and not _holds_article(element, inside):
            areas.append(element)
            inside.update(element.iter())
    return tuple(areas)


def _heading_above(section: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the heading of a discussion that stands above what holds it, if one is near."""
    for sibling in islice(section.itersiblings(preceding=True), _NEAR):
        if sibling.tag in _HEADINGS and (
            has_words(sibling, _SECTION_WORDS) or declared_in(text_of(sibling)) is not None
        ):
            yield sibling
            return


def declared_by(areas: Sequence[HtmlElement], comments: Sequence[HtmlElement]) -> int | None:
    """Return how many comments the headings of a discussion announce, or None."""
    for text in _announcements(areas, set(comments)):
        count = declared_in(text)
        if count is not None:
            return count
    return None


def declared_in(text: str) -> int | None:
    """Return the count of "12 comments" or "Comments (12)"; None for other texts."""
    match = _COUNT_FIRST.search(text) or _COUNT_LAST.search(text)
    if match:
        return int(re.sub(r"\D", "", match[1])[:15])
    if _ONE.search(text):
        return 1
    return 0 if _NONE.search(text) else None


def _announcements(areas: Sequence[HtmlElement], comments: set[HtmlElement]) -> Iterator[str]:
    for area in areas:
        walk = etree.iterwalk(area, events=("start",))
        for _, element in walk:
            if element in comments:
                walk.skip_subtree()
            elif element.tag in _HEADINGS or any(
                "count" in name or "title" in name for name in classes_of(element)
            ):
                text = text_of(element, comments.__contains__)
                if len(text) <= _LONGEST_HEADING:
                    yield text


def _common(first: HtmlElement, last: HtmlElement) -> HtmlElement:
    """Return the lowest element that holds two; the parent of one and the same."""
    above = set(last.iterancestors())
    return next((e for e in first.iterancestors() if e in above), first)


def _widened(section: HtmlElement, inside: set[HtmlElement]) -> HtmlElement:
    """Return the highest element around that is named like a discussion."""
    parent = section.getparent()
    for _ in range(_HIGHEST):
        if parent is None or parent.tag not in _WRAPPERS or _holds_article(parent, inside):
            break
        if has_words(parent, _SECTION_WORDS):
            section = parent
        parent = parent.getparent()
    return section


def _inside(comments: Sequence[HtmlElement]) -> set[HtmlElement]:
    """Return the comments and all that stands in them."""
    inside: set[HtmlElement] = set()
    for comment in comments:
        if comment not in inside:
            inside.update(comment.iter())
    return inside


def _holds_article(element: HtmlElement, beside: set[HtmlElement]) -> bool:
    """Say whether an element holds an article's text, leaving aside what is in comments."""
    found = element.xpath(
        ".//h1 | .//*[@itemprop='articleBody'] | .//*["
        "contains(concat(' ', @class, ' '), ' post-content ') or "
        "contains(concat(' ', @class, ' '), ' entry-content ')]"
    )
    return any(each not in beside for each in found)
