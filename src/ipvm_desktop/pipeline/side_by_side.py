"""Decides where units are read: in this process, or by workers once that pays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from ipvm_desktop.domain.import_log import FileOutcome
from ipvm_desktop.importers.registry import Registry
from ipvm_desktop.pipeline.reading import Known, Listener, Message, Unit, read

if TYPE_CHECKING:
    from ipvm_desktop.pipeline.workers import Workers

# Reading so much takes about as long as the workers take to start.
_WORTH_BYTES = 1024 * 1024


class Reader:
    """Reads the units of one import in their order.

    Files that the library knows are recognised here, which takes no time; workers are
    started when there is one that is new, and enough to read. To be used within ``with``.
    """

    def __init__(
        self,
        found: Sequence[Unit | FileOutcome],
        registry: Registry,
        known: frozenset[str],
        is_cancelled: Callable[[], bool],
        listener: Listener,
        release: Callable[[], object] | None = None,
    ) -> None:
        """Prepare; nothing is read yet.

        Args:
            found: The units, among outcomes of what cannot be read.
            registry: Which importers there are.
            known: Digests of files that need not be parsed.
            is_cancelled: Asked while the workers are waited for.
            listener: Told how far a large file is.
            release: Called once workers read the rest, so that nothing need be kept here for
                that; None where nothing is.
        """
        self._units = [one for one in found if not isinstance(one, FileOutcome)]
        # Where each of those found stands among the units.
        self._places: list[int] = []
        place = 0
        for one in found:
            self._places.append(place)
            place += not isinstance(one, FileOutcome)
        self._registry = registry
        self._known = known
        self._is_cancelled = is_cancelled
        self._listener = listener
        self._release = release
        self._stack = ExitStack()
        self._workers: Workers | None = None
        self._first = 0
        self._has_news = False
        self._is_decided = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def messages(self, number: int) -> Iterator[Message]:
        """Yield the messages of one of those found, which is a unit.

        Raises:
            Stopped: The user does not want to wait for it.
        """
        place = self._places[number]
        if self._workers is None:
            self._decide(place)
        if self._workers is not None:
            yield from self._workers.messages(place - self._first)
            return
        for message in read(self._units[place], self._registry, self._known, self._listener):
            self._has_news |= not isinstance(message, Known)
            yield message

    def _decide(self, place: int) -> None:
        """Start workers where this and the units behind it are worth it.

        What others' importers may read is never read here, for they may hang or crash.
        """
        rest = self._units[place:]
        if not rest[0].name.lower().endswith(self._registry.foreign):
            is_small = not self._has_news and rest[0].size < _WORTH_BYTES
            if self._is_decided or is_small:
                return
            self._is_decided = True
            if not _is_much(rest):
                return
        from ipvm_desktop.pipeline.workers import Workers, processors

        count = min(processors(), len(rest))
        if count:
            self._first = place
            self._workers = self._stack.enter_context(
                Workers(
                    rest, self._registry, self._known, self._is_cancelled, self._listener, count
                )
            )
            if self._release is not None:
                self._release()


def _is_much(units: Sequence[Unit]) -> bool:
    total = 0
    for unit in units:
        total += unit.size
        if total >= _WORTH_BYTES:
            return True
    return False
