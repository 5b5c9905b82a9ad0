"""Exports in JSON of a gigabyte: how much memory it takes to read them, and how long.

Each file is generated, read by a process of its own that keeps no document, and removed.
``EXPORT_MEGABYTES`` sets another size than 1,000.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.conftest import paragraph

MEGABYTES = int(os.environ.get("EXPORT_MEGABYTES", "1000"))
MOST_MEGABYTES = 300
PAGES = 20_000  # the comments of a page are spread over the file

READ = """
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
assert not [issue for issue in last.issues if issue.code == "truncated"], last.issues
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(importer.name, articles, comments, peak, round(time.perf_counter() - started, 1))
"""


def remark42(texts: list[str]) -> Iterator[str]:
    yield '{"version":1,"users":[],"posts":[]}\n'
    for number in count(1):
        page = number % PAGES
        comment = {
            "id": f"r{number}",
            "pid": f"r{number - PAGES}" if number > PAGES else "",
            "text": f"<p>{texts[number % len(texts)]}</p>",
            "user": {"name": "Bo Lane", "id": "u", "picture": "", "admin": False},
            "locator": {"site": "bench", "url": f"https://bench.example/{page}"},
            "score": number % 9 - 3,
            "time": "2021-03-05T10:00:00Z",
            "title": f"Page {page}",
        }
        yield json.dumps(comment) + "\n"


def commento(texts: list[str]) -> Iterator[str]:
    yield '{"version":1,"commenters":[],"comments":[\n'
    for number in count(1):
        comment = {
            "commentHex": f"{number:064x}",
            "domain": "bench.example",
            "url": f"/{number % PAGES}",
            "commenterHex": "anonymous",
            "html": f"<p>{texts[number % len(texts)]}</p>",
            "parentHex": f"{number - PAGES:064x}" if number > PAGES else "root",
            "score": 1,
            "state": "approved",
            "creationDate": "2021-03-05T10:00:00Z",
            "deleted": False,
        }
        yield ("," if number > 1 else "") + json.dumps(comment) + "\n"


def activitypub(texts: list[str]) -> Iterator[str]:
    """Every fourth note answers the one before; a third of a million articles in all."""
    context = "https://www.w3.org/ns/activitystreams"
    me = "https://bench.example/users/ann"
    yield f'{{"@context":"{context}","type":"OrderedCollection","orderedItems":[\n'
    for number in count(1):
        own = f"{me}/statuses/{number}"
        note = {
            "id": own,
            "type": "Note",
            "inReplyTo": f"{me}/statuses/{number - 1}" if number % 4 == 0 else None,
            "published": "2021-03-05T10:00:00Z",
            "url": f"https://bench.example/@ann/{number}",
            "attributedTo": me,
            "content": f"<p>{texts[number % len(texts)]}</p>",
        }
        activity = {"id": f"{own}/activity", "type": "Create", "actor": me, "object": note}
        yield ("," if number > 1 else "") + json.dumps(activity) + "\n"


def json_feed(texts: list[str]) -> Iterator[str]:
    yield '{"version":"https://jsonfeed.org/version/1.1","title":"Bench","items":[\n'
    for number in count(1):
        item = {
            "id": f"https://bench.example/{number}",
            "title": f"Item {number}",
            "content_html": "".join(f"<p>{text}</p>" for text in texts[:8]),
            "date_published": "2021-03-05T10:00:00Z",
            "authors": [{"name": "Ann Ray"}],
        }
        yield ("," if number > 1 else "") + json.dumps(item) + "\n"


FORMATS: dict[str, tuple[Callable[[list[str]], Iterator[str]], str]] = {
    "remark42": (remark42, ""),
    "commento": (commento, "]}\n"),
    "activitypub": (activitypub, "]}\n"),
    "json-feed": (json_feed, "]}\n"),
}


@pytest.mark.parametrize("name", list(FORMATS))
def test_large_export(benchmark: BenchmarkFixture, tmp_path: Path, name: str) -> None:
    rng = random.Random(1)
    generator, closing = FORMATS[name]
    path = tmp_path / f"{name}.json"
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for part in generator([paragraph(rng, 4) for _ in range(500)]):
            if written >= MEGABYTES * 1_000_000:
                break
            written += file.write(part)
        file.write(closing)

    def read() -> str:
        result = subprocess.run(
            [sys.executable, "-c", READ, str(path)],
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
    assert int(peak) < MOST_MEGABYTES
