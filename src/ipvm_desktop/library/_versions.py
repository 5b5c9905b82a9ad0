"""Statements over versions: contents of an article that are not, or no longer, what is shown.

A version's content is compressed JSON; its comments are lists of values below one list of
names, because these take most of the room.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from ipvm_desktop.domain.article import SourceRecord
from ipvm_desktop.domain.comment import ReplyKind
from ipvm_desktop.domain.recognition import Sign
from ipvm_desktop.domain.versions import Comparison, Trait, Version, VersionState
from ipvm_desktop.library import rows
from ipvm_desktop.library._articles import id_list
from ipvm_desktop.library._contents import Content
from ipvm_desktop.library._engine import Prepared
from ipvm_desktop.library.summary_rows import from_seconds
from ipvm_desktop.library.tables import article_version, version_picture

_COMPRESSION = 6
_LISTED = [column for column in article_version.c if column.name not in ("digest", "content")]
_OF_ARTICLE = Prepared(
    sa.select(*_LISTED)
    .where(article_version.c.article_id.in_(id_list()))
    .order_by(article_version.c.id)
)
_IN_STATE = Prepared(
    sa.select(*_LISTED)
    .where(article_version.c.state == sa.bindparam("state"))
    .order_by(article_version.c.id)
)
_ONE = Prepared(
    sa.select(article_version.c.content, article_version.c.source_file_id, *_LISTED).where(
        article_version.c.id.in_(id_list())
    )
)
_IS_SAME = (
    article_version.c.article_id == sa.bindparam("article_id"),
    article_version.c.digest == sa.bindparam("digest"),
)
_SAME = Prepared(sa.select(*_LISTED).where(*_IS_SAME))
_INSERT = Prepared(sa.insert(article_version))
_INSERT_PICTURE = Prepared(sa.insert(version_picture))
_SET_STATE = Prepared(
    sa.update(article_version)
    .where(article_version.c.id.in_(id_list()))
    .values(state=sa.bindparam("state"), noted=sa.bindparam("noted"))
)
_DELETE = Prepared(sa.delete(article_version).where(*_IS_SAME))


def of_article(connection: sa.Connection, article_id: int) -> tuple[Version, ...]:
    """Return an article's versions, the first to become one first."""
    found = _OF_ARTICLE.dicts(connection, {"ids": json.dumps([article_id])})
    return tuple(map(_version, found))


def in_state(connection: sa.Connection, state: VersionState) -> tuple[Version, ...]:
    """Return all versions in a state."""
    return tuple(map(_version, _IN_STATE.dicts(connection, {"state": str(state)})))


def load(connection: sa.Connection, version_id: int) -> tuple[Version, Content] | None:
    """Return a version and its content, or None without such a version."""
    found = _ONE.dicts(connection, {"ids": json.dumps([version_id])})
    if not found:
        return None
    version = _version(found[0])
    return version, _unpacked(found[0]["content"], version.source, int(found[0]["source_file_id"]))


def same(connection: sa.Connection, article_id: int, content: Content) -> Version | None:
    """Return the version of an article that has this very content, or None."""
    wanted = {"article_id": article_id, "digest": _digest(content)}
    found = _SAME.dicts(connection, wanted)
    return _version(found[0]) if found else None


def keep(
    connection: sa.Connection,
    article_id: int,
    content: Content,
    state: VersionState,
    noted: dt.datetime,
    *,
    sign: Sign | None = None,
    comparison: Comparison,
) -> Version:
    """Keep a content as a version; no other one of the article may have it."""
    row = {
        "id": None,
        "article_id": article_id,
        "state": str(state),
        "noted": rows.to_seconds(noted),
        "sign": sign and str(sign),
        "gains": _json(comparison.gains),
        "losses": _json(comparison.losses),
        "title": content.values["title"],
        "comment_count": len(content.comments),
        "imported": rows.to_seconds(content.origin.imported),
        "source_name": content.origin.name,
        "source_importer": content.origin.importer,
        "source_sha256": content.origin.sha256,
        "source_file_id": content.source_file_id,
        "digest": _digest(content),
        "content": _packed(content),
    }
    row["id"] = _INSERT.run(connection, row).lastrowid
    pictures = [{"version_id": row["id"], "sha256": sha256} for sha256 in content.pictures]
    _INSERT_PICTURE.run_all(connection, pictures)
    return _version(row)


def set_state(
    connection: sa.Connection, version_id: int, state: VersionState, noted: dt.datetime
) -> bool:
    """Put a version into another state; return whether it is there."""
    values = {
        "ids": json.dumps([version_id]),
        "state": str(state),
        "noted": rows.to_seconds(noted),
    }
    return _SET_STATE.run(connection, values).rowcount > 0


def forget(connection: sa.Connection, article_id: int, content: Content) -> None:
    """Delete the version, if there is one, whose content has become the article's."""
    _DELETE.run(connection, {"article_id": article_id, "digest": _digest(content)})


def _version(row: rows.Values) -> Version:
    return Version(
        id=row["id"],
        article_id=row["article_id"],
        state=VersionState(row["state"]),
        noted=from_seconds(row["noted"]),
        title=row["title"],
        comment_count=row["comment_count"],
        source=SourceRecord(
            row["source_name"],
            row["source_importer"],
            row["source_sha256"],
            from_seconds(row["imported"]),
        ),
        sign=Sign(row["sign"]) if row["sign"] else None,
        comparison=Comparison(_traits(row["gains"]), _traits(row["losses"])),
    )


def _json(traits: Sequence[Trait]) -> str | None:
    return json.dumps(traits) if traits else None


def _traits(text: str | None) -> tuple[Trait, ...]:
    return tuple(map(Trait, json.loads(text))) if text else ()


_INFERRED = frozenset(
    {"parent", "reply_kind", "reply_confidence", "reply_reason", "suggestions", "quotes"}
)
_WITHIN = ("values", "byline", "issues", "pictures", "comment_order", "reply_model")


def _packed(content: Content) -> bytes:
    within: dict[str, Any] = {name: getattr(content, name) for name in _WITHIN}
    names = list(content.comments[0]) if content.comments else []
    within["comments"] = [names, *([v[name] for name in names] for v in content.comments)]
    return zlib.compress(_encoded(within), _COMPRESSION)


def _unpacked(packed: bytes, origin: SourceRecord, source_file_id: int) -> Content:
    within = json.loads(zlib.decompress(packed))
    names, *comments = within.pop("comments")
    return Content(
        **within
        | {
            "byline": tuple(within["byline"]),
            "pictures": tuple(within["pictures"]),
            "comments": [dict(zip(names, row, strict=True)) for row in comments],
        },
        origin=origin,
        source_file_id=source_file_id,
    )


def _digest(content: Content) -> str:
    """Return what tells contents apart, whichever model inferred the replies.

    Whatever ``compare`` looks at is in it, so a copy that is kept has another than the article.
    """
    comments = [
        # The library holds true as 1.
        [+value if isinstance(value, bool) else value for value in _told(values)]
        for values in content.comments
    ]
    told = (content.values, content.byline, content.issues, content.pictures, comments)
    return hashlib.sha256(_encoded(told)).hexdigest()


def _told(values: rows.Values) -> Iterator[object]:
    """Yield what the source told of a comment."""
    yield values["parent"] if values["reply_kind"] == ReplyKind.EXPLICIT else None
    yield from (value for name, value in values.items() if name not in _INFERRED)


def _encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
