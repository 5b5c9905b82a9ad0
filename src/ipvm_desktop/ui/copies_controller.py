"""What happens when the reader asks for other copies of an article, or copies wait for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.errors import NotFoundError
from ipvm_desktop.library import Library
from ipvm_desktop.ui.counted_words import counted
from ipvm_desktop.ui.jobs import JobRunner

if TYPE_CHECKING:
    from ipvm_desktop.domain.versions import Version
    from ipvm_desktop.ui.dialogs.copies import CopiesDialog

    _Copies = tuple[tuple[Version, ...], dict[int, Article]]


class CopiesController(QObject):
    """Opens the dialog of copies and carries out what is chosen in it.

    Signals:
        changed: ``Changes`` that a choice brought about.
        noted: A sentence for the status bar.
        waiting_counted: How many copies wait for the reader, after ``count_waiting``.
    """

    changed = Signal(object)
    noted = Signal(str)
    waiting_counted = Signal(int)

    def __init__(
        self, library: Library, runner: JobRunner, window: QWidget, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._runner = runner
        self._window = window
        self._dialog: CopiesDialog | None = None
        self._article: int | None = None

    @property
    def dialog(self) -> CopiesDialog | None:
        """The dialog that is open, or None."""
        return self._dialog

    def count_waiting(self) -> None:
        """Find out how many copies wait for the reader."""
        library = self._library
        self._runner.read(
            lambda: len(library.waiting_copies()),
            done=self.waiting_counted.emit,
            receiver=self,
            key="waiting copies",
        )

    def show_versions(self, article_id: int) -> None:
        """Show the other copies of an article, if it has any."""
        self._article = article_id
        self._ask(partial(_of_article, self._library, article_id))

    def show_waiting(self) -> None:
        """Show the copies of all articles that wait for the reader, if there are any."""
        self._article = None
        self._ask(partial(_waiting, self._library))

    def _ask(self, copies: Callable[[], _Copies]) -> None:
        self._runner.read(copies, done=self._show, receiver=self, key="copies")

    def _show(self, copies: _Copies) -> None:
        versions, articles = copies
        if not versions:
            if self._dialog is None:
                self.noted.emit(
                    "No copy waits for you"
                    if self._article is None
                    else "There is no other copy of this article"
                )
            else:
                self._dialog.close()
            return
        if self._dialog is None:
            self._open()
        if self._dialog is not None:
            self._dialog.show_copies(self._head(len(versions)), versions, articles)

    def _head(self, count: int) -> str:
        if self._article is None:
            are = "is another copy" if count == 1 else "are other copies"
            whose = "an article" if count == 1 else "articles"
            return (
                f"There {are} of {whose} in the library. Look at both and say which one is "
                "shown; the other is kept, and you can go back to it."
            )
        return (
            f"{counted(count, 'other copy', 'other copies')} of this article. What you marked "
            "and corrected stays, whichever is shown."
        )

    def _open(self) -> None:
        from ipvm_desktop.ui.dialogs.copies import CopiesDialog

        dialog = CopiesDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.looked_at.connect(self._look)
        dialog.shown_looked_at.connect(self._look_at_shown)
        dialog.use_requested.connect(lambda id_: self._do(self._library.restore_version, id_))
        dialog.refuse_requested.connect(
            lambda id_: self._do(partial(self._library.decide_copy, replace=False), id_)
        )
        dialog.separate_requested.connect(lambda id_: self._do(self._library.separate_copy, id_))
        dialog.finished.connect(self._forget)
        self._dialog = dialog
        dialog.open()

    def _look(self, version_id: int) -> None:
        self._read(partial(self._library.version_article, version_id))

    def _look_at_shown(self, article_id: int) -> None:
        library = self._library
        self._read(lambda: (library.article(article_id), library.comments(article_id)))

    def _read(self, content: Callable[[], tuple[Article, list[Comment]]]) -> None:
        self._runner.read(
            content,
            done=self._take_content,
            failed=self._fail,
            receiver=self._dialog,
            key="copy",
        )

    def _take_content(self, content: tuple[Article, list[Comment]]) -> None:
        if self._dialog is not None:
            self._dialog.show_content(*content)

    def _do(self, act: Callable[[int], Changes], version_id: int) -> None:
        self._runner.write(
            partial(act, version_id), done=self._take_changes, failed=self._fail, receiver=self
        )

    def _take_changes(self, changes: Changes) -> None:
        if changes:
            self.changed.emit(changes)
        self._again()

    def _again(self) -> None:
        """List what is left."""
        self.count_waiting()
        if self._dialog is not None:
            article = self._article
            self._ask(
                partial(_waiting, self._library)
                if article is None
                else partial(_of_article, self._library, article)
            )

    def _fail(self, error: Exception) -> None:
        """Somebody else may have decided meanwhile; anything else is a bug."""
        if not isinstance(error, NotFoundError):
            raise error
        self._again()

    def _forget(self) -> None:
        self._runner.forget("copies")
        self._runner.forget("copy")
        self._dialog = None


def _of_article(library: Library, article_id: int) -> _Copies:
    return library.versions(article_id), {article_id: library.article(article_id)}


def _waiting(library: Library) -> _Copies:
    """Return the copies that wait, and what is shown instead of them."""
    versions = library.waiting_copies()
    of = {version.article_id for version in versions}
    return versions, {article_id: library.article(article_id) for article_id in of}
