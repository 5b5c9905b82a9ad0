"""The discussion's panel: its figures, its filter, the tree, and when people wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.people import Participant, participants
from ipvm_desktop.domain.query import (
    CommentFilter,
    FilteredThread,
    filter_thread,
    marked_terms,
    query_terms,
    same_comments,
)
from ipvm_desktop.domain.thread import Thread
from ipvm_desktop.ui.theme import LIGHT, Theme
from ipvm_desktop.ui.views import discussion_words
from ipvm_desktop.ui.views._comment_filters import CommentFilters
from ipvm_desktop.ui.views._comment_steps import Step
from ipvm_desktop.ui.views._discussion_title import DiscussionTitle
from ipvm_desktop.ui.views._filter_words import FilterBanner, NoRowsPage
from ipvm_desktop.ui.views._reply_tools import ReplyTools
from ipvm_desktop.ui.views._reply_tree import ReplyTree
from ipvm_desktop.ui.views.date_histogram import DateHistogram

Done: TypeAlias = Callable[[FilteredThread], None]
Runner: TypeAlias = Callable[[Callable[[], FilteredThread], Done], object]

# Shorter discussions are filtered at once; it takes less than a frame.
_LONG_THREAD = 5_000
_MARGIN = 10
_ROOMY = 380
# Heights below which people get one row, and the histogram makes room for suggestions.
_LOW, _MIDDLING = 740, 900


class CommentPanel(QWidget):
    """The outline of one article's discussion.

    Signals:
        comment_activated: The reader went to a comment (its id).
        filter_changed: The ``CommentFilter`` and the ``FilteredThread`` it keeps.
        star_toggle_requested: The reader asks to star or unstar a comment (its id).
        read_toggle_requested: The reader asks to mark a comment read or unread (its id).
        person_requested: A name as printed; the reader asks who this is.
    """

    comment_activated = Signal(int)
    filter_changed = Signal(object, object)
    star_toggle_requested = Signal(int)
    read_toggle_requested = Signal(int)
    person_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._article: Article | None = None
        self._runner: Runner | None = None
        self._request = 0
        self._answered = 0
        self.filters = CommentFilters()
        self.tree = ReplyTree()
        self.replies = ReplyTools(self.tree)
        self.histogram = DateHistogram()
        self._head_line = DiscussionTitle()
        self._banner = FilterBanner()
        self._no_rows = NoRowsPage()
        self.title = self._head_line.words
        self.order_button = self._head_line.order_button
        self._build()
        self._connect()
        self.set_theme(LIGHT)
        self.clear()

    # Building

    def _build(self) -> None:
        self.setAccessibleName("Discussion")
        self.setMinimumWidth(220)
        self.setFocusProxy(self.tree)
        head = QWidget()
        inner = QVBoxLayout(head)
        inner.setContentsMargins(_MARGIN, 8, _MARGIN, 8)
        inner.setSpacing(8)
        inner.addWidget(self._head_line)
        inner.addWidget(self.filters)
        inner.addWidget(self._banner)
        self._head = head
        self._stack = QStackedWidget()
        self._stack.addWidget(self.tree)
        self._stack.addWidget(self._no_rows)
        self._foot = QWidget()  # which gives way where the histogram itself has something to show
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.histogram)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.replies.banner)
        column.addWidget(self._stack, 1)
        column.addWidget(self.replies.drop_banner)
        column.addWidget(self.replies.strip)
        column.addWidget(self.replies.legend)
        column.addWidget(self._foot)

    def _connect(self) -> None:
        self.tree.comment_activated.connect(self.comment_activated)
        self.replies.strip.came_or_went.connect(self._fit_height)
        self.tree.star_toggle_requested.connect(self.star_toggle_requested)
        self.tree.read_toggle_requested.connect(self.read_toggle_requested)
        self.tree.author_chosen.connect(self.show_only)
        self.tree.person_requested.connect(self.person_requested)
        self.filters.people.person_requested.connect(self.person_requested)
        self.filters.changed.connect(self._filter)
        self.filters.field.returnPressed.connect(self.tree.setFocus)
        self._head_line.unfold_requested.connect(self.expand_all)
        self._head_line.fold_requested.connect(self.collapse_all)
        for words in (self._banner, self._no_rows):
            words.clear_requested.connect(self.filters.clear)
        self.histogram.range_chosen.connect(self.filters.set_dates)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self.tree.set_theme(theme)
        self.histogram.set_theme(theme)
        self.replies.set_theme(theme)
        self.filters.people.set_theme(theme)
        self._head_line.set_theme(theme)

    def set_runner(self, runner: Runner | None) -> None:
        """Filter long discussions by a runner of background work.

        Args:
            runner: Takes the work and who receives its answer on the GUI thread; late
                answers may come, they are dropped. None filters right away.
        """
        self._runner = runner

    # What is shown

    @property
    def thread_shown(self) -> Thread[Comment]:
        """The whole discussion with the present marks."""
        return self.tree.comments.thread_shown

    def clear(self) -> None:
        """Show that no article is open."""
        self._article = None
        self._show(Thread(), (), keep=False)
        self._tell("No article open", "Its discussion will stand here.")

    def set_thread(
        self,
        thread: Thread[Comment],
        article: Article,
        people: Sequence[Participant] | None = None,
    ) -> None:
        """Show an article's discussion.

        The same article again keeps filter, selection and folding.

        Args:
            thread: The discussion.
            article: What it is about.
            people: Who takes part; None where no names are merged.
        """
        keep = self._article is not None and self._article.id == article.id
        self._article = article
        if people is None:
            people = participants(entry.comment for entry in thread.entries if entry.comment)
        self._show(thread, people, keep=keep)
        if not any(entry.comment for entry in thread.entries):
            self._tell(*discussion_words.why_empty(article))

    def update_thread(self, thread: Thread[Comment]) -> None:
        """Show the same comments with other replies, or in another order.

        A filter keeps what it found before, so that nothing vanishes while it is read.
        """
        wanted = self.filters.filter
        is_asking = self._request != self._answered
        shown = same_comments(thread, self.tree.comments.matching_ids()) if wanted else None
        self.tree.update_thread(thread, shown)
        self.histogram.set_thread(thread, self._usual_year())
        self.histogram.set_matches(shown)
        self.histogram.set_chosen(wanted.since, wanted.until)
        self._show_title()
        self.replies.set_thread(thread)
        if is_asking:
            self._filter(wanted)
        elif shown is not None:
            self._banner.set_words(discussion_words.matches(self._total(), shown))

    def _total(self) -> int:
        return sum(entry.comment is not None for entry in self.thread_shown.entries)

    def set_people(self, people: Sequence[Participant]) -> None:
        """Take over who is whom, after names were merged or split."""
        self.filters.set_people(people)
        self.tree.set_people(people)
        self._show_title()

    def _show(self, thread: Thread[Comment], people: Sequence[Participant], *, keep: bool) -> None:
        self._request += 1
        self._answered = self._request
        year = self._usual_year()
        wanted = self.filters.filter if keep else CommentFilter()
        had_filter = bool(self.filters.filter)
        self.filters.blockSignals(True)
        self.filters.set_filter(wanted)
        self.filters.set_thread(thread, year)
        self.filters.set_people(people)
        wanted = self.filters.filter
        self.filters.blockSignals(False)
        self.tree.set_people(people)
        self.tree.set_thread(thread, year, keep=keep)
        self.replies.set_thread(thread, keep=keep)
        self.histogram.set_thread(thread, year)
        has_comments = any(entry.comment for entry in thread.entries)
        self._head.setVisible(has_comments)
        self._banner.hide()
        self._stack.setCurrentIndex(0)
        self._show_title()
        if had_filter or wanted:
            self._filter(wanted)

    def _usual_year(self) -> int | None:
        published = self._article.published if self._article else None
        return published.year if published else None

    def _show_title(self) -> None:
        declared = self._article.declared_comments if self._article else None
        people = len(self.filters.people.people)
        self._head_line.set_figures(*discussion_words.figures(self.thread_shown, declared, people))

    def _tell(self, heading: str, text: str, *, can_clear: bool = False) -> None:
        """Show a message in place of the tree."""
        self._no_rows.set_words(heading, text, can_clear=can_clear)
        self._stack.setCurrentIndex(1)

    # Filtering

    def comment_filter(self) -> CommentFilter:
        """Return what is asked for."""
        return self.filters.filter

    def set_comment_filter(self, wanted: CommentFilter) -> None:
        """Ask for something else, as if the reader did."""
        self.filters.set_filter(wanted)

    def show_only(self, author: str) -> None:
        """Ask for the comments of the person who has this name."""
        self.filters.set_filter(CommentFilter(authors=self.filters.people.names_of(author)))

    def set_search(self, text: str) -> None:
        """Mark what the library is searched for; "" to mark nothing."""
        self.tree.set_search(marked_terms(text))

    def focus_filter(self) -> None:
        """Let the reader type what to look for."""
        self.filters.focus_field()

    def clear_last_constraint(self) -> bool:
        """Do what Escape does here; return whether there was anything to clear."""
        return self.replies.close() or self.filters.clear_last()

    def _filter(self, wanted: CommentFilter) -> None:
        self._request += 1
        request = self._request
        thread = self.thread_shown

        def find() -> FilteredThread:
            return filter_thread(thread, wanted)

        def show(shown: FilteredThread) -> None:
            if request == self._request:
                self._show_filtered(wanted, shown)

        if self._runner is None or len(thread.entries) < _LONG_THREAD:
            show(find())
        else:
            self._runner(find, show)

    def _show_filtered(self, wanted: CommentFilter, shown: FilteredThread) -> None:
        self._answered = self._request
        self.tree.set_filter(shown if wanted else None, query_terms(wanted.text))
        self.histogram.set_matches(shown if wanted else None)
        self.histogram.set_chosen(wanted.since, wanted.until)
        total = self._total()
        matching = len(shown.matches)
        self._banner.setVisible(bool(wanted) and matching > 0)
        self._banner.set_words(discussion_words.matches(total, shown))
        if total and not matching:
            self._tell("Nothing matches", f"None of {total:,} comments.", can_clear=True)
        elif total:
            self._stack.setCurrentIndex(0)
        self.filter_changed.emit(wanted, shown)

    def event(self, event: QEvent) -> bool:
        """Claim Escape before a shortcut of the window does, as long as there is a filter."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and (self.replies.is_open or self.filters.filter or self.filters.field.text())
        ):
            event.accept()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.order_button.set_roomy(event.size().width() >= _ROOMY)
        self._fit_height()

    def _fit_height(self) -> None:
        """Leave the tree at least about half of the height."""
        self.filters.people.set_dense(self.height() < _LOW)
        self._foot.setVisible(self.height() >= _MIDDLING or self.replies.strip.isHidden())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a constraint back on Escape, and go down from the field to the comments."""
        if event.key() == Qt.Key.Key_Escape and self.clear_last_constraint():
            event.accept()
        elif event.key() == Qt.Key.Key_Down and self.filters.field.hasFocus():
            self.tree.setFocus()
        else:
            super().keyPressEvent(event)

    # The tree, for the window

    def current_comment(self) -> int | None:
        """Return the comment the reader is at, or None."""
        return self.tree.current_comment()

    def select_comment(self, comment_id: int, *, quiet: bool = True) -> bool:
        """Go to a comment; see ``CommentTreeView.select_comment``."""
        return self.tree.select_comment(comment_id, quiet=quiet)

    def next_comment(self) -> bool:
        """Go to the next comment; return whether there is one."""
        return self.tree.next_comment()

    def previous_comment(self) -> bool:
        """Go to the previous comment; return whether there is one."""
        return self.tree.previous_comment()

    def next_unread(self) -> bool:
        """Go to the next unread comment, from the top again at the end."""
        return self.tree.next_unread()

    def go(self, step: Step) -> bool:
        """Take a step from where the reader is; return whether it leads anywhere."""
        return self.tree.go(step)

    def expand_all(self) -> None:
        """Unfold all replies."""
        self.tree.expand_all()

    def collapse_all(self) -> None:
        """Fold all replies."""
        self.tree.collapse_all()

    def update_marks(self, marks: Mapping[int, tuple[bool, bool]]) -> None:
        """Repaint comments whose ``(read, starred)`` changed.

        A filter for unread ones keeps its rows until it is asked anew, so that nothing
        vanishes while it is read.
        """
        self.tree.update_marks(marks)
        self.filters.set_marks(self.thread_shown)
