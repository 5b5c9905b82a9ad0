"""Comments of unknown makes: blocks that repeat, each with an author, a date and a text.

What counts is how elements are named. Lists of articles have such blocks as well, but call them
posts or teasers, and their headings lead elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice, takewhile

from lxml.html import HtmlElement

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._fragments import text_of
from ipvm_desktop.importers.web.comments._levels import parents_of
from ipvm_desktop.importers.web.comments._make import MarkedReader, is_deleted, key_by_id
from ipvm_desktop.importers.web.comments._naming import named_signs, words_of
from ipvm_desktop.importers.web.comments._opening import with_opening
from ipvm_desktop.importers.web.comments._parts import Beside, Part, definitions, listed, parts_of
from ipvm_desktop.importers.web.comments._reading import Signs, read_parts
from ipvm_desktop.importers.web.comments._sections import has_words
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage
from ipvm_desktop.sanitize import html_to_text

_WORD = re.compile(r"[a-z]+")
_ROW_WORDS = frozenset(
    listed(
        "comment reply response kommentar commentaire comentario comentário commento reactie "
        "komentarz answer opinion replies comments post message entry remark msg"
    )
)
# Named so, a block is a comment only where its section says so.
_LOOSE_WORDS = frozenset(listed("post message msg entry answer opinion reply response replies"))
_SECTION_WORDS = frozenset(
    listed(
        "comment comments commentlist discussion kommentare commentaires comentarios responses "
        "replies thread reacties komentarze answers respond forum topic"
    )
)
_COMMENT_LISTS = frozenset(listed("comments commentlist kommentare comentarios commentaires"))
_NO_ROW_WORDS = frozenset(
    listed(
        "form list count counter number link links button btn actions action author avatar "
        "meta header footer body content text date time name title heading wrapperform area "
        "section editor login head top bottom foot notice policy rules pagination pager nav "
        "menu icon total info image submit field label input error loading more toggle tools "
        "widget recent latest related"
    )
)
_OUTSIDE_WORDS = frozenset(
    listed("related recent latest popular trending sidebar teaser promo recommended archive nav")
)
# "content-sidebar-wrap" holds the article beside the bar.
_WHOLE_WORDS = frozenset(
    listed("content main wrap wrapper page layout with has no right left both single container")
)
_KEYS = ("data-comment-id", "data-commentid", "data-id", "data-post-id", "data-cid")
_KEY = r"(?:[\w-]*?[-_]|[a-z]{1,20})??(\d{1,20}|[0-9a-f]{8}[0-9a-f-]*)(?:_\d{1,20})?"
_key = key_by_id(_KEY, *_KEYS)
_MOST_TOKENS = 24
_FEWEST_UNDATED = 3
_NEAR = 12
_FEWEST_SHARE = 0.6
_ROW_TAGS = ("li", "div", "article", "section", "tr", "dl", "table", "details")
# "comment-12": a name and a number.
_NUMBERED = re.compile(r"(?P<name>[A-Za-z_-]+?)[-_]?\d{1,20}\Z")
_HEADINGS = ("h1", "h2", "h3", "h4")


class GenericReader:
    """Finds comments by how blocks are named and what they hold."""

    name = "generic"
    title = "Comments by structure"

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return what is most likely the page's discussion, or None where nothing is."""
        best: FoundDiscussion | None = None
        for rows in _candidates(page):
            if best is not None and len(rows) <= len(best.comments):
                break
            found = _read(page, rows)
            if found and (best is None or len(found.comments) > len(best.comments)):
                best = found
        return best


def _candidates(page: WebPage) -> Iterable[list[HtmlElement]]:
    """Yield groups of elements that share a class named like a comment, most frequent first."""
    groups: dict[tuple[str, str], list[HtmlElement]] = defaultdict(list)
    body = page.root.find("body")
    for element in (page.root if body is None else body).iter(*_ROW_TAGS):
        for token in _names_of(element):
            if _names_row(token):
                groups[str(element.tag), token].append(element)
    ranked = sorted(groups.values(), key=len, reverse=True)[:_MOST_TOKENS]
    for rows in ranked:
        kept = [row for row in rows if not _is_outside(row)]
        if kept and (_is_strict(rows[0]) or _in_section(rows[0])):
            yield kept


def _names_of(element: HtmlElement) -> list[str]:
    """Return an element's classes and its id, if that is numbered, without the number."""
    names = element.get("class", "").split()
    numbered = _NUMBERED.match(element.get("id", ""))
    return [*names, f"#{numbered['name']}"] if numbered else names


def _names_row(token: str) -> bool:
    words = words_of(token)
    return not words.isdisjoint(_ROW_WORDS) and words.isdisjoint(_NO_ROW_WORDS)


def _is_strict(row: HtmlElement) -> bool:
    return any(
        _names_row(token) and not (words_of(token) & _ROW_WORDS) <= _LOOSE_WORDS
        for token in _names_of(row)
    )


def _in_section(row: HtmlElement) -> bool:
    return any(
        not _SECTION_WORDS.isdisjoint(words_of(f"{above.get('id', '')} {above.get('class', '')}"))
        for above in row.iterancestors("div", "section", "ul", "ol", "table", "main", "article")
    )


