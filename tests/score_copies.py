"""Scores the reader of pasted text over copies of saved pages.

``python -m tests.score_copies DIR [--only wordpress] [--show] [--text]`` copies every
``DIR/<platform>/*.html`` as a browser does (``tests.copied_page``), reads the text, and compares
with what the readers of saved pages find in the markup. It prints a line for each platform:
comments of the page found in the copy, wrongly made, parents right of those that the copy tells
(the others are left to what finds replies), authors, dates, texts. ``--show`` lists what differs,
``--text`` prints the copies.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz

from ipvm_desktop.domain.document import ParsedComment
from ipvm_desktop.domain.moment import day_of
from ipvm_desktop.importers._discussion import parsed_comments
from ipvm_desktop.importers.pasted.reader import read_copy
from tests.copied_page import copied
from tests.score_comments import SAVED, discussion_of, page_of

_ALIKE = 90
_SAME = 75
_COMPARED = 400
HEAD = (
    f"{'platform':<24}{'pages':>6}{'read':>6}{'truth':>8}{'found':>8}{'wrong':>8}{'told':>8}{'parents':>8}"
    f"{'authors':>8}{'dates':>8}{'texts':>8}"
)


@dataclass
class Score:
    """Counts over the comments of some copies.

    Attributes:
        pages: Pages with comments.
        read: Copies of them that a layout fits.
        truth: Comments on the pages.
        made: Comments made of the copies.
        matched: Of these, the ones that are on the page.
        replies: Matched comments that are replies on the page.
        told: Matched comments that hang below another one.
        parents: Of these, the ones whose parent is right.
        authors: Matched comments with the right author.
        dates: Right dates, of ``dates_known``.
        texts: Matched comments whose text is alike.
        differences: What differs, a line each.
    """

    pages: int = 0
    read: int = 0
    truth: int = 0
    made: int = 0
    matched: int = 0
    replies: int = 0
    told: int = 0
    parents: int = 0
    authors: int = 0
    dates: int = 0
    dates_known: int = 0
    texts: int = 0
    differences: list[str] = field(default_factory=list)

    def __iadd__(self, other: Score) -> Score:
        """Add another score's counts."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)
        return self

    def line(self, name: str) -> str:
        """Return the figures as a line of the table."""
        return (
            f"{name:<24}{self.pages:>6}{self.read:>6}{self.truth:>8}"
            f"{_share(self.matched, self.truth):>8}{_share(self.made - self.matched, self.made):>8}"
            f"{_share(self.told, self.replies):>8}{_share(self.parents, self.told):>8}"
            f"{_share(self.authors, self.matched):>8}{_share(self.dates, self.dates_known):>8}"
            f"{_share(self.texts, self.matched):>8}"
        )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def score_page(path: Path, text: str | None = None) -> Score:
    """Compare what is read from a page's copy with what is on the page."""
    page = page_of(path)
    copy = copied(page.root) if text is None else text
    found = discussion_of(page)
    truth = parsed_comments(found.comments) if found is not None else ()
    truth = [comment for comment in truth if comment.body_text or comment.author]
    if not truth:
        return Score()
    document = read_copy(copy, path.stem, SAVED)
    score = Score(pages=1, truth=len(truth))
    say = score.differences.append
    if document is None:
        say(f"{path.name}: no layout fits")
        return score
    score.read = 1
    comments = document.comments
    score.made = len(comments)
    pairs = _pairs(truth, comments)
    score.matched = len(pairs)
    taken = set(pairs.values())
    for index, comment in enumerate(comments):
        if index not in taken:
            say(
                f"{path.name}: made {comment.author} | {comment.posted_text} | {comment.body_text[:80]!r}"
            )
    for place, entry in enumerate(truth):
        index = pairs.get(place)
        if index is None:
            say(f"{path.name}: missed {entry.author} {entry.posted_text} {entry.body_text[:60]!r}")
            continue
        comment = comments[index]
        where = f"{path.name}#{place + 1}"
        if entry.parent is not None:
            score.replies += 1
        if comment.parent is not None:
            score.told += 1
            upper = pairs.get(_place(truth, entry.parent))
            if upper is not None and comment.parent == upper + 1:
                score.parents += 1
            else:
                say(f"{where}: parent {comment.parent}, should be {entry.parent}")
        if _plain(comment.author) == _plain(entry.author):
            score.authors += 1
        else:
            say(f"{where}: author {comment.author!r}, {entry.author!r}")
        if entry.posted is not None:
            score.dates_known += 1
            if comment.posted is not None and (
                abs(day_of(comment.posted) - day_of(entry.posted)) <= dt.timedelta(1)
                or _plain(comment.posted_text) in _plain(entry.posted_text)
            ):
                score.dates += 1
            else:
                say(
                    f"{where}: date {comment.posted} of {comment.posted_text!r}, {entry.posted} {entry.posted_text!r}"
                )
        a, b = _plain(entry.body_text), _plain(comment.body_text)
        if fuzz.ratio(a, b) >= _ALIKE:
            score.texts += 1
        else:
            say(f"{where}: text {b[:90]!r}…{b[-60:]!r}, {a[:90]!r}…{a[-60:]!r}")
    return score


def _place(truth: Sequence[ParsedComment], parent: int | None) -> int:
    return -1 if parent is None else parent - 1


def _pairs(truth: Sequence[ParsedComment], found: Sequence[ParsedComment]) -> dict[int, int]:
    """Pair comments by their texts, the surest first; at last by author and how a text begins."""
    pairs: dict[int, int] = {}
    free = list(range(len(found)))
    for fits in (_is_same, _is_alike, _begins_alike):
        for place, entry in enumerate(truth):
            if place in pairs:
                continue
            index = next((i for i in free if fits(entry, found[i])), None)
            if index is not None:
                free.remove(index)
                pairs[place] = index
    return pairs


def _is_same(entry: ParsedComment, comment: ParsedComment) -> bool:
    text, body = _plain(entry.body_text), _plain(comment.body_text)
    return fuzz.ratio(text, body) >= 95 and (len(text) > 30 or comment.author == entry.author)


def _is_alike(entry: ParsedComment, comment: ParsedComment) -> bool:
    text, body = _plain(entry.body_text)[:_COMPARED], _plain(comment.body_text)[:_COMPARED]
    return bool(text) and fuzz.ratio(text, body) >= _SAME


def _begins_alike(entry: ParsedComment, comment: ParsedComment) -> bool:
    text, body = _plain(entry.body_text), _plain(comment.body_text)
    return comment.author == entry.author and text[:40] in body[: len(text) + 60]


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", help="platforms, or parts of file names")
    parser.add_argument("--show", action="store_true", help="list what differs")
    parser.add_argument("--text", action="store_true", help="print the copies")
    parser.add_argument("--texts", type=Path)
    wanted = parser.parse_args(arguments)
    print(HEAD)
    total = Score()
    for folder in sorted(entry for entry in wanted.folder.iterdir() if entry.is_dir()):
        score = Score()
        for path in sorted(folder.glob("*.html")):
            only = wanted.only or [folder.name]
            if not any(part == folder.name or part in path.name for part in only):
                continue
            if wanted.text:
                print(f"=== {path}\n{copied(page_of(path).root)}")
            t = wanted.texts / folder.name / (path.stem + ".txt") if wanted.texts else None
            score += score_page(path, t.read_text() if t else None)
        if score.pages:
            print(score.line(folder.name))
            for line in score.differences if wanted.show else ():
                print(f"    {line}")
        total += score
    print(total.line("all"))


if __name__ == "__main__":
    main()
