"""Jekyll posts whose comments lie in the site's data, as Staticman and others keep them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from ipvm_desktop.domain.document import Document
from ipvm_desktop.errors import UnsupportedFormatError
from ipvm_desktop.importers.base import Confidence, Source

COMMENTS_FOLDER = "../_data/comments"
DATA_EXTENSIONS = (".yml", ".yaml", ".json")

_DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")
_COMMENT_KEYS = re.compile(rb"^(?:- )?[\"']?(?:_id|message)[\"']?:\s", re.MULTILINE)
_DATE_KEY = re.compile(rb"^(?:- |  )?[\"']?(?:date|timestamp)[\"']?:\s", re.MULTILINE)


class JekyllImporter:
    """Reads a post with the comments in ``_data/comments/<slug>`` beside its folder."""

    name = "jekyll"
    title = "Jekyll post with comment data"
    extensions = (".md", ".markdown")
    brings = ("article", "comments", "nesting")

    def sniff(self, source: Source) -> Confidence:
        """Look for the post's comments; a file of comments alone is told what it is."""
        if source.extension in self.extensions:
            return Confidence.CERTAIN if comment_files(source) else Confidence.NO
        return Confidence.LIKELY if _is_comment(source) else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the post.

        Raises:
            UnsupportedFormatError: The file is a comment, not a post.
            CorruptFileError: The file is no text, or blank.
        """
        if source.extension not in self.extensions:
            reason = "this is a comment, which comes in together with its post in _posts"
            raise UnsupportedFormatError(source.label, reason, self.name)
        from ipvm_desktop.importers._jekyll_reader import read_post

        yield from read_post(source, comment_files(source), self.name)


def comment_files(source: Source) -> Sequence[str]:
    """Return the names of a post's comment data, relative to the post, in their order."""
    stem = PurePath(source.name).stem
    for slug in dict.fromkeys((_DATED.sub("", stem, count=1), stem)):
        folder = f"{COMMENTS_FOLDER}/{slug}"
        names = [n for n in source.around.names(folder) if n.lower().endswith(DATA_EXTENSIONS)]
        if names:
            return [f"{folder}/{name}" for name in names]
        beside = source.around.names(COMMENTS_FOLDER)
        single = next((f"{slug}{end}" for end in DATA_EXTENSIONS if f"{slug}{end}" in beside), "")
        if single:
            return [f"{COMMENTS_FOLDER}/{single}"]
    return ()


def _is_comment(source: Source) -> bool:
    if source.extension not in {".yml", ".yaml"}:
        return False
    head = source.head
    return bool(_COMMENT_KEYS.search(head) and _DATE_KEY.search(head))
