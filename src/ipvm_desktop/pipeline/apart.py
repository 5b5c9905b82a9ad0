"""Previews in a process of their own, for importers of other packages, which may hang or crash."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.registry import Registry, default_registry
from ipvm_desktop.pipeline.preview import Candidate, Preview, preview

SECONDS = 20
_BOOT = (
    "import sys; sys.path[:] = sys.argv[1:]; from ipvm_desktop.pipeline.apart import serve; serve()"
)


def is_foreign(name: str, registry: Registry) -> bool:
    """Whether an importer of another package may read a file of this name."""
    return name.lower().endswith(registry.foreign)


def preview_apart(path: Path, registry: Registry, importer: str | None = None) -> Preview:
    """Preview a file as ``preview`` does, but never longer than ``SECONDS``.

    Args:
        path: The file.
        registry: Which importers there are.
        importer: Name of the one to read it with, or None for the surest one.
    """
    try:
        done = subprocess.run(  # noqa: S603 (this very program)
            [sys.executable, "-c", _BOOT, *sys.path],
            input=pickle.dumps((path, importer)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=True,
        )
        found: Preview = pickle.loads(done.stdout)  # noqa: S301 (from our own process)
    except subprocess.TimeoutExpired:
        why = f"its importer gave no answer within {SECONDS} seconds"
    except (OSError, subprocess.CalledProcessError, pickle.UnpicklingError, EOFError):
        why = "the process that read it crashed"
    else:
        return found
    # They are not asked again, for asking may be what hangs.
    candidates = tuple(
        Candidate(each.name, each.title, "nobody knows whether it fits", is_likely=False)
        for each in registry.importers
    )
    return Preview(path.name, candidates, None, error=f"{path}: {why}.")


def serve() -> None:
    """Read from standard input what to preview, and write it to standard output."""
    out = os.dup(1)
    # What an importer prints must not get into the answer.
    os.dup2(2, 1)
    path, importer = pickle.load(sys.stdin.buffer)  # noqa: S301 (from our parent)
    found = preview(Source.from_path(path), default_registry(), importer)
    with os.fdopen(out, "wb") as stream:
        pickle.dump(found, stream)
