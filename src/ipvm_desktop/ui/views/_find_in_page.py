"""Finding text in the reading pane, and marking what a filter looks for or a link led to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from ipvm_desktop.domain.query import marked_terms
from ipvm_desktop.ui.theme import Theme
from ipvm_desktop.ui.views._pane_document import PaneDocument
from ipvm_desktop.ui.views._passages import Matches, Span, find_pattern, search_pattern
from ipvm_desktop.ui.views._reading_browser import ReadingBrowser
from ipvm_desktop.ui.views.find_bar import FindBar


class FindInPage(QObject):
    """Connects a find bar with the browser's text.

    Only passages in view are marked, so that scrolling stays quick however many there are.

    Args:
        browser: Where to find.
        bar: Where the reader asks; shown and hidden here.
        theme: Colours of the marks.
        reveal: Brings a text position into view.
    """

    def __init__(
        self,
        browser: ReadingBrowser,
        bar: FindBar,
        theme: Theme,
        reveal: Callable[[int], None],
    ) -> None:
        super().__init__(browser)
        self._browser = browser
        self._bar = bar
        self._theme = theme
        self._reveal = reveal
        self._document: PaneDocument | None = None
        self._matches = Matches()
        self._term_ids: frozenset[int] = frozenset()
        self._terms: re.Pattern[str] | None = None
        self._searched: re.Pattern[str] | None = None
        self._passage: Span | None = None
        browser.moved.connect(self.mark)
        bar.text_changed.connect(self._on_text)
        bar.next_requested.connect(lambda: self.step(1))
        bar.previous_requested.connect(lambda: self.step(-1))
        bar.closed.connect(self.close)

    def set_document(self, document: PaneDocument | None, theme: Theme) -> None:
        """Find in another document from now on; what was being found stays the same."""
        self._document = document
        self._theme = theme
        before = self._matches.current
        self._search()
        self._matches.current = min(before, len(self._matches.spans) - 1)
        self._show()

    def set_terms(self, comment_ids: Iterable[int], terms: Iterable[str]) -> None:
        """Mark words in these comments; none to mark nothing."""
        self._term_ids = frozenset(comment_ids)
        self._terms = find_pattern(terms)
        self.mark()

    def set_search(self, text: str) -> None:
        """Mark what the library is searched for, wherever it stands; "" to mark nothing."""
        self._searched = search_pattern(marked_terms(text))
        if self._bar.isHidden():
            self._matches = Matches()
        self.mark()

    def set_passage(self, span: Span | None) -> None:
        """Mark the passage that a link led to; None to mark it no longer."""
        if span != self._passage:
            self._passage = span
            self.mark()

    @property
    def passage(self) -> Span | None:
        """The passage that a link led to, while it is marked; else None."""
        return self._passage

    def open(self) -> None:
        """Show the bar and let the reader type; selected words are taken over."""
        selected = self._browser.textCursor().selectedText()
        self._bar.show()
        self._bar.field.setFocus()
        if selected and "\u2029" not in selected:
            self._bar.field.setText(selected)
        self._bar.field.selectAll()

    def close(self) -> None:
        """Hide the bar, unmark the matches and give the text the focus."""
        had_focus = self._bar.isAncestorOf(self._bar.window().focusWidget() or self._bar)
        self._bar.hide()
        self._matches = Matches()
        if had_focus:
            self._browser.setFocus()
        self.mark()

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) match; asks for a text where there is none.

        Without a text to find, matches are what the library is searched for.
        """
        if self._bar.isHidden() and self._searched is not None:
            self._step_searched(direction)
            return
        if self._bar.isHidden() or not self._bar.field.text():
            had_text = bool(self._bar.field.text())
            self.open()
            if had_text:
                self._on_text()
            return
        self._matches.step(direction)
        self._go()

    def _on_text(self) -> None:
        at = self._matches.current_span or self._browser.visible_span()
        self._search()
        self._matches.start_at(at[0])
        self._go()

    def _search(self) -> None:
        self._matches = Matches()
        pattern = None if self._bar.isHidden() else find_pattern([self._bar.field.text()])
        if pattern is not None and self._document is not None:
            self._document.append_all()
            spans = (match.span() for match in pattern.finditer(self._document.text()))
            self._matches = Matches(spans)

    def _step_searched(self, direction: int) -> None:
        if self._matches.spans:
            self._matches.step(direction)
        elif self._searched is not None and self._document is not None:
            self._document.append_all()
            text = self._document.text()
            self._matches = Matches(match.span() for match in self._searched.finditer(text))
            self._matches.start_at(self._browser.visible_span()[0])
            if direction < 0:
                self._matches.step(direction)
        self._go()

    def _go(self) -> None:
        span = self._matches.current_span
        if span is not None:
            self._reveal(span[0])
        self._show()

    def _show(self) -> None:
        self._bar.show_count(self._matches.current + 1, len(self._matches.spans))
        self.mark()

    def mark(self) -> None:
        """Mark the passages in view."""
        document = self._document
        if document is not None and document.qt is not self._browser.document():
            return  # another document is being put in its place
        is_sought = self._matches.spans or self._terms or self._searched or self._passage
        if document is None or not is_sought:
            if self._browser.extraSelections():
                self._browser.setExtraSelections([])
            return
        first, last = self._browser.visible_span()
        current = self._matches.current_span
        soft = self._terms_between(first, last) + self._matches.between(first, last)
        marked = [self._selection(span, self._theme.mark) for span in soft if span != current]
        if self._passage is not None:
            marked.insert(0, self._selection(self._passage, self._theme.mark))
        if current is not None:
            marked.append(self._selection(current, self._theme.accent, self._theme.on_accent))
        self._browser.setExtraSelections(marked)

    def _terms_between(self, first: int, last: int) -> list[Span]:
        document = self._document
        if document is None or not (self._terms or self._searched):
            return []
        # A passage at the edge may begin or end beyond it.
        begin = document.qt.findBlock(first).position()
        last_block = document.qt.findBlock(last)
        text = document.text_between(begin, last_block.position() + last_block.length() - 1)
        found = [] if self._terms is None else [each.span() for each in self._terms.finditer(text)]
        spans = [span for span in found if document.id_at(begin + span[0]) in self._term_ids]
        if self._searched is not None:
            spans += [each.span() for each in self._searched.finditer(text)]
        return [(begin + start, begin + end) for start, end in spans]

    def _selection(self, span: Span, back: str, text: str = "") -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self._browser.document())
        cursor.setPosition(span[0])
        cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
        form = QTextCharFormat()
        form.setBackground(QColor(back))
        form.setForeground(QColor(text or self._theme.text))
        selection.cursor = cursor
        selection.format = form
        return selection
