"""Exports of a gigabyte, written anew and read by a process of its own that keeps no document."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

MEGABYTES = int(os.environ.get("EXPORT_MEGABYTES", "1000"))
_MOST_MEGABYTES = 300

_READ = """
import resource, sys, time
from pathlib import Path
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.registry import default_registry
source = Source.from_path(Path(sys.argv[1]))
importer = default_registry().choose(source)
started = time.perf_counter()
articles = comments = 0
for document in importer.read(source):
    articles += 1
    comments += len(document.comments)
    last = document
assert not [issue for issue in last.issues if issue.code in {"truncated", "damaged"}], last.issues
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(importer.name, articles, comments, peak, round(time.perf_counter() - started, 1))
"""


def measure(benchmark: BenchmarkFixture, path: Path, name: str) -> None:
    """Read an export, note what it took, and remove it."""

    def read() -> str:
        result = subprocess.run(
            [sys.executable, "-c", _READ, str(path)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return result.stdout

    importer, articles, comments, peak, seconds = benchmark.pedantic(read, rounds=1).split()  # type: ignore[no-untyped-call]
    benchmark.extra_info.update(
        bytes=path.stat().st_size,
        articles=int(articles),
        comments=int(comments),
        peak_megabytes=int(peak),
        seconds=float(seconds),
    )
    path.unlink()
    print(f"\n{name} export: {benchmark.extra_info}")
    assert importer == name
    assert int(peak) < _MOST_MEGABYTES
