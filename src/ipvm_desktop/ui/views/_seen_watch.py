"""Notices which unread comments have been in view long enough to count as read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

SEEN_AFTER_MS = 1000


class SeenWatch(QObject):
    """Asks now and then what is in view.

    Signals:
        seen: Ids that have been in view without a break for ``after_ms``.

    Args:
        in_view: Returns the ids of the unread comments in view.
        parent: Whoever owns it.
    """

    seen = Signal(list)

    def __init__(self, in_view: Callable[[], Iterable[int]], parent: QObject) -> None:
        super().__init__(parent)
        self.after_ms = SEEN_AFTER_MS
        self._in_view = in_view
        self._since: dict[int, float] = {}
        self._spared: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(SEEN_AFTER_MS // 4)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin anew, with nothing seen so far."""
        self._since.clear()
        self._spared.clear()
        self._timer.start()

    def stop(self) -> None:
        """Stop looking."""
        self._timer.stop()

    def spare(self, number: int) -> None:
        """Let one be unseen, as the reader said, until it has been out of view."""
        self._spared.add(number)

    def look(self) -> None:
        """Look what is in view now, and tell what has been there long enough."""
        now = monotonic()
        in_view = list(self._in_view())
        self._spared.intersection_update(in_view)
        self._since = {
            number: self._since.get(number, now) for number in in_view if number not in self._spared
        }
        seen = [
            number for number, since in self._since.items() if (now - since) * 1000 >= self.after_ms
        ]
        if seen:
            for number in seen:
                del self._since[number]
            self.seen.emit(seen)
