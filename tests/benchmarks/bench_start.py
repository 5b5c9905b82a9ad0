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

from pytest_benchmark.fixture import BenchmarkFixture

ROUNDS = 7
MOST = 2.5


def seconds_to_first_paint(*arguments: str) -> float:
    """Start a process and return the seconds until its window was painted."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    # An installed program has its bytecode; the warm-up round makes that of a checkout.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
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

    benchmark.pedantic(both, rounds=ROUNDS, warmup_rounds=1)  # type: ignore[no-untyped-call]
    ratio = statistics.median(p / b for p, b in zip(program[1:], bare[1:], strict=True))
    benchmark.extra_info["bare_seconds"] = round(statistics.median(bare[1:]), 3)
    benchmark.extra_info["program_seconds"] = round(statistics.median(program[1:]), 3)
    benchmark.extra_info["ratio"] = round(ratio, 2)
    print(f"\nfirst paint: {benchmark.extra_info}")
    assert ratio <= MOST
