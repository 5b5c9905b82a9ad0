"""Which document the reading pane shows, which one shall take its place, and how both fill."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ipvm_desktop.ui.views._pane_document import PaneDocument
from ipvm_desktop.ui.views._pane_swap import place_in
from ipvm_desktop.ui.views._reading_browser import ReadingBrowser

_SLICE_MS = 8


class PaneFilling(QObject):
    """Shows documents in the browser and adds their comments in slices, between events.

    Signals:
        changing: This document is about to be shown instead of ``document``.
        changed: ``document`` is another one, shown from its beginning.
    """

    changing = Signal(object)
    changed = Signal()

    def __init__(self, browser: ReadingBrowser, parent: QObject) -> None:
        super().__init__(parent)
        self.document: PaneDocument | None = None
        self._browser = browser
        self._coming: PaneDocument | None = None  # to be shown as soon as it reaches far enough
        self._end: int | None = None  # where the end was that the reader wants to be at
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._append_slice)

    def show(self, document: PaneDocument) -> None:
        """Show a document from its beginning; what the screen has no room for follows."""
        self._drop_coming()
        self.changing.emit(document)
        self.document = document
        self._end = None
        self._browser.show_document(document)
        self.scroll_to(0)
        self.changed.emit()
        self._timer.start()

    def replace(self, document: PaneDocument) -> None:
        """Show a document as soon as it reaches to where the reader is, who stays there.

        Far into a long discussion that takes a while. What is shown stays until then, and
        the window goes on answering.
        """
        self._drop_coming()
        self._coming = document
        self._timer.start()
        self._show_coming_if_ready()

    def clear(self) -> None:
        """Show no document."""
        self._timer.stop()
        self._drop_coming()
        self.document = None
        self._browser.show_document(None)

    def scroll_to(self, value: int) -> None:
        """Scroll to a height, building as much as a screenful from there needs."""
        if self.document is not None:
            self.document.append_to_height(lambda: self._browser.lowest() > value)
        self._browser.scroll_quietly(value)

    def scroll_to_text(self, position: int, top: int) -> None:
        """Scroll so that the line of a text position stands ``top`` below the pane's edge."""
        document = self.document
        if document is None:
            return
        document.append_until(lambda: document.qt.characterCount() > position + 1)
        self.scroll_to(self._browser.line_top(position) - top)
        self._browser.keep(position, top)

    def scroll_to_end(self) -> None:
        """Scroll to the end, and on with it until all is there or the reader scrolls himself."""
        self._browser.scroll_to_end()
        self._end = self._browser.verticalScrollBar().value()

    def _append_slice(self) -> None:
        if self._coming is not None:
            self._coming.append_for(_SLICE_MS)
            self._show_coming_if_ready()
        elif self.document is None or self.document.is_complete:
            self._timer.stop()
            self._end = None
        else:
            is_at_end = self._end == self._browser.verticalScrollBar().value()
            self.document.append_for(_SLICE_MS)
            if is_at_end:
                self.scroll_to_end()

    def _show_coming_if_ready(self) -> None:
        coming = self._coming
        held = None if coming is None else place_in(coming, self.document, self._browser)
        if coming is None or held is None:
            return
        self._coming = None
        place, top = held
        self.show(coming)
        if place:
            self.scroll_to_text(place, top)

    def _drop_coming(self) -> None:
        if self._coming is not None:
            self._coming.qt.deleteLater()
            self._coming = None
