"""Where the program's own files and the user's folders are. Creates nothing."""

from __future__ import annotations

from pathlib import Path

import platformdirs

APP_NAME = "ipvm-desktop"


def resource(name: str) -> Path:
    """Return the path of a file or folder in ``resources/``.

    Installed wheels carry the folder inside the package; a source checkout, also
    when installed as editable, keeps it at the top level.
    """
    installed = Path(__file__).parent / "resources"
    base = installed if installed.is_dir() else Path(__file__).parents[2] / "resources"
    return base / name


def default_library() -> Path:
    """Return the library file used when none is named."""
    return Path(platformdirs.user_data_path(APP_NAME, appauthor=False)) / "library.sqlite"


def settings_file() -> Path:
    """Return the file that keeps the preferences."""
    return Path(platformdirs.user_config_path(APP_NAME, appauthor=False)) / "settings.json"


def state_folder() -> Path:
    """Return the folder for the log and the window's state."""
    return Path(platformdirs.user_state_path(APP_NAME, appauthor=False))
