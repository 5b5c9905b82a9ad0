"""How long work tells how far it is, and learns that it should stop."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives reports from work that may run on any thread."""

    @property
    def cancelled(self) -> bool:
        """Whether the work should stop at its next safe point."""
        ...

    def report(self, done: int, total: int | None, label: str) -> None:
        """Take note of the state of the work.

        Args:
            done: Steps finished.
            total: All steps, or None while unknown.
            label: What is being worked on, for people.
        """
        ...


class SilentProgress:
    """A progress nobody watches and nobody cancels."""

    cancelled = False

    def report(self, done: int, total: int | None, label: str) -> None:
        """Ignore the report."""
