"""What a watched folder holds, and which of it was dealt with. Knows no window and no library."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from ipvm_desktop.importers.registry import Registry
from ipvm_desktop.pipeline.companions import is_of_page
from ipvm_desktop.pipeline.scanning import find_files

logger = logging.getLogger(__name__)

Stamp: TypeAlias = tuple[int, int]
"""Bytes, and nanoseconds since 1970 of the last change; of a page with all its parts."""


def stamps(folder: Path, registry: Registry) -> dict[Path, Stamp] | None:
    """Return the files in a folder and below that can be imported, with their states.

    None where the folder cannot be read, such as one on a drive that was taken out.
    """
    try:
        with os.scandir(folder):
            pass
    except (OSError, ValueError):
        return None
    found: dict[Path, Stamp] = {}
    parts: dict[Path, list[str]] = {}
    for path in find_files([folder], registry):
        if path.parent not in parts:
            parts[path.parent] = _folders_of(path.parent)
        beside = (
            path.parent / name for name in parts[path.parent] if is_of_page(name, [path.name])
        )
        stamp = _stamp([path, *(part for one in beside for part in _inside(one))])
        # A browser makes an empty file first, and fills it when all was fetched.
        if stamp is not None and (stamp[0] or path.is_dir()):
            found[path] = stamp
    return found


def folders_in(folder: Path, most: int) -> list[Path]:
    """Return a folder and those below it, the outermost first, not more than so many."""
    found = [folder]
    for one in found:
        names = _folders_of(one) if len(found) < most else []
        found += [one / name for name in sorted(names) if not name.startswith(".")]
    return found[:most]


def load_handled(path: Path, folder: Path) -> dict[Path, Stamp]:
    """Return the files of a folder that were imported, as they then were; none on any trouble.

    Args:
        path: Where ``save_handled`` keeps them.
        folder: The watched folder; what is kept of another one does not count.
    """
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["folder"] != os.fsdecode(folder):
            return {}
        return {
            folder / name: (int(size), int(time)) for name, (size, time) in kept["files"].items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        logger.info("Which files were imported from the watched folder is unknown: %s", error)
        return {}


def save_handled(path: Path, folder: Path, handled: Mapping[Path, Stamp]) -> None:
    """Keep which files of a folder were imported; failing costs looking at them again."""
    kept = {
        "folder": os.fsdecode(folder),
        "files": {os.fspath(file.relative_to(folder)): stamp for file, stamp in handled.items()},
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=path.name, dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            json.dump(kept, out)
        Path(temporary).replace(path)
    except OSError as error:
        logger.warning("Which files came from the watched folder was not kept: %s", error)


def _folders_of(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def _inside(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [folder / entry.name for entry in entries]
    except OSError:
        return []


def _stamp(files: Iterable[Path]) -> Stamp | None:
    """Return the state of files that belong together; None where one is just going."""
    size = newest = 0
    try:
        for file in files:
            status = file.stat()
            size += status.st_size
            newest = max(newest, status.st_mtime_ns)
    except (OSError, ValueError):
        return None
    return size, newest
