"""Judges the importers of exports on files that others wrote.

``python -m tests.score_exports DIR`` reads every export below DIR with the importer that the
registry chooses, counts beside it what plain code finds in the same file
(``tests/export_truth``), and prints a line for each platform. It ends with status 1 where
any share is below 1.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from ipvm_desktop.domain.document import Document, ParsedComment
from ipvm_desktop.errors import ImportFileError
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.mail.maildir import maildir_source
from ipvm_desktop.importers.registry import Registry, default_registry
from tests.export_truth import (
    TrueArticle,
    TrueComment,
    Truth,
    json_exports,
    mail,
    plain_words,
    words_of,
    xml_exports,
)

# A module of truths for each family of formats.
TABLE: tuple[Truth, ...] = (*xml_exports.TRUTHS, *mail.TRUTHS, *json_exports.TRUTHS)

_ALIKE = 0.95


@dataclass
class Score:
    """Counts over the files of one platform.

    Attributes:
        files: Files with a truth.
        refused: Of these, those without a single article, that the importer refused.
        damaged: Files that plain code cannot read.
        articles: Articles in truth.
        articles_found: Of these, those found.
        comments: Comments in truth.
        found: Of these, those found.
        wrong: Comments found that are none in truth.
        parents: Of the found, those that hang where they should.
        authors: Of the found, those whose author is right.
        dated: Of the found, those that state a date.
        dates: Of these, those whose date is right.
        alike: Of the found, those whose text is alike.
        remarks: What went wrong, for people.
    """

    files: int = 0
    refused: int = 0
    damaged: int = 0
    articles: int = 0
    articles_found: int = 0
    comments: int = 0
    found: int = 0
    wrong: int = 0
    parents: int = 0
    authors: int = 0
    dated: int = 0
    dates: int = 0
    alike: int = 0
    remarks: list[str] = field(default_factory=list)

    @property
    def is_perfect(self) -> bool:
        """Whether nothing is missing and nothing made up."""
        shares = (self.parents, self.authors, self.alike, self.found)
        return (
            self.articles_found == self.articles
            and all(share == self.comments for share in shares)
            and self.dates == self.dated
            and not self.wrong
        )

    def row(self, name: str) -> str:
        """Return the counts as one line of the table."""
        shares = (
            _share(self.articles_found, self.articles),
            _share(self.found, self.comments),
            _share(self.wrong, self.found + self.wrong, 0.0),
            _share(self.parents, self.found),
            _share(self.authors, self.found),
            _share(self.dates, self.dated),
            _share(self.alike, self.found),
        )
        shown = " ".join(f"{share:8.3f}" for share in shares)
        return f"{name:22.22} {self.files:5} {self.articles:8,} {self.comments:8,} {shown}"


HEAD = (
    f"{'':22} {'':5} {'':8} {'':8} {'articles':>8} {'comments':>8} {'wrongly':>8} {'parents':>8}"
    f" {'authors':>8} {'dates':>8} {'text':>8}\n"
    f"{'platform':22} {'files':>5} {'articles':>8} {'comments':>8} {'found':>8} {'found':>8}"
    f" {'made':>8} {'right':>8} {'right':>8} {'right':>8} {'alike':>8}"
)


def _share(part: int, whole: int, empty: float = 1.0) -> float:
    return part / whole if whole else empty


def judge(truth: Truth, folder: Path, registry: Registry) -> Score:
    """Judge the importer of one platform on its files below a folder."""
    score = Score()
    for path in sorted((folder / truth.folder).glob(truth.pattern)):
        documents, refusal = _read(path, truth, registry)
        known = truth.read(path)
        if known is None:
            score.damaged += 1
            told = refusal or f"{len(documents)} articles, {_count(documents)} comments"
            score.remarks.append(f"{path.name} is damaged: {told}")
            continue
        score.files += 1
        if refusal and not known:
            score.refused += 1
        elif refusal:
            score.remarks.append(refusal)
        _compare(score, known, documents, path.name)
    return score


def _read(path: Path, truth: Truth, registry: Registry) -> tuple[list[Document], str]:
    """Return a file's documents, and why it was refused."""
    documents: list[Document] = []
    try:
        source = maildir_source(path) if path.is_dir() else Source.from_path(path)
        importer = registry.choose(source)
        if importer.name != truth.importer:
            return [], f"{path.name} goes to {importer.name}, not to {truth.importer}"
        documents.extend(importer.read(source))
    except ImportFileError as error:
        return documents, str(error)
    return documents, ""


def _count(documents: Sequence[Document]) -> int:
    return sum(len(document.comments) for document in documents)


