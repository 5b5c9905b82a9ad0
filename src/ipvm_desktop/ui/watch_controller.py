"""Imports by itself what comes into a folder, once it has settled there. Never asks anything."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtWidgets import QLabel

from ipvm_desktop import paths
from ipvm_desktop.domain.import_log import ImportRun, ImportStatus
from ipvm_desktop.ui.counted_words import counted
from ipvm_desktop.ui.import_controller import ImportController
from ipvm_desktop.ui.jobs import JobRunner
from ipvm_desktop.ui.plain_text import plain_tip

if TYPE_CHECKING:
    from ipvm_desktop.pipeline.watching import Stamp

logger = logging.getLogger(__name__)

# The reader's last article comes first.
_BEGIN_MS = 1500
# The system tells of most changes; of those on network drives it does not.
_POLL_MS = 15_000
# Right after a change, and while a file is still being written.
_SOON_MS = 500
_SETTLED_SECONDS = 2.0
# More would cost the system more than polling does.
_MOST_FOLDERS = 200


class WatchController(QObject):
    """Watches one folder with those below it.

    What lies in the folder when it is chosen is imported, too; what the library knows already
    costs next to nothing. A file is imported once, and again when it has changed.

    Signals:
        noted: A sentence for the status bar.
    """

    noted = Signal(str)

    def __init__(
        self,
        imports: ImportController,
        runner: JobRunner,
        status: QLabel,
        parent: QObject | None = None,
    ) -> None:
        """Watch nothing yet.

        Args:
            imports: Imports what has come in.
            runner: Where to look through the folder.
            status: Says that a folder is watched.
            parent: The owner.
        """
        super().__init__(parent)
        self._imports = imports
        self._runner = runner
        self._status = status
        self._folder: Path | None = None
        self._handled: dict[Path, Stamp] = {}
        self._waiting: dict[Path, tuple[Stamp, float]] = {}
        self._importing: dict[Path, Stamp] = {}
        self._is_looking = False
        self._has_changed = False
        self._failed: set[str] = set()
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _path: self._look_soon())
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)
        imports.finished_quietly.connect(self._take_run)

    @property
    def folder(self) -> Path | None:
        """The watched folder; None while there is none."""
        return self._folder

    def watch(self, folder: Path | None) -> None:
        """Watch another folder, or none."""
        self._folder = folder
        self._failed.clear()
        self._handled.clear()
        self._waiting.clear()
        self._timer.stop()
        self._forget_folders()
        self._status.setVisible(folder is not None)
        if folder is not None:
            self._show(is_there=True)
            self._runner.read(
                partial(_load, folder), done=partial(self._begin, folder), receiver=self
            )

    def forget_failures(self) -> None:
        """Tell no longer of what could not be imported, since the reader looks at the log."""
        self._failed.clear()
        self._show(is_there=True)

    def stop(self) -> None:
        """Look no further, since the window closes."""
        self._folder = None
        self._timer.stop()

    def _begin(self, folder: Path, handled: dict[Path, Stamp]) -> None:
        if folder == self._folder:
            self._handled = handled
            self._timer.start(_BEGIN_MS)

    def _look_soon(self) -> None:
        # What changes during a look may have been passed already.
        self._has_changed = self._is_looking
        if self._folder is not None and not self._is_looking:
            self._timer.start(_SOON_MS)

    def _look(self) -> None:
        if self._folder is None or self._is_looking:
            return
        self._is_looking = True
        folder = self._folder
        self._runner.read(
            partial(_look, folder),
            done=partial(self._take_files, folder),
            failed=self._fail,
            receiver=self,
        )

    def _fail(self, error: Exception) -> None:
        self._is_looking = False
        self._timer.start(_POLL_MS)
        raise error

    def _take_files(
        self, folder: Path, looked: tuple[dict[Path, Stamp] | None, list[Path]]
    ) -> None:
        self._is_looking = False
        found, folders = looked
        if folder != self._folder:
            # Another one was chosen meanwhile.
            self._look_soon()
            return
        self._show(is_there=found is not None)
        if found is not None:
            self._watch_folders(folders)
            self._import_settled(found)
        self._timer.start(_SOON_MS if self._waiting or self._has_changed else _POLL_MS)
        self._has_changed = False

    def _import_settled(self, found: dict[Path, Stamp]) -> None:
        """Import what has not changed for a while; remember since when the rest has not."""
        now = time.monotonic()
        waiting: dict[Path, tuple[Stamp, float]] = {}
        settled: dict[Path, Stamp] = {}
        for file, stamp in found.items():
            if stamp in (self._handled.get(file), self._importing.get(file)):
                continue
            seen, since = self._waiting.get(file, (stamp, now))
            if seen != stamp:
                since = now
            if now - since >= _SETTLED_SECONDS:
                settled[file] = stamp
            else:
                waiting[file] = (stamp, since)
        self._waiting = waiting
        if settled:
            self._importing |= settled
            self._imports.start(list(settled), quietly=True)

    def _take_run(self, run: ImportRun) -> None:
        """Note what came in; files that failed stand in the import log."""
        folder = self._folder
        if folder is None:
            return
        told = {outcome.path.split(" › ")[0] for outcome in run.files}
        # What was not told of was cancelled: it stays where it is until the next start.
        for file in [file for file in self._importing if str(file) in told]:
            self._handled[file] = self._importing.pop(file)
        handled = {file: s for file, s in self._handled.items() if file.is_relative_to(folder)}
        self._runner.write(partial(_save, folder, handled), receiver=self)
        failures = {one.path for one in run.files if one.status is ImportStatus.FAILED}
        self._failed -= {one.path for one in run.files} - failures
        self._failed |= failures
        self._show(is_there=True)
        new = run.count(ImportStatus.ADDED) + run.count(ImportStatus.UPDATED)
        failed = run.count(ImportStatus.FAILED)
        words = [f"{counted(new, 'file')} imported from “{folder.name}”"] if new else []
        if failed:
            words.append(f"{counted(failed, 'file')} could not be imported, see the import log")
        if words:
            self.noted.emit("; ".join(words))

    def _show(self, *, is_there: bool) -> None:
        folder = self._folder
        if folder is None:
            return
        words = f"Watching “{folder.name}”" if is_there else f"“{folder.name}” is away"
        why = "New files in it are imported" if is_there else "It is watched again once it is back"
        if self._failed:
            words += f" · {len(self._failed):,} failed"
            files = counted(len(self._failed), "file")
            why += f"\n{files} could not be imported: File → Import Log says why"
        self._status.setText(words)
        self._status.setToolTip(plain_tip(f"{folder}\n{why}"))

    def _watch_folders(self, wanted: Iterable[Path]) -> None:
        known = set(self._watcher.directories())
        new = sorted({str(one) for one in wanted} - known)[: _MOST_FOLDERS - len(known)]
        if new:
            # Those that cannot be watched are looked at now and then all the same.
            self._watcher.addPaths(new)

    def _forget_folders(self) -> None:
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())


def _handled_file() -> Path:
    return paths.state_folder() / "watched-files.json"


def _load(folder: Path) -> dict[Path, Stamp]:
    # The importers behind it are heavy, and most readers watch nothing.
    from ipvm_desktop.pipeline.watching import load_handled

    return load_handled(_handled_file(), folder)


def _look(folder: Path) -> tuple[dict[Path, Stamp] | None, list[Path]]:
    from ipvm_desktop.importers.registry import default_registry
    from ipvm_desktop.pipeline.watching import folders_in, stamps

    return stamps(folder, default_registry()), folders_in(folder, _MOST_FOLDERS)


def _save(folder: Path, handled: dict[Path, Stamp]) -> None:
    from ipvm_desktop.pipeline.watching import save_handled

    save_handled(_handled_file(), folder, handled)
