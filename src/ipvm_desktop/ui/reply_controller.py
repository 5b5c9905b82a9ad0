"""Carries out what the reader says about replies: on screen at once, in the library soon."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.placing import (
    awaits_word,
    is_inferred,
    is_set_by_reader,
    obstacle,
    placed,
    restored,
    with_refusal,
)
from ipvm_desktop.domain.thread import Thread, build_thread
from ipvm_desktop.errors import NotFoundError, ReplyError
from ipvm_desktop.library import Library
from ipvm_desktop.ui.jobs import JobRunner
from ipvm_desktop.ui.main_window import MainWindow
from ipvm_desktop.ui.models.comment_text import UNKNOWN_AUTHOR
from ipvm_desktop.ui.reading_controller import ReadingController
from ipvm_desktop.ui.reply_comparison import Told, told
from ipvm_desktop.ui.reply_history import Refusal, ReplyHistory, ReplyStep, State, Word
from ipvm_desktop.ui.views.comment_panel import CommentPanel

_LANE_KEY = "replies"


class ReplyController(QObject):
    """Moves comments, takes that back, and keeps what can be undone.

    Signals:
        changed: ``Changes`` that the reader's word brought about.
        noted: A sentence for the reader.
    """

    changed = Signal(object)
    noted = Signal(str)

    def __init__(
        self,
        library: Library,
        runner: JobRunner,
        reading: ReadingController,
        comments: CommentPanel,
        window: MainWindow,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._runner = runner
        self._reading = reading
        self._comments = comments
        self._window = window
        self._unconfirmed = 0
        self.history = ReplyHistory(self)
        comments.replies.placed.connect(self.place)
        comments.replies.refused.connect(self.refuse)
        comments.replies.noted.connect(self.noted)
        comments.tree.set_menu_actions(self._menu_actions)
        reading.article_changed.connect(self._take_article)
        for name, run in self._runs().items():
            window.commands[name].triggered.connect(partial(self._run, run))
        self._wire_history()

    def _runs(self) -> dict[str, Callable[[], object]]:
        tools = self._comments.replies
        return {
            "reply_to": tools.start_picking,
            "detach": lambda: self._with_current(lambda comment: self.place(comment.id, None)),
            "restore_reply": lambda: self._with_current(lambda comment: self.restore(comment.id)),
            "show_suggestions": tools.show_suggestions,
            "next_suggestion": tools.next_suggestion,
            "accept_suggestion": tools.accept,
            "refuse_suggestion": tools.refuse,
        }

    def _run(self, run: Callable[[], object]) -> None:
        """Carry out a command where the reader sees what it does."""
        if not self._comments.isVisible():
            self._window.commands["show_comments"].trigger()
        run()

    def _wire_history(self) -> None:
        history, commands = self.history, self._window.commands
        undo, redo = commands["undo"], commands["redo"]
        undo.triggered.connect(history.undo)
        redo.triggered.connect(history.redo)
        history.canUndoChanged.connect(undo.setEnabled)
        history.canRedoChanged.connect(redo.setEnabled)
        history.undoTextChanged.connect(partial(_name_step, undo, undo.text()))
        history.redoTextChanged.connect(partial(_name_step, redo, redo.text()))
        undo.setEnabled(False)
        redo.setEnabled(False)

    # What the reader says

    def place(self, comment_id: int, parent: int | None) -> None:
        """Let a comment of the shown article answer another, or none."""
        thread = self._comments.thread_shown
        comment = _comment(thread, comment_id)
        reason = obstacle(thread, comment_id, parent)
        if comment is None or reason is not None:
            self.noted.emit(reason or "")
            return
        if comment.parent == parent and not (is_inferred(comment) or awaits_word(comment)):
            where = "stands at top level" if parent is None else f"answers #{parent}"
            self.noted.emit(f"{_named(comment)} {where} already.")
            return
        target = None if parent is None else _comment(thread, parent)
        what = f"Reply of {_who(comment)} to #{parent}"
        if target is None:
            what = f"Detaching {_named(comment)}"
        after = Word(comment.key, True, target.key if target else None)
        self._push(what, _word(thread, comment), after)

    def restore(self, comment_id: int) -> None:
        """Take back where the reader said that a comment hangs."""
        thread = self._comments.thread_shown
        comment = _comment(thread, comment_id)
        if comment is None:
            return
        if not is_set_by_reader(comment):
            self.noted.emit(f"There is no correction of yours on {_named(comment)}.")
            return
        what = f"Taking Back {_named(comment)}"
        self._push(what, _word(thread, comment), Word(comment.key))

    def refuse(self, comment_id: int, parent: int) -> None:
        """Refuse a suggestion for a comment."""
        thread = self._comments.thread_shown
        comment, target = _comment(thread, comment_id), _comment(thread, parent)
        if comment is not None and target is not None:
            what = f"Refusing #{parent} for {_named(comment)}"
            states = (Refusal(comment.key, target.key, refused) for refused in (False, True))
            self._push(what, *states)

    def look_again(self, article_id: int) -> None:
        """Show what the library holds now of an article's replies, if that one is shown.

        While words of the reader are being written it waits for their confirmation.
        """
        article = self._reading.article
        if article is None or article.id != article_id:
            if self._reading.wanted_id == article_id:
                self._reading.reload()  # it is on its way, maybe as it was before
        elif not self._unconfirmed:
            shown = self._comments.thread_shown
            self._runner.read(
                partial(told, self._library, article, shown, self._reading.order),
                done=partial(self._take_told, article_id),
                failed=_unless_removed,
                receiver=self,
                key=_LANE_KEY,
            )

    def take_changes(self, changes: Changes) -> None:
        """Forget what was said about articles that are no more."""
        for article_id in changes.removed:
            self.history.forget(article_id)

    def _push(self, what: str, before: State, after: State) -> None:
        article = self._reading.article
        if article is not None:
            apply = partial(self._apply, article.id)
            self.history.push(article.id, ReplyStep(what, before, after, apply))

    # On screen and in the library

    def _apply(self, article_id: int, state: State) -> bool:
        """Bring a state about; return False when what it names is there no more."""
        thread = self._comments.thread_shown
        article = self._reading.article
        ids = {entry.comment.key: entry.id for entry in thread.entries if entry.comment}
        named = [key for key in (state.comment, state.parent) if key is not None]
        if article is None or article.id != article_id or not all(key in ids for key in named):
            self.noted.emit("That comment is no longer in this article.")
            return False
        comment_id = ids[state.comment]
        parent = None if state.parent is None else ids[state.parent]
        self._show(thread, comment_id, partial(_in_state, state=state, parent=parent))
        self._write(article_id, comment_id, parent, state)
        return True

    def _show(
        self, thread: Thread[Comment], comment_id: int, change: Callable[[Comment], Comment]
    ) -> None:
        comments = [
            change(entry.comment) if entry.id == comment_id else entry.comment
            for entry in thread.entries
            if entry.comment is not None
        ]
        self._reading.show_thread(build_thread(comments))
        tree = self._comments.tree
        if tree.current_comment() == comment_id:
            tree.reveal(comment_id)
        else:
            self._comments.select_comment(comment_id, quiet=False)

    def _write(self, article_id: int, comment_id: int, parent: int | None, state: State) -> None:
        library = self._library

        def write() -> Changes:
            if isinstance(state, Word):
                if state.is_said:
                    return library.place_comment(article_id, comment_id, parent)
                return library.restore_comment(article_id, comment_id)
            if parent is None:
                raise AssertionError("a refusal names the comment that is not answered")
            refused = state.is_refused
            return library.refuse_suggestion(article_id, comment_id, parent, refused=refused)

        self._unconfirmed += 1
        self._runner.write(
            write, done=partial(self._take_written, article_id), failed=self._fail, receiver=self
        )

    def _take_written(self, article_id: int, changes: Changes) -> None:
        self._confirm(article_id)
        self.changed.emit(changes)

    def _fail(self, error: Exception) -> None:
        """Show again what the library holds; of a removed article there is nothing to show."""
        article = self._reading.article
        self._confirm(article.id if article else None)
        if isinstance(error, ReplyError):
            self.noted.emit(str(error))
        elif not isinstance(error, NotFoundError):
            raise error

    def _confirm(self, article_id: int | None) -> None:
        """Compare with the library what is shown, once nothing more is being written."""
        self._unconfirmed -= 1
        if article_id is not None:
            self.look_again(article_id)

    def _take_told(self, article_id: int, found: Told | None) -> None:
        article = self._reading.article
        if self._unconfirmed or article is None or article.id != article_id or found is None:
            return
        if found.thread is None:
            self._reading.reload()
        else:
            self._reading.take_thread(found.thread, found.quotes)

    # Around it

    def _take_article(self, article: Article | None) -> None:
        self.history.show_article(article.id if article else None)

    def _with_current(self, act: Callable[[Comment], None]) -> None:
        current = self._comments.current_comment()
        comment = None if current is None else _comment(self._comments.thread_shown, current)
        if comment is None:
            self.noted.emit("Choose a comment first.")
        else:
            act(comment)

    def _menu_actions(self, comment: Comment) -> list[QAction]:
        """Return the commands that have something to do for a comment."""
        inferred = is_inferred(comment)
        names = {
            "reply_to": True,
            "detach": comment.parent is not None,
            "restore_reply": is_set_by_reader(comment),
            "show_suggestions": inferred or bool(comment.suggestions),
            "accept_suggestion": inferred,
            "refuse_suggestion": inferred,
        }
        return [self._window.commands[name] for name, is_offered in names.items() if is_offered]


def _name_step(action: QAction, words: str, what: str) -> None:
    # Names may hold what menus take for the sign of a mnemonic.
    action.setText(f"{words} {what.replace('&', '&&')}".strip())


def _comment(thread: Thread[Comment], comment_id: int) -> Comment | None:
    position = thread.position(comment_id)
    return None if position is None else thread.entries[position].comment


def _word(thread: Thread[Comment], comment: Comment) -> Word:
    """Return what the reader says of a comment now."""
    if not is_set_by_reader(comment):
        return Word(comment.key)
    parent = None if comment.parent is None else _comment(thread, comment.parent)
    return Word(comment.key, True, parent.key if parent else None)


def _in_state(comment: Comment, *, state: State, parent: int | None) -> Comment:
    if isinstance(state, Word):
        return placed(comment, parent) if state.is_said else restored(comment)
    return comment if parent is None else with_refusal(comment, parent, state.is_refused)


def _who(comment: Comment) -> str:
    return comment.author or UNKNOWN_AUTHOR


def _named(comment: Comment) -> str:
    return f"{_who(comment)} (#{comment.id})"


def _unless_removed(error: Exception) -> None:
    if not isinstance(error, NotFoundError):
        raise error
