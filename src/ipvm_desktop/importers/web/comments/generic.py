"""Comments of unknown makes: blocks that repeat, each with an author, a date and a text.

Blocks are found by how elements are named, and by where dates repeat; those that turn out to be
the most comments are the page's. What a comment is told by stands in ``_judging``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, takewhile

from lxml import etree
from lxml.html import HtmlElement

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._candidates import (
    beside,
    is_post,
    is_strict,
    named_rows,
)
from ipvm_desktop.importers.web.comments._dated import (
    dated_rows,
    dates_of,
    holders_of,
)
from ipvm_desktop.importers.web.comments._judging import (
    Reading,
    Seen,
    cut,
    has_date,
    key_of,
    read_rows,
    tell,
)
from ipvm_desktop.importers.web.comments._levels import parents_of
from ipvm_desktop.importers.web.comments._make import MarkedReader, is_deleted
from ipvm_desktop.importers.web.comments._opening import with_opening
from ipvm_desktop.importers.web.comments._parts import Beside, Part, definitions
from ipvm_desktop.importers.web.comments._roles import (
    AUTHOR,
    DATE,
)
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_FEWEST = 2
_NEAR = 50
# Each is looked at many times; ten thousand comments have fewer, and other pages never so many.
_MOST_ELEMENTS = 250_000
_MOST_ROWS = 50_000
_FULLER = 1.5


class GenericReader:
    """Finds comments by how blocks are named, where they repeat, and what they hold."""

    name = "generic"
    title = "Comments by structure"

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return what is most likely the page's discussion, or None where nothing is.

        None as well on pages of hundreds of thousands of elements, or of blocks named alike by
        tens of thousands.
        """
        named = _different(named_rows(page))
        if _is_endless(page, named):
            return None
        dates = dates_of(page)
        holders = holders_of(dates)
        seen = Seen(page, frozenset(dates))
        named = [r for r in named if is_strict(r[0]) or any(row in holders for row in r)]
        dated = [rows for rows in _different(dated_rows(dates)) if rows not in named]
        best: Reading | None = None
        for around in (_nothing_beside, beside, partial(beside, before=True)):
            for rows in named if around is _nothing_beside else ():
                best = _better(seen, rows, around, best)
            is_named = best is not None
            for rows in dated:
                # What is named as comments does not hold the article's own head.
                best = _better(seen, rows, around, best, more=int(is_named))
            if best is not None:
                break
        for rows in named if best is None else ():
            best = best or read_rows(seen, rows, definitions, dated=False)
        if best is None:
            return None
        for rows in sorted((*named, *dated), key=len) if best.around is definitions else ():
            if all(row in holders for row in rows):
                best = _joined(seen, best, rows)
        return _discussion(seen, best)


def _is_endless(page: WebPage, groups: Iterable[Sequence[HtmlElement]]) -> bool:
    most = max(map(len, groups), default=0)
    return most > _MOST_ROWS or page.root.xpath("count(//*)") > _MOST_ELEMENTS


def _nothing_beside(_rows: Sequence[HtmlElement]) -> Beside:
    return definitions


def _better(
    seen: Seen,
    rows: Sequence[HtmlElement],
    around: Callable[[Sequence[HtmlElement]], Beside],
    best: Reading | None,
    more: int = 0,
) -> Reading | None:
    """Return what rows say where these are more comments, or as many with much more text.

    Args:
        seen: Where they stand.
        rows: What may hold one comment each.
        around: Tells what belongs to them beside them.
        best: What is known so far.
        more: How many more comments do not count.
    """
    known = 0 if best is None else sum(best.sure)
    is_whole = around is _nothing_beside
    if len(rows) < known or not (is_whole or _are_apart(rows)):
        return best
    reading = read_rows(seen, rows, around(rows))
    # Below the last head stands a text, and above the first foot.
    edge = -1 if around is beside else 0
    if reading is None or not (is_whole or reading.sure[edge]):
        return best
    if best is None:
        return reading
    count = sum(reading.sure)
    is_fuller = reading.length > _FULLER * best.length and _is_held(best, rows)
    return reading if count > known + more or (count >= known and is_fuller) else best


