"""From process start to the first painted window, beside a bare ``QMainWindow``.

The two are started in turn, so that a machine that slows down slows both.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from conftest import article_text
from ipvm_desktop.importers.registry import default_registry
from ipvm_desktop.library import Library
from ipvm_desktop.pipeline import import_paths

ARTICLES = 5000
ROUNDS = 7
MOST = 2.5


@pytest.fixture(scope="module")
def library_5000(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of 5,000 articles with two comments each."""
    folder = tmp_path_factory.mktemp("start")
    sources = folder / "articles"
    sources.mkdir()
    for number in range(ARTICLES):
        (sources / f"{number:05}.txt").write_text(article_text(number, 2), encoding="utf-8")
    path = folder / "library.sqlite"
    with Library.open(path) as library:
        run = import_paths(library, default_registry(), [sources])
        assert library.counts().articles == ARTICLES, run.files[:3]
    return path


def seconds_to_first_paint(*arguments: str) -> float:
    """Start a process and return the seconds until its window was painted."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    script = Path(__file__).with_name("first_paint.py")
    started = time.monotonic()
    result = subprocess.run(
        [sys.executable, str(script), *arguments],
        env=environment, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return float(result.stdout.split()[-1]) - started


def test_first_paint(benchmark: BenchmarkFixture, library_5000: Path) -> None:
    bare: list[float] = []
    program: list[float] = []

    def both() -> None:
        bare.append(seconds_to_first_paint("bare"))
        program.append(seconds_to_first_paint("program", str(library_5000)))

    benchmark.pedantic(both, rounds=ROUNDS, warmup_rounds=1)
    ratio = statistics.median(p / b for p, b in zip(program[1:], bare[1:], strict=True))
    benchmark.extra_info["bare_seconds"] = round(statistics.median(bare[1:]), 3)
    benchmark.extra_info["program_seconds"] = round(statistics.median(program[1:]), 3)
    benchmark.extra_info["ratio"] = round(ratio, 2)
    print(f"\nfirst paint: {benchmark.extra_info}")
    assert ratio <= MOST
