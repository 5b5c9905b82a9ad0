"""A page with frames: the text may stand in one of them, and its comments often do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers.web import read_saved_page
from ipvm_desktop.importers.web.page import SavedPage

_MOST_FRAMES = 50


def read_framed_page(
    page: SavedPage, frames: Sequence[SavedPage], importer: str, title: str = ""
) -> Document:
    """Read a page with its frames.

    Where the page has no text, as a set of frames has none, the frame with the longest
    markup that has some stands for it. Where it shows no comments, those of the first
    frame that has some are its: widgets keep them there.

    Args:
        page: The page itself.
        frames: The pages shown within it.
        importer: Name of the importer that reads the file.
        title: What else is known of its title, should the page not state it.

    Raises:
        CorruptFileError: There is no text in any of them.
    """
    frames = frames[:_MOST_FRAMES]
    try:
        document = read_saved_page(page, importer)
    except CorruptFileError:
        longest = sorted(frames, key=lambda frame: -len(frame.content))
        found = next(filter(None, (_read(frame, importer) for frame in longest)), None)
        if found is None:
            raise
        document = found
    for frame in () if document.comments else frames:
        widget = _read(frame, importer)
        if widget is not None and widget.comments:
            document = _with_comments(document, widget)
            break
    untitled = any(issue.code == IssueCode.NO_TITLE for issue in document.issues)
    if not untitled or not title:
        return document
    kept = (issue for issue in document.issues if issue.code != IssueCode.NO_TITLE)
    return replace(document, title=title, issues=tuple(kept))


def _read(page: SavedPage, importer: str) -> Document | None:
    try:
        return read_saved_page(page, importer)
    except CorruptFileError:
        return None


def _with_comments(document: Document, widget: Document) -> Document:
    pictures = {picture.sha256: picture for picture in (*document.pictures, *widget.pictures)}
    return replace(
        document,
        comments=widget.comments,
        comment_order=widget.comment_order,
        replies_told=widget.replies_told,
        declared_comments=widget.declared_comments,
        pictures=tuple(pictures.values()),
    )
