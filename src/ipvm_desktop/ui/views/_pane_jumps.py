"""Following the pane's own links: where they lead, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QPushButton

from ipvm_desktop.render.quotes import locate
from ipvm_desktop.render.reading import COMMENT_LINK, QUOTE_SOURCE_LINK, passage_of
from ipvm_desktop.ui.theme import Theme
from ipvm_desktop.ui.views._pane_document import PaneDocument, in_utf16
from ipvm_desktop.ui.views._passages import Span
from ipvm_desktop.ui.views._reading_browser import ReadingBrowser

_MOST_REMEMBERED = 100
_EDGE = 14


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads.

    Attributes:
        comment: A comment's ``id``; None for the article.
        text: A passage to look for there, or "".
    """

    comment: int | None
    text: str = ""


class PaneJumps(QObject):
    """Knows where own links lead and where they were followed from.

    Signals:
        back_requested: The reader pressed the button that leads back.
    """

    back_requested = Signal()

    def __init__(self, browser: ReadingBrowser, theme: Theme) -> None:
        super().__init__(browser)
        self._browser = browser
        self._places: list[tuple[str, int | None]] = []
        self.button = QPushButton("← Back", browser)
        self.button.setToolTip("Back to where the link was (Alt+Left)")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Alt+Left does the same
        self.button.clicked.connect(self.back_requested)
        self.button.hide()
        self.set_theme(theme)
        browser.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """Colour the button that leads back."""
        self.button.setStyleSheet(
            f"QPushButton {{ background: {theme.window}; color: {theme.accent};"
            f" border: 1px solid {theme.border}; border-radius: 10px;"
            " padding: 4px 12px; }"
            f"QPushButton:hover {{ background: {theme.accent_soft}; }}"
        )

    # Where links lead

    def target_of(self, address: str, document: PaneDocument) -> Target | None:
        """Return where an own link leads, or None where there is no such place."""
        if address.startswith(COMMENT_LINK):
            number = address.removeprefix(COMMENT_LINK)
            return Target(int(number)) if number.isdecimal() else None
        passage = passage_of(address)
        order = document.order_of(passage.comment) if passage is not None else None
        if passage is None or order is None:
            return None
        comment = document.thread.entries[order].comment
        if comment is None or passage.index >= len(comment.quotes):
            return None
        text = comment.quotes[passage.index].text
        if not address.startswith(QUOTE_SOURCE_LINK):
            return Target(comment.id, text)
        known = document.quotes.sources
        return Target(known[passage], text) if passage in known else None

    def span_of(self, target: Target, document: PaneDocument) -> Span | None:
        """Return the place of a target's passage, or None where nothing resembles it.

        Builds the document up to there.
        """
        if not target.text:
            return None
        if target.comment is None:
            document.append_until(lambda: bool(document.starts))
            first = 0
            last = document.starts[0] if document.starts else document.qt.characterCount()
        else:
            order = document.order_of(target.comment)
            if order is None:
                return None
            document.append_until(lambda: len(document.starts) > order)
            byline = document.qt.findBlock(document.starts[order])
            first = byline.position() + byline.length()
            last = document.end(order)
        last = min(last, document.qt.characterCount() - 1)
        if first >= last:
            return None
        span = locate(document.text_between(first, last), in_utf16(target.text))
        return None if span is None else (first + span[0], first + span[1])

    # The way back

    def remember(self, position: str, comment_id: int | None) -> None:
        """Keep a place to come back to, and offer that."""
        self._places.append((position, comment_id))
        del self._places[:-_MOST_REMEMBERED]
        self._place_button()
        self.button.show()
        self.button.raise_()

    def step_back(self) -> tuple[str, int | None] | None:
        """Return the last place that was kept, which is forgotten; None without one."""
        place = self._places.pop() if self._places else None
        self.button.setVisible(bool(self._places) and self.button.isVisible())
        return place

    def forget(self) -> None:
        """Forget all places."""
        self._places.clear()
        self.hide_button()

    def hide_button(self) -> None:
        """Offer the way back by its key only."""
        self.button.hide()

    def _place_button(self) -> None:
        self.button.adjustSize()
        browser = self._browser
        # Lines are ragged on this side, so it covers less of them.
        edge = browser.width() - browser.verticalScrollBar().sizeHint().width() - _EDGE
        top = browser.height() - self.button.height() - _EDGE
        self.button.move(edge - self.button.width(), top)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.button.isHidden():
            self._place_button()
        return super().eventFilter(watched, event)