def _compare(
    score: Score, known: Sequence[TrueArticle], documents: Sequence[Document], name: str
) -> None:
    score.articles += len(known)
    score.comments += sum(len(article.comments) for article in known)
    left = list(documents)
    titles = {title for article in known for title in _titles(article)}
    for article in known:
        own = _titles(article)
        # What has no title in the file has one of the importer's making.
        document = next((d for d in left if plain_words(d.title) in own), None) or next(
            (d for d in left if "" in own and plain_words(d.title) not in titles), None
        )
        if document is None:
            score.remarks.append(f"{name}: “{article.title}” is missing")
            continue
        left.remove(document)
        score.articles_found += 1
        _compare_comments(score, article, document, name)
    for document in left:
        score.wrong += len(document.comments)
        score.remarks.append(f"{name}: “{document.title}” is made up")


def _titles(article: TrueArticle) -> set[str]:
    """Return the words of a title, which some exports state as HTML and some as plain text."""
    return {words_of(article.title), plain_words(article.title)}


def _compare_comments(score: Score, article: TrueArticle, document: Document, name: str) -> None:
    pairs = dict(_pairs(article.comments, document.comments))
    score.found += len(pairs)
    score.wrong += len(document.comments) - len(pairs)
    numbers = {article.comments[place].key: found.id for place, found in pairs.items()}
    for place, found in pairs.items():
        comment = article.comments[place]
        checks = {
            "parents": _parent_right(comment, found, numbers, len(document.comments)),
            "authors": comment.author == found.author,
            "alike": comment.text is None or _alike(comment.text, plain_words(found.body_text)),
        }
        if comment.posted:
            score.dated += 1
            checks["dates"] = _date_right(comment, found)
        for check, right in checks.items():
            setattr(score, check, getattr(score, check) + right)
            if not right:
                score.remarks.append(f"{name}, “{document.title}”, {comment.key}: {check} wrong")


def _pairs(
    known: Sequence[TrueComment], found: Sequence[ParsedComment]
) -> Iterator[tuple[int, ParsedComment]]:
    """Pair the comments by their words and author, then by their words, then by their order."""
    left = {comment.id: comment for comment in found}
    open_places = dict(enumerate(known))
    keys = (
        (lambda c: (c.text, c.author), lambda c: (plain_words(c.body_text), c.author)),
        (lambda c: c.text, lambda c: plain_words(c.body_text)),
        (lambda c: c.author, lambda c: c.author),
    )
    for of_known, of_found in keys:
        waiting: dict[object, list[int]] = defaultdict(list)
        for number, comment in left.items():
            waiting[of_found(comment)].append(number)
        for place, truth in list(open_places.items()):
            numbers = waiting[of_known(truth)]
            if numbers:
                del open_places[place]
                yield place, left.pop(numbers.pop(0))


def _parent_right(
    comment: TrueComment, found: ParsedComment, numbers: dict[str, int], count: int
) -> bool:
    if comment.parent is None or found.parent is None:
        return comment.parent is None and found.parent is None
    if comment.parent not in numbers:  # a placeholder beyond the last comment
        return found.parent > count
    return found.parent == numbers[comment.parent]


def _date_right(comment: TrueComment, found: ParsedComment) -> bool:
    return found.posted is not None and any(
        _same(found.posted, stated) for stated in comment.posted
    )


def _same(found: dt.date, stated: dt.date) -> bool:
    """Whether two moments are one, compared as printed where only one names a zone."""
    if not isinstance(found, dt.datetime) or not isinstance(stated, dt.datetime):
        return (found.year, found.month, found.day) == (stated.year, stated.month, stated.day)
    if (found.tzinfo is None) != (stated.tzinfo is None):
        found, stated = found.replace(tzinfo=None), stated.replace(tzinfo=None)
    return abs(found - stated) < dt.timedelta(seconds=1)


def _alike(known: str, found: str) -> bool:
    if known == found:
        return True
    return SequenceMatcher(None, known.split(), found.split(), False).ratio() >= _ALIKE


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return 0 where everything is found and right."""
    parser = argparse.ArgumentParser(description="Judge the importers of exports.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--remarks", type=int, default=10, help="how many for each platform")
    given = parser.parse_args(arguments)
    registry = default_registry()
    scores = {truth.platform: judge(truth, given.folder, registry) for truth in TABLE}
    print(HEAD)
    for platform, score in scores.items():
        print(score.row(platform))
    for platform, score in scores.items():
        for remark in score.remarks[: given.remarks]:
            print(f"  {platform}: {remark}")
    return 0 if all(score.is_perfect for score in scores.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
