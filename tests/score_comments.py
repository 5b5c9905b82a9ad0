"""Scores the readers of comments over saved pages whose discussions are known.

``python -m tests.score_comments DIR [--only wordpress] [--show]`` runs the readers over every
``DIR/<platform>/*.html`` and compares with the ``.truth.json`` beside it, a list of comments with
id, parent, author, date and text. It prints a line for each platform; ``--show`` lists what
differs. A page without truth shows what was found on it. With ``--generic`` only those readers
look that know no make; ``tests.score_generic`` judges these over more pages.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from lxml import html
from rapidfuzz import fuzz

from ipvm_desktop.domain.document import ParsedComment
from ipvm_desktop.domain.moment import Moment, day_of
from ipvm_desktop.importers._discussion import parsed_comments
from ipvm_desktop.importers.dates.search import find_web_date
from ipvm_desktop.importers.dates.web import day_order, read_web_date
from ipvm_desktop.importers.web.comments import READERS
from ipvm_desktop.importers.web.discussion import CommentReader, FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

GENERIC = tuple(each for each in READERS if each.name in ("schema-org", "generic"))
"""The readers that know no make."""
SAVED = dt.datetime(2026, 1, 15, 12, 0, tzinfo=dt.UTC)
_ALIKE = 90
_SAME = 80
_COMPARED = 400
_PINGS = {"Pingback", "Trackback"}
# What collectors of truth leave behind an author: "Ann says March 4, 2021 at 9:08 am".
_AFTER_AUTHOR = re.compile(
    r"\s*(?:\d|on \w|says|said|schreibt|at \d|antworten|reply|[,:(|@])", re.IGNORECASE
)


class Counts:
    """A base of data classes whose values add up."""

    def __iadd__(self, other: Self) -> Self:
        """Add another one's values."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)
        return self


@dataclass
class Score(Counts):
    """Counts over the comments of some pages.

    Attributes:
        pages: Pages with truth.
        truth: Comments in truth.
        made: Comments that readers made of these pages.
        matched: Of these, the ones that are in truth.
        parents: Right parents, of ``parents_known``.
        authors: Right authors, of ``authors_known``.
        dates: Right dates, of ``dates_known``.
        texts: Matched comments whose text is alike, of ``texts_known``.
        differences: What differs, a line each.
    """

    pages: int = 0
    truth: int = 0
    made: int = 0
    matched: int = 0
    parents: int = 0
    parents_known: int = 0
    authors: int = 0
    authors_known: int = 0
    dates: int = 0
    dates_known: int = 0
    texts: int = 0
    texts_known: int = 0
    seconds: float = 0.0
    differences: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        """Return the figures as a line of the table."""
        return (
            f"{name:<24}{self.pages:>6}{self.truth:>8}{share(self.matched, self.truth):>8}"
            f"{share(self.made - self.matched, self.made):>8}"
            f"{share(self.parents, self.parents_known):>8}"
            f"{share(self.authors, self.authors_known):>8}"
            f"{share(self.dates, self.dates_known):>8}{share(self.texts, self.texts_known):>8}"
            f"{self.seconds:>8.2f}"
        )


HEAD = (
    f"{'platform':<24}{'pages':>6}{'truth':>8}{'found':>8}{'wrong':>8}{'parents':>8}"
    f"{'authors':>8}{'dates':>8}{'texts':>8}{'seconds':>8}"
)


