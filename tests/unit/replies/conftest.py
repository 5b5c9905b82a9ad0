"""Made-up discussions in the shape that saved pages have: names, days, plain text."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ipvm_desktop.domain.document import CommentOrder, Document, ParsedComment
from ipvm_desktop.domain.person import split_pseudonym
from ipvm_desktop.replies import infer_replies

ARTICLE = (
    "Turnstile makers promise that their optical gates stop tailgating.\n\n"
    "We walked through six of them with umbrellas, suitcases and a folding bicycle. "
    "Four gates let the suitcase pass as a second person, and two raised no alarm at all."
)


def comment(number: int, author: str | None, text: str, day: int = 3, **others: Any) -> Any:
    """One comment of March 2021; "Undisclosed …" authors get their role and number."""
    known = split_pseudonym(author) if author else None
    role, pseudonym = known or (None, None)
    fields = {"role": role, "pseudonym": pseudonym, "posted": dt.date(2021, 3, day)} | others
    return ParsedComment(id=number, author=author, body_text=text, **fields)


def talk(*comments: ParsedComment, **others: Any) -> Document:
    """An article with comments in page order."""
    fields: dict[str, Any] = {
        "title": "Optical Turnstiles Tested",
        "byline": ("Mira Holt",),
        "published": dt.date(2021, 3, 1),
        "body_text": ARTICLE,
        "comment_order": CommentOrder.PAGE,
    }
    return Document(comments=comments, **(fields | others))


def inferred(*comments: ParsedComment, **others: Any) -> tuple[ParsedComment, ...]:
    """The comments of an article after inference."""
    return infer_replies(talk(*comments, **others)).comments


def parents(comments: tuple[ParsedComment, ...]) -> list[int | None]:
    """Whom each comment answers."""
    return [each.parent for each in comments]
