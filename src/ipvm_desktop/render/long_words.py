"""Words so long that nobody reads them, such as a picture's bytes as text."""

from __future__ import annotations

import re

_LONGEST = 1_000
_BREAK = "\u200b"
_TAG_OR_LONG_WORD = re.compile(rf"<[^<>]*>|[^\s<>{_BREAK}]{{{_LONGEST + 1},}}")
_PIECE = re.compile(rf"(?:&#?\w{{1,31}};|.){{1,{_LONGEST}}}")


def breakable(html: str) -> str:
    """Return a fragment that lines can be broken in, also within words of thousands of letters.

    Qt measures the rest of a word anew for each of its lines: a million letters take half a
    minute. The break is a zero width space.
    """
    return _TAG_OR_LONG_WORD.sub(_broken, html)


def _broken(match: re.Match[str]) -> str:
    return match[0] if match[0][0] == "<" else _BREAK.join(_PIECE.findall(match[0]))
