"""A watched folder: what settles in it is imported once, and nobody is asked anything."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ipvm_desktop import settings
from ipvm_desktop.domain.listing import Query
from ipvm_desktop.library import Library
from ipvm_desktop.pipeline.watching import folders_in
from ipvm_desktop.ui import file_dialogs, watch_controller
from ipvm_desktop.ui.import_controller import ImportController
from ipvm_desktop.ui.jobs import JobRunner
from ipvm_desktop.ui.program import Program
from ipvm_desktop.ui.views.import_status import ImportStatusLine
from ipvm_desktop.ui.watch_controller import WatchController


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch_controller, "_BEGIN_MS", 0)
    monkeypatch.setattr(watch_controller, "_SOON_MS", 30)
    monkeypatch.setattr(watch_controller, "_POLL_MS", 100)
    monkeypatch.setattr(watch_controller, "_SETTLED_SECONDS", 0.8)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    made = tmp_path / "Inbox"
    made.mkdir()
    return made


class Parts:
    """A watch with all it needs."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.runners = JobRunner(), JobRunner()
        self.line, self.label = ImportStatusLine(), QLabel()
        self.imports = ImportController(library, self.runners[0], self.line)
        self.watch = WatchController(self.imports, self.runners[1], self.label)
        self.notes: list[str] = []
        self.loud: list[object] = []
        self.watch.noted.connect(self.notes.append)
        self.imports.finished.connect(self.loud.append)

    def titles(self) -> list[str]:
        return [self.library.article(i).title for i in self.library.article_ids(Query())]

    def runs(self) -> int:
        return len(self.library.import_runs())

    def close(self) -> None:
        self.watch.stop()
        for runner in self.runners:
            runner.wait_idle()
            runner.shutdown()
        self.line.close()
        self.label.close()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.sqlite") as opened:
        yield opened


@pytest.fixture
def parts(qapp: QApplication, qtbot: QtBot, library: Library) -> Iterator[Parts]:
    made = Parts(library)
    yield made
    made.close()


def write(path: Path, title: str = "A note") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{title}\n\nIt is so.\n", encoding="utf-8")
    return path


def test_what_is_there_and_what_comes_is_imported_once(
    parts: Parts, qtbot: QtBot, inbox: Path
) -> None:
    write(inbox / "old.txt", "Old")
    parts.watch.watch(inbox)
    assert parts.label.text() == "Watching “Inbox”"
    qtbot.waitUntil(lambda: parts.notes == ["1 file imported from “Inbox”"])
    write(inbox / "sub" / "new.txt", "New")
    (inbox / "photo.png").write_bytes(b"x")
    qtbot.waitUntil(lambda: sorted(parts.titles()) == ["New", "Old"])
    qtbot.waitUntil(lambda: len(parts.notes) == 2)
    qtbot.wait(1300)
    assert parts.runs() == 2
    assert parts.loud == []
    assert parts.line.isHidden()


def test_a_file_that_is_still_written_is_waited_for(
    parts: Parts, qtbot: QtBot, inbox: Path
) -> None:
    parts.watch.watch(inbox)
    path = inbox / "slow.txt"
    for line in ("Slow", "", "One.", "", "Two.", "", "Three."):
        with path.open("a", encoding="utf-8") as out:
            out.write(f"{line}\n")
        qtbot.wait(120)
    qtbot.waitUntil(lambda: parts.titles() == ["Slow"])
    # The account of an import is kept after its articles.
    qtbot.waitUntil(lambda: parts.runs() == 1)
    assert parts.library.article(1).body_text.endswith("Three.")


def test_a_page_is_waited_for_until_its_pictures_are_there(
    parts: Parts, qtbot: QtBot, inbox: Path
) -> None:
    parts.watch.watch(inbox)
    page = "<!DOCTYPE html><html><head><title>Gates</title></head><body><article><h1>Gates</h1>"
    text = "<p>The gates at the north door stay open all night, and nobody knows why.</p>" * 9
    (inbox / "page.html").write_text(f"{page}{text}</article></body></html>", encoding="utf-8")
    (inbox / "page_files").mkdir()
    for number in range(6):
        (inbox / "page_files" / f"{number}.png").write_bytes(b"x")
        assert parts.runs() == 0
        qtbot.wait(120)
    qtbot.waitUntil(lambda: parts.titles() == ["Gates"])


