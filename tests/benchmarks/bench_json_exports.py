"""Exports in JSON of a gigabyte: how much memory it takes to import them, and how long.

``EXPORT_MEGABYTES`` sets another size than 1,000.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.conftest import paragraph
from tests.benchmarks.large_exports import measure, write_parts

PAGES = 20_000  # the comments of a page are spread over the file
REPLIES = 12
DAY = "2021-03-05T10:00:00Z"
SECOND = 1_614_938_400

Values = Iterator[dict[str, Any]]


def remark42(texts: Sequence[str]) -> Values:
    yield {"version": 1, "users": [], "posts": []}
    for number in count(1):
        page = number % PAGES
        yield {
            "id": f"r{number}",
            "pid": f"r{number - PAGES}" if number > PAGES else "",
            "text": f"<p>{texts[number % len(texts)]}</p>",
            "user": {"name": "Bo Lane", "id": "u", "picture": "", "admin": False},
            "locator": {"site": "bench", "url": f"https://bench.example/{page}"},
            "score": number % 9 - 3,
            "time": DAY,
            "title": f"Page {page}",
        }


def commento(texts: Sequence[str]) -> Values:
    for number in count(1):
        yield {
            "commentHex": f"{number:064x}",
            "domain": "bench.example",
            "url": f"/{number % PAGES}",
            "commenterHex": "anonymous",
            "html": f"<p>{texts[number % len(texts)]}</p>",
            "parentHex": f"{number - PAGES:064x}" if number > PAGES else "root",
            "score": 1,
            "state": "approved",
            "creationDate": DAY,
            "deleted": False,
        }


def activitypub(texts: Sequence[str]) -> Values:
    """Every fourth note answers the one before."""
    me = "https://bench.example/users/ann"
    for number in count(1):
        own = f"{me}/statuses/{number}"
        note = {
            "id": own,
            "type": "Note",
            "inReplyTo": f"{me}/statuses/{number - 1}" if number % 4 == 0 else None,
            "published": DAY,
            "url": f"https://bench.example/@ann/{number}",
            "attributedTo": me,
            "content": f"<p>{texts[number % len(texts)]}</p>",
        }
        yield {"id": f"{own}/activity", "type": "Create", "actor": me, "object": note}


def json_feed(texts: Sequence[str]) -> Values:
    for number in count(1):
        yield {
            "id": f"https://bench.example/{number}",
            "title": f"Item {number}",
            "content_html": "".join(f"<p>{text}</p>" for text in texts[:8]),
            "date_published": DAY,
            "authors": [{"name": "Ann Ray"}],
        }


def reddit(texts: Sequence[str]) -> Values:
    """Submissions and comments as in dumps by time; threads go on while others begin."""
    rng = random.Random(2)
    for number in count(1):
        own = {"id": f"x{number}", "author": "bo", "created_utc": SECOND, "subreddit": "bench"}
        if number % 5 == 1:
            yield own | {
                "title": f"Post {number}", "selftext": texts[number % len(texts)], "is_self": True,
                "permalink": f"/r/bench/comments/x{number}/post/", "num_comments": 4, "score": 3,
            }  # fmt: skip
            continue
        post = max(1, number // 5 * 5 + 1 - 5 * rng.randrange(1000))
        parent = f"t3_x{post}" if number % 5 == 2 else f"t1_x{post + 1}"
        yield own | {
            "link_id": f"t3_x{post}", "parent_id": parent, "body": texts[number % len(texts)],
            "permalink": f"/r/bench/comments/x{post}/post/x{number}/", "score": number % 9,
        }  # fmt: skip


def hacker_news(texts: Sequence[str]) -> Values:
    """Items in the order of their numbers, each answering one of the last thousands."""
    rng = random.Random(3)
    for number in count(1):
        entry = {"id": number, "by": "bo", "time": SECOND, "type": "story"}
        if number % 10 == 1:
            yield entry | {"title": f"Story {number}", "score": 5, "url": "https://bench.example/"}
        else:
            parent = number // 10 * 10 + 1 if number < 6000 else number - 1 - rng.randrange(5000)
            words = texts[number % len(texts)]
            yield entry | {"type": "comment", "parent": parent, "text": words}


def discourse(texts: Sequence[str]) -> Values:
    for number in count(1):
        posts = [
            {
                "id": number * 100 + place, "post_number": place, "username": "bo",
                "created_at": DAY, "cooked": f"<p>{texts[(number + place) % len(texts)]}</p>",
                "reply_to_post_number": place - 1 if place > 2 else None,
                "topic_id": number, "topic_slug": f"topic-{number}", "post_type": 1,
            }
            for place in range(1, REPLIES + 2)
        ]  # fmt: skip
        yield {
            "post_stream": {"posts": posts, "stream": [post["id"] for post in posts]},
            "id": number, "title": f"Topic {number}", "slug": f"topic-{number}",
            "posts_count": REPLIES + 1, "created_at": DAY,
        }  # fmt: skip


def lemmy(texts: Sequence[str]) -> Values:
    """Views of comments, each with its post, the comments of a post spread over the file."""
    for number in count(1):
        post = number % (PAGES * 5)
        above = number - PAGES * 5
        page = {
            "id": post, "name": f"Post {post}", "creator_id": 1, "published": DAY,
            "ap_id": f"https://bench.example/post/{post}",
        }  # fmt: skip
        comment = {
            "id": number, "post_id": post, "creator_id": 2, "published": DAY,
            "content": texts[number % len(texts)],
            "path": f"0.{above}.{number}" if above > 0 else f"0.{number}",
            "ap_id": f"https://bench.example/comment/{number}",
        }  # fmt: skip
        yield {
            "comment": comment, "post": page, "creator": {"id": 2, "name": "bo"},
            "counts": {"score": number % 9},
        }  # fmt: skip


def isso(texts: Sequence[str]) -> Values:
    for number in count(1):
        comments = [
            {
                "id": number * 100 + place, "author": "Bo Lane", "created": float(SECOND),
                "mode": 1, "remote_addr": "127.0.0.1", "likes": 1, "dislikes": 0,
                "parent": number * 100 + place - 1 if place else None,
                "text": texts[(number + place) % len(texts)],
            }
            for place in range(REPLIES)
        ]  # fmt: skip
        yield {"id": f"/{number}/", "title": f"Page {number}", "comments": comments}


def lobsters(texts: Sequence[str]) -> Values:
    for number in count(1):
        comments = [
            {
                "short_id": f"c{number}x{place}", "comment": f"<p>{texts[place]}</p>",
                "score": 1, "depth": place % 3, "commenting_user": "bo", "created_at": DAY,
                "parent_comment": f"c{number}x{place - 1}" if place % 3 else None,
            }
            for place in range(REPLIES)
        ]  # fmt: skip
        yield {
            "short_id": f"s{number}", "short_id_url": f"https://lobste.rs/s/s{number}",
            "created_at": DAY, "title": f"Story {number}", "comment_count": REPLIES,
            "description": texts[number % len(texts)], "submitter_user": "ann",
            "comments": comments,
        }  # fmt: skip


def discussion(texts: Sequence[str]) -> Values:
    for number in count(1):
        comments = [
            {"id": place, "author": "Bo Lane", "date": DAY, "text": texts[place + 1],
             "parent_id": place - 1 if place else None}
            for place in range(REPLIES)
        ]  # fmt: skip
        yield {
            "title": f"Article {number}", "url": f"https://bench.example/{number}",
            "author": "Ann Ray", "date": DAY, "comments": comments,
            "body": "".join(f"<p>{text}</p>" for text in texts[number % 200 :][:8]),
        }  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of file: the values in it, and what stands around and between them."""

    importer: str
    values: Callable[[Sequence[str]], Values]
    opening: str = ""
    between: str = "\n"
    closing: str = "\n"

    def parts(self, texts: Sequence[str]) -> Iterator[str]:
        for number, value in enumerate(self.values(texts)):
            yield (self.between if number else self.opening) + json.dumps(value)


