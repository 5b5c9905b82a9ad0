"""The import loop: what it finds, what it tells, and that one file never spoils the others.

And the loop that infers the replies of articles that are in the library already.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.comment import Reply, ReplyKind
from ipvm_desktop.domain.document import Document, ParsedComment, SourceFile
from ipvm_desktop.domain.import_log import ArticleOutcome, FileOutcome, ImportStatus
from ipvm_desktop.domain.listing import Query
from ipvm_desktop.errors import CorruptFileError, LibraryBusyError, LibraryError
from ipvm_desktop.importers.base import Confidence, Source
from ipvm_desktop.importers.registry import Registry, default_registry
from ipvm_desktop.library import Library
from ipvm_desktop.pipeline import find_files, import_paths, import_source, infer_outdated
from ipvm_desktop.pipeline.reading import Position
from ipvm_desktop.pipeline.telling import Telling
from ipvm_desktop.replies import MODEL_VERSION


class LineImporter:
    """An article a line; some lines are trouble."""

    name = "lines"
    title = "Lines"
    extensions = (".txt", ".lines")
    brings = ("article", "comments")

    def sniff(self, source: Source) -> Confidence:
        return Confidence.NO if source.head.startswith(b"\0") else Confidence.MAYBE

    def read(self, source: Source) -> Iterator[Document]:
        for line in source.read_bytes().decode().split("\n"):
            if line == "corrupt":
                raise CorruptFileError(source.label, "the second half is missing", self.name)
            if line == "bug":
                raise KeyError("no such thing")
            if line == "huge":
                raise MemoryError
            if line:
                comment = ParsedComment(id=1, author="Ann Ray", body_text=f"On {line}")
                yield Document(title=line, body_text=source.name, comments=(comment,))


REGISTRY = Registry((LineImporter(),))


class Watcher:
    """Keeps what it was told, and stops after so many reports."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.reports: list[tuple[int, int | None, str]] = []
        self.finished: list[FileOutcome] = []
        self._stop_after = stop_after

    @property
    def cancelled(self) -> bool:
        return self._stop_after is not None and len(self.finished) >= self._stop_after

    def report(self, done: int, total: int | None, label: str) -> None:
        self.reports.append((done, total, label))


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(folder: Path, *paths: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in find_files(paths or [folder], REGISTRY)]


