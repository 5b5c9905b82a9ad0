"""Text from files where Qt would look for markup in it by itself."""

from __future__ import annotations

from html import escape

_LONGEST_TIP = 1_000


def plain_tip(text: str) -> str:
    """Return a tool tip that shows a text as it stands, cut where no screen could hold it.

    Qt takes a tip that looks like HTML for HTML, and would load the pictures it names.
    """
    if len(text) > _LONGEST_TIP:
        text = text[: _LONGEST_TIP - 1] + "…"
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>") if "<" in text else text
