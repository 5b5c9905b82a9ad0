"""Folders that hold a file for each mail: maildir (cur, new, tmp) and the plain ones (MH)."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO

from ipvm_desktop.errors import ImportFileError
from ipvm_desktop.importers.base import HEAD_BYTES, FolderSurroundings, Source
from ipvm_desktop.importers.mail.importers import looks_like_mail
from ipvm_desktop.importers.spooling import Spool

_FOLDERS = ("cur", "new")
_ABOVE = b"From maildir Thu Jan  1 00:00:00 1970\n"
_FROM = re.compile(rb"^(?=>*From )", re.MULTILINE)
# What is written to disk for the time of an import.
_MOST_BYTES = 4 * 1024**3
# Files of these kinds are imported one by one, so a folder of them is no mail folder.
_SINGLE = frozenset({".eml", ".mht", ".mhtml", ".mbox", ".txt"})


def is_maildir(folder: Path) -> bool:
    """Whether a folder is a maildir, or holds nothing but mails under names of their own.

    It looks at the names and at the beginning of the first files; nothing is raised.
    """
    try:
        if (folder / "cur").is_dir():
            beside = any((folder / name).is_dir() for name in ("new", "tmp"))
            files = list(islice(_files(folder / "cur"), 3))
            return all(map(_is_mail, files)) if files else beside
        files = list(_files(folder))
        return bool(files) and all(
            file.suffix.lower() not in _SINGLE and _is_mail(file) for file in files
        )
    except (OSError, ValueError):
        return False


def maildir_source(folder: Path) -> Source:
    """Return the mails of a folder as one file of mails (mboxrd), in the order of their names.

    Raises:
        ImportFileError: They cannot be read, there is none, or they are too large together.
    """
    spool = Spool(partial(_write_mails, folder))
    content, is_large = spool.content()
    if not content:
        raise ImportFileError(folder, "the mail folder is empty")
    modified = max(file.stat().st_mtime for file in mail_files(folder))
    return Source(
        name=f"{folder.name or 'mail'}.mbox",
        path=folder,
        _content=content,
        modified=dt.datetime.fromtimestamp(modified, dt.UTC),
        around=FolderSurroundings(folder),
        is_large=is_large,
        opener=spool.open if is_large else None,
    )


def _write_mails(folder: Path, into: IO[bytes]) -> None:
    size = 0
    try:
        for file in mail_files(folder):
            size += file.stat().st_size
            if size > _MOST_BYTES:
                limit = _MOST_BYTES // 1024**3
                reason = f"the mails in the folder are larger than {limit} GiB together"
                raise ImportFileError(folder, reason)
            into.write(mboxrd(file.read_bytes()))
    except OSError as error:
        reason = f"the mails in the folder cannot be read ({error.strerror})"
        raise ImportFileError(folder, reason) from error


def mail_files(folder: Path) -> Iterator[Path]:
    """Yield the mails of a folder; hidden files are none.

    Raises:
        OSError: The folder cannot be read.
    """
    inside = [folder / name for name in _FOLDERS if (folder / name).is_dir()]
    for place in inside or [folder]:
        yield from _files(place)


def size_of_mails(folder: Path) -> int:
    """Return the bytes of all mails in a folder; 0 where it cannot be read."""
    try:
        return sum(file.stat().st_size for file in mail_files(folder))
    except OSError:
        return 0


def mboxrd(mail: bytes) -> bytes:
    """Return a mail as it stands in a file of mails: lines with "From" are marked."""
    mail = _FROM.sub(b">", mail.replace(b"\r\n", b"\n"))
    return _ABOVE + mail + (b"\n" if mail.endswith(b"\n") else b"\n\n")


def _files(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        # Of a million mails the names alone are kept.
        names = sorted(e.name for e in entries if not e.name.startswith(".") and e.is_file())
    for name in names:
        yield folder / name


def _is_mail(file: Path) -> bool:
    with file.open("rb") as stream:
        return looks_like_mail(stream.read(HEAD_BYTES))
