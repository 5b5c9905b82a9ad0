"""Files that never are in memory whole: their articles come in batches, their bytes in parts."""

from __future__ import annotations

import dataclasses
import gzip
import importlib
import io
import os
import pickle
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from ipvm_desktop.domain.import_log import FileOutcome, ImportStatus
from ipvm_desktop.domain.listing import Query
from ipvm_desktop.errors import ImportFileError
from ipvm_desktop.importers import base, spooling
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.registry import Registry, default_registry
from ipvm_desktop.library import Library, _large
from ipvm_desktop.pipeline import import_paths, reading, telling, workers
from ipvm_desktop.pipeline.reading import LargeFile
from ipvm_desktop.pipeline.scanning import find_units

HERE = Path(__file__).parent


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    """The odd importer; whatever is larger than 100 bytes is large; this process reads."""
    monkeypatch.syspath_prepend(HERE)
    monkeypatch.setattr(base, "MAX_SOURCE_BYTES", 100)
    monkeypatch.setattr(spooling, "MAX_SOURCE_BYTES", 100)
    monkeypatch.setattr(reading, "PART_BYTES", 64)
    monkeypatch.setattr(_large, "_BATCH_ARTICLES", 4)
    monkeypatch.setattr(workers, "processors", lambda: 0)
    monkeypatch.setattr(telling, "_REPORT_SECONDS", 0)
    return Registry((importlib.import_module("odd_importer").OddImporter(),))


def write(path: Path, count: int, *last: str) -> Path:
    """Write so many articles, and then these lines."""
    lines = [f"fine 0 Article {number}" for number in range(count)]
    path.write_text("\n".join((*lines, *last)) + "\n", encoding="utf-8")
    return path


class Watcher:
    """Keeps what it was told, and cancels at the first report that says so."""

    def __init__(self, stop_at: str = "never") -> None:
        self.labels: list[str] = []
        self.cancelled = False
        self._stop_at = stop_at

    def report(self, done: int, total: int | None, label: str) -> None:
        self.labels.append(label)
        self.cancelled |= self._stop_at in label


def test_its_articles_come_in_batches_and_its_bytes_in_parts(
    library: Library, registry: Registry, tmp_path: Path
) -> None:
    path = write(tmp_path / "export.odd", 10)
    (outcome,) = import_paths(library, registry, [path]).files
    assert outcome.status is ImportStatus.ADDED
    assert [article.title for article in outcome.articles] == [f"Article {n}" for n in range(10)]
    assert library.source_bytes(10) == path.read_bytes()
    assert library.check() == []
    (again,) = import_paths(library, registry, [path]).files
    assert again.status is ImportStatus.UNCHANGED
    assert len(again.articles) == 10


def test_damage_in_the_middle_keeps_what_came_before(
    library: Library, registry: Registry, tmp_path: Path
) -> None:
    path = write(tmp_path / "export.odd", 10, "broken")
    (outcome,) = import_paths(library, registry, [path]).files
    assert outcome.status is ImportStatus.FAILED
    assert len(outcome.articles) == 8
    assert str(outcome.error).endswith("stopped its import (ValueError; see the log).")
    assert len(library.article_ids(Query())) == 8
    # It is not taken for complete: what is there is unchanged, the rest is tried again.
    (again,) = import_paths(library, registry, [path]).files
    assert again.status is ImportStatus.FAILED
    assert {article.status for article in again.articles} == {ImportStatus.UNCHANGED}
    assert library.check() == []


@pytest.mark.parametrize("name", ["old.zip", "old.tar", "old.tar.xz", "export.odd.gz"])
def test_large_members_of_archives_are_read_in_parts_too(
    library: Library, registry: Registry, tmp_path: Path, name: str
) -> None:
    path = write(tmp_path / "export.odd", 10)
    content = path.read_bytes()
    packed = tmp_path / name
    if name.endswith(".odd.gz"):
        packed.write_bytes(gzip.compress(content))
    elif name.endswith(".zip"):
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(path, "export.odd")
    else:
        with tarfile.open(packed, "w:xz" if name.endswith("xz") else "w") as tar:
            tar.add(path, "export.odd")
    path.unlink()
    (outcome,) = import_paths(library, registry, [packed]).files
    assert outcome.path == f"{packed} › export.odd"
    assert outcome.status is ImportStatus.ADDED
    assert [article.title for article in outcome.articles] == [f"Article {n}" for n in range(10)]
    assert library.source_bytes(10) == content
    (again,) = import_paths(library, registry, [packed]).files
    assert again.status is ImportStatus.UNCHANGED


def test_a_spool_is_filled_anew_in_another_process(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooling, "_IN_MEMORY_BYTES", 10)
    content = write(tmp_path / "export.odd", 10).read_bytes()
    packed = tmp_path / "export.odd.gz"
    packed.write_bytes(gzip.compress(content))
    (unit,) = find_units([packed], registry, lambda: False).units
    assert not isinstance(unit, FileOutcome)
    source = unit.open()
    sent = pickle.loads(pickle.dumps(source))
    with source.open() as one, source.open() as other, sent.open() as third:
        assert one.read(20) == other.read(20) == third.read(20) == content[:20]
        assert one.seek(-5, io.SEEK_CUR) == 15
        assert one.readline() == content[15:].splitlines(keepends=True)[0]
        assert other.seek(-3, io.SEEK_END) == len(content) - 3
        assert other.read() == content[-3:]
        assert third.read() == content[20:]
    packed.unlink()
    gone = pickle.loads(pickle.dumps(source))
    with pytest.raises(ImportFileError, match="cannot be read"):
        gone.open()


