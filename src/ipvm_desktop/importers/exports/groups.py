"""Records gathered by what they belong to, on disk once they are many.

Exports list their articles first and all comments after them, or mix both. Memory holds a
few numbers for each record; the records themselves lie in a temporary file.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterator
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Generic, Self, TypeVar

from ipvm_desktop.importers.exports.hashes import Hashes

KeyT = TypeVar("KeyT", str, int)
RecordT = TypeVar("RecordT")

_IN_MEMORY_BYTES = 8 * 1024 * 1024
# More text than this no discussion has; what is beyond it is left out.
GROUP_BYTES = 48 * 1024 * 1024


class Groups(Generic[KeyT, RecordT]):
    """Collects records by key and gives them back group by group, in the order of the first.

    A million groups of as many records take some fifty megabytes of memory: of the keys only
    their hashes are kept there.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        """Take what is told of records that cannot be kept; a clause that says which."""
        self._tell = tell
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115
        self._places = array("q")
        # Of each record the one of the same group before it, and of each group the last one.
        self._previous = array("i")
        self._last = array("i")
        self._groups = Hashes("i")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        """Return the number of groups."""
        return len(self._last)

    def __contains__(self, key: KeyT) -> bool:
        return hash(key) in self._groups

    def add(self, key: KeyT, record: RecordT) -> None:
        """Put a record into the group of a key; all are put there before the first is read."""
        try:
            line = json.dumps([key, record]).encode()
        except RecursionError:
            self._tell("a part of it is nested too deeply")
            return
        group = self._groups.get(hash(key))
        if group is None:
            self._groups.put(hash(key), len(self._last))
            self._previous.append(-1)
            self._last.append(len(self._places))
        else:
            self._previous.append(self._last[group])
            self._last[group] = len(self._places)
        self._places.append(self._file.tell())
        self._file.write(line + b"\n")

    def __iter__(self) -> Iterator[tuple[KeyT, list[RecordT]]]:
        """Yield the groups with their keys."""
        for last in self._last:
            lines = self._lines(last)
            yield lines[0][0], [record for _, record in lines]

    def first(self) -> Iterator[tuple[KeyT, RecordT]]:
        """Yield the keys with the first records of their groups."""
        for last in self._last:
            number = last
            while self._previous[number] >= 0:
                number = self._previous[number]
            yield self._line(number)[0]

    def records(self, key: KeyT) -> list[RecordT]:
        """Return the records of a group; none for an unknown one."""
        group = self._groups.get(hash(key))
        return [] if group is None else [record for _, record in self._lines(self._last[group])]

    def last(self, key: KeyT) -> RecordT | None:
        """Return the record of a group that was added last; None for an unknown one."""
        group = self._groups.get(hash(key))
        return None if group is None else self._line(self._last[group])[0][1]

    def _lines(self, last: int) -> list[tuple[KeyT, RecordT]]:
        numbers = array("q")
        while last >= 0:
            numbers.append(last)
            last = self._previous[last]
        lines: list[tuple[KeyT, RecordT]] = []
        total = 0
        for number in reversed(numbers):
            line, size = self._line(number)
            total += size
            if not lines or total <= GROUP_BYTES:
                lines.append(line)
        if left_out := len(numbers) - len(lines):
            self._tell(f"{left_out} comments of a discussion are beyond 48 MiB")
        return lines

    def _line(self, number: int) -> tuple[tuple[KeyT, RecordT], int]:
        """Return key and record of a number, and their bytes in the file."""
        self._file.seek(self._places[number])
        line = self._file.readline()
        return json.loads(line), len(line)
