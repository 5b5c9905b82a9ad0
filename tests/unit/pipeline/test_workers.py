"""Reading in other processes: the same outcomes in the same order, whatever happens to them."""

from __future__ import annotations

import importlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.import_log import FileOutcome, ImportStatus
from ipvm_desktop.domain.listing import Query
from ipvm_desktop.importers.base import Confidence, Source
from ipvm_desktop.importers.registry import Registry, default_registry
from ipvm_desktop.library import Library
from ipvm_desktop.pipeline import import_paths, reading, side_by_side, worker, workers
from ipvm_desktop.pipeline.worker import serve

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere one process reads all")

HERE = Path(__file__).parent
PROC = Path(f"/proc/self/task/{threading.get_native_id()}/children").exists()


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    """The odd importer, where workers find it as well; and however little is much to read."""
    monkeypatch.syspath_prepend(HERE)
    monkeypatch.setattr(side_by_side, "_WORTH_BYTES", 1)
    monkeypatch.setattr(workers, "processors", lambda: 2)
    return Registry((importlib.import_module("odd_importer").OddImporter(),))


def write(folder: Path, *words: str) -> list[Path]:
    """Write a file for each word."""
    paths = [folder / f"{number:03}-{word}.odd" for number, word in enumerate(words)]
    for number, (path, word) in enumerate(zip(paths, words, strict=True)):
        path.write_text(f"{word} {os.getpid()} Article {number}\n", encoding="utf-8")
    return paths


def children() -> set[int]:
    """Return the processes that this one has started and not ended."""
    tasks = Path("/proc/self/task").iterdir()
    return {int(pid) for task in tasks for pid in (task / "children").read_text().split()}


def readers(library: Library) -> set[str]:
    """Return which processes read the articles of a library."""
    return {library.article(i).body_text for i in library.article_ids(Query())}


