"""Names what an import could not read, or read imperfectly, file by file."""

from __future__ import annotations

from itertools import islice
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ipvm_desktop.domain.import_log import FileOutcome, ImportRun
from ipvm_desktop.ui.counted_words import counted
from ipvm_desktop.ui.import_words import STATUS_WORDS, headline, looks_needed, remarks
from ipvm_desktop.ui.plain_text import plain_tip
from ipvm_desktop.ui.widgets.roomy_rows import RoomyRows

# Of one file; an export may hold thousands of articles.
_MOST_REMARKS, _MOST_TITLES = 50, 10

_ARTICLE = Qt.ItemDataRole.UserRole


class ImportSummaryDialog(QDialog):
    """What became of each file of one import.

    Signals:
        article_requested: An article's id; the reader wants to look at it.
    """

    article_requested = Signal(int)

    def __init__(self, run: ImportRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import Summary")
        self.resize(760, 460)
        self._run = run
        look = looks_needed(run)
        self.headline = QLabel(f"<b>{headline(run)}</b>")
        self.show_all = QCheckBox(f"Show all {counted(len(run.files), 'file')}")
        self.show_all.setChecked(look == 0)
        self.show_all.setVisible(0 < look < len(run.files))
        self.show_all.toggled.connect(self._fill)
        self.files = self._make_tree()

        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = buttons.addButton(
            "&Copy as Text", QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy_button.clicked.connect(self._copy)
        self.copy_button.setAutoDefault(False)
        buttons.rejected.connect(self.reject)

        layout = QVBoxLayout(self)
        layout.addWidget(self.headline)
        layout.addWidget(self.files, 1)
        layout.addWidget(QLabel("Double-click a file to read its article."))
        layout.addWidget(self.show_all)
        layout.addWidget(buttons)
        self._fill()

    def as_text(self) -> str:
        """Return the summary for the clipboard, with full paths."""
        lines = [headline(self._run)]
        for outcome in self._shown():
            lines.append(f"{outcome.path}: {STATUS_WORDS[outcome.status]}")
            lines += [f"    {sentence}" for _, sentence in remarks(outcome)]
        return "\n".join(lines) + "\n"

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setHeaderLabels(["File", "Result", "What to know"])
        tree.setWordWrap(True)
        tree.setAllColumnsShowFocus(True)
        tree.setItemDelegate(RoomyRows(tree))
        header = tree.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, 240)
        header.resizeSection(1, 110)
        tree.setExpandsOnDoubleClick(False)
        tree.itemActivated.connect(self._open)
        return tree

    def _shown(self) -> list[FileOutcome]:
        everything = self.show_all.isChecked()
        return [outcome for outcome in self._run.files if everything or outcome.needs_a_look]

    def _fill(self) -> None:
        self.files.clear()
        rows = [_row(outcome) for outcome in self._shown()]
        self.files.addTopLevelItems(rows)
        self.files.expandAll()
        if rows:
            self.files.setCurrentItem(rows[0])

    def _open(self, row: QTreeWidgetItem) -> None:
        article_id = row.data(0, _ARTICLE)
        if article_id is not None:
            self.article_requested.emit(article_id)
            self.accept()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())


def _row(outcome: FileOutcome) -> QTreeWidgetItem:
    """Return a file's row; from the second remark on, each has a row below it."""
    all_remarks = remarks(outcome)
    found = list(islice(all_remarks, _MOST_REMARKS))
    more = sum(1 for _ in all_remarks)
    first = found[0][1] if found else _titles(outcome)
    is_waiting = any(article.waiting is not None for article in outcome.articles)
    result = "waits for you" if is_waiting else STATUS_WORDS[outcome.status]
    row = QTreeWidgetItem([PurePath(outcome.path).name, result, first])
    row.setToolTip(0, plain_tip(outcome.path))
    row.setToolTip(2, plain_tip(first))
    article = found[0][0] if found else None
    if article is None and outcome.articles:
        article = outcome.articles[0]
    row.setData(0, _ARTICLE, article.id if article else None)
    for article, sentence in found[1:]:
        below = QTreeWidgetItem(["", "", sentence])
        below.setToolTip(2, plain_tip(sentence))
        below.setData(0, _ARTICLE, article.id if article else None)
        row.addChild(below)
    if more:
        row.addChild(
            QTreeWidgetItem(["", "", f"… and {more:,} more; “Copy as Text” has all of them"])
        )
    return row


def _titles(outcome: FileOutcome) -> str:
    titles = ", ".join(article.title for article in outcome.articles[:_MOST_TITLES])
    more = len(outcome.articles) - _MOST_TITLES
    return f"{titles} and {more:,} more" if more > 0 else titles
