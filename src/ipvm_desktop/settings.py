"""The user's preferences as a JSON file. Window state and marks in the library live elsewhere."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args

from ipvm_desktop import paths
from ipvm_desktop.domain.versions import CopyRule
from ipvm_desktop.errors import SettingsError

logger = logging.getLogger(__name__)

ThemeChoice = Literal["system", "light", "dark"]

VERSION = 1
MIN_ZOOM, MAX_ZOOM = 50, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the user prefers.

    Attributes:
        theme: Colours of the window; "system" follows the desktop.
        zoom_percent: Size of the reading pane's text.
        watched_folder: Files that come into it are imported by themselves; None for no folder.
        copies: What becomes of a copy that is fuller than the article in the library.
        unknown: Keys of other versions of this program, written back unchanged.
    """

    theme: ThemeChoice = "system"
    zoom_percent: int = 100
    watched_folder: str | None = None
    copies: CopyRule = CopyRule.ASK
    unknown: dict[str, Any] = field(default_factory=dict)


def load(path: Path | None = None) -> Settings:
    """Return the preferences, or the defaults where none can be read.

    A broken file is put aside as ``….bak``, so that the next ``save`` does not
    destroy what the user may want to mend.

    Args:
        path: The file; None for the user's own.
    """
    path = path or paths.settings_file()
    try:
        return read(path)
    except SettingsError as error:
        logger.warning("%s The defaults are used.", error)
        with contextlib.suppress(OSError):
            path.replace(path.with_name(f"{path.name}.bak"))
        return Settings()


def read(path: Path) -> Settings:
    """Return the preferences in a file; the defaults when there is none.

    Raises:
        SettingsError: It cannot be read, or is no settings file.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: the file is no valid JSON.") from error
    if not isinstance(stored, dict):
        raise SettingsError(f"{path}: the file holds no settings.")
    return _from_json(stored)


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the preferences; the old file stays whole until the new one is.

    Args:
        settings: What to write.
        path: The file; None for the user's own.

    Raises:
        SettingsError: The file cannot be written.
    """
    path = path or paths.settings_file()
    text = json.dumps(_to_json(settings), indent=2, ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=path.name, dir=path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as out:
                out.write(text)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror or error}.") from error


def _from_json(stored: dict[str, Any]) -> Settings:
    """Take what makes sense; a single bad value must not cost the others."""
    settings = Settings()
    unknown = dict(stored)
    theme = unknown.pop("theme", settings.theme)
    if theme in get_args(ThemeChoice):
        settings = replace(settings, theme=theme)
    zoom = unknown.pop("zoom_percent", settings.zoom_percent)
    if isinstance(zoom, int) and not isinstance(zoom, bool):
        settings = replace(settings, zoom_percent=min(max(zoom, MIN_ZOOM), MAX_ZOOM))
    watched = unknown.pop("watched_folder", None)
    if isinstance(watched, str) and watched:
        settings = replace(settings, watched_folder=watched)
    copies = unknown.pop("copies", None)
    if copies in list(CopyRule):
        settings = replace(settings, copies=CopyRule(copies))
    if unknown.get("version") in range(VERSION + 1):
        del unknown["version"]
    return replace(settings, unknown=unknown)


def _to_json(settings: Settings) -> dict[str, Any]:
    known: dict[str, Any] = {
        "version": VERSION,
        "theme": settings.theme,
        "zoom_percent": settings.zoom_percent,
        "copies": settings.copies.value,
    }
    if settings.watched_folder is not None:
        known["watched_folder"] = settings.watched_folder
    # A newer program's version number is among the unknown keys and wins.
    return known | settings.unknown