class Watcher:
    """Cancels after so many outcomes."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.finished: list[FileOutcome] = []
        self._stop_after = stop_after

    @property
    def cancelled(self) -> bool:
        return self._stop_after is not None and len(self.finished) >= self._stop_after

    def report(self, done: int, total: int | None, label: str) -> None:
        pass


def test_files_are_read_elsewhere_and_come_in_order(
    library: Library, folder: Path, registry: Registry
) -> None:
    paths = write(folder, *["fine"] * 60)
    run = import_paths(library, registry, [folder])
    assert [outcome.path for outcome in run.files] == list(map(str, paths))
    assert [outcome.articles[0].id for outcome in run.files] == list(range(1, 61))
    assert f"Read by {os.getpid()}" not in readers(library)
    assert not run.cancelled


def test_the_outcomes_are_those_of_one_process(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = HERE.parents[1] / "data"
    paths = sorted(
        p for name in ("ipvm-text", "markdown", "plain-text") for p in (files / name).glob("*[td]")
    )
    (folder / "empty.txt").touch()
    (folder / "none.txt").symlink_to("nowhere")
    (folder / "again.txt").write_bytes(paths[0].read_bytes())
    paths += sorted(folder.iterdir())
    runs = []
    for count in (0, 3):
        monkeypatch.setattr(workers, "processors", lambda count=count: count)
        monkeypatch.setattr(side_by_side, "_WORTH_BYTES", 1)
        with Library.open(tmp_path / f"{count}.sqlite") as library:
            runs.append(import_paths(library, default_registry(), paths).files)
    assert runs[0] == runs[1]
    assert {outcome.status for outcome in runs[0]} == {
        ImportStatus.ADDED, ImportStatus.UNCHANGED, ImportStatus.FAILED
    }  # fmt: skip


def test_known_files_start_no_process(
    library: Library, folder: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, *["fine"] * 5)
    import_paths(library, registry, [folder])

    def refuse(_descriptor: int) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(side_by_side, "_WORTH_BYTES", 10_000)
    monkeypatch.setattr(workers, "_spawn", refuse)
    again = import_paths(library, registry, [folder])
    assert {outcome.status for outcome in again.files} == {ImportStatus.UNCHANGED}


def test_workers_leave_known_files_unparsed(
    library: Library, folder: Path, registry: Registry
) -> None:
    paths = write(folder, *["fine"] * 4)
    import_paths(library, registry, paths[:2])
    # Parsing it again would end the worker.
    paths[1].write_text(f"exit {os.getpid()} Other\n", encoding="utf-8")
    import_paths(library, registry, [paths[0]])
    run = import_paths(library, registry, paths)
    assert [outcome.status.value for outcome in run.files] == [
        "unchanged", "failed", "added", "added"
    ]  # fmt: skip


def test_a_file_whose_article_was_removed_comes_back(
    library: Library, folder: Path, registry: Registry
) -> None:
    write(folder, "fine", "fine")
    import_paths(library, registry, [folder])
    library.remove([1])
    run = import_paths(library, registry, [folder])
    assert [outcome.status.value for outcome in run.files] == ["added", "unchanged"]


def test_a_crash_costs_its_file_only(library: Library, folder: Path, registry: Registry) -> None:
    words = ["fine", "exit", "fine", "kill", "exit"] + ["fine"] * 20
    paths = write(folder, *words)
    run = import_paths(library, registry, [folder])
    assert [outcome.path for outcome in run.files] == list(map(str, paths))
    assert [outcome.status is ImportStatus.FAILED for outcome in run.files] == [
        word != "fine" for word in words
    ]
    assert run.files[1].error == f"{paths[1]}: the process that read it crashed (exit 3)."
    assert run.files[3].error == (
        f"{paths[3]}: the system stopped the process that read it, perhaps for want of memory."
    )
    assert f"Read by {os.getpid()}" not in readers(library)


def test_a_file_that_takes_for_ever_fails(
    library: Library, folder: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "UNIT_SECONDS", 1)
    paths = write(folder, "fine", "spin", "fine")
    run = import_paths(library, registry, [folder])
    assert [outcome.status.value for outcome in run.files] == ["added", "failed", "added"]
    assert run.files[1].error == f"{paths[1]}: reading it took longer than 1 seconds."


def test_cancelling_does_not_wait_for_a_file(
    library: Library, folder: Path, registry: Registry
) -> None:
    write(folder, "fine", "sleep", "sleep", "fine")
    watcher = Watcher(stop_after=1)
    run = import_paths(library, registry, [folder], watcher, watcher.finished.append)
    assert run.cancelled
    assert len(run.files) == 1


def test_cancelling_while_a_file_is_waited_for(
    library: Library, folder: Path, registry: Registry
) -> None:
    write(folder, "sleep", "fine")

    class Impatient(Watcher):
        """Cancels, but not at once."""

        asked = 0

        @property
        def cancelled(self) -> bool:
            self.asked += 1
            return self.asked > 3

    run = import_paths(library, registry, [folder], Impatient())
    assert run.cancelled
    assert run.files == ()


@pytest.mark.skipif(not PROC, reason="needs /proc")
def test_nobody_is_left_behind(library: Library, folder: Path, registry: Registry) -> None:
    write(folder, "fine", "fine", "sleep", "fine", "sleep")
    before = children()
    during: set[int] = set()

    def interrupt(outcome: FileOutcome) -> None:
        during.update(children() - before)
        if len(library.article_ids(Query())) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_paths(library, registry, [folder], on_file=interrupt)
    assert len(during) == 2
    assert children() == before


PARENT = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from odd_importer import OddImporter
from ipvm_desktop.importers.registry import Registry
from ipvm_desktop.library import Library
from ipvm_desktop.pipeline import import_paths, side_by_side, worker, workers
side_by_side._WORTH_BYTES = 1
workers.processors = lambda: 2
with Library.open(Path(sys.argv[2])) as library:
    import_paths(library, Registry((OddImporter(),)), [Path(sys.argv[3])],
                 on_file=lambda outcome: print(outcome.status, flush=True))
"""


