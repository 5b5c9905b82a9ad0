"""Whether blocks of a page are comments: each with an author, a date and a text of its own.

Lists of articles have such blocks as well, but their headings lead elsewhere. What has no telling
name is a discussion where most blocks have a button to answer or a link to themselves, where some
answer others, or where their number is announced.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lxml.html import HtmlElement

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._buttons import (
    ANSWER,
    drop_commands,
    find_buttons,
    votes_of,
)
from ipvm_desktop.importers.web.comments._candidates import (
    COMMENT_LISTS,
    in_section,
    is_named,
    is_outside,
    is_strict,
)
from ipvm_desktop.importers.web.comments._dated import (
    place_of,
)
from ipvm_desktop.importers.web.comments._fragments import text_of
from ipvm_desktop.importers.web.comments._headed import are_headed
from ipvm_desktop.importers.web.comments._levels import parents_of
from ipvm_desktop.importers.web.comments._listings import are_of_one, is_teaser, leads_away
from ipvm_desktop.importers.web.comments._make import is_deleted, key_by_id
from ipvm_desktop.importers.web.comments._naming import named_signs
from ipvm_desktop.importers.web.comments._parts import Beside, Part, parts_of, signs_of
from ipvm_desktop.importers.web.comments._reading import Signs, read_parts
from ipvm_desktop.importers.web.comments._roles import (
    AUTHOR,
    BODY,
    DATE,
    Body,
    body_of,
    face_of,
    find_authors,
    find_date,
    holders_in,
    is_hidden_form,
    stated_name,
)
from ipvm_desktop.importers.web.comments._sections import areas_of, declared_by, has_words
from ipvm_desktop.importers.web.page import WebPage
from ipvm_desktop.sanitize import html_to_text

_KEYS = ("data-comment-id", "data-commentid", "data-id", "data-post-id", "data-cid")
_KEY = (
    r"(?:[\w-]*?[-_]|[a-z]{1,20})??(\d{1,20}|[0-9a-f]{8}[0-9a-f-]*|[0-9A-Z]{20,40})(?:_\d{1,20})?"
)
key_of = key_by_id(_KEY, *_KEYS)
_FEWEST = 2
_NEAR = 4
_BELIEVED = 2
_FEWEST_UNDATED = 3
_FEWEST_HEADED = 4
_FEWEST_SHARE = 0.6
_HEADINGS = ("h1", "h2", "h3", "h4")
_SEVERAL = 3
_FEWEST_DATED = 0.2
_FULLER = 1.5
# What parts buttons and heads from the text.
_EDGES = re.compile(r"\A(?:<br>|[\s|·•,:;–—-])+|(?:<br>|[\s|·•–—])+\Z")


@dataclass(frozen=True, slots=True)
class Reading:
    """What candidates for comments turn out to be."""

    parts: Sequence[Part]
    signs: Signs
    found: Sequence[FoundComment]
    sure: Sequence[bool]
    around: Beside
    is_named: bool
    length: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A page, and what on it prints a date."""

    page: WebPage
    dates: Collection[HtmlElement]


def read_rows(
    seen: Seen, rows: Sequence[HtmlElement], around: Beside, *, dated: bool = True
) -> Reading | None:
    """Return what rows say, or None where most of them are no comments.

    Args:
        seen: Where they stand.
        rows: What may hold one comment each.
        around: Tells what belongs to each beside it.
        dated: Some have to have dates; else none may.
    """
    parts = cut(rows, around)
    is_told = _is_told(seen.page, parts)
    if not is_told and not _is_below_heading(parts):
        return None
    signs, found = tell(seen, parts)
    if not is_told and len({comment.author for comment in found}) < _SEVERAL:
        return None
    dates = [has_date(comment, seen.page) for comment in found]
    is_strict_name = is_strict(rows[0])
    if any(dates) is not dated or not (dated or _is_list(rows)):
        return None
    # What is named as comments is one also where a date is missing.
    is_enough = is_strict_name and sum(dates) >= _FEWEST_DATED * len(rows)
    usual = {
        place_of(author)
        for part, is_dated in zip(parts, dates, strict=True)
        if is_dated is dated and (author := part.first(AUTHOR)) is not None
    }
    several = _SEVERAL if len(rows) > _SEVERAL else 1
    sure = [
        _is_comment(comment, part, signs, seen, several)
        and (is_dated or ((is_enough or not dated) and _is_like(part, usual)))
        for comment, part, is_dated in zip(found, parts, dates, strict=True)
    ]
    whole = sum(not is_deleted(comment.body) for comment in found)
    if sum(sure) < max(1 if is_strict_name else _FEWEST, _FEWEST_SHARE * whole):
        return None
    texts = [html_to_text(comment.body) for comment in found]
    if not is_strict_name and (
        are_of_one(found)
        or sum(map(is_teaser, parts, found, texts, map(key_of, parts))) >= _FEWEST_SHARE / 2 * whole
    ):
        return None
    length = sum(len(text.strip()) for text in texts)
    return Reading(parts, signs, found, sure, around, is_strict_name, length)


def cut(rows: Sequence[HtmlElement], around: Beside) -> list[Part]:
    parts = parts_of(rows, around)
    find_buttons(parts)
    drop_commands(parts)
    return parts


def tell(seen: Seen, parts: Sequence[Part]) -> tuple[Signs, list[FoundComment]]:
    """Tell what in comments is what, and read it."""
    named = named_signs(parts)
    told: list[HtmlElement | None] = []
    bodies: list[Body | None] = []
    rows_of_all = {part.element for part in parts}

    def is_chrome(element: HtmlElement) -> bool:
        return (
            element in rows_of_all
            or not named.chrome.isdisjoint(signs_of(element))
            or is_hidden_form(element)
        )

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
    heads = holders_in(part, known) - holders_in(part, [] if body is None else [body.element])
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


def _is_below_heading(parts: Sequence[Part]) -> bool:
    """Say whether blocks are a list that a heading calls comments: many, side by side, alike."""
    rows = [part.element for part in parts]
    if (
        is_outside(rows[0])
        or len(rows) < _FEWEST_HEADED
        or len({(row.tag, row.getparent()) for row in rows}) > 1
    ):
        return False
    return are_headed(rows)


def _is_addressed(part: Part) -> bool:
    """Say whether a block can be answered, or has a link to itself."""
    if part.first(ANSWER, "%permalink") is not None:
        return True
    names = {each.get(name) for each in (part.element, *part.own) for name in ("id", "name")}
    # Headings of manuals have links to themselves as well.
    inner = {link for heading in part.all(*_HEADINGS) for link in heading.iter("a")}
    links = (link.get("href", "").partition("#")[2] for link in part.all("a") if link not in inner)
    return any(link and link in names for link in links)


def has_date(comment: FoundComment, page: WebPage) -> bool:
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


def _is_comment(comment: FoundComment, part: Part, signs: Signs, seen: Seen, most: int) -> bool:
    if comment.author is None or not comment.body:
        return False
    if _is_several(part, signs, seen, most):
        return False
    key = key_of(part)
    links = (link for heading in part.all(*_HEADINGS) for link in heading.iter("a"))
    return not any(leads_away(link, comment.author, key) for link in links)


def _is_several(part: Part, signs: Signs, seen: Seen, most: int) -> bool:
    """Say whether a block holds many comments: more authors and more dates than one may have.

    A comment may name others, and itself twice; a few such do not make a list of few blocks.
    """
    dates = {text_of(each) for each in part.own if each in seen.dates}
    return len(dates) > most and any(
        len({text_of(each) for each in part.all(sign)} - {""}) > most for sign in signs.author
    )
