"""The search field on top: what is typed narrows the article list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

DEBOUNCE_MS = 150
_MARGIN = 10


class SearchBar(QLineEdit):
    """A field that tells its text after a short pause, and shows how much was found.

    Signals:
        search_changed: The text the list shall be narrowed to, without spaces around it.
        left: The reader is done typing; the list shall have the keyboard.
    """

    search_changed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Search articles and comments (Ctrl+K)")
        self.setAccessibleName("Search articles and comments")
        # Files dropped here are meant for import; their names are nothing to search for.
        self.setAcceptDrops(False)
        self._told = ""
        self._found = QLabel(self)
        self._found.setProperty("role", "small")
        self._found.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._found.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE_MS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._on_text_changed)

    def set_found(self, count: int | None) -> None:
        """Show how many articles match; None shows nothing."""
        if count is None or not self.text().strip():
            self._found.hide()
        else:
            words = {0: "nothing found", 1: "1 article"}
            self._found.setText(words.get(count, f"{count:,} articles"))
            self._found.show()
        self._place_found()

    def found_text(self) -> str:
        """Return the feedback now shown, or ""."""
        return self._found.text() if not self._found.isHidden() else ""

    def search_now(self, text: str) -> None:
        """Put a text into the field and search for it at once."""
        self.setText(text)
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape if self.text():
                self.search_now("")
            case Qt.Key.Key_Escape | Qt.Key.Key_Down:
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._tell()
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_found()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._place_found()

    def _on_text_changed(self) -> None:
        if not self.text().strip():
            self._found.hide()
        self._pause.start()

    def _tell(self) -> None:
        self._pause.stop()
        text = self.text().strip()
        if text != self._told:
            self._told = text
            self.search_changed.emit(text)

    def _place_found(self) -> None:
        self._found.adjustSize()
        width = 0 if self._found.isHidden() else self._found.width() + _MARGIN
        self.setTextMargins(0, 0, width, 0)
        top = (self.height() - self._found.height()) // 2
        self._found.move(self.width() - self._found.width() - _MARGIN, top)
