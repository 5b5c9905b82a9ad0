"""The registry: who reads what, and importers of other packages."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint

import pytest

from ipvm_desktop.domain.document import Document
from ipvm_desktop.errors import UnsupportedFormatError
from ipvm_desktop.importers import BUILTIN, registry
from ipvm_desktop.importers.base import Confidence, Source
from ipvm_desktop.importers.registry import Registry, default_registry


@dataclass(frozen=True)
class Fixed:
    """An importer that is always equally sure."""

    name: str = "fixed"
    sure: Confidence = Confidence.MAYBE
    title: str = "Fixed"
    extensions: tuple[str, ...] = (".fix",)
    brings: tuple[str, ...] = ("article",)

    def sniff(self, source: Source) -> Confidence:
        return self.sure

    def read(self, source: Source) -> Iterator[Document]:
        yield Document(title=source.name)


SOURCE = Source.from_bytes(b"some text", "notes.txt")
MADE = Fixed("made")


def test_the_surest_importer_is_chosen() -> None:
    unsure, sure = Fixed("a"), Fixed("b", Confidence.LIKELY)
    assert Registry((unsure, sure)).choose(SOURCE) is sure


def test_the_order_breaks_ties() -> None:
    first, second = Fixed("a", Confidence.CERTAIN), Fixed("b", Confidence.CERTAIN)
    assert Registry((first, second)).choose(SOURCE) is first


def test_a_format_that_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(UnsupportedFormatError, match=r"^notes\.txt: this is no format"):
        Registry((Fixed("a", Confidence.NO),)).choose(SOURCE)


def test_all_importers_are_ranked_by_how_sure_they_are() -> None:
    none, likely = Fixed("a", Confidence.NO), Fixed("b", Confidence.LIKELY)
    ranked = Registry((none, likely, Fixed("c"))).ranked(SOURCE)
    assert [(importer.name, sure) for importer, sure in ranked] == [
        ("b", Confidence.LIKELY),
        ("c", Confidence.MAYBE),
        ("a", Confidence.NO),
    ]


def test_the_readers_own_choice_needs_no_sniffing() -> None:
    registry = Registry((Fixed("a"), Fixed("b", Confidence.NO)))
    assert registry.only("b").choose(SOURCE).name == "b"
    with pytest.raises(KeyError):
        registry.only("c")


def test_each_extension_is_listed_once() -> None:
    other = Fixed("b", extensions=(".txt", ".fix"))
    assert Registry((Fixed("a"), other)).extensions() == (".fix", ".txt")


@pytest.mark.parametrize(
    ("content", "name", "importer"),
    [
        (b"Published Jan 09, 2020 14:20 PM\n\nText.", "a.txt", "ipvm-text"),
        (b"A shopping list", "a.txt", "plain-text"),
        (b"A shopping list", "a", "plain-text"),
        (b"# A heading", "a.md", "markdown"),
        (b'{"format": "ipvm-desktop", "version": 1, "articles": []}', "a.json", "interchange"),
        (b"<html><p>IPVM Image</p></html>", "page", "web-page"),
    ],
)
def test_built_in_importers_take_their_own(content: bytes, name: str, importer: str) -> None:
    assert Registry(BUILTIN).choose(Source.from_bytes(content, name)).name == importer


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture"),
        (b"%PDF-1.7\n\x00\x01\x02", "page.pdf"),
        (b"GIF89a\x01\x00", "a.gif"),
    ],
)
def test_foreign_formats_are_refused(content: bytes, name: str) -> None:
    with pytest.raises(UnsupportedFormatError):
        Registry(BUILTIN).choose(Source.from_bytes(content, name))


def _offer(monkeypatch: pytest.MonkeyPatch, *values: str) -> None:
    def offered(*, group: str) -> tuple[EntryPoint, ...]:
        assert group == "ipvm_desktop.importers"
        return tuple(EntryPoint(f"p{n}", value, group) for n, value in enumerate(values))

    monkeypatch.setattr(registry, "entry_points", offered)


def test_importers_of_other_packages_come_after_the_built_in_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _offer(monkeypatch, f"{__name__}:Confused", f"{__name__}:MADE")
    importers = default_registry().importers
    assert importers[: len(BUILTIN)] == BUILTIN
    # A class is called, anything else is taken as it is.
    assert importers[len(BUILTIN)].name == "confused"
    assert importers[-1] is MADE


def test_an_importer_that_fails_to_load_is_logged_and_skipped(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _offer(monkeypatch, "no_such_package:Importer")
    with caplog.at_level(logging.ERROR):
        assert default_registry().importers == BUILTIN
    assert "The importer p0 cannot be loaded" in caplog.text


def test_what_is_no_importer_is_logged_and_skipped(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _offer(monkeypatch, "ipvm_desktop.importers.registry:ENTRY_POINT_GROUP")
    with caplog.at_level(logging.ERROR):
        assert default_registry().importers == BUILTIN
    assert "this is no importer: it lacks name, extensions, brings, sniff, read" in caplog.text


def test_an_importer_with_anothers_name_is_skipped(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    plain = "ipvm_desktop.importers.plain_text:PlainTextImporter"
    _offer(monkeypatch, plain, f"{__name__}:MADE", f"{__name__}:MADE")
    assert default_registry().importers == (*BUILTIN, MADE)
    assert "there is an importer called plain-text already" in caplog.text


@pytest.mark.parametrize(
    ("name", "extensions", "brings", "why"),
    [
        (3, (".x",), ("article",), "its name and title are no texts"),
        ("x", ".x", ("article",), "extensions and brings are no tuples of texts"),
        ("x", (".x",), None, "extensions and brings are no tuples of texts"),
        ("x", (".x", 1), (), "extensions and brings are no tuples of texts"),
    ],
)
def test_what_an_importer_says_of_itself_is_checked(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    name: object,
    extensions: object,
    brings: object,
    why: str,
) -> None:
    for part, value in (("name", name), ("extensions", extensions), ("brings", brings)):
        monkeypatch.setattr(Confused, part, value)
    _offer(monkeypatch, f"{__name__}:Confused")
    assert default_registry().importers == BUILTIN
    assert why in caplog.text


def test_an_answer_that_is_no_confidence_counts_as_none(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Confused, "sniff", lambda _self, _source: "surely")
    source = Source.from_bytes(b"<p>text</p>", "a.html")
    assert Registry((Confused(), *BUILTIN)).choose(source).name == "web-page"
    assert "The importer confused cannot look at a.html" in caplog.text


class Confused:
    """Breaks its promise not to raise."""

    name = "confused"
    title = "Confused"
    extensions = (".txt",)
    brings = ("article",)

    def sniff(self, source: Source) -> Confidence:
        raise KeyError(source.name)

    def read(self, source: Source) -> Iterator[Document]:
        raise KeyError(source.name)


def test_an_importer_that_fails_at_looking_leaves_the_file_to_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    source = Source.from_bytes(b"<p>text</p>", "a.html")
    found = Registry((Confused(), *BUILTIN))
    assert found.choose(source).name == "web-page"
    assert found.ranked(source)[-1][1] is Confidence.NO
    assert "The importer confused cannot look at a.html" in caplog.text
