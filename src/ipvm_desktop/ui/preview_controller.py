"""Previews files and the clipboard, and imports them when the reader says so."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from ipvm_desktop.errors import ImportFileError
from ipvm_desktop.ui.import_controller import ImportController
from ipvm_desktop.ui.jobs import JobRunner
from ipvm_desktop.ui.main_window import MainWindow

_ADDRESS = re.compile(r"(?:https?|ftp)://\S+")
_ADDRESS_ALONE = "The clipboard holds only an address, and nothing is fetched: copy the page itself"
_SEVERAL = "The clipboard holds several files or a folder: File → Import takes them"

if TYPE_CHECKING:
    from ipvm_desktop.importers.base import Source
    from ipvm_desktop.pipeline.preview import Preview
    from ipvm_desktop.ui.dialogs.import_preview import ImportPreviewDialog

    _Found = tuple[Source | None, Preview]


class PreviewController(QObject):
    """One preview at a time; what it reads is read away from the window's thread.

    Signals:
        noted: A sentence for the status bar.
    """

    noted = Signal(str)

    def __init__(
        self,
        runner: JobRunner,
        imports: ImportController,
        window: MainWindow,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._imports = imports
        self._window = window
        self._dialog: ImportPreviewDialog | None = None
        self._path: Path | None = None
        self._source: Source | None = None  # None of an archive

    @property
    def dialog(self) -> ImportPreviewDialog | None:
        """The dialog that is open, or None."""
        return self._dialog

    def paste(self) -> None:
        """Preview what the clipboard holds: its HTML, or else its text, or a copied file."""
        mime = QGuiApplication.clipboard().mimeData()
        files = _clipboard_files(mime)
        if len(files) == 1 and files[0].is_file():
            self.preview_file(files[0])
            return
        opened = [] if files else _clipboard_sources(mime)
        if not opened:
            self.noted.emit(_SEVERAL if files else "The clipboard holds no text")
            return
        # A link that was copied has its words as HTML, too.
        if mime is not None and _ADDRESS.fullmatch(mime.text().strip()):
            self.noted.emit(_ADDRESS_ALONE)
            return
        self._path = None
        self._open("Clipboard", partial(_best, opened))

    def preview_file(self, path: Path) -> None:
        """Preview a file, or the files of an archive."""
        self._path = path
        self._open(path.name, partial(_of_file, path))

    def _open(self, name: str, find: Callable[[], _Found]) -> None:
        if self._dialog is not None:
            self._dialog.close()
        from ipvm_desktop.ui.dialogs.import_preview import ImportPreviewDialog

        dialog = ImportPreviewDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.importer_chosen.connect(self._read_as)
        dialog.import_requested.connect(self._import)
        dialog.finished.connect(self._forget)
        dialog.show_waiting(name)
        self._dialog = dialog
        dialog.open()
        self._runner.read(
            find,
            done=self._take,
            failed=self._fail,
            receiver=dialog,
            key="preview",
        )

    def _read_as(self, importer: str) -> None:
        if self._dialog is not None and self._source is not None:
            self._runner.read(
                partial(_as_chosen, self._source, importer),
                done=self._take,
                receiver=self._dialog,
                key="preview",
            )

    def _take(self, found: _Found) -> None:
        self._source, preview = found
        if self._dialog is not None:
            self._dialog.show_preview(preview)

    def _fail(self, error: Exception) -> None:
        if self._dialog is not None:
            self._dialog.close()
        if not isinstance(error, ImportFileError):
            raise error
        self.noted.emit(str(error))

    def _import(self, importer: str) -> None:
        if self._source is not None:
            self._imports.start_source(self._source, importer)
        elif self._path is not None:
            self._imports.start([self._path])

    def _forget(self) -> None:
        self._runner.forget("preview")
        self._dialog = None


def _clipboard_files(mime: QMimeData | None) -> list[Path]:
    """Return the files that were copied in a file manager."""
    urls = [] if mime is None else mime.urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


def _clipboard_sources(mime: QMimeData | None) -> list[Source]:
    """Return what an empty clipboard has none of: its HTML, then its text."""
    # The importers are heavy, and most starts paste nothing.
    from ipvm_desktop.importers.base import Source

    if mime is None:
        return []
    now = dt.datetime.now(dt.UTC)
    stamp = f"{now.astimezone():%Y-%m-%d %H.%M}"
    flavours = ((mime.html(), "html"), (mime.text(), "txt"))
    return [
        Source(f"Clipboard {stamp}.{extension}", None, text.encode("utf-8", "replace"), now)
        for text, extension in flavours
        if text.strip()
    ]


def _of_file(path: Path) -> _Found:
    from ipvm_desktop.importers.base import Source
    from ipvm_desktop.importers.registry import default_registry
    from ipvm_desktop.pipeline.apart import is_foreign, preview_apart
    from ipvm_desktop.pipeline.preview import preview, preview_archive
    from ipvm_desktop.pipeline.scanning import is_archive

    registry = default_registry()
    if is_archive(path.name, registry):
        return None, preview_archive(path, registry)
    source = Source.from_path(path)
    if is_foreign(path.name, registry):
        return source, preview_apart(path, registry)
    return source, preview(source, registry)


def _best(sources: Iterable[Source]) -> _Found:
    """Return the preview of the first source that can be read, else of the first."""
    from ipvm_desktop.importers.registry import default_registry
    from ipvm_desktop.pipeline.preview import preview

    registry = default_registry()
    found = []
    for source in sources:
        found.append((source, preview(source, registry)))
        if found[-1][1].documents:
            return found[-1]
    return found[0]


def _as_chosen(source: Source, importer: str) -> _Found:
    from ipvm_desktop.importers.registry import default_registry
    from ipvm_desktop.pipeline.apart import is_foreign, preview_apart
    from ipvm_desktop.pipeline.preview import preview

    registry = default_registry()
    if source.path is not None and is_foreign(source.path.name, registry):
        return source, preview_apart(source.path, registry, importer)
    return source, preview(source, registry, importer)
