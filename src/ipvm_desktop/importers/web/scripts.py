"""What a text's script tells of its language, where one language alone is written in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

# Japanese before Chinese: half of its letters are Chinese ones, but no Chinese text has kana.
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u309f\u30a1-\u30fa]"), 0.1, frozenset(("ja",))),
    ("ko", re.compile("[\u1100-\u11ff\uac00-\ud7a3]"), 0.5, frozenset(("ko",))),
    (
        "zh",
        re.compile("[\u4e00-\u9fff]"),
        0.5,
        frozenset(("zh", "yue", "wuu", "nan", "cmn", "lzh")),
    ),
    ("th", re.compile("[\u0e01-\u0e5b]"), 0.5, frozenset(("th",))),
    ("he", re.compile("[\u05d0-\u05ea]"), 0.5, frozenset(("he", "iw", "yi"))),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]"), 0.5, frozenset(("el", "grc"))),
    ("ka", re.compile("[\u10d0-\u10ff]"), 0.5, frozenset(("ka",))),
    ("hy", re.compile("[\u0531-\u0587]"), 0.5, frozenset(("hy",))),
)
_ENOUGH = 3000
_LEAST = 100
_LONG_LINE = 20


def language_of(declared: str | None, lines: Iterable[str]) -> str | None:
    """Return a page's language (BCP 47): as declared, unless it is written in another's script.

    Templates declare the language that they came with, such as English on a Chinese page.

    Args:
        declared: The tag that the page states, or None.
        lines: The letters of its lines, of which long ones count.

    Returns:
        None where nothing is declared and the script is one of many languages.
    """
    text = "".join(islice((line for line in lines if len(line) >= _LONG_LINE), 40))[:_ENOUGH]
    if len(text) < _LEAST:
        return declared
    for language, letter, least, known in _SCRIPTS:
        if len(letter.findall(text)) >= least * len(text):
            return declared if re.split("[-_]", declared or "")[0].lower() in known else language
    return declared
