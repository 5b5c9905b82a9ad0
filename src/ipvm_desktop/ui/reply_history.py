"""What the reader said about replies, to be undone and done again: states, not differences.

Comments are named by their keys, which a new import of the article leaves as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoGroup, QUndoStack

_MOST_STEPS = 500


@dataclass(frozen=True, slots=True)
class Word:
    """Where the reader says that a comment hangs.

    Attributes:
        comment: The comment's key.
        is_said: False where the source or the inference decides.
        parent: Key of what it answers; None for the top level.
    """

    comment: str
    is_said: bool = False
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Whether a suggestion is refused.

    Attributes:
        comment: Key of the comment that may be a reply.
        parent: Key of what it may answer.
        is_refused: False where it is offered.
    """

    comment: str
    parent: str
    is_refused: bool


State: TypeAlias = Word | Refusal
# Returns False when what it names is there no more.
Apply: TypeAlias = Callable[[State], bool]


class ReplyStep(QUndoCommand):
    """One thing that the reader said, done when it is pushed."""

    def __init__(self, text: str, before: State, after: State, apply: Apply) -> None:
        super().__init__(text)
        self._before = before
        self._after = after
        self._apply = apply

    def redo(self) -> None:
        self._turn(self._after)

    def undo(self) -> None:
        self._turn(self._before)

    def _turn(self, state: State) -> None:
        if not self._apply(state):
            self.setObsolete(True)


class ReplyHistory(QUndoGroup):
    """One stack of steps for each article of this run; that of the shown one is active.

    What is undone is thereby always in sight.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stacks: dict[int, QUndoStack] = {}

    def show_article(self, article_id: int | None) -> None:
        """Undo and redo what was said about this article."""
        stack = None if article_id is None else self._stack(article_id)
        if stack is None:
            active = self.activeStack()
            if active is not None:
                active.setActive(False)
        else:
            stack.setActive(True)

    def _stack(self, article_id: int) -> QUndoStack:
        if article_id not in self._stacks:
            stack = QUndoStack(self)
            stack.setUndoLimit(_MOST_STEPS)
            self.addStack(stack)
            self._stacks[article_id] = stack
        return self._stacks[article_id]

    def push(self, article_id: int, step: ReplyStep) -> None:
        """Do a step and remember it."""
        self._stack(article_id).push(step)

    def forget(self, article_id: int) -> None:
        """Drop the steps of an article that is no more."""
        stack = self._stacks.pop(article_id, None)
        if stack is not None:
            self.removeStack(stack)
            stack.deleteLater()
