"""Archives of mailing lists and folders of mails, read with ``mailbox`` and ``email`` alone."""

from __future__ import annotations

import datetime as dt
import email
import email.utils
import mailbox
import re
from collections.abc import Callable, Sequence
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path

from tests.export_truth import TrueArticle, TrueComment, Truth, plain_words

_ID = re.compile(r"<([^<>\s]+)>")
_QUOTE = re.compile(r"^(?:> ?)+", re.MULTILINE)


def read_mbox(path: Path) -> list[TrueArticle]:
    """Return the threads of a file of mails."""
    box = mailbox.mbox(path, create=False)
    try:
        return _articles(list(box), path.stem)
    finally:
        box.close()


def read_maildir(path: Path) -> list[TrueArticle]:
    """Return the threads of a folder with a file for each mail, as the files are called."""
    files = sorted(file for file in path.rglob("*") if file.is_file())
    return _articles([email.message_from_bytes(file.read_bytes()) for file in files], path.name)


def _articles(mails: Sequence[Message], name: str) -> list[TrueArticle]:
    keys = [_ids(mail["message-id"])[0] for mail in mails]
    parents = [_parent(mail, keys) for mail in mails]
    named = [
        {key, *_ids(m["in-reply-to"]), *_ids(m["references"])}
        for key, m in zip(keys, mails, strict=True)
    ]
    articles = []
    left = list(range(len(mails)))
    while left:
        thread = _thread(left, named)
        left = [number for number in left if number not in thread]
        tops = [number for number in thread if parents[number] not in keys]
        roots = [number for number in tops if parents[number] is None]
        opener = roots[0] if roots else tops[0] if len(tops) == 1 else None
        title = _header(mails[thread[0] if opener is None else opener], "subject")
        article = TrueArticle(title or name)
        for number in thread:
            if number != opener:
                parent = parents[number]
                if opener is not None and parent == keys[opener]:
                    parent = None
                article.comments.append(_comment(mails[number], keys[number], parent))
        articles.append(article)
    return articles


def _thread(left: Sequence[int], named: Sequence[set[str]]) -> list[int]:
    """Return the first mail and all that name what it names, or what those name."""
    known = set(named[left[0]])
    thread: set[int] = set()
    while found := {n for n in left if n not in thread and known & named[n]}:
        thread |= found
        known.update(*(named[number] for number in found))
    return sorted(thread)


def _parent(mail: Message, keys: Sequence[str]) -> str | None:
    stated = [*_ids(mail["in-reply-to"]), *_ids(mail["references"])[-1:]]
    return next((key for key in stated if key in keys), stated[0] if stated else None)


def _comment(mail: Message, key: str, parent: str | None) -> TrueComment:
    payload = mail.get_payload(decode=True)
    text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return TrueComment(
        key=key,
        parent=parent,
        author=_author(_header(mail, "from")),
        posted=_moment(mail["date"]),
        text=plain_words(_QUOTE.sub("", text.replace("\n>From ", "\nFrom "))),
    )


def _header(mail: Message, name: str) -> str:
    return " ".join(str(make_header(decode_header(str(mail[name] or "")))).split())


def _author(text: str) -> str:
    """Return who wrote a mail: "address (Name)" as archives print it, or "Name <address>"."""
    commented = re.fullmatch(r".+? \((.+)\)", text)
    return commented[1] if commented else re.sub(r"\s*<.*>\s*$", "", text).strip('" ')


def _moment(text: str | None) -> tuple[dt.datetime, ...]:
    try:
        return (email.utils.parsedate_to_datetime(text or ""),)
    except ValueError:
        return ()


def _ids(text: str | None) -> list[str]:
    return _ID.findall(str(text or ""))


_READERS: tuple[tuple[str, str, str, Callable[[Path], list[TrueArticle]]], ...] = (
    ("Pipermail (mbox)", "mbox", "*.txt", read_mbox),
    ("Maildir", "maildir-threading", "*", read_maildir),
)
TRUTHS = tuple(
    Truth(platform, folder, pattern, "mbox", read) for platform, folder, pattern, read in _READERS
)
