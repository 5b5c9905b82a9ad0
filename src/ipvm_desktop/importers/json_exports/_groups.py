"""Records gathered by the article they belong to, on disk once they are many."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from types import TracebackType

from ipvm_desktop.importers.json_exports._values import Fields

_IN_MEMORY_BYTES = 8 * 1024 * 1024
# More text than this no discussion has; what is beyond it is counted and left out.
GROUP_BYTES = 48 * 1024 * 1024


class Groups:
    """Collects records by key and gives them back group by group, in the order of the first.

    A group takes eight bytes of memory a record; the records lie in a temporary file.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115
        self._places: dict[str, array[int]] = {}
        self.left_out = 0

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
        return len(self._places)

    def add(self, key: str, record: Fields) -> None:
        """Put a record into the group of a key; one that nests beyond reason is left out."""
        try:
            line = json.dumps(record)
        except RecursionError:
            self.left_out += 1
            return
        self._places.setdefault(key, array("q")).append(self._file.tell())
        self._file.write(line.encode() + b"\n")

    def __iter__(self) -> Iterator[tuple[str, list[Fields]]]:
        """Yield the groups; ``left_out`` counts the records that make one too large."""
        for key, places in self._places.items():
            records: list[Fields] = []
            size = 0
            for place in places:
                self._file.seek(place)
                line = self._file.readline()
                size += len(line)
                if size <= GROUP_BYTES:
                    records.append(json.loads(line))
            self.left_out += len(places) - len(records)
            yield key, records
