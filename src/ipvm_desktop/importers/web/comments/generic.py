"""Comments of unknown makes: blocks that repeat, each with an author, a date and a text.

Blocks are found by how elements are named, and by where dates repeat. Lists of articles have such
blocks as well, but their headings lead elsewhere. What has no telling name is a discussion where
most blocks have a button to answer or a link to themselves, or where their number is announced.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, takewhile

from lxml import etree
from lxml.html import HtmlElement

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._candidates import (
    COMMENT_LISTS,
    beside,
    in_section,
    is_named,
    is_outside,
    is_post,
    is_strict,
    named_rows,
)
from ipvm_desktop.importers.web.comments._dated import (
    dated_rows,
    dates_of,
    holders_of,
    place_of,
)
from ipvm_desktop.importers.web.comments._fragments import text_of
from ipvm_desktop.importers.web.comments._levels import parents_of
from ipvm_desktop.importers.web.comments._make import MarkedReader, is_deleted, key_by_id
from ipvm_desktop.importers.web.comments._naming import named_signs
from ipvm_desktop.importers.web.comments._opening import with_opening
from ipvm_desktop.importers.web.comments._parts import Beside, Part, definitions, parts_of, signs_of
from ipvm_desktop.importers.web.comments._reading import Signs, read_parts
from ipvm_desktop.importers.web.comments._roles import (
    ANSWER,
    AUTHOR,
    BODY,
    DATE,
    Body,
    body_of,
    face_of,
    find_authors,
    find_buttons,
    find_date,
    stated_name,
    votes_of,
)
from ipvm_desktop.importers.web.comments._sections import areas_of, declared_by, has_words
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage
from ipvm_desktop.sanitize import html_to_text

_KEYS = ("data-comment-id", "data-commentid", "data-id", "data-post-id", "data-cid")
_KEY = (
    r"(?:[\w-]*?[-_]|[a-z]{1,20})??(\d{1,20}|[0-9a-f]{8}[0-9a-f-]*|[0-9A-Z]{20,40})(?:_\d{1,20})?"
)
_key = key_by_id(_KEY, *_KEYS)
_FEWEST = 2
_NEAR = 4
_BELIEVED = 2
_FEWEST_UNDATED = 3
_FEWEST_SHARE = 0.6
_HEADINGS = ("h1", "h2", "h3", "h4")
_SEVERAL = 3
_FEWEST_DATED = 0.2
_FULLER = 1.5
# What parts buttons and heads from the text.
_EDGES = re.compile(r"\A(?:<br>|[\s|·•,:;–—-])+|(?:<br>|[\s|·•–—])+\Z")
_LINKED_SHARE = 0.4
_LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class _Reading:
    """What candidates for comments turn out to be."""

    parts: Sequence[Part]
    signs: Signs
    found: Sequence[FoundComment]
    sure: Sequence[bool]
    around: Beside
    is_named: bool
    length: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """A page, and what on it prints a date."""

    page: WebPage
    dates: Collection[HtmlElement]


class GenericReader:
    """Finds comments by how blocks are named, where they repeat, and what they hold."""

    name = "generic"
    title = "Comments by structure"

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return what is most likely the page's discussion, or None where nothing is."""
        dates = dates_of(page)
        holders = holders_of(dates)
        seen = _Seen(page, frozenset(dates))
        named = _different(named_rows(page))
        named = [r for r in named if is_strict(r[0]) or any(row in holders for row in r)]
        dated = [rows for rows in _different(dated_rows(dates)) if rows not in named]
        best: _Reading | None = None
        for around in (_nothing_beside, beside, partial(beside, before=True)):
            for rows in named if around is _nothing_beside else ():
                best = _better(seen, rows, around, best)
            is_named = best is not None
            for rows in dated:
                # What is named as comments does not hold the article's own head.
                best = _better(seen, rows, around, best, more=int(is_named))
            if best is not None:
                break
        if best is None:
            return None
        for rows in sorted((*named, *dated), key=len) if best.around is definitions else ():
            if all(row in holders for row in rows):
                best = _joined(seen, best, rows)
        return _discussion(seen, best)


