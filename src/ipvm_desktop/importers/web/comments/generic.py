"""Comments of unknown makes: blocks that repeat, each with an author, a date and a text.

What counts is how elements are named. Lists of articles have such blocks as well, but call them
posts or teasers, and their headings lead elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._fragments import text_of
from ipvm_desktop.importers.web.comments._levels import parents_of
from ipvm_desktop.importers.web.comments._make import MarkedReader, is_deleted, key_by_id
from ipvm_desktop.importers.web.comments._parts import Part, listed, parts_of
from ipvm_desktop.importers.web.comments._reading import Signs, read_parts
from ipvm_desktop.importers.web.comments._sections import has_words
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_WORD = re.compile(r"[a-z]+")
_SPLIT = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")
_ROW_WORDS = frozenset(
    listed(
        "comment reply response kommentar commentaire comentario comentário commento reactie "
        "komentarz answer opinion replies comments post message entry remark"
    )
)
# Named so, a block is a comment only where its section says so.
_LOOSE_WORDS = frozenset(listed("post message entry answer opinion reply response replies"))
_SECTION_WORDS = frozenset(
    listed(
        "comment comments commentlist discussion kommentare commentaires comentarios responses "
        "replies thread reacties komentarze answers respond forum topic"
    )
)
_COMMENT_LISTS = frozenset(listed("comments commentlist kommentare comentarios commentaires"))
_NO_ROW_WORDS = frozenset(
    listed(
        "form list count counter number link links button btn actions action author avatar "
        "meta header footer body content text date time name title heading wrapperform area "
        "section editor login head top bottom foot notice policy rules pagination pager nav "
        "menu icon total info image submit field label input error loading more toggle tools "
        "widget recent latest related"
    )
)
_OUTSIDE_WORDS = frozenset(
    listed("related recent latest popular trending sidebar teaser promo recommended archive nav")
)
# "content-sidebar-wrap" holds the article beside the bar.
_WHOLE_WORDS = frozenset(
    listed("content main wrap wrapper page layout with has no right left both single container")
)
_AUTHOR = (
    ("name", "username", "nickname", "displayname"),
    ("author", "autor", "auteur"),
    ("user", "nick", "commenter", "poster", "member", "writer"),
    ("by", "byline"),
)
_NO_AUTHOR = frozenset(
    listed(
        "avatar image img photo pic picture icon date time badge role title rank link url bio body "
        "content text"
    )
)
_DATE = (
    ("timestamp", "date", "datetime", "ago", "datum", "fecha"),
    ("time", "created", "published", "posted", "when"),
    ("meta", "info", "byline", "submitted"),
)
_BODY = (
    ("text", "message", "texte"),
    ("body", "markdown"),
    ("content", "contents", "copy"),
    ("description", "prose"),
)
_NO_BODY = frozenset(listed("header footer meta form wrapper actions area input title muted"))
_CHROME = frozenset(
    listed(
        "reply replies respond action actions button buttons btn toolbar controls like likes vote "
        "votes voting share report flag edit avatar meta header footer menu tools rating permalink "
        "form children badge rank says signature dropdown upvote downvote score timestamp hidden sr"
    )
)
_VOTES = frozenset(
    listed(
        "vote votes score likes points karma upvotes upvote downvotes rating agree disagree "
        "informative helpful"
    )
)
_BADGES = frozenset(listed("badge role moderator staff flair"))
_AFFILIATION = frozenset(listed("affiliation company organization organisation employer"))
_KEYS = ("data-comment-id", "data-commentid", "data-id", "data-post-id", "data-cid")
_KEY = r"(?:[\w-]*?[-_]|[a-z]{1,20})??(\d{1,20}|[0-9a-f]{8}[0-9a-f-]*)(?:_\d{1,20})?"
_key = key_by_id(_KEY, *_KEYS)
_MOST_TOKENS = 24
_FEWEST_UNDATED = 3
_NEAR = 12
_FEWEST_SHARE = 0.6
_ROW_TAGS = ("li", "div", "article", "section", "tr", "dl", "table", "details")
_HEADINGS = ("h1", "h2", "h3", "h4")


class GenericReader:
    """Finds comments by how blocks are named and what they hold."""

    name = "generic"
    title = "Comments by structure"

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return what is most likely the page's discussion, or None where nothing is."""
        best: FoundDiscussion | None = None
        for rows in _candidates(page):
            if best is not None and len(rows) <= len(best.comments):
                break
            found = _read(page, rows)
            if found and (best is None or len(found.comments) > len(best.comments)):
                best = found
        return best


