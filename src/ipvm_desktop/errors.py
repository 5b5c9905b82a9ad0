"""The program's own exceptions. ``str(error)`` is always one sentence fit for the user."""

from __future__ import annotations

from pathlib import Path


class IpvmDesktopError(Exception):
    """Anything that went wrong in an expected way; its text is one sentence for the user."""


class ImportFileError(IpvmDesktopError):
    """A file could not be imported.

    Attributes:
        path: The file, as the user named it.
        importer: Name of the importer that gave up, or None when none was chosen yet.
        reason: What is wrong, without the file's name and without a final full stop.
    """

    def __init__(self, path: Path | str, reason: str, importer: str | None = None) -> None:
        self.path = Path(path)
        self.importer = importer
        self.reason = reason
        super().__init__(f"{path}: {reason}.")


class UnsupportedFormatError(ImportFileError):
    """No importer recognises the file."""


class CorruptFileError(ImportFileError):
    """The format is known, but the contents are damaged beyond reading."""


class LibraryError(IpvmDesktopError):
    """The library file cannot be used.

    Attributes:
        path: The library file.
    """

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path = Path(path)
        self.reason = reason
        super().__init__(f"{path}: {reason}.")


class LibraryVersionError(LibraryError):
    """The library was written by a newer version of this program."""


class LibraryBusyError(LibraryError):
    """Another process holds the library's write lock for too long."""


class NotFoundError(LibraryError):
    """The library holds no such article or comment."""


class ReplyError(IpvmDesktopError):
    """A comment cannot answer the comment that the reader chose.

    Attributes:
        comment: The comment's ``id``.
        parent: ``id`` of what was chosen for its parent.
    """

    def __init__(self, comment: int, parent: int, reason: str) -> None:
        self.comment = comment
        self.parent = parent
        super().__init__(f"Comment {comment} cannot answer comment {parent}: {reason}.")


class PeopleError(IpvmDesktopError):
    """Two names cannot be made one person, or a name is nobody's."""


class QueryError(IpvmDesktopError):
    """A search text cannot be understood.

    Attributes:
        text: The whole query.
        position: 0-based offset of the trouble in the text.
    """

    def __init__(self, text: str, position: int, reason: str) -> None:
        self.text = text
        self.position = position
        super().__init__(f"{reason} (at character {position + 1} of “{text}”).")


class SettingsError(IpvmDesktopError):
    """The preferences cannot be read or written."""
