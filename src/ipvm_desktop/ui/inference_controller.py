"""Infers the replies of articles that came in before the present model, while others are read."""

from __future__ import annotations

import logging
from collections import deque
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLabel

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.errors import LibraryError
from ipvm_desktop.library import Library
from ipvm_desktop.ui.counted_words import counted
from ipvm_desktop.ui.jobs import JobRunner

logger = logging.getLogger(__name__)

# The article that the reader left open comes first.
_BEGIN_MS = 1000


class InferenceController(QObject):
    """Works through the articles that are due, one job each, so that others get their turn.

    Signals:
        inferred: An article whose replies, suggestions or quotes are others now (its id).
        noted: A sentence for the reader, at the end and only where any were found.
    """

    inferred = Signal(int)
    noted = Signal(str)

    def __init__(
        self,
        library: Library,
        readers: JobRunner,
        writers: JobRunner,
        status: QLabel,
        parent: QObject | None = None,
    ) -> None:
        """Do nothing yet.

        Args:
            library: Whose articles may be due.
            readers: Where to ask which are.
            writers: Where to work; not where the reader's own writes wait for their turn.
            status: Says that this goes on.
            parent: The owner.
        """
        super().__init__(parent)
        self._library = library
        self._readers = readers
        self._writers = writers
        self._status = status
        self._due: deque[int] = deque()
        self._total = 0
        self._touched = 0
        self._begin = QTimer(self, interval=_BEGIN_MS, singleShot=True)
        self._begin.timeout.connect(self._ask)

    def start(self) -> None:
        """Begin soon; nothing is seen of it when nothing is due."""
        self._begin.start()

    def stop(self) -> None:
        """Begin no further article."""
        self._begin.stop()
        self._due.clear()

    def _ask(self) -> None:
        self._readers.read(
            partial(_due, self._library), done=self._take_due, failed=self._fail, receiver=self
        )

    def _take_due(self, due: list[int]) -> None:
        self._due = deque(due)
        self._total = len(due)
        self._next()

    def _next(self) -> None:
        if not self._due:
            self._end()
            return
        self._status.setText("Finding replies…")
        done = self._total - len(self._due)
        articles = counted(self._total, "older article")
        self._status.setToolTip(f"Who answers whom: {done:,} of {articles} looked through")
        self._status.show()
        self._writers.write(
            partial(_infer, self._library, self._due.popleft()),
            done=self._take_changes,
            failed=self._fail,
            receiver=self,
        )

    def _take_changes(self, changes: Changes) -> None:
        self._touched += len(changes.updated)
        for article_id in changes.updated:
            self.inferred.emit(article_id)
        self._next()

    def _end(self) -> None:
        self._status.hide()
        if self._touched:
            self.noted.emit(f"Replies found in {counted(self._touched, 'article')}")
            self._touched = 0

    def _fail(self, error: Exception) -> None:
        """Leave the rest for the next start; the reader asked for none of this."""
        self.stop()
        self._end()
        if not isinstance(error, LibraryError):
            raise error
        logger.warning("Finding replies in older articles stopped: %s", error)


def _due(library: Library) -> list[int]:
    from ipvm_desktop.replies import MODEL_VERSION

    return library.outdated_threads(MODEL_VERSION)


def _infer(library: Library, article_id: int) -> Changes:
    # The importers behind it are heavy, and most starts infer nothing.
    from ipvm_desktop.pipeline import infer_article

    return infer_article(library, article_id)
