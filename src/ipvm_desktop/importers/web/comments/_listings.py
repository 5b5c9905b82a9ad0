"""Whether blocks that look like comments list what stands on other pages.

Such are articles, topics of a forum, its parts, and what somebody wrote in a network.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._fragments import text_of
from ipvm_desktop.importers.web.comments._parts import Part
from ipvm_desktop.importers.web.comments._roles import AUTHOR, DATE

_LINKED_SHARE = 0.4
_LONGEST_NAME = 24
_FEWEST = 4
_COUNT = re.compile(r"\d[\d.,\s]{0,12}\Z")
_NETWORK = re.compile(
    r"(?:https?:)?//(?:[a-z]+\.)?(?:twitter|x|facebook|instagram|linkedin)\.com/", re.IGNORECASE
)


def is_teaser(part: Part, comment: FoundComment, text: str, key: str | None) -> bool:
    """Say whether a block leads to another page, where most of what it tells stands.

    Args:
        part: The block.
        comment: What it says as a comment.
        text: The text of that.
        key: What the page calls the block, or None.
    """
    shortest = max(_LONGEST_NAME, _LINKED_SHARE * len(text))
    return (
        part.first("h1") is not None
        or any(
            leads_away(link, comment.author, key) and len(text_of(link)) >= shortest
            for link in part.all("a")
        )
        or _is_title(part, key)
        or _has_counts(part)
        or _is_copied(part)
    )


def leads_away(link: HtmlElement, author: str | None, key: str | None) -> bool:
    """Say whether a link leads neither to the author nor to the comment itself."""
    return (author is None or author not in str(link.text_content())) and _is_other(link, key)


def are_of_one(comments: Sequence[FoundComment]) -> bool:
    """Say whether one person wrote all of many entries, as in a list of that person's news."""
    return len(comments) >= _FEWEST and len({comment.author for comment in comments}) == 1


def _is_other(link: HtmlElement, key: str | None) -> bool:
    address = link.get("href", "")
    return "#" not in address and (key is None or key not in address)


def _is_title(part: Part, key: str | None) -> bool:
    """Say whether what seems the name stands in one link to another page with its date."""
    author, date = part.first(AUTHOR), part.first(DATE)
    return (
        author is not None
        and author is date
        and any(
            _is_other(link, key) and text_of(link) == text_of(author)
            for link in (author, *author.iterancestors("a"), *author.iterdescendants("a"))
            if link.tag == "a"
        )
    )


def _has_counts(part: Part) -> bool:
    """Say whether two cells side by side hold bare counts, as of topics and of posts."""
    beside = part.element.itersiblings("td") if part.element.tag == "td" else ()
    for cell in (*part.all("td"), *beside):
        before = cell.getprevious()
        if before is not None and all(_COUNT.match(text_of(each)) for each in (before, cell)):
            return True
    return False


def _is_copied(part: Part) -> bool:
    """Say whether the date leads to a network that the text was copied from."""
    date = part.first(DATE)
    if date is None:
        return False
    links = (date, *date.iterancestors("a"), *date.iterdescendants("a"))
    return any(_NETWORK.match(link.get("href", "")) for link in links)
