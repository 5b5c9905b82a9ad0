"""A JSON file in the ways it can be read: whole, by elements, or line by line.

Up to 32 MiB are read at once, nested as deep as they are; larger ones pass by in pieces.
What stands before the place where a file is damaged is read nevertheless.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from functools import cached_property, partial

import ijson
from ijson.common import ObjectBuilder

from ipvm_desktop.importers._json_reader import JsonError, forgive_json, load_json
from ipvm_desktop.importers._json_stream import CHUNK_BYTES, MARK, skip_mark, values_in
from ipvm_desktop.importers._titles import name_title
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.json_exports._values import Fields, fields

# Beyond this a file is not held in memory as a whole.
WHOLE_BYTES = 32 * 1024 * 1024
# A discussion that is one nested value may be larger than that, up to this.
_MOST_BYTES = 64 * 1024 * 1024
# Each value takes up to a hundred bytes of memory, however short it is in the file.
_MOST_VALUES = 4_000_000


class JsonFile:
    """A source as JSON values.

    Attributes:
        source: The source.
        problem: Why the file could be read in part only; known when the reading is over, None
            where all is well.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problem: str | None = None

    def tell(self, problem: str) -> None:
        """Keep why a part of the file cannot be read."""
        self.problem = problem

    @property
    def title(self) -> str:
        """What stands in for a title: the file's name without its extension."""
        return name_title(self.source.name)

    @property
    def outline(self) -> Fields:
        """The members of the one object that the file is; none of a large file."""
        return {} if self.is_lines or self.is_large else fields(self.top)

    @cached_property
    def is_large(self) -> bool:
        """Whether the file is too large to be held in memory."""
        with self.source.open() as stream:
            return stream.seek(0, io.SEEK_END) > WHOLE_BYTES

    @cached_property
    def is_lines(self) -> bool:
        """Whether each line is a value of its own (JSON Lines)."""
        with self.source.open() as stream:
            first = stream.readline(WHOLE_BYTES)
            more = iter(partial(stream.readline, CHUNK_BYTES), b"")
            if len(first) == WHOLE_BYTES or not any(map(bytes.strip, more)):
                return False
        try:
            json.loads(first.removeprefix(MARK))
        except (ValueError, RecursionError):
            return False
        return True

    @cached_property
    def top(self) -> object:
        """The whole file as one value.

        Raises:
            JsonError: Nothing can be read, or the file is too large.
        """
        with self.source.open() as stream:
            content = stream.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise JsonError("a single discussion of more than 64 MiB cannot be read")
        if sum(map(content.count, (b",", b"[", b"{"))) > _MOST_VALUES:
            raise JsonError("the JSON holds more than four million values")
        try:
            return load_json(content).value
        except JsonError as error:
            with contextlib.suppress(ValueError, RecursionError):
                forgiven = forgive_json(content)
                if isinstance(error.__cause__, UnicodeDecodeError):
                    self.problem = str(error)
                return forgiven
            is_deep = isinstance(error.__cause__, RecursionError)
            value = self._built(content, "the JSON is damaged" if is_deep else str(error))
            if not value:
                raise
            return value

    def elements(self, *paths: str) -> Iterator[tuple[str, object]]:
        """Yield the values that the file lists, each with the path of its list.

        Those are the lines of JSON Lines and the entries of a list that is the whole file (their
        path is ""), or the entries of the lists at ``paths``, such as "data.children"; an object
        with none of those lists comes itself, under the path "".

        Raises:
            JsonError: Nothing can be read.
        """
        if self.is_lines:
            yield from (("", value) for value in self._lines())
            return
        if self.is_large:
            count = 0
            for count, element in enumerate(self._streamed(paths), 1):  # noqa: B007
                yield element
            if count or self.problem:
                return
        if isinstance(self.top, list):
            yield from (("", value) for value in self.top)
            return
        lists = [(path, found) for path in paths if (found := _at(self.top, path)) is not None]
        yield from ((path, value) for path, found in lists for value in found)
        if not lists:
            yield "", self.top

    def _streamed(self, paths: tuple[str, ...]) -> Iterator[tuple[str, object]]:
        with self.source.open() as stream:
            is_list = stream.read(4096).removeprefix(MARK).lstrip().startswith(b"[")
        for path in ("",) if is_list else paths:
            try:
                for value in values_in(self.source, f"{path}.item".lstrip(".")):
                    yield path, value
            except JsonError as error:
                self.problem = str(error)

    def _lines(self) -> Iterator[object]:
        """Yield the values of the lines; damaged ones are left out and counted."""
        damaged: list[int] = []
        with self.source.open() as stream:
            skip_mark(stream)
            number = 0
            while line := stream.readline(WHOLE_BYTES):
                number += 1
                try:
                    if line.strip():
                        yield json.loads(line)
                except (ValueError, RecursionError):
                    damaged.append(number)
        if damaged:
            lines = "line" if len(damaged) == 1 else f"{len(damaged)} lines, the first of them"
            self.problem = f"{lines} {damaged[0]} cannot be read"

    def _built(self, content: bytes, problem: str) -> object:
        """Return what stands before the damage, or the whole where it is merely deep."""
        builder = ObjectBuilder()
        try:
            stream = io.BytesIO(content.removeprefix(MARK))
            for event, value in ijson.basic_parse(stream, buf_size=4 * CHUNK_BYTES, use_float=True):
                builder.event(event, value)
        except (ijson.JSONError, ValueError):
            self.problem = problem
        return getattr(builder, "value", None)


def _at(top: object, path: str) -> list[object] | None:
    for name in path.split("."):
        top = top.get(name) if isinstance(top, dict) else None
    return top if isinstance(top, list) else None