def _nothing_beside(_rows: Sequence[HtmlElement]) -> Beside:
    return definitions


def _better(
    seen: _Seen,
    rows: Sequence[HtmlElement],
    around: Callable[[Sequence[HtmlElement]], Beside],
    best: _Reading | None,
    more: int = 0,
) -> _Reading | None:
    """Return what rows say where these are more comments, or as many with much more text.

    Args:
        seen: Where they stand.
        rows: What may hold one comment each.
        around: Tells what belongs to them beside them.
        best: What is known so far.
        more: How many more comments do not count.
    """
    known = 0 if best is None else sum(best.sure)
    is_whole = around is _nothing_beside
    if len(rows) < known or not (is_whole or _are_apart(rows)):
        return best
    reading = _reading(seen, rows, around(rows))
    # Below the last head stands a text, and above the first foot.
    edge = -1 if around is beside else 0
    if reading is None or not (is_whole or reading.sure[edge]):
        return best
    if best is None:
        return reading
    count = sum(reading.sure)
    is_fuller = reading.length > _FULLER * best.length and _is_held(best, rows)
    return reading if count > known + more or (count >= known and is_fuller) else best


def _is_held(reading: _Reading, rows: Collection[HtmlElement]) -> bool:
    """Say whether comments stand in rows, as their heads do."""
    known = set(rows)
    return all(
        not known.isdisjoint(part.element.iterancestors())
        for part in (reading.parts[0], reading.parts[-1])
    )


def _different(groups: Iterable[list[HtmlElement]]) -> list[list[HtmlElement]]:
    """Return groups in their order, each once."""
    return list({tuple(rows): rows for rows in groups}.values())


def _are_apart(rows: Sequence[HtmlElement]) -> bool:
    """Say whether rows are some, and none stands in another."""
    known = set(rows)
    return len(rows) >= _FEWEST and not any(
        each in known for row in rows for each in row.iterancestors()
    )


def _joined(seen: _Seen, best: _Reading, rows: Sequence[HtmlElement]) -> _Reading:
    """Return comments together with others that have another template, such as answers."""
    known = {part.element for part in best.parts}
    heads = {
        above
        for part in best.parts
        for head in (part.first(AUTHOR), part.first(DATE))
        if head is not None
        for above in takewhile(lambda each: each not in known, (head, *head.iterancestors()))
    }
    more = [row for row in rows if row not in known and row not in heads]
    around = holders_of(known)
    if not any(row in around or _is_beside(row, known) for row in more):
        return best
    wanted = known | set(more)
    every = [each for each in seen.page.root.iter(etree.Element) if each in wanted]
    reading = _reading(seen, every, definitions)
    if reading is None or sum(reading.sure) < sum(best.sure) + len(more):
        return best
    added = [
        comment
        for comment, part in zip(reading.found, reading.parts, strict=True)
        if part.element not in known
    ]
    return reading if all(_is_dated(comment, seen.page) for comment in added) else best


def _is_beside(row: HtmlElement, known: set[HtmlElement]) -> bool:
    """Say whether a row stands in a comment, or in a list with some."""
    above = row.getparent()
    return above is not None and (
        any(each in known for each in row.iterancestors()) or any(each in known for each in above)
    )


def _reading(seen: _Seen, rows: Sequence[HtmlElement], around: Beside) -> _Reading | None:
    parts = _cut(rows, around)
    if not _is_told(seen.page, parts):
        return None
    signs, found = _read(seen, parts)
    dated = [_is_dated(comment, seen.page) for comment in found]
    is_strict_name = is_strict(rows[0])
    if not any(dated) and not _is_list(rows):
        return None
    # What is named as comments is one also where a date is missing.
    needs_date = any(dated) and (not is_strict_name or sum(dated) < _FEWEST_DATED * len(rows))
    usual = {
        place_of(author)
        for part, is_dated in zip(parts, dated, strict=True)
        if is_dated and (author := part.first(AUTHOR)) is not None
    }
    several = _SEVERAL if len(rows) > _SEVERAL else 1
    sure = [
        _is_comment(comment, part, signs, seen, several)
        and (is_dated or not any(dated) or (not needs_date and _is_like(part, usual)))
        for comment, part, is_dated in zip(found, parts, dated, strict=True)
    ]
    lengths = [len(html_to_text(comment.body).strip()) for comment in found]
    whole = sum(not is_deleted(comment.body) for comment in found)
    if sum(sure) < max(1 if is_strict_name else _FEWEST, _FEWEST_SHARE * whole):
        return None
    if sum(map(bool, lengths)) < _FEWEST_SHARE * whole:
        return None
    if not is_strict_name and sum(map(_is_teaser, parts, found)) >= _FEWEST_SHARE / 2 * whole:
        return None
    return _Reading(parts, signs, found, sure, around, is_strict_name, sum(lengths))


