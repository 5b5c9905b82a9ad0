"""What the samples of the JSON exports do not show: odd and rare values."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers import BUILTIN
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.exports.hashes import Hashes, Links
from ipvm_desktop.importers.json_exports import JSON_EXPORTS
from ipvm_desktop.importers.json_exports._forest import name_of, walk
from ipvm_desktop.importers.json_exports._values import (
    Fields,
    address,
    count,
    fields,
    flag,
    key,
    listed,
    moment,
    number,
    text,
    votes,
)
from ipvm_desktop.importers.registry import Registry

BY_NAME = {importer.name: importer for importer in JSON_EXPORTS}
UTC = dt.UTC


def read(name: str, content: object) -> list[Document]:
    source = Source.from_bytes(json.dumps(content).encode(), "sample.json")
    return list(BY_NAME[name].read(source))


def test_members_behind_a_long_text_are_seen() -> None:
    body = 'It rained on the "gate", said [{"id": "him"}]. ' * 500
    for thread in (
        {"body": body, "title": "Gate", "author": "Ann", "comments": [{"text": "Yes."}]},
        {"author": "Ann", "numbers": [*range(200)], "title": "Gate", "text": body},
    ):
        source = Source.from_bytes(json.dumps(thread).encode(), "gate.json")
        importer = Registry(BUILTIN).choose(source)
        assert importer.name == "json-discussion"
        (document,) = importer.read(source)
        assert document.title == "Gate"
        assert document.body_text.startswith("It rained")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1600000000, dt.datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC)),
        (1600000000.5, dt.datetime(2020, 9, 13, 12, 26, 40, 500000, tzinfo=UTC)),
        (1600000000000, dt.datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC)),
        ("1600000000", dt.datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC)),
        ("2020-09-13T12:26:40Z", dt.datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC)),
        ("2020-09-13 12:26:40", dt.datetime(2020, 9, 13, 12, 26, 40)),
        (" 2020-09-13 ", dt.date(2020, 9, 13)),
        ("0001-01-01T00:00:00Z", None),
        ("yesterday", None),
        ("99", None),
        (0, None),
        (-5, None),
        (True, None),
        (1e300, None),
        (float("inf"), None),
        (None, None),
    ],
)
def test_a_time_is_what_is_stated(value: object, expected: object) -> None:
    assert moment({"at": value}, "none", "at") == expected


def test_a_time_without_a_zone_is_taken_for_utc_where_it_is_known_to_be() -> None:
    assert moment({"at": "2020-09-13 12:26:40"}, "at", utc=True) == dt.datetime(
        2020, 9, 13, 12, 26, 40, tzinfo=UTC
    )
    assert moment({"at": "2020-09-13"}, "at", utc=True) == dt.date(2020, 9, 13)


def test_values_of_another_type_are_unknown() -> None:
    owner: Fields = {"a": 3, "b": "x\x00\ud800", "c": " ", "d": 2.0, "e": 2.5, "f": True, "g": -1}
    assert text(owner, "a", "c", "b") == "x\ufffd\ufffd"
    assert text(owner, "c") is None
    assert [number(owner, name) for name in "adefg"] == [3, 2, None, None, -1]
    assert number({"huge": 2**60, "inf": float("inf")}, "huge", "inf") is None
    assert (count(owner, "g"), count(owner, "a"), count(owner, "z")) == (None, 3, None)
    assert votes(None, 0, 3) == (0, 3)
    assert (flag(owner, "f"), flag({"one": 1}, "one"), flag(owner, "a")) == (True, True, False)
    assert (key("a"), key(5), key(0), key("")) == ("a", "5", None, None)
    assert (key(True), key(None), key([])) == (None, None, None)
    assert (fields([]), listed({})) == ({}, [])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("/x", "https://b.example/x"),
        ("mailto:a@b.example", None),
        ("http://[", None),
        ("http://[x]y/", None),
        ("https://:80/", None),
        (" ", None),
        (7, None),
    ],
)
def test_an_address_is_one_of_the_web(value: object, expected: str | None) -> None:
    assert address(value, "https://b.example") == expected


def test_nesting_is_walked_in_order() -> None:
    tree: dict[str, Any] = {"n": 1, "c": [{"n": 2, "c": [{"n": 3, "c": []}]}, {"n": 4, "c": []}]}
    found = [(node["n"], parent and parent["n"]) for node, parent in walk([tree], lambda n: n["c"])]
    assert found == [(1, None), (2, 1), (3, 2), (4, 1)]


def test_links_lead_to_the_first_post_or_what_is_missing() -> None:
    links = Links()
    for own, parent in (("a", None), ("b", "a"), ("c", "b"), ("d", "gone"), ("b", "elsewhere")):
        links.add(own, parent)
    assert links.root("c") == links.root("a") == hash("a")
    assert links.root("d") == hash("gone")
    posts: list[Fields] = [{"id": "d", "parent": "gone"}, {"id": 5}]
    assert name_of(hash("gone"), posts, "id", "parent") == "gone"
    assert name_of(hash("never"), posts, "id", "parent") == ""


def test_a_circle_of_links_has_one_root() -> None:
    links = Links()
    for own, parent in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")):
        links.add(own, parent)
    assert len({links.root(own) for own in "abcd"}) == 1


def test_numbers_are_found_among_many_hashes() -> None:
    """Also where hashes begin alike, and after the table has grown some times."""
    numbers = Hashes()
    keys = [place << 12 for place in range(-2500, 2500)]
    for place, hashed in enumerate(keys):
        numbers.put(hashed, place)
    numbers.put(keys[7], 5)
    assert len(numbers) == len(keys)
    assert [numbers.get(hashed) for hashed in keys] == [*range(7), 5, *range(8, len(keys))]
    assert 0 in numbers
    assert 1 not in numbers
    assert numbers.get(1) is None


def test_active_parts_are_told() -> None:
    (document,) = read(
        "json-feed",
        {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [{"id": "1", "title": "A", "content_html": "<script>x</script><p>Text</p>"}],
        },
    )
    assert document.body_html == "<p>Text</p>"
    told = {issue.code: issue.message for issue in document.issues}
    assert told[IssueCode.MARKUP_REMOVED] == "Active parts were taken out: script"


def test_a_long_first_line_is_shortened_for_a_title() -> None:
    (document,) = read(
        "json-feed",
        {
            "version": "https://jsonfeed.org/version/1",
            "items": [{"id": "1", "content_text": "lens " * 50}],
        },
    )
    assert document.title == "lens " * 22 + "lens…"


def test_tags_in_markdown_stay_as_written_where_they_are_no_markup() -> None:
    post = {"id": "p", "title": "A", "selftext": "<b>1 < 2</b>\n\n<div>*x*</div>", "subreddit": "s"}
    (document,) = read("reddit-json", [post])
    assert document.body_text == "<b>1 < 2</b>\n\n<div>x</div>"


def test_more_comments_lie_beside_the_thread(tmp_path: Path) -> None:
    def thing(own: str, **more: object) -> dict[str, object]:
        return {"kind": "t1", "data": {"id": own, "link_id": "t3_abc", "body": own, **more}}

    post = {"kind": "t3", "data": {"id": "abc", "title": "T", "num_comments": 3}}
    more = {"kind": "more", "data": {"count": 1, "children": ["c2"], "parent_id": "t3_abc"}}
    listings = [
        {"kind": "Listing", "data": {"children": entries}}
        for entries in ([post], [thing("c1", parent_id="t3_abc"), more])
    ]
    (tmp_path / "abc.json").write_text(json.dumps(listings))
    (tmp_path / "abc-1.json").write_text(json.dumps([thing("c2", parent_id="t1_c1")]))
    (tmp_path / "abc-2.json").write_text("t3_abc, but no JSON")
    (tmp_path / "abc-3.json").write_text("[]")
    (tmp_path / "more-4.json").write_text(
        json.dumps([thing("c3", link_id="t3_abcd"), {"kind": "t3", "data": post["data"]}])
    )
    (tmp_path / "other.json").write_text(json.dumps([thing("c5")]))
    (document,) = BY_NAME["reddit-json"].read(Source.from_path(tmp_path / "abc.json"))
    assert [(c.body_text, c.parent) for c in document.comments] == [("c1", None), ("c2", 1)]
    (issue, *_) = [i for i in document.issues if i.code == IssueCode.COMMENT_COUNT]
    assert issue.message == "3 comments are announced, 2 could be read"


def test_a_thing_of_no_thread_is_left_out() -> None:
    (document,) = read(
        "reddit-json",
        [{"kind": "t1", "data": {"body": "lost"}}, {"id": "p", "title": "T", "subreddit": "s"}],
    )
    assert (document.title, document.comments) == ("T", ())


def test_a_discourse_post_with_very_much_markup_is_kept_as_it_is() -> None:
    cooked = '<aside class="quote"></aside>' + "<b>x</b>" * 11_000
    post = {"post_number": 1, "username": "ann", "cooked": cooked}
    (document,) = read("discourse-json", [{"post_stream": {"posts": [post]}}, {}])
    assert document.body_text == "x" * 11_000


def test_a_commento_export_may_hold_what_belongs_nowhere() -> None:
    documents = read(
        "commento",
        {
            "version": 1,
            "comments": [{"commentHex": "c", "markdown": "x", "parentHex": "root"}],
            "commenters": [{"name": "nobody"}],
            "pages": [{"path": "/"}],
        },
    )
    assert [(d.title, d.comments[0].author) for d in documents] == [("sample", None)]


def test_answers_of_disqus_may_follow_each_other() -> None:
    answers = [
        {"code": 0, "response": {"thread": {"id": own, "title": f"T{own}"}, "posts": [post]}}
        for own in ("1", "2")
        for post in [{"id": own, "thread": own, "message": "x", "createdAt": "2014-01-01"}]
    ]
    documents = read("disqus-json", answers)
    assert [(d.title, len(d.comments)) for d in documents] == [("T1", 1), ("T2", 1)]


def test_posts_of_disqus_tell_the_page_that_nothing_else_does() -> None:
    post = {"id": "5", "thread": "7", "createdAt": "2020-01-02T03:04:05", "isApproved": True}
    first = {**post, "id": "4", "message": "<p>First.</p>", "url": "https://disqus.example/5"}
    second = {**post, "message": "<p>Yes.</p>", "url": "https://a.example/b/#comment-5"}
    (document,) = read("disqus-json", {"response": [first, second], "code": 0})
    assert document.url == "https://a.example/b/"


def test_spam_at_disqus_is_left_out_and_counted() -> None:
    posts = [
        {"id": own, "thread": own, "message": "x", "createdAt": "", "isSpam": own != "3"}
        for own in ("1", "2", "3", "4")
    ]
    (document,) = read("disqus-json", {"response": posts})
    told = {issue.code: issue.message for issue in document.issues}
    assert told[IssueCode.LEFT_OUT] == "Left out of the export: 3 spam comments"
    assert len(document.comments) == 1


def test_disqus_threads_without_posts_are_no_articles() -> None:
    (document,) = read(
        "disqus-json",
        {"response": [{"id": "1", "title": "Empty"}, {"id": "2", "message": "x", "createdAt": ""}]},
    )
    assert (document.title, len(document.comments)) == ("Disqus thread", 1)


def test_lobsters_lists_may_hold_other_things() -> None:
    (document,) = read("lobsters-json", [{"tag": "x"}, {"short_id": "s", "title": "T"}])
    assert document.title == "T"


def test_answers_of_lemmy_may_follow_each_other() -> None:
    posts = [{"id": own, "name": f"T{own}", "ap_id": f"https://l.example/{own}"} for own in (1, 2)]
    documents = read("lemmy", [{"post_view": {"post": post}} for post in posts])
    assert [document.title for document in documents] == ["T1", "T2"]


def test_activitypub_types_may_be_lists() -> None:
    note = {"type": ["Note", "Tweet"], "id": "https://a.example/1", "content": "x"}
    (document,) = read("activitypub", [note, {"type": [{}], "id": "2"}, {"type": {}, "id": "3"}])
    assert document.body_text == "x"


def test_a_type_of_the_wrong_type_is_none() -> None:
    (document,) = read("hacker-news-json", {"id": 1, "type": {}, "by": "ann", "title": "T"})
    assert document.title == "T"


def test_a_lemmy_view_of_nothing_is_left_out() -> None:
    post = {"id": 1, "name": "T", "ap_id": "https://l.example/post/1"}
    (document,) = read("lemmy", {"posts": [{"post": post}, {"creator": {"name": "x"}}]})
    assert document.title == "T"


def test_a_list_of_titles_holds_no_article() -> None:
    content = [{"title": "A", "comments": 3, "file": "a.html"}, {"title": "B", "comments": None}]
    with pytest.raises(CorruptFileError, match="holds no article and no comment"):
        read("json-discussion", content)


@pytest.mark.parametrize(
    "known", [{"author": "Ann"}, {"date": "2021-03-04"}, {"url": "https://a.example/1"}]
)
def test_an_article_may_be_known_by_more_than_its_title(known: dict[str, str]) -> None:
    (document,) = read("json-discussion", {"title": "A", "comments": 3, **known})
    assert document.title == "A"


def test_one_comment_is_no_plural() -> None:
    (document,) = read("json-discussion", {"title": "A", "body": "x", "comment_count": 1})
    assert "1 comment is announced, none could be read" in [
        issue.message for issue in document.issues
    ]
