"""Dialogs that ask for files, as Qt draws them itself."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QFileInfo, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from ipvm_desktop.ui import file_dialogs

FILTERS = "JSON (*.json);;HTML (*.html)"


@pytest.fixture
def folder(qapp: QApplication, tmp_path: Path) -> Path:
    for name in ("a.md", "b.txt"):
        (tmp_path / name).write_text("x", "utf-8")
    return tmp_path


def _answer(act: Callable[[QFileDialog], None]) -> None:
    """Answer the dialog that opens next, as soon as it is open."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog):
            act(dialog)
            dialog.done(QDialog.DialogCode.Accepted)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def _type(text: str) -> Callable[[QFileDialog], None]:
    """Type a name where names are typed; selecting one has to wait for the list to be read."""

    def type_name(dialog: QFileDialog) -> None:
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(field, QLineEdit)
        field.setText(text)

    return type_name


def _refuse() -> None:
    """Refuse the dialog that opens next."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog):
            dialog.reject()
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def test_files_are_chosen(folder: Path) -> None:
    _answer(_type("a.md"))
    assert file_dialogs.open_file(None, "Open", str(folder), "All (*)") == str(folder / "a.md")
    _answer(_type("b.txt"))
    assert file_dialogs.open_files(None, "Open", str(folder), "All (*)") == [str(folder / "b.txt")]


def test_nothing_is_chosen(folder: Path) -> None:
    _refuse()
    assert file_dialogs.open_file(None, "Open", str(folder), "All (*)") == ""
    _refuse()
    assert file_dialogs.open_files(None, "Open", str(folder), "All (*)") == []
    _refuse()
    assert file_dialogs.open_folder(None, "Open", str(folder)) == ""
    _refuse()
    assert file_dialogs.save_file(None, "Save", str(folder / "a.json"), FILTERS)[0] == ""


def test_a_folder_is_chosen(folder: Path) -> None:
    _answer(_type(str(folder)))
    assert file_dialogs.open_folder(None, "Open", str(folder)) == str(folder)


def test_a_place_to_save_is_proposed(folder: Path) -> None:
    _answer(lambda dialog: dialog.selectNameFilter("HTML (*.html)"))
    found = file_dialogs.save_file(None, "Save", str(folder / "gates"), FILTERS)
    assert (Path(found[0]).stem, found[1]) == ("gates", "HTML (*.html)")


def test_kinds_are_told_by_names(folder: Path) -> None:
    icons = file_dialogs._icons()
    assert icons.type(QFileInfo(str(folder))) == "Folder"
    assert icons.type(QFileInfo(str(folder / "a.md"))) == "MD file"
    assert not icons.icon(QFileInfo(str(folder / "a.md"))).isNull()
    assert not icons.icon(QFileInfo(str(folder))).isNull()


def test_the_journal_of_a_library_shown_in_the_dialog_outlives_another_process(
    folder: Path, qtbot: QtBot
) -> None:
    path = folder / "library.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = wal")
        connection.execute("CREATE TABLE kept (x)")
        connection.commit()
        dialog = file_dialogs._dialog(None, "Open", str(folder), "All (*)")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setIconProvider(file_dialogs._icons())
        dialog.show()
        qtbot.wait(1000)
        dialog.close()
        look = (
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
            "c.execute('SELECT * FROM kept').fetchall(); c.close()"
        )
        subprocess.run([sys.executable, "-c", look, str(path)], check=True)
        assert (folder / "library.sqlite-wal").exists()
