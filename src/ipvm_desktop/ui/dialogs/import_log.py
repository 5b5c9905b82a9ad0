"""Lists past imports and opens their summaries again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ipvm_desktop.domain.import_log import ImportRun
from ipvm_desktop.domain.moment import format_moment
from ipvm_desktop.ui.counted_words import needs_a_look
from ipvm_desktop.ui.dialogs.import_summary import ImportSummaryDialog
from ipvm_desktop.ui.import_words import headline, looks_needed
from ipvm_desktop.ui.widgets.roomy_rows import RoomyRows

_RUN = Qt.ItemDataRole.UserRole


class ImportLogDialog(QDialog):
    """Past imports, newest first.

    Signals:
        article_requested: An article's id; the reader wants to look at it.
    """

    article_requested = Signal(int)

    def __init__(self, runs: Sequence[ImportRun], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import Log")
        self.resize(640, 400)
        self._runs = tuple(runs)
        self.runs = QTreeWidget()
        self.runs.setHeaderLabels(["When", "What"])
        self.runs.setRootIsDecorated(False)
        self.runs.setUniformRowHeights(True)
        self.runs.setItemDelegate(RoomyRows(self.runs))
        self.runs.addTopLevelItems([_row(index, run) for index, run in enumerate(self._runs)])
        self.runs.resizeColumnToContents(0)
        self.runs.itemActivated.connect(self.show_summary)
        self.runs.currentItemChanged.connect(self._update_button)

        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.summary_button = buttons.addButton(
            "Show &Summary", QDialogButtonBox.ButtonRole.ActionRole
        )
        self.summary_button.setDefault(True)
        self.summary_button.clicked.connect(self.show_summary)
        buttons.rejected.connect(self.reject)

        layout = QVBoxLayout(self)
        nothing = QLabel("Nothing has been imported yet.")
        nothing.setVisible(not self._runs)
        layout.addWidget(nothing)
        layout.addWidget(self.runs, 1)
        layout.addWidget(buttons)
        first = self.runs.topLevelItem(0)
        if first is not None:
            self.runs.setCurrentItem(first)
        self._update_button()

    def show_summary(self) -> None:
        """Open the summary of the current import."""
        current = self.runs.currentItem()
        if current is None:
            return
        summary = ImportSummaryDialog(self._runs[current.data(0, _RUN)], self)
        summary.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        summary.article_requested.connect(self._leave_for)
        summary.open()

    def _leave_for(self, article_id: int) -> None:
        self.article_requested.emit(article_id)
        self.accept()

    def _update_button(self) -> None:
        self.summary_button.setEnabled(self.runs.currentItem() is not None)


def _row(index: int, run: ImportRun) -> QTreeWidgetItem:
    when = format_moment(run.started.astimezone().replace(tzinfo=None))
    row = QTreeWidgetItem([when, headline(run) + needs_a_look(looks_needed(run))])
    row.setData(0, _RUN, index)
    return row
