"""A reader for a make of comments that keeps each of their parts under a name of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ipvm_desktop.domain.document import CommentOrder
from ipvm_desktop.domain.person import split_pseudonym
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._fragments import text_of
from ipvm_desktop.importers.web.comments._parts import Part, parts_of
from ipvm_desktop.importers.web.comments._reading import Signs, read_parts
from ipvm_desktop.importers.web.comments._sections import areas_of, declared_by
from ipvm_desktop.importers.web.comments._select import rows_on
from ipvm_desktop.importers.web.comments._threads import order_of, parents_by_nesting, threaded
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

FindKey = Callable[[Part], str | None]
"""Returns what the page calls a comment."""
FindParents = Callable[[Sequence[Part]], Sequence[int | str | None]]
"""Returns the place or the key of the comment that each one answers."""
Finish = Callable[[FoundComment, Part, WebPage], FoundComment]
"""Completes a comment with what only its make knows."""

_DELETED = re.compile(
    r"\W*(?:this (?:comment|message|post|response|reply) (?:was|has been|is) (?:deleted|removed|"
    r"hidden)|(?:comment|message|post|content) (?:was )?(?:deleted|removed)|deleted|removed|"
    r"(?:dieser )?kommentar (?:wurde )?(?:gelöscht|entfernt)|"
    r"ce commentaire a été supprimé|este comentario (?:ha sido|fue) eliminado|"
    r"este comentário foi removido|нло прилетело|комментарий (?:был )?удал[её]н)",
    re.IGNORECASE,
)
_LONGEST_MARK = 300
_TAG = re.compile(r"<[^>]*>")


def key_by_id(pattern: str, *attributes: str) -> FindKey:
    """Return a function that takes the key from the id of a comment or of what it holds.

    Args:
        pattern: Of the id, with the key as its group.
        attributes: Others than ``id`` that may have it, asked first.
    """
    known = re.compile(rf"{pattern}\Z")

    def key(part: Part) -> str | None:
        for element in (part.element, *part.all("a", "div", "article", "li", "p", "span")):
            for name in (*attributes, "id", "name"):
                match = known.match(element.get(name, ""))
                if match:
                    return match[1]
        return None

    return key


def as_found(comment: FoundComment, _part: Part, _page: WebPage) -> FoundComment:
    """Leave a comment as it was read."""
    return comment


def is_deleted(markup: str) -> bool:
    """Say whether a body consists of the words that stand for a removed comment."""
    return len(markup) <= _LONGEST_MARK and _DELETED.match(_TAG.sub(" ", markup)) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedReader:
    """Reads the comments of one make.

    Attributes:
        name: Stable id, such as ``drupal``.
        title: Name for people.
        rows: XPath of the elements that may hold one comment each, see ``rows_on()``; it looks
            at these alone, not at what they hold, so that deep nesting costs no more than flat
            lists.
        needs: Signs of which each comment has at least one, for each of these groups.
        signs: Where they keep what.
        key: What the page calls a comment.
        parents: Who answers whom.
        links: Signs of the link to a comment; without one it is the page's address and the
            element's id.
        finish: Completes each comment.
        replies_told: The make shows who answers whom, also where nobody does.
    """

    name: str
    title: str
    rows: str
    signs: Signs
    key: FindKey
    parents: FindParents = parents_by_nesting
    links: tuple[str, ...] = ()
    finish: Finish = as_found
    replies_told: bool = True
    needs: tuple[tuple[str, ...], ...] = ()

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the page's discussion, or None where no comments of the make are on it."""
        rows = rows_on(page, self.rows)
        if not rows:
            return None
        parts = parts_of(rows)
        kept = [
            part for part in parts if all(part.first(*signs) is not None for signs in self.needs)
        ]
        if not kept:
            return None
        if len(kept) < len(parts):
            parts = parts_of([part.element for part in kept])
        return self.discussion_of(page, parts, read_parts(parts, page, self.signs))

    def discussion_of(
        self, page: WebPage, parts: Sequence[Part], read: Sequence[FoundComment]
    ) -> FoundDiscussion:
        """Return the discussion of comments that were read; there is at least one."""
        keys = [self.key(part) for part in parts]
        found = [
            self.finish(self._linked(comment, part, key, page), part, page)
            for comment, part, key in zip(read, parts, keys, strict=True)
        ]
        rows = [part.element for part in parts]
        parents = self.parents(parts)
        areas = areas_of(page, rows)
        is_told = self.replies_told or any(parent is not None for parent in parents)
        return FoundDiscussion(
            make=self.title,
            comments=threaded(found, keys, parents),
            areas=areas,
            replies_told=is_told,
            order=CommentOrder.PAGE if is_told else order_of(found),
            declared=declared_by(areas, rows),
        )

    def _linked(
        self, comment: FoundComment, part: Part, key: str | None, page: WebPage
    ) -> FoundComment:
        addresses = [str(e.get("href") or e.get("content", "")) for e in part.all(*self.links)]
        name = part.element.get("id")
        own = next((address for address in addresses if key and key in address), None)
        address = own or (f"#{name}" if name else None)
        pseudonym = split_pseudonym(comment.author or "")
        return replace(
            comment,
            permalink=page.absolute(address),
            deleted=is_deleted(comment.body),
            role=pseudonym[0] if pseudonym else None,
            pseudonym=pseudonym[1] if pseudonym else None,
        )


def text_at(part: Part, *signs: str) -> str:
    """Return the text of the first element with one of the signs; "" without one."""
    element = part.first(*signs)
    return "" if element is None else text_of(element)