@pytest.mark.skipif(not PROC, reason="needs /proc")
def test_workers_end_when_their_parent_is_killed(folder: Path, tmp_path: Path) -> None:
    write(folder, "fine", "sleep", "spin")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    arguments = [sys.executable, "-c", PARENT, str(HERE), str(tmp_path / "l.sqlite"), str(folder)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"added\n"
        listed = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text()
        started = list(map(int, listed.split()))
        parent.kill()
    assert len(started) == 2
    deadline = time.monotonic() + 60
    while any(map(is_alive, started)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_alive, started))


def is_alive(pid: int) -> bool:
    try:
        # A dead one may still be listed where nobody asks how it ended.
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_what_workers_log_is_logged_here(
    library: Library, folder: Path, registry: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    write(folder, "fine", "log")
    import_paths(library, registry, [folder])
    assert ("odd", logging.WARNING, "a word from a worker") in caplog.record_tuples


def is_read_here(library: Library, folder: Path, registry: Registry) -> bool:
    """Import some files, and tell whether this process alone read them, all of them."""
    write(folder, "fine", "fine", "fine")
    run = import_paths(library, registry, [folder])
    all_added = {outcome.status for outcome in run.files} == {ImportStatus.ADDED}
    return all_added and readers(library) == {f"Read by {os.getpid()}"}


class LocalImporter:
    """Nothing that another process could import."""

    name = "local"
    title = "Local"
    extensions = (".odd",)
    brings = ("article",)

    def sniff(self, source: Source) -> Confidence:
        return Confidence.LIKELY

    def read(self, source: Source) -> Iterator[Document]:
        yield Document(title=source.name, body_text=f"Read by {os.getpid()}")


def test_an_importer_that_cannot_be_sent_is_used_here(
    library: Library, folder: Path, registry: Registry
) -> None:
    class Hidden(LocalImporter):
        """A class inside a function has no name that others could find it by."""

    assert is_read_here(library, folder, Registry((Hidden(),)))


def test_an_importer_that_a_worker_does_not_find_is_used_here(
    library: Library, folder: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LocalImporter, "__module__", "nowhere_to_be_found")
    module = type(sys)("nowhere_to_be_found")
    module.LocalImporter = LocalImporter  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "nowhere_to_be_found", module)
    assert is_read_here(library, folder, Registry((LocalImporter(),)))


