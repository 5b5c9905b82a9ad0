"""How a comment's author is shown: initials and a stable colour."""

from __future__ import annotations

import re
import zlib

_UNDISCLOSED = re.compile(
    r"^Undisclosed(?:\s+(?P<role>.*?))?\s*#(?P<number>\d{1,9})$", re.IGNORECASE
)


def split_pseudonym(author: str) -> tuple[str | None, int] | None:
    """Return role and number of "Undisclosed Integrator #1", or None for other names.

    The role is None where none is printed ("Undisclosed #4").
    """
    match = _UNDISCLOSED.match(author.strip())
    if not match:
        return None
    return (match["role"] or None), int(match["number"])


def brief_name(author: str) -> str:
    """Return "Integrator #1" for a pseudonym with a role, and other names as they are.

    "Undisclosed #4" stays whole: "#4" alone would be taken for the fourth comment.
    """
    first, _, rest = author.partition(" ")
    is_role = first == "Undisclosed" and rest and not rest.startswith("#")
    return rest if is_role else author


def initials(author: str | None) -> str:
    """Return at most three characters for an avatar: "AR", "I1", "?" when unknown."""
    if not author or not author.strip():
        return "?"
    pseudonym = split_pseudonym(author)
    if pseudonym is not None:
        role, number = pseudonym
        return f"{(role or 'U')[0].upper()}{number}"[:3]
    words = [word for word in re.split(r"[\s._-]+", author) if word and word[0].isalnum()]
    if not words:
        return author.strip()[0].upper()
    if len(words) == 1:
        return words[0][0].upper()
    return (words[0][0] + words[-1][0]).upper()


def color_index(author: str | None, colors: int) -> int:
    """Return which of so many colours an author has, the same at every start."""
    name = (author or "").strip().casefold()
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) % colors
