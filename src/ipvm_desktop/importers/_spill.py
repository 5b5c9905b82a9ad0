"""What stands far from where it belongs in a big file, put aside on disk until it is wanted.

Exports list their articles first and all comments after them, or mix both. Memory holds a
few numbers for each record; the records themselves lie in a temporary file.
"""

from __future__ import annotations

import json
import tempfile
from array import array
from collections.abc import Iterator
from types import TracebackType
from typing import Self, TypeAlias

Record: TypeAlias = dict[str, str]


class Spill:
    """Records by group, in the order they came in."""

    def __init__(self) -> None:
        # The file has no name and goes with its last handle.
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by ``__exit__``
        self._places = array("q")
        self._previous = array("q")
        self._last: dict[str, int] = {}
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, group: str, record: Record) -> None:
        """Put a record aside."""
        line = json.dumps(record).encode() + b"\n"
        self._file.write(line)
        self._previous.append(self._last.get(group, -1))
        self._last[group] = len(self._places)
        self._places.append(self._end)
        self._end += len(line)

    def __contains__(self, group: str) -> bool:
        return group in self._last

    def groups(self) -> Iterator[str]:
        """Return the groups in the order of their first records."""
        return iter(self._last)

    def records(self, group: str) -> list[Record]:
        """Return the records of a group; none for an unknown one."""
        numbers = []
        number = self._last.get(group, -1)
        while number >= 0:
            numbers.append(number)
            number = self._previous[number]
        return [self._read(self._places[number]) for number in reversed(numbers)]

    def _read(self, place: int) -> Record:
        self._file.seek(place)
        record: Record = json.loads(self._file.readline())
        return record
