"""The doctor's examination: what the program needs, and what this machine has."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from ipvm_desktop import log, paths
from ipvm_desktop.doctor import display
from ipvm_desktop.doctor.packages import install_command
from ipvm_desktop.errors import LibraryError

# Module: distribution.
_DEPENDENCIES = {
    "PySide6": "PySide6-Essentials",
    "sqlalchemy": "SQLAlchemy",
    "markdown": "Markdown",
    "nh3": "nh3",
    "yaml": "PyYAML",
    "platformdirs": "platformdirs",
    "charset_normalizer": "charset-normalizer",
    "lxml": "lxml",
    "cssselect": "cssselect",
    "trafilatura": "trafilatura",
    "lxml_html_clean": "lxml-html-clean",
    "ijson": "ijson",
    "click": "click",
    "rich": "rich",
}
_RESOURCES = ("css", "fonts", "help", "icons", "qss", "samples", "templates")
_MIN_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes:
        name: What was checked, such as "Python".
        ok: Whether all is well.
        message: What is there, or what is wrong; no full stop.
        remedy: The command or step that mends it; None when nothing is to be done or known.
        window_only: Only the window needs it; the other commands work without.
    """

    name: str
    ok: bool
    message: str
    remedy: str | None = None
    window_only: bool = False


def examine(library_path: Path) -> list[Finding]:
    """Check everything the program needs.

    Args:
        library_path: The library file that would be used.
    """
    checks: tuple[Callable[[], Finding], ...] = (
        _python,
        _dependencies,
        _sqlite,
        lambda: _library(library_path),
        lambda: _folders(library_path),
        _resources,
        _libraries,
        _display,
        _fonts,
    )
    return [check() for check in checks]


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    needed = ".".join(map(str, _MIN_PYTHON))
    if sys.version_info >= _MIN_PYTHON:
        return Finding("Python", True, f"{found} at {sys.executable}")
    return Finding("Python", False, f"{found} is too old", f"install Python {needed} or newer")


def _dependencies() -> Finding:
    missing = [name for module, name in _DEPENDENCIES.items() if find_spec(module) is None]
    if missing:
        command = f"{sys.executable} -m pip install {' '.join(missing)}"
        return Finding("Packages", False, f"not installed: {', '.join(missing)}", command)
    return Finding("Packages", True, ", ".join(map(_with_version, _DEPENDENCIES.values())))


def _with_version(distribution: str) -> str:
    try:
        return f"{distribution} {version(distribution)}"
    except PackageNotFoundError:
        return distribution


def _sqlite() -> Finding:
    try:
        from ipvm_desktop.library.features import missing_features, sqlite_version
    except ImportError as error:
        return Finding("SQLite", False, f"cannot be loaded ({error})", "reinstall Python")
    missing = missing_features()
    if missing:
        message = f"{sqlite_version()} lacks {', '.join(missing)}"
        return Finding("SQLite", False, message, "install a Python with a complete SQLite")
    return Finding("SQLite", True, f"{sqlite_version()} with full-text search")


def _library(path: Path) -> Finding:
    if not path.exists():
        return Finding("Library", True, f"{path} will be made by the first import")
    try:
        from ipvm_desktop.library import Library

        with Library.open(path, create=False) as library:
            counts = library.counts()
    except ImportError as error:
        return Finding("Library", False, f"cannot be opened ({error})")
    except LibraryError as error:
        return Finding("Library", False, str(error).rstrip("."))
    if not os.access(path, os.W_OK):
        return Finding("Library", False, f"{path} is read-only", f"chmod u+w '{path}'")
    held = f"{counts.articles} articles and {counts.comments} comments"
    return Finding("Library", True, f"{path} holds {held}")


def _folders(library_path: Path) -> Finding:
    folders = [library_path.absolute().parent, paths.settings_file().parent, log.log_file().parent]
    blocked = [folder for folder in dict.fromkeys(folders) if not _writable(folder)]
    if blocked:
        message = f"cannot be written to: {', '.join(map(str, blocked))}"
        variables = "XDG_DATA_HOME, XDG_CONFIG_HOME and XDG_STATE_HOME"
        return Finding("Folders", False, message, f"make them writable, or set {variables}")
    return Finding("Folders", True, "library, preferences and log can be written")


def _writable(folder: Path) -> bool:
    """Whether files can be made in a folder, or the folder itself can."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _resources() -> Finding:
    missing = [name for name in _RESOURCES if not _has_files(paths.resource(name))]
    if missing:
        command = f"{sys.executable} -m pip install --force-reinstall --no-deps ipvm-desktop"
        return Finding("Resources", False, f"missing: {', '.join(missing)}", command)
    return Finding("Resources", True, str(paths.resource("")))


def _has_files(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _libraries() -> Finding:
    name = "Window libraries"
    folder = display.qt_folder()
    if folder is None or not sys.platform.startswith("linux"):
        return Finding(name, folder is not None, "come with PySide6", window_only=True)
    wanted = display.wanted_platforms(os.environ) or ["xcb"]
    missing = display.missing_qt_libraries(folder, wanted)
    if not missing:
        return Finding(name, True, f"complete for {', '.join(wanted)}", window_only=True)
    message = f"missing: {', '.join(missing)}"
    return Finding(name, False, message, install_command(missing), window_only=True)


def _display() -> Finding:
    problem = display.display_problem()
    if problem:
        message, _, remedy = problem.rstrip(".").partition("; ")
        return Finding("Display", False, message, remedy or None, window_only=True)
    if not display.qt_starts():
        return Finding("Display", False, "Qt cannot start here", window_only=True)
    return Finding("Display", True, "Qt starts", window_only=True)


def _fonts() -> Finding:
    own = sum(1 for _ in _font_files(paths.resource("fonts")))
    system = sum(1 for folder in _font_folders() for _ in _font_files(folder))
    message = f"{own} of our own, {system} of the system"
    if own and (system or not sys.platform.startswith("linux")):
        return Finding("Fonts", True, message, window_only=True)
    return Finding("Fonts", False, message, install_command(["fonts"]), window_only=True)


def _font_folders() -> Iterator[Path]:
    yield Path.home() / ".fonts"
    yield Path.home() / ".local" / "share" / "fonts"
    for base in os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share").split(":"):
        yield Path(base) / "fonts"


def _font_files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.suffix.lower() in {".ttf", ".otf", ".ttc"})
