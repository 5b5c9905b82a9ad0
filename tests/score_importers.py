"""Scores all importers over a folder of corpora: comments, exports and articles, a line each.

``python -m tests.score_importers DIR`` runs ``score_comments``, ``score_leaks`` and
``score_copies`` over ``DIR/html-threads``, ``score_exports`` over ``DIR/exports`` and
``score_articles`` over ``DIR/article-html``, as far as they are there, and ends with 1 where an
export is not read in full.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tests import score_articles, score_comments, score_copies, score_exports, score_leaks

PARTS: tuple[tuple[str, str, Callable[[Sequence[str]], int | None]], ...] = (
    ("Comments of saved pages", "html-threads", score_comments.main),
    ("Comments in the bodies of articles", "html-threads", score_leaks.main),
    ("Copies of saved pages", "html-threads", score_copies.main),
    ("Exports", "exports", score_exports.main),
    ("Articles of saved pages", "article-html", score_articles.main),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print all scores, and return 1 where an export is not read in full."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.score_importers", description="Score all importers."
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    folder = parser.parse_args(arguments).folder
    status = 0
    found = [(title, folder / name, run) for title, name, run in PARTS if (folder / name).is_dir()]
    if not found:
        sys.exit(f"{folder}: no corpus here")
    for title, corpus, run in found:
        print(f"{title}, {corpus}\n", flush=True)
        status = max(status, run([str(corpus)]) or 0)
        print(flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
