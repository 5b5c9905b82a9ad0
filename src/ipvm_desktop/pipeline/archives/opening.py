"""Opening an archive of any kind."""

from __future__ import annotations

from typing import IO

from ipvm_desktop.pipeline.archives.kinds import archive_kind
from ipvm_desktop.pipeline.archives.members import DAMAGE, Archive, ArchiveError, reason
from ipvm_desktop.pipeline.archives.tars import Gzip, Tar
from ipvm_desktop.pipeline.archives.zips import open_zip

_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")  # APPNOTE.TXT 4.3.7 and 4.3.16
_TAR_MARK, _TAR_MARK_END = b"ustar", 262  # POSIX.1-2017, pax, "ustar Header Block"
_PACKED = ((b"\x1f\x8b", "tar.gz"), (b"BZh", "tar.bz2"), (b"\xfd7zXZ\0", "tar.xz"))


def open_archive(file: IO[bytes], name: str, size: int) -> Archive:
    """Open an archive; the file is closed with it, or when it cannot be opened.

    Args:
        file: Its bytes, from which any place can be read.
        name: Its name, which says what kind it is where its first bytes do not.
        size: How many bytes it has.

    Raises:
        ArchiveError: It cannot be read, or holds more than is reasonable.
    """
    if not size:
        file.close()
        raise ArchiveError("the file is empty")
    try:
        kind = _kind(file, name)
        if kind == "zip":
            return open_zip(file, size)
        if kind == "gz":
            return Gzip(file, name, size)
        return Tar(file, size, kind.partition(".")[2])
    except DAMAGE as error:
        file.close()
        raise ArchiveError(f"the archive is damaged ({reason(error)})") from error
    except BaseException:
        file.close()
        raise


def _kind(file: IO[bytes], name: str) -> str:
    """Return what kind of archive it is: by its first bytes, or else by its name.

    Browsers unpack what a server packed for the way and keep the name, so that there are
    ``.tar.gz`` that are plain tars.
    """
    named = archive_kind(name) or ""
    head = file.read(_TAR_MARK_END)
    file.seek(0)
    if named == "gz":
        return named
    if head.startswith(_ZIP_MARKS):
        return "zip"
    if head.endswith(_TAR_MARK):
        return "tar"
    return next((kind for mark, kind in _PACKED if head.startswith(mark)), named)