def test_folders_are_searched_in_the_order_of_names(folder: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.LINES", "c.pdf", ".hidden.txt", ".git/x.txt"):
        write(folder, name, "x")
    assert names(folder) == ["a/b/c.LINES", "a/z.txt", "b.txt"]


def test_named_files_always_come_and_come_once(folder: Path) -> None:
    hidden = write(folder, ".hidden.pdf", "x")
    plain = write(folder, "a.txt", "x")
    missing = folder / "missing.txt"
    found = list(find_files([hidden, plain, folder, missing, plain], REGISTRY))
    assert found == [hidden, plain, missing]


def test_links_in_circles_are_followed_once(folder: Path) -> None:
    write(folder, "a/one.txt", "x")
    (folder / "a" / "up").symlink_to(folder, target_is_directory=True)
    (folder / "z").symlink_to(folder / "a", target_is_directory=True)
    assert names(folder) == ["a/one.txt"]


def test_each_file_has_an_outcome(library: Library, folder: Path) -> None:
    write(folder, "1.txt", "First\nSecond")
    write(folder, "2.txt", "corrupt")
    write(folder, "3.txt", "Third")
    run = import_paths(library, REGISTRY, [folder])
    assert [outcome.status.value for outcome in run.files] == ["added", "failed", "added"]
    first, second, _ = run.files
    assert first.path == str(folder / "1.txt")
    assert first.importer == second.importer == "lines"
    assert [article.title for article in first.articles] == ["First", "Second"]
    assert second.error == f"{folder / '2.txt'}: the second half is missing."
    assert len(library.article_ids(Query())) == 3
    assert not run.cancelled


def test_the_run_is_kept_in_the_library(library: Library, folder: Path) -> None:
    write(folder, "1.txt", "First")
    run = import_paths(library, REGISTRY, [folder, folder / "missing.txt"])
    assert run.id is not None
    assert library.import_runs() == [run]


def test_nothing_to_import_leaves_no_account(library: Library) -> None:
    assert import_paths(library, REGISTRY, []).id is None
    assert library.import_runs() == []


def test_the_same_file_again_is_not_even_parsed(library: Library, folder: Path) -> None:
    path = write(folder, "1.txt", "First")
    added = import_paths(library, REGISTRY, [path]).files[0]

    class Unreadable(LineImporter):
        def read(self, source: Source) -> Iterator[Document]:
            raise AssertionError("parsed")

    again = import_paths(library, Registry((Unreadable(),)), [path]).files[0]
    assert again.status is ImportStatus.UNCHANGED
    assert [article.id for article in again.articles] == [added.articles[0].id]


def test_a_file_is_in_whole_or_not_at_all(library: Library, folder: Path) -> None:
    path = write(folder, "1.txt", "First\nSecond\ncorrupt")
    assert import_paths(library, REGISTRY, [path]).files[0].status is ImportStatus.FAILED
    assert library.article_ids(Query()) == []


def test_a_bug_in_an_importer_costs_its_file_only(
    library: Library, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(folder, "1.txt", "bug")
    write(folder, "2.txt", "huge")
    write(folder, "3.txt", "Third")
    run = import_paths(library, REGISTRY, [folder])
    bug, huge, third = run.files
    assert bug.error == (
        f"{folder / '1.txt'}: an error in the program stopped its import (KeyError; see the log)."
    )
    assert "no such thing" in caplog.text
    assert "Traceback" in caplog.text
    assert huge.error == f"{folder / '2.txt'}: the computer has too little memory for this file."
    assert third.status is ImportStatus.ADDED


def test_files_that_hold_nothing_or_nothing_known_fail(library: Library, folder: Path) -> None:
    blank = write(folder, "blank.txt", "\n\n")
    binary = write(folder, "binary.txt", "\0\1\2")
    run = import_paths(library, REGISTRY, [blank, binary])
    assert [outcome.error for outcome in run.files] == [
        f"{blank}: the file holds no article.",
        f"{binary}: this is no format the program can read.",
    ]
    assert [outcome.importer for outcome in run.files] == ["lines", None]


def test_a_folder_without_files_says_so(library: Library, folder: Path) -> None:
    write(folder, "sub/picture.png", "x")
    outcome = import_paths(library, REGISTRY, [folder]).files[0]
    assert outcome.status is ImportStatus.FAILED
    assert outcome.error == f"{folder}: the folder holds no file that can be imported."


def test_files_of_other_kinds_are_counted(library: Library, folder: Path) -> None:
    for name in ("1.txt", "photo.png", "sub/film.mov", ".hidden.png", ".git/x.png"):
        write(folder, name, "First")
    run = import_paths(library, REGISTRY, [folder, folder / "photo.png"])
    assert run.other_files == 2
    assert [Path(outcome.path).name for outcome in run.files] == ["1.txt", "photo.png"]


MAIL = """From: {author} <mail@example.org>
Date: Thu, 4 Mar 2021 10:00:0{number} +0000
Subject: Turnstiles
Message-ID: <{number}@example.org>
{reply}
The gates at the north door stay open.
"""


def test_a_mail_folder_is_one_source(library: Library, folder: Path) -> None:
    for part in ("cur", "new", "tmp"):
        (folder / "Mail" / part).mkdir(parents=True)
    write(folder, "Mail/cur/1:2,S", MAIL.format(author="Ann Ray", number=1, reply=""))
    write(folder, "Mail/new/2", MAIL.format(
        author="Bo Lane", number=2, reply="In-Reply-To: <1@example.org>\n"))  # fmt: skip
    write(folder, "note.txt", "A note.\n\nNo more.")
    run = import_paths(library, default_registry(), [folder])
    assert [outcome.path for outcome in run.files] == [f"{folder}/Mail", f"{folder}/note.txt"]
    mails, _ = run.files
    assert mails.error is None
    assert library.article(mails.articles[0].id).source.name == "Mail.mbox"
    assert run.other_files == 0
    assert import_paths(library, default_registry(), [folder / "Mail"]).files[0].status is (
        ImportStatus.UNCHANGED
    )


def test_a_folder_that_cannot_be_listed_fails_alone(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "closed/1.txt", "First")
    write(folder, "open.txt", "Second")
    scandir = os.scandir

    def guarded(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    closed, opened = import_paths(library, REGISTRY, [folder]).files
    assert closed.error == f"{folder / 'closed'}: the folder cannot be read (Permission denied)."
    assert opened.status is ImportStatus.ADDED


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_devices_and_broken_links_fail_at_once(library: Library, folder: Path) -> None:
    os.mkfifo(folder / "1.txt")
    (folder / "2.txt").symlink_to("2.txt")
    (folder / "3.txt").symlink_to("nowhere.txt")
    write(folder, "4.txt", "Fourth")
    run = import_paths(library, REGISTRY, [folder, Path("/dev/zero")])
    *failed, fourth, device = run.files
    assert {outcome.status for outcome in [*failed, device]} == {ImportStatus.FAILED}
    assert "pipe or a device" in str(failed[0].error)
    assert "back to itself" in str(failed[1].error)
    assert "leads to no file" in str(failed[2].error)
    assert "pipe or a device" in str(device.error)
    assert fourth.status is ImportStatus.ADDED


def test_a_file_that_vanishes_meanwhile(library: Library, folder: Path) -> None:
    first, second = write(folder, "1.txt", "First"), write(folder, "2.txt", "Second")

    def remove(outcome: FileOutcome) -> None:
        second.unlink(missing_ok=True)

    run = import_paths(library, REGISTRY, [folder], on_file=remove)
    assert [outcome.path for outcome in run.files] == [str(first), str(second)]
    assert run.files[1].error == f"{second}: the file does not exist."


@pytest.mark.skipif(os.name == "nt", reason="needs names that are any bytes")
def test_a_name_that_is_no_text_can_be_stored(library: Library, folder: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(folder / "caf") + b"\xe9.txt"))
    path.write_text("First", encoding="utf-8")
    run = import_paths(library, REGISTRY, [folder])
    assert run.files[0].path == f"{folder}/caf\\udce9.txt"
    assert run.files[0].status is ImportStatus.ADDED
    assert library.article(run.files[0].articles[0].id).source.name == "caf\\udce9.txt"
    assert library.import_runs() == [run]


def test_cancelling_stops_between_files(library: Library, folder: Path) -> None:
    for number in range(4):
        write(folder, f"{number}.txt", f"Article {number}")
    watcher = Watcher(stop_after=2)
    run = import_paths(library, REGISTRY, [folder], watcher, watcher.finished.append)
    assert run.cancelled
    assert len(run.files) == 2
    assert tuple(watcher.finished) == run.files
    assert len(library.article_ids(Query())) == 2
    assert library.import_runs() == [run]


def test_cancelling_after_the_last_file_changes_nothing(library: Library, folder: Path) -> None:
    write(folder, "1.txt", "First")
    watcher = Watcher(stop_after=1)
    assert not import_paths(library, REGISTRY, [folder], watcher, watcher.finished.append).cancelled


def test_progress_names_the_file_and_ends_at_the_total(library: Library, folder: Path) -> None:
    for number in range(30):
        write(folder, f"{number:02}.txt", f"Article {number}")
    watcher = Watcher()
    import_paths(library, REGISTRY, [folder], watcher)
    assert watcher.reports[0] == (0, 30, "00.txt")
    assert watcher.reports[-1] == (30, 30, "")
    done = [report[0] for report in watcher.reports]
    assert done == sorted(done)


def failing_add(
    errors: list[Exception], add: Callable[..., tuple[ArticleOutcome, ...]]
) -> Callable[..., tuple[ArticleOutcome, ...]]:
    def fail(source: SourceFile, documents: list[Document]) -> tuple[ArticleOutcome, ...]:
        if errors:
            raise errors.pop(0)
        return add(source, documents)

    return fail


def test_an_article_that_is_removed_meanwhile_comes_back(library: Library, folder: Path) -> None:
    write(folder, "1.txt", "First")
    write(folder, "2.txt", "Second")
    import_paths(library, REGISTRY, [folder])

    def remove(_outcome: FileOutcome) -> None:
        library.remove([2])

    run = import_paths(library, REGISTRY, [folder], on_file=remove)
    assert [outcome.status.value for outcome in run.files] == ["unchanged", "added"]


def test_trouble_while_storing_costs_the_file_only(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        write(folder, f"{number}.txt", f"Article {number}")
    errors: list[Exception] = [MemoryError(), KeyError("no such thing")]
    monkeypatch.setattr(library, "add", failing_add(errors, library.add))
    memory, bug, fine = import_paths(library, REGISTRY, [folder]).files
    assert str(memory.error).endswith("the computer has too little memory for this file.")
    assert str(bug.error).endswith("stopped its import (KeyError; see the log).")
    assert fine.status is ImportStatus.ADDED


def test_a_library_that_does_not_say_what_it_knows(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "1.txt", "First")

    def refuse() -> frozenset[str]:
        raise LibraryError(library.path, "it is busy")

    monkeypatch.setattr(library, "file_digests", refuse)
    assert import_paths(library, REGISTRY, [folder]).files[0].status is ImportStatus.ADDED


def test_a_full_disk_fails_the_file_and_the_next_is_tried(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "1.txt", "First")
    write(folder, "2.txt", "Second")
    errors: list[Exception] = [LibraryError(library.path, "the disk is full")]
    monkeypatch.setattr(library, "add", failing_add(errors, library.add))
    first, second = import_paths(library, REGISTRY, [folder]).files
    assert first.error == f"{folder / '1.txt'}: the disk is full (library {library.path})."
    assert first.importer == "lines"
    assert second.status is ImportStatus.ADDED


def test_a_library_that_stays_busy_is_not_waited_for_by_every_file(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        write(folder, f"{number}.txt", f"Article {number}")
    errors: list[Exception] = [LibraryBusyError(library.path, "it is busy") for _ in range(9)]
    monkeypatch.setattr(library, "add", failing_add(errors, library.add))
    run = import_paths(library, REGISTRY, [folder])
    assert {outcome.status for outcome in run.files} == {ImportStatus.FAILED}
    assert len(errors) == 7
    assert run.files[4].error == f"{folder / '4.txt'}: it is busy (library {library.path})."
    assert run.id is None


def test_an_account_that_cannot_be_kept_costs_only_its_id(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(folder, "1.txt", "First")

    def refuse(run: object) -> None:
        raise LibraryError(library.path, "the disk is full")

    monkeypatch.setattr(library, "add_import_run", refuse)
    run = import_paths(library, REGISTRY, [path])
    assert run.id is None
    assert run.files[0].status is ImportStatus.ADDED


def test_one_source_from_the_clipboard(library: Library) -> None:
    outcome = import_source(library, REGISTRY, Source.from_bytes(b"Pasted", "Clipboard.txt"))
    assert (outcome.path, outcome.status) == ("Clipboard.txt", ImportStatus.ADDED)
    broken = import_source(library, REGISTRY, Source.from_bytes(b"corrupt", "Clipboard.txt"))
    assert broken.error == "Clipboard.txt: the second half is missing."


def test_ctrl_c_is_not_swallowed(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(folder, "1.txt", "First")

    def interrupt(source: SourceFile, documents: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(library, "add", interrupt)
    with pytest.raises(KeyboardInterrupt):
        import_paths(library, REGISTRY, [path])


def test_library_is_not_imported_into_itself(library: Library) -> None:
    run = import_paths(library, REGISTRY, [library.path])
    (outcome,) = run.files
    assert outcome.status is ImportStatus.FAILED
    assert outcome.error == f"{library.path}: this is the library itself."


# Who answers whom

FROZEN = sorted((Path(__file__).parents[2] / "data" / "libraries").glob("*.sqlite"))
COPY = """Optical Turnstiles Tested

By: Mira Holt, Published on Mar 01, 2021

Turnstile makers promise that their optical gates stop tailgating.

We walked through six of them with umbrellas and suitcases.

Comments (3)

UI
Undisclosed Integrator #1
Mar 03, 2021

The beams sit too low for children. We had to raise every pedestal by a hand before the school \
would sign off, and it took three weekends. Ours are four years old.

JB
Jon Berg
Mar 03, 2021
Berg Locks

The beams sit too low for children. We had to raise every pedestal by a hand before the school \
would sign off, and it took three weekends.

That is what the standard asks for, can you believe it?

MH
Mira Holt
Mar 04, 2021
IPVM

Jon, thanks for the comment. The standard does not ask for that any more.
"""
LATER = """
UD
Undisclosed Distributor #2
Mar 09, 2021

Prices start at nine thousand per lane.
"""


class Interfering(Watcher):
    """Does something at the first report of an article."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self._act = act

    def report(self, done: int, total: int | None, label: str) -> None:
        super().report(done, total, label)
        if done == 0:
            self._act()


class Cancelling(Watcher):
    """Stops after the first report."""

    @property
    def cancelled(self) -> bool:
        return bool(self.reports)


def flat(title: str) -> Document:
    """An article with a quotation that nothing was inferred from so far."""
    said = (
        "The beams sit too low for children, and nobody watches them after six. "
        "We had to raise every pedestal by a hand before the school would sign off."
    )
    return Document(
        title=title,
        key=title,
        comments=(
            ParsedComment(id=1, author="Jon Berg", body_text=said),
            ParsedComment(
                id=2, author="Ann Ray", body_text=f"Jon Berg:\n{said}\n\nCan you say why?"
            ),
        ),
    )


def add_flat(library: Library, *titles: str) -> None:
    library.add(SourceFile("old", "old", b"old"), [flat(title) for title in titles])


def parents(library: Library, article_id: int) -> list[int | None]:
    return [comment.parent for comment in library.comments(article_id)]


def test_outdated_articles_are_brought_up_to_date_once(library: Library) -> None:
    add_flat(library, "One", "Two")
    watcher = Watcher()
    assert infer_outdated(library, watcher) == Changes(updated=(1, 2))
    assert watcher.reports == [
        (0, 2, "Finding out who answers whom"),
        (1, 2, "Finding out who answers whom"),
        (2, 2, ""),
    ]
    for article_id in (1, 2):
        assert parents(library, article_id) == [None, 1]
        answer = library.comments(article_id)[1]
        assert answer.reply is not None
        assert answer.reply.kind is ReplyKind.QUOTE
        assert [quote.comment for quote in answer.quotes] == [1]
    assert library.outdated_threads(MODEL_VERSION) == []
    assert infer_outdated(library) == Changes()


@pytest.mark.parametrize("frozen", FROZEN, ids=lambda path: path.stem)
def test_old_libraries_are_brought_up_to_date(frozen: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    shutil.copy(frozen, path)
    with Library.open(path) as library:
        before = library.comments(1)
        assert library.outdated_threads(MODEL_VERSION) == [1]
        infer_outdated(library)
        assert library.outdated_threads(MODEL_VERSION) == []
        assert library.check() == []
        for old, new in zip(before, library.comments(1), strict=True):
            if old.reply is not None:
                assert (new.parent, new.reply) == (old.parent, old.reply)
            assert (new.body_text, new.read, new.key) == (old.body_text, old.read, old.key)


def test_inferring_can_be_stopped_and_goes_on_later(library: Library) -> None:
    add_flat(library, "One", "Two", "Three")
    stopped = Cancelling()
    assert infer_outdated(library, stopped) == Changes(updated=(1,))
    assert stopped.reports[-1] == (3, 3, "")
    assert library.outdated_threads(MODEL_VERSION) == [2, 3]
    assert infer_outdated(library) == Changes(updated=(2, 3))


def test_an_article_removed_meanwhile_is_passed_over(library: Library) -> None:
    add_flat(library, "One", "Two")
    interfering = Interfering(lambda: library.remove([1]))
    assert infer_outdated(library, interfering) == Changes(updated=(2,))
    assert parents(library, 2) == [None, 1]


def test_a_text_copy_is_threaded_and_corrections_stay(library: Library, folder: Path) -> None:
    path = write(folder, "copy.txt", COPY)
    registry = default_registry()
    assert import_paths(library, registry, [path]).files[0].status is ImportStatus.ADDED
    _, quoting, host = library.comments(1)
    assert (quoting.parent, [quote.comment for quote in quoting.quotes]) == (1, [1])
    assert quoting.reply is not None
    assert quoting.reply.kind is ReplyKind.QUOTE
    assert 2 in {host.parent, *(each.parent for each in host.suggestions)}
    assert library.outdated_threads(MODEL_VERSION) == []

    library.place_comment(1, 2, None)
    library.place_comment(1, 3, 1)
    write(folder, "copy.txt", COPY.replace("Comments (3)", "Comments (4)") + LATER)
    assert import_paths(library, registry, [path]).files[0].status is ImportStatus.UPDATED
    assert parents(library, 1) == [None, None, 1, None]
    detached, placed = library.comments(1)[1:3]
    assert detached.reply == placed.reply == Reply(ReplyKind.USER)
    assert detached.original is not None
    assert detached.original.parent == 1


def test_a_new_model_leaves_the_readers_word(library: Library) -> None:
    add_flat(library, "One")
    library.place_comment(1, 1, 2)
    assert infer_outdated(library) == Changes(updated=(1,))
    first = library.comments(1)[0]
    assert (first.parent, first.reply) == (2, Reply(ReplyKind.USER))
    assert library.thread(1).cut == (2,), "the guess goes before the reader's word"


def test_a_file_of_which_nothing_is_heard_is_told_of_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [100.0]
    monkeypatch.setattr("ipvm_desktop.pipeline.telling.time.monotonic", lambda: clock[0])
    watcher = Watcher()
    telling = Telling(watcher, 3)
    assert not telling.is_cancelled()
    telling.begin(1, "export.xml")
    assert not telling.is_cancelled()
    assert watcher.reports == [(1, 3, "export.xml")]
    clock[0] += 42
    assert not telling.is_cancelled()
    assert not telling.is_cancelled()
    clock[0] += 1
    telling.place(Position("reading", 1, 3))
    clock[0] += 2
    assert not telling.is_cancelled()
    assert watcher.reports[1:] == [
        (1, 3, "export.xml: reading for 42 s"),
        (1, 3, "export.xml: reading, 33 %"),
        (1, 3, "export.xml: reading, 33 % for 2 s"),
    ]
    clock[0] += 1
    telling.place(Position("reading", 2, 3))
    clock[0] += 0.5
    telling.count(4)
    clock[0] += 0.5
    telling.count(1008)
    assert watcher.reports[4:] == [
        (1, 3, "export.xml: reading, 66 %"),
        (1, 3, "export.xml: 4 articles, reading, 66 %"),
        (1, 3, "export.xml: 1,008 articles"),
    ]


def test_how_far_a_file_of_unknown_size_is_is_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ipvm_desktop.pipeline.telling._REPORT_SECONDS", 0)
    watcher = Watcher()
    telling = Telling(watcher, 1)
    telling.begin(0, "mail.mbox")
    telling.place(Position("reading", 7, 0))
    telling.place(Position("reading", 7, 5))
    assert watcher.reports == [(0, 1, "mail.mbox"), (0, 1, "mail.mbox: reading, 100 %")]
