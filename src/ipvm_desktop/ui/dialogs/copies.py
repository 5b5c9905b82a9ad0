"""Copies of articles from several files: what each is like, and which one is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ipvm_desktop.domain.article import Article, SourceRecord
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.moment import format_moment
from ipvm_desktop.domain.recognition import SIGN_WORDS
from ipvm_desktop.domain.versions import Version, VersionState
from ipvm_desktop.ui import preview_text
from ipvm_desktop.ui.plain_text import plain_tip
from ipvm_desktop.ui.widgets.roomy_rows import RoomyRows

_STATE_WORDS = {
    VersionState.OLDER: "shown earlier",
    VersionState.WAITING: "waits for you",
    VersionState.REFUSED: "not used",
}
_SHOWN_WORDS = "shown now"
_VERSION = Qt.ItemDataRole.UserRole
_ARTICLE = Qt.ItemDataRole.UserRole + 1


class CopiesDialog(QDialog):
    """Lists articles with their copies, shows one of them, and asks what to do with it.

    Signals:
        looked_at: The id of the version that the reader looks at.
        shown_looked_at: The id of the article whose present state the reader looks at.
        use_requested: A version's id; it shall be shown.
        refuse_requested: The id of a copy that waits; the present one shall stay.
        separate_requested: The id of a copy that waits; it is another article.
    """

    looked_at = Signal(int)
    shown_looked_at = Signal(int)
    use_requested = Signal(int)
    refuse_requested = Signal(int)
    separate_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Other Copies")
        self.resize(960, 600)
        self.head = QLabel()
        self.head.setTextFormat(Qt.TextFormat.PlainText)
        self.head.setWordWrap(True)
        self.copies = QTreeWidget()
        self.copies.setHeaderLabels(["Copy", "State", "Since", "Comments"])
        self.copies.setRootIsDecorated(False)
        self.copies.setItemsExpandable(False)
        self.copies.setAllColumnsShowFocus(True)
        self.copies.setItemDelegate(RoomyRows(self.copies))
        self.copies.currentItemChanged.connect(self._look)
        self.difference = QLabel()
        self.difference.setTextFormat(Qt.TextFormat.PlainText)
        self.difference.setWordWrap(True)
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)

        self.use_button = QPushButton("&Use This Copy")
        self.refuse_button = QPushButton("&Keep the Present One")
        self.separate_button = QPushButton("It Is &Another Article")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for button, request in (
            (self.use_button, self.use_requested),
            (self.refuse_button, self.refuse_requested),
            (self.separate_button, self.separate_requested),
        ):
            button.setAutoDefault(False)
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
            button.clicked.connect(lambda _checked=False, request=request: self._ask(request))
        buttons.rejected.connect(self.reject)
        self._lay_out(buttons)
        self._look()

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.copies)
        split.addWidget(self.page)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.addWidget(self.head)
        layout.addWidget(split, 1)
        layout.addWidget(self.difference)
        layout.addWidget(buttons)

    def show_copies(
        self, head: str, versions: Sequence[Version], articles: Mapping[int, Article]
    ) -> None:
        """List copies; the one that was looked at stays chosen while it is there.

        Args:
            head: What is said above them.
            versions: The copies.
            articles: What the library shows instead of them, by id.
        """
        self.head.setText(head)
        current = self.current()
        self.copies.clear()
        shown: dict[int, QTreeWidgetItem] = {}
        chosen: QTreeWidgetItem | None = None
        for version in versions:
            if version.article_id not in shown:
                row = _shown_row(articles[version.article_id])
                shown[version.article_id] = row
                self.copies.addTopLevelItem(row)
            row = _copy_row(version)
            shown[version.article_id].addChild(row)
            if chosen is None or (current is not None and version.id == current.id):
                chosen = row
        self.copies.expandAll()
        for column in (1, 2, 3):
            self.copies.resizeColumnToContents(column)
        self.copies.setColumnWidth(0, 460)
        if chosen is not None:
            self.copies.setCurrentItem(chosen)
        self._look()

    def show_content(self, article: Article, comments: Sequence[Comment]) -> None:
        """Show the copy that is looked at."""
        self.page.setHtml(preview_text.page(article, comments))

    def current(self) -> Version | None:
        """Return the copy that is looked at; None of what the library shows now."""
        row = self.copies.currentItem()
        found = row.data(0, _VERSION) if row is not None else None
        return found if isinstance(found, Version) else None

    def _current_article(self) -> int | None:
        """Return the article whose present state is looked at."""
        row = self.copies.currentItem()
        found = row.data(0, _ARTICLE) if row is not None else None
        return found if isinstance(found, int) else None

    def _look(self) -> None:
        version = self.current()
        waits = version is not None and version.state is VersionState.WAITING
        self.use_button.setEnabled(version is not None)
        self.refuse_button.setEnabled(waits)
        self.separate_button.setEnabled(waits)
        self.page.clear()
        if version is not None:
            self.difference.setText(difference_words(version))
            self.looked_at.emit(version.id)
            return
        article = self._current_article()
        self.difference.setText("This is what the library shows now." if article else "")
        if article is not None:
            self.shown_looked_at.emit(article)

    def _ask(self, request: Signal) -> None:
        version = self.current()
        if version is not None:
            request.emit(version.id)  # type: ignore[attr-defined]


def _shown_row(article: Article) -> QTreeWidgetItem:
    source = article.source
    row = _row(article.title, source, _SHOWN_WORDS, source.imported, article.comment_count)
    row.setData(0, _ARTICLE, article.id)
    return row


def _copy_row(version: Version) -> QTreeWidgetItem:
    state = _STATE_WORDS[version.state]
    row = _row(version.title, version.source, state, version.noted, version.comment_count)
    row.setData(0, _VERSION, version)
    return row


def _row(
    title: str, source: SourceRecord, state: str, since: dt.datetime, comments: int
) -> QTreeWidgetItem:
    when = format_moment(since.astimezone().replace(tzinfo=None))
    row = QTreeWidgetItem([f"{title} — {source.name}", state, when, f"{comments:,}"])
    row.setToolTip(0, plain_tip(f"{title}\n{source.name}, read as {source.importer}"))
    return row


def difference_words(version: Version) -> str:
    """Return how a copy differs from what was shown, and how it was recognised."""
    gains = ", ".join(version.comparison.gain_words)
    losses = ", ".join(version.comparison.loss_words)
    parts = []
    if gains:
        parts.append(f"It has {gains}.")
    if losses:
        parts.append(f"It has {losses}.")
    if version.sign is not None:
        parts.append(f"It was recognised by {SIGN_WORDS[version.sign]}.")
    return " ".join(parts)
