"""Scores the reader of pasted text over copies of saved pages.

``python -m tests.score_copies DIR [--only wordpress] [--show] [--text]`` copies every
``DIR/<platform>/*.html`` about as a browser does (``tests.copied_page``), reads the text, and
compares with what the readers of saved pages find in the markup. It prints a line for each
platform: comments of the page found in the copy, wrongly made, replies that the copy tells, parents
right of those (the others are left to what finds replies), authors, dates, texts. ``--show`` lists
what differs, ``--text`` prints the copies. ``--texts DIR`` takes copies that a browser made, from
``DIR/<platform>/<page>.txt``.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz

from ipvm_desktop.domain.document import ParsedComment
from ipvm_desktop.domain.moment import day_of
from ipvm_desktop.importers._discussion import parsed_comments
from ipvm_desktop.importers.pasted.reader import read_copy
from tests.copied_page import copied
from tests.score_comments import SAVED, Counts, discussion_of, page_of, share

_SAME = 95
_ALIKE = 90
_SIMILAR = 75
_COMPARED = 400
_TELLING = 30
HEAD = (
    f"{'platform':<24}{'pages':>6}{'read':>6}{'truth':>8}{'found':>8}{'wrong':>8}{'told':>8}"
    f"{'parents':>8}{'authors':>8}{'dates':>8}{'texts':>8}"
)


@dataclass
class Score(Counts):
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

    def line(self, name: str) -> str:
        """Return the figures as a line of the table."""
        return (
            f"{name:<24}{self.pages:>6}{self.read:>6}{self.truth:>8}"
            f"{share(self.matched, self.truth):>8}{share(self.made - self.matched, self.made):>8}"
            f"{share(self.told, self.replies):>8}{share(self.parents, self.told):>8}"
            f"{share(self.authors, self.matched):>8}{share(self.dates, self.dates_known):>8}"
            f"{share(self.texts, self.matched):>8}"
        )


def score_page(path: Path, copy: str | None = None) -> Score:
    """Compare what is read from a page's copy with what is on the page.

    Args:
        path: A saved page.
        copy: Its copy, or None to make one.
    """
    page = page_of(path)
    copy = copied(page.root) if copy is None else copy
    found = discussion_of(page)
    listed = () if found is None else parsed_comments(found.comments)
    kept = [number for number, entry in enumerate(listed, 1) if entry.body_text or entry.author]
    truth = [listed[number - 1] for number in kept]
    if not truth:
        return Score()
    score = Score(pages=1, truth=len(truth))
    say = score.differences.append
    document = read_copy(copy, path.stem, SAVED)
    if document is None:
        say(f"{path.name}: no layout fits")
        return score
    comments = document.comments
    pairs = _pairs(truth, comments)
    score.read, score.made, score.matched = 1, len(comments), len(pairs)
    for comment in (c for i, c in enumerate(comments) if i not in pairs.values()):
        say(f"{path.name}: made {comment.author} {comment.posted_text} {comment.body_text[:60]!r}")
    places = {number: place for place, number in enumerate(kept)}
    for place, entry in enumerate(truth):
        where = f"{path.name}#{place + 1}"
        if place not in pairs:
            say(f"{where}: missed {entry.author} {entry.posted_text} {entry.body_text[:60]!r}")
            continue
        comment = comments[pairs[place]]
        upper = None if entry.parent is None else pairs.get(places.get(entry.parent, -1))
        _judge_parent(score, where, entry, comment, None if upper is None else upper + 1)
        _judge_rest(score, where, entry, comment)
    return score


def _judge_parent(
    score: Score, where: str, entry: ParsedComment, comment: ParsedComment, parent: int | None
) -> None:
    score.replies += entry.parent is not None
    if comment.parent is None:
        return
    score.told += 1
    if comment.parent == parent:
        score.parents += 1
    else:
        score.differences.append(f"{where}: parent {comment.parent}, should be {parent}")


def _judge_rest(score: Score, where: str, entry: ParsedComment, comment: ParsedComment) -> None:
    say = score.differences.append
    if _plain(comment.author) == _plain(entry.author):
        score.authors += 1
    else:
        say(f"{where}: author {comment.author!r}, {entry.author!r}")
    if entry.posted is not None:
        score.dates_known += 1
        if _same_date(entry, comment):
            score.dates += 1
        else:
            say(f"{where}: date {comment.posted_text!r}, {entry.posted} {entry.posted_text!r}")
    text, body = _plain(entry.body_text), _plain(comment.body_text)
    if fuzz.ratio(text, body) >= _ALIKE:
        score.texts += 1
    else:
        say(f"{where}: text {body[:60]!r}…{body[-60:]!r}, {text[:60]!r}…{text[-60:]!r}")


def _same_date(entry: ParsedComment, comment: ParsedComment) -> bool:
    """Say whether a copy has the page's date; its markup may tell it in another zone."""
    if comment.posted is None or entry.posted is None:
        return False
    is_near = abs(day_of(comment.posted) - day_of(entry.posted)) <= dt.timedelta(days=1)
    return is_near or _plain(comment.posted_text) in _plain(entry.posted_text)


def _pairs(truth: Sequence[ParsedComment], found: Sequence[ParsedComment]) -> dict[int, int]:
    """Pair comments by their texts, the surest first; at last by author and how a text begins."""
    pairs: dict[int, int] = {}
    free = list(range(len(found)))
    kinds: tuple[Callable[[ParsedComment, ParsedComment], bool], ...] = (
        _is_same,
        _is_similar,
        _begins_alike,
    )
    for fits in kinds:
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
    is_telling = len(text) > _TELLING or comment.author == entry.author
    return is_telling and fuzz.ratio(text, body) >= _SAME


def _is_similar(entry: ParsedComment, comment: ParsedComment) -> bool:
    text, body = _plain(entry.body_text)[:_COMPARED], _plain(comment.body_text)[:_COMPARED]
    return bool(text) and fuzz.ratio(text, body) >= _SIMILAR


def _begins_alike(entry: ParsedComment, comment: ParsedComment) -> bool:
    text, body = _plain(entry.body_text), _plain(comment.body_text)
    return comment.author == entry.author and text[:_TELLING] in body[: len(text) + _TELLING]


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
    parser.add_argument("--texts", type=Path, help="folder of copies that a browser made")
    wanted = parser.parse_args(arguments)
    print(HEAD)
    total = Score()
    for folder in sorted(entry for entry in wanted.folder.iterdir() if entry.is_dir()):
        score = Score()
        for path in sorted(folder.glob("*.html")):
            if wanted.only and not any(
                part == folder.name or part in path.name for part in wanted.only
            ):
                continue
            made = None if wanted.texts is None else wanted.texts / folder.name / f"{path.stem}.txt"
            copy = made.read_text("utf-8") if made is not None else copied(page_of(path).root)
            if wanted.text:
                print(f"=== {path}\n{copy}")
            score += score_page(path, copy)
        if score.pages:
            print(score.line(folder.name))
        for line in score.differences if wanted.show else ():
            print(f"    {line}")
        total += score
    print(total.line("all"))


if __name__ == "__main__":
    main()