def test_where_no_process_can_be_started_this_one_reads(
    library: Library, folder: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert is_read_here(library, folder, registry)


def test_where_a_process_ends_at_once_this_one_reads(
    library: Library, folder: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_BOOT", "raise SystemExit(1)")
    assert is_read_here(library, folder, registry)


def test_where_there_is_no_pipe_this_one_reads(
    library: Library, folder: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(workers, "Pipe", refuse)
    assert is_read_here(library, folder, registry)


def test_what_waits_is_bounded_and_nothing_hangs(
    library: Library, folder: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_AHEAD_BYTES", 200)
    monkeypatch.setattr(workers, "_AHEAD_UNITS", 5)
    write(folder, *(["fine"] * 9 + ["exit"] + ["fine"] * 9 + ["exit", "fine"]))
    run = import_paths(library, registry, [folder])
    assert run.count(ImportStatus.ADDED) == 19
    assert run.count(ImportStatus.FAILED) == 2


def heard(registry: Registry, paths: Sequence[Path], count: int) -> list[bytes]:
    """Return what the very loop of the workers sends, run in this process."""
    import pickle
    from multiprocessing import Pipe

    from ipvm_desktop.pipeline.scanning import FileUnit

    ours, theirs = Pipe()
    ours.send_bytes(pickle.dumps((registry, frozenset())))
    ours.send_bytes(pickle.dumps([FileUnit(path) for path in paths]))
    received: list[bytes] = []

    def listen() -> None:
        received.extend(ours.recv_bytes() for _ in range(count))
        ours.close()

    listener = threading.Thread(target=listen)
    listener.start()
    with pytest.raises((EOFError, OSError)):
        serve(theirs)
    listener.join()
    return received


def test_a_worker_serves_until_its_connection_is_closed(folder: Path, registry: Registry) -> None:
    received = heard(registry, write(folder, "fine", "fine"), 7)
    assert [message[:1] for message in received] == [b"r", *[b"o", b"d", b"e"] * 2]


def test_a_worker_tells_how_far_a_large_file_is(
    folder: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pickle

    from ipvm_desktop.importers import base
    from ipvm_desktop.pipeline.reading import Position

    monkeypatch.setattr(base, "MAX_SOURCE_BYTES", 10)
    monkeypatch.setattr(worker, "_POSITION_SECONDS", 0)
    (path,) = write(folder, "fine")
    received = heard(registry, [path], 6)
    assert [message[:1] for message in received] == [b"r", b"p", b"p", b"o", b"d", b"e"]
    size = path.stat().st_size
    positions = [pickle.loads(message[1:]) for message in received if message[:1] == b"p"]
    assert positions == [Position("checking", size, size), Position("reading", size, size)]


def test_what_is_kept_packed_meanwhile_is_the_same(
    folder: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ipvm_desktop.pipeline.scanning import FileUnit

    (path,) = write(folder, "fine")
    plain = list(reading.read(FileUnit(path), registry, frozenset()))
    monkeypatch.setattr(reading, "MUCH_BYTES", 0)
    assert list(reading.read(FileUnit(path), registry, frozenset())) == plain
    assert [type(message).__name__ for message in plain] == ["Opening", "Document", "Ending"]


def test_a_worker_gives_a_word_after_each_article(
    folder: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are sent together, and reading them may take longer than silence is suffered."""
    monkeypatch.setattr(reading, "WORTH_A_WORD_BYTES", 10)
    monkeypatch.setattr(worker, "_POSITION_SECONDS", 0)
    (path,) = write(folder, "fine")
    kinds = [message[:1] for message in heard(registry, [path], 5)]
    assert kinds == [b"r", b"p", b"o", b"d", b"e"]


def test_an_article_that_cannot_be_sent_fails_its_file(folder: Path) -> None:
    import datetime as dt
    import pickle

    from ipvm_desktop.pipeline.reading import Failed
    from ipvm_desktop.pipeline.scanning import FileUnit
    from ipvm_desktop.pipeline.worker import packed

    class Local(dt.tzinfo):
        """A class that no other process finds."""

        def utcoffset(self, _when: dt.datetime | None) -> dt.timedelta:
            return dt.timedelta()

        def tzname(self, _when: dt.datetime | None) -> str:
            return "UTC"

        def dst(self, _when: dt.datetime | None) -> None:
            return None

    class Odd(LocalImporter):
        def read(self, source: Source) -> Iterator[Document]:
            yield Document(title="x", published=dt.datetime(2021, 3, 4, tzinfo=Local()))

    (path,) = write(folder, "fine")
    *_, last = packed(FileUnit(path), Registry((Odd(),)), frozenset())
    failure = pickle.loads(last[1:])
    assert isinstance(failure, Failed)
    assert failure.sentence.startswith(f"{path}: its articles cannot be taken over (")


def test_ctrl_c_is_for_the_parent_alone() -> None:
    worker = workers._spawn(0)
    try:
        assert os.getpgid(worker.pid) != os.getpgid(0)
    finally:
        worker.kill()
        worker.communicate()
    assert worker.returncode == -signal.SIGKILL


def test_large_files_are_waited_for_longer() -> None:
    assert worker.patience(1024) == 120
    assert worker.patience(1024**3) == 1024
