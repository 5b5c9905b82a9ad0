"""Statements over what was imported: files already known, and the import log."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from ipvm_desktop.domain.import_log import ArticleOutcome, FileOutcome, ImportRun, ImportStatus
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.domain.outcomes import Outcomes
from ipvm_desktop.domain.recognition import Sign
from ipvm_desktop.domain.versions import VersionState
from ipvm_desktop.library import rows
from ipvm_desktop.library._engine import Prepared
from ipvm_desktop.library.tables import (
    article,
    article_source,
    article_version,
    import_file,
    import_run,
    issue,
    source_file,
)

_FILE_ARTICLES = Prepared(
    sa.select(
        article.c.id,
        article.c.key,
        article.c.title,
        article.c.comment_count,
        article.c.declared_comments,
        source_file.c.article_count,
    )
    .join_from(source_file, article_source)
    .join(article, article.c.id == article_source.c.article_id)
    .where(source_file.c.sha256 == sa.bindparam("sha256"))
    .order_by(article.c.id)
)
_FILE_ISSUES = Prepared(
    sa.select(issue.c.article_id, issue.c.code, issue.c.message, issue.c.line)
    .join_from(source_file, article_source)
    .join(issue, issue.c.article_id == article_source.c.article_id)
    .where(source_file.c.sha256 == sa.bindparam("sha256"))
    .order_by(issue.c.article_id, issue.c.place)
)
_FILE_WAITING = Prepared(
    sa.select(article_version.c.article_id, article_version.c.id)
    .join_from(source_file, article_version)
    .where(source_file.c.sha256 == sa.bindparam("sha256"))
    .where(article_version.c.state == sa.bindparam("state"))
)

_ADD_FILE = Prepared(sa.insert(import_file))

# Nobody reads on, and the log is loaded whole.
_MOST_ARTICLES = 2_000

_there = sa.select(sa.func.count()).where(article_source.c.source_file_id == source_file.c.id)
_DIGESTS = Prepared(
    sa.select(source_file.c.sha256).where(
        source_file.c.article_count == _there.scalar_subquery(), source_file.c.article_count > 0
    )
)


def digests(connection: sa.Connection) -> frozenset[str]:
    """Return the digests of all files for which ``known_file`` returns something."""
    return frozenset(sha256 for (sha256,) in _DIGESTS.run(connection, {}))


def known_file(connection: sa.Connection, sha256: str) -> Sequence[ArticleOutcome] | None:
    """Return the articles a file brought, or None unless all of them are still there.

    A file of which the reader removed an article counts as unknown, so that importing
    it again brings that article back.
    """
    wanted = {"sha256": rows.clean(sha256)}
    # Both come by article, so that memory holds those of one only.
    issues = groupby(_FILE_ISSUES.run(connection, wanted), itemgetter(0))
    with_issues, told = next(issues, (None, ()))
    waiting = dict(
        _FILE_WAITING.run(connection, wanted | {"state": VersionState.WAITING.value}).fetchall()
    )
    wanted_count = 0
    found = Outcomes()
    for article_id, key, title, comments, declared, count in _FILE_ARTICLES.run(connection, wanted):
        wanted_count = count
        outcome = ArticleOutcome(
            id=article_id,
            key=key,
            title=title,
            status=ImportStatus.UNCHANGED,
            comments=comments,
            declared_comments=declared,
            waiting=waiting.get(article_id),
        )
        if article_id == with_issues:
            outcome = replace(outcome, issues=tuple(ImportIssue(*row[1:]) for row in told))
            with_issues, told = next(issues, (None, ()))
        found.extend([outcome])
    return found.kept if found and len(found) >= wanted_count else None


def add_run(connection: sa.Connection, run: ImportRun) -> int:
    """Store one import and return its id.

    Of a file with more than some thousand articles, those that need a look come first.
    """
    run_id: int = connection.execute(
        sa.insert(import_run)
        .values(started=run.started.isoformat(), seconds=run.seconds, cancelled=run.cancelled)
        .returning(import_run.c.id)
    ).scalar_one()
    files = (
        {
            "run_id": run_id,
            "place": place,
            "path": rows.clean(outcome.path),
            "status": str(outcome.status),
            "importer": outcome.importer,
            "error": rows.clean(outcome.error) if outcome.error is not None else None,
            "articles": _articles_json(outcome.articles),
        }
        for place, outcome in enumerate(run.files)
    )
    # One by one: an archive may hold a hundred thousand.
    _ADD_FILE.run_all(connection, files)
    return run_id


def runs(connection: sa.Connection, limit: int) -> list[ImportRun]:
    """Return the latest imports, newest first."""
    newest = sa.select(import_run).order_by(import_run.c.id.desc()).limit(max(0, limit))
    found = connection.execute(newest).all()
    files: dict[int, list[FileOutcome]] = {row.id: [] for row in found}
    statement = (
        sa.select(import_file)
        .where(import_file.c.run_id.in_(newest.with_only_columns(import_run.c.id)))
        .order_by(import_file.c.run_id, import_file.c.place)
    )
    for row in connection.execute(statement):
        files[row.run_id].append(
            FileOutcome(
                path=row.path,
                status=ImportStatus(row.status),
                importer=row.importer,
                articles=_articles(row.articles),
                error=row.error,
            )
        )
    return [
        ImportRun(
            id=row.id,
            started=dt.datetime.fromisoformat(row.started),
            seconds=row.seconds,
            files=tuple(files[row.id]),
            cancelled=bool(row.cancelled),
        )
        for row in found
    ]


def _articles_json(articles: Sequence[ArticleOutcome]) -> str | None:
    if not articles:
        return None
    if len(articles) > _MOST_ARTICLES:
        needy = (each for each in articles if each.needs_a_look)
        others = (each for each in articles if not each.needs_a_look)
        articles = list(islice(chain(needy, others), _MOST_ARTICLES))
    listed = [
        {
            "id": outcome.id,
            "key": outcome.key,
            "title": outcome.title,
            "status": str(outcome.status),
            "comments": outcome.comments,
            "new_comments": outcome.new_comments,
            "declared_comments": outcome.declared_comments,
            "issues": [(i.code, i.message, i.line) for i in outcome.issues],
            "kept_fuller": outcome.kept_fuller,
            "sign": outcome.sign and str(outcome.sign),
            "waiting": outcome.waiting,
        }
        for outcome in articles
    ]
    return rows.clean(json.dumps(listed, ensure_ascii=False))


def _articles(text: str | None) -> tuple[ArticleOutcome, ...]:
    return tuple(map(_article, json.loads(text))) if text else ()


def _article(listed: dict[str, Any]) -> ArticleOutcome:
    issues = tuple(ImportIssue(*entry) for entry in listed["issues"])
    sign = Sign(listed["sign"]) if listed.get("sign") else None
    status = ImportStatus(listed["status"])
    return ArticleOutcome(**{**listed, "status": status, "issues": issues, "sign": sign})