def _is_outside(row: HtmlElement) -> bool:
    """Say whether a block stands among teasers or in a bar at the side."""
    ancestors = row.iterancestors("div", "section", "ul", "ol", "nav", "aside")
    for above in (row, *islice(ancestors, _NEAR)):
        if above.tag in ("nav", "aside"):
            return True
        for token in f"{above.get('id', '')} {above.get('class', '')}".split():
            words = words_of(token)
            if not words.isdisjoint(_OUTSIDE_WORDS) and words.isdisjoint(_WHOLE_WORDS):
                return True
        if above is not row and has_words(above, _COMMENT_LISTS):
            # Some themes put all their comments into an aside.
            return False
    return False


def _read(page: WebPage, rows: Sequence[HtmlElement]) -> FoundDiscussion | None:
    parts, signs, found = _parts(page, rows, definitions)
    beside: Beside = definitions
    said = sum(bool(html_to_text(comment.body).strip()) for comment in found)
    if 2 * said < len(found) and all(part.above is None for part in parts):
        beside = _following(rows)
        parts, signs, found = _parts(page, rows, beside)
    dated = [_is_dated(comment, page) for comment in found]
    has_dates = any(dated)
    if not has_dates and not _is_list(rows):
        return None
    sure = [
        _is_comment(comment, part, signs) and (is_dated or not has_dates)
        for comment, part, is_dated in zip(found, parts, dated, strict=True)
    ]
    fewest = 1 if _is_strict(rows[0]) else 2
    if sum(sure) < max(fewest, _FEWEST_SHARE * len(sure)):
        return None
    kept = _with_parents(parts, found, sure)
    if len(kept) < len(parts):
        parts = parts_of([part.element for part in kept], beside)
        found = read_parts(parts, page, signs)
    reader = MarkedReader(
        name=GenericReader.name,
        title=GenericReader.title,
        rows="",
        signs=signs,
        key=_key,
        parents=lambda parts: parents_of(parts, {_key(part) for part in parts}),
        links=("a",),
        replies_told=False,
    )
    return with_opening(reader.discussion_of(page, parts, found), page, parts[0].element)


def _parts(
    page: WebPage, rows: Sequence[HtmlElement], beside: Beside
) -> tuple[list[Part], Signs, list[FoundComment]]:
    parts = parts_of(rows, beside)
    signs = named_signs(parts)
    return parts, signs, read_parts(parts, page, signs)


def _following(rows: Sequence[HtmlElement]) -> Beside:
    """Return what gives all that stands after a row and before the next one.

    So it is where rows are the heads of comments only. The last row has no more after it than
    the first.
    """
    holders: Counter[HtmlElement] = Counter()
    for row in rows:
        holders.update((row, *row.iterancestors()))
    after: dict[HtmlElement, list[HtmlElement]] = {}
    for row in rows:
        after[row] = []
        alone: HtmlElement | None = row
        while alone is not None and holders[alone] == 1:
            after[row] += takewhile(lambda each: each not in holders, alone.itersiblings())
            alone = alone.getparent()
    most = len(after[rows[0]])
    return lambda row: after[row][:most]


def _is_dated(comment: FoundComment, page: WebPage) -> bool:
    """Say whether a comment has a date; without the time of saving, "3 days ago" is one as well."""
    printed = comment.posted_text if page.saved is None else None
    return comment.posted is not None or printed is not None


def _is_list(rows: Sequence[HtmlElement]) -> bool:
    """Say whether blocks without any date are comments nonetheless: many, in a list of such."""
    above = rows[0].iterancestors()
    return (
        len(rows) >= _FEWEST_UNDATED
        and _is_strict(rows[0])
        and any(has_words(each, _COMMENT_LISTS) for each in above)
    )


def _with_parents(
    parts: Sequence[Part], found: Sequence[FoundComment], sure: Sequence[bool]
) -> list[Part]:
    """Return the sure comments, and removed ones and others that hold them."""
    kept = {
        part
        for part, comment, is_sure in zip(parts, found, sure, strict=True)
        if is_sure or is_deleted(comment.body)
    }
    for part in reversed(parts):
        if part in kept and part.above is not None:
            kept.add(part.above)
    return [part for part in parts if part in kept]


def _is_comment(comment: FoundComment, part: Part, signs: Signs) -> bool:
    if comment.author is None or not comment.body:
        return False
    if _is_several(part, signs):
        return False
    return not any(_leads_away(heading, comment.author) for heading in part.all(*_HEADINGS))


def _is_several(part: Part, signs: Signs) -> bool:
    """Say whether a block holds many comments: more than one author, and more than one date."""
    return all(
        any(
            len({text_of(e) for e in part.all(sign)} - {""}) > 1 for sign in named if sign[0] == "."
        )
        for named in (signs.author, signs.date)
    )


def _leads_away(heading: HtmlElement, author: str) -> bool:
    """Say whether a heading is a link to another page, as teasers have them."""
    return any(
        author not in str(link.text_content()) and "#" not in link.get("href", "")
        for link in heading.iter("a")
    )
