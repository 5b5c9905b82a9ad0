"""Comments that a page states in schema.org's words: in its elements, or in JSON-LD.

Source: https://schema.org/Comment, ``Answer``, ``DiscussionForumPosting`` and ``Question``;
microdata (HTML standard, 5), RDFa Lite 1.1, JSON-LD 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lxml import html
from lxml.html import HtmlElement

from ipvm_desktop.domain.document import CommentOrder
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._fragments import text_of
from ipvm_desktop.importers.web.comments._json_ld import is_discussion, stated_comments
from ipvm_desktop.importers.web.comments._make import MarkedReader, key_by_id
from ipvm_desktop.importers.web.comments._parts import Part, listed, parts_of
from ipvm_desktop.importers.web.comments._reading import Signs, count_in, read_parts
from ipvm_desktop.importers.web.comments._select import rows_on
from ipvm_desktop.importers.web.comments._threads import order_of, parents_by_nesting
from ipvm_desktop.importers.web.discussion import CommentReader, FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage
from ipvm_desktop.sanitize import text_to_html

_COMMENT_TYPES = ("Comment", "Answer", "UserComments", "CorrectionComment")
_OPENING_TYPES = ("DiscussionForumPosting", "Question")
_SIGNS = Signs(
    author=("@author", "@creator"),
    date=("@datecreated", "@datepublished", "@commenttime", "time"),
    body=("@text", "@commenttext", "@articlebody", "@description"),
    chrome=frozenset(listed("@author @datecreated @datepublished @upvotecount")),
    votes=("@upvotecount", "@downvotecount"),
)


def _typed(names: Sequence[str]) -> str:
    """Return an XPath condition: is an item of one of the types."""
    values = [
        f"@itemtype='{scheme}://schema.org/{name}'"
        for name in names
        for scheme in ("http", "https")
    ]
    values += [f"@typeof='{prefix}{name}'" for name in names for prefix in ("", "schema:")]
    return " or ".join(values)


_key = key_by_id(r"(?:.*?[-_])?(\d+|[0-9a-f]{8}[0-9a-f-]*)", "itemid", "data-id")
_LAST = re.compile(r"(?:\d+|[0-9a-f]{8}[0-9a-f-]*)\Z")


def _parents(parts: Sequence[Part]) -> list[int | str | None]:
    """Return whom each comment answers: what it names as ``parentItem``, or is nested in."""
    places = {f"#{part.element.get('id')}": place for place, part in enumerate(parts)}
    keys = {key: place for place, part in enumerate(parts) if (key := _key(part)) is not None}
    return [
        nested if (named := _named(part, places, keys)) is None else named
        for part, nested in zip(parts, parents_by_nesting(parts), strict=True)
    ]


def _named(part: Part, places: Mapping[str, int], keys: Mapping[str, int]) -> int | None:
    """Return the place of the comment that one names by its address, or None."""
    link = part.first("@parentitem")
    if link is None:
        return None
    address = next(filter(None, map(link.get, ("itemid", "href", "content"))), "")
    last = _LAST.search(address)
    place = places.get(address, keys.get(last[0]) if last else None)
    return None if place == part.number else place


MICRODATA = MarkedReader(
    name="schema-org",
    title="schema.org",
    rows=f"//*[{_typed(_COMMENT_TYPES)}]",
    signs=_SIGNS,
    key=_key,
    parents=_parents,
    links=("@url", "%permalink"),
    replies_told=False,
)
_OPENINGS = f"//*[{_typed(_OPENING_TYPES)}]"


class SchemaOrgReader:
    """Reads what a page states of its comments for search engines."""

    name = "schema-org"
    title = "schema.org"

    def __init__(self, visible: CommentReader) -> None:
        """Take the reader that finds the same comments as people see them."""
        self._visible = visible

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the stated discussion; None without one, or where the page shows more of it."""
        found = MICRODATA.read(page)
        if found is not None and is_discussion(found.comments):
            return _with_opening(found, page)
        stated = stated_comments(page)
        if stated is None:
            return None
        seen = self._visible.read(page)
        if seen is not None and len(seen.comments) > len(stated.comments):
            return None
        is_told = any(comment.parent is not None for comment in stated.comments)
        opened = stated.opened if stated.opened and stated.opened.body else None
        return FoundDiscussion(
            make=self.title,
            comments=stated.comments,
            areas=seen.areas if seen else (),
            replies_told=is_told,
            order=CommentOrder.PAGE if is_told else order_of(stated.comments),
            declared=stated.declared,
            kind=ArticleKind.DISCUSSION if opened else ArticleKind.ARTICLE,
            opening=html.fragment_fromstring(opened.body, create_parent="div") if opened else None,
            opened=opened,
        )


def _with_opening(found: FoundDiscussion, page: WebPage) -> FoundDiscussion:
    """Tell the post that opens a topic from those that answer it."""
    openings = rows_on(page, _OPENINGS)
    if not openings:
        return found
    rows = rows_on(page, MICRODATA.rows)
    parts = parts_of([openings[0], *(row for row in rows if _is_in(row, openings[0]))])
    opening = parts[0].first("@text", "@articlebody")
    if opening is None:
        return found
    if opening.tag == "meta":
        opening = html.fragment_fromstring(
            text_to_html(opening.get("content", "")), create_parent="div"
        )
    opened: FoundComment = read_parts(parts, page, _SIGNS)[0]
    counted = parts[0].first("@commentcount", "@answercount")
    declared = None if counted is None else count_in(counted.get("content") or text_of(counted))
    return replace(
        found,
        kind=ArticleKind.DISCUSSION,
        opening=opening,
        opened=opened,
        declared=found.declared if declared is None else declared,
    )


def _is_in(element: HtmlElement, outer: HtmlElement) -> bool:
    return any(above is outer for above in element.iterancestors())
