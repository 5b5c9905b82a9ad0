"""Exports in JSON: how they are told apart, and what becomes of large, deep and damaged ones."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.errors import CorruptFileError, ImportFileError
from ipvm_desktop.importers import BUILTIN, _json_stream
from ipvm_desktop.importers.base import Confidence, Source
from ipvm_desktop.importers.exports import groups
from ipvm_desktop.importers.json_exports import JSON_EXPORTS, _file
from ipvm_desktop.importers.registry import Registry

DATA = Path(__file__).parents[2] / "data"
HOSTILE = Path(__file__).parents[3] / "../shared/corpora/hostile/json"
BY_NAME = {importer.name: importer for importer in JSON_EXPORTS}
SAMPLES = sorted(
    path
    for importer in JSON_EXPORTS
    for path in (DATA / importer.name).iterdir()
    if not path.name.endswith(".expected.json")
)
# These can be read by elements or lines, so they may be larger than the memory.
STREAMED = (
    "reddit-json/listing.json",
    "reddit-json/dump.jsonl",
    "hacker-news-json/algolia-search.json",
    "lobsters-json/hottest.json",
    "disqus-json/list-posts.json",
    "disqus-json/threads-and-posts.json",
    "remark42/backup.jsonl",
    "remark42/list.json",
    "commento/export.json",
    "commento/comentario.json",
    "lemmy/comments.json",
    "activitypub/outbox.json",
    "activitypub/statuses.json",
    "isso/generic.json",
    "isso/tables.json",
    "json-discussion/lines.jsonl",
    "json-discussion/wordpress-comments.json",
)


def read(name: str, content: object, file: str = "sample.json") -> list[Document]:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return list(BY_NAME[name].read(Source.from_bytes(raw, file)))


def attempt(name: str, source: Source) -> tuple[list[Document], str]:
    """Return what is read from a source, and the sentence where nothing is."""
    try:
        return list(BY_NAME[name].read(source)), ""
    except ImportFileError as error:
        return [], str(error)


def error_of(name: str, content: object) -> str:
    with pytest.raises(CorruptFileError) as caught:
        read(name, content)
    assert caught.value.importer == name
    return caught.value.reason


def reddit_thread(depth: int) -> bytes:
    """Return a thread whose replies are nested so deep."""
    post = '{"kind":"t3","data":{"id":"p","title":"Deep","author":"ann","created_utc":1400000000}}'
    comments = "".join(
        f'{{"kind":"t1","data":{{"id":"c{number}","link_id":"t3_p","author":"bo","body":"x",'
        f'"parent_id":"{f"t1_c{number - 1}" if number else "t3_p"}",'
        '"replies":{"kind":"Listing","data":{"children":['
        for number in range(depth)
    )
    listing = '{"kind":"Listing","data":{"children":['
    return f"[{listing}{post}]}}}},{listing}{comments}{']}}}}' * depth}]}}}}]".encode()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_kind_is_taken_for_no_other(path: Path) -> None:
    source = Source.from_path(path)
    certain = [i.name for i in JSON_EXPORTS if i.sniff(source) is Confidence.CERTAIN]
    assert certain in ([], [path.parent.name])
    assert Registry(BUILTIN).choose(source).name == path.parent.name


@pytest.mark.parametrize(
    "content",
    [
        b'{"title": "A", "version": 3}',
        b'["kind", "Listing"]',
        b"kind Listing",
        b'"short_id_url": "https://lobste.rs/"',
        b"{}",
    ],
)
def test_other_json_is_none_of_them(content: bytes) -> None:
    source = Source.from_bytes(content, "other.json")
    assert {i.sniff(source) for i in JSON_EXPORTS} == {Confidence.NO}


def test_a_mark_and_utf_16_do_not_hide_the_kind() -> None:
    text = (DATA / "json-feed" / "feed.json").read_text("utf-8")
    titles = [document.title for document in read("json-feed", text.encode())]
    for encoding in ("utf-8-sig", "utf-16"):
        source = Source.from_bytes(text.encode(encoding), "feed.json")
        assert BY_NAME["json-feed"].sniff(source) is Confidence.CERTAIN
        assert [document.title for document in BY_NAME["json-feed"].read(source)] == titles


def test_neither_sniffing_nor_the_start_loads_a_reader() -> None:
    code = (
        "import sys\n"
        "from ipvm_desktop.importers.registry import default_registry\n"
        "from ipvm_desktop.importers.base import Source\n"
        "default_registry().choose(Source.from_bytes(b'{\"post_stream\": {}}', 'a.json'))\n"
        "print([name for name in ('ijson', 'lxml', 'markdown') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", STREAMED)
def test_a_large_file_is_read_like_a_small_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source.from_path(DATA / name)
    importer = BY_NAME[name.split("/")[0]]
    small = list(importer.read(source))
    longest = max(map(len, source.read_bytes().splitlines()))
    monkeypatch.setattr(_file, "WHOLE_BYTES", longest + 2)
    assert _file.JsonFile(source).is_large
    assert list(importer.read(source)) == small


def test_a_large_feed_lacks_what_stands_outside_of_its_items(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_file, "WHOLE_BYTES", 100)
    documents = list(BY_NAME["json-feed"].read(Source.from_path(DATA / "json-feed/feed.json")))
    assert [document.title for document in documents] == [
        "Cylinders", "Just a thought.", "Only a summary", "Heard and read",
    ]  # fmt: skip
    assert documents[0].byline == ()


def test_a_large_discussion_that_is_one_value_is_read_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = Source.from_path(DATA / "discourse-json" / "topic.json")
    small = list(BY_NAME["discourse-json"].read(source))
    monkeypatch.setattr(_file, "WHOLE_BYTES", 100)
    assert list(BY_NAME["discourse-json"].read(source)) == small
    monkeypatch.setattr(_file, "_MOST_BYTES", 200)
    with pytest.raises(CorruptFileError, match="more than 64 MiB cannot be read"):
        list(BY_NAME["discourse-json"].read(source))


def test_a_large_damaged_file_is_read_up_to_the_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_file, "WHOLE_BYTES", 100)
    whole = (DATA / "json-feed" / "feed.json").read_bytes()
    documents = read("json-feed", whole[: whole.index(b'"three"')])
    assert len(documents) == 2
    assert IssueCode.TRUNCATED not in {issue.code for issue in documents[0].issues}
    assert documents[1].issues[-1].code == IssueCode.TRUNCATED
    assert documents[1].issues[-1].message == (
        "The file was read in part: the JSON is damaged within its first 1 KiB"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"items": [' + b"[" * 300, "the JSON is damaged (it is nested too deeply)"),
        (
            b'{"items": ["' + b'\\"' * 4_500_000,
            "the JSON is damaged (it holds a value of more than 8 MiB)",
        ),
    ],
)
def test_a_large_file_does_not_keep_the_parser_busy(
    content: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_file, "WHOLE_BYTES", 100)
    monkeypatch.setattr(_json_stream, "_DEEPEST", 200)
    assert error_of("json-feed", content) == reason


@pytest.mark.parametrize("depth", [100, 2000])
def test_replies_may_be_deep(depth: int) -> None:
    (document,) = read("reddit-json", reddit_thread(depth))
    assert [comment.parent for comment in document.comments] == [None, *range(1, depth)]
    assert document.issues == ()


def test_small_mistakes_cost_no_more_than_themselves() -> None:
    whole = reddit_thread(5)
    for wrong in (b'"score":NaN', b'"ups":-Infinity', b'"score":' + b"9" * 5_000):
        (document,) = read("reddit-json", whole.replace(b'"body":"x"', wrong + b',"body":"x"'))
        assert len(document.comments) == 5, wrong
        assert document.issues == ()
    (document,) = read("reddit-json", whole.replace(b'"body":"x"', b'"body":"x\n\x01"'))
    assert len(document.comments) == 5
    assert document.issues == ()
    (document,) = read("reddit-json", whole.replace(b'"body":"x"', b'"body":"caf\xe9"', 1))
    assert [comment.body_text for comment in document.comments] == ["caf\ufffd", *"xxxx"]
    assert document.issues[-1].message.endswith(" is not valid utf-8")


def test_what_stands_before_the_damage_is_read() -> None:
    for depth, problem in ((20, "the JSON is damaged at line 1, column"), (3000, "the JSON is")):
        whole = reddit_thread(depth)
        (document,) = read("reddit-json", whole[: len(whole) // 2])
        assert depth // 3 < len(document.comments) < depth
        assert document.issues[-1].code == IssueCode.TRUNCATED
        assert document.issues[-1].message.startswith(f"The file was read in part: {problem}")


@pytest.mark.parametrize("name", sorted(BY_NAME))
@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'{"comments":' * 5_000,
        b'[1, null, "a", {"id": [], "comments": [1, {"id": {}}]}, [[]]]',
        b'{"id": "x", "created": [1], "comments": {"a": 1}, "posts": 3, "items": [7, null]}',
    ],
)
def test_nonsense_becomes_a_sentence_or_nothing_worse(name: str, content: bytes) -> None:
    documents, error = attempt(name, Source.from_bytes(content, "sample.json"))
    assert documents or error.startswith("sample.json: the JSON")


def places_in(value: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return where the values in a value stand."""
    nested = value.items() if isinstance(value, dict) else enumerate(value)
    return [
        deeper
        for name, inner in nested
        for deeper in (
            (*place, name),
            *(places_in(inner, (*place, name)) if isinstance(inner, dict | list) else ()),
        )
    ]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_values_may_be_of_any_type(path: Path) -> None:
    odd: tuple[Any, ...] = (
        None,
        True,
        0,
        -1,
        1e308,
        10**30,
        "",
        "x",
        "http://[",
        "\ud800",
        [],
        {},
        [{}],
        {"a": 1},
    )
    rng = random.Random(path.name)
    text = path.read_text("utf-8").split('{"id":"cut')[0]
    whole = [json.loads(line) for line in text.splitlines()] if path.suffix == ".jsonl" else None
    sample = json.loads(text) if whole is None else whole
    for place in rng.choices(places_in(sample), k=20):
        changed = copy.deepcopy(sample)
        owner = changed
        for name in place[:-1]:
            owner = owner[name]
        owner[place[-1]] = copy.deepcopy(rng.choice(odd))
        source = Source.from_bytes(json.dumps(changed).encode(), path.name)
        documents, error = attempt(path.parent.name, source)
        assert documents or error, place


