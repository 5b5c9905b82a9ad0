"""Archives as a way in: each member has its outcome, and none of them can do any harm."""

from __future__ import annotations

import bz2
import datetime as dt
import errno
import gzip
import io
import lzma
import os
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.import_log import FileOutcome, ImportStatus
from ipvm_desktop.importers.base import Confidence, Source
from ipvm_desktop.importers.registry import Registry
from ipvm_desktop.library import Library
from ipvm_desktop.pipeline import import_paths, side_by_side, workers
from ipvm_desktop.pipeline.archives import members, tars, units, zips
from ipvm_desktop.pipeline.archives.kinds import archive_kind
from ipvm_desktop.pipeline.archives.members import ArchiveError, clean_name, reason
from ipvm_desktop.pipeline.archives.opening import open_archive

Contents = Mapping[str, bytes]


class PageImporter:
    """A title, and what lies around the page."""

    name = "pages"
    title = "Pages"
    extensions = (".html", ".txt", ".warc.gz")
    brings = ("article",)

    def sniff(self, source: Source) -> Confidence:
        return Confidence.LIKELY if source.extension in {".html", ".txt"} else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        around = source.around
        parts = around.names("page_files")
        found = [around.read(f"page_files/{name}") or b"unreadable" for name in parts]
        yield Document(
            title=source.read_bytes().decode().strip().split("\n")[0],
            body_text=b" ".join(found).decode(),
            published_text=source.modified.isoformat() if source.modified else None,
        )


REGISTRY = Registry((PageImporter(),))
PAGES = {
    "a.html": b"First",
    "news/page.html": b"Second",
    "news/page_files/one.png": b"dot",
    "news/page_files/frame.html": b"Frame",
    "notes.pdf": b"other",
    ".hidden.html": b"hidden",
    "__MACOSX/a.html": b"fork",
}


def zipped(contents: Contents, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name, (2021, 3, 4, 5, 6, 8)), content, method)
    return out.getvalue()


def streamed(contents: Contents) -> bytes:
    """Zip as programs do that cannot go back: sizes stand behind the members."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.parts: list[bytes] = []

        def writable(self) -> bool:
            return True

        def write(self, content: object) -> int:
            self.parts.append(bytes(content))  # type: ignore[call-overload]
            return len(self.parts[-1])

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return b"".join(pipe.parts)


def tarred(contents: Contents) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in contents.items():
            member = tarfile.TarInfo(name)
            member.size, member.mtime = len(content), 1_614_834_368
            archive.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("link.html")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


def bring(library: Library, folder: Path, name: str, content: bytes) -> tuple[FileOutcome, ...]:
    """Import an archive; its name in the outcomes is shortened to ``@``."""
    path = folder / name
    path.write_bytes(content)
    return import_paths(library, REGISTRY, [path]).files


def told(outcomes: tuple[FileOutcome, ...], folder: Path) -> list[tuple[str, str]]:
    """Return each outcome's path and what became of it."""
    return [
        (
            outcome.path.removeprefix(f"{folder}/"),
            (outcome.error or outcome.status.value).replace(f"{folder}/", ""),
        )
        for outcome in outcomes
    ]


KINDS: dict[str, Callable[[Contents], bytes]] = {
    "old.zip": zipped,
    "stored.ZIP": lambda contents: zipped(contents, zipfile.ZIP_STORED),
    "lzma.zip": lambda contents: zipped(contents, zipfile.ZIP_LZMA),
    "old.tar": tarred,
    "old.tar.gz": lambda contents: gzip.compress(tarred(contents)),
    "old.tgz": lambda contents: gzip.compress(tarred(contents)),
    "old.tar.bz2": lambda contents: bz2.compress(tarred(contents), 1),
    "old.tar.xz": lambda contents: lzma.compress(tarred(contents), preset=0),
}


@pytest.mark.parametrize("name", KINDS)
def test_each_member_comes_with_what_lies_around_it(
    library: Library, folder: Path, name: str
) -> None:
    outcomes = bring(library, folder, name, KINDS[name](PAGES))
    assert told(outcomes, folder) == [
        (f"{name} › a.html", "added"),
        (f"{name} › news/page.html", "added"),
    ]
    first, second = (library.article(outcome.articles[0].id) for outcome in outcomes)
    assert (first.title, second.title) == ("First", "Second")
    assert second.body_text == "Frame dot"
    assert second.source.name == f"{name} › news/page.html"
    assert library.source_bytes(second.id) == b"Second"
    saved = dt.datetime.fromisoformat(str(first.published_text))
    assert saved.tzinfo is dt.UTC or saved.utcoffset() == dt.timedelta()
    assert (saved.minute, saved.second) == (6, 8)


