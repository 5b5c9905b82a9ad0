"""What ``Library`` does with the reader's corrections of threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.errors import NotFoundError, ReplyError
from ipvm_desktop.library import _corrections
from ipvm_desktop.library._session import Session


class Corrections(Session):
    """Whom comments answer by the reader's word; see ``Library``."""

    def place_comment(self, article_id: int, comment_id: int, parent: int | None) -> Changes:
        """Let a comment hang where the reader wants it, for ever and in every later copy.

        Args:
            article_id: The article.
            comment_id: The comment's ``id`` within the article.
            parent: ``id`` of the comment it answers; None for top level.

        Raises:
            NotFoundError: There is no such article or comment.
            ReplyError: The parent is not there, the comment itself, or stands below it.
        """
        with self._correcting(article_id, comment_id) as (connection, key, comments):
            changed = _corrections.place(connection, key, comments, comment_id, parent)
        return Changes(updated=(article_id,)) if changed else Changes()

    def restore_comment(self, article_id: int, comment_id: int) -> Changes:
        """Take back what ``place_comment`` was told; the source's or inferred parent holds.

        Raises:
            NotFoundError: There is no such article or comment.
        """
        with self._correcting(article_id, comment_id) as (connection, key, comments):
            changed = _corrections.restore(connection, key, comments[comment_id].key)
        return Changes(updated=(article_id,)) if changed else Changes()

    def refuse_suggestion(
        self, article_id: int, comment_id: int, parent: int, *, refused: bool = True
    ) -> Changes:
        """Leave a suggested parent out from now on, or take that back.

        Raises:
            NotFoundError: There is no such article or comment.
            ReplyError: There is no such parent.
        """
        with self._correcting(article_id, comment_id) as (connection, key, comments):
            if parent not in comments:
                raise ReplyError(comment_id, parent, "the article has no such comment")
            keys = comments[comment_id].key, comments[parent].key
            changed = _corrections.refuse(connection, key, *keys, refused)
        return Changes(updated=(article_id,)) if changed else Changes()

    @contextmanager
    def _correcting(
        self, article_id: int, comment_id: int
    ) -> Iterator[tuple[sa.Connection, str, dict[int, Comment]]]:
        """Yield a connection, the article's key and its comments as the reader sees them."""
        with self._writing() as connection, self._intact():
            key = self._key(connection, article_id)
            comments = _corrections.seen(connection, article_id, key)
            if comment_id not in comments:
                raise NotFoundError(self.path, f"article {article_id} has no comment {comment_id}")
            yield connection, key, comments
