"""Where log records go: one rotating file in the state folder, never the terminal."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path

from ipvm_desktop import paths

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_MAX_BYTES = 1_000_000
_BACKUPS = 2


def log_file() -> Path:
    """Return the file that the log is written to."""
    return paths.state_folder() / "ipvm-desktop.log"


def configure_logging(path: Path | None = None) -> None:
    """Send all records to the log file from now on; called by entry points.

    May be called again, for example with another file. A folder that cannot be
    written to costs the log, never the program.

    Args:
        path: The log file; None for the user's own.
    """
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, LogFile)]:
        root.removeHandler(handler)
        handler.close()
    root.addHandler(LogFile(path or log_file()))
    logging.getLogger("ipvm_desktop").setLevel(logging.INFO)


class LogFile(logging.Handler):
    """A rotating log file that is made with its first record and fails quietly.

    Args:
        path: The file; its folder is made when needed.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; a full or unwritable disk loses it."""
        try:
            if self._file is None:
                self._file = _open(self.path)
        except OSError:
            return
        self._file.emit(record)

    def close(self) -> None:
        """Close the file; a later record opens it again."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None
        super().close()


def _open(path: Path) -> logging.Handler:
    # Imported late because it is slow and most runs log nothing.
    from logging.handlers import RotatingFileHandler

    class QuietFile(RotatingFileHandler):
        def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's name)
            """Say nothing: standard error is for sentences to the user."""

    path.parent.mkdir(parents=True, exist_ok=True)
    file = QuietFile(
        path,
        maxBytes=_MAX_BYTES,
        backupCount=_BACKUPS,
        encoding="utf-8",
        errors="backslashreplace",
    )
    file.setFormatter(logging.Formatter(_FORMAT))
    return file
