"""Which elements of a page may hold one comment each, by their names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from lxml import etree
from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._naming import words_of
from ipvm_desktop.importers.web.comments._parts import NAMES, Beside, listed
from ipvm_desktop.importers.web.comments._sections import has_words
from ipvm_desktop.importers.web.page import WebPage

_ROW_WORDS = frozenset(
    listed(
        "comment reply response kommentar commentaire comentario comentário commento reactie "
        "komentarz answer opinion replies comments post message entry remark msg"
    )
)
# Named so, a block is a comment only where its section says so.
_LOOSE_WORDS = frozenset(listed("post message msg entry answer opinion reply response replies"))
_POST_WORDS = frozenset(listed("post message msg entry"))
_SECTION_WORDS = frozenset(
    listed(
        "comment comments commentlist discussion kommentare commentaires comentarios responses "
        "replies thread reacties komentarze answers respond forum topic conversation opinions "
        "messages"
    )
)
COMMENT_LISTS = frozenset(listed("comments commentlist kommentare comentarios commentaires"))
_NO_ROW_WORDS = frozenset(
    listed(
        "form list count counter number link links button btn actions action author avatar "
        "meta header footer body content text date time name title heading wrapperform area "
        "section editor login head top bottom foot notice policy rules pagination pager nav "
        "menu icon total info image submit field label input error loading more toggle tools "
        "widget recent latest related column columns"
    )
)
_OUTSIDE_WORDS = frozenset(
    listed("related recent latest popular trending sidebar teaser promo recommended archive nav")
)
# "content-sidebar-wrap" holds the article beside the bar.
_WHOLE_WORDS = frozenset(
    listed("content main wrap wrapper page layout with has no right left both single container")
)
_MOST_TOKENS = 24
_NEAR = 12
_ROW_TAGS = frozenset(
    listed("li div article section tr tbody dl dt table details blockquote fieldset")
)
# WordPress names posts after what they are about, such as "tag-comments".
_TOPICS = ("tag-", "post_tag-", "category-")
# "comment-12": a name and a number.
_NUMBERED = re.compile(r"(?P<name>[A-Za-z_-]+?)[-_]?\d{1,20}\Z")


def named_rows(page: WebPage) -> Iterator[list[HtmlElement]]:
    """Yield groups of elements that share a class named like a comment, most frequent first."""
    groups: dict[tuple[str, str], list[HtmlElement]] = defaultdict(list)
    body = page.root.find("body")
    for element in (page.root if body is None else body).iter(etree.Element):
        tag = str(element.tag)
        if tag not in _ROW_TAGS and "-" not in tag:
            continue
        for token in _names_of(element):
            if _names_row(token):
                groups[str(element.tag), token].append(element)
    ranked = sorted(groups.values(), key=len, reverse=True)[:_MOST_TOKENS]
    for rows in ranked:
        kept = [row for row in rows if not is_outside(row)]
        if kept and (is_strict(rows[0]) or in_section(rows[0])):
            yield kept


def _names_of(element: HtmlElement) -> list[str]:
    """Return an element's names: classes, its id without a number, and what programs see."""
    names = [name for name in element.get("class", "").split() if not name.startswith(_TOPICS)]
    for attribute in NAMES:
        names += element.get(attribute, "").split()
    tag = str(element.tag)
    if "-" in tag:
        names.append(tag)
    numbered = _NUMBERED.match(element.get("id", ""))
    return [*names, f"#{numbered['name']}"] if numbered else names


def _names_row(token: str) -> bool:
    words = words_of(token)
    return not words.isdisjoint(_ROW_WORDS) and words.isdisjoint(_NO_ROW_WORDS)


def is_strict(row: HtmlElement) -> bool:
    """Say whether an element is named as only comments are."""
    return any(
        _names_row(token) and not (words_of(token) & _ROW_WORDS) <= _LOOSE_WORDS
        for token in _names_of(row)
    )


def is_named(row: HtmlElement) -> bool:
    """Say whether an element is named as comments may be, and articles as well."""
    return any(_names_row(token) for token in _names_of(row))


def is_post(row: HtmlElement) -> bool:
    """Say whether an element is named as what forums have, and never as an answer to others."""
    words = {word for token in _names_of(row) for word in words_of(token)}
    return not words.isdisjoint(_POST_WORDS) and words.isdisjoint(_ROW_WORDS - _POST_WORDS)


def in_section(row: HtmlElement) -> bool:
    """Say whether an element stands in what is named like a discussion."""
    return any(
        not _SECTION_WORDS.isdisjoint(words_of(f"{above.get('id', '')} {above.get('class', '')}"))
        for above in row.iterancestors("div", "section", "ul", "ol", "table", "main", "article")
    )


def is_outside(row: HtmlElement) -> bool:
    """Say whether a block stands among teasers or in a bar at the side."""
    ancestors = row.iterancestors("div", "section", "ul", "ol", "nav", "aside")
    is_listed = False
    for above in (row, *islice(ancestors, _NEAR)):
        if above.tag in ("nav", "aside") and not is_listed:
            return True
        for token in f"{above.get('id', '')} {above.get('class', '')}".split():
            words = words_of(token)
            if (
                not words.isdisjoint(_OUTSIDE_WORDS)
                and words.isdisjoint(_WHOLE_WORDS)
                and (not is_listed or not words.isdisjoint(COMMENT_LISTS))
            ):
                return True
        # Some themes put all their comments into an aside; "latestComments" are other articles'.
        is_listed = is_listed or (above is not row and has_words(above, COMMENT_LISTS))
    return False


def beside(rows: Sequence[HtmlElement], *, before: bool = False) -> Beside:
    """Return what gives all that stands after a row and before the next one.

    So it is where rows are the heads of comments only. The last row has no more after it than
    the first.

    Args:
        rows: In the page's order, none within another.
        before: The rows are the feet of comments: what stands between the one above and a row.
    """
    holders: Counter[HtmlElement] = Counter()
    for row in rows:
        holders.update((row, *row.iterancestors()))
    listed_rows = rows[::-1] if before else rows
    apart: dict[HtmlElement, list[HtmlElement]] = {}
    for row in listed_rows:
        found: list[HtmlElement] = []
        alone: HtmlElement | None = row
        while alone is not None and holders[alone] == 1:
            siblings = alone.itersiblings(preceding=before)
            found += takewhile(lambda each: each not in holders, siblings)
            alone = alone.getparent()
        apart[row] = found
    most = len(apart[listed_rows[0]])
    return lambda row: apart[row][:most][:: -1 if before else 1]
