"""What the language of a page tells about its dates."""

from __future__ import annotations

import re

# Languages whose readers all put the day first. English alone tells nothing, and sites of any
# country run in the American English that their software came with.
_DAY_FIRST = re.compile(
    r"(?:de|fr(?!-ca)|es(?!-us)|it|pt|nl|pl|ru|uk|be|cs|sk|da|nb|nn|no|fi|ro|bg|el|tr|ca|hr|sr|sl|"
    r"et|lv|id|vi|ar|he|hi|en-(?:gb|au|nz|ie|in))\b",
    re.IGNORECASE,
)


def puts_day_first(language: str | None) -> bool | None:
    """Tell what ``3/4/2021`` means in a language.

    Args:
        language: The tag that the page states (BCP 47), such as ``de-AT``; also with ``_``.

    Returns:
        True where the day stands first; None where the tag does not tell.
    """
    return True if _DAY_FIRST.match((language or "").replace("_", "-")) else None
