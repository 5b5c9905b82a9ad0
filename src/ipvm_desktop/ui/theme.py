"""Colours, radii and spacing: every look of the window comes from here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """One colour scheme. Colours are ``#rrggbb``.

    Attributes:
        name: ``light`` or ``dark``.
        window: Behind bars and panels.
        paper: Behind the article's text, and in fields.
        text: Body text.
        muted: Secondary text; at least 4.5 to 1 against ``window``.
        border: Hairlines.
        accent: Links, the current item, unread dots.
        accent_soft: Behind the current row and active chips.
        on_accent: Text on ``accent``.
        chip: Behind chips and badges.
        warning: Text such as "preview only".
        warning_soft: Behind warnings and inferred-reply notes.
        success: The "PUBLIC" badge.
        mark: Behind matching text.
        guide: Lines that join replies.
        avatars: Backgrounds for initials; white text reads on all of them.
    """

    name: str
    window: str
    paper: str
    text: str
    muted: str
    border: str
    accent: str
    accent_soft: str
    on_accent: str
    chip: str
    warning: str
    warning_soft: str
    success: str
    mark: str
    guide: str
    avatars: tuple[str, ...]


RADIUS = 6
CHIP_RADIUS = 10
SPACING = 8
HAIRLINE = 1

_AVATARS = (
    "#0b66c9",
    "#2a7f4f",
    "#7c4dcc",
    "#b8480f",
    "#9b3478",
    "#4f5d6b",
    "#0f7a85",
    "#a33b3b",
    "#5b6b1e",
    "#3d56b2",
)

LIGHT = Theme(
    name="light",
    window="#fbfaf8",
    paper="#ffffff",
    text="#1b1d21",
    muted="#666a73",
    border="#e2e0dc",
    accent="#0b66c9",
    accent_soft="#dbeafb",
    on_accent="#ffffff",
    chip="#ecebe6",
    warning="#966400",
    warning_soft="#f3e9dc",
    success="#2a6b3f",
    mark="#fde293",
    guide="#c9c7c2",
    avatars=_AVATARS,
)

DARK = Theme(
    name="dark",
    window="#202327",
    paper="#17181b",
    text="#e6e7e9",
    muted="#9aa0a8",
    border="#33373d",
    accent="#62aef7",
    accent_soft="#24364f",
    on_accent="#0c1520",
    chip="#2c2f34",
    warning="#d9a441",
    warning_soft="#35302a",
    success="#7cc491",
    mark="#6b5312",
    guide="#43474e",
    avatars=_AVATARS,
)
