"""Exports in JSON of a gigabyte: how much memory it takes to read them, and how long.

``EXPORT_MEGABYTES`` sets another size than 1,000.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.conftest import paragraph
from tests.benchmarks.large_exports import MEGABYTES, measure

PAGES = 20_000  # the comments of a page are spread over the file


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
        entry = {
            "id": f"https://bench.example/{number}",
            "title": f"Item {number}",
            "content_html": "".join(f"<p>{text}</p>" for text in texts[:8]),
            "date_published": "2021-03-05T10:00:00Z",
            "authors": [{"name": "Ann Ray"}],
        }
        yield ("," if number > 1 else "") + json.dumps(entry) + "\n"


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
    measure(benchmark, path, name)
