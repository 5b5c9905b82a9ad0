"""Exports of a gigabyte: how much memory it takes to read them, and how long.

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

COMMENTS = 12
VARIANTS = 500  # texts are made once: the generator should not take longer than the reading


class Texts:
    """Bodies and comments to choose from."""

    def __init__(self) -> None:
        rng = random.Random(1)
        self.titles = [sentence(rng, 6)[:-1] for _ in range(VARIANTS)]
        self.bodies = [
            "\n\n".join(f"<p>{paragraph(rng, 5)}</p>" for _ in range(8)) for _ in range(VARIANTS)
        ]
        self.comments = [paragraph(rng, 3) for _ in range(VARIANTS)]
        self._rng = rng

    def pick(self) -> tuple[str, str, list[str]]:
        """Return title, body and comments of one article."""
        rng = self._rng
        return (
            rng.choice(self.titles),
            rng.choice(self.bodies),
            rng.choices(self.comments, k=COMMENTS),
        )


def wxr(texts: Texts) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Bench</title>\n'
    )
    keys = count(1)
    for number in count(1):
        title, body, comments = texts.pick()
        yield (
            f"<item><title>{title} {number}</title><link>https://bench.example/{number}/</link>"
            f"<dc:creator>Ann Ray</dc:creator><content:encoded><![CDATA[{body}]]>"
            f"</content:encoded><wp:post_id>{number}</wp:post_id>"
            "<wp:post_date>2021-03-04 10:00:00</wp:post_date>"
            "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>\n"
        )
        parent = 0
        for text in comments:
            key = next(keys)
            yield (
                f"<wp:comment><wp:comment_id>{key}</wp:comment_id>"
                "<wp:comment_author><![CDATA[Bo Lane]]></wp:comment_author>"
                "<wp:comment_date>2021-03-05 10:00:00</wp:comment_date>"
                f"<wp:comment_content><![CDATA[{text}]]></wp:comment_content>"
                "<wp:comment_approved>1</wp:comment_approved>"
                f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>\n"
            )
            parent = key
        yield "</item>\n"


def disqus(texts: Texts) -> Iterator[str]:
    """All threads of a share of the file first, then their posts, spread over the threads."""
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com"'
        ' xmlns:dsq="http://disqus.com/disqus-internals">\n'
    )
    threads = MEGABYTES * 80
    for number in range(1, threads + 1):
        yield (
            f'<thread dsq:id="{number}"><id /><forum>bench</forum>'
            f"<link>https://bench.example/{number}/</link>"
            f"<title>{texts.titles[number % VARIANTS]} {number}</title><message />"
            "<createdAt>2021-03-04T10:00:00Z</createdAt><isDeleted>false</isDeleted></thread>\n"
        )
    for number in count(threads + 1):
        parent = number - threads
        reply = f'<parent dsq:id="{parent}" />' if parent > threads else ""
        yield (
            f'<post dsq:id="{number}"><id /><message><![CDATA[<p>'
            f"{texts.comments[number % VARIANTS]}</p>]]></message>"
            "<createdAt>2021-03-05T10:00:00Z</createdAt><isDeleted>false</isDeleted>"
            "<isSpam>false</isSpam><author><name>Bo Lane</name></author>"
            f'<thread dsq:id="{(number - 1) % threads + 1}" />{reply}</post>\n'
        )


def blogger(texts: Texts) -> Iterator[str]:
    """Comments stand a hundred entries after their posts."""
    yield (
        "<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom'"
        " xmlns:blogger='http://schemas.google.com/blogger/2018'><title>Bench</title>\n"
    )
    tag = "tag:blogger.com,1999:blog-1.post-"
    waiting: list[str] = []
    for number in count(1):
        title, body, comments = texts.pick()
        escaped = body.replace("<", "&lt;")
        yield (
            f"<entry><id>{tag}{number}</id><blogger:type>POST</blogger:type>"
            "<blogger:status>LIVE</blogger:status><author><name>Ann Ray</name></author>"
            f"<title>{title} {number}</title><content type='html'>{escaped}</content>"
            "<published>2021-03-04T10:00:00Z</published></entry>\n"
        )
        waiting += [
            f"<entry><id>{tag}{number}00{place}</id><blogger:parent>{tag}{number}"
            "</blogger:parent><blogger:inReplyTo/><blogger:type>COMMENT</blogger:type>"
            "<blogger:status>LIVE</blogger:status><author><name>Bo Lane</name></author>"
            f"<content type='html'>{text}</content>"
            "<published>2021-03-05T10:00:00Z</published></entry>\n"
            for place, text in enumerate(comments)
        ]
        if len(waiting) >= 100 * COMMENTS:
            yield "".join(waiting)
            waiting.clear()


FORMATS: dict[str, tuple[Callable[[Texts], Iterator[str]], str]] = {
    "wxr": (wxr, "</channel></rss>\n"),
    "disqus-xml": (disqus, "</disqus>\n"),
    "blogger": (blogger, "</feed>\n"),
}


def write_export(path: Path, name: str, size: int) -> None:
    """Write a file of about so many bytes."""
    generator, closing = FORMATS[name]
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for part in generator(Texts()):
            # Not within an article: its end has to follow.
            if written >= size and part.lstrip().startswith(("<item>", "<post", "<entry>")):
                break
            written += file.write(part)
        file.write(closing)


@pytest.mark.parametrize("name", list(FORMATS))
def test_large_export(benchmark: BenchmarkFixture, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.xml"
    write_export(path, name, MEGABYTES * 1_000_000)
    measure(benchmark, path, name)
