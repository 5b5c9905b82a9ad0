"""Starts the window: opens the library beside the loading of Qt, and runs the event loop."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from ipvm_desktop.errors import LibraryError
from ipvm_desktop.paths import APP_NAME

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ipvm_desktop.library import Library

logger = logging.getLogger(__name__)

EXIT_LIBRARY = 1


def run(library_path: Path, files: Sequence[Path]) -> int:
    """Show the window over a library and return the exit code when it is closed.

    Args:
        library_path: The library file; made when it is not there.
        files: Files and folders to import at once.
    """
    # Loading SQLAlchemy and loading Qt take about as long: let them overlap.
    with ThreadPoolExecutor(1, thread_name_prefix="open") as opener:
        opening = opener.submit(_open, library_path)
        application = _make_application()
        from ipvm_desktop.ui import program as parts

        try:
            library = opening.result()
        except LibraryError as error:
            return _give_up(error)
    from ipvm_desktop.ui.faults import install

    install(application)
    program = parts.Program(application, library)
    try:
        program.start(files)
        return application.exec()
    finally:
        program.close()


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
    from PySide6.QtWidgets import QMessageBox

    logger.error("%s", error)
    sys.stderr.write(f"ipvm-desktop: {error}\n")
    QMessageBox.critical(None, "IPVM Desktop", str(error))
    return EXIT_LIBRARY