def test_damage_without_anything_before_it_is_told() -> None:
    assert error_of("reddit-json", b'{"kind"') == (
        "the JSON is damaged at line 1, column 8: the colon behind a name is missing there"
    )
    assert error_of("lemmy", {"comments": []}) == (
        "the JSON, read as “Lemmy JSON”, holds no article and no comment"
    )


def test_too_many_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_file, "_MOST_VALUES", 10)
    assert error_of("isso", [1] * 20) == "the JSON holds more than four million values"


def test_damaged_lines_are_left_out_and_counted() -> None:
    comment = json.dumps({"id": "1", "pid": "", "text": "x", "locator": {"url": "/a"}})
    lines = ["\ufeff" + comment, "{", "", comment.replace('"1"', '"2"'), "[" * 5000]
    (document,) = read("remark42", "\n".join(lines).encode())
    assert len(document.comments) == 2
    assert document.issues[-1].message == (
        "The file was read in part: 2 lines, the first of them 2 cannot be read"
    )


def test_lines_of_threads_are_read_one_by_one() -> None:
    thread = json.dumps(json.loads((DATA / "discourse-json" / "topic.json").read_text("utf-8")))
    documents = read("discourse-json", f"{thread}\n{thread}\n".encode())
    assert [len(document.comments) for document in documents] == [5, 5]


def test_a_discussion_beyond_all_reason_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "GROUP_BYTES", 300)
    comments = [
        {"id": str(number), "pid": "", "text": "x" * 50, "locator": {"url": "/a"}}
        for number in range(9)
    ]
    (document,) = read("remark42", comments)
    assert 1 <= len(document.comments) < 9
    left_out = 9 - len(document.comments)
    assert document.issues[-1].message == (
        f"The file was read in part: {left_out} comments of a discussion are beyond 48 MiB"
    )


def test_a_part_that_is_nested_too_deeply_is_left_out() -> None:
    deep = b'{"id": "2", "pid": "", "text": ' + b"[" * 3000 + b"]" * 3000 + b"}"
    (document,) = read("remark42", b'[{"id": "1", "pid": "", "text": "x"}, ' + deep + b"]")
    assert len(document.comments) == 1
    assert document.issues[-1].message == (
        "The file was read in part: a part of it is nested too deeply"
    )


@pytest.mark.skipif(not HOSTILE.exists(), reason="the corpora are not here")
@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_hostile_json_is_survived(name: str) -> None:
    for path in sorted(HOSTILE.iterdir()):
        documents, error = attempt(name, Source.from_path(path))
        assert documents or error.endswith(".")
