"""Opens the dialog of a person, and merges and splits people for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget
from shiboken6 import isValid

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.name_variants import NameVariant
from ipvm_desktop.domain.people import Participant, Person, participants
from ipvm_desktop.errors import NotFoundError, PeopleError
from ipvm_desktop.library import Library
from ipvm_desktop.ui.jobs import JobRunner
from ipvm_desktop.ui.reading_controller import ReadingController
from ipvm_desktop.ui.views.comment_panel import CommentPanel

if TYPE_CHECKING:
    from ipvm_desktop.ui.dialogs.person import PersonDialog

_KEY = "person"


@dataclass(frozen=True, slots=True)
class _Found:
    """A person as the dialog shows them.

    Attributes:
        person: The person.
        suggestions: Names that may be theirs.
        known_names: Names that can be merged with theirs.
    """

    person: Person
    suggestions: list[NameVariant]
    known_names: Sequence[str]


def find(library: Library, name: str, article_id: int | None) -> _Found:
    """Read all that the dialog shows of a person.

    Raises:
        PeopleError: Nobody has that name any more.
        NotFoundError: The article was removed meanwhile.
    """
    person = library.people.find(name, article_id)
    if person.bound:
        here = library.people.participants(person.articles[0].id)
        return _Found(person, [], [each for one in here if one.pseudonym for each in one.names])
    return _Found(person, library.people.suggestions(name), library.people.names())


def participants_now(
    library: Library, article_key: str, comments: Sequence[Comment]
) -> tuple[Participant, ...]:
    """Return the people of a discussion, as the reader has merged them by now."""
    return participants(comments, library.people.aliases().of(article_key))


class PeopleController(QObject):
    """What happens when the reader asks who somebody is.

    Signals:
        article_requested: An article's id; the reader wants to look at it.
        noted: One line for the status bar.
    """

    article_requested = Signal(int)
    noted = Signal(str)

    def __init__(
        self,
        library: Library,
        runner: JobRunner,
        window: QWidget,
        comments: CommentPanel,
        reading: ReadingController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._runner = runner
        self._window = window
        self._comments = comments
        self._reading = reading
        comments.person_requested.connect(self.show)

    def show(self, name: str) -> None:
        """Show the person who has a name in the article that is read."""
        article = self._reading.article
        article_id = article.id if article is not None else None
        self._runner.read(
            partial(find, self._library, name, article_id),
            done=partial(self._open, article_id),
            failed=self._tell,
            receiver=self,
            key=_KEY,
        )

    def show_current(self) -> None:
        """Show who wrote the comment the reader is at."""
        current = self._comments.current_comment()
        thread = self._comments.thread_shown
        position = thread.position(current) if current is not None else None
        comment = thread.entries[position].comment if position is not None else None
        if comment is not None and comment.author:
            self.show(comment.author)
        else:
            self.noted.emit("Choose a comment to see who wrote it")

    def _open(self, article_id: int | None, found: _Found) -> None:
        from ipvm_desktop.ui.dialogs.person import PersonDialog

        dialog = PersonDialog(found.person, found.suggestions, found.known_names, self._window)
        change = partial(self._change, dialog, article_id)
        people = self._library.people
        dialog.merge_requested.connect(
            lambda name: change(
                partial(people.merge, dialog.person.name, name, article_id=article_id)
            )
        )
        dialog.split_requested.connect(
            lambda name: change(partial(people.split, name, article_id=article_id), gone=name)
        )
        dialog.dismiss_requested.connect(
            lambda name, other: change(partial(people.dismiss, name, other))
        )
        dialog.article_requested.connect(self.article_requested)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _change(
        self,
        dialog: PersonDialog,
        article_id: int | None,
        change: Callable[[], None],
        *,
        gone: str | None = None,
    ) -> None:
        """Change who is whom, then show it; ``gone`` is a name that the person loses."""
        kept = next((name for name, _ in dialog.person.names if name != gone), dialog.person.name)

        def show(found: _Found) -> None:
            dialog.show_person(found.person, found.suggestions)

        def show_again(_nothing: None) -> None:
            self.refresh()
            self._runner.read(
                partial(find, self._library, kept, article_id),
                done=show,
                failed=self._tell,
                receiver=dialog,
                key=_KEY,
            )

        def refuse(error: BaseException) -> None:
            if not isinstance(error, (PeopleError, NotFoundError)):
                raise error
            if isValid(dialog):
                dialog.show_refusal(str(error))

        # The discussion behind shows the change also when the dialog was closed meanwhile.
        self._runner.write(change, done=show_again, failed=refuse, receiver=self)

    def refresh(self) -> None:
        """Let the discussion on the screen show who is whom now."""
        article = self._reading.article
        if article is None:
            return
        article_id = article.id
        entries = self._comments.thread_shown.entries
        comments = [entry.comment for entry in entries if entry.comment]

        def show(people: tuple[Participant, ...]) -> None:
            now = self._reading.article
            if now is not None and now.id == article_id:
                self._comments.set_people(people)

        self._runner.read(
            partial(participants_now, self._library, article.key, comments),
            done=show,
            receiver=self,
            key="people",
        )

    def _tell(self, error: BaseException) -> None:
        if not isinstance(error, (PeopleError, NotFoundError)):
            raise error
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Information)
        box.setWindowTitle("People")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(str(error))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
