"""Starts the window: what is painted first comes first, all else is loaded behind it."""

from __future__ import annotations

import gc
import importlib
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ipvm_desktop.errors import LibraryError
from ipvm_desktop.paths import APP_NAME

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from PySide6.QtWidgets import QApplication

    from ipvm_desktop.library import Library
    from ipvm_desktop.library.glance import Glance
    from ipvm_desktop.ui.front import Front
    from ipvm_desktop.ui.program import Program

logger = logging.getLogger(__name__)

EXIT_LIBRARY = 1

_POLL_MS = 5
_UNSEEN = ("offscreen", "minimal")  # a box that nobody sees, nobody closes
# What the rest of the window needs, each in a step short enough not to be felt.
_PARTS = (
    "ipvm_desktop.domain.thread",
    "ipvm_desktop.render.reading",
    "ipvm_desktop.ui.views._reading_browser",
    "ipvm_desktop.ui.views.reading_pane",
    "ipvm_desktop.ui.delegates.comment_delegate",
    "ipvm_desktop.ui.views._comment_filters",
    "ipvm_desktop.ui.views._reply_tools",
    "ipvm_desktop.ui.views.comment_panel",
    "ipvm_desktop.ui.jobs",
    "ipvm_desktop.ui.questions",
    "ipvm_desktop.ui.reply_controller",
    "ipvm_desktop.ui.inference_controller",
)


def run(library_path: Path, files: Sequence[Path]) -> int:
    """Show the window over a library and return the exit code when it is closed.

    Args:
        library_path: The library file; made when it is not there.
        files: Files and folders to import at once.
    """
    # Thousands of objects are made and few are dropped until the window stands.
    gc.disable()
    application = _make_application()
    from ipvm_desktop.library.glance import Glance

    glance = Glance.open(library_path)
    start = _Start(application, library_path, files)
    try:
        if glance is None:
            start.at_once()
        else:
            start.behind_first_picture(glance)
        return start.exit_code or application.exec()
    finally:
        start.close()


class _Start:
    """Brings the window to life, at once or behind its first picture.

    Attributes:
        exit_code: Not 0 when the library could not be opened.
    """

    def __init__(self, application: QApplication, path: Path, files: Sequence[Path]) -> None:
        self.exit_code = 0
        self._application = application
        self._path = path
        self._files = files
        self._glance: Glance | None = None
        self._front: Front | None = None
        self._program: Program | None = None
        self._opener: ThreadPoolExecutor | None = None
        self._opening: Future[Library] | None = None
        self._parts = list(_PARTS)

    def at_once(self) -> None:
        """Open the library first: it is to be made, migrated or refused."""
        self._open_library()
        self._bring_to_life()

    def behind_first_picture(self, glance: Glance) -> None:
        """Show what a first look at the library gives, then load the rest."""
        from ipvm_desktop.ui.front import Front

        self._glance = glance
        try:
            self._front = Front(self._application, glance)
        except LibraryError:
            # The library says what is wrong with itself.
            self.at_once()
            return
        self._front.after_first_paint(self._load)
        self._front.window.show()

    def close(self) -> None:
        """Finish what runs and close the library."""
        self._close_glance()
        if self._opener is not None:
            self._opener.shutdown()
        if self._program is not None:
            self._program.close()
        elif self._opening is not None and self._opening.exception() is None:
            self._opening.result().close()

    def _close_glance(self) -> None:
        """Let go of the first look; as long as it is open, the library's journal stays."""
        if self._glance is not None:
            self._glance.close()
            self._glance = None

    def _load(self) -> None:
        self._open_library()
        self._load_next_part()

    def _open_library(self) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._opener = ThreadPoolExecutor(1, thread_name_prefix="open")
        self._opening = self._opener.submit(_open, self._path)

    def _load_next_part(self) -> None:
        """Load one part, then let the window answer; the last step is the window's own."""
        from PySide6.QtCore import QTimer

        if self._parts:
            importlib.import_module(self._parts.pop(0))
        elif self._opening is not None and self._opening.done():
            if self._front is not None and self._front.window.isVisible():
                self._bring_to_life()
            return
        QTimer.singleShot(0 if self._parts else _POLL_MS, self._load_next_part)

    def _bring_to_life(self) -> None:
        from ipvm_desktop.ui.faults import install
        from ipvm_desktop.ui.program import Program

        if self._opening is None:
            raise AssertionError("the library is opened before the window lives")
        try:
            library = self._opening.result()
        except LibraryError as error:
            self.exit_code = _give_up(error)
            self._application.exit(self.exit_code)
            return
        install(self._application)
        self._program = Program(self._application, library, self._front)
        self._close_glance()
        self._program.start(self._files)
        # What stands now stays until the end; looking through it each time takes a tenth
        # of a second.
        gc.freeze()
        gc.enable()


def _open(path: Path) -> Library:
    from ipvm_desktop.library import Library

    return Library.open(path)


def _make_application() -> QApplication:
    from PySide6.QtWidgets import QApplication

    application = QApplication([APP_NAME])
    application.setApplicationName(APP_NAME)
    application.setApplicationDisplayName("IPVM Desktop")
    application.setDesktopFileName(APP_NAME)
    return application


def _give_up(error: LibraryError) -> int:
    """Say in one sentence why there is no window, on the terminal and on the screen."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QMessageBox

    logger.error("%s", error)
    if sys.stderr is not None:  # there is none where a desktop starts the program
        sys.stderr.write(f"ipvm-desktop: {error}\n")
    if QGuiApplication.platformName() not in _UNSEEN:
        box = QMessageBox(QMessageBox.Icon.Critical, "IPVM Desktop", "")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(str(error))
        box.exec()
    return EXIT_LIBRARY
