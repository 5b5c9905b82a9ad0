"""What an import did, file by file; shown after it and kept in the library."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.domain.recognition import Sign


class ImportStatus(StrEnum):
    """What became of a file or an article; the values stand in the JSON output."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleOutcome:
    """What became of one article of a file.

    Attributes:
        id: The library's id.
        key: Identity across imports.
        title: As stored.
        status: Never ``FAILED``; a file is in whole or not at all.
        comments: Comments now stored.
        new_comments: Of these, how many this import brought.
        declared_comments: The number the page announces, or None.
        issues: What was read imperfectly.
        kept_fuller: The library's copy was fuller (clearer, or with more comments) and
            was kept; the offered copy's bytes are stored, its content is not shown.
        sign: What the article was recognised by; None for one that is new here.
        waiting: Id of the version (see ``domain.versions``) that waits for the reader to
            decide which copy is shown; None where nothing is to be decided.
    """

    id: int
    key: str
    title: str
    status: ImportStatus
    comments: int
    new_comments: int = 0
    declared_comments: int | None = None
    issues: tuple[ImportIssue, ...] = ()
    kept_fuller: bool = False
    sign: Sign | None = None
    waiting: int | None = None

    @property
    def needs_a_look(self) -> bool:
        """Whether the summary should say something of this article."""
        return (
            self.kept_fuller
            or self.waiting is not None
            or any(issue.needs_a_look for issue in self.issues)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOutcome:
    """What became of one file.

    Attributes:
        path: As the user named it, or found below a folder they named.
        status: ``ADDED`` when any article was added, else ``UPDATED`` when any was.
        importer: Name of the importer; None when none was chosen.
        articles: In the file's order. Of a file with thousands of articles the log keeps
            some of them only, above all those that need a look.
        error: One sentence; None unless ``FAILED``.
    """

    path: str
    status: ImportStatus
    importer: str | None = None
    articles: Sequence[ArticleOutcome] = ()
    error: str | None = None

    @property
    def needs_a_look(self) -> bool:
        """Whether the summary should name this file."""
        failed = self.status is ImportStatus.FAILED
        return failed or any(article.needs_a_look for article in self.articles)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """One import of one or more files.

    Attributes:
        id: The library's id of the log entry; None when it could not be kept.
        started: Aware, UTC.
        seconds: How long it took.
        files: In the order they were read.
        cancelled: The user stopped it; files not listed were not read.
        other_files: How many files of kinds no importer reads were left out of the folders
            named; the log does not keep it.
    """

    id: int | None
    started: dt.datetime
    seconds: float
    files: tuple[FileOutcome, ...] = field(default=())
    cancelled: bool = False
    other_files: int = 0

    def count(self, status: ImportStatus) -> int:
        """Return how many files ended with this status."""
        return sum(outcome.status is status for outcome in self.files)

    @property
    def changes(self) -> Changes:
        """The articles this import touched."""
        return Changes(added=self._ids(ImportStatus.ADDED), updated=self._ids(ImportStatus.UPDATED))

    def _ids(self, status: ImportStatus) -> tuple[int, ...]:
        articles = (article for outcome in self.files for article in outcome.articles)
        return tuple(article.id for article in articles if article.status is status)


def file_status(articles: Sequence[ArticleOutcome]) -> ImportStatus:
    """Return the status of a file that was read whole, from those of its articles."""
    statuses = {article.status for article in articles}
    for status in (ImportStatus.ADDED, ImportStatus.UPDATED):
        if status in statuses:
            return status
    return ImportStatus.UNCHANGED
