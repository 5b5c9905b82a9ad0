"""Exports of a gigabyte: how much memory it takes to import them, and how long.

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
from tests.benchmarks.large_exports import MEGABYTES, measure, write_parts

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
        parts = [
            (
                f"<item><title>{title} {number}</title><link>https://bench.example/{number}/</link>"
                f"<dc:creator>Ann Ray</dc:creator><content:encoded><![CDATA[{body}]]>"
                f"</content:encoded><wp:post_id>{number}</wp:post_id>"
                "<wp:post_date>2021-03-04 10:00:00</wp:post_date>"
                "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>\n"
            )
        ]
        parent = 0
        for text in comments:
            key = next(keys)
            parts.append(
                f"<wp:comment><wp:comment_id>{key}</wp:comment_id>"
                "<wp:comment_author><![CDATA[Bo Lane]]></wp:comment_author>"
                "<wp:comment_date>2021-03-05 10:00:00</wp:comment_date>"
                f"<wp:comment_content><![CDATA[{text}]]></wp:comment_content>"
                "<wp:comment_approved>1</wp:comment_approved>"
                f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>\n"
            )
            parent = key
        yield "".join([*parts, "</item>\n"])


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


def rss(texts: Texts) -> Iterator[str]:
    """Articles, and all comments behind a thousand of them."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
        ' xmlns:wfw="http://wellformedweb.org/CommentAPI/"><channel><title>Bench</title>\n'
    )
    day = "<pubDate>Thu, 04 Mar 2021 10:00:00 +0000</pubDate><dc:creator>Ann Ray</dc:creator>"
    waiting: list[str] = []
    for number in count(1):
        title, body, comments = texts.pick()
        page = f"https://bench.example/{number}/"
        yield (
            f"<item><title>{title} {number}</title><link>{page}</link><guid>{page}</guid>{day}"
            f"<wfw:commentRss>{page}feed/</wfw:commentRss><slash:comments>{COMMENTS}"
            f"</slash:comments><content:encoded><![CDATA[{body}]]></content:encoded></item>\n"
        )
        waiting += [
            f"<item><title>By: Bo Lane</title><link>{page}#comment-{place}</link>{day}"
            f"<guid>{page}#comment-{place}</guid>"
            f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>\n"
            for place, text in enumerate(comments)
        ]
        if number % 1000 == 0:
            yield "".join(waiting)
            waiting.clear()


def atom(texts: Texts) -> Iterator[str]:
    """Replies that name what they answer and nothing else: each is an entry to look up."""
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:thr="http://purl.org/syndication/thread/1.0"><title>Bench</title>\n'
    )
    when = "<updated>2021-03-05T10:00:00Z</updated><author><name>Bo Lane</name></author>"
    for number in count(1):
        own = f"<id>tag:bench.example,2021:{number}</id>"
        words = texts.comments[number % VARIANTS]
        if number % 4 == 1:
            title = texts.titles[number % VARIANTS]
            place = f'<title>{title}</title><link href="https://bench.example/{number}/"/>'
        else:
            answered = f'"tag:bench.example,2021:{number - 1}"'
            place = f"<title>Re</title><thr:in-reply-to ref={answered}/>"
        yield f"<entry>{own}{place}{when}<content>{words}</content></entry>\n"


def movable_type(texts: Texts) -> Iterator[str]:
    for number in count(1):
        title, body, comments = texts.pick()
        yield (
            f"AUTHOR: Ann Ray\nTITLE: {title} {number}\nBASENAME: e{number}\nSTATUS: Publish\n"
            f"CONVERT BREAKS: 0\nDATE: 03/04/2021 10:00:00 AM\n-----\nBODY:\n{body}\n-----\n"
            + "".join(
                f"COMMENT:\nAUTHOR: Bo Lane\nDATE: 03/05/2021 10:00:00 AM\n{text}\n-----\n"
                for text in comments
            )
            + "--------\n"
        )


FORMATS: dict[str, tuple[str, Callable[[Texts], Iterator[str]], str]] = {
    "atom.xml": ("feed", atom, "</feed>\n"),
    "rss.xml": ("feed", rss, "</channel></rss>\n"),
    "blogger.xml": ("blogger", blogger, "</feed>\n"),
    "disqus.xml": ("disqus-xml", disqus, "</disqus>\n"),
    "wxr.xml": ("wxr", wxr, "</channel></rss>\n"),
    "movable-type.txt": ("movable-type", movable_type, ""),
}


@pytest.mark.parametrize("name", list(FORMATS))
def test_large_export(benchmark: BenchmarkFixture, tmp_path: Path, name: str) -> None:
    importer, parts, closing = FORMATS[name]
    measure(benchmark, write_parts(tmp_path / name, parts(Texts()), closing), importer)