def _cut(rows: Sequence[HtmlElement], around: Beside) -> list[Part]:
    parts = parts_of(rows, around)
    find_buttons(parts)
    return parts


def _read(seen: _Seen, parts: Sequence[Part]) -> tuple[Signs, list[FoundComment]]:
    """Tell what in comments is what, and read it."""
    named = named_signs(parts)
    told: list[HtmlElement | None] = []
    bodies: list[Body | None] = []
    rows_of_all = {part.element for part in parts}

    def is_chrome(element: HtmlElement) -> bool:
        return element in rows_of_all or not named.chrome.isdisjoint(signs_of(element))

    dates = [find_date(part, seen.dates) for part in parts]
    authors = find_authors(parts, dates, seen.page, named)
    for part, *heads in zip(parts, authors, dates, strict=True):
        known = {each for each in (*heads, face_of(part)) if each is not None}
        bodies.append(body_of(part, seen.page, known | part.dropped, is_chrome))
        told.append(_named_body(part, named, known, bodies[-1]))
    length = sum(len(text_of(each, is_chrome)) for each in told if each is not None)
    # A name such as "text-sm" says nothing.
    has_bodies = _BELIEVED * length >= sum(each.length for each in bodies if each is not None)
    for part, body, each in zip(parts, told, bodies, strict=True):
        if body is not None and has_bodies:
            part.mark(BODY, body)
        elif each is not None:
            part.mark(BODY, each.element)
            part.dropped |= each.without
    signs = replace(
        named,
        author=(AUTHOR, *named.author),
        date=(*named.date, DATE),
        body=(BODY,),
    )
    found = [
        replace(
            comment,
            author=comment.author or stated_name(part),
            votes=comment.votes or votes_of(part),
            body=_EDGES.sub("", comment.body) if part.first(BODY) is not None else "",
        )
        for comment, part in zip(read_parts(parts, seen.page, signs), parts, strict=True)
    ]
    return signs, found


def _named_body(
    part: Part, named: Signs, known: Collection[HtmlElement], body: Body | None
) -> HtmlElement | None:
    """Return the first element named like a body that neither is a head nor in one."""
    inside = {each for above in known for each in above.iter()}
    heads = holders_of(known) - ({part.element} if body is None else holders_of([body.element]))
    bodies = (each for each in part.all(*named.body) if each not in inside)
    return next((each for each in bodies if each not in heads), None)


def _is_told(page: WebPage, parts: Sequence[Part]) -> bool:
    """Say whether anything tells that blocks are comments, and not articles of a list."""
    first = parts[0].element
    if is_strict(first) or (is_named(first) and in_section(first)):
        return True
    if is_outside(first):
        return False
    if any(has_words(above, COMMENT_LISTS) for above in islice(first.iterancestors(), _NEAR)):
        return True
    if sum(map(_is_addressed, parts)) >= max(_FEWEST, _FEWEST_SHARE * len(parts)):
        return True
    parents = parents_of(parts, set())
    if parents.count(None) >= _FEWEST and len({*parents}) > _FEWEST:
        return True
    rows = [part.element for part in parts]
    return declared_by(areas_of(page, rows), rows) is not None


def _is_addressed(part: Part) -> bool:
    """Say whether a block can be answered, or has a link to itself."""
    if part.first(ANSWER, "%permalink") is not None:
        return True
    names = {each.get(name) for each in (part.element, *part.own) for name in ("id", "name")}
    # Headings of manuals have links to themselves as well.
    inner = {link for heading in part.all(*_HEADINGS) for link in heading.iter("a")}
    links = (link.get("href", "").partition("#")[2] for link in part.all("a") if link not in inner)
    return any(link and link in names for link in links)


