"""Looking at versions of articles, and letting another one be what is shown."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.identity import derived_key
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.domain.versions import VersionState, compare
from ipvm_desktop.library import _contents, _corrections, _signs, _status, _versions, rows
from ipvm_desktop.library._adding import replace_content
from ipvm_desktop.library._articles import texts
from ipvm_desktop.library._comments import CONTENT
from ipvm_desktop.library._contents import Content, Stored
from ipvm_desktop.library._engine import Prepared
from ipvm_desktop.library.tables import article_source, comment_status, note, tag

_MARKS = Prepared(
    sa.select(
        comment_status.c.comment_key, comment_status.c.is_read, comment_status.c.is_starred
    ).where(comment_status.c.article_key == sa.bindparam("key"))
)
_LINK = Prepared(sa.insert(article_source))


def look(connection: sa.Connection, version_id: int) -> tuple[Article, list[Comment]] | None:
    """Return an article as it would be with a version's content; None without such a version."""
    found = _versions.load(connection, version_id)
    if found is None:
        return None
    version, content = found
    stored = _contents.row_of(connection, version.article_id)
    key = stored["key"]
    tags, notes = (texts(connection, table, [key]).get(key, {}) for table in (tag, note))
    marks = {name: marks for name, *marks in _MARKS.run(connection, {"key": key})}
    names = [column.name for column in CONTENT]
    comments = [
        rows.comment(
            [*(values[name] for name in names), *marks.get(values["key"], (0, 0))], tags, notes
        )
        for values in content.comments
    ]
    comments.sort(key=lambda entry: entry.id)
    corrections = _corrections.load(connection, [key]).get(key)
    issues = [ImportIssue(v["code"], v["message"], v["line"]) for v in content.issues]
    row = _row(stored, content, unread=sum(not entry.read for entry in comments))
    article = rows.article(row, issues, tags, notes)
    return article, _corrections.applied(comments, corrections)


def _row(stored: Stored, content: Content, *, unread: int) -> Any:
    """Return what ``rows.article`` reads: marks of the article, all else of the content."""
    origin = content.origin
    return SimpleNamespace(
        **stored
        | content.values
        | {
            "byline": json.dumps(content.byline),
            "source_name": origin.name,
            "source_importer": origin.importer,
            "source_sha256": origin.sha256,
            "imported": rows.to_seconds(origin.imported),
            "comment_count": len(content.comments),
            "unread_comments": unread,
        }
    )


def show(connection: sa.Connection, version_id: int, now: dt.datetime) -> int | None:
    """Let a version be what is shown; what was shown becomes an older version.

    Copies that wait and have nothing that this one has not are refused.

    Returns:
        The article's id, or None without such a version.
    """
    found = _versions.load(connection, version_id)
    if found is None:
        return None
    version, content = found
    stored = _contents.row_of(connection, version.article_id)
    present = _contents.stored(connection, stored)
    replace_content(connection, stored, present, content, now)
    _status.refresh(connection, [version.article_id])
    facts = _contents.facts(content)
    for other in _versions.of_article(connection, version.article_id):
        loaded = _versions.load(connection, other.id)
        if other.state is VersionState.WAITING and loaded is not None:
            gains = compare(facts, _contents.facts(loaded[1])).gains
            if not gains:
                _versions.set_state(connection, other.id, VersionState.REFUSED, now)
    return version.article_id


def separate(connection: sa.Connection, version_id: int, now: dt.datetime) -> int | None:
    """Make an article of its own of a version that was taken for a copy of another.

    The version stays as a refused one, so that its content is not asked about again.

    Returns:
        The new article's id, or None without such a version.
    """
    found = _versions.load(connection, version_id)
    if found is None:
        return None
    version, content = found
    key = derived_key(rows.outline(content.values))
    numbers = itertools.count(1)
    while _contents.find(connection, key) is not None:
        key = f"copy:{version.source.sha256[:24]}-{next(numbers)}"
    article_id = _contents.add(connection, key, content, None)
    signs = _contents.signs(content)
    taken_for = _contents.stored(connection, _contents.row_of(connection, version.article_id))
    _signs.drop(connection, version.article_id, signs, _contents.signs(taken_for))
    _signs.keep(connection, article_id, signs)
    _status.refresh(connection, [article_id])
    link = {"article_id": article_id, "source_file_id": content.source_file_id}
    _LINK.run(connection, link)
    _versions.set_state(connection, version_id, VersionState.REFUSED, now)
    return article_id
