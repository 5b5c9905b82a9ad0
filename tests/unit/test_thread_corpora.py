"""Known discussions, read from files and flattened to what a saved page shows."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from ipvm_desktop.domain.document import CommentOrder
from tests.thread_corpora import (
    Corpus,
    KnownThread,
    corpora,
    discussions,
    fingerprint,
    flattened,
    plain_text,
)


def known(number: str, parent: str | None, minute: int | None, **others: Any) -> dict[str, Any]:
    """One comment of 3 March 2021, so many minutes after ten at night."""
    date = None
    if minute is not None:
        date = (dt.datetime(2021, 3, 3, 22) + dt.timedelta(minutes=minute)).isoformat()
    return {
        "id": number, "parent": parent, "author": f"Person {number}", "date": date,
        "body": f"Body {number}",
    } | others  # fmt: skip


#     a          d
#    / \
#   b   e
#   |
#   c
COMMENTS = [
    known("a", None, 0),
    known("b", "a", 5),
    known("d", None, 10),
    known("e", "a", 15),
    known("c", "b", 180),
]


def thread(*comments: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {"thread": "t1", "title": "Gates", "comments": list(comments or COMMENTS)} | others


def flat(
    order: CommentOrder, *comments: dict[str, Any], bare: bool = False, **others: Any
) -> KnownThread:
    made = thread(*comments, **others)
    return flattened(Corpus("made-up", [made]), made, order, bare=bare)


def shape(found: KnownThread) -> list[tuple[str, int | None]]:
    assert [each.id for each in found.comments] == list(range(1, len(found.comments) + 1))
    letters = [each.body_text[-1] for each in found.comments]
    return list(zip(letters, found.parents, strict=True))


def test_a_page_has_replies_right_below() -> None:
    found = flat(CommentOrder.PAGE)
    assert shape(found) == [("a", None), ("b", 1), ("c", 2), ("e", 1), ("d", None)]
    assert (found.name, found.corpus, found.order) == ("t1", "made-up", CommentOrder.PAGE)


def test_siblings_of_a_page_follow_each_other_in_time() -> None:
    swapped = [COMMENTS[0], COMMENTS[3], COMMENTS[1], COMMENTS[4], COMMENTS[2]]
    assert shape(flat(CommentOrder.PAGE, *swapped)) == shape(flat(CommentOrder.PAGE))


def test_siblings_keep_their_order_where_a_date_is_missing() -> None:
    late, early = known("a", None, 9), known("b", None, None)
    assert shape(flat(CommentOrder.PAGE, late, early)) == [("a", None), ("b", None)]


def test_the_order_of_time() -> None:
    found = flat(CommentOrder.TIME)
    assert shape(found) == [("a", None), ("b", 1), ("d", None), ("e", 1), ("c", 2)]


def test_a_wrong_clock_puts_no_reply_before_what_it_answers() -> None:
    found = flat(CommentOrder.TIME, known("b", "a", -30), known("a", None, 0), known("c", "b", -9))
    assert shape(found) == [("a", None), ("b", 1), ("c", 2)]


def test_bare() -> None:
    precise = flat(CommentOrder.PAGE)
    assert precise.comments[2].posted == dt.datetime(2021, 3, 4, 1, tzinfo=dt.UTC)
    days = flat(CommentOrder.PAGE, bare=True)
    assert [each.posted for each in days.comments] == [
        dt.date(2021, 3, 3), dt.date(2021, 3, 3), dt.date(2021, 3, 4),
        dt.date(2021, 3, 3), dt.date(2021, 3, 3),
    ]  # fmt: skip
    assert shape(days) == shape(precise)


@pytest.mark.parametrize(
    ("date", "posted"),
    [
        (0, dt.datetime(1970, 1, 1, tzinfo=dt.UTC)),
        (86_400.0, dt.datetime(1970, 1, 2, tzinfo=dt.UTC)),
        ("2021-03-03T10:00:00+02:00", dt.datetime(2021, 3, 3, 8, tzinfo=dt.UTC)),
        ("2021-03-03", dt.datetime(2021, 3, 3, tzinfo=dt.UTC)),
        ("yesterday", None),
        (None, None),
    ],
)
def test_dates_come_in_several_forms(date: Any, posted: dt.datetime | None) -> None:
    found = flat(CommentOrder.PAGE, known("a", None, None) | {"date": date})
    assert found.comments[0].posted == posted


def test_people_and_the_article() -> None:
    made = [
        known("a", None, 0, author="Undisclosed Integrator #4"),
        known("b", "a", 1, author="Mira Holt"),
        known("c", "b", 2, author=""),
        known("d", "gone", 3),
    ]
    found = flat(CommentOrder.PAGE, *made, author="Mira Holt", article="<p>Six <b>gates</b></p>",
                 date="2021-03-01")  # fmt: skip
    first, second, third, fourth = found.comments
    assert (first.role, first.pseudonym, first.article_author) == ("Integrator", 4, False)
    assert (second.pseudonym, second.article_author) == (None, True)
    assert (third.author, third.article_author) == (None, False)
    assert found.parents == (None, 1, 2, None), "a parent that is gone is none"
    assert fourth.parent is None
    article = found.article
    assert (article.title, article.byline, article.body_text) == (
        "Gates", ("Mira Holt",), "Six gates",
    )  # fmt: skip
    assert article.published == dt.datetime(2021, 3, 1, tzinfo=dt.UTC)
    assert flat(CommentOrder.PAGE, title=None).article.title == "?"


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("<p>Six gates</p><blockquote>Why?</blockquote>", None, "Six gates\n\nWhy?"),
        ("> Why?\n>> Who?\n\n Six ", None, "Why?\nWho?\n\n Six"),
        (" > Why?\nSix ", "text", "> Why?\nSix"),
        ("1 < 2 and 3 > 2", None, "1 < 2 and 3 > 2"),
    ],
)
def test_bodies_become_what_a_page_shows(body: str, kind: str | None, text: str) -> None:
    assert plain_text(body, kind) == text


def write(folder: Path, name: str, *threads: Any, packed: bool = False) -> None:
    text = "\n".join(json.dumps(each) for each in threads) + "\n\n"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())


def test_corpora_are_read_from_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "forum-one.jsonl.gz", thread(), thread(thread="t2"), packed=True)
    write(tmp_path, "deep/forum-two.jsonl", thread(), {"thread": "empty", "comments": []}, [1])
    pages = tmp_path / "slash"
    pages.mkdir()
    listed = [known("a", None, 0, text="> Why?"), known("b", "a", 1, ping=True)]
    (pages / "p.truth.json").write_text(json.dumps(listed))
    (pages / "q.truth.json").write_text(json.dumps([listed[1]]))
    found = {corpus.name: corpus for corpus in corpora(tmp_path)}
    assert {name: len(corpus.threads) for name, corpus in found.items()} == {
        "forum-one": 2, "forum-two": 1, "html-slash": 1,
    }  # fmt: skip
    for bare, text in ((False, "> Why?"), (True, "Why?")):
        (page,) = discussions([found["html-slash"]], CommentOrder.PAGE, bare=bare)
        assert [each.body_text for each in page.comments] == [text]


def test_bare_texts_do_not_tell_quotes_from_other_text() -> None:
    mail = "On Monday, Ann Ray wrote:\n> Why oak?\n>> Older.\n\nBecause."
    assert plain_text(mail, "text").startswith("On Monday")
    assert plain_text(mail, "text", bare=True).split() == ["Why", "oak?", "Because."]
    forum = (
        '<aside class="quote no-group"><div class="title"><img alt=""> Ann:</div>'
        "<blockquote><p>Why oak?</p></blockquote></aside><p>Because.</p>"
    )
    assert plain_text(forum, "html").split() == ["Ann:", "Why", "oak?", "Because."]
    assert plain_text(forum, "html", bare=True).split() == ["Why", "oak?", "Because."]
    coded = '[quote="ann"]Why oak?[/quote]\nBecause.'
    assert plain_text(coded, "markdown", bare=True).split() == ["Why", "oak?", "Because."]


def test_threads_without_times_have_no_order_of_time() -> None:
    corpus = Corpus("made-up", [thread(), thread(*COMMENTS, known("f", None, None))])
    for order, count in ((CommentOrder.PAGE, 2), (CommentOrder.TIME, 1)):
        assert len(list(discussions([corpus], order, bare=False))) == count


def test_a_forum_that_moved_lost_its_replies(tmp_path: Path) -> None:
    older = [known(f"x{n}", None, -1000 - n) for n in range(100)]
    write(tmp_path, "moved.jsonl", thread(*older), thread())
    write(tmp_path, "small.jsonl", thread(*older[:98]), thread())
    write(tmp_path, "silent.jsonl", thread(*older))
    found = {corpus.name: corpus for corpus in corpora(tmp_path)}
    first_reply = dt.datetime(2021, 3, 3, 22, 5, tzinfo=dt.UTC).timestamp()
    assert {name: corpus.replies_since for name, corpus in found.items()} == {
        "moved": first_reply, "small": 0.0, "silent": 0.0,
    }  # fmt: skip
    lost, kept = discussions([found["moved"]], CommentOrder.TIME, bare=True)
    assert not any(lost.is_known)
    assert kept.is_known == (False, True, True, True, True)
    undated = flattened(found["moved"], thread(known("a", None, None)), CommentOrder.PAGE,
                        bare=True)  # fmt: skip
    assert undated.is_known == (True,)


def test_a_corpus_is_told_by_its_comments() -> None:
    one = Corpus("one", [thread(*COMMENTS[:2]), thread(*COMMENTS[2:])])
    other = Corpus("other", [thread(*COMMENTS[::-1])], replies_since=5.0)
    assert fingerprint(one) == fingerprint(other)
    assert len(fingerprint(one)) == 16
    fewer = dataclasses.replace(one, threads=one.threads[:1])
    assert fingerprint(fewer) != fingerprint(one)


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text(json.dumps(thread()) + "\n{oops\n")
    with pytest.raises(ValueError, match=r"broken\.jsonl, line 2: this is no JSON"):
        corpora(tmp_path)


def test_comments_may_lack_almost_everything() -> None:
    bare = {"comments": [{"id": 1}, {"id": 2, "parent": 1, "author": None, "date": "soon"}]}
    (found,) = discussions([Corpus("odd", [bare])], CommentOrder.PAGE, bare=False)
    assert found.parents == (None, 1)
    assert [each.posted for each in found.comments] == [None, None]