def test_a_large_file_without_articles_is_not_kept(
    library: Library, registry: Registry, tmp_path: Path
) -> None:
    path = tmp_path / "export.odd"
    path.write_bytes(b"broken" * 50)
    (outcome,) = import_paths(library, registry, [path]).files
    assert outcome.status is ImportStatus.FAILED
    assert outcome.articles == ()
    assert library.file_digests() == frozenset()


def test_cancelling_within_a_file_keeps_whole_articles(
    library: Library, registry: Registry, tmp_path: Path
) -> None:
    path = write(tmp_path / "export.odd", 40)
    watcher = Watcher("articles")
    run = import_paths(library, registry, [path], watcher)
    assert run.cancelled
    (outcome,) = run.files
    assert outcome.error is None
    kept = len(outcome.articles)
    assert 0 < kept < 40
    assert library.article_ids(Query()) != []
    assert library.file_digests() == frozenset()
    (whole,) = import_paths(library, registry, [path]).files
    assert whole.status is ImportStatus.ADDED
    assert sum(article.status is ImportStatus.ADDED for article in whole.articles) == 40 - kept
    assert len(library.file_digests()) == 1


def test_an_importer_that_needs_it_whole_says_so(
    library: Library, registry: Registry, tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("A note.\n\n" * 50, encoding="utf-8")
    (outcome,) = import_paths(library, default_registry(), [path]).files
    assert str(outcome.error).endswith("MiB, and its format is not read in parts.")
    assert outcome.importer == "plain-text"


def test_a_file_that_changes_while_it_is_read(registry: Registry, tmp_path: Path) -> None:
    path = write(tmp_path / "export.odd", 10)
    file = LargeFile("export.odd", "odd", "0" * 64, Source.from_path(path))
    with pytest.raises(ImportFileError, match="the file changed while it was read"):
        list(file.parts())


def test_progress_counts_articles_and_bytes(
    library: Library, registry: Registry, tmp_path: Path
) -> None:
    path = write(tmp_path / "export.odd", 10)
    watcher = Watcher()
    import_paths(library, registry, [path], watcher)
    assert watcher.labels == [
        "export.odd",
        "export.odd: checking, 100 %",
        "export.odd: reading, 100 %",
        "export.odd: keeping, 100 %",
        *(f"export.odd: {count} articles, keeping, 100 %" for count in (4, 8, 10)),
        "",
    ]


@pytest.mark.parametrize("doing", ["checking", "keeping", "reading"])
def test_cancelling_before_the_first_article_keeps_nothing(
    library: Library, registry: Registry, tmp_path: Path, doing: str
) -> None:
    path = write(tmp_path / "export.odd", 10)
    watcher = Watcher(f"{doing}, 100 %")
    run = import_paths(library, registry, [path], watcher)
    assert run.cancelled
    assert run.files == ()
    assert watcher.labels[-2:] == [f"export.odd: {doing}, 100 %", ""]
    assert library.file_digests() == frozenset()
    assert library.article_ids(Query()) == []


def test_a_stream_tells_how_far_it_ever_came(registry: Registry, tmp_path: Path) -> None:
    path = write(tmp_path / "export.odd", 1000)
    told: list[int] = []
    source = dataclasses.replace(Source.from_path(path), heard=told.append)
    with source.open() as stream:
        stream.seek(10_000)
        stream.read(100)
        stream.seek(0)
        assert b"".join(iter(lambda: stream.read(5_000), b"")) == path.read_bytes()
    assert told[0] > 10_000
    assert told[-1] == path.stat().st_size
    assert told == sorted(set(told))


KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from odd_importer import OddImporter
from ipvm_desktop.importers import base
from ipvm_desktop.importers.registry import Registry
from ipvm_desktop.library import Library, _large
from ipvm_desktop.pipeline import import_paths, workers
base.MAX_SOURCE_BYTES = 100
_large._BATCH_ARTICLES = 4
workers.processors = lambda: 0
with Library.open(Path(sys.argv[2])) as library:
    import_paths(library, Registry((OddImporter(),)), [Path(sys.argv[3])])
"""


def test_being_killed_within_a_file_keeps_whole_articles(
    registry: Registry, tmp_path: Path
) -> None:
    path = write(tmp_path / "export.odd", 10, "exit 0 never")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    library_path = tmp_path / "library.sqlite"
    arguments = [sys.executable, "-c", KILLED, str(HERE), str(library_path), str(path)]
    assert subprocess.run(arguments, env=environment, check=False).returncode == 3
    with Library.open(library_path) as library:
        assert len(library.article_ids(Query())) == 8
        assert library.check() == []
        assert library.file_digests() == frozenset()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere one process reads all")
def test_workers_read_large_files(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(HERE)
    registry = Registry((importlib.import_module("odd_importer").OddImporter(),))
    path = tmp_path / "export.odd"
    filling = " " * 100_000
    with path.open("w", encoding="utf-8") as out:
        for number in range(700):
            out.write(f"fine 0 Article {number}{filling}\n")
    seen: list[FileOutcome] = []
    watcher = Watcher()
    small = write(tmp_path / "small.odd", 1)
    packed = tmp_path / "again.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("again.odd", path.read_bytes() + b"fine 0 Another\n")
    run = import_paths(library, registry, [path, small, packed], watcher, on_file=seen.append)
    large, _, member = run.files
    assert member.path == f"{packed} › again.odd"
    assert (member.error, len(member.articles)) == (None, 701)
    assert large.status is ImportStatus.ADDED, large.error
    assert len(large.articles) == 700
    assert f"Read by {os.getpid()}" not in library.article(1).body_text
    assert len(library.source_bytes(1)) == path.stat().st_size
    # Which of the worker's positions are seen depends on how fast it is; those of this process are.
    assert any(": keeping, " in label for label in watcher.labels)
