"""What delegates and views ask models for, besides Qt's own roles."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt


class ArticleRole(IntEnum):
    """Roles of the article list."""

    SUMMARY = Qt.ItemDataRole.UserRole + 1
    """The ``ArticleSummary``, or None when the article is gone."""


class CommentRole(IntEnum):
    """Roles of the comment tree."""

    ENTRY = Qt.ItemDataRole.UserRole + 1
    """The ``ThreadEntry``."""
    LINE = Qt.ItemDataRole.UserRole + 2
    """The ``CommentLine``: the entry and what its row needs besides."""
