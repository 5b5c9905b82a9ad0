"""A Jekyll post and the comments in its site's data, put together.

The comments' keys are those of Staticman (https://staticman.net) and of the themes that came
with it; each file holds one comment, or a list of them, which may nest. Posts that came from
WordPress (https://import.jekyllrb.com) list theirs in the front matter.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.importers._discussion import FoundComment, parsed_comments
from ipvm_desktop.importers._encoding import NotTextError, decode, read_text
from ipvm_desktop.importers._issues import structure_issues
from ipvm_desktop.importers.base import Source, Surroundings
from ipvm_desktop.importers.dates.stated import read_stated
from ipvm_desktop.importers.markdown.document import read_documents
from ipvm_desktop.importers.markdown.engine import MarkdownEngine
from ipvm_desktop.importers.markdown.head import YamlError, load_head, load_plain

_KEYS = ("_id", "id", "uid")
_NAMED = ("name", "author", "author_name", "username")
_PERSON = ("display_name", "name", "login")
_NESTED = ("replies", "children", "comments")
_BODIES = ("message", "comment", "content", "body", "text")
_DATES = ("date", "timestamp", "created_at", "created", "time")
# What a comment answers: another's key, or in some themes its place among those that answer
# the post. ``_parent`` is the post's address in most sites, and a comment's key in some.
_ANSWERED = ("replying_to_uid", "replying_to", "reply_to", "in_reply_to", "parent_id", "parent")
_NOBODY = ("0", "null", "none", "nil", "false", "root")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-")
_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?\Z")
_MILLISECONDS = re.compile(r"\d{12,13}\Z")

Stated = Mapping[str, str]


def read_post(
    source: Source, site: Surroundings, names: Sequence[str], importer: str
) -> Iterator[Document]:
    """Yield a post with the comments of so many files of data.

    Args:
        source: The post.
        site: What the names are looked up in.
        names: Of the files of comment data.
        importer: Who reads it.

    Raises:
        CorruptFileError: The post is no text, or blank.
    """
    decoded = read_text(source, importer)
    stated, issues = _load(site, names)
    stated += _flat(load_head(decoded.text).get("comments"), "front matter")
    engine = MarkdownEngine()
    for document in read_documents(decoded, source.name, source.around):
        comments = parsed_comments(_found(stated, engine)) if stated else document.comments
        issues += [*engine.issues(), *structure_issues(comments)]
        day = _day_of(source.name)
        known = [i for i in document.issues if day is None or i.code != IssueCode.NO_DATE]
        yield replace(
            document,
            published=document.published or day,
            comments=comments,
            replies_told=True,
            issues=(*known, *issues),
        )


def _load(site: Surroundings, names: Sequence[str]) -> tuple[list[Stated], list[ImportIssue]]:
    """Return what each comment states, and which files could not be read."""
    loaded: list[Stated] = []
    issues = []
    for name in names:
        content = site.read(name)
        try:
            value = None if content is None else load_plain(decode(content).text)
            found = _flat(value if isinstance(value, list) else [value], name)
        except (NotTextError, YamlError):
            found = []
        loaded += found
        if not found:
            message = f"The comment data in {PurePath(name).name} could not be read"
            issues.append(ImportIssue(IssueCode.METADATA_UNREADABLE, message))
    return loaded, issues


def _flat(entries: object, name: str) -> list[Stated]:
    """Return what comments state, and those nested in them, each below the one it is in.

    Args:
        entries: A list of them; anything else holds none.
        name: Of their file, for keys where they have none.
    """
    found: list[Stated] = []
    waiting = [(entry, "") for entry in reversed(entries)] if isinstance(entries, list) else []
    while waiting:
        entry, above = waiting.pop()
        if not isinstance(entry, dict):
            continue
        comment = _plain(entry)
        if above and not _answered(comment):
            comment["parent"] = above
        found.append(comment)
        lists = [nested for key in _NESTED if isinstance(nested := entry.get(key), list)]
        if lists and not _first(comment, _KEYS):
            comment["_id"] = f"{name} {len(found)}"
        own = _first(comment, _KEYS)
        waiting += [(each, own) for nested in reversed(lists) for each in reversed(nested)]
    return found


def _plain(entry: Mapping[object, object]) -> dict[str, str]:
    plain = {str(key): value for key, value in entry.items() if isinstance(value, str)}
    author = entry.get("author")
    if isinstance(author, dict):
        names = (author.get(key) for key in _PERSON)
        plain["author"] = next((name for name in names if isinstance(name, str)), "")
    return plain


def _found(stated: Sequence[Stated], engine: MarkdownEngine) -> Iterator[FoundComment]:
    keys = [_first(comment, _KEYS) or f"comment {n}" for n, comment in enumerate(stated)]
    known = set(keys)
    tops = [key for key, c in zip(keys, stated, strict=True) if not _answered(c)]
    for key, comment in zip(keys, stated, strict=True):
        yield FoundComment(
            key=key,
            parent=_parent(comment, known, tops),
            author=_first(comment, _NAMED) or None,
            posted=_moment(_first(comment, _DATES)),
            posted_text=_first(comment, _DATES) or None,
            body=engine.render(_first(comment, _BODIES)),
        )


def _parent(comment: Stated, known: set[str], tops: Sequence[str]) -> str | None:
    answered = _answered(comment)
    if not answered:
        parent = comment.get("_parent", "")
        return parent if parent in known else None
    if answered not in known and answered.isdecimal() and 0 < int(answered[:9]) <= len(tops):
        return tops[int(answered) - 1]
    return answered


def _answered(comment: Stated) -> str:
    """Return what a comment says that it answers; forms fill in "0" and the like for the post."""
    answered = _first(comment, _ANSWERED)
    return "" if answered.lower() in _NOBODY else answered


def _first(comment: Stated, keys: Sequence[str]) -> str:
    return next((value for key in keys if (value := comment.get(key, "").strip())), "")


def _moment(text: str) -> dt.date | None:
    """Read a date, or a number of seconds or milliseconds since 1970."""
    if _SECONDS.match(text):
        return dt.datetime.fromtimestamp(float(text), dt.UTC)
    if _MILLISECONDS.match(text):
        return dt.datetime.fromtimestamp(int(text) / 1000, dt.UTC)
    return read_stated(text)


def _day_of(name: str) -> dt.date | None:
    """Return the day that a post's name opens with."""
    match = _DAY.match(name)
    try:
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
