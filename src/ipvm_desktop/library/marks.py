"""What ``Library`` keeps of the reader's: read and starred, and where an article was left."""

from __future__ import annotations

from collections.abc import Iterable

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.library import _articles, _status, rows
from ipvm_desktop.library._session import Session


class Marks(Session):
    """The reader's marks of articles and comments; see ``Library``."""

    def mark_articles(
        self,
        ids: Iterable[int],
        *,
        read: bool | None = None,
        starred: bool | None = None,
        comments_too: bool = False,
    ) -> Changes:
        """Set marks of articles; None leaves a mark as it is.

        Args:
            ids: Which articles; ids that are not there are left out.
            read: Whether the reader opened them.
            starred: Whether the reader marked them.
            comments_too: Whether ``read`` holds for all their comments as well.
        """
        with self._writing() as connection:
            return Changes(
                updated=tuple(_status.mark_articles(connection, ids, read, starred, comments_too))
            )

    def mark_comments(
        self,
        article_id: int,
        comment_ids: Iterable[int],
        *,
        read: bool | None = None,
        starred: bool | None = None,
    ) -> Changes:
        """Set marks of one article's comments; None leaves a mark as it is."""
        with self._writing() as connection:
            changed = _status.mark_comments(connection, article_id, comment_ids, read, starred)
        return Changes(updated=(article_id,)) if changed else Changes()

    def position(self, article_id: int) -> str | None:
        """Return where the reader left an article, as ``set_position`` was told, or None."""
        with self._reading() as connection:
            return _articles.position(connection, self._key(connection, article_id))

    def set_position(self, article_id: int, position: str) -> None:
        """Remember where the reader left an article.

        Raises:
            NotFoundError: There is no such article.
        """
        with self._writing() as connection:
            key = self._key(connection, article_id)
            _articles.set_position(connection, key, rows.clean(position))