def page_of(path: Path, saved: dt.datetime = SAVED) -> WebPage:
    """Parse a saved page without looking for its article."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    try:
        content.decode("utf-8")
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    except UnicodeDecodeError:
        parser = html.HTMLParser(huge_tree=True)
    root = html.document_fromstring(content, parser=parser)
    canonical = root.xpath("//link[@rel='canonical']/@href")
    return WebPage(root=root, url=str(canonical[0]) if canonical else None, saved=saved)


def discussion_of(
    page: WebPage, readers: Sequence[CommentReader] = READERS
) -> FoundDiscussion | None:
    """Return what the first reader that finds comments finds, or an empty discussion."""
    empty = None
    for reader in readers:
        found = reader.read(page)
        if found is not None and found.comments:
            return found
        empty = empty or found
    return empty


def score_page(
    path: Path,
    truth: Sequence[dict[str, Any]],
    readers: Sequence[CommentReader] = READERS,
    saved: dt.datetime = SAVED,
) -> Score:
    """Compare what is found on a page with what is there."""
    started = time.perf_counter()
    found = discussion_of(page_of(path, saved), readers)
    listed = () if found is None else found.comments
    keys = [comment.key for comment in listed]
    comments = parsed_comments(listed)
    score = Score(pages=1, truth=len(truth), seconds=time.perf_counter() - started)
    pairs = dict(_matches(truth, keys, comments))
    score.matched = len(pairs)
    matched = set(pairs.values())
    # Some collectors of truth leave links from other sites out, which stand among the comments.
    made = [i for i in range(len(listed)) if i in matched or not _PINGS & set(listed[i].badges)]
    score.made = len(made)
    say = score.differences.append
    for index in set(made) - matched:
        say(f"{path.name}: made {keys[index]} {comments[index].body_text[:60]!r}")
    ids = {str(entry["id"]): place for place, entry in enumerate(truth)}
    order = day_order(str(entry.get("date") or "") for entry in truth)
    for place, entry in enumerate(truth):
        if place not in pairs:
            say(f"{path.name}: missed {entry['id']} {(entry.get('text') or '')[:60]!r}")
            continue
        comment = comments[pairs[place]]
        where = f"{path.name}#{entry['id']}"
        _judge_parent(score, where, entry, ids, pairs, comment)
        _judge_rest(score, where, entry, comment, order)
    return score


def _matches(
    truth: Sequence[dict[str, Any]], keys: Sequence[str | None], comments: Sequence[ParsedComment]
) -> Iterator[tuple[int, int]]:
    """Pair comments by their ids, and the others by their texts, each once."""
    # "#3" is the third of those that the page does not name.
    by_key = {
        _bare(key): index
        for index, key in reversed(list(enumerate(keys)))
        if key and not key.startswith("#")
    }
    left: list[int] = []
    taken: set[int] = set()
    for place, entry in enumerate(truth):
        index = by_key.get(_bare(str(entry["id"])))
        if index is None or index in taken:
            left.append(place)
        else:
            taken.add(index)
            yield place, index
    free = [index for index in range(len(comments)) if index not in taken]
    for place in left:
        text = _plain(truth[place].get("text"))[:_COMPARED]
        for index in free:
            body = _plain(comments[index].body_text)[:_COMPARED]
            if body == text or fuzz.ratio(body, text) >= _SAME:
                free.remove(index)
                yield place, index
                break


def _bare(key: str) -> str:
    """Return a key without the words before its number: ``comment-12``, ``c12`` and ``12``."""
    match = re.search(r"\d[\w-]*\Z", key)
    return match[0] if match else key


def _judge_parent(
    score: Score,
    where: str,
    entry: dict[str, Any],
    ids: dict[str, int],
    pairs: dict[int, int],
    comment: ParsedComment,
) -> None:
    if "parent" not in entry:
        return
    score.parents_known += 1
    parent = entry["parent"]
    expected = None
    if parent is not None and str(parent) in ids:
        index = pairs.get(ids[str(parent)])
        expected = -1 if index is None else index + 1
    if comment.parent == expected or (expected == -1 and comment.parent is not None):
        score.parents += 1
    else:
        score.differences.append(f"{where}: parent {comment.parent}, should be {expected}")


def _judge_rest(
    score: Score, where: str, entry: dict[str, Any], comment: ParsedComment, order: bool | None
) -> None:
    author = _plain(entry.get("author"))
    if author:
        score.authors_known += 1
        if _same_author(author, _plain(comment.author)):
            score.authors += 1
        else:
            score.differences.append(f"{where}: author {comment.author!r}, {author!r}")
    moment = _moment(entry.get("date"), order)
    if moment is not None:
        score.dates_known += 1
        # "6 months ago" may have its exact time beside it.
        is_printed = comment.posted_text == _plain(entry["date"])
        if comment.posted is not None and (is_printed or _same_moment(moment, comment.posted)):
            score.dates += 1
        else:
            score.differences.append(
                f"{where}: date {comment.posted} of {comment.posted_text!r}, {entry['date']!r}"
            )
    text = _plain(entry.get("text"))
    if text:
        score.texts_known += 1
        body = _plain(comment.body_text)
        if fuzz.ratio(text, body) >= _ALIKE:
            score.texts += 1
        else:
            score.differences.append(
                f"{where}: text {body[:90]!r}…{body[-60:]!r}, {text[:90]!r}…{text[-60:]!r}"
            )


def _same_author(truth: str, found: str) -> bool:
    truth, found = truth.casefold(), found.casefold()
    if truth == found:
        return True
    return (
        bool(found) and truth.startswith(found) and bool(_AFTER_AUTHOR.match(truth[len(found) :]))
    )


def _moment(text: str | None, order: bool | None) -> Moment | None:
    if not text:
        return None
    moment = read_web_date(text, SAVED, order)
    if moment is None:
        found = find_web_date(text, SAVED, order)
        moment = found[1] if found else None
    return moment


def _same_moment(truth: Moment, found: Moment) -> bool:
    if not isinstance(truth, dt.datetime) or not isinstance(found, dt.datetime):
        return day_of(truth) == day_of(found)
    if truth.tzinfo is None or found.tzinfo is None:
        truth, found = truth.replace(tzinfo=None), found.replace(tzinfo=None)
    return abs(truth - found) < dt.timedelta(minutes=1)


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def share(part: int, whole: int) -> str:
    """Return a share with three digits, or "-" of nothing."""
    return f"{part / whole:.3f}" if whole else "-"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", help="platforms, or parts of file names")
    parser.add_argument("--reader", help="the one reader to judge, such as generic")
    parser.add_argument("--generic", action="store_true", help="only readers that know no make")
    parser.add_argument("--show", action="store_true", help="list what differs")
    wanted = parser.parse_args(arguments)
    known = GENERIC if wanted.generic else READERS
    readers = [each for each in known if wanted.reader in (None, each.name)]
    _say(HEAD)
    total = Score()
    for folder in sorted(entry for entry in wanted.folder.iterdir() if entry.is_dir()):
        score = Score()
        untold: list[str] = []
        for path in sorted(folder.glob("*.html")):
            only = wanted.only or [folder.name]
            if not any(part == folder.name or part in path.name for part in only):
                continue
            told = path.with_name(f"{path.name.removesuffix('.html')}.truth.json")
            if told.exists():
                score += score_page(path, json.loads(told.read_text("utf-8")), readers)
            else:
                untold.append(_untold(path, readers))
        if score.pages:
            _say(score.line(folder.name))
        for line in (*untold, *(score.differences if wanted.show else ())):
            _say(f"    {line}")
        total += score
    _say(total.line("all"))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _untold(path: Path, readers: Sequence[CommentReader]) -> str:
    found = discussion_of(page_of(path), readers)
    if found is None:
        return f"{path.name}: nothing found"
    replies = sum(comment.parent is not None for comment in found.comments)
    authors = sum(comment.author is not None for comment in found.comments)
    dates = sum(comment.posted is not None for comment in found.comments)
    return (
        f"{path.name}: {found.make}, {len(found.comments)} comments ({found.declared} announced), "
        f"{replies} replies, {authors} authors, {dates} dates"
    )


if __name__ == "__main__":
    main()
