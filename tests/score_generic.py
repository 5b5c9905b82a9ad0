"""Scores the readers of comments that know no make, as if every page were of an unknown one.

``python -m tests.score_generic [DIR] [--only phpbb] [--show]`` reads with these alone the pages
of ``tests/data/web-comments``, whose truth is what the reader of their make finds, and prints a
line for each make. Who answers whom counts where the markup nests it; what a quote tells does
not. With a folder of corpora it also reads those of ``DIR/html-threads``, which have a truth of
their own, and lists what it makes of the pages of ``DIR/article-html``, which have hardly any
comments.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ipvm_desktop.importers._discussion import NESTED
from ipvm_desktop.sanitize import html_to_text, sanitize
from tests.expected import SAVED, plain
from tests.score_comments import GENERIC, HEAD, Score, discussion_of, page_of, score_page

FIXTURES = Path(__file__).parent / "data" / "web-comments"


def fixture_truth(path: Path) -> list[dict[str, Any]]:
    """Return the comments that the reader of a fixture's make finds, in the shape of a truth."""
    return _truth_of(json.loads(path.with_suffix(".expected.json").read_text("utf-8")))


def _truth_of(found: dict[str, Any]) -> list[dict[str, Any]]:
    is_told = found.get("replies_told", True)
    return [_entry(comment, is_told=is_told) for comment in found["comments"]]


def _entry(comment: dict[str, Any], *, is_told: bool) -> dict[str, Any]:
    entry = {
        "id": comment.get("key", "nameless"),
        "author": comment.get("author"),
        "date": comment.get("posted"),
        "text": html_to_text(sanitize(comment.get("body", ""))),
    }
    if is_told and comment.get("reason", NESTED) == NESTED:
        entry["parent"] = comment.get("parent")
    return entry


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--only", nargs="*", help="makes, or parts of file names")
    parser.add_argument("--show", action="store_true", help="list what differs")
    wanted = parser.parse_args(arguments)
    print(f"Pages written for this project, {FIXTURES.name}\n\n{HEAD}")
    makes: dict[str, Score] = defaultdict(Score)
    for path in sorted(FIXTURES.glob("*/*.html")):
        make = path.parent.name
        if _is_wanted(path, wanted.only):
            makes[make] += score_page(path, fixture_truth(path), GENERIC, SAVED)
    _print_makes(makes, show=wanted.show)
    for name, run in (("html-threads", _saved_pages), ("article-html", _articles)):
        if wanted.folder is not None and (wanted.folder / name).is_dir():
            print(f"\n{wanted.folder / name}\n", flush=True)
            run(wanted.folder / name, wanted)


def _is_wanted(path: Path, only: Sequence[str] | None) -> bool:
    return not only or any(part == path.parent.name or part in path.name for part in only)


def _print_makes(makes: dict[str, Score], *, show: bool) -> None:
    total = Score()
    for make, score in makes.items():
        print(score.line(make))
        for line in score.differences if show else ():
            print(f"    {line}")
        total += score
    print(total.line("all"))


def _saved_pages(folder: Path, wanted: argparse.Namespace) -> None:
    """Judge saved pages by their truth; those without it by what the reader of their make finds."""
    makes: dict[str, Score] = defaultdict(Score)
    for path in sorted(folder.glob("*/*.html")):
        if not _is_wanted(path, wanted.only):
            continue
        told = path.with_name(f"{path.stem}.truth.json")
        if told.exists():
            makes[path.parent.name] += score_page(
                path, json.loads(told.read_text("utf-8")), GENERIC
            )
        elif (found := discussion_of(page_of(path))) is not None:
            makes[f"{path.parent.name} (read)"] += score_page(
                path, _truth_of(plain(found)), GENERIC
            )
    _print_makes(makes, show=wanted.show)


def _articles(folder: Path, wanted: argparse.Namespace) -> None:
    """List the pages on which comments are found, to be looked at."""
    pages = sorted(folder.glob("*.html.gz"))
    for path in pages:
        found = discussion_of(page_of(path), GENERIC)
        for comment in found.comments[: None if wanted.show else 1] if found else ():
            text = " ".join(html_to_text(sanitize(comment.body)).split())
            print(
                f"{path.name}: {found.make if found else ''}, {len(found.comments) if found else 0}"
                f" comments: {comment.author!r}, {comment.posted_text!r}, {text[:60]!r}"
            )
    print(f"{len(pages)} pages")


if __name__ == "__main__":
    main()
