"""The text browser inside the reading pane: column, painting, keys and links.

It shows one ``PaneDocument`` and knows nothing of articles or of the library.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QMenu, QTextBrowser, QWidget

from ipvm_desktop.render._line import web_address
from ipvm_desktop.ui.theme import Theme
from ipvm_desktop.ui.views._pane_document import PaneDocument
from ipvm_desktop.ui.views._pane_images import PaneImages
from ipvm_desktop.ui.views._pane_painter import PaneMarks, PanePainter

COLUMN_CHARACTERS = 70
_SAMPLE = "The city replaced them within a month, and published what it learned. "
_LONG_TEXT = 40_000
_FIT_MS = 120
_WHEEL_NOTCH = 120
_SMALLEST_MARGIN, _LARGEST_MARGIN = 14, 44
_WEB_SCHEMES = frozenset({"http", "https", "mailto"})


class ReadingBrowser(QTextBrowser):
    """Shows a document in a centred column and reports what the reader does.

    Signals:
        scrolled: The reader moved the text; not emitted for the program's own moves.
        moved: The text stands elsewhere or is another, whoever moved it.
        web_link_activated: An address that begins with ``http``, ``https`` or ``mailto``.
        own_link_activated: An ``ipvm:`` link of the pane itself.
        link_hovered: The web address under the pointer or the keyboard's focus, or "".
        text_clicked: Position in the text.
        zoom_requested: 1 to zoom in, -1 to zoom out, 0 to reset.
        find_requested: The reader wants to find text.
        end_requested: The reader wants to go to the end.
        end_reached: The reader pages on at the end.
        back_requested: The reader wants to return to where a link was followed.
        picture_wanted: Digest of a picture that comes into view, and the width and height in
            pixels of the room for it; ``put_picture`` answers.
    """

    scrolled = Signal()
    moved = Signal()
    web_link_activated = Signal(str)
    own_link_activated = Signal(str)
    link_hovered = Signal(str)
    text_clicked = Signal(int)
    zoom_requested = Signal(int)
    find_requested = Signal()
    end_requested = Signal()
    end_reached = Signal()
    back_requested = Signal()
    picture_wanted = Signal(str, int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.marks = PaneMarks()
        self._pane_document: PaneDocument | None = None
        self._theme = theme
        self._is_quiet = False
        self._anchor: tuple[int, int] | None = None
        self._wheel = 0
        self.images = PaneImages(self)
        self.images.wanted.connect(self.picture_wanted)
        self._blank = QTextDocument(self)
        self._fit_timer = QTimer(self, interval=_FIT_MS, singleShot=True)
        self._fit_timer.timeout.connect(self.fit_column)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.setAccessibleName("Article and comments")
        self.anchorClicked.connect(self._follow)
        self.highlighted.connect(self._tell_link)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Colour the paper and the selection; the text is coloured with its document."""
        self._theme = theme
        palette = self.palette()
        for role, colour in (
            (QPalette.ColorRole.Base, theme.paper),
            (QPalette.ColorRole.Window, theme.paper),
            (QPalette.ColorRole.Text, theme.text),
            (QPalette.ColorRole.WindowText, theme.text),
            (QPalette.ColorRole.Link, theme.accent),
            (QPalette.ColorRole.Highlight, theme.accent),
            (QPalette.ColorRole.HighlightedText, theme.on_accent),
        ):
            palette.setColor(role, QColor(colour))
        self.setPalette(palette)
        self.setAutoFillBackground(True)

    def show_document(self, document: PaneDocument | None) -> None:
        """Show another document from its beginning; the former one is deleted."""
        former = self._pane_document
        with self.quietly():
            self._anchor = None
            self._pane_document = document
            self.setDocument(self._blank if document is None else document.qt)
            self.fit_column()
            self._finish_layout()
            self.verticalScrollBar().setValue(0)
            self._anchor = None
        self._note_pictures()
        if former is not None:
            former.qt.deleteLater()
        self.moved.emit()

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """Move the text without telling that the reader did."""
        before, self._is_quiet = self._is_quiet, True
        try:
            yield
        finally:
            self._is_quiet = before

    # Where the reader is

    def top_anchor(self) -> tuple[int, int]:
        """Return the text position of the topmost line, and where that line stands."""
        if self.verticalScrollBar().value() == 0:
            return 0, 0
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.position_at(0))
        return cursor.position(), self.cursorRect(cursor).top()

    def keep(self, position: int, top: int) -> None:
        """Hold a line at its place through changes of size, until the reader scrolls."""
        self._anchor = (position, top)

    def _restore(self, anchor: tuple[int, int]) -> None:
        position, top = anchor
        self.scroll_quietly(self.line_top(position) - top if position else 0)

    def line_top(self, position: int) -> int:
        """Return the height in the document at which a position's line begins."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        return self.cursorRect(cursor).top() + self.verticalScrollBar().value()

    def lowest(self) -> int:
        """Return how far down the text can be scrolled."""
        self._finish_layout()
        return self.verticalScrollBar().maximum()

    def scroll_quietly(self, value: int) -> None:
        """Scroll without telling that the reader did."""
        self._anchor = None
        with self.quietly():
            self._finish_layout()
            self.verticalScrollBar().setValue(value)

    def scroll_to_end(self) -> None:
        """Scroll to the end of what is there, as the reader wants."""
        self._finish_layout()
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def _finish_layout(self) -> None:
        """Lay out all of the text, and let the bar reach down to its end.

        While some of it waits to be laid out, Qt finds wrong text under a point; and it tells
        the bar of a height only as its own events get there, which is too late to scroll to it.
        """
        height = round(self.document().documentLayout().documentSize().height())
        with self.quietly():
            self.verticalScrollBar().setMaximum(max(0, height - self.viewport().height()))

    def visible_span(self) -> tuple[int, int]:
        """Return the first and last text position in view."""
        first = self.position_at(0)
        last = self.position_at(self.viewport().height(), self.viewport().width())
        return first, last

    def position_at(self, y: int, x: int = 0) -> int:
        """Return the text position at a point in the viewport, or behind it between blocks.

        There Qt itself looks at all blocks, longer than a frame takes where tables are many.
        """
        document = self._pane_document
        if document is not None:
            height = y + self.verticalScrollBar().value()
            block = document.block_at(height)
            rect = document.qt.documentLayout().blockBoundingRect(block)
            near = (block, block.next())
            is_text = all(QTextCursor(each).currentTable() is None for each in near)
            if is_text and not rect.top() <= height <= rect.bottom():
                is_last = not block.next().isValid()
                return block.position() + (0 if height < rect.top() else block.length() - is_last)
        return self.cursorForPosition(QPoint(x, y)).position()

    def geometry_of(self, document: PaneDocument) -> PanePainter:
        """Return what paints beneath a document, which also knows where its comments are."""
        return PanePainter(document, self._theme, self.lineWrapColumnOrWidth())

    # The column

    def column_width(self) -> int:
        """Return the width of about 70 characters, or of what room there is."""
        room = self._room()
        margin = max(_SMALLEST_MARGIN, min(_LARGEST_MARGIN, (room - 300) // 6))
        wanted = room
        if self._pane_document is not None:
            sample = QFontMetricsF(self._pane_document.style.font).horizontalAdvance(_SAMPLE)
            wanted = round(sample / len(_SAMPLE) * COLUMN_CHARACTERS)
        # Qt rounds a table that fills an odd width up by a pixel, and then offers to scroll.
        return max(2, min(wanted, room - 2 * margin) // 2 * 2)

    def _room(self) -> int:
        # The bar counts even while it is hidden, so that its coming does not move the text.
        return self.width() - self.verticalScrollBar().sizeHint().width()

    def fit_column(self) -> None:
        """Centre the column in the room there is."""
        self._fit_timer.stop()
        wanted = self.column_width()
        if self._pane_document is not None:
            self._pane_document.pictures.fit(wanted)
        if wanted != self.lineWrapColumnOrWidth():
            anchor = self._anchor or self.top_anchor()
            with self.quietly():
                self.setLineWrapColumnOrWidth(wanted)
                self._center_column()
                self._finish_layout()
                self._restore(anchor)
            self._anchor = anchor
            self._note_pictures()
        self._center_column()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.moved.emit()

    def _center_column(self) -> None:
        width, room = self.lineWrapColumnOrWidth(), self._room()
        left = max(min(_SMALLEST_MARGIN, room // 4), (room - width) // 2)
        self.setViewportMargins(left, 0, max(0, room - width - left), 0)

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Stay where the text was put; Qt would scroll to its invisible cursor."""
        anchor = self._anchor or self.top_anchor()
        with self.quietly():
            super().showEvent(event)
        self._restore(anchor)
        self._anchor = anchor

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.moved.emit()

    def event(self, event: QEvent) -> bool:
        """Fit the column before Qt gives the viewport its size, and scroll beside it, too.

        A long text does not flow anew for each pixel that a window is dragged.
        """
        if isinstance(event, QWheelEvent):
            # Over the margins; Qt itself scrolls over the viewport only.
            self.wheelEvent(event)
            return True
        if event.type() == QEvent.Type.Resize:
            if self.document().characterCount() <= _LONG_TEXT or not self.isVisible():
                self.fit_column()
            else:
                self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
                self._center_column()
                self._fit_timer.start()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        document = self._pane_document
        if document is not None:
            painter = QPainter(self.viewport())
            offset = self.verticalScrollBar().value()
            painter.translate(-self.horizontalScrollBar().value(), -offset)
            top, bottom = offset + event.rect().top(), offset + event.rect().bottom()
            self.geometry_of(document).paint(painter, self.marks, top, bottom)
            painter.end()
        super().paintEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go to the next link from what is in view; Qt would begin at the text's first."""
        cursor = self.textCursor()
        first, last = self.visible_span()
        is_in_view = cursor.selectionEnd() >= first and cursor.selectionStart() <= last
        if not (cursor.hasSelection() and is_in_view):
            value = self.verticalScrollBar().value()
            # Qt goes on from what is selected.
            cursor.setPosition(max(0, first - 1) if forward else last)
            move = QTextCursor.MoveOperation.NextCharacter
            cursor.movePosition(move, QTextCursor.MoveMode.KeepAnchor)
            with self.quietly():
                self.setTextCursor(cursor)
                self.verticalScrollBar().setValue(value)
        return super().focusNextPrevChild(forward)

    def loadResource(self, _kind: int, name: QUrl) -> object:  # type: ignore[override]
        """Serve the library's pictures, which Qt asks for when it is about to paint one."""
        return self.images.served(name)

    def put_picture(self, digest: str, image: QImage | None) -> None:
        """Show a picture that was wanted; None shows that it is damaged."""
        self.images.put(self.document(), digest, image, self._theme.chip)
        self.viewport().update()

    def _note_pictures(self) -> None:
        document = self._pane_document
        pictures = None if document is None else document.pictures
        self.images.show(pictures, self.devicePixelRatioF())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self._wheel += event.angleDelta().y()
        notches = int(self._wheel / _WHEEL_NOTCH)
        self._wheel -= notches * _WHEEL_NOTCH
        for _ in range(abs(notches)):
            self.zoom_requested.emit(1 if notches > 0 else -1)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        keys = Qt.Key
        backwards = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.matches(QKeySequence.StandardKey.ZoomIn) or _is_control(event, keys.Key_Equal):
            self.zoom_requested.emit(1)
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.zoom_requested.emit(-1)
        elif _is_control(event, keys.Key_0):
            self.zoom_requested.emit(0)
        elif event.matches(QKeySequence.StandardKey.Find):
            self.find_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Back):
            self.back_requested.emit()
        elif event.key() == keys.Key_Space:
            self.page(-1 if backwards else 1)
        elif event.key() in {keys.Key_PageDown, keys.Key_PageUp}:
            self.page(1 if event.key() == keys.Key_PageDown else -1)
        elif event.key() == keys.Key_Home:
            bar.setValue(0)
        elif event.key() == keys.Key_End:
            self.end_requested.emit()
        else:
            super().keyPressEvent(event)

    def page(self, direction: int) -> None:
        """Move by a screenful less two lines; at the end say so instead."""
        bar = self.verticalScrollBar()
        if direction > 0 and bar.value() >= bar.maximum():
            self.end_reached.emit()
            return
        lines = 2 * QFontMetricsF(self.document().defaultFont()).lineSpacing()
        bar.setValue(bar.value() + direction * max(1, int(bar.pageStep() - lines)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.BackButton:
            self.back_requested.emit()
        where = event.position().toPoint()
        is_plain = event.button() == Qt.MouseButton.LeftButton
        if is_plain and not self.textCursor().hasSelection() and not self.anchorAt(where):
            self.text_clicked.emit(self.cursorForPosition(where).position())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.build_menu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def build_menu(self, where: QPoint) -> QMenu:
        """Return the context menu for a place in the viewport."""
        menu = QMenu(self)
        copy = menu.addAction("&Copy", QKeySequence(QKeySequence.StandardKey.Copy), self.copy)
        copy.setEnabled(self.textCursor().hasSelection())
        address = self.anchorAt(where)
        if QUrl(address).scheme() in _WEB_SCHEMES:
            menu.addAction(
                "Copy &Link Address", lambda: QGuiApplication.clipboard().setText(address)
            )
        if page := self._comment_page(where):
            menu.addAction("&Open This Comment’s Page…", lambda: self.web_link_activated.emit(page))
            menu.addAction(
                "Copy Comment’s &Address", lambda: QGuiApplication.clipboard().setText(page)
            )
        keys = QKeySequence.StandardKey
        menu.addAction("Select &All", QKeySequence(keys.SelectAll), self.selectAll)
        menu.addSeparator()
        menu.addAction("&Find in Page…", QKeySequence(keys.Find), self.find_requested.emit)
        return menu

    def _comment_page(self, where: QPoint) -> str | None:
        """Return the address of the comment at a place in the viewport, if it has one."""
        document = self._pane_document
        if document is None:
            return None
        order = document.order_at(self.cursorForPosition(where).position())
        comment = None if order is None else document.thread.entries[order].comment
        return web_address(comment.permalink) if comment else None

    def _on_scroll(self) -> None:
        self.moved.emit()
        if not self._is_quiet:
            self._anchor = None
            self.scrolled.emit()

    def _follow(self, url: QUrl) -> None:
        if url.scheme() in _WEB_SCHEMES:
            self.web_link_activated.emit(url.toString())
        elif url.scheme() == "ipvm":
            self.own_link_activated.emit(url.toString())

    def _tell_link(self, url: QUrl) -> None:
        self.link_hovered.emit(url.toString() if url.scheme() in _WEB_SCHEMES else "")


def _is_control(event: QKeyEvent, key: Qt.Key) -> bool:
    return event.key() == key and event.modifiers() == Qt.KeyboardModifier.ControlModifier
