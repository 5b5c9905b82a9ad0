"""How the reading pane's document looks: fonts, colours, zoom, indentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from PySide6.QtGui import QFont

from ipvm_desktop.ui.theme import MONO_FAMILIES, READING_FAMILIES, Theme

_TEXT_PIXELS = 17
# Replies are indented less where the pane is narrower than this, in px at 100 %.
_NARROW, _STEP, _NARROW_STEP = 460, 22, 11
_SANS_FALLBACK = ("Noto Sans", "DejaVu Sans", "sans-serif")


@dataclass(frozen=True, slots=True)
class PaneStyle:
    """How a document looks, fixed when it is built.

    Attributes:
        colours: ``#rrggbb`` by the names of the theme's tokens.
        font: Font of the article's text, as zoomed.
        families: Font families by ``sans`` and ``mono``.
        zoom: 1 for 100 %.
        step: Indentation of a reply, in px at 100 %.
    """

    colours: Mapping[str, str]
    font: QFont
    families: Mapping[str, Sequence[str]]
    zoom: float
    step: int

    @classmethod
    def of(cls, theme: Theme, percent: int, sans: str, width: int) -> PaneStyle:
        """Return the style for a theme, a zoom, the window's font and the pane's width."""
        zoom = percent / 100
        font = QFont()
        font.setFamilies(list(READING_FAMILIES))
        font.setPixelSize(max(1, round(_TEXT_PIXELS * zoom)))
        colours = {name: value for name, value in asdict(theme).items() if isinstance(value, str)}
        families = {"sans": (sans, *_SANS_FALLBACK), "mono": MONO_FAMILIES}
        step = _STEP if width >= _NARROW * zoom else _NARROW_STEP
        return cls(colours, font, families, zoom, step)

    def px(self, length: float) -> int:
        """Return a length as zoomed."""
        return round(length * self.zoom)