def _is_teaser(part: Part, comment: FoundComment) -> bool:
    """Say whether much of a block is a link to another page, as where articles are listed."""
    shortest = max(_LONGEST_NAME, _LINKED_SHARE * len(html_to_text(comment.body)))
    key = _key(part)
    return part.first("h1") is not None or any(
        _leads_away(link, comment.author, key) and len(text_of(link)) >= shortest
        for link in part.all("a")
    )


def _is_dated(comment: FoundComment, page: WebPage) -> bool:
    """Say whether a comment has a date; without the time of saving, "3 days ago" is one as well."""
    printed = comment.posted_text if page.saved is None else None
    return comment.posted is not None or printed is not None


def _is_list(rows: Sequence[HtmlElement]) -> bool:
    """Say whether blocks without any date are comments nonetheless: many, in a list of such."""
    above = rows[0].iterancestors()
    return (
        len(rows) >= _FEWEST_UNDATED
        and is_strict(rows[0])
        and any(has_words(each, COMMENT_LISTS) for each in above)
    )


def _is_like(part: Part, places: Collection[tuple[str, str]]) -> bool:
    author = part.first(AUTHOR)
    return author is not None and place_of(author) in places


def _is_comment(
    comment: FoundComment, part: Part, signs: Signs, seen: _Seen, most: int
) -> bool:
    if comment.author is None or not comment.body:
        return False
    if _is_several(part, signs, seen, most):
        return False
    key = _key(part)
    links = (link for heading in part.all(*_HEADINGS) for link in heading.iter("a"))
    return not any(_leads_away(link, comment.author, key) for link in links)


def _is_several(part: Part, signs: Signs, seen: _Seen, most: int) -> bool:
    """Say whether a block holds many comments: more authors and more dates than one may have.

    A comment may name others, and itself twice; a few such do not make a list of few blocks.
    """
    dates = {text_of(each) for each in part.own if each in seen.dates}
    return len(dates) > most and any(
        len({text_of(each) for each in part.all(sign)} - {""}) > most for sign in signs.author
    )


def _leads_away(link: HtmlElement, author: str | None, key: str | None) -> bool:
    """Say whether a link leads neither to the author nor to the comment itself."""
    address = link.get("href", "")
    return (
        (author is None or author not in str(link.text_content()))
        and "#" not in address
        and (key is None or key not in address)
    )


def _with_place(comment: FoundComment, part: Part, page: WebPage) -> FoundComment:
    """Let a comment's address be the place of what in it has its key, if nothing else is."""
    key = _key(part)
    names = (each.get("id") for each in part.own if comment.permalink is None and key)
    name = next((name for name in names if name and name.endswith(str(key))), None)
    return comment if name is None else replace(comment, permalink=page.absolute(f"#{name}"))


def _discussion(seen: _Seen, reading: _Reading) -> FoundDiscussion:
    """Return the sure comments, and removed ones and others that hold them."""
    parts, signs, found = list(reading.parts), reading.signs, list(reading.found)
    kept = {
        part
        for part, comment, is_sure in zip(parts, found, reading.sure, strict=True)
        if is_sure or is_deleted(comment.body)
    }
    for part in reversed(parts):
        if part in kept and part.above is not None:
            kept.add(part.above)
    if len(kept) < len(parts):
        rows = [part.element for part in parts if part in kept]
        parts = _cut(rows, reading.around)
        signs, found = _read(seen, parts)
    reader = MarkedReader(
        name=GenericReader.name,
        title=GenericReader.title,
        rows="",
        signs=signs,
        key=_key,
        parents=lambda parts: parents_of(
            parts, {_key(part) for part in parts}, by_depth=not reading.is_named
        ),
        links=("a",),
        finish=_with_place,
        replies_told=False,
    )
    found_all = reader.discussion_of(seen.page, parts, found)
    return with_opening(found_all, seen.page, parts[0].element, is_topic=is_post(parts[0].element))
