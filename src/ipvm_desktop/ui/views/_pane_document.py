"""The reading pane's text document: built in slices, with a map of its comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from time import perf_counter

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextDocumentFragment, QTextFormat

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.thread import Thread
from ipvm_desktop.render._line import ChipSpan
from ipvm_desktop.render.quotes import QuoteIndex
from ipvm_desktop.render.reading import (
    BAR_GAP,
    QUOTE_INDENT,
    BlockState,
    article_markup,
    stylesheet,
)
from ipvm_desktop.render.reading_comments import (
    comment_indent,
    comment_markup,
    discussion_heading,
)
from ipvm_desktop.ui.pictures import Size
from ipvm_desktop.ui.views._pane_pictures import PanePictures
from ipvm_desktop.ui.views._pane_style import PaneStyle

# Enough HTML to be worth a fragment, little enough for one to be laid out within a frame.
_CHUNK_LENGTH = 5_000
# How much HTML a slice holds. Qt looks at all tables once for each, so they grow with what is
# there. One that was interrupted tells little, so that steps are bounded.
_SHORTEST_SLICE, _FIRST_SLICE = 1_000, 10_000
_MOST_SLICES = 1_000
_LEAST_SHARE, _MOST_SHARE = 0.5, 1.5
_TOP_MARGIN, _BOTTOM_MARGIN = 28, 72
# How many quotations stand around a block that is indented at its right.
_MIRRORED = QTextFormat.Property.UserProperty.value
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class PaneDocument:
    """An article and its discussion in one ``QTextDocument``.

    The article is there at once. Comments follow in the thread's order when
    ``append`` is called, so that the first screenful need not wait for the rest.
    """

    def __init__(
        self,
        article: Article,
        thread: Thread[Comment],
        style: PaneStyle,
        parent: QObject,
        *,
        all_issues: bool = False,
        quotes: QuoteIndex | None = None,
        pictures: Mapping[str, Size] | None = None,
        copies: int = 0,
    ) -> None:
        self.thread = thread
        self.pictures = PanePictures(pictures or {}, style.zoom)
        self.quotes = quotes or QuoteIndex()
        self.style = style
        self.chips: list[tuple[ChipSpan, ...]] = []
        self.starts: list[int] = []
        self._order = {entry.id: index for index, entry in enumerate(thread.entries)}
        self._text: str | None = None
        self._added, self._slice_length = 0, _FIRST_SLICE
        self.qt = _new_document(parent, style)
        # Qt reads a style sheet anew for each document, so chunks share one.
        self._source = QTextDocument()
        self._source.setUndoRedoEnabled(False)
        self._source.setDefaultStyleSheet(self.qt.defaultStyleSheet())
        head = article_markup(article, all_issues=all_issues, quotes=self.quotes, copies=copies)
        self.meta_chips = head.chips
        html = self.pictures.sized(head.html) + discussion_heading(article, thread)
        self.qt.setHtml(html)
        self._mirror_quotes(self.qt.begin())
        self.pictures.note(html, self.qt.begin())
        frame = self.qt.rootFrame().frameFormat()
        frame.setTopMargin(style.px(_TOP_MARGIN))
        frame.setBottomMargin(style.px(_BOTTOM_MARGIN))
        self.qt.rootFrame().setFrameFormat(frame)

    @property
    def is_complete(self) -> bool:
        """Whether all comments are there."""
        return len(self.starts) == len(self.thread.entries)

    def append_for(self, milliseconds: float) -> None:
        """Add comments and lay them out for about so long; one comment at least.

        How many there is time for is told by those before: the more tables there are
        already, the longer Qt takes to lay out one more.
        """
        begun, first = perf_counter(), self._added
        until = begun + milliseconds / 1000
        edit = QTextCursor(self.qt)
        edit.beginEditBlock()
        while not self.is_complete and (room := first + self._slice_length - self._added) > 0:
            self._append_chunk(min(room, _CHUNK_LENGTH))
            if perf_counter() >= until:
                break
        edit.endEditBlock()
        self._fit_slice(milliseconds / 1000 / max(perf_counter() - begun, 1e-6))

    def _fit_slice(self, share: float) -> None:
        """Let the next slice hold that share of what the last one held, within bounds."""
        length = round(self._slice_length * max(_LEAST_SHARE, min(_MOST_SHARE, share)))
        self._slice_length = max(_SHORTEST_SLICE, self._added // _MOST_SLICES, length)

    def append_until(self, enough: Callable[[], bool]) -> None:
        """Add comments until it is enough or all are there, however long it takes.

        They are laid out at the end: once for each chunk would take minutes where tables are
        many. For how much room they take see ``append_to_height``.
        """
        edit = QTextCursor(self.qt)
        edit.beginEditBlock()
        while not self.is_complete and not enough():
            self._append_chunk()
        edit.endEditBlock()

    def append_to_height(self, enough: Callable[[], bool]) -> None:
        """Add comments until they take enough room or all are there."""
        while not self.is_complete and not enough():
            self._append_chunk()

    def append_all(self) -> None:
        """Add all comments that are not there yet."""
        self.append_until(lambda: False)

    def _append_chunk(self, length: int = _CHUNK_LENGTH) -> None:
        """Add comments of so many characters of HTML, or else one."""
        html = self._next_html(length)
        self._added += len(html)
        html = self.pictures.sized(html)
        # A fragment's first paragraph would melt into the last one here and lose its own
        # form. This one is left out: the selection begins at the separator behind it.
        self._source.setHtml(f"<p>.</p>{html}")
        selection = QTextCursor(self._source)
        selection.setPosition(1)
        selection.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        target = QTextCursor(self.qt)
        target.movePosition(QTextCursor.MoveOperation.End)
        end = target.position()
        target.insertFragment(QTextDocumentFragment(selection))
        self._text = None
        self._note_starts(self.qt.findBlock(end))
        self._mirror_quotes(self.qt.findBlock(end))
        self.pictures.note(html, self.qt.findBlock(end))

    def _next_html(self, most: int) -> str:
        html: list[str] = []
        length = 0
        for order in range(len(self.chips), len(self.thread.entries)):
            markup = comment_markup(self.thread, order, self.text_margin(order), self.quotes)
            html.append(markup.html)
            self.chips.append(markup.chips)
            length += len(markup.html)
            if length >= most:
                break
        return "".join(html)

    def _note_starts(self, block: QTextBlock) -> None:
        end = block.position()
        while block.isValid():
            end = block.position()
            order = block.userState() - BlockState.COMMENT
            if len(self.starts) <= order < len(self.chips):
                self._fill_starts(order + 1, end)
            block = block.next()
        # Should a broken body ever swallow a byline, the map still has all places.
        self._fill_starts(len(self.chips), end)

    def _fill_starts(self, count: int, position: int) -> None:
        self.starts += [position] * (count - len(self.starts))

    def indent(self, order: int) -> int:
        """Return where the bar of a comment stands, as zoomed."""
        return self.style.px(comment_indent(self.thread.entries[order].depth, self.style.step))

    def text_margin(self, order: int) -> int:
        """Return where the text of a comment begins, as zoomed."""
        return self.indent(order) + self.style.px(BAR_GAP)

    def base_margin(self, block: QTextBlock) -> int:
        """Return where text around a block begins, as zoomed."""
        order = self.order_at(block.position())
        return 0 if order is None else self.text_margin(order)

    def quote_depth(self, block: QTextBlock) -> int:
        """Return how many quotations stand around a block; its margins tell."""
        form = block.blockFormat()
        if form.hasProperty(_MIRRORED):
            return form.intProperty(_MIRRORED)
        return int((form.leftMargin() - self.base_margin(block)) // self.style.px(QUOTE_INDENT))

    def _mirror_quotes(self, block: QTextBlock) -> None:
        """Indent quotations whose lines run from right to left at their right, from a block on."""
        while block.isValid():
            is_rtl = block.textDirection() is Qt.LayoutDirection.RightToLeft
            depth = self.quote_depth(block) if is_rtl else 0
            if depth > 0 and QTextCursor(block).currentTable() is None:
                form = block.blockFormat()
                form.setLeftMargin(self.base_margin(block))
                form.setRightMargin(depth * self.style.px(QUOTE_INDENT))
                form.setProperty(_MIRRORED, depth)
                QTextCursor(block).setBlockFormat(form)
            block = block.next()

    def order_of(self, comment_id: int) -> int | None:
        """Return a comment's place in the thread, or None; it may not be built yet."""
        return self._order.get(comment_id)

    def order_at(self, position: int) -> int | None:
        """Return the place of the comment around a position; None within the article."""
        order = bisect_right(self.starts, position) - 1
        return order if order >= 0 else None

    def end(self, order: int) -> int:
        """Return the last position of a comment that is there."""
        if order + 1 < len(self.starts):
            return self.starts[order + 1] - 1
        return self.qt.characterCount() - 1

    def block_at(self, height: float) -> QTextBlock:
        """Return the last block that begins above a height, or else the first one.

        Of the cells of a table's row it may be any.
        """
        layout = self.qt.documentLayout()

        def top(number: int) -> float:
            return layout.blockBoundingRect(self.qt.findBlockByNumber(number)).top()

        after = bisect_right(range(self.qt.blockCount()), height, key=top)
        return self.qt.findBlockByNumber(max(0, after - 1))

    def id_at(self, position: int) -> int | None:
        """Return the id of the comment around a position; None within the article."""
        order = self.order_at(position)
        return None if order is None else self.thread.entries[order].id

    def text_between(self, first: int, last: int) -> str:
        """Return a part of the text whose offsets count from ``first``."""
        cursor = QTextCursor(self.qt)
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        return in_utf16(cursor.selectedText())

    def text(self) -> str:
        """Return the whole text; its offsets are positions in the document."""
        if self._text is None:
            self._text = in_utf16(self.qt.toPlainText())
        return self._text


def in_utf16(text: str) -> str:
    """Return a text with two characters for each that takes two UTF-16 units, as Qt counts."""
    return _ASTRAL.sub(_surrogates, text)


def _surrogates(match: re.Match[str]) -> str:
    code = ord(match[0]) - 0x10000
    return chr(0xD800 + (code >> 10)) + chr(0xDC00 + (code & 0x3FF))


def _new_document(parent: QObject, style: PaneStyle) -> QTextDocument:
    document = QTextDocument(parent)
    document.setUndoRedoEnabled(False)
    document.setDefaultFont(style.font)
    document.setDocumentMargin(0)
    document.setIndentWidth(style.px(24))
    document.setDefaultStyleSheet(stylesheet(style.colours, style.families, style.zoom))
    return document
