"""Who answers whom in a discussion of 10,000 comments, in both orders."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ipvm_desktop.domain.document import CommentOrder, Document, ParsedComment
from ipvm_desktop.replies import infer_replies
from tests.benchmarks.conftest import paragraph, sentence

COMMENTS = 10_000
PEOPLE = 300
ROUNDS = 3
MOST_SECONDS = 2.0
SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "ri",
    "so",
    "tu",
    "va",
    "we",
    "xi",
    "yo",
    "zu",
]


def rare_word(rng: random.Random) -> str:
    """Return a word that few comments have, as real discussions are full of."""
    return "".join(rng.choices(SYLLABLES, k=3))


def big_discussion(order: CommentOrder) -> Document:
    """Return an article with comments of about 45 words, a tenth of which quote another."""
    rng = random.Random(7)
    people = [f"{rare_word(rng).title()} {rare_word(rng).title()}" for _ in range(PEOPLE)]
    comments: list[ParsedComment] = []
    for number in range(1, COMMENTS + 1):
        text = f"{paragraph(rng, 3)} {' '.join(rare_word(rng) for _ in range(6))}."
        if comments and rng.random() < 0.1:
            quoted = rng.choice(comments[-40:]).body_text
            text = f"{quoted[: quoted.index('.') + 1]}\n\n{text}"
        if rng.random() < 0.2:
            text = f"{rng.choice(people).split()[0]}, {text}"
        if rng.random() < 0.2:
            text = f"{text[:-1]}?"
        day = number // 200 + (rng.randint(0, 9) if order is CommentOrder.PAGE else 0)
        comments.append(
            ParsedComment(
                id=number,
                author=rng.choice(people),
                posted=dt.date(2021, 3, 1) + dt.timedelta(day),
                body_text=text,
            )
        )
    return Document(
        title=sentence(rng, 7),
        body_text=paragraph(rng, 60),
        comments=tuple(comments),
        comment_order=order,
    )


@pytest.mark.parametrize("order", list(CommentOrder))
def test_replies(benchmark: BenchmarkFixture, order: CommentOrder) -> None:
    document = big_discussion(order)
    words = sum(len(each.body_text.split()) for each in document.comments) / COMMENTS
    assert 40 <= words <= 55
    found = benchmark.pedantic(infer_replies, (document,), rounds=ROUNDS, warmup_rounds=1)  # type: ignore[no-untyped-call]
    assert sum(bool(each.quotes) for each in found.comments) > COMMENTS / 15
    assert any(each.suggestions for each in found.comments)
    assert benchmark.stats is not None
    seconds = benchmark.stats.stats.min
    print(f"\n{COMMENTS} comments in {order.value} order: {seconds:.2f} s")
    assert seconds <= MOST_SECONDS
