"""How much of a discussion is added at a time."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.thread import Thread, build_thread
from ipvm_desktop.ui.views._pane_document import PaneDocument
from ipvm_desktop.ui.views.reading_pane import ReadingPane

MakeArticle = Callable[..., Article]
MakeComment = Callable[..., Comment]
MakeThread = Callable[[int], Thread[Comment]]


def test_slices_shrink_to_a_comment_where_time_is_short(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment
) -> None:
    body = f"<p>{'Long words. ' * 200}</p>"
    thread = build_thread([comment(number, body_html=body) for number in range(1, 41)])
    document = PaneDocument(article(), thread, pane._style(), pane)
    counts = [0]
    while not document.is_complete:
        document.append_for(0)
        counts.append(len(document.starts))
    added = [after - before for before, after in pairwise(counts)]
    assert added[-1] == 1
    assert added == sorted(added, reverse=True)
    assert "Long words." in document.text()[document.starts[-1] :]


def test_slices_grow_where_there_is_time(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread
) -> None:
    document = PaneDocument(article(), thread(2_000), pane._style(), pane)
    counts = []
    while not document.is_complete:
        document.append_for(60_000)
        counts.append(len(document.starts))
    added = [after - before for before, after in pairwise(counts)][:-1]
    assert added
    assert added == sorted(added)
    assert added[-1] > counts[0]