def test_a_changed_file_comes_again(parts: Parts, qtbot: QtBot, inbox: Path) -> None:
    path = write(inbox / "note.txt", "First")
    parts.watch.watch(inbox)
    qtbot.waitUntil(lambda: parts.titles() == ["First"])
    write(path, "Quite another")
    qtbot.waitUntil(lambda: "Quite another" in parts.titles())
    assert sorted(parts.titles()) == ["First", "Quite another"]


def test_failures_stand_in_the_log_and_are_not_tried_again(
    parts: Parts, qtbot: QtBot, inbox: Path
) -> None:
    (inbox / "broken.txt").write_bytes(bytes(range(256)) * 9)
    parts.watch.watch(inbox)
    qtbot.waitUntil(lambda: parts.notes == ["1 file could not be imported, see the import log"])
    assert parts.label.text() == "Watching “Inbox” · 1 failed"
    assert "Import Log" in parts.label.toolTip()
    parts.watch.forget_failures()
    assert parts.label.text() == "Watching “Inbox”"
    qtbot.wait(1300)
    (run,) = parts.library.import_runs()
    assert run.files[0].error is not None


def test_a_file_that_can_be_read_by_now_failed_no_longer(
    parts: Parts, qtbot: QtBot, inbox: Path
) -> None:
    (inbox / "note.txt").write_bytes(bytes(range(256)) * 9)
    parts.watch.watch(inbox)
    qtbot.waitUntil(lambda: parts.label.text() == "Watching “Inbox” · 1 failed")
    write(inbox / "note.txt", "Mended")
    qtbot.waitUntil(lambda: parts.titles() == ["Mended"] and "failed" not in parts.label.text())
    assert parts.label.text() == "Watching “Inbox”"


def test_what_is_being_fetched_is_waited_for(parts: Parts, qtbot: QtBot, inbox: Path) -> None:
    # As browsers do: a place holder, the file under another name, and both made one.
    (inbox / "note.txt").touch()
    write(inbox / "note.txt.part", "Half")
    parts.watch.watch(inbox)
    qtbot.wait(1300)
    assert parts.runs() == 0
    write(inbox / "note.txt.part", "Whole").replace(inbox / "note.txt")
    qtbot.waitUntil(lambda: parts.titles() == ["Whole"])
    assert parts.label.text() == "Watching “Inbox”"


def test_folders_below_are_watched_also_while_they_are_empty(inbox: Path) -> None:
    for name in ("a/deep", "b", ".hidden/x"):
        (inbox / name).mkdir(parents=True)
    (inbox / "a" / "round").symlink_to(inbox)
    a, b = inbox / "a", inbox / "b"
    assert folders_in(inbox, 9) == [inbox, a, b, a / "deep"]
    assert folders_in(inbox, 2) == [inbox, a]
    assert folders_in(inbox / "gone", 9) == [inbox / "gone"]


def test_a_folder_that_is_away_is_watched_again_once_it_is_back(
    parts: Parts, qtbot: QtBot, inbox: Path
) -> None:
    shutil.rmtree(inbox)
    parts.watch.watch(inbox)
    qtbot.waitUntil(lambda: parts.label.text() == "“Inbox” is away")
    write(inbox / "note.txt", "Back")
    qtbot.waitUntil(lambda: parts.titles() == ["Back"])
    qtbot.waitUntil(lambda: parts.label.text() == "Watching “Inbox”")
    shutil.rmtree(inbox)
    qtbot.waitUntil(lambda: parts.label.text() == "“Inbox” is away")
    write(inbox / "note.txt", "Back once more")
    qtbot.waitUntil(lambda: "Back once more" in parts.titles())
    assert sorted(parts.titles()) == ["Back", "Back once more"]


