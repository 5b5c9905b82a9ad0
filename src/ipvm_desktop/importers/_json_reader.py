"""JSON whose every value is checked where it is read, and named when it is wrong."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn, TypeVar

from ipvm_desktop.domain.moment import Moment, moment_from_iso

EnumT = TypeVar("EnumT", bound=StrEnum)

# What a text column cannot keep.
_UNFIT = re.compile("[\x00\ud800-\udfff]")
# What is wrong, by the decoder's own words (``json.decoder`` and ``json.scanner``).
_WRONG = {
    "Expecting value": "a value is missing there",
    "Expecting ',' delimiter": "a comma or a closing bracket is missing there",
    "Expecting ':' delimiter": "the colon behind a name is missing there",
    "Expecting property name enclosed in double quotes": "a name in double quotes is missing there",
    "Illegal trailing comma before end of object": "a comma stands there with nothing behind it",
    "Illegal trailing comma before end of array": "a comma stands there with nothing behind it",
    "Unterminated string starting at": "a text starts there that does not end",
    "Invalid control character at": "a text holds a line end or control character there",
    "Invalid \\escape": "a text holds a backslash there that stands for nothing",
    "Invalid \\uXXXX escape": "a text holds a backslash there that stands for nothing",
    "Extra data": "the file goes on there behind its end",
}
_OTHER = "what follows cannot be read"
# Beyond this a whole number is neither a count nor exact in other readers of JSON.
_LARGEST = 2**53
_MOST_DIGITS = 100


class JsonError(Exception):
    """The JSON cannot be read; the text says where and why, without a full stop."""


def load_json(content: bytes) -> JsonValue:
    """Read a whole JSON file in UTF-8, UTF-16 or UTF-32.

    Raises:
        JsonError: It is damaged, nested too deeply, or no JSON at all.
    """
    try:
        text = content.decode(json.detect_encoding(content))
        return JsonValue(json.loads(text, parse_constant=_refuse_constant), "")
    except UnicodeDecodeError as error:
        raise JsonError(f"byte {error.start + 1} is not valid {error.encoding}") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        wrong = _WRONG.get(error.msg, _OTHER)
        raise JsonError(f"the JSON is damaged at {place}: {wrong}") from error
    except RecursionError as error:
        raise JsonError("the JSON is nested too deeply to be read") from error
    except ValueError as error:
        raise JsonError("the JSON holds a number that cannot be read") from error


def forgive_json(content: bytes) -> object:
    """Read JSON whose mistakes cost no more than themselves: a number or a few characters.

    Numbers that are none become null; wrong bytes become U+FFFD; texts may hold line ends.

    Raises:
        ValueError: It is damaged in other ways.
        RecursionError: It is nested too deeply.
    """
    text = content.decode(json.detect_encoding(content), "replace")
    return json.loads(text, strict=False, parse_constant=lambda _: None, parse_int=_whole)


def _whole(digits: str) -> int | None:
    return int(digits) if len(digits) <= _MOST_DIGITS else None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


@dataclass(frozen=True, slots=True)
class JsonValue:
    """A value and its place in the file, such as ``articles[3].comments[2].posted``.

    The methods raise ``JsonError`` when the value is of another type than asked for.
    A missing value is null.
    """

    value: object
    place: str

    @property
    def is_null(self) -> bool:
        """Whether the value is null or missing."""
        return self.value is None

    def fail(self, expected: str) -> NoReturn:
        """Raise an error that says what the value should have been."""
        raise JsonError(f"{self.place or 'the file'} is not {expected}")

    def member(self, name: str) -> JsonValue:
        """Return a member of an object."""
        if not isinstance(self.value, dict):
            self.fail("an object")
        return JsonValue(self.value.get(name), f"{self.place}.{name}" if self.place else name)

    def members(self) -> list[tuple[str, JsonValue]]:
        """Return the members of an object with their names; null has none."""
        if self.value is None:
            return []
        if not isinstance(self.value, dict):
            self.fail("an object")
        return [(name, self.member(name)) for name in self.value]

    def has(self, *names: str) -> bool:
        """Whether an object states any of these members, even as null."""
        return isinstance(self.value, dict) and any(name in self.value for name in names)

    def entries(self) -> list[JsonValue]:
        """Return the entries of a list; null has none."""
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            self.fail("a list")
        return [JsonValue(entry, f"{self.place}[{i}]") for i, entry in enumerate(self.value)]

    def text(self) -> str:
        """Return a text fit for storing."""
        if not isinstance(self.value, str):
            self.fail("a text")
        return _UNFIT.sub("\ufffd", self.value)

    def text_or_none(self) -> str | None:
        """Return a text, or None for null."""
        return None if self.value is None else self.text()

    def texts(self) -> tuple[str, ...]:
        """Return a list of texts; null is an empty one."""
        return tuple(entry.text() for entry in self.entries())

    def flag(self) -> bool:
        """Return true or false; null is false."""
        if self.value is None:
            return False
        if not isinstance(self.value, bool):
            self.fail("true or false")
        return self.value

    def whole(self, least: int = 0) -> int:
        """Return a whole number that is not smaller than ``least``."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.fail("a whole number")
        if not least <= self.value <= _LARGEST:
            self.fail(f"a whole number from {least} to {_LARGEST}")
        return self.value

    def whole_or_none(self, least: int = 0) -> int | None:
        """Return a whole number, or None for null."""
        return None if self.value is None else self.whole(least)

    def share(self, default: float) -> float:
        """Return a number from 0 to 1; null is ``default``."""
        if self.value is None:
            return default
        if not isinstance(self.value, int | float) or isinstance(self.value, bool):
            self.fail("a number from 0 to 1")
        if not (math.isfinite(self.value) and 0 <= self.value <= 1):
            self.fail("a number from 0 to 1")
        return float(self.value)

    def choice(self, kinds: type[EnumT]) -> EnumT:
        """Return one of an enumeration's values."""
        text = self.text()
        found = next((kind for kind in kinds if kind.value == text), None)
        if found is None:
            self.fail(f"one of {', '.join(kinds)}")
        return found

    def moment_or_none(self) -> Moment | None:
        """Return a day or a time, or None for null."""
        if self.value is None:
            return None
        try:
            return moment_from_iso(self.text())
        except ValueError:
            self.fail("a date")

    def utc_time(self) -> dt.datetime:
        """Return a time in UTC to the second; one without a zone is taken as UTC."""
        try:
            moment = dt.datetime.fromisoformat(self.text())
            aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
            return aware.astimezone(dt.UTC).replace(microsecond=0)
        except (ValueError, OverflowError):
            self.fail("a time")