_ARRAY = "[", ",\n", "]\n"
_IN_OBJECT = ",\n", "]}\n"
_STREAM = '{"@context":"https://www.w3.org/ns/activitystreams","type":"OrderedCollection",'
_FEED = '{"version":"https://jsonfeed.org/version/1.1","title":"Bench","items":['
KINDS = {
    "hacker-news.jsonl": Kind("hacker-news-json", hacker_news),
    "activitypub.json": Kind("activitypub", activitypub, f'{_STREAM}"orderedItems":[', *_IN_OBJECT),
    "reddit.jsonl": Kind("reddit-json", reddit),
    "reddit.json": Kind("reddit-json", reddit, *_ARRAY),
    "json-feed.json": Kind("json-feed", json_feed, _FEED, *_IN_OBJECT),
    "lemmy.json": Kind("lemmy", lemmy, '{"comments":[', *_IN_OBJECT),
    "isso.json": Kind("isso", isso, *_ARRAY),
    "remark42.jsonl": Kind("remark42", remark42),
    "commento.json": Kind(
        "commento", commento, '{"version":1,"commenters":[],"comments":[', *_IN_OBJECT
    ),
    "discourse.jsonl": Kind("discourse-json", discourse),
    "lobsters.json": Kind("lobsters-json", lobsters, *_ARRAY),
    "discussion.jsonl": Kind("json-discussion", discussion),
    "discussion.json": Kind("json-discussion", discussion, *_ARRAY),
}


@pytest.mark.parametrize("name", list(KINDS))
def test_large_export(benchmark: BenchmarkFixture, tmp_path: Path, name: str) -> None:
    rng = random.Random(1)
    kind = KINDS[name]
    texts = [paragraph(rng, 4) for _ in range(500)]
    path = write_parts(tmp_path / name, kind.parts(texts), kind.closing)
    measure(benchmark, path, kind.importer)
