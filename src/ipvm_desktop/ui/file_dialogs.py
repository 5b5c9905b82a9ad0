"""Asks for files and folders, without looking into what lies there.

Qt's own dialog opens files to find out their kind. A process that closes a file loses all locks
that it has on it (POSIX), also SQLite's; where the library's folder was shown, another process
would then take itself for the last one and delete the journal that this one still writes to
(https://www.sqlite.org/howtocorrupt.html, 2.2). The dialogs of a desktop do as they like.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QFileInfo, QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFileDialog, QFileIconProvider, QWidget

_SIZE = QSize(860, 560)


def open_files(parent: QWidget | None, title: str, folder: str, filters: str) -> list[str]:
    """Return the files that were chosen, none where the reader chose none."""
    dialog = _dialog(parent, title, folder, filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _chosen(dialog)


def open_file(parent: QWidget | None, title: str, folder: str, filters: str) -> str:
    """Return the file that was chosen, or ""."""
    dialog = _dialog(parent, title, folder, filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return "".join(_chosen(dialog)[:1])


def open_folder(parent: QWidget | None, title: str, folder: str) -> str:
    """Return the folder that was chosen, or ""."""
    dialog = _dialog(parent, title, folder, "")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return "".join(_chosen(dialog)[:1])


def save_file(parent: QWidget | None, title: str, proposed: str, filters: str) -> tuple[str, str]:
    """Return where to save, or "", and the filter that was chosen.

    Args:
        parent: The window that it belongs to.
        title: The dialog's.
        proposed: The file's path as proposed.
        filters: Names of formats with their patterns, separated by ``;;``.
    """
    path = Path(proposed)
    dialog = _dialog(parent, title, str(path.parent), filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(path.name)
    return "".join(_chosen(dialog)[:1]), dialog.selectedNameFilter()


class _PlainIcons(QFileIconProvider):
    """Tells files from folders, and kinds of files by their names only."""

    def icon(self, what: QFileInfo | QFileIconProvider.IconType) -> QIcon:
        """Return an icon."""
        if isinstance(what, QFileInfo):
            kind = QFileIconProvider.IconType
            what = kind.Folder if what.isDir() else kind.File
        return super().icon(what)

    def type(self, info: QFileInfo) -> str:
        """Return the kind for the dialog's column."""
        return "Folder" if info.isDir() else f"{info.suffix().upper()} file".strip()


@cache
def _icons() -> _PlainIcons:
    # Dialogs do not keep it alive.
    return _PlainIcons()


def _dialog(parent: QWidget | None, title: str, folder: str, filters: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, folder, filters)
    dialog.setIconProvider(_icons())
    # The filters' names say it; a list of thirty extensions would not be read.
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
    dialog.resize(_SIZE)
    return dialog


def _chosen(dialog: QFileDialog) -> list[str]:
    try:
        return dialog.selectedFiles() if dialog.exec() else []
    finally:
        dialog.deleteLater()
