"""The window as a process of its own: what it says, how it ends, what it leaves."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ipvm_desktop.library import Library

_SECONDS = 60

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start the window over a library, with files to import; none outlives its test."""
    started: list[subprocess.Popen[str]] = []

    def start(library: Path, *files: Path) -> subprocess.Popen[str]:
        started.append(_start(library, *files))
        return started[-1]

    yield start
    for window in started:
        with window:
            window.kill()


def _start(library: Path, *files: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ipvm_desktop", "--library", str(library), *map(str, files)]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


def _wait_for_articles(path: Path, count: int) -> None:
    """Wait until the window has imported so many articles."""
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        if path.exists():
            with Library.open(path) as library:
                if library.counts().articles == count:
                    return
        time.sleep(0.1)
    pytest.fail("the window imported nothing")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_files_named_are_imported_and_a_signal_ends_it(
    tmp_path: Path, number: signal.Signals, start: Start
) -> None:
    path = tmp_path / "library.sqlite"
    file = tmp_path / "note.txt"
    file.write_text("A plain note\n\nwith a body.\n", encoding="utf-8")
    # The library is there already: the window shows its first picture before it lives.
    Library.open(path).close()
    window = start(path, file)
    _wait_for_articles(path, 1)
    window.send_signal(number)
    out, err = window.communicate(timeout=_SECONDS)
    assert (window.returncode, out, err) == (0, "", "")
    # All is in the one file, which may be copied now.
    assert not path.with_name(f"{path.name}-wal").exists()
    with Library.open(path) as library:
        assert library.check() == []


def test_library_that_is_none_is_one_sentence(tmp_path: Path, start: Start) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(b"this is no library" * 100)
    window = start(path)
    out, err = window.communicate(timeout=_SECONDS)
    assert (window.returncode, out) == (1, "")
    assert err.startswith(f"ipvm-desktop: {path}: ")
    assert err.count("\n") == 1
    assert path.read_bytes() == b"this is no library" * 100


def test_newer_library_is_refused(tmp_path: Path, start: Start) -> None:
    path = tmp_path / "library.sqlite"
    Library.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    window = start(path)
    out, err = window.communicate(timeout=_SECONDS)
    assert (window.returncode, out) == (1, "")
    assert "newer" in err