def _candidates(page: WebPage) -> Iterable[list[HtmlElement]]:
    """Yield groups of elements that share a class named like a comment, most frequent first."""
    groups: dict[tuple[str, str], list[HtmlElement]] = defaultdict(list)
    body = page.root.find("body")
    for element in (page.root if body is None else body).iter(*_ROW_TAGS):
        for token in element.get("class", "").split():
            if _names_row(token):
                groups[str(element.tag), token].append(element)
    ranked = sorted(groups.values(), key=len, reverse=True)[:_MOST_TOKENS]
    for rows in ranked:
        kept = [row for row in rows if not _is_outside(row)]
        if kept and (_is_strict(rows[0]) or _in_section(rows[0])):
            yield kept


@lru_cache(maxsize=4096)
def _words(token: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _SPLIT.split(token) if word)


def _names_row(token: str) -> bool:
    words = _words(token)
    return not words.isdisjoint(_ROW_WORDS) and words.isdisjoint(_NO_ROW_WORDS)


def _is_strict(row: HtmlElement) -> bool:
    return any(
        _names_row(token) and not (_words(token) & _ROW_WORDS) <= _LOOSE_WORDS
        for token in row.get("class", "").split()
    )


def _in_section(row: HtmlElement) -> bool:
    return any(
        not _SECTION_WORDS.isdisjoint(_words(f"{above.get('id', '')} {above.get('class', '')}"))
        for above in row.iterancestors("div", "section", "ul", "ol", "table", "main", "article")
    )


def _is_outside(row: HtmlElement) -> bool:
    """Say whether a block stands among teasers or in a bar at the side."""
    ancestors = row.iterancestors("div", "section", "ul", "ol", "nav", "aside")
    for above in (row, *islice(ancestors, _NEAR)):
        if above.tag in ("nav", "aside"):
            return True
        for token in f"{above.get('id', '')} {above.get('class', '')}".split():
            words = _words(token)
            if not words.isdisjoint(_OUTSIDE_WORDS) and words.isdisjoint(_WHOLE_WORDS):
                return True
        if above is not row and has_words(above, _COMMENT_LISTS):
            # Some themes put all their comments into an aside.
            return False
    return False


def _read(page: WebPage, rows: Sequence[HtmlElement]) -> FoundDiscussion | None:
    parts = parts_of(rows)
    signs = _signs(parts)
    found = read_parts(parts, page, signs)
    dated = [_is_dated(comment, page) for comment in found]
    has_dates = any(dated)
    if not has_dates and not _is_list(rows):
        return None
    sure = [
        _is_comment(comment, part, signs) and (is_dated or not has_dates)
        for comment, part, is_dated in zip(found, parts, dated, strict=True)
    ]
    fewest = 1 if _is_strict(rows[0]) else 2
    if sum(sure) < max(fewest, _FEWEST_SHARE * len(sure)):
        return None
    kept = _with_parents(parts, found, sure)
    if len(kept) < len(parts):
        parts = parts_of([part.element for part in kept])
        found = read_parts(parts, page, signs)
    reader = MarkedReader(
        name=GenericReader.name,
        title=GenericReader.title,
        rows="",
        signs=signs,
        key=_key,
        parents=lambda parts: parents_of(parts, {_key(part) for part in parts}),
        links=("a",),
        replies_told=False,
    )
    return reader.discussion_of(page, parts, found)


def _is_dated(comment: FoundComment, page: WebPage) -> bool:
    """Say whether a comment has a date; without the time of saving, "3 days ago" is one as well."""
    printed = comment.posted_text if page.saved is None else None
    return comment.posted is not None or printed is not None


