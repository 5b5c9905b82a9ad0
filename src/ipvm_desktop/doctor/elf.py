"""Which shared libraries a Linux library needs, read from the files without loading Qt."""

from __future__ import annotations

import mmap
import re
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

_PT_LOAD, _PT_DYNAMIC = 1, 2
_DT_NULL, _DT_NEEDED, _DT_STRTAB, _DT_RPATH, _DT_RUNPATH = 0, 1, 5, 15, 29
_SEGMENT = struct.Struct("<IIQQQQ")  # type, flags, offset, address, physical address, length
_TAG = struct.Struct("<qQ")
_ABSENT = re.compile(r"^(\S+\.so[.\w]*): cannot open shared object file")


@dataclass(frozen=True, slots=True)
class Linkage:
    """What the loader looks for on behalf of one library.

    Attributes:
        needed: Names such as ``libxcb.so.1``, in the file's order.
        folders: Where to look before the system's own folders.
    """

    needed: tuple[str, ...]
    folders: tuple[Path, ...]


def read_linkage(path: Path) -> Linkage:
    """Read the dynamic section of a 64-bit little-endian library, as Qt's wheels hold.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is no such library, or a damaged one.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content[:6] != b"\x7fELF\x02\x01":
            raise ValueError(f"{path}: no 64-bit little-endian ELF file")
        try:
            return _parse(content, path.parent)
        except (struct.error, StopIteration) as error:
            raise ValueError(f"{path}: damaged") from error


def _parse(content: mmap.mmap, origin: Path) -> Linkage:
    (table,) = struct.unpack_from("<Q", content, 32)
    size, count = struct.unpack_from("<HH", content, 54)
    segments = [_SEGMENT.unpack_from(content, table + size * index) for index in range(count)]
    loads = [(start, offset) for kind, _, offset, start, *_ in segments if kind == _PT_LOAD]
    tags: list[tuple[int, int]] = []
    for kind, _, offset, *_ in segments:
        while kind == _PT_DYNAMIC and (tag := _TAG.unpack_from(content, offset))[0] != _DT_NULL:
            tags.append(tag)
            offset += _TAG.size
    if not tags:
        return Linkage((), ())
    address = next(value for tag, value in tags if tag == _DT_STRTAB)
    start, offset = max(load for load in loads if load[0] <= address)
    strings = offset + address - start

    def text(index: int) -> str:
        end = content.find(b"\0", strings + index)
        return content[strings + index : end].decode("utf-8", "surrogateescape")

    folders = [text(value) for tag, value in tags if tag in {_DT_RPATH, _DT_RUNPATH}]
    return Linkage(
        tuple(text(value) for tag, value in tags if tag == _DT_NEEDED),
        tuple(
            Path(re.sub(r"\$(ORIGIN\b|\{ORIGIN\})", lambda _: str(origin), folder))
            for joined in folders
            for folder in joined.split(":")
            if folder
        ),
    )


def absent_library(name: str) -> str | None:
    """Ask the system's loader for a library.

    Returns:
        None when it loads; else the name of what is absent, which may be another
        library that this one needs.
    """
    import ctypes

    try:
        ctypes.CDLL(name)
    except OSError as error:
        match = _ABSENT.match(str(error))
        return match[1] if match else name
    return None


def missing_libraries(
    files: Iterable[Path], absent: Callable[[str], str | None] = absent_library
) -> list[str]:
    """Return the system libraries that these libraries need and the machine lacks.

    Libraries found where a file itself says (Qt's own) are followed; all others
    are asked of the system.

    Args:
        files: Libraries to load; those that cannot be read are passed over.
        absent: How to ask the system.
    """
    missing: dict[str, None] = {}
    asked: set[str] = set()
    waiting = list(files)
    while waiting:
        try:
            linkage = read_linkage(waiting.pop())
        except (OSError, ValueError):
            continue
        for name in linkage.needed:
            if name in asked:
                continue
            asked.add(name)
            own = next((f / name for f in linkage.folders if (f / name).is_file()), None)
            if own is not None:
                waiting.append(own)
            elif (lacking := absent(name)) is not None:
                missing[lacking] = None
    return sorted(missing)
