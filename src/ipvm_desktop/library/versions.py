"""What ``Library`` does with versions: the contents of articles that are not shown."""

from __future__ import annotations

import datetime as dt

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.versions import Version, VersionState
from ipvm_desktop.errors import NotFoundError
from ipvm_desktop.library import _copies, _versions
from ipvm_desktop.library._session import Session


class Versions(Session):
    """Older contents and other copies of articles; see ``Library``."""

    def versions(self, article_id: int) -> tuple[Version, ...]:
        """Return the contents of an article that are not shown, the first kept first."""
        with self._reading() as connection:
            return _versions.of_article(connection, article_id)

    def waiting_copies(self) -> tuple[Version, ...]:
        """Return the versions of all articles that wait for the reader, the oldest first."""
        with self._reading() as connection:
            return _versions.in_state(connection, VersionState.WAITING)

    def version_article(self, version_id: int) -> tuple[Article, list[Comment]]:
        """Return an article with its comments by ``id`` as they are in a version.

        Raises:
            NotFoundError: There is no such version.
        """
        with self._reading() as connection:
            found = _copies.look(connection, version_id)
        if found is None:
            raise self._no_version(version_id)
        return found

    def restore_version(self, version_id: int) -> Changes:
        """Let a version, in whichever state, be shown; what was shown becomes an older one.

        Raises:
            NotFoundError: There is no such version.
        """
        with self._writing() as connection, self._intact():
            article_id = _copies.show(connection, version_id, dt.datetime.now(dt.UTC))
        if article_id is None:
            raise self._no_version(version_id)
        return Changes(updated=(article_id,))

    def decide_copy(self, version_id: int, *, replace: bool) -> Changes:
        """Say whether a copy that waits takes the article's place; it stays a version if not.

        Raises:
            NotFoundError: There is no such version.
        """
        if replace:
            return self.restore_version(version_id)
        with self._writing() as connection:
            state, now = VersionState.REFUSED, dt.datetime.now(dt.UTC)
            if not _versions.set_state(connection, version_id, state, now):
                raise self._no_version(version_id)
        return Changes()

    def separate_copy(self, version_id: int) -> Changes:
        """Make an article of its own of a version that is no copy of the one it was taken for.

        Raises:
            NotFoundError: There is no such version.
        """
        with self._writing() as connection, self._intact():
            article_id = _copies.separate(connection, version_id, dt.datetime.now(dt.UTC))
        if article_id is None:
            raise self._no_version(version_id)
        return Changes(added=(article_id,))

    def _no_version(self, version_id: int) -> NotFoundError:
        return NotFoundError(self.path, f"there is no version {version_id}")
