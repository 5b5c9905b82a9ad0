"""Replies of articles that the library holds already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.progress import Progress, SilentProgress
from ipvm_desktop.errors import NotFoundError
from ipvm_desktop.replies import MODEL_VERSION, infer_replies

if TYPE_CHECKING:
    from ipvm_desktop.library import Library


def infer_outdated(library: Library, progress: Progress | None = None) -> Changes:
    """Infer the replies of articles that came in before the present model, one by one.

    Args:
        library: Whose articles are due; there are none after the first time.
        progress: Told about each article, and asked before each whether to stop.
    """
    progress = SilentProgress() if progress is None else progress
    changes = Changes()
    due = library.outdated_threads(MODEL_VERSION)
    for number, article_id in enumerate(due):
        if progress.cancelled:
            break
        progress.report(number, len(due), "Finding out who answers whom")
        changes += infer_article(library, article_id)
    progress.report(len(due), len(due), "")
    return changes


def infer_article(library: Library, article_id: int) -> Changes:
    """Infer the replies of one stored article by the present model; none if it was removed."""
    try:
        document = infer_replies(library.flat_document(article_id))
        return library.set_replies(article_id, document)
    except NotFoundError:
        return Changes()
