"""How the window is opened, and the plain start that needs no command-line library."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Sequence
from pathlib import Path

from ipvm_desktop.cli import USAGE, complain
from ipvm_desktop.paths import default_library

logger = logging.getLogger(__name__)


def plain_start(arguments: Sequence[str]) -> Path | None:
    """Return the library to open where the arguments ask for the window and nothing else.

    This is how most starts look, and loading click would take a tenth of such a start.

    Returns:
        None for all other arguments, which click then reads.
    """
    if not arguments:
        return default_library()
    if len(arguments) == 2 and arguments[0] == "--library":
        name = arguments[1]
        return Path(name) if name and "\0" not in name else None
    return None


def open_window(library_path: Path, files: Sequence[Path]) -> int:
    """Open the window and return its exit code, or say why it cannot open.

    Args:
        library_path: The library file; made when it is not there.
        files: Files and folders to import at once.
    """
    from ipvm_desktop.doctor.display import display_problem

    problem = display_problem()
    if problem is not None:
        complain(problem)
        return USAGE
    try:
        window = importlib.import_module("ipvm_desktop.ui.app")
        return int(window.run(library_path, files))
    except ImportError as error:
        logger.exception("The window cannot be loaded")
        reason = str(error).rstrip(".")
        complain(f"The window cannot be loaded ({reason}); run `ipvm-desktop doctor`.")
        return USAGE
