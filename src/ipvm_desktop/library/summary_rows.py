"""Rows of the article list, and times in rows; apart from ``rows.py`` for a quick start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from ipvm_desktop.domain.listing import ArticleKind, ArticleSummary
from ipvm_desktop.domain.moment import Moment, moment_from_iso

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def summary(row: Sequence[Any]) -> ArticleSummary:
    """Read a row of ``_articles.SUMMARY_COLUMNS``."""
    return ArticleSummary(
        id=row[0],
        title=row[1],
        kind=ArticleKind(row[2]),
        published=moment(row[3]),
        imported=from_seconds(row[4]),
        comment_count=row[5],
        unread_comments=row[6],
        read=bool(row[7]),
        starred=bool(row[8]),
        warning=row[9],
    )


def from_seconds(seconds: int) -> dt.datetime:
    """Return the aware UTC time of ``to_seconds``."""
    return EPOCH + dt.timedelta(seconds=seconds)


@lru_cache(maxsize=4096)
def moment(text: str | None) -> Moment | None:
    """Read a time as it is stored; NULL is None."""
    return moment_from_iso(text) if text else None
