"""Text from files is shown as text, whatever it looks like."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.registry import default_registry
from ipvm_desktop.library import Library
from ipvm_desktop.pipeline import import_paths
from ipvm_desktop.pipeline.preview import preview
from ipvm_desktop.ui.dialogs.import_preview import ImportPreviewDialog
from ipvm_desktop.ui.dialogs.import_summary import ImportSummaryDialog
from ipvm_desktop.ui.plain_text import plain_tip
from ipvm_desktop.ui.program import Program

EVIL = '<img src="file:///etc/passwd"><b>evil</b>'
PAGE = f"""<html><head><title>{EVIL.replace("<", "&lt;")}</title></head><body><article>
<p>The gate is open to everybody, and the camera above it looks the other way.</p></article>
<ol class="comment-list">
<li class="comment" id="comment-1"><div class="comment-author vcard"><b class="fn">Ann &lt;b&gt;evil
</b></div><div class="comment-metadata"><a href="https://a.example/x#comment-1">May 1, 2020</a>
</div><div class="comment-content"><p>Which way &lt;b&gt;evil does it look?</p></div></li>
<li class="comment" id="comment-2"><div class="comment-author vcard"><b class="fn">Bo</b></div>
<div class="comment-metadata"><a href="https://a.example/x#comment-2">May 2, 2020</a></div>
<div class="comment-content"><p>At the road.</p></div></li></ol></body></html>"""


@pytest.mark.parametrize("text", ["Gate", "Ann & Bo", "&lt;b&gt;", "1 < 2\nsecond line", EVIL])
def test_a_tool_tip_shows_what_the_text_says(text: str) -> None:
    tip = plain_tip(text)
    shown = QTextDocumentFragment.fromHtml(tip).toPlainText() if tip.startswith("<qt>") else tip
    assert shown == text
    assert "<img" not in tip


def test_an_endless_tool_tip_is_cut() -> None:
    assert len(plain_tip("x" * 1_000_000)) == 1_000
    assert plain_tip("x" * 1_000) == "x" * 1_000


def labels(window: QWidget) -> list[QLabel]:
    """Return the labels that show the text of the file."""
    return [label for label in window.findChildren(QLabel) if "evil" in label.text()]


def tips(window: QWidget) -> Iterator[str]:
    """Yield the tool tips that do, those of rows included."""
    for widget in window.findChildren(QWidget):
        yield widget.toolTip()
        model = widget.model() if isinstance(widget, QAbstractItemView) else None
        if model is None:
            continue
        for row, column in itertools.product(range(model.rowCount()), range(3)):
            yield str(model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or "")


def assert_plain(window: QWidget) -> None:
    for label in labels(window):
        assert label.textFormat() is Qt.TextFormat.PlainText, label.text()
    evil = [tip for tip in tips(window) if "evil" in tip]
    assert [tip for tip in evil if "<img" in tip or "<b>evil" in tip] == []


def test_nothing_in_the_window_takes_text_for_markup(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "<b>evil.html"
    path.write_text(PAGE, encoding="utf-8")
    broken = tmp_path / "<b>evil.json"
    broken.write_text("{", encoding="utf-8")
    library = Library.open(tmp_path / "library.sqlite")
    run = import_paths(library, default_registry(), [path, broken])
    program = Program(qapp, library)
    qtbot.addWidget(program.window)
    program.start([])
    qtbot.waitExposed(program.window)
    qtbot.waitUntil(lambda: program.articles.model.rowCount() == 1)
    assert "evil" in str(program.articles.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    program.reading.open(1)
    qtbot.waitUntil(lambda: program.comments.thread_shown is not None)
    qtbot.waitUntil(lambda: program.comments.tree.model().rowCount() == 2)
    program.window.import_status.show_progress(0, 1, 0, path.name)
    assert_plain(program.window)

    summary = ImportSummaryDialog(run)
    qtbot.addWidget(summary)
    assert sum("evil" in tip for tip in tips(summary)) >= 2
    assert_plain(summary)

    dialog = ImportPreviewDialog()
    qtbot.addWidget(dialog)
    dialog.show_preview(preview(Source.from_path(path), default_registry()))
    assert len(labels(dialog)) == 2
    assert_plain(dialog)
    program.window.close()
