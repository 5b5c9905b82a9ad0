"""Exports whose comments may stand before and after their articles.

They are read through once, which sorts them by article on the disk, and told from there.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers._issues import left_out_issues, with_issues
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.exports.articles import Articles, told_last
from ipvm_desktop.importers.exports.groups import Groups
from ipvm_desktop.importers.xml.records import Record, XmlRecords


class SortedExport(ABC):
    """One file of articles and comments.

    Attributes:
        elements: Names of the elements that are records.
        why_none: What to say of a file without articles, without a full stop.
    """

    elements: ClassVar[tuple[str, ...]]
    why_none: ClassVar[str]

    def __init__(
        self,
        records: XmlRecords,
        made: Articles,
        articles: Groups[str, Record],
        comments: Groups[str, Record],
    ) -> None:
        self._records = records
        self._made = made
        self._articles = articles
        self._comments = comments

    @classmethod
    def read(cls, source: Source, importer: str) -> Iterator[Document]:
        """Yield the articles of a file.

        Raises:
            CorruptFileError: It holds none.
        """
        with (
            XmlRecords(source, cls.elements) as records,
            Groups[str, Record](records.tell) as articles,
            Groups[str, Record](records.tell) as comments,
        ):
            export = cls(records, Articles(source.name, importer), articles, comments)
            export.put_aside()
            count = 0
            for document in told_last(export.documents(), export.closing_issues):
                count += 1
                yield document
        if not count:
            why = with_issues(cls.why_none, export.closing_issues())
            raise CorruptFileError(source.label, why, importer)

    @abstractmethod
    def put_aside(self) -> None:
        """Read the file through, and sort its comments by article."""

    @abstractmethod
    def documents(self) -> Iterator[Document]:
        """Yield the articles, then those of which only comments are there."""

    def closing_issues(self) -> Sequence[ImportIssue]:
        """Return what concerns the file as a whole."""
        return [*self._records.issues(), *left_out_issues(self._made.left_out)]
