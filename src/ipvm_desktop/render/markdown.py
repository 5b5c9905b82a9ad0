"""Articles as Markdown, in the form that the Markdown importer reads back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import TextIO

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment, ReplyKind
from ipvm_desktop.domain.document import PICTURE_SCHEME
from ipvm_desktop.domain.moment import Moment, format_moment
from ipvm_desktop.domain.thread import Thread, build_thread
from ipvm_desktop.fragment import MISSING_PICTURE_TEXT
from ipvm_desktop.render._markdown_text import to_markdown
from ipvm_desktop.render.pictures import IMG, PictureSource, alt_text, data_address, no_pictures

# Stands between the articles of one file, on a line of its own before their front matter.
NEXT_ARTICLE = "<!-- ipvm-desktop: next article -->"

UNKNOWN_AUTHOR = "?"
UNDATED = "undated"

# Deeper replies name their parent by number instead: each level repeats on every line.
MAX_NESTING = 40

_PICTURE = re.compile(rf"(?P<words>!\[[^\n]*?\])\({PICTURE_SCHEME}:(?P<digest>[0-9a-f]{{64}})\)")
_SPECIAL = re.compile(r"[\\`*_\[\]()<>&|·]")
_PADDED_DAY = re.compile(r"\b0(?=\d, )")
_REPLY_KINDS = {
    ReplyKind.QUOTE: "quote",
    ReplyKind.INFERRED: "inference",
    ReplyKind.USER: "reader",
}


def write_markdown(
    pairs: Iterable[tuple[Article, Sequence[Comment]]],
    out: TextIO,
    pictures: PictureSource = no_pictures,
) -> None:
    """Write articles as one Markdown file, holding one at a time.

    The file holds the pictures that it shows: each article's stand below its comments, so that
    the text stays readable.
    """
    shown = _Shown(pictures)
    for index, (article, comments) in enumerate(pairs):
        if index:
            out.write(f"\n{NEXT_ARTICLE}\n\n")
        out.write(_front_matter(article))
        body = shown.text(article.body_html)
        if body:
            out.write(f"\n{body}\n")
        if comments or article.declared_comments is not None:
            count = article.declared_comments
            out.write("\n## Comments\n" if count is None else f"\n## Comments ({count})\n")
        out.writelines(f"{line}\n" for line in _comment_lines(build_thread(comments), shown.text))
        out.writelines(shown.definitions())


class _Shown:
    """Numbers the pictures that texts show, and gives them at an article's end."""

    def __init__(self, pictures: PictureSource) -> None:
        self._pictures = pictures
        self._names: dict[str, str] = {}
        self._count = 0

    def text(self, html: str) -> str:
        """Return a body as Markdown."""
        text = to_markdown(html)
        if PICTURE_SCHEME not in text:
            return text
        # Blocks that Markdown cannot hold stay HTML, which knows no definitions.
        return IMG.sub(self._held, _PICTURE.sub(self._named, text))

    def definitions(self) -> Iterator[str]:
        """Yield the pictures named since this was asked last, a line each."""
        for digest, name in self._names.items():
            picture = self._pictures(digest)
            if picture is not None:
                yield f"\n[{name}]: {data_address(picture)}\n"
        self._names.clear()

    def _named(self, match: re.Match[str]) -> str:
        digest = match["digest"]
        if digest not in self._names and self._pictures(digest) is not None:
            self._count += 1
            self._names[digest] = f"picture-{self._count}"
        name = self._names.get(digest)
        return f"{match['words']}[{name}]" if name else f"{match['words']}()"

    def _held(self, match: re.Match[str]) -> str:
        picture = self._pictures(match[1])
        words = escape(alt_text(match[0]))
        if picture is None:
            return f"<em>{words or MISSING_PICTURE_TEXT}</em>"
        return f'<img alt="{words}" src="{data_address(picture)}">'


def _front_matter(article: Article) -> str:
    import yaml  # slow to load, and needed here only

    stated: dict[str, object] = {
        "title": article.title,
        "authors": list(article.byline),
        "date": article.published,
        "published_text": article.published_text,
        "url": article.url,
        "site": article.site,
        "kind": article.kind.value,
        "access": article.access.value if article.access else None,
        "language": article.language,
        "tags": list(article.tags),
    }
    known = {key: value for key, value in stated.items() if value not in (None, [])}
    text = yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{text}---\n"


def _comment_lines(thread: Thread[Comment], text: Callable[[str], str]) -> Iterable[str]:
    levels, wanted = _levels(thread)
    numbered = bool(wanted) or [entry.id for entry in thread.entries if entry.comment] != list(
        range(1, len(thread.entries) + 1)
    )
    for position, entry in enumerate(thread.entries):
        if entry.comment is None:
            continue
        level = levels[position]
        yield ("> " * (level - 1)).rstrip()
        lines = [_header(entry.comment, numbered=numbered, reply_to=wanted.get(position))]
        body = text(entry.comment.body_html)
        if body:
            lines += ["", *body.split("\n")]
        prefix = "> " * level
        yield from ((prefix + line).rstrip() for line in lines)


def _levels(thread: Thread[Comment]) -> tuple[list[int], dict[int, int]]:
    """Return how deep each entry is written, and the parents that nesting does not tell."""
    levels: list[int] = []
    wanted: dict[int, int] = {}
    for position, entry in enumerate(thread.entries):
        above = levels[entry.parent] if entry.parent >= 0 else 0
        # A placeholder is not written, so its replies stand where it would.
        is_placeholder = entry.comment is None
        levels.append(min(above + (not is_placeholder), MAX_NESTING))
        if entry.comment is None or entry.comment.parent is None:
            continue
        nested = entry.parent >= 0 and thread.entries[entry.parent].comment is not None
        if not nested or levels[position] == above:
            wanted[position] = entry.comment.parent
    return levels, wanted


def _header(comment: Comment, *, numbered: bool, reply_to: int | None) -> str:
    author = _escaped(comment.author or "") or UNKNOWN_AUTHOR
    affiliation = _escaped(comment.affiliation or "")
    opening = f"**{author}**"
    if affiliation:
        opening += f" ({affiliation})"
    opening += "".join(f" [{_escaped(badge)}]" for badge in comment.badges)
    parts = [opening, *_date_parts(comment.posted, comment.posted_text)]
    flags = {
        "staff": comment.staff,
        "article author": comment.article_author,
        "deleted": comment.deleted,
    }
    parts += [word for word, holds in flags.items() if holds]
    if comment.votes:
        parts.append(f"votes {', '.join(map(str, comment.votes))}")
    if numbered:
        parts.append(f"#{comment.id}")
    if reply_to is not None:
        parts.append(f"reply to #{reply_to}")
    if comment.reply is not None and comment.reply.kind in _REPLY_KINDS:
        share = f"{comment.reply.confidence * 100:.4f}".rstrip("0").rstrip(".")
        parts.append(f"reply by {_REPLY_KINDS[comment.reply.kind]} {share}%")
    return " · ".join(parts)


def _date_parts(posted: Moment | None, printed: str | None) -> list[str]:
    text = UNDATED
    if posted is not None:
        text = _readable(posted)
        if printed and _PADDED_DAY.sub("", printed) == text:
            return [printed]
    return [text] if not printed or printed == text else [text, f"printed “{_escaped(printed)}”"]


def _readable(posted: Moment) -> str:
    """Return a time as people write it, or as ISO where that would lose something."""
    if posted.year < 1000:
        return posted.isoformat()
    if isinstance(posted, dt.datetime) and (posted.tzinfo or posted.second or posted.microsecond):
        return posted.isoformat()
    return format_moment(posted)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
