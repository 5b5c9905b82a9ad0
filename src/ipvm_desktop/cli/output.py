"""Writing to the terminal or a pipe: plain and stable when piped, safe from stray control codes."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from rich.table import Table

# Below so many columns a table's cells would be slivers, and some would vanish.
_TABLE_WIDTH = 72
# A stored text must not be able to steer the reader's terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def write(text: str = "", *, error: bool = False) -> None:
    """Write a line, to standard output unless it is about an error."""
    stream = sys.stderr if error else sys.stdout
    stream.write(f"{text}\n")


def clean(text: str) -> str:
    """Return text without control characters, line breaks and tabs excepted."""
    return _CONTROL.sub("", text)


def one_line(text: str) -> str:
    """Return text as one line without tabs, for a cell or a row."""
    return clean(" ".join(text.split()))


def counted(number: int, noun: str) -> str:
    """Return such as "1 file" and "2 files"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def is_terminal(stream: TextIO | None = None) -> bool:
    """Whether people read the output as it comes."""
    return (stream or sys.stdout).isatty()


def paint(text: str, **style: Any) -> str:
    """Return text in a style (see ``click.style``) where the output shows colours."""
    if not is_terminal() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    return click.style(text, **style)


def write_json(value: Any) -> None:
    """Write one JSON value."""
    write(_json(value, indent=2))


def write_json_list(key: str, values: Iterable[Any], **others: Any) -> None:
    """Write one JSON object whose list may be long, without holding the list.

    Args:
        key: The list's key, which comes last.
        values: Its values, one a line.
        others: Keys that come first.
    """
    sys.stdout.write("{")
    for name, value in others.items():
        sys.stdout.write(f"{_json(name)}: {_json(value)}, ")
    sys.stdout.write(f"{_json(key)}: [")
    separator = "\n"
    for value in values:
        sys.stdout.write(f"{separator}{_json(value)}")
        separator = ",\n"
    sys.stdout.write("]}\n" if separator == "\n" else "\n]}\n")


def write_rows(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write a table to a terminal, or rows separated by tabs, without headings, to a pipe.

    A terminal too narrow for a table gets the cells of each row one after the other, and one
    line where there are no rows.

    Args:
        headings: One for each column; ">" before one aligns its column to the right.
        rows: Cells as plain text.
    """
    if not is_terminal():
        for row in rows:
            write("\t".join(one_line(cell) for cell in row))
        return
    from rich.console import Console
    from rich.text import Text

    rows = list(rows)
    if not rows:
        write("Nothing to list.")
        return
    console = Console(file=sys.stdout, highlight=False)
    if console.width < _TABLE_WIDTH:
        for row in rows:
            write(" · ".join(cell for cell in map(one_line, row) if cell))
        return
    table = _table(headings)
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    console.print(table)


def _table(headings: tuple[str, ...]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        is_right = heading.startswith(">")
        table.add_column(
            heading.removeprefix(">"),
            justify="right" if is_right else "left",
            no_wrap=is_right,
            overflow="fold",
        )
    return table


def _json(value: Any, indent: int | None = None) -> str:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    return json.dumps(value, ensure_ascii=encoding != "utf8", indent=indent)
