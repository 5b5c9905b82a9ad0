"""The status bar: what the library holds, and how an import is going or went."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from ipvm_desktop.domain.listing import LibraryCounts
from ipvm_desktop.ui.counted_words import counted, needs_a_look
from ipvm_desktop.ui.plain_text import plain_tip

_BAR_WIDTH, _LEAST_BAR_WIDTH = 160, 40
_MARGIN = 10
_GAP = 20
_MOST_CHARACTERS = 60


class LibraryStatusLine(QWidget):
    """How much the library holds, and its name: each in full or, for want of room, not at all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = QLabel()
        self.library = QLabel()
        self.library.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 3, 0, 3)
        layout.setSpacing(_GAP)
        layout.addWidget(self.counts)
        layout.addWidget(self.library, 1)
        # In a narrow window all this gives way to how an import goes.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def set_counts(self, counts: LibraryCounts) -> None:
        """Show how many articles and comments there are."""
        articles = counted(counts.articles, "article")
        self.counts.setText(f"{articles} · {counted(counts.comments, 'comment')}")
        self._fit()

    def set_library(self, name: str, path: str) -> None:
        """Show the library's file name; its whole path is a tooltip."""
        self.library.setText(name)
        self.library.setToolTip(plain_tip(path))
        self._fit()

    def _fit(self) -> None:
        needed = _MARGIN + self.counts.sizeHint().width()
        self.counts.setVisible(needed <= self.width())
        self.library.setVisible(needed + _GAP + self.library.sizeHint().width() <= self.width())


class ImportStatusLine(QWidget):
    """A running import with its progress, or the result of the last one until dismissed.

    Signals:
        cancelled: The reader wants the import to stop.
        articles_requested: The reader wants to see the articles of the last import.
        summary_requested: The reader wants to see the last import's summary.
    """

    cancelled = Signal()
    articles_requested = Signal()
    summary_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(_LEAST_BAR_WIDTH)
        self.bar.setMaximumWidth(_BAR_WIDTH)
        self.cancel_button = link_button("Cancel", "Stop the import after the current file")
        self.cancel_button.clicked.connect(self._cancel)
        self.articles_button = link_button("", "List only what this import brought")
        self.articles_button.clicked.connect(self.articles_requested)
        self.summary_button = link_button("Show summary", "What became of each file")
        self.summary_button.clicked.connect(self.summary_requested)
        self.dismiss_button = link_button("✕", "Dismiss")
        self.dismiss_button.clicked.connect(self.clear)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, _MARGIN, 0)
        layout.setSpacing(14)
        for widget in (
            self.words,
            self.bar,
            self.cancel_button,
            self.articles_button,
            self.summary_button,
            self.dismiss_button,
        ):
            layout.addWidget(widget, alignment=Qt.AlignmentFlag.AlignVCenter)
        self.clear()

    def show_progress(self, done: int, total: int | None, look: int, label: str = "") -> None:
        """Show a running import.

        Args:
            done: Files finished.
            total: All files, or None while they are still being looked for.
            look: Finished files that failed or need a look.
            label: What is being imported, and of a large file how much so far.
        """
        of_total = f" of {total:,}" if total is not None else ""
        noun = "file" if total == 1 else "files"
        words = f"Imported {done:,}{of_total} {noun}{needs_a_look(look)}"
        # The only file may take long, so say what is going on in it.
        self.words.setText(f"Importing {_shortened(label)}" if total == 1 and label else words)
        self.words.setToolTip(plain_tip(label))
        # Of an only file the words tell how far it is; the bar just shows that it goes on.
        self.bar.setRange(0, 0 if total in (None, 1) else total)
        self.bar.setValue(done)
        self.cancel_button.setText("Cancel")
        self.cancel_button.setEnabled(True)
        self._show(running=True)

    def show_result(self, words: str, look: int, articles: str = "") -> None:
        """Show how the import went, until the reader dismisses it.

        Args:
            words: Its headline.
            look: Files that failed or need a look.
            articles: Words that offer to list its articles; "" to offer nothing.
        """
        self.words.setText(f"{words}{needs_a_look(look)}")
        self.articles_button.setText(articles)
        self._show(running=False)

    def clear(self) -> None:
        """Show nothing."""
        self.hide()

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self.cancel_button.setText("Stopping…")
        self.cancelled.emit()

    def _show(self, *, running: bool) -> None:
        self.bar.setVisible(running)
        self.cancel_button.setVisible(running)
        self.articles_button.setVisible(not running and bool(self.articles_button.text()))
        self.summary_button.setVisible(not running)
        self.dismiss_button.setVisible(not running)
        self.show()


def _shortened(label: str) -> str:
    """Take out the middle of a label that would widen the window; its end says how far it is."""
    if len(label) <= _MOST_CHARACTERS:
        return label
    half = _MOST_CHARACTERS // 2
    return f"{label[:half]}…{label[-half:]}"


def link_button(text: str, tip: str) -> QToolButton:
    """Return a button that looks like a link, for the status bar."""
    button = QToolButton()
    button.setProperty("link", True)
    button.setText(text)
    button.setToolTip(tip)
    button.setAutoRaise(True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
