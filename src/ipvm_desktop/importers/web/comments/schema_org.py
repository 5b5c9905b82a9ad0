"""Comments that a page states in schema.org's words: in its elements, or in JSON-LD.

Source: https://schema.org/Comment, ``Answer``, ``DiscussionForumPosting`` and ``Question``;
microdata (HTML standard, 5), RDFa Lite 1.1, JSON-LD 1.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml import html
from lxml.html import HtmlElement

from ipvm_desktop.domain.document import CommentOrder
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._json_ld import is_discussion, stated_comments
from ipvm_desktop.importers.web.comments._make import MarkedReader, key_by_id
from ipvm_desktop.importers.web.comments._parts import Part, listed, parts_of
from ipvm_desktop.importers.web.comments._reading import Signs, read_parts
from ipvm_desktop.importers.web.comments._threads import order_of, parents_by_nesting
from ipvm_desktop.importers.web.discussion import CommentReader, FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

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


def _parents(parts: Sequence[Part]) -> list[int | str | None]:
    """Return whom each comment answers: what it names as ``parentItem``, or is nested in."""
    places = {f"#{part.element.get('id')}": place for place, part in enumerate(parts)}
    named = (part.first("@parentitem") for part in parts)
    return [
        nested if link is None else places.get(link.get("href", ""), nested)
        for link, nested in zip(named, parents_by_nesting(parts), strict=True)
    ]


_MICRODATA = MarkedReader(
    name="schema-org",
    title="schema.org",
    rows=f"//*[{_typed(_COMMENT_TYPES)}]",
    signs=_SIGNS,
    key=key_by_id(r"(?:.*?[-_])?(\d+|[0-9a-f]{8}[0-9a-f-]*)", "itemid", "data-id"),
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
        found = _MICRODATA.read(page)
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
    openings = page.root.xpath(_OPENINGS)
    if not openings:
        return found
    rows = page.root.xpath(_MICRODATA.rows)
    parts = parts_of([openings[0], *(row for row in rows if _is_in(row, openings[0]))])
    opening = parts[0].first("@text", "@articlebody")
    if opening is None:
        return found
    opened: FoundComment = read_parts(parts, page, _SIGNS)[0]
    return replace(found, kind=ArticleKind.DISCUSSION, opening=opening, opened=opened)


def _is_in(element: HtmlElement, outer: HtmlElement) -> bool:
    return any(above is outer for above in element.iterancestors())
