"""Opening an archive of any kind."""

from __future__ import annotations

from typing import IO

from ipvm_desktop.pipeline.archives.kinds import archive_kind
from ipvm_desktop.pipeline.archives.members import DAMAGE, Archive, ArchiveError, reason
from ipvm_desktop.pipeline.archives.tars import Gzip, Tar
from ipvm_desktop.pipeline.archives.zips import open_zip


def open_archive(file: IO[bytes], name: str, size: int) -> Archive:
    """Open an archive; the file is closed with it, or when it cannot be opened.

    Args:
        file: Its bytes, from which any place can be read.
        name: Its name, which says what kind it is.
        size: How many bytes it has.

    Raises:
        ArchiveError: It cannot be read, or holds more than is reasonable.
    """
    kind = archive_kind(name) or ""
    try:
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
