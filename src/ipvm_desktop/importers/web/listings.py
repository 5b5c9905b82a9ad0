"""Listings of code, without the numbers of their lines.

Highlighters set numbers and code into two cells of a table (Pygments, Rouge, SyntaxHighlighter),
or into two cells of each line (GitHub, Hexo).
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from ipvm_desktop.fragment import BLOCK_TAGS

_LEAST_LINES = 2
_MOST_LINES = 20_000


def tidy_listings(fragment: HtmlElement) -> None:
    """Make preformatted text of tables that are listings of code."""
    for table in list(fragment.iter("table")):
        lines = _lines(table)
        if lines:
            table.clear(keep_tail=True)
            table.tag = "pre"
            table.text = "\n".join(lines)


def _lines(table: HtmlElement) -> list[str]:
    """Return the lines of code in a table, none where it is another one."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if not 0 < len(rows) <= _MOST_LINES or any(len(cells) != 2 for cells in rows):
        return []
    if not all(_is_code(cells[1]) for cells in rows):
        return []
    if len(rows) > 1:
        code = [cells[1].text_content().strip("\n") for cells in rows]
        return code if _count_up([_number(cells[0]) for cells in rows]) else []
    numbers = " ".join(rows[0][0].itertext()).split()
    code = _text_of(rows[0][1])
    return code if _count_up(numbers) and abs(len(code) - len(numbers)) <= 1 else []


def _number(cell: HtmlElement) -> str:
    return cell.get("data-line-number") or cell.text_content().strip()


def _is_code(cell: HtmlElement) -> bool:
    return "code" in (cell.get("class") or "") or next(cell.iter("code", "pre"), None) is not None


def _count_up(numbers: Sequence[str]) -> bool:
    """Say whether texts are numbers, each one more than the last."""
    if not numbers or not all(number.isascii() and number.isdigit() for number in numbers):
        return False
    first = int(numbers[0][:9])
    return all(number == str(first + index) for index, number in enumerate(numbers))


def _text_of(cell: HtmlElement) -> list[str]:
    """Return the lines in a cell: as they are broken, or as blocks that follow each other."""
    for line_break in cell.iter("br"):
        line_break.tail = f"\n{line_break.tail or ''}"
    lines = [
        part
        for part in cell.iter("div")
        if not any(p.tag in BLOCK_TAGS for p in part.iterdescendants())
    ]
    if next(cell.iter("pre"), None) is None and len(lines) >= _LEAST_LINES:
        return [line.text_content().strip("\n") for line in lines]
    return cell.text_content().strip("\n").split("\n")