def _is_held(reading: Reading, rows: Collection[HtmlElement]) -> bool:
    """Say whether comments stand in rows, as their heads do."""
    known = set(rows)
    return all(
        not known.isdisjoint(part.element.iterancestors())
        for part in (reading.parts[0], reading.parts[-1])
    )


def _different(groups: Iterable[list[HtmlElement]]) -> list[list[HtmlElement]]:
    """Return groups in their order, each once."""
    return list({tuple(rows): rows for rows in groups}.values())


def _are_apart(rows: Sequence[HtmlElement]) -> bool:
    """Say whether rows are some, and none stands in another."""
    return len(rows) >= _FEWEST and holders_of(_above(rows)).isdisjoint(rows)


def _above(rows: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    return (above for row in rows if (above := row.getparent()) is not None)


def _joined(seen: Seen, best: Reading, rows: Sequence[HtmlElement]) -> Reading:
    """Return comments together with others that have another template, such as answers."""
    known = {part.element for part in best.parts}
    heads = {
        above
        for part in best.parts
        for head in (part.first(AUTHOR), part.first(DATE))
        if head is not None
        for above in takewhile(lambda each: each not in known, (head, *head.iterancestors()))
    }
    more = [row for row in rows if row not in known and row not in heads]
    if not any(map(_beside_some(known), more)):
        return best
    wanted = known | set(more)
    every = [each for each in seen.page.root.iter(etree.Element) if each in wanted]
    reading = read_rows(seen, every, definitions)
    if reading is None or sum(reading.sure) < sum(best.sure) + len(more):
        return best
    added = [
        comment
        for comment, part in zip(reading.found, reading.parts, strict=True)
        if part.element not in known
    ]
    return reading if all(has_date(comment, seen.page) for comment in added) else best


def _beside_some(known: Collection[HtmlElement]) -> Callable[[HtmlElement], bool]:
    """Return what says of a row whether it holds a known one, or stands in or beside some."""
    holders = holders_of(known)
    lists = set(_above(known))
    return lambda row: (
        row in holders
        or row.getparent() in lists
        or any(each in known for each in islice(row.iterancestors(), _NEAR))
    )


def _is_list(reading: Reading, page: WebPage) -> bool:
    """Say whether the first of some comments only holds all others, and says nothing itself."""
    return (
        not reading.sure[0]
        and not is_deleted(reading.found[0].body)
        and not has_date(reading.found[0], page)
        and all(part.above is not None for part in reading.parts[1:])
    )


def _with_place(comment: FoundComment, part: Part, page: WebPage) -> FoundComment:
    """Let a comment's address be the place of what in it has its key, if nothing else is."""
    key = key_of(part)
    names = (each.get("id") for each in part.own if comment.permalink is None and key)
    name = next((name for name in names if name and name.endswith(str(key))), None)
    return comment if name is None else replace(comment, permalink=page.absolute(f"#{name}"))


def _discussion(seen: Seen, reading: Reading) -> FoundDiscussion:
    """Return the sure comments, and removed ones and others that hold them."""
    parts, signs, found = list(reading.parts), reading.signs, list(reading.found)
    kept = {
        part
        for part, comment, is_sure in zip(parts, found, reading.sure, strict=True)
        if is_sure or is_deleted(comment.body)
    }
    for part in reversed(parts):
        if part in kept and part.above is not None:
            kept.add(part.above)
    if _is_list(reading, seen.page):
        kept.discard(parts[0])
    if len(kept) < len(parts):
        rows = [part.element for part in parts if part in kept]
        parts = cut(rows, reading.around)
        signs, found = tell(seen, parts)
    reader = MarkedReader(
        name=GenericReader.name,
        title=GenericReader.title,
        rows="",
        signs=signs,
        key=key_of,
        parents=lambda parts: parents_of(
            parts, {key_of(part) for part in parts}, by_depth=not reading.is_named
        ),
        links=("a",),
        finish=_with_place,
        replies_told=False,
    )
    found_all = reader.discussion_of(seen.page, parts, found)
    return with_opening(found_all, seen.page, parts[0].element, is_topic=is_post(parts[0].element))
