"""How well saved pages of unknown make are read, beside trafilatura's own figures in the same run.

``python -m tests.score_articles DIR`` reads each ``*.html.gz`` (or ``*.html``) of a folder with
the ``*.json`` beside it: ``ground_truth`` with title, author, publish_date, main_content, and
snippets ``with`` and ``without`` that must and must not be in the body.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.domain.moment import day_of
from ipvm_desktop.errors import ImportFileError
from ipvm_desktop.fragment import MISSING_PICTURE_TEXT, PICTURE_LINE
from ipvm_desktop.importers.web import read_saved_page
from ipvm_desktop.importers.web.page import SavedPage

NAMES = ("title", "author", "date")
# A title, authors, and a day in ISO 8601; "" and () where there are none.
Stated = tuple[str, tuple[str, ...], str]
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sample:
    """A page, and what is true of it."""

    name: str
    content: bytes = field(repr=False)
    truth: dict[str, Any] = field(repr=False)


@dataclass(slots=True)
class Scores:
    """What one reader got right, added up over pages."""

    precision: float = 0.0
    recall: float = 0.0
    f1: float = 0.0
    pages: int = 0
    kept: int = 0
    wanted: int = 0
    left_out: int = 0
    unwanted: int = 0

    def add(self, body: str, truth: dict[str, Any]) -> float:
        """Score one page's body; return its F1."""
        precision, recall, f1 = overlap(body, truth["main_content"])
        self.precision += precision
        self.recall += recall
        self.f1 += f1
        self.pages += 1
        spaced = " ".join(body.split())
        wanted = [" ".join(snippet.split()) for snippet in truth.get("with") or ()]
        unwanted = [" ".join(snippet.split()) for snippet in truth.get("without") or ()]
        self.wanted += len(wanted)
        self.kept += sum(snippet in spaced for snippet in wanted)
        self.unwanted += len(unwanted)
        self.left_out += sum(snippet not in spaced for snippet in unwanted)
        return f1

    def line(self, name: str) -> str:
        """Return the figures as one line of the table."""
        pages = max(1, self.pages)
        means = (self.precision / pages, self.recall / pages, self.f1 / pages)
        shares = (self.kept / max(1, self.wanted), self.left_out / max(1, self.unwanted))
        return f"{name:<14}" + "".join(f"{value:>11.4f}" for value in (*means, *shares))


@dataclass(slots=True)
class Credits:
    """How often one thing was right of those pages whose truth states it, and stated without."""

    right: int = 0
    stated: int = 0
    beyond: int = 0

    def add(self, is_right: bool, *, is_stated: bool, is_found: bool) -> None:
        """Count one page."""
        self.right += is_stated and is_right
        self.stated += is_stated
        self.beyond += is_found and not is_stated

    def line(self, name: str) -> str:
        """Return the counts as one line of the table."""
        return (
            f"{name:<14}{self.right / max(1, self.stated):>11.4f}  ({self.right} of {self.stated}; "
            f"{self.beyond} more where the truth names none)"
        )


