"""Shows what an import would make of a file or of the clipboard, before anything is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ipvm_desktop.domain.document import Document, Picture
from ipvm_desktop.ui import preview_text
from ipvm_desktop.ui.counted_words import counted
from ipvm_desktop.ui.pictures import decode, measure
from ipvm_desktop.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from ipvm_desktop.pipeline.preview import Preview

_WIDEST_PICTURE = 480
_GAP = 8


class ImportPreviewDialog(QDialog):
    """Which importer reads a source and why, what it finds, and what it leaves out.

    Signals:
        importer_chosen: The name of another importer to read the source with.
        import_requested: The name of the importer to import it with; "" for an archive.
    """

    importer_chosen = Signal(str)
    import_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import Preview")
        self.resize(980, 640)
        self._preview: Preview | None = None
        self.name = ElidedLabel()
        self.read_as = QLabel("Read as")
        self.importers = QComboBox()
        self.importers.setAccessibleName("Read as")
        # The formats come after the dialog is shown.
        self.importers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.importers.activated.connect(self._choose)
        self.why = QLabel()
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setProperty("role", "muted")
        self.why.setWordWrap(True)
        self.trouble = QLabel()
        self.trouble.setProperty("role", "warning")
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setWordWrap(True)
        self.articles = QListWidget()
        self.articles.setAccessibleName("Articles")
        self.articles.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.articles.currentRowChanged.connect(self._show_article)
        self.facts = QFormLayout()
        self.remarks_title = QLabel("<b>Left out, or read imperfectly</b>")
        self.remarks = QLabel()
        self.remarks.setWordWrap(True)
        self.remarks.setTextFormat(Qt.TextFormat.PlainText)
        self.page = _Page()

        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.import_button = QPushButton("&Import")
        self.buttons.addButton(self.import_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.import_button.setDefault(True)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self.show_waiting("")

    def show_waiting(self, name: str) -> None:
        """Say that a source is being read."""
        self.name.setText(name)
        self.importers.setEnabled(False)
        self.import_button.setEnabled(False)
        self.why.setText("Reading…")
        self.trouble.hide()
        if self._preview is None:
            # Of another importer's reading the last one's is shown meanwhile.
            self.articles.hide()
            self.remarks_title.hide()

    def show_preview(self, preview: Preview) -> None:
        """Show what was read."""
        self._preview = preview
        self.name.setText(preview.name)
        self._fill_importers(preview)
        self.articles.clear()
        self.articles.addItems([document.title for document in preview.documents])
        self.articles.setVisible(len(preview.documents) > 1)
        self.import_button.setEnabled(bool(preview.documents))
        if preview.documents:
            self.articles.setCurrentRow(0)
        else:
            self._show_article(-1)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.read_as)
        head.addWidget(self.importers)
        split = QSplitter()
        split.addWidget(self._side())
        split.addWidget(self.page)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self.why)
        layout.addWidget(self.trouble)
        layout.addWidget(split, 1)
        layout.addWidget(self.buttons)

    def _side(self) -> QWidget:
        """Return what stands beside the page; facts and remarks scroll, for they may be many."""
        told = QWidget()
        lines = QVBoxLayout(told)
        lines.setContentsMargins(0, 0, 8, 0)
        lines.addLayout(self.facts)
        lines.addSpacing(_GAP)
        lines.addWidget(self.remarks_title)
        lines.addWidget(self.remarks)
        lines.addStretch()
        self.told = QScrollArea()
        self.told.setWidget(told)
        self.told.setWidgetResizable(True)
        self.told.setFrameShape(QFrame.Shape.NoFrame)
        self.told.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.told.setAccessibleName("What was found")
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.articles, 1)
        column.addWidget(self.told, 1)
        return side

    def _fill_importers(self, preview: Preview) -> None:
        self.importers.clear()
        for candidate in preview.candidates:
            words = candidate.title if candidate.is_likely else f"{candidate.title} (unlikely)"
            self.importers.addItem(words, candidate.name)
        chosen = self.importers.findData(preview.importer)
        self.importers.setCurrentIndex(chosen)
        self.importers.setEnabled(True)
        for widget in (self.read_as, self.importers):
            widget.setVisible(preview.files is None)
        self.why.setText(_why(preview))
        self.why.setVisible(bool(self.why.text()))
        self.trouble.setText(preview.error or "")
        self.trouble.setVisible(preview.error is not None)

    def _choose(self, index: int) -> None:
        name = self.importers.itemData(index)
        if self._preview is not None and name != self._preview.importer:
            self.show_waiting(self.name.text())
            self.importer_chosen.emit(name)

    def _show_article(self, row: int) -> None:
        documents = self._preview.documents if self._preview is not None else ()
        document = documents[row] if 0 <= row < len(documents) else None
        while self.facts.rowCount():
            self.facts.removeRow(0)
        if document is None:
            self._show_remarks([])
            self.page.show_nothing(self._preview)
            return
        origins = self._preview.origins if self._preview is not None else ()
        files = [("File", f"{name}, read as {title}") for name, title in origins[row : row + 1]]
        for name, value in [*files, *preview_text.facts(document)]:
            label = QLabel(value)
            label.setWordWrap(True)
            # A title without a space must not make the dialog as wide as itself.
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            label.setTextFormat(Qt.TextFormat.PlainText)
            head = QLabel(f"{name}:")
            head.setAlignment(Qt.AlignmentFlag.AlignTop)
            self.facts.addRow(head, label)
        self._show_remarks(preview_text.remarks(document))
        self.page.show_document(document)

    def _show_remarks(self, remarks: list[str]) -> None:
        self.remarks_title.setVisible(bool(remarks))
        self.remarks.setText("\n".join(f"• {remark}" for remark in remarks))

    def _accept(self) -> None:
        if self._preview is not None and self._preview.documents:
            self.import_requested.emit(self._preview.importer or "")
        self.accept()


class _Page(QTextBrowser):
    """The article's text; pictures come from the document itself, and from nowhere else."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName("Article")
        self._pictures: dict[str, Picture] = {}

    def show_document(self, document: Document) -> None:
        """Show an article with its discussion."""
        self._pictures = {picture.address: picture for picture in document.pictures}
        self.setHtml(preview_text.page(document, document.comments))

    def show_nothing(self, preview: Preview | None) -> None:
        """Say what can be done about a source of which nothing could be read."""
        self._pictures = {}
        if preview is None:
            self.clear()
        elif preview.files is not None:
            self.setHtml("<p>No article was found in this archive.</p>")
        else:
            self.setHtml(
                "<p>No article was found in this file.</p>"
                "<p>If you know what kind of file it is, choose it above.</p>"
            )

    def loadResource(self, _kind: int, name: QUrl) -> object:  # type: ignore[override]
        """Serve the document's own pictures, no wider than the page."""
        picture = self._pictures.get(name.toString())
        size = measure(picture.content) if picture is not None else None
        if size is None:
            return None
        width = min(size[0], _WIDEST_PICTURE)
        return decode(picture, width, max(1, size[1] * width // size[0]))


def _why(preview: Preview) -> str:
    cut = f" The first {len(preview.documents)} articles are shown." if preview.is_cut else ""
    if preview.files is not None:
        held = counted(preview.files, "file")
        return f"An archive with {held} to import, each read as what it is.{cut}"
    if preview.importer is None:
        return ""
    candidate = next(each for each in preview.candidates if each.name == preview.importer)
    if candidate.is_likely:
        return f"Read as {candidate.title}, because {candidate.why}.{cut}"
    return f"Read as {candidate.title}, because you chose it; {candidate.why}.{cut}"
