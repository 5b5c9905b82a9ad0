"""Reading what libraries need, on files made for the purpose and on Qt's own."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import pytest

from ipvm_desktop.doctor.display import qt_folder
from ipvm_desktop.doctor.elf import absent_library, missing_libraries, read_linkage

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about Linux libraries")

BASE = 0x10000  # where the file's bytes would lie in memory


def make_library(path: Path, needed: list[str], runpath: str = "") -> Path:
    """Write the least of an ELF file that names what it needs."""
    strings, tags = b"\0", []
    for tag, text in [*((1, name) for name in needed), *([(29, runpath)] if runpath else [])]:
        tags.append((tag, len(strings)))
        strings += text.encode() + b"\0"
    table = 64 + 2 * 56
    tags += [(5, BASE + table), (0, 0)]
    dynamic = b"".join(struct.pack("<qQ", *tag) for tag in tags)
    size = table + len(strings) + len(dynamic)
    load = struct.pack("<IIQQQQQQ", 1, 4, 0, BASE, BASE, size, size, 0)
    place = table + len(strings)
    pointer = struct.pack("<IIQQQQQQ", 2, 4, place, BASE + place, 0, len(dynamic), len(dynamic), 0)
    head = b"\x7fELF\x02\x01\x01" + bytes(9)
    head += struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, 0, 0, 64, 56, 2, 0, 0, 0)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head + load + pointer + strings + dynamic)
    return path


def test_linkage_is_read(tmp_path: Path) -> None:
    path = make_library(
        tmp_path / "p" / "libq.so", ["libA.so.1", "libB.so"], "$ORIGIN/../lib:/opt/${ORIGIN}"
    )
    linkage = read_linkage(path)
    assert linkage.needed == ("libA.so.1", "libB.so")
    assert linkage.folders == (tmp_path / "p" / ".." / "lib", Path(f"/opt/{tmp_path / 'p'}"))


def test_a_library_that_needs_nothing(tmp_path: Path) -> None:
    assert read_linkage(make_library(tmp_path / "a.so", [])).needed == ()
    static = tmp_path / "static.so"
    static.write_bytes(b"\x7fELF\x02\x01" + bytes(58))
    assert read_linkage(static).needed == ()


@pytest.mark.parametrize("content", [b"#!/bin/sh\n", b"\x7fELF\x01\x01" + bytes(60), b""])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.so"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"x\.so|empty"):
        read_linkage(path)


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    whole = make_library(tmp_path / "a.so", ["libA.so.1"]).read_bytes()
    for length in (20, 70, 150, len(whole) - 20):
        path = tmp_path / f"cut-{length}.so"
        path.write_bytes(whole[:length])
        with pytest.raises(ValueError, match="damaged"):
            read_linkage(path)


def test_own_libraries_are_followed_and_others_asked_for_once(tmp_path: Path) -> None:
    plugin = make_library(
        tmp_path / "plugins" / "libqx.so", ["libQt.so.6", "libxcb.so.1"], "$ORIGIN/../lib"
    )
    make_library(tmp_path / "lib" / "libQt.so.6", ["libxcb.so.1", "libEGL.so.1"], "$ORIGIN")
    asked = []

    def absent(name: str) -> str | None:
        asked.append(name)
        return {"libEGL.so.1": "libGLdispatch.so.0"}.get(name)

    missing = missing_libraries([plugin, tmp_path / "not there.so"], absent)
    assert missing == ["libGLdispatch.so.0"]
    assert sorted(asked) == ["libEGL.so.1", "libxcb.so.1"]


@LINUX
def test_the_system_is_asked() -> None:
    assert absent_library("libc.so.6") is None
    assert absent_library("libnosuchthing.so.7") == "libnosuchthing.so.7"


@LINUX
def test_what_a_library_itself_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise OSError("libGLdispatch.so.0: cannot open shared object file: No such file")

    monkeypatch.setattr("ctypes.CDLL", refuse)
    assert absent_library("libEGL.so.1") == "libGLdispatch.so.0"


@LINUX
def test_qt_s_own_files_can_be_read() -> None:
    folder = qt_folder()
    assert folder is not None
    asked = []
    assert missing_libraries(folder.glob("QtGui.*so"), lambda name: asked.append(name)) == []
    assert "libc.so.6" in asked
    assert not any(name.startswith("libQt6") for name in asked)
