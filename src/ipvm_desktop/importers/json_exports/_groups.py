"""Records gathered by the article they belong to, on disk once they are many."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import TypeVar

from ipvm_desktop.importers.json_exports._file import JsonFile
from ipvm_desktop.importers.json_exports._values import Fields

KeyT = TypeVar("KeyT", str, int)

_IN_MEMORY_BYTES = 8 * 1024 * 1024
# More text than this no discussion has; what is beyond it is left out.
GROUP_BYTES = 48 * 1024 * 1024


class Groups:
    """Collects records by key and gives them back group by group, in the order of the first.

    A million groups of as many records take about a hundred megabytes of memory: of the keys
    only their hashes are kept there, and the records lie in a temporary file. What is left out
    is told as the source's problem.
    """

    def __init__(self, source: JsonFile) -> None:
        self._source = source
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115
        self._numbers: dict[int, int] = {}
        self._group_of = array("l")
        self._places = array("q")

    def __enter__(self) -> Groups:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, key: str | int, record: Fields) -> None:
        """Put a record into the group of a key."""
        try:
            line = json.dumps([key, record]).encode()
        except RecursionError:
            self._source.problem = "a part of it is nested too deeply"
            return
        self._group_of.append(self._numbers.setdefault(hash(key), len(self._numbers)))
        self._places.append(self._file.tell())
        self._file.write(line + b"\n")

    def named(self) -> Iterator[tuple[str, list[Fields]]]:
        """Yield the groups whose keys are texts."""
        return self._groups(str)

    def numbered(self) -> Iterator[tuple[int, list[Fields]]]:
        """Yield the groups whose keys are numbers."""
        return self._groups(int)

    def _groups(self, kind: type[KeyT]) -> Iterator[tuple[KeyT, list[Fields]]]:
        ends = array("q", bytes(8 * (len(self._numbers) + 1)))
        for group in self._group_of:
            ends[group + 1] += 1
        for group in range(len(self._numbers)):
            ends[group + 1] += ends[group]
        filled = array("q", ends)
        ordered = array("q", bytes(8 * len(self._places)))
        for group, place in zip(self._group_of, self._places, strict=True):
            ordered[filled[group]] = place
            filled[group] += 1
        for group in range(len(self._numbers)):
            lines = self._read(ordered[ends[group] : ends[group + 1]])
            yield kind(lines[0][0]), [record for _, record in lines]

    def _read(self, places: array[int]) -> list[tuple[KeyT, Fields]]:
        lines: list[tuple[KeyT, Fields]] = []
        size = 0
        for place in places:
            self._file.seek(place)
            line = self._file.readline()
            size += len(line)
            if not lines or size <= GROUP_BYTES:
                lines.append(json.loads(line))
        if left_out := len(places) - len(lines):
            self._source.problem = f"{left_out} comments of a discussion are beyond 48 MiB"
        return lines
