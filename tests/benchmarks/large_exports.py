"""Imports of a gigabyte: by the command line, as people do it, into a new library.

The bound holds for each of the processes, of which one reads and the other writes.
``EXPORT_MEGABYTES`` sets another size than 1,000.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

MEGABYTES = int(os.environ.get("EXPORT_MEGABYTES", "1000"))
_MOST_MEGABYTES = 300
_LOOK_SECONDS = 0.2

_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)
_PARENT = re.compile(r"^PPid:\s+(\d+)", re.MULTILINE)


def write_parts(path: Path, parts: Iterable[str], closing_part: str = "") -> Path:
    """Write a file of about ``MEGABYTES`` and return it; each part may be the last."""
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for part in parts:
            written += file.write(part)
            if written >= MEGABYTES * 1_000_000:
                break
        file.write(closing_part)
    return path


def measure(benchmark: BenchmarkFixture, path: Path, importer: str) -> None:
    """Import a file or folder, tell what it took, and remove it with the library.

    Args:
        benchmark: Keeps what was measured.
        path: What to import; it is removed.
        importer: Name of the importer that should read it.
    """
    library = path.parent / "library.sqlite"
    peaks: defaultdict[str, int] = defaultdict(int)
    started = time.monotonic()
    benchmark.pedantic(lambda: _imported(path, library, peaks), rounds=1)  # type: ignore[no-untyped-call]
    seconds = time.monotonic() - started
    with closing(sqlite3.connect(library)) as connection:
        (articles,) = connection.execute("SELECT count(*) FROM article").fetchone()
        (comments,) = connection.execute("SELECT count(*) FROM comment").fetchone()
        importers = connection.execute("SELECT DISTINCT importer FROM source_file").fetchall()
    benchmark.extra_info.update(
        articles=articles, comments=comments, **peaks, seconds=round(seconds)
    )
    print(f"\n{path.name}: {benchmark.extra_info}")
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    for each in library.parent.glob(f"{library.name}*"):
        each.unlink()
    assert importers == [(importer,)]
    assert articles
    assert max(peaks.values()) < _MOST_MEGABYTES


def _imported(path: Path, library: Path, peaks: defaultdict[str, int]) -> None:
    """Import, and note the most memory in MiB of the program and of those that it starts."""
    command = [sys.executable, "-m", "ipvm_desktop", "--library", str(library), "import"]
    # Not a pipe, which would have to be read: an archive may fill it.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        running = subprocess.Popen([*command, str(path)], stdout=out, stderr=out)
        while running.poll() is None:
            for process, name in ((running.pid, "parent"), *_children(running.pid)):
                peaks[name] = max(peaks[name], _figure(_PEAK, process) // 1024)
            time.sleep(_LOOK_SECONDS)
        out.seek(0)
        words = out.read()[-1000:]
    assert running.returncode == 0, words
    assert not re.search("damaged|cannot be read|ends in the middle", words), words


def _children(parent: int) -> list[tuple[int, str]]:
    numbers = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal())
    return [(number, "worker") for number in numbers if _figure(_PARENT, number) == parent]


def _figure(pattern: re.Pattern[str], process: int) -> int:
    try:
        found = pattern.search(Path(f"/proc/{process}/status").read_text(encoding="utf-8"))
    except OSError:  # it is over
        return 0
    return int(found[1]) if found else 0
