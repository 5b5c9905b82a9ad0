"""What the classes within comments stand for, by the words in their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ipvm_desktop.importers.web.comments._fragments import text_of
from ipvm_desktop.importers.web.comments._parts import NAMES, Part, listed
from ipvm_desktop.importers.web.comments._reading import Signs

_SPLIT = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")
_AUTHOR = (
    ("name", "username", "nickname", "displayname"),
    ("author", "autor", "auteur"),
    ("user", "nick", "commenter", "poster", "member", "writer"),
    ("by", "byline"),
)
_NO_AUTHOR = frozenset(
    listed(
        "avatar image img photo pic picture icon date time badge role title rank link url bio body "
        "content text"
    )
)
_DATE = (
    ("timestamp", "date", "datetime", "ago", "datum", "fecha"),
    ("time", "created", "published", "posted", "when"),
    ("meta", "info", "byline", "submitted"),
)
_BODY = (
    ("text", "message", "texte"),
    ("body", "markdown"),
    ("content", "contents", "copy"),
    ("description", "prose"),
)
_NO_BODY = frozenset(listed("header footer meta form wrapper actions area input title muted"))
_CHROME = frozenset(
    listed(
        "reply replies respond action actions button buttons btn toolbar controls like likes vote "
        "votes voting share report flag edit avatar meta header footer menu tools rating permalink "
        "form children badge rank says signature dropdown upvote downvote score timestamp hidden sr"
    )
)
_VOTES = frozenset(
    listed(
        "vote votes score likes points karma upvotes upvote downvotes rating agree disagree "
        "informative helpful"
    )
)
_NAMED = ((".", "class"), *(("=", name) for name in NAMES))
_BADGES = frozenset(listed("badge role moderator staff flair"))
_AFFILIATION = frozenset(listed("affiliation company organization organisation employer"))


@lru_cache(maxsize=4096)
def words_of(token: str) -> frozenset[str]:
    """Return the words of a class or id in lower case: ``commentAuthor-name`` has three."""
    return frozenset(word.lower() for word in _SPLIT.split(token) if word)


def named_signs(parts: Sequence[Part]) -> Signs:
    """Tell from their names what the classes within the comments stand for."""
    words = {
        f"{prefix}{token.lower()}": words_of(token)
        for part in parts
        for element in part.own
        for prefix, attribute in _NAMED
        for token in element.get(attribute, "").split()
    }
    return Signs(
        author=(
            "@author",
            # Microformats, where "p-name" is the name of a text as well.
            ".p-author",
            ".u-author",
            ".fn",
            *_ranked(words, _AUTHOR[:2], _NO_AUTHOR),
            "%profile",
            *_ranked(words, _AUTHOR[2:], _NO_AUTHOR),
            "cite",
            ".media-heading",
            "h4",
            "h5",
            "h6",
        ),
        date=("time", "relative-time", "@datepublished", *_ranked(words, _DATE, frozenset())),
        body=(
            "@text",
            ".e-content",
            ".p-content",
            *_bodies(parts, tuple(_ranked(words, _BODY, _NO_BODY))),
        ),
        chrome=frozenset(
            (
                "time",
                *(sign for sign in words if not words[sign].isdisjoint(_CHROME)),
            )
        ),
        votes=tuple(sign for sign in words if not words[sign].isdisjoint(_VOTES)),
        badges=tuple(sign for sign in words if not words[sign].isdisjoint(_BADGES)),
        affiliation=tuple(sign for sign in words if not words[sign].isdisjoint(_AFFILIATION)),
    )


def _bodies(parts: Sequence[Part], named: Sequence[str]) -> list[str]:
    """Return those of the classes named like bodies that hold most of the texts."""
    lengths = Counter(
        {
            sign: sum(
                len(text_of(e)) for e in (part.first(sign) for part in parts) if e is not None
            )
            for sign in named
        }
    )
    longest = max(lengths.values(), default=0)
    return [sign for sign in named if 2 * lengths[sign] >= longest]


def _ranked(
    words: dict[str, frozenset[str]],
    ranks: Sequence[tuple[str, ...]],
    without: frozenset[str],
) -> Iterable[str]:
    """Yield the classes with the words of each rank, shorter names first."""
    for rank in ranks:
        named = [t for t in words if not words[t].isdisjoint(rank) and words[t].isdisjoint(without)]
        yield from sorted(named, key=len)
