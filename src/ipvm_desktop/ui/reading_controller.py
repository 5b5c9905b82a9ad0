"""Loads the article that is read, keeps pane and tree in step, and marks what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.people import Participant, participants
from ipvm_desktop.domain.query import CommentFilter, FilteredThread, query_terms
from ipvm_desktop.domain.thread import Thread, ThreadOrder, arranged, build_thread
from ipvm_desktop.errors import NotFoundError
from ipvm_desktop.library import Library
from ipvm_desktop.render.pictures import digests
from ipvm_desktop.render.quotes import QuoteIndex
from ipvm_desktop.ui.jobs import JobRunner
from ipvm_desktop.ui.pictures import Size, decode, measured
from ipvm_desktop.ui.views.comment_panel import CommentPanel
from ipvm_desktop.ui.views.reading_pane import ReadingPane

READ_AFTER_MS = 1000

_LANE_KEY = "article"


@dataclass(frozen=True, slots=True)
class Opened:
    """An article as it was loaded for reading.

    Attributes:
        article: The article.
        thread: Its discussion.
        people: Who takes part in it.
        position: Where the reader left it, or None.
        quotes: Who quotes whom in it.
        pictures: Sizes in pixels of the pictures there are, by digest.
        copies: How many other copies the library holds.
    """

    article: Article
    thread: Thread[Comment]
    people: tuple[Participant, ...]
    position: str | None
    quotes: QuoteIndex
    pictures: Mapping[str, Size]
    copies: int


def load(library: Library, article_id: int, order: ThreadOrder = ThreadOrder.THREADED) -> Opened:
    """Read an article with its discussion.

    Raises:
        NotFoundError: It was removed meanwhile.
    """
    article = library.article(article_id)
    comments = library.comments(article_id)
    thread = arranged(build_thread(comments), order)
    people = participants(comments, library.people.aliases().of(article.key))
    position = library.position(article_id)
    bodies = (article.body_html, *(comment.body_html for comment in comments))
    pictures = measured(digests(bodies), library.picture, library.picture_head)
    quotes = QuoteIndex.of(article, thread)
    copies = len(library.versions(article_id))
    return Opened(article, thread, people, position, quotes, pictures, copies)


class ReadingController(QObject):
    """What happens between choosing an article and having read it.

    Signals:
        article_changed: The ``Article`` now shown, also after its marks changed; or None.
        marked: ``Changes`` that reading brought about.
    """

    article_changed = Signal(object)
    marked = Signal(object)

    def __init__(
        self,
        library: Library,
        runner: JobRunner,
        pane: ReadingPane,
        comments: CommentPanel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._runner = runner
        self._pane = pane
        self._comments = comments
        self._article: Article | None = None
        self._marks: dict[int, tuple[bool, bool]] = {}  # comment id: read, starred
        # Where articles were left in this run: a load may overtake the write of a position.
        self._positions: dict[int, str] = {}
        self._wanted: int | None = None
        self._order = ThreadOrder.THREADED
        self._shown_long_enough = QTimer(self)
        self._shown_long_enough.setSingleShot(True)
        self._shown_long_enough.setInterval(READ_AFTER_MS)
        self._shown_long_enough.timeout.connect(partial(self.mark_read, True))
        pane.comment_in_view.connect(self._follow_pane)
        pane.comments_seen.connect(self._see)
        pane.picture_wanted.connect(self._decode)
        comments.comment_activated.connect(self._follow_tree)
        comments.filter_changed.connect(self._mark_matches)
        comments.star_toggle_requested.connect(self.toggle_comment_star)
        comments.read_toggle_requested.connect(self.toggle_comment_read)

    @property
    def article(self) -> Article | None:
        """The article now shown, or None."""
        return self._article

    @property
    def wanted_id(self) -> int | None:
        """The article that is shown or on its way, or None."""
        return self._wanted

    def open(self, article_id: int | None) -> None:
        """Show an article, or nothing; a late answer to an earlier request is dropped."""
        if article_id == self._wanted:
            return
        self._wanted = article_id
        self._load(article_id)

    def reload(self) -> None:
        """Load the shown article again, because its contents changed."""
        if self._wanted is not None:
            self.keep_position()
            self._load(self._wanted)

    @property
    def order(self) -> ThreadOrder:
        """How discussions are laid out."""
        return self._order

    def set_order(self, order: ThreadOrder) -> None:
        """Lay discussions out in another order, from now on."""
        self._order = order
        if self._article is not None:
            self.show_thread(self._comments.thread_shown)

    def show_thread(self, thread: Thread[Comment], quotes: QuoteIndex | None = None) -> None:
        """Show other replies between the same comments, leaving the reader where he is.

        Args:
            thread: The discussion.
            quotes: Who quotes whom in it; None where that is as before.
        """
        thread = arranged(thread, self._order)
        self._comments.update_thread(thread)
        self._pane.update_thread(thread, quotes)

    def take_thread(self, thread: Thread[Comment], quotes: QuoteIndex) -> None:
        """Show what the library told of the same comments; what was marked since stays so."""
        self.show_thread(thread, quotes)
        self._comments.update_marks(self._marks)

    def keep_position(self) -> None:
        """Remember how far the shown article was read."""
        if self._article is not None:
            article_id, where = self._article.id, self._pane.position()
            self._positions[article_id] = where
            keep = partial(self._library.set_position, article_id, where)
            self._runner.write(keep, failed=_unless_removed)

    def leave(self) -> None:
        """Remember how far the shown article was read, and mark nothing any more."""
        self.keep_position()
        self._shown_long_enough.stop()
        self._article = None
        self._marks = {}

    def mark_read(self, read: bool) -> None:
        """Mark the shown article read or unread."""
        self._shown_long_enough.stop()
        if self._article is not None and self._article.read is not read:
            self._set_article(replace(self._article, read=read))
            article_id = self._article.id
            self._write(partial(self._library.mark_articles, [article_id], read=read))

    def mark_discussion_read(self) -> None:
        """Mark the shown article and all its comments read."""
        if self._article is not None:
            self.mark_read(True)
            self._see(list(self._marks))

    def toggle_read(self) -> None:
        """Mark the shown article unread when it is read, and the reverse."""
        if self._article is not None:
            self.mark_read(not self._article.read)

    def toggle_star(self) -> None:
        """Star or unstar the shown article."""
        if self._article is not None:
            starred = not self._article.starred
            self._set_article(replace(self._article, starred=starred))
            self._write(partial(self._library.mark_articles, [self._article.id], starred=starred))

    def toggle_comment_star(self, comment_id: int) -> None:
        """Star or unstar a comment of the shown article."""
        if comment_id in self._marks:
            self._mark_comments([comment_id], starred=not self._marks[comment_id][1])

    def toggle_comment_read(self, comment_id: int) -> None:
        """Mark a comment of the shown article unread when it is read, and the reverse."""
        if comment_id in self._marks:
            self._mark_comments([comment_id], read=not self._marks[comment_id][0])

    def take_changes(self, changes: Changes) -> None:
        """Take over what was done to the shown article elsewhere: its marks, its removal."""
        if self._wanted in changes.removed:
            self.open(None)
        elif self._article is not None and self._article.id in changes.updated:
            read = partial(self._library.article, self._article.id)
            self._runner.read(read, done=self._take_marks, failed=self._fail, key="marks")

    def _load(self, article_id: int | None) -> None:
        self._shown_long_enough.stop()
        if article_id is None:
            self._runner.forget(_LANE_KEY)
            self._clear()
            return
        self._runner.read(
            partial(load, self._library, article_id, self._order),
            done=self._show,
            failed=self._fail,
            key=_LANE_KEY,
        )

    def _show(self, opened: Opened) -> None:
        is_reload = self._article is not None and self._article.id == opened.article.id
        if not is_reload:
            self.keep_position()
        thread = arranged(opened.thread, self._order)
        entries = thread.entries
        self._marks = {
            entry.id: (entry.comment.read, entry.comment.starred)
            for entry in entries
            if entry.comment is not None
        }
        self._article = opened.article
        self._pane.show_article(
            opened.article, thread, opened.quotes, opened.pictures, opened.copies
        )
        self._comments.set_thread(thread, opened.article, opened.people)
        position = self._positions.get(opened.article.id, opened.position)
        if position is not None:
            at = self._comments.current_comment() if is_reload else None
            self._pane.restore_position(position, at)
        self._shown_long_enough.start()
        self.article_changed.emit(opened.article)

    def _decode(self, digest: str, width: int, height: int) -> None:
        library = self._library

        def read() -> QImage | None:
            return decode(library.picture(digest), width, height)

        self._runner.read(read, done=partial(self._pane.put_picture, digest), receiver=self._pane)

    def _fail(self, error: BaseException) -> None:
        if not isinstance(error, NotFoundError):
            raise error
        self._wanted = None
        self._clear()

    def _clear(self) -> None:
        self.keep_position()
        self._article = None
        self._marks = {}
        self._pane.clear()
        self._comments.clear()
        self.article_changed.emit(None)

    def _take_marks(self, article: Article) -> None:
        if self._article is not None and article.id == self._article.id:
            # Otherwise it would be marked read again as soon as the reader said unread.
            self._shown_long_enough.stop()
            self._set_article(replace(self._article, read=article.read, starred=article.starred))

    def _set_article(self, article: Article) -> None:
        self._article = article
        self.article_changed.emit(article)

    def _follow_pane(self, comment_id: int) -> None:
        self._comments.select_comment(comment_id, quiet=True)

    def _follow_tree(self, comment_id: int) -> None:
        self._pane.scroll_to_comment(comment_id)
        self._see([comment_id])

    def _mark_matches(self, wanted: CommentFilter, found: FilteredThread) -> None:
        thread = self._comments.thread_shown
        ids = {thread.entries[position].id for position in found.matches} if wanted else set()
        self._pane.set_matches(ids, query_terms(wanted.text))

    def _see(self, comment_ids: Iterable[int]) -> None:
        unread = [each for each in comment_ids if each in self._marks and not self._marks[each][0]]
        if unread:
            self._mark_comments(unread, read=True)

    def _mark_comments(
        self, comment_ids: list[int], *, read: bool | None = None, starred: bool | None = None
    ) -> None:
        """Mark comments on the screen at once and in the library soon."""
        if self._article is None:
            return
        for comment_id in comment_ids:
            was_read, was_starred = self._marks[comment_id]
            self._marks[comment_id] = (
                was_read if read is None else read,
                was_starred if starred is None else starred,
            )
        marks = {each: self._marks[each] for each in comment_ids}
        self._comments.update_marks(marks)
        self._pane.update_marks(marks)
        self._write(
            partial(
                self._library.mark_comments,
                self._article.id,
                comment_ids,
                read=read,
                starred=starred,
            )
        )

    def _write(self, mark: partial[Changes]) -> None:
        self._runner.write(mark, done=self.marked.emit, failed=_unless_removed)


def _unless_removed(error: BaseException) -> None:
    """Pass over that an article was removed meanwhile; its marks are wanted no more."""
    if not isinstance(error, NotFoundError):
        raise error