def overlap(found: str, truth: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 over words, each counted as often as it stands there."""
    mine, theirs = Counter(_words(found)), Counter(_words(truth))
    common = sum((mine & theirs).values())
    if not common:
        return (1.0, 1.0, 1.0) if not mine and not theirs else (0.0, 0.0, 0.0)
    precision, recall = common / sum(mine.values()), common / sum(theirs.values())
    return precision, recall, 2 * precision * recall / (precision + recall)


def samples_in(folder: Path) -> Iterator[Sample]:
    """Yield the pages of a folder whose truth has a body, by name."""
    for path in sorted(folder.glob("*.json")):
        truth = json.loads(path.read_text("utf-8"))["ground_truth"]
        packed, plain = path.with_suffix(".html.gz"), path.with_suffix(".html")
        content = gzip.decompress(packed.read_bytes()) if packed.exists() else plain.read_bytes()
        if truth.get("main_content"):
            yield Sample(path.stem, content, truth)


def is_same_title(found: str, truth: str) -> bool:
    """Compare titles by their letters and digits."""
    return _letters(found) == _letters(truth)


def is_same_author(found: Sequence[str], truth: str) -> bool:
    """Say whether a byline names the author that the truth names, perhaps among others."""
    names = [_letters(name) for name in found]
    return any(name and (name in _letters(truth) or _letters(truth) in name) for name in names)


def score(folder: Path, *, verbose: bool = False) -> str:
    """Read the pages of a folder and return the table."""
    own, posts, theirs = Scores(), Scores(), Scores()
    shares, their_shares = ({name: Credits() for name in NAMES} for _ in range(2))
    seconds = 0.0
    notes = []
    for sample in samples_in(folder):
        begin = time.process_time()
        document = _read(sample)
        seconds += time.process_time() - begin
        body = document.body_text if document else ""
        ours = own.add(_without_pictures(body), sample.truth)
        posts.add(_without_pictures(_with_posts(document)), sample.truth)
        bar = theirs.add(_by_trafilatura(sample.content), sample.truth)
        notes.append(f"{sample.name} {ours:.3f} {bar:.3f} {ours - bar:+.3f}")
        found = compare(_stated(document), sample.truth, shares)
        notes += [f"{sample.name} {text}" for text in found]
        compare(_stated_by_trafilatura(sample.content), sample.truth, their_shares)
    head = f"{'':<14}" + "".join(
        f"{name:>11}" for name in ("precision", "recall", "F1", "with", "without")
    )
    lines = [*(notes if verbose else ()), f"{own.pages} pages", head]
    lines += [own.line("ipvm-desktop"), posts.line("with posts"), theirs.line("trafilatura")]
    for name in NAMES:
        lines += [shares[name].line(f"{name}s right"), their_shares[name].line("  trafilatura")]
    lines.append(f"{'a page takes':<14}{1000 * seconds / max(1, own.pages):>11.1f} ms")
    return "\n".join(lines)


def _read(sample: Sample) -> Document | None:
    try:
        return read_saved_page(SavedPage(name=sample.name, content=sample.content), "web-page")
    except ImportFileError:
        return None


def _with_posts(document: Document | None) -> str:
    """Return a body; in a forum's topic the answers too, which some truths count as its text."""
    if document is None:
        return ""
    is_topic = document.kind is ArticleKind.DISCUSSION
    answers = (comment.body_text for comment in document.comments if is_topic)
    return "\n\n".join((document.body_text, *answers))


def _by_trafilatura(content: bytes) -> str:
    # Loading it takes a while, and the tests of this module's arithmetic do not need it.
    from trafilatura import extract

    return extract(content, include_comments=False) or ""


def _stated(document: Document | None) -> Stated:
    if document is None:
        return "", (), ""
    published = document.published
    return document.title, document.byline, day_of(published).isoformat() if published else ""


def _stated_by_trafilatura(content: bytes) -> Stated:
    from trafilatura import extract_metadata
    from trafilatura.utils import load_html

    tree = load_html(content)
    if tree is None:
        return "", (), ""
    found = extract_metadata(tree)
    authors = tuple(filter(None, (found.author or "").split("; ")))
    return found.title or "", authors, found.date or ""


def compare(found: Stated, truth: dict[str, Any], shares: dict[str, Credits]) -> list[str]:
    """Count what is right of a title, authors and a date; return what is not, a line each."""
    title, authors, day = found
    wanted = [truth.get(name) or "" for name in ("title", "author", "publish_date")]
    are_right = (
        is_same_title(title, wanted[0]),
        is_same_author(authors, wanted[1]),
        day == wanted[2],
    )
    notes = []
    for name, value, true, is_right in zip(NAMES, found, wanted, are_right, strict=True):
        shares[name].add(is_right, is_stated=bool(true), is_found=bool(value))
        if not is_right and (value or true):
            notes.append(f"{name}: found {value!r}, truth {true!r}")
    return notes


def _without_pictures(body: str) -> str:
    # Words of the program, not of the page.
    return body.replace(PICTURE_LINE, " ").replace(MISSING_PICTURE_TEXT, " ")


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="score_articles", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--verbose", action="store_true", help="a line for each page and mistake")
    chosen = parser.parse_args(arguments)
    print(score(chosen.folder, verbose=chosen.verbose))
    return 0


if __name__ == "__main__":
    sys.exit(main())
