"""A crawl and a mailing list of a gigabyte: how much memory it takes to read them, and how long.

``EXPORT_MEGABYTES`` sets another size than 1,000.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.conftest import paragraph, sentence
from tests.benchmarks.large_exports import MEGABYTES, measure

REPLIES = 12
VARIANTS = 500  # texts are made once: the generator should not take longer than the reading


def mbox(rng: random.Random) -> Iterator[bytes]:
    """Threads of a dozen mails, each answering one of those before."""
    texts = ["\n\n".join(paragraph(rng, 4) for _ in range(3)) for _ in range(VARIANTS)]
    for thread in count(1):
        for number in range(REPLIES + 1):
            parent = f"<{thread}.{rng.randrange(number)}@bench.example>" if number else None
            head = [
                "From bench@bench.example Thu Mar  4 10:00:00 2021",
                f"From: Writer {rng.randrange(900)} <writer@bench.example>",
                "Date: Thu, 4 Mar 2021 10:00:00 +0000",
                f"Subject: {'Re: ' if number else ''}Thread {thread}",
                f"Message-ID: <{thread}.{number}@bench.example>",
                *([f"In-Reply-To: {parent}", f"References: {parent}"] if parent else []),
                "Content-Type: text/plain; charset=utf-8",
            ]
            yield "\n".join((*head, "", rng.choice(texts), "", "")).encode()


def warc(rng: random.Random) -> Iterator[bytes]:
    """Pages with a dozen comments, and a picture for every fourth."""
    bodies = ["".join(f"<p>{paragraph(rng, 5)}</p>" for _ in range(8)) for _ in range(VARIANTS)]
    comments = [paragraph(rng, 3) for _ in range(VARIANTS)]
    titles = [sentence(rng, 6)[:-1] for _ in range(VARIANTS)]
    for number in count(1):
        address = f"https://bench.example/{number}/"
        if number % 4 == 0:
            yield _response(f"{address}p.png", b"image/png", b"\x89PNG" + rng.randbytes(20_000))
        page = (
            f"<html><head><title>{rng.choice(titles)} {number}</title></head><body><article>"
            f'<h1>{rng.choice(titles)} {number}</h1>{rng.choice(bodies)}<img src="p.png">'
            '</article><ol class="comment-list">'
        )
        for reply in range(REPLIES):
            page += (
                f'<li id="comment-{number * 100 + reply}" class="comment depth-1">'
                '<article class="comment-body"><footer class="comment-meta"><b class="fn">Bo Lane'
                "</b></footer><div class='comment-content'>"
                f"<p>{rng.choice(comments)}</p></div></article></li>"
            )
        yield _response(address, b"text/html", f"{page}</ol></body></html>".encode())


def _response(address: str, media_type: bytes, content: bytes) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: " + media_type + b"\r\n\r\n" + content
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
        f"WARC-Date: 2021-03-04T10:00:00Z\r\nWARC-Record-ID: <urn:{address}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    ).encode() + (http + b"\r\n\r\n")


FORMATS: dict[str, Callable[[random.Random], Iterator[bytes]]] = {"mbox": mbox, "warc": warc}


@pytest.mark.parametrize("name", list(FORMATS))
def test_large_archive(benchmark: BenchmarkFixture, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"bench.{name}"
    written = 0
    with path.open("wb") as file:
        for part in FORMATS[name](random.Random(1)):
            if written >= MEGABYTES * 1_000_000:
                break
            written += file.write(part)
    measure(benchmark, path, name)
