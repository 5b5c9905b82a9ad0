"""Writes articles to a file in one of the export formats. Knows no widgets."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TextIO, TypeAlias

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.errors import IpvmDesktopError
from ipvm_desktop.library import Library

Pairs: TypeAlias = Iterable[tuple[Article, Sequence[Comment]]]

FILTERS = {
    "JSON (*.json)": ".json",
    "Markdown (*.md)": ".md",
    "Web page (*.html)": ".html",
}
_UNSAFE = '<>:"/\\|?*'
_LONGEST_NAME = 80


def with_suffix(path: Path, chosen_filter: str) -> Path:
    """Return the path with a known suffix, that of the chosen filter where it has none."""
    if path.suffix.lower() in FILTERS.values():
        return path
    return path.with_name(path.name + FILTERS.get(chosen_filter, ".json"))


def file_name(title: str) -> str:
    """Return a title as a file name that every system takes, without a suffix."""
    kept = "".join(" " if sign in _UNSAFE or not sign.isprintable() else sign for sign in title)
    return " ".join(kept.split())[:_LONGEST_NAME].strip(" .") or "article"


def export(library: Library, article_ids: Sequence[int] | None, path: Path) -> int:
    """Write articles to a file, whole or not at all, and return how many they were.

    Args:
        library: Where the articles are.
        article_ids: Which ones; None for all.
        path: Its suffix decides the format.

    Raises:
        IpvmDesktopError: The file cannot be written.
    """
    counted = _Counted(library.export(article_ids))
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=".export-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as out:
                _writer(path.suffix.lower(), library)(counted, out)
            Path(temporary).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
    except OSError as error:
        raise IpvmDesktopError(f"{path}: {error.strerror or error}.") from error
    return counted.count


class _Counted:
    """Passes pairs on and counts them."""

    def __init__(self, pairs: Pairs) -> None:
        self._pairs = pairs
        self.count = 0

    def __iter__(self) -> Iterator[tuple[Article, Sequence[Comment]]]:
        for pair in self._pairs:
            self.count += 1
            yield pair


def _writer(suffix: str, library: Library) -> Callable[[Pairs, TextIO], None]:
    if suffix == ".md":
        from ipvm_desktop.render.markdown import write_markdown

        return partial(write_markdown, pictures=library.picture)
    if suffix == ".html":
        from ipvm_desktop.render.export_html import write_html

        return partial(write_html, pictures=library.picture)
    from ipvm_desktop.render.interchange import write_json

    return partial(write_json, pictures=library.picture)
