"""How long the window is busy at a time while a discussion with a table a comment fills."""

from __future__ import annotations

import os
import time

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.thread import build_thread

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication

from ipvm_desktop.ui.views.reading_pane import ReadingPane
from tests.unit.ui.reading.conftest import SOURCE

COMMENTS = 3_000
FRAME_MS = 16
TABLE = "<table><tr><td>Gate</td><td>North</td></tr><tr><td>Lens</td><td>4 mm</td></tr></table>"


def test_slices() -> None:
    application = QApplication.instance() or QApplication(["benchmark"])
    body = f"<p>The figures of another gate.</p>{TABLE}"
    comments = [
        Comment(id=number, key=str(number), author=f"Person {number}", body_html=body)
        for number in range(1, COMMENTS + 1)
    ]
    pane = ReadingPane()
    pane.resize(700, 600)
    pane.show()
    application.processEvents()
    pane.show_article(Article(id=1, key="k", source=SOURCE, title="Gates"), build_thread(comments))
    passes = []
    while f"Person {COMMENTS}" not in pane.browser.toPlainText()[-2_000:]:
        begun = time.thread_time()
        application.processEvents()
        passes.append((time.thread_time() - begun) * 1000)
    passes.sort()
    median, most = passes[len(passes) // 2], passes[len(passes) * 95 // 100]
    print(
        f"\n{len(passes)} passes: median {median:.1f} ms, 95 in 100 within {most:.1f} ms,"
        f" longest {passes[-1]:.1f} ms"
    )
    assert most <= FRAME_MS
    pane.close()
