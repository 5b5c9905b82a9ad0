"""How much of the comments of saved pages leaks into the bodies of their articles.

``python -m tests.score_leaks DIR`` reads every ``DIR/<platform>/*.html`` as an import does, and
prints which share of the runs of eight words in the bodies also stands in a comment, outside of
quotes. Words of the article that a comment repeats without a mark count as leaks as well.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ipvm_desktop.domain.document import Document
from ipvm_desktop.errors import ImportFileError
from ipvm_desktop.fragment import html_to_text
from ipvm_desktop.importers.web import read_saved_page
from ipvm_desktop.importers.web.page import SavedPage

_WORD = re.compile(r"\w+")
_QUOTE = re.compile(r"<blockquote>(?:(?!</?blockquote>).)*</blockquote>", re.DOTALL)
_RUN = 8


@dataclass(slots=True)
class Leaks:
    """Counts over the pages of a platform.

    Attributes:
        pages: Pages that could be read.
        runs: Different runs of eight words in their bodies.
        leaked: Of these, the ones that also stand in a comment.
    """

    pages: int = 0
    runs: int = 0
    leaked: int = 0

    def take(self, document: Document) -> None:
        """Count one page."""
        body = runs_of(document.body_text)
        told = set(chain.from_iterable(runs_of(_own(each.body_html)) for each in document.comments))
        self.pages += 1
        self.runs += len(body)
        self.leaked += len(body & told)

    def row(self, name: str) -> str:
        """Return the counts as a line of the table."""
        share = self.leaked / self.runs if self.runs else 0.0
        return f"{name:24}{self.pages:6}{self.runs:10,}{self.leaked:8,}{share:9.4f}"


def _own(html: str) -> str:
    """Return a comment's own words, without what it quotes."""
    while (shorter := _QUOTE.sub(" ", html)) != html:
        html = shorter
    return html_to_text(html)


def runs_of(text: str) -> set[tuple[str, ...]]:
    """Return the runs of eight words in a text, whatever their case."""
    words = _WORD.findall(text.casefold())
    return {tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each platform, and one for all."""
    parser = argparse.ArgumentParser(prog="python -m tests.score_leaks", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    platforms: dict[str, Leaks] = defaultdict(Leaks)
    total = Leaks()
    for path in sorted(folder.glob("*/*.html")):
        page = SavedPage(name=path.name, content=path.read_bytes())
        try:
            document = read_saved_page(page, "web-page")
        except ImportFileError as error:
            print(error)
            continue
        platforms[path.parent.name].take(document)
        total.take(document)
    print(f"{'platform':24}{'pages':>6}{'runs':>10}{'leaked':>8}{'share':>9}")
    for name, leaks in platforms.items():
        print(leaks.row(name))
    print(total.row("all"))


if __name__ == "__main__":
    main()
