"""Import of 1,000 saved pages of 150 KB by a real window, which has to answer throughout.

Told are how busy the processors were, and the longest time between two ticks of a 5 ms timer
of the window's thread, in which nothing that the reader does would have been answered.
"""

from __future__ import annotations

import gc
import os
import random
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ipvm_desktop.library import Library
from ipvm_desktop.ui.program import Program
from tests.benchmarks.conftest import NAMES, paragraph, sentence

PAGES = int(os.environ.get("IPVM_BENCH_PAGES", "1000"))
PAGE_BYTES = 150_000
MOST_SECONDS = 0.05
LEAST_BUSY = 0.85

STYLE = "<style>" + "".join(
    f".wp-block-{n} .entry-{n}{{margin:{n}px auto;padding:0 {n}px;color:#{n:06x}}}\n"
    for n in range(900)
)  # fmt: skip


def comment(rng: random.Random, number: int, depth: int) -> str:
    """Return one comment with its replies, in the markup of WordPress's classic themes."""
    replies = ""
    if depth < 4 and rng.random() < 0.45:
        inner = comment(rng, number * 10 + 1, depth + 1)
        replies = f'<ol class="children">{inner}</ol>'
    day = rng.randint(1, 28)
    return f"""
<li id="comment-{number}" class="comment even thread-even depth-{depth}">
<article id="div-comment-{number}" class="comment-body">
<footer class="comment-meta"><div class="comment-author vcard">
<img alt="" src="https://secure.gravatar.com/avatar/{number:032x}?s=48" class="avatar" width="48">
<b class="fn">{rng.choice(NAMES)}</b> <span class="says">says:</span></div>
<div class="comment-metadata"><a href="https://news.example/gates/#comment-{number}">
<time datetime="2021-03-{day:02}T10:{number % 60:02}:00+00:00">March {day}, 2021 at 10:00 am</time>
</a></div></footer>
<div class="comment-content"><p>{paragraph(rng, 3)}</p><p>{paragraph(rng, 2)}</p></div>
<div class="reply"><a rel="nofollow" class="comment-reply-link" href="#respond">Reply</a></div>
</article>{replies}</li>"""


def page(number: int) -> str:
    """Return a saved page of about 150 KB: an article of ten paragraphs, some 40 comments."""
    rng = random.Random(number)
    title = f"{sentence(rng, 7)[:-1].title()} {number}"
    body = "".join(
        f"<h2>{sentence(rng, 4)[:-1].title()}</h2><p>{paragraph(rng, 5)}</p>"
        f"<ul><li>{sentence(rng, 9)}</li><li>{sentence(rng, 8)}</li></ul>"
        for _ in range(10)
    )
    menu = "".join(
        f'<li class="menu-item menu-item-{n}"><a href="https://news.example/topic-{n}/">'
        f"{sentence(rng, 2)[:-1]}</a></li>"
        for n in range(60)
    )
    comments = "".join(comment(rng, n, 1) for n in range(1, 26))
    text = f"""<!DOCTYPE html>
<html lang="en-US"><head><meta charset="UTF-8"><title>{title} - Gate News</title>
<link rel="canonical" href="https://news.example/2021/gates-{number}/">
<meta property="og:title" content="{title}"><meta property="og:type" content="article">
<meta property="article:published_time" content="2021-03-01T09:00:00+00:00">
<meta name="generator" content="WordPress 5.7">{STYLE}</style></head>
<body class="post-template-default single single-post">
<header id="masthead"><nav><ul id="menu">{menu}</ul></nav></header>
<main id="main"><article id="post-{number}" class="post type-post hentry">
<header class="entry-header"><h1 class="entry-title">{title}</h1>
<span class="byline"> by <span class="author vcard">{rng.choice(NAMES)}</span></span>
<time class="entry-date published" datetime="2021-03-01T09:00:00+00:00">March 1, 2021</time>
</header><div class="entry-content">{body}</div></article>
<div id="comments" class="comments-area"><h2 class="comments-title">Thoughts</h2>
<ol class="comment-list">{comments}</ol></div></main>"""
    filling = PAGE_BYTES - len(text.encode()) - 60
    script = f"var filler = '{'x' * max(filling, 0)}';"
    return f"{text}<script>{script}</script></body></html>"


class Ticks(QObject):
    """Keeps the times between two ticks of the window's thread, and its own share in them."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[tuple[float, float]] = []
        self._last = time.perf_counter()
        self._worked = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.gaps.append((now - self._last, worked - self._worked))
        self._last, self._worked = now, worked


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(PAGES):
        (folder / f"page-{number:04}.html").write_text(page(number), encoding="utf-8")
    return folder


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    program = Program(qapp, Library.open(tmp_path / "library.sqlite"))
    qtbot.addWidget(program.window)
    program.start([])
    qtbot.waitExposed(program.window)
    program.window.resize(1300, 800)
    # As at every start, see app.py: what stands now is not looked through any more.
    gc.freeze()
    yield program
    gc.unfreeze()
    program.window.close()


def processor_seconds() -> float:
    """Return what this process and the workers that ended have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def idle_seconds() -> float:
    """Return how long the processors had nothing to do since the system started."""
    fields = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()
    return (int(fields[4]) + int(fields[5])) / os.sysconf("SC_CLK_TCK")


def test_pages(program: Program, qtbot: QtBot, pages: Path) -> None:
    qtbot.wait(500)
    ticks = Ticks()
    ticks.start()
    started, used, idle = time.perf_counter(), processor_seconds(), idle_seconds()
    with qtbot.waitSignal(program.imports.finished, timeout=1_000_000):
        program.imports.start([pages])
    seconds, used = time.perf_counter() - started, processor_seconds() - used
    idle = idle_seconds() - idle
    ticks.stop()
    run = program.imports.last_run
    assert run is not None
    assert len(run.changes.added) == PAGES, run.files[0]
    cores = len(os.sched_getaffinity(0))
    longest = sorted(ticks.gaps)[-5:]
    comments = sum(article.comments for outcome in run.files for article in outcome.articles)
    told = {
        "pages": PAGES,
        "comments": comments,
        "seconds": round(seconds, 1),
        "pages_per_second": round(PAGES / seconds, 1),
        "busy": round(1 - idle / seconds / cores, 2),
        "busy_for_this": round(used / seconds / cores, 2),
        "longest_gaps_ms": [round(gap * 1000, 1) for gap, _ in longest],
        "of_which_work_ms": [round(work * 1000, 1) for _, work in longest],
        "over_50_ms": sum(gap > MOST_SECONDS for gap, _ in ticks.gaps),
    }
    print(f"\nimport of saved pages: {told}")
    assert 1 - idle / seconds / cores >= LEAST_BUSY, told
    assert longest[-1][0] <= MOST_SECONDS, told
