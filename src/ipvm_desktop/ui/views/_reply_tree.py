"""The tree of comments in which the reader says who answers whom: by picking and by dragging."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.placing import impossible_parents, is_inferred, obstacle
from ipvm_desktop.domain.thread import ThreadEntry
from ipvm_desktop.ui.models import comment_text
from ipvm_desktop.ui.theme import LIGHT, RADIUS, Theme
from ipvm_desktop.ui.views.comment_tree import CommentTreeView, Index

MIME_TYPE = "application/x-ipvm-desktop-comment"

_SCROLL_MARGIN = 36
_SCROLL_MS = 25
_EDGE = 7  # pixels at the top that stand for the top level
_DRAGGED_OPACITY = 0.75
_DRAGGED_WIDTH = 220

MenuActions = Callable[[Comment], Sequence[QAction]]


class ReplyTree(CommentTreeView):
    """Lets the reader choose what a comment answers.

    Signals:
        parent_picked: The comment chosen while picking (its id).
        picking_cancelled: The reader pressed Escape while picking.
        choice_refused: In one sentence, why what was chosen cannot be.
        dropped: A comment (its id) was dropped on another (its id), or at top level (None).
        drop_pondered: What letting go here would do, in words; "" when the drag is over.
    """

    parent_picked = Signal(int)
    picking_cancelled = Signal()
    choice_refused = Signal(str)
    dropped = Signal(int, object)
    drop_pondered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._picking: int | None = None
        self._pressed: tuple[int, QPoint] | None = None
        self._dragged: int | None = None
        self._pointer = QPoint()
        self._outlined: int | None = None
        self._over_top = False
        self._reply_theme = LIGHT
        self._menu_actions: MenuActions | None = None
        super().__init__(parent)
        self._scrolling = QTimer(self, interval=_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll_on)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._reply_theme = theme
        super().set_theme(theme)

    def set_menu_actions(self, actions: MenuActions) -> None:
        """Offer what the function returns for a comment in its context menu."""
        self._menu_actions = actions

    def build_menu(self, entry: ThreadEntry[Comment], index: QModelIndex) -> QMenu:
        """Return the context menu of a row."""
        menu = super().build_menu(entry, index)
        if self._menu_actions is not None and entry.comment is not None:
            menu.addSeparator()
            menu.addActions(list(self._menu_actions(entry.comment)))
        return menu

    def outline(self, comment_id: int | None) -> None:
        """Frame a comment's row, because it is spoken of; None frames none."""
        if comment_id != self._outlined:
            self._outlined = comment_id
            self.viewport().update()

    # Picking

    @property
    def picking(self) -> int | None:
        """The comment whose parent is being picked, or None."""
        return self._picking

    def start_picking(self, comment_id: int) -> None:
        """Let the next choice be what a comment answers, instead of going there."""
        self._picking = comment_id
        # Moving about must not scroll the pane, nor mark anything read.
        self._quiet = True
        self._model.set_barred(impossible_parents(self._model.thread_shown, comment_id))
        self.setFocus()
        self._show_current()

    def stop_picking(self, *, go_back: bool = True) -> None:
        """Let choices go to comments again, and be back at the comment there was."""
        if self._picking is None:
            return
        comment_id, self._picking = self._picking, None
        self._quiet = False
        self._model.set_barred(None)
        if go_back:
            self.select_comment(comment_id)

    def _show_current(self) -> None:
        index = self._folding.nearest_shown(self._model.index_of(self._picking or -1))
        if index.isValid():
            self._show_row(index)

    def _pick(self, index: Index) -> None:
        if self._picking is None or not index.isValid():
            return
        parent = self._id_of(index)
        reason = obstacle(self._model.thread_shown, self._picking, parent)
        if reason is None:
            self.parent_picked.emit(parent)
        else:
            self.choice_refused.emit(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While picking, Enter chooses and Escape ends it."""
        if self._picking is None:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.picking_cancelled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self.currentIndex())
        else:
            super().keyPressEvent(event)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current row in view when something opens below."""
        row = self.visualRect(self.currentIndex())
        was_in_view = row.isValid() and 0 <= row.top() < event.oldSize().height()
        super().resizeEvent(event)
        if was_in_view and self._dragged is None:
            self.scrollTo(self.currentIndex())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose while picking; otherwise be ready for a drag."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        is_left = event.button() == Qt.MouseButton.LeftButton
        is_part = index.isValid() and (
            self.toggle_rect(index).contains(point) or self.star_rect(index).contains(point)
        )
        self._pressed = None
        if self._picking is not None and not is_part:
            if is_left and index.isValid():
                self._show_row(index)
                self._pick(index)
            event.accept()
            return
        super().mousePressEvent(event)
        entry = self._model.entry_at(index)
        if is_left and not is_part and entry is not None and entry.comment is not None:
            self._pressed = (entry.id, point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a comment, which must not select others on the way."""
        if not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        point = event.position().toPoint()
        if self._pressed is not None:
            comment_id, start = self._pressed
            if (point - start).manhattanLength() >= QApplication.startDragDistance():
                self._pressed = None
                self._drag(comment_id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        super().mouseReleaseEvent(event)

    # Dragging

    def _drag(self, comment_id: int) -> None:
        index = self._model.index_of(comment_id)
        if not index.isValid():
            return
        drag = QDrag(self)
        content = QMimeData()
        content.setData(MIME_TYPE, str(comment_id).encode())
        drag.setMimeData(content)
        row = self.visualRect(index)
        row.setWidth(min(row.width(), _DRAGGED_WIDTH))
        drag.setPixmap(self._picture(row))
        drag.setHotSpot(QPoint(-14, -4))
        self.begin_drag(comment_id)
        drag.exec(Qt.DropAction.MoveAction)
        self.end_drag()

    def _picture(self, row: QRect) -> QPixmap:
        shot = self.viewport().grab(row)
        picture = QPixmap(shot.size())
        picture.setDevicePixelRatio(shot.devicePixelRatio())
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setOpacity(_DRAGGED_OPACITY)
        painter.drawPixmap(0, 0, shot)
        painter.end()
        return picture

    def begin_drag(self, comment_id: int) -> None:
        """Show where a comment that is being dragged cannot go."""
        self._dragged = comment_id
        self._model.set_barred(impossible_parents(self._model.thread_shown, comment_id))

    def end_drag(self) -> None:
        """Forget the drag."""
        self._scrolling.stop()
        self._dragged = None
        self._model.set_barred(None)
        self._show_target(None, over_top=False)
        self.drop_pondered.emit("")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dragged is not None and event.mimeData().hasFormat(MIME_TYPE):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Say what a drop would do, and scroll near the edges."""
        if self._dragged is None:
            event.ignore()
            return
        self._pointer = event.position().toPoint()
        can_drop = self._show_drop()
        if self._speed_at(self._pointer):
            self._scrolling.start()
        event.setDropAction(Qt.DropAction.MoveAction)
        (event.accept if can_drop else event.ignore)()

    def _show_drop(self) -> bool:
        """Show what a drop at the pointer would do; return whether it may."""
        words, parent, can_drop = self._ponder(self._pointer)
        self._show_target(parent, over_top=can_drop and parent is None)
        self.drop_pondered.emit(words)
        return can_drop

    def _speed_at(self, point: QPoint) -> int:
        """Return how many pixels to scroll at a time, the more the nearer the edge is.

        Qt's own scrolling stops as long as a drop is forbidden, and where the pointer rests.
        """
        height = self.viewport().height()
        near = min(_SCROLL_MARGIN, height // 4)
        inside = min(point.y(), height - 1 - point.y())
        speed = max(0, near - inside) // 2
        return -speed if point.y() < height // 2 else speed

    def _scroll_on(self) -> None:
        bar = self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + self._speed_at(self._pointer))
        if bar.value() == before:
            self._scrolling.stop()
        else:
            self._show_drop()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        event.accept()
        self._scrolling.stop()
        self._show_target(None, over_top=False)
        if self._dragged is not None:
            self.drop_pondered.emit("Let go on a comment, or below the last for the top level")

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell of the drop when the drag's own event loop is over."""
        comment_id = self._dragged
        _, parent, can_drop = self._ponder(event.position().toPoint())
        self._scrolling.stop()
        if comment_id is None or not can_drop:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()
        QTimer.singleShot(0, self, lambda: self.dropped.emit(comment_id, parent))

    def _ponder(self, point: QPoint) -> tuple[str, int | None, bool]:
        """Return what a drop would do in words, the parent it would give, and whether it may."""
        thread = self._model.thread_shown
        dragged = self._model.entry_at(self._model.index_of(self._dragged or -1))
        if dragged is None or dragged.comment is None:
            return "", None, False
        comment, index = dragged.comment, self.indexAt(point)
        at_top_edge = point.y() < _EDGE and self.verticalScrollBar().value() == 0
        if not index.isValid() or at_top_edge:
            if comment.parent is None:
                return "It stands at top level already", None, False
            return "Move to top level", None, True
        target = thread.entries[index.internalId()]
        reason = obstacle(thread, comment.id, target.id)
        if reason is None and comment.parent == target.id and not is_inferred(comment):
            reason = f"It replies to {comment_text.named(target)} already"
        if reason is not None:
            return reason, None, False
        return f"Reply to {comment_text.named(target)}", target.id, True

    def _show_target(self, parent: int | None, *, over_top: bool) -> None:
        if over_top != self._over_top:
            self._over_top = over_top
            self.viewport().update()
        self.outline(parent)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the row that is spoken of, or draw where the top level begins."""
        super().paintEvent(event)
        index = self._model.index_of(self._outlined) if self._outlined is not None else None
        row = self.visualRect(index) if index is not None and index.isValid() else QRect()
        if not (self._over_top or row.isValid()):
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._reply_theme.accent), 2))
        if self._over_top:
            painter.drawLine(4, 1, self.viewport().width() - 4, 1)
        else:
            painter.drawRoundedRect(row.adjusted(3, 1, -3, -2), RADIUS, RADIUS)
