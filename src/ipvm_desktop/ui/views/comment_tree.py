"""The tree of comments: rows, folding, and moving from comment to comment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QMenu, QStyle, QTreeView, QWidget

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.people import Participant
from ipvm_desktop.domain.query import FilteredThread
from ipvm_desktop.domain.thread import Thread, ThreadEntry
from ipvm_desktop.ui.delegates.comment_delegate import CommentDelegate
from ipvm_desktop.ui.models.comment_tree import CommentTreeModel
from ipvm_desktop.ui.theme import Theme
from ipvm_desktop.ui.views._comment_steps import Step, goal
from ipvm_desktop.ui.views._tree_folding import TreeFolding

Index = QModelIndex | QPersistentModelIndex


class CommentTreeView(QTreeView):
    """Shows a thread, or what a filter keeps of it, all unfolded at first.

    Signals:
        comment_activated: The reader went to a comment (its id).
        current_moved: ``current_comment`` is another one, whoever went there.
        star_toggle_requested: The reader clicked a star (the comment's id).
        read_toggle_requested: The reader asked for read or unread (the comment's id).
        author_chosen: The reader asks for this author's comments only.
        person_requested: The reader asks who this author is.
    """

    comment_activated = Signal(int)
    current_moved = Signal()
    star_toggle_requested = Signal(int)
    read_toggle_requested = Signal(int)
    author_chosen = Signal(str)
    person_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = CommentTreeModel(self)
        self._delegate = CommentDelegate(self)
        self._current_id: int | None = None
        self._quiet = False
        self._set_up()
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self._folding = TreeFolding(self, self._model)

    def _set_up(self) -> None:
        self.setAccessibleName("Comments")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setStretchLastSection(True)
        self.header().setMinimumSectionSize(0)

    @property
    def comments(self) -> CommentTreeModel:
        """The model behind the tree."""
        return self._model

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._delegate.set_theme(theme)
        self.viewport().update()

    # What is shown

    def set_people(self, people: Iterable[Participant]) -> None:
        """Say whose names are one person's; each person has one colour."""
        self._delegate.set_people(people)
        self.viewport().update()

    def set_thread(
        self, thread: Thread[Comment], usual_year: int | None, *, keep: bool = False
    ) -> None:
        """Show another thread, unfiltered, or with ``keep`` a newer state of the same one."""
        if not keep:
            self._be_at(None)
            self._folding.forget()
        self._folding.take_filter_away()
        self._model.set_thread(thread, usual_year)
        self._after_reset()
        if not keep:
            self.scrollToTop()

    def update_thread(self, thread: Thread[Comment], shown: FilteredThread | None) -> None:
        """Show a newer state of the same comments, and what the same filter keeps of it.

        The current row, or else the topmost one, stays where it is on screen.
        """
        held, top = self._held_row()
        self._model.update_thread(thread, shown)
        self._delegate.set_levels(self._model.visible.max_depth)
        self._folding.restore()
        if self._current_id is not None:
            current = self._folding.nearest_shown(self._model.index_of(self._current_id))
            self._quietly(lambda: self.setCurrentIndex(current))
        index = self._folding.nearest_shown(self._model.index_of(held))
        if index.isValid():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(index).top() - top)

    def _held_row(self) -> tuple[int, int]:
        """Return the comment whose row stays in place, and where it stands."""
        index = self.currentIndex()
        area = self.viewport().rect()
        if not index.isValid() or not area.intersects(self.visualRect(index)):
            index = self.indexAt(QPoint(area.center().x(), 0))
        return (self._id_of(index), self.visualRect(index).top()) if index.isValid() else (-1, 0)

    def set_filter(self, shown: FilteredThread | None, terms: Sequence[str] = ()) -> None:
        """Show what a filter keeps, all unfolded; None takes it away and folds as before."""
        before = set(self._folding.ids)
        if shown is None:
            self._folding.take_filter_away()
        else:
            self._folding.is_filtered = True
        if self._model.set_filter(shown, tuple(terms)) or before != self._folding.ids:
            self._after_reset()
        self.viewport().update()

    def set_search(self, terms: Sequence[str]) -> None:
        """Mark words that the library is searched for; none to mark nothing."""
        self._model.set_search(tuple(terms))
        self.viewport().update()

    def update_marks(self, marks: Mapping[int, tuple[bool, bool]]) -> None:
        """Repaint comments whose ``(read, starred)`` changed; the rows stay as they are."""
        self._model.update_marks(marks)

    def _after_reset(self) -> None:
        self._delegate.set_levels(self._model.visible.max_depth)
        self._folding.restore()
        index = self._model.index_of(self._current_id) if self._current_id is not None else None
        if index is not None and index.isValid():
            self._show_row(index)

    def expand_all(self) -> None:
        """Unfold all replies."""
        self._folding.unfold_all()
        self._keep_current_in_sight()

    def collapse_all(self) -> None:
        """Fold all replies, leaving the top level."""
        self._folding.fold_all()
        self._keep_current_in_sight()

    def _keep_current_in_sight(self) -> None:
        if self._current_id is not None:
            index = self._folding.nearest_shown(self._model.index_of(self._current_id))
            if index.isValid():
                self._show_row(index)

    def _id_of(self, index: Index) -> int:
        return self._model.thread_shown.entries[index.internalId()].id

    # Where the reader is

    def current_comment(self) -> int | None:
        """Return the comment the reader is at, also while a filter hides it."""
        return self._current_id

    def select_comment(self, comment_id: int, *, quiet: bool = True) -> bool:
        """Go to a comment.

        Args:
            comment_id: Ids that are not in the thread are ignored.
            quiet: The pane moved, not the reader here: nothing is emitted, and replies
                stay folded, the row they are folded into standing for them.

        Returns:
            Whether the comment is in the thread and not filtered out.
        """
        if self._model.position_of(comment_id) is None:
            return False
        self._be_at(comment_id)
        index = self._model.index_of(comment_id)
        if not index.isValid():
            self._clear_row()
            return False
        self._show_row(self._folding.nearest_shown(index) if quiet else index)
        if not quiet:
            self.comment_activated.emit(comment_id)
        return True

    def _clear_row(self) -> None:
        self._quietly(lambda: self.setCurrentIndex(QModelIndex()))

    def reveal(self, comment_id: int) -> None:
        """Show where a comment is now, unfolding what hides it; nothing is emitted."""
        index = self._model.index_of(comment_id)
        if index.isValid():
            self._be_at(comment_id)
            self._show_row(index)

    def _show_row(self, index: QModelIndex) -> None:
        self._quietly(lambda: self.setCurrentIndex(index))
        self.scrollTo(index)

    def _quietly(self, act: Callable[[], None]) -> None:
        before, self._quiet = self._quiet, True
        try:
            act()
        finally:
            self._quiet = before

    def go(self, step: Step) -> bool:
        """Take a step from where the reader is; return whether it leads anywhere."""
        comment_id = goal(self._model, self._current_id, step)
        return comment_id is not None and self.select_comment(comment_id, quiet=False)

    def next_comment(self) -> bool:
        """Go to the next comment on screen or folded away; return whether there is one."""
        return self.go(Step.NEXT)

    def previous_comment(self) -> bool:
        """Go to the previous comment; return whether there is one."""
        return self.go(Step.PREVIOUS)

    def next_unread(self) -> bool:
        """Go to the next unread comment, from the top again at the end."""
        return self.go(Step.NEXT_UNREAD)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the first comment; a click goes to its own.

        Qt would make the first one current without selecting it, and before each click.
        """
        had_current = self.currentIndex().isValid()
        self._quietly(lambda: super(CommentTreeView, self).focusInEvent(event))
        first = self.currentIndex()
        if had_current or not first.isValid():
            return
        self._quietly(lambda: self.selectionModel().clearCurrentIndex())
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.setCurrentIndex(first)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._quiet and current.isValid():
            self._activate(self._id_of(current))

    def _activate(self, comment_id: int) -> None:
        self._be_at(comment_id)
        self.comment_activated.emit(comment_id)

    def _be_at(self, comment_id: int | None) -> None:
        if comment_id != self._current_id:
            self._current_id = comment_id
            self.current_moved.emit()

    # Mouse and keys

    def toggle_rect(self, index: Index) -> QRect:
        """Return where a click folds or unfolds a row, in the viewport."""
        return self._part(index, "toggle") if self._model.hasChildren(index) else QRect()

    def star_rect(self, index: Index) -> QRect:
        """Return where a click sets or takes the star, in the viewport."""
        entry = self._model.entry_at(index)
        return self._part(index, "star") if entry and entry.comment else QRect()

    def _part(self, index: Index, name: str) -> QRect:
        entry = self._model.entry_at(index)
        if entry is None:
            return QRect()
        row = self.visualRect(index)
        layout = self._delegate.layout(row, self.font(), entry.depth)
        part: QRect = getattr(layout, name)
        return QStyle.visualRect(self.layoutDirection(), row, part)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold, star, or go to a comment, also to the one already current."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        if event.button() == Qt.MouseButton.LeftButton and self._press_part(index, point):
            event.accept()
            return
        was_current = index.isValid() and index == self.currentIndex()
        super().mousePressEvent(event)
        if was_current and event.button() == Qt.MouseButton.LeftButton:
            self._activate(self._id_of(index))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fold on a double click, but take one on a button as the two clicks it is."""
        point = event.position().toPoint()
        if self._press_part(self.indexAt(point), point):
            event.accept()
        else:
            super().mouseDoubleClickEvent(event)

    def _press_part(self, index: QModelIndex, point: QPoint) -> bool:
        if not index.isValid():
            return False
        if self.toggle_rect(index).contains(point):
            self.setExpanded(index, not self.isExpanded(index))
            return True
        if self.star_rect(index).contains(point):
            self.star_toggle_requested.emit(self._id_of(index))
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Escape to the panel; Enter goes to the comment again."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.comment_activated.emit(self._id_of(self.currentIndex()))
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: single letters are the window's commands."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the comment under the mouse or the current one."""
        from_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if from_keyboard else self.indexAt(event.pos())
        entry = self._model.entry_at(index)
        if entry is None:
            return
        place = self.visualRect(index).center() if from_keyboard else event.pos()
        menu = self.build_menu(entry, index)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(place))

    def build_menu(self, entry: ThreadEntry[Comment], index: QModelIndex) -> QMenu:
        """Return the context menu of a row."""
        menu = QMenu(self)
        comment = entry.comment
        if comment is not None:
            star = "Unstar" if comment.starred else "Star"
            menu.addAction(star, lambda: self.star_toggle_requested.emit(comment.id))
            read = "Mark Unread" if comment.read else "Mark Read"
            menu.addAction(read, lambda: self.read_toggle_requested.emit(comment.id))
            menu.addSeparator()
            author = comment.author
            if author:
                shown = author.replace("&", "&&")
                only = menu.addAction(f"Only Comments by {shown}")
                only.triggered.connect(lambda: self.author_chosen.emit(author))
                about = menu.addAction(f"About {shown}…")
                about.triggered.connect(lambda: self.person_requested.emit(author))
            text = comment.body_text
            menu.addAction("Copy Text", lambda: QGuiApplication.clipboard().setText(text))
        if self._model.hasChildren(index):
            folds = self.isExpanded(index)
            menu.addAction(
                "Fold Replies" if folds else "Unfold Replies",
                # By id, since a filter may have changed the rows meanwhile.
                lambda: self.setExpanded(self._model.index_of(entry.id), not folds),
            )
        return menu

    # Painting

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Draw nothing: the delegate joins the rows."""

    def dataChanged(
        self, _top_left: Index, _bottom_right: Index, _roles: Sequence[int] = ()
    ) -> None:
        """Repaint what is in sight; rows never change their height."""
        self.viewport().update()