def test_files_are_remembered_across_starts(
    parts: Parts, qtbot: QtBot, inbox: Path, library: Library
) -> None:
    write(inbox / "note.txt", "First")
    with zipfile.ZipFile(inbox / "old.zip", "w") as archive:
        archive.writestr("packed.txt", "Packed\n\nIt is so.")
    parts.watch.watch(inbox)
    qtbot.waitUntil(lambda: sorted(parts.titles()) == ["First", "Packed"])
    qtbot.waitUntil(lambda: len(parts.notes) == 1)
    parts.runners[1].wait_idle()
    parts.watch.stop()
    later = Parts(library)
    write(inbox / "new.txt", "Second")
    later.watch.watch(inbox)
    qtbot.waitUntil(lambda: "Second" in later.titles())
    qtbot.wait(300)
    (latest, _) = library.import_runs()
    assert [Path(outcome.path).name for outcome in latest.files] == ["new.txt"]
    later.close()


def test_another_folder_or_none(parts: Parts, qtbot: QtBot, inbox: Path, tmp_path: Path) -> None:
    parts.watch.watch(inbox)
    other = tmp_path / "Other"
    write(other / "note.txt", "Other")
    parts.watch.watch(other)
    qtbot.waitUntil(lambda: parts.titles() == ["Other"])
    write(inbox / "late.txt", "Late")
    parts.watch.watch(None)
    assert not parts.label.isVisible()
    write(other / "later.txt", "Later")
    qtbot.wait(1300)
    assert parts.titles() == ["Other"]


@pytest.mark.parametrize(
    "kept", ["", "[]", '{"folder": 1}', '{"folder": "@", "files": {"a": 1}}', '{"folder": "@"}']
)
def test_a_broken_memory_costs_a_look(parts: Parts, qtbot: QtBot, inbox: Path, kept: str) -> None:
    from ipvm_desktop import paths

    paths.state_folder().mkdir(parents=True)
    memory = paths.state_folder() / "watched-files.json"
    memory.write_text(kept.replace("@", os.fspath(inbox)), encoding="utf-8")
    write(inbox / "note.txt", "First")
    parts.watch.watch(inbox)
    qtbot.waitUntil(lambda: bool(parts.titles()))
    assert parts.titles() == ["First"]


def test_the_menu_chooses_and_stops(
    qapp: QApplication,
    qtbot: QtBot,
    inbox: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = Program(qapp, Library.open(tmp_path / "other.sqlite"))
    qtbot.addWidget(program.window)
    program.start([])
    qtbot.waitExposed(program.window)
    command = program.window.commands["watch_folder"]
    assert not command.isChecked()
    chosen = [""]
    monkeypatch.setattr(file_dialogs, "open_folder", lambda *_: chosen[0])
    command.trigger()
    assert not command.isChecked()
    assert program.watching.folder is None
    chosen[0] = str(inbox)
    command.trigger()
    assert command.isChecked()
    assert command.text() == f"Stop &Watching {inbox}"
    assert program.window.watch_status.isVisible()
    assert settings.load().watched_folder == str(inbox)
    write(inbox / "note.txt", "By itself")
    qtbot.waitUntil(lambda: program.articles.model.rowCount() == 1)
    assert program.reading.article is None
    command.trigger()
    assert not command.isChecked()
    assert settings.load().watched_folder is None
    assert program.window.watch_status.isHidden()
    program.window.close()


def test_it_goes_on_after_a_start(
    qapp: QApplication, qtbot: QtBot, inbox: Path, tmp_path: Path
) -> None:
    settings.save(settings.Settings(watched_folder=str(inbox)))
    write(inbox / "note.txt", "Meanwhile")
    program = Program(qapp, Library.open(tmp_path / "other.sqlite"))
    qtbot.addWidget(program.window)
    program.start([])
    qtbot.waitUntil(lambda: program.articles.model.rowCount() == 1)
    assert program.window.commands["watch_folder"].isChecked()
    program.window.close()
