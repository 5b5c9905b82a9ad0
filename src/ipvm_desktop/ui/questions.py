"""Opens dialogs and hands on what the reader chose. Dialogs are imported when first shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QMessageBox

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.import_log import ImportRun
from ipvm_desktop.library import Library
from ipvm_desktop.paths import resource
from ipvm_desktop.ui import file_dialogs
from ipvm_desktop.ui.counted_words import counted
from ipvm_desktop.ui.export import FILTERS, export, file_name, with_suffix
from ipvm_desktop.ui.jobs import JobRunner
from ipvm_desktop.ui.main_window import MainWindow


class Questions(QObject):
    """Everything the window asks or shows in a dialog.

    Signals:
        import_requested: Paths that the reader chose for import.
        preview_requested: The path that the reader chose for a preview.
        removal_confirmed: Article ids that the reader really wants to remove.
        article_requested: An article's id; the reader wants to look at it.
        noted: One line for the status bar.
    """

    import_requested = Signal(object)
    preview_requested = Signal(object)
    removal_confirmed = Signal(object)
    article_requested = Signal(int)
    noted = Signal(str)

    def __init__(
        self,
        library: Library,
        runner: JobRunner,
        window: MainWindow,
        folder: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._runner = runner
        self._window = window
        self._folder = folder

    @property
    def folder(self) -> str:
        """The folder where the last file dialog was left, or ""."""
        return self._folder

    def icon(self) -> QIcon:
        """Return the program's icon."""
        return QIcon(str(resource("icons/ipvm-desktop.svg")))

    def import_files(self) -> None:
        """Ask for files to import."""
        chosen = file_dialogs.open_files(self._window, "Import Files", self._folder, _filters())
        if chosen:
            self._folder = str(Path(chosen[0]).parent)
            self.import_requested.emit([Path(name) for name in chosen])

    def preview_file(self) -> None:
        """Ask for a file to preview."""
        chosen = file_dialogs.open_file(
            self._window, "Import with Preview", self._folder, _filters()
        )
        if chosen:
            self._folder = str(Path(chosen).parent)
            self.preview_requested.emit(Path(chosen))

    def import_folder(self) -> None:
        """Ask for a folder to import."""
        chosen = file_dialogs.open_folder(self._window, "Import Folder", self._folder)
        if chosen:
            self._folder = chosen
            self.import_requested.emit([Path(chosen)])

    def watched_folder(self) -> Path | None:
        """Ask which folder to watch; None where the reader does not say."""
        chosen = file_dialogs.open_folder(self._window, "Watch a Folder", self._folder)
        return Path(chosen) if chosen else None

    def export(self, article_ids: Sequence[int] | None, title: str) -> None:
        """Ask where to write articles, and write them.

        Args:
            article_ids: Which ones; None for all.
            title: Proposed as the file's name.
        """
        if article_ids is not None and not article_ids:
            return
        proposed = str(Path(self._folder) / f"{file_name(title)}.json")
        chosen, chosen_filter = file_dialogs.save_file(
            self._window, "Export", proposed, ";;".join(FILTERS)
        )
        if not chosen:
            return
        path = with_suffix(Path(chosen), chosen_filter)
        self._folder = str(path.parent)
        self._runner.read(
            partial(export, self._library, article_ids, path),
            done=lambda count: self.noted.emit(
                f"Exported {counted(count, 'article')} to {path.name}"
            ),
            receiver=self,
        )

    def remove(self, article_ids: Sequence[int]) -> None:
        """Ask whether articles shall really go."""
        if not article_ids:
            return
        if len(article_ids) == 1:
            found = self._library.summaries(article_ids)
            what = f"“{found[0].title}” and its comments" if found else "this article"
        else:
            what = f"{len(article_ids):,} articles and their comments"
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("Remove from the Library")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(f"Remove {what} from the library?")
        box.setInformativeText("The files they were imported from stay where they are.")
        remove = box.addButton("&Remove", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        remove.clicked.connect(lambda: self.removal_confirmed.emit(list(article_ids)))
        self._open(box)

    def open_link(self, address: str) -> None:
        """Show an address and ask whether to open it."""
        from ipvm_desktop.ui.dialogs.open_link import OpenLinkDialog

        self._open(OpenLinkDialog(address, self._window))

    def show_source(self, article: Article) -> None:
        """Show the file that an article came from."""
        from ipvm_desktop.ui.dialogs.source_text import SourceTextDialog

        self._runner.read(
            partial(self._library.source_bytes, article.id),
            done=lambda content: self._open(
                SourceTextDialog(article.source, content, self._window)
            ),
            receiver=self,
        )

    def show_summary(self, run: ImportRun) -> None:
        """Show what became of each file of an import."""
        from ipvm_desktop.ui.dialogs.import_summary import ImportSummaryDialog

        dialog = ImportSummaryDialog(run, self._window)
        dialog.article_requested.connect(self.article_requested)
        self._open(dialog)

    def show_import_log(self) -> None:
        """Show past imports."""
        self._runner.read(self._library.import_runs, done=self._show_runs)

    def show_shortcuts(self) -> None:
        """Show all keys."""
        from ipvm_desktop.ui.dialogs.shortcuts import ShortcutsDialog

        self._open(ShortcutsDialog(self._window))

    def show_whats_new(self) -> None:
        """Show the changelog."""
        from ipvm_desktop.ui.dialogs.whats_new import WhatsNewDialog

        self._open(WhatsNewDialog(self._window))

    def show_about(self) -> None:
        """Show version and library."""
        from ipvm_desktop.ui.dialogs.about import AboutDialog

        self._open(AboutDialog(self._library.path, self._window))

    def _show_runs(self, runs: list[ImportRun]) -> None:
        from ipvm_desktop.ui.dialogs.import_log import ImportLogDialog

        dialog = ImportLogDialog(runs, self._window)
        dialog.article_requested.connect(self.article_requested)
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _filters() -> str:
    """Return the file dialog's filters, made from the importers and archives known."""
    from ipvm_desktop.importers.registry import default_registry
    from ipvm_desktop.pipeline.archives.kinds import EXTENSIONS

    extensions = dict.fromkeys((*default_registry().extensions(), *EXTENSIONS))
    patterns = " ".join(f"*{extension}" for extension in extensions)
    return f"Saved articles ({patterns});;All files (*)"