def _is_list(rows: Sequence[HtmlElement]) -> bool:
    """Say whether blocks without any date are comments nonetheless: many, in a list of such."""
    above = rows[0].iterancestors()
    return (
        len(rows) >= _FEWEST_UNDATED
        and _is_strict(rows[0])
        and any(has_words(each, _COMMENT_LISTS) for each in above)
    )


def _with_parents(
    parts: Sequence[Part], found: Sequence[FoundComment], sure: Sequence[bool]
) -> list[Part]:
    """Return the sure comments, and removed ones and others that hold them."""
    kept = {
        part
        for part, comment, is_sure in zip(parts, found, sure, strict=True)
        if is_sure or is_deleted(comment.body)
    }
    for part in reversed(parts):
        if part in kept and part.above is not None:
            kept.add(part.above)
    return [part for part in parts if part in kept]


def _is_comment(comment: FoundComment, part: Part, signs: Signs) -> bool:
    if comment.author is None or not comment.body:
        return False
    if _is_several(part, signs):
        return False
    return not any(_leads_away(heading, comment.author) for heading in part.all(*_HEADINGS))


def _is_several(part: Part, signs: Signs) -> bool:
    """Say whether a block holds many comments: more than one author, and more than one date."""
    return all(
        any(
            len({text_of(e) for e in part.all(sign)} - {""}) > 1 for sign in named if sign[0] == "."
        )
        for named in (signs.author, signs.date)
    )


def _leads_away(heading: HtmlElement, author: str) -> bool:
    """Say whether a heading is a link to another page, as teasers have them."""
    return any(
        author not in str(link.text_content()) and "#" not in link.get("href", "")
        for link in heading.iter("a")
    )


def _signs(parts: Sequence[Part]) -> Signs:
    """Tell from their names what the classes within the comments stand for."""
    tokens = Counter(
        token
        for part in parts
        for token in {t for e in part.own for t in e.get("class", "").split()}
    )
    words = {token: _words(token) for token in tokens}
    return Signs(
        author=(
            "@author",
            ".fn",
            *_ranked(words, _AUTHOR[:2], _NO_AUTHOR),
            "%profile",
            *_ranked(words, _AUTHOR[2:], _NO_AUTHOR),
            "cite",
            ".media-heading",
            "h4",
            "h5",
            "h6",
        ),
        date=("time", "relative-time", "@datepublished", *_ranked(words, _DATE, frozenset())),
        body=("@text", *_bodies(parts, tuple(_ranked(words, _BODY, _NO_BODY)))),
        chrome=frozenset(
            (
                "time",
                *(f".{token.lower()}" for token in words if not words[token].isdisjoint(_CHROME)),
            )
        ),
        votes=tuple(f".{t.lower()}" for t in words if not words[t].isdisjoint(_VOTES)),
        badges=tuple(f".{t.lower()}" for t in words if not words[t].isdisjoint(_BADGES)),
        affiliation=tuple(f".{t.lower()}" for t in words if not words[t].isdisjoint(_AFFILIATION)),
    )


def _bodies(parts: Sequence[Part], named: Sequence[str]) -> list[str]:
    """Return those of the classes named like bodies that hold most of the texts."""
    lengths = Counter(
        {
            sign: sum(
                len(text_of(e)) for e in (part.first(sign) for part in parts) if e is not None
            )
            for sign in named
        }
    )
    longest = max(lengths.values(), default=0)
    return [sign for sign in named if 2 * lengths[sign] >= longest]


def _ranked(
    words: dict[str, frozenset[str]],
    ranks: Sequence[tuple[str, ...]],
    without: frozenset[str],
) -> Iterable[str]:
    """Yield the classes with the words of each rank, shorter names first."""
    for rank in ranks:
        named = [t for t in words if not words[t].isdisjoint(rank) and words[t].isdisjoint(without)]
        yield from (f".{token.lower()}" for token in sorted(named, key=len))
