"""Statements over pictures: each is kept once, for all articles and versions that show it."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from ipvm_desktop.domain.document import Picture
from ipvm_desktop.library._engine import Prepared, read_blob
from ipvm_desktop.library.rows import clean
from ipvm_desktop.library.tables import article_picture, picture, version_picture

_KEEP = Prepared(insert(picture).on_conflict_do_nothing())
_LOAD = Prepared(
    sa.select(picture.c.media_type, picture.c.content).where(
        picture.c.sha256 == sa.bindparam("wanted")
    )
)
_ROW = Prepared(
    sa.select(sa.literal_column("rowid"))
    .select_from(picture)
    .where(picture.c.sha256 == sa.bindparam("wanted"))
)
_LINK = Prepared(insert(article_picture).on_conflict_do_nothing())
_UNLINK = Prepared(
    sa.delete(article_picture).where(article_picture.c.article_id == sa.bindparam("wanted"))
)
_OF_ARTICLE = Prepared(
    sa.select(article_picture.c.sha256)
    .where(article_picture.c.article_id == sa.bindparam("wanted"))
    .order_by(article_picture.c.sha256)
)


def load(connection: sa.Connection, sha256: str) -> Picture | None:
    """Return a picture, or None where no article brought it."""
    row = _LOAD.run(connection, {"wanted": clean(sha256)}).fetchone()
    return Picture(sha256, *row) if row else None


def head(connection: sa.Connection, sha256: str, length: int) -> bytes | None:
    """Return the first bytes of a picture, or None where no article brought it."""
    row = _ROW.run(connection, {"wanted": clean(sha256)}).fetchone()
    return read_blob(connection, picture.c.content, row[0], length) if row else None


def keep(connection: sa.Connection, pictures: Iterable[Picture]) -> None:
    """Store those pictures that are not here yet."""
    for one in pictures:
        row = {"sha256": one.sha256, "media_type": one.media_type, "content": one.content}
        _KEEP.run(connection, row)


def link(connection: sa.Connection, article_id: int, digests: Iterable[str]) -> None:
    """Note that an article shows pictures, which must be stored already."""
    rows = [{"article_id": article_id, "sha256": sha256} for sha256 in digests]
    _LINK.run_all(connection, rows)


def unlink(connection: sa.Connection, article_id: int) -> None:
    """Forget which pictures an article shows."""
    _UNLINK.run(connection, {"wanted": article_id})


def of_article(connection: sa.Connection, article_id: int) -> list[str]:
    """Return the digests of the pictures that an article brought, sorted."""
    return [sha256 for (sha256,) in _OF_ARTICLE.run(connection, {"wanted": article_id})]


def drop_orphans(connection: sa.Connection) -> None:
    """Delete the pictures that no article and no version refers to any more."""
    shown, kept = (
        sa.exists().where(table.c.sha256 == picture.c.sha256)
        for table in (article_picture, version_picture)
    )
    connection.execute(sa.delete(picture).where(~shown, ~kept))
