"""What an import tells while it works: which file, how far in it, how many articles."""

from __future__ import annotations

import time

from ipvm_desktop.domain.progress import Progress
from ipvm_desktop.pipeline.reading import Position, Stopped
from ipvm_desktop.pipeline.words import printable

# A report may cost a redraw; more than twenty a second nobody sees.
_REPORT_SECONDS = 0.05
_STILL_SECONDS = 1.0


class Telling:
    """Reports progress, not more often than anybody can see."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total
        self._last = 0.0
        self._done = 0
        self._label = ""
        self._articles = ""
        self._position = ""
        self._since = self._placed = 0.0

    def begin(self, done: int, label: str) -> None:
        """Tell what comes after so many."""
        self._done, self._label = done, printable(label)
        self._articles = self._position = ""
        self._report()

    def count(self, articles: int) -> None:
        """Tell how many articles of the file are kept."""
        self._articles = f"{articles:,} articles"
        if time.monotonic() - self._placed >= _STILL_SECONDS:
            # What was read through before goes into articles without being read in its order.
            self._position = ""
        self._report()

    def place(self, position: Position) -> None:
        """Tell how far a large file is.

        Raises:
            Stopped: The user does not want to wait for it.
        """
        if position.size:
            percent = min(100 * position.done // position.size, 100)
            self._position = f"{position.doing}, {percent} %"
            self._placed = time.monotonic()
            self._report()
        if self._progress.cancelled:
            raise Stopped

    def is_cancelled(self) -> bool:
        """Whether to stop; asked while nothing is heard of the file, of which it tells.

        Some formats are read through once before they give their first article.
        """
        now = time.monotonic()
        if self._label and now - self._last >= _STILL_SECONDS:
            self._tell(f"{self._words or 'reading'} for {now - self._since:.0f} s")
        return self._progress.cancelled

    def _report(self) -> None:
        self._since = time.monotonic()
        if self._since - self._last >= _REPORT_SECONDS:
            self._tell(self._words)

    @property
    def _words(self) -> str:
        return ", ".join(filter(None, (self._articles, self._position)))

    def _tell(self, words: str) -> None:
        self._last = time.monotonic()
        label = f"{self._label}: {words}" if words else self._label
        self._progress.report(self._done, self._total, label)