def test_a_single_file_in_gzip(library: Library, folder: Path) -> None:
    outcomes = bring(library, folder, "page.html.gz", gzip.compress(b"Packed"))
    assert told(outcomes, folder) == [("page.html.gz › page.html", "added")]
    outcomes = bring(library, folder, "backup-20210304.gz", gzip.compress(b"<p>Bare</p>"))
    label = "backup-20210304.gz › backup-20210304"
    assert told(outcomes, folder) == [(label, f"{label}: this is no format the program can read.")]
    ((_, reason),) = told(bring(library, folder, "a.zzz.gz", gzip.compress(b"No page")), folder)
    assert reason.endswith("the archive holds no file that can be imported.")
    broken = bring(library, folder, "cut.html.gz", gzip.compress(b"Packed")[:-9])
    assert told(broken, folder)[0][1].startswith("cut.html.gz › cut.html: it is damaged (")


def test_what_is_packed_more_than_once_is_unpacked_as_often(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(units, "IN_MEMORY_BYTES", 10)
    page = gzip.compress(b"First")
    names = {"a.html.gz": "a.html", "b.html.gz.gz": "b.html.gz › b.html"}
    for name, inner in names.items():
        (outcome,) = bring(library, folder, name, gzip.compress(page))
        assert (outcome.path, outcome.error) == (f"{folder}/{name} › {inner}", None)
    (outcome,) = bring(library, folder, "c.tar.gz.gz", gzip.compress(tarred({"c.html": b"Third"})))
    assert outcome.path == f"{folder}/c.tar.gz.gz › c.tar.gz › c.html"
    # A browser may have unpacked what it saved.
    (outcome,) = bring(library, folder, "e.html.gz", b"Fourth")
    assert (outcome.path, outcome.error) == (f"{folder}/e.html.gz › e.html", None)
    outcome, _ = bring(library, folder, "d.tgz.gz", gzip.compress(KINDS["old.tgz"](PAGES)))
    assert (outcome.path, outcome.error) == (f"{folder}/d.tgz.gz › d.tgz › a.html", None)


def test_archives_in_folders_and_archives(library: Library, folder: Path) -> None:
    deepest = zipped({"c.html": b"Deepest"})
    inner = zipped({"b.html": b"Inner", "deeper.zip": deepest})
    (folder / "sub").mkdir()
    (folder / "sub" / "outer.tar").write_bytes(tarred({"x/inner.zip": inner, "a.html": b"Outer"}))
    (folder / "photo.png").write_bytes(b"x")
    (folder / "web.warc.gz").write_bytes(b"Not an archive of files")
    run = import_paths(library, REGISTRY, [folder])
    deep = "sub/outer.tar › x/inner.zip › deeper.zip"
    assert told(run.files, folder) == [
        ("sub/outer.tar › x/inner.zip › b.html", "added"),
        (deep, f"{deep}: archives so deep in archives are not looked into."),
        ("sub/outer.tar › a.html", "added"),
        ("web.warc.gz", "web.warc.gz: this is no format the program can read."),
    ]
    assert run.other_files == 1


def test_members_that_are_known_are_left_alone(library: Library, folder: Path) -> None:
    content = zipped({"a.html": b"First", "b.html": b"Second"})
    bring(library, folder, "old.zip", content)
    again = bring(library, folder, "new.zip", content)
    assert {outcome.status for outcome in again} == {ImportStatus.UNCHANGED}


def test_workers_read_members_side_by_side(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ipvm_desktop.importers.registry import default_registry

    monkeypatch.setattr(side_by_side, "_WORTH_BYTES", 1)
    monkeypatch.setattr(workers, "processors", lambda: 2)
    pages = {f"{number:02}.txt": f"Note {number}\n\nIt is so.".encode() for number in range(30)}
    for name in ("old.zip", "old.tar.gz"):
        path = folder / name
        path.write_bytes(KINDS[name](pages))
        run = import_paths(library, default_registry(), [path])
        assert told(run.files, folder) == [
            (f"{name} › {page}", "added" if name == "old.zip" else "unchanged") for page in pages
        ]


def test_names_lead_nowhere(library: Library, folder: Path) -> None:
    names = ["../../etc/a.html", "/b.html", "C:\\c\\..\\c.html", "./d//e.html", "x/../../f.html"]
    outcomes = bring(library, folder, "slip.zip", zipped({name: name.encode() for name in names}))
    assert [path for path, _ in told(outcomes, folder)] == [
        "slip.zip › etc/a.html", "slip.zip › b.html", "slip.zip › C:/c/c.html",
        "slip.zip › d/e.html", "slip.zip › x/f.html",
    ]  # fmt: skip
    assert {outcome.status for outcome in outcomes} == {ImportStatus.ADDED}
    assert clean_name("..") == "unnamed"


def test_an_archive_without_anything_says_so(library: Library, folder: Path) -> None:
    outcomes = bring(library, folder, "pictures.zip", zipped({"a.png": b"x"}))
    assert told(outcomes, folder) == [
        ("pictures.zip", "pictures.zip: the archive holds no file that can be imported.")
    ]
    (gone,) = import_paths(library, REGISTRY, [folder / "gone.zip"]).files
    assert gone.error == (
        f"{folder / 'gone.zip'}: the archive cannot be read (No such file or directory)."
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(library: Library, folder: Path) -> None:
    os.mkfifo(folder / "a.zip")
    (outcome,) = import_paths(library, REGISTRY, [folder]).files
    assert outcome.error == f"{folder / 'a.zip'}: this is a pipe or a device, not a file."


def test_an_empty_member_fails_alone(library: Library, folder: Path) -> None:
    outcomes = bring(library, folder, "old.zip", zipped({"a.html": b"", "b.html": b"Second"}))
    assert told(outcomes, folder) == [
        ("old.zip › a.html", "old.zip › a.html: the file is empty."),
        ("old.zip › b.html", "added"),
    ]


def encrypted(content: bytes) -> bytes:
    """Set the flag of encryption at the first member, in front of it and in the list."""
    changed = bytearray(content)
    changed[6] |= 1
    changed[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def test_encrypted_members_fail_alone(library: Library, folder: Path) -> None:
    content = encrypted(zipped({"a.html": b"Secret", "b.html": b"Second"}))
    outcomes = bring(library, folder, "old.zip", content)
    assert told(outcomes, folder) == [
        (
            "old.zip › a.html",
            "old.zip › a.html: it is encrypted, and the program knows no password.",
        ),
        ("old.zip › b.html", "added"),
    ]


def test_damaged_members_fail_alone(library: Library, folder: Path) -> None:
    content = bytearray(zipped({"a.html": b"First" * 9, "b.html": b"Second"}, zipfile.ZIP_STORED))
    content[content.index(b"First")] ^= 1
    outcomes = bring(library, folder, "old.zip", bytes(content))
    assert told(outcomes, folder) == [
        (
            "old.zip › a.html",
            "old.zip › a.html: it is damaged in the archive (bad CRC-32 for file 'a.html').",
        ),
        ("old.zip › b.html", "added"),
    ]


def test_a_member_packed_in_an_unknown_way(library: Library, folder: Path) -> None:
    content = bytearray(zipped({"a.html": b"First"}))
    content[8] = content[content.index(b"PK\x01\x02") + 10] = 97
    (outcome,) = bring(library, folder, "old.zip", bytes(content))
    assert outcome.error == (
        f"{folder}/old.zip › a.html: it is packed by a method the program does not know."
    )


def test_links_in_a_zip_are_no_files(library: Library, folder: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        member = zipfile.ZipInfo("a.html")
        member.create_system, member.external_attr = 3, 0o120777 << 16
        archive.writestr(member, "/etc/passwd")
    (outcome,) = bring(library, folder, "old.zip", out.getvalue())
    assert str(outcome.error).endswith("a.html: it is a link, not a file.")


LONG = {f"{number}.html": f"Page {number} ".encode() * 50 for number in range(6)}
CUT = "the archive is damaged: its list of contents is missing; what could be found was read."


@pytest.mark.parametrize(
    "make", [zipped, streamed, lambda contents: zipped(contents, zipfile.ZIP_STORED)]
)
def test_what_is_left_of_a_cut_zip_is_read(
    library: Library, folder: Path, make: Callable[[Contents], bytes]
) -> None:
    whole = make(LONG)
    start = whole.index(b"PK\x03\x04", whole.index(b"4.html") - 40)
    cut = start + 45
    outcomes = told(bring(library, folder, "old.zip", whole[:cut]), folder)
    assert [path for path, words in outcomes if words == "added"] == [
        f"old.zip › {number}.html" for number in range(4)
    ]
    assert outcomes[-1] == ("old.zip", f"old.zip: {CUT}")
    assert [words for _, words in outcomes[4:-1]] in (
        [], ["old.zip › 4.html: the archive ends within it."]
    )  # fmt: skip


def cut_off(contents: Contents, method: int, change: Callable[[bytearray], None]) -> bytes:
    """Zip, change something, and take the list of contents away."""
    content = bytearray(zipped(contents, method))
    change(content)
    return bytes(content[: content.index(b"PK\x01\x02")])


def spoil(at: int, value: int) -> Callable[[bytearray], None]:
    def change(content: bytearray) -> None:
        content[at] = value

    return change


@pytest.mark.parametrize(
    ("method", "change", "words"),
    [
        (zipfile.ZIP_STORED, spoil(40, 0), "it is damaged in the archive."),
        (zipfile.ZIP_DEFLATED, spoil(36, 7), "it is damaged in the archive."),
        (zipfile.ZIP_DEFLATED, spoil(8, 97), "it is packed by a method the program does not know."),
    ],
)
def test_members_of_a_cut_zip_fail_alone(
    library: Library,
    folder: Path,
    method: int,
    change: Callable[[bytearray], None],
    words: str,
) -> None:
    content = cut_off({"a.html": b"First page", "b.html": b"Second"}, method, change)
    first, second, whole = bring(library, folder, "old.zip", content)
    assert first.error == f"{folder}/old.zip › a.html: {words}"
    assert second.status is ImportStatus.ADDED
    assert whole.error == f"{folder}/old.zip: {CUT}"


def test_a_cut_zip_that_is_encrypted_holds_nothing(library: Library, folder: Path) -> None:
    content = cut_off({"a.html": b"First page"}, zipfile.ZIP_DEFLATED, spoil(6, 1))
    (outcome,) = bring(library, folder, "old.zip", content)
    assert (
        outcome.error == f"{folder}/old.zip: the file is no zip archive, or nothing is left of it."
    )


def test_what_lies_around_stays_within(tmp_path: Path) -> None:
    from ipvm_desktop.pipeline.archives.units import ArchiveUnit

    path = tmp_path / "old.zip"
    path.write_bytes(encrypted(zipped({"x/b.png": b"secret", "x/a.html": b"First", "c.png": b"c"})))
    around = ArchiveUnit(path, (1,), ("x/a.html",), 5).open().around
    assert around.names("") == ["a.html", "b.png"]
    assert around.names("..") == ["c.png"]
    assert around.names("../..") == around.names("/etc") == ()
    assert around.read("../c.png") == b"c"
    assert around.read("b.png") is None
    assert around.read("../../etc/passwd") is None
    assert around.read("nothing.png") is None


def test_a_file_that_only_calls_itself_an_archive(library: Library, folder: Path) -> None:
    for name in ("a.zip", "a.tar", "a.tar.gz", "a.tar.xz"):
        (outcome,) = bring(library, folder, name, b"no archive at all" * 100)
        assert outcome.status is ImportStatus.FAILED
        assert str(outcome.error).startswith(f"{folder}/{name}: the ")
        (outcome,) = bring(library, folder, name, b"")
        assert outcome.error == f"{folder}/{name}: the file is empty."


@pytest.mark.parametrize("name", ["old.tar", "old.tar.gz", "old.tar.bz2", "old.tar.xz"])
def test_what_is_left_of_a_cut_tar_is_read(library: Library, folder: Path, name: str) -> None:
    import random

    noise = random.Random(1)
    pages = {f"{n}.html": f"Page {n}\n{noise.randbytes(9_000).hex()}".encode() for n in range(30)}
    whole = KINDS[name](pages)
    outcomes = told(bring(library, folder, name, whole[: len(whole) * 2 // 3]), folder)
    added = [path for path, words in outcomes if words == "added"]
    assert added == [f"{name} › {n}.html" for n in range(len(added))]
    assert 5 < len(added) < 25
    damaged = [words for path, words in outcomes if "damaged" in words or "ends within" in words]
    assert len(damaged) == len(outcomes) - len(added) > 0


def test_bombs_do_not_keep_the_pages_beside_them_out(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "SMALL_BYTES", 1_000_000)
    files = {
        "a.html": b"0" * 3_000_000,
        "b.html": b"A page.\nIt rained.",
        "c.html": b"1" * 2_000_000,
    }
    outcomes = told(bring(library, folder, "old.zip", KINDS["old.zip"](files)), folder)
    _, (archive, sentence) = outcomes
    assert outcomes[0] == ("old.zip › b.html", "added")
    assert archive == "old.zip"
    assert "“a.html” was left out: it would be " in sentence
    assert sentence.endswith(" times as large unpacked, as would 1 more.")


def test_bombs_are_refused(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = {"a.html": b"0" * 3_000_000}
    monkeypatch.setattr(members, "SMALL_BYTES", 1_000_000)
    for name in ("old.zip", "old.tar.gz", "old.tar.bz2"):
        (outcome,) = bring(library, folder, name, KINDS[name](bomb))
        assert "times as large unpacked" in str(outcome.error), name
    (outcome,) = bring(library, folder, "old.html.gz", gzip.compress(bomb["a.html"]))
    assert str(outcome.error).endswith("it is larger than 1 MiB.")
    for module in (members, tars):
        monkeypatch.setattr(module, "MAX_BYTES", 2_000_000)
    (outcome,) = bring(library, folder, "old.tar", tarred(bomb))
    assert str(outcome.error).endswith("the archive holds more than 0 GiB.")


def test_members_are_bounded_in_size_and_number(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(units, "MAX_BYTES", 100)
    content = {"a.html": b"x" * 101, "b.html": b"Second"}
    for name in ("old.zip", "old.tar"):
        big, fine = bring(library, folder, name, KINDS[name](content))
        assert str(big.error).endswith("it is larger than 0 MiB.")
        assert fine.error is None
    monkeypatch.setattr(members, "MAX_MEMBERS", 5)
    monkeypatch.setattr(zips, "MAX_MEMBERS", 5)
    for name in ("old.zip", "old.tar"):
        (outcome,) = bring(library, folder, name, KINDS[name](LONG))
        assert outcome.error == f"{folder}/{name}: the archive holds more than 5 files."


def test_a_disk_without_room_is_told(library: Library, folder: Path) -> None:
    class Full(io.BytesIO):
        def write(self, _content: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    for name in ("old.zip", "old.tar"):
        path = folder / name
        path.write_bytes(KINDS[name]({"a.html": b"First"}))
        with (
            closing(open_archive(path.open("rb"), name, 100)) as archive,
            pytest.raises(ArchiveError, match=r"no room to unpack it \(no space left on device"),
        ):
            archive.unpack(0, Full(), 100)


def test_an_archive_that_changes_meanwhile(library: Library, folder: Path) -> None:
    path = folder / "old.zip"
    path.write_bytes(zipped({"a.html": b"First", "b.html": b"Second"}))

    def change(_outcome: FileOutcome) -> None:
        path.write_bytes(zipped({"other.html": b"Other"}))

    first, second = import_paths(library, REGISTRY, [path], on_file=change).files
    assert first.status is ImportStatus.ADDED
    assert second.error == f"{path} › b.html: the archive changed while it was read."


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.ZIP", "zip"),
        ("a.tar.gz", "tar.gz"),
        ("a.json.gz", "gz"),
        ("a.epub", None),
        (".zip", None),
    ],
)
def test_the_name_says_what_is_an_archive(name: str, kind: str | None) -> None:
    assert archive_kind(name) == kind


def test_parts_of_pages_in_folders_are_no_articles(library: Library, folder: Path) -> None:
    for name in ("page.html", "page_files/frame.html", "seite.html", "seite-Dateien/x/rahmen.html",
                 "other_files/lone.html", "whole.html_files/part.html", "whole.html"):  # fmt: skip
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    run = import_paths(library, REGISTRY, [folder])
    assert [path for path, _ in told(run.files, folder)] == [
        "other_files/lone.html", "page.html", "seite.html", "whole.html"
    ]  # fmt: skip
    assert run.other_files == 0


def test_what_stands_before_a_member_of_absurd_size_is_read(library: Library, folder: Path) -> None:
    name, page = next(iter(PAGES.items()))
    content = bytearray(tarred({name: page, "b.html": page}))
    second = content.index(b"b.html")
    header = content[second : second + 512]
    header[124:136] = b"77777777777\0"
    header[148:156] = b" " * 8
    header[148:156] = f"{sum(header):06o}\0 ".encode()
    content[second : second + 512] = header
    first, rest = bring(library, folder, "old.tar", bytes(content))
    assert first.status is ImportStatus.ADDED
    assert rest.status is ImportStatus.FAILED


def test_an_endless_header_in_a_tar_is_passed_over(library: Library, folder: Path) -> None:
    extended = tarfile.TarInfo("x")
    extended.type, extended.size = tarfile.XHDTYPE, 10_240
    content = extended.tobuf() + b"9" * 10_240 + tarred({"a.txt": b"Text."})
    outcomes = told(bring(library, folder, "old.tar", content), folder)
    assert outcomes == [("old.tar › a.txt", "added")]


@pytest.mark.parametrize("rest", [b"", b"b.html", b"?" * 2_000], ids=["none", "part", "wrong"])
def test_a_tar_without_an_end_says_so(library: Library, folder: Path, rest: bytes) -> None:
    content = tarred({"a.html": b"Text."})[:1024] + rest
    page, archive = told(bring(library, folder, "old.tar", content), folder)
    assert page == ("old.tar › a.html", "added")
    assert archive[1].endswith("damaged or ends too early (its last entry may be missing).")


def test_a_sparse_member_of_absurd_size_costs_itself_only(library: Library, folder: Path) -> None:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.PAX_FORMAT) as archive:
        sparse = tarfile.TarInfo("hole.html")
        sparse.pax_headers = {
            "GNU.sparse.major": "1",
            "GNU.sparse.minor": "0",
            "GNU.sparse.name": "hole.html",
            "GNU.sparse.realsize": str(2**40),
        }
        body = b"0\n".ljust(512, b"\0")
        sparse.size = len(body)
        archive.addfile(sparse, io.BytesIO(body))
        plain = tarfile.TarInfo("page.html")
        plain.size = 5
        archive.addfile(plain, io.BytesIO(b"Text."))
    page, rest = told(bring(library, folder, "old.tar", content.getvalue()), folder)
    assert page == ("old.tar › page.html", "added")
    assert rest[1].endswith("the archive holds more than 4 GiB.")


@pytest.mark.parametrize("made", ["old.zip", "old.tar", "old.tar.gz", "old.tar.bz2", "old.tar.xz"])
@pytest.mark.parametrize("called", ["a.zip", "a.tar", "a.tgz"])
def test_what_is_in_an_archive_says_what_kind_it_is(
    library: Library, folder: Path, made: str, called: str
) -> None:
    outcomes = bring(library, folder, called, KINDS[made]({"a.html": b"Text."}))
    assert told(outcomes, folder) == [(f"{called} › a.html", "added")]


def test_names_in_a_zip_are_utf_8_where_they_can_be(library: Library, folder: Path) -> None:
    # What Finder and many other programs write: UTF-8 without the flag that says so.
    content = bytearray(zipped({"caf__.html": b"Text."}))
    content = content.replace(b"caf__", "café".encode())
    (name, _), *_ = told(bring(library, folder, "old.zip", bytes(content)), folder)
    assert name == "old.zip › café.html"
    content = content.replace("café".encode(), b"caf\x82_")
    (name, _), *_ = told(bring(library, folder, "new.zip", bytes(content)), folder)
    assert name == "new.zip › café_.html"


def test_a_member_listed_many_times_is_read_once(library: Library, folder: Path) -> None:
    whole = zipped({"a.html": b"Text."})
    start, end = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    counts = struct.pack("<2H2I", 50, 50, (end - start) * 50, start)
    content = whole[:start] + whole[start:end] * 50 + whole[end : end + 8] + counts + b"\0\0"
    page, archive = told(bring(library, folder, "old.zip", content), folder)
    assert page == ("old.zip › a.html", "added")
    assert archive[1].endswith(
        "49 entries of its list of contents stand for the same bytes as others."
    )


def test_names_of_absurd_length_are_cut() -> None:
    assert clean_name("d/" * 5_000 + "a.html") == "…" + ("d/" * 500 + "a.html")[-999:]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError("Not a gzipped file (b'<!')"), "not a gzipped file"),
        (OSError("CRC check failed 0x1 != 0x2"), "CRC check failed 0x1 != 0x2"),
        (EOFError(), "EOFError"),
    ],
)
def test_damage_is_told_in_the_librarys_words(error: Exception, words: str) -> None:
    assert reason(error) == words
