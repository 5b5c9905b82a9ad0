"""Crawls, mails and packed folders of a gigabyte: how much memory importing takes, and how long.

``EXPORT_MEGABYTES`` sets another size than 1,000.
"""

from __future__ import annotations

import io
import random
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from itertools import count, takewhile
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.conftest import article_text, paragraph, sentence
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


def _some(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield as many parts as make up a gigabyte."""
    left = MEGABYTES * 1_000_000

    def is_within(part: bytes) -> bool:
        nonlocal left
        left -= len(part)
        return left > -len(part)

    return takewhile(is_within, parts)


def _copies() -> Iterator[bytes]:
    """Yield text copies of articles, some fifty of each of 2,000 made."""
    # An archive may hold 100,000 files.
    made = [article_text(number, comments=18).encode() for number in range(2000)]
    for number in count(1):
        yield b"Part %d of " % number + made[number % len(made)]


@pytest.mark.parametrize(("name", "parts"), [("bench.mbox", mbox), ("bench.warc", warc)])
def test_large_archive(
    benchmark: BenchmarkFixture,
    tmp_path: Path,
    name: str,
    parts: Callable[[random.Random], Iterator[bytes]],
) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.writelines(_some(parts(random.Random(1))))
    measure(benchmark, path, path.suffix[1:])


def test_maildir(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True)
    for number, mail in enumerate(_some(mbox(random.Random(1)))):
        (folder / "cur" / f"{number:07}.bench:2,S").write_bytes(mail.partition(b"\n")[2])
    measure(benchmark, folder, "mbox")


def test_zip_of_small_files(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    path = tmp_path / "bench.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number, copy in enumerate(_some(_copies())):
            archive.writestr(f"{number // 1000}/{number}.txt", copy)
    measure(benchmark, path, "ipvm-text")


def test_tar_of_small_files(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    path = tmp_path / "bench.tar.gz"
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for number, copy in enumerate(_some(_copies())):
            member = tarfile.TarInfo(f"{number // 1000}/{number}.txt")
            member.size = len(copy)
            archive.addfile(member, io.BytesIO(copy))
    measure(benchmark, path, "ipvm-text")
