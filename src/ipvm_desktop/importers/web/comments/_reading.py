"""Reads one comment's author, date, votes and body by the signs of its make."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from ipvm_desktop.domain.moment import Moment, day_of
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.dates.languages import puts_day_first
from ipvm_desktop.importers.dates.search import find_web_date
from ipvm_desktop.importers.dates.web import day_order, read_web_date
from ipvm_desktop.importers.web.comments._fragments import Without, markup_of, text_of
from ipvm_desktop.importers.web.comments._parts import Part, listed, signs_of
from ipvm_desktop.importers.web.page import WebPage

_LONGEST_NAME = 120
_LONGEST_DATE = 120
_DATE_ATTRIBUTES = (
    "datetime", "data-utime", "data-timestamp", "data-time", "data-datetime", "content", "title",
    "data-original-title", "data-created", "data-atk-comment-date",
)  # fmt: skip
# "Ann says:", in the languages of the themes.
_SAYING = (
    r"(?:says|said|wrote|writes|comments|commented|replied|replies|sagt|sagte|schreibt|meint|"
    r"meinte|kommentierte|dit|a dit|a écrit|dice|dijo|ha dicho|escribió|comentó|ha detto|scrive|"
    r"disse|diz|escreveu|comentou|zegt|schreef|pisze|napisała?|mówi|говорит|пишет|сказала?|"
    r"säger|skrev|skriver|sier|siger|sanoo|kirjoitti|říká|napsala?|mondja|spune|diyor ki|"
    r"hat gesagt|hat geschrieben|ha dit|(?:zei|sa)(?=\s*[:….])|sagde|комментирует|комментировал|"
    r"řekl(?:a|\(a\))?|írta|spunea|είπε|dedi ki|mengatakan|berkata|说|說|说道|說道|提到|"
    r"さんは書きました|さんのコメント|님의 말)"
)
# Languages without spaces between words.
_SAYING_JOINED = r"(?:说道?|說道?|写道|寫道|より|(?:さん)?のコメント)\s*[:：]"
# "Edward Said" and "Ann Dit" are names: such words are small, or a colon follows.
_SAYS = re.compile(
    rf"(?:\s+{_SAYING}[\s:….]*|\s+(?i:{_SAYING})\s*[:…][\s:….]*|\s*{_SAYING_JOINED})\Z"
)
_ONLY_SAYS = re.compile(rf"\s*(?:{_SAYING}\s*:|{_SAYING_JOINED})(?:\s|<br\s?/?>)*", re.IGNORECASE)
_BY = re.compile(
    r"\A(?:(?:posted|submitted|written|published|comment(?:aire|s)?|kommentar|comentario|comentário|"
    r"gespeichert|verfasst|geschrieben|gepostet|eingetragen|soumis|publié|posté|écrit|proposé|"
    r"enviado|publicado|escrito|inviato|inserito|scritto|pubblicato|ingediend|geplaatst|skrevet|"
    r"wysłane|dodane|opublikowane) (?:by|von|par|por|da|door|av|af|przez)|by)\b:?\s*",
    re.IGNORECASE,
)
# These open names as well ("von Neumann"); see ``_labels()``.
_LABEL = re.compile(r"(?P<word>von|par|por|da|door|av|af)\b(?P<colon>\s*:)?", re.IGNORECASE)
_FEWEST_LABELLED = 2
# What is left of "by Ann on May 4" above a text.
_LOOSE_BY = re.compile(r"\b(?:by|von|par|por|da|door|av|af)\s*\Z", re.IGNORECASE)
_BETWEEN = " \t:;,|•·–—/-"
# With a capital, "Le" is a name.
_PARTS = r"[\s:;,|•·–—/»>-]"
_END = re.compile(rf"{_PARTS}++(?:on|am|le|el|at|um|#)?+{_PARTS}*+\Z")
# The number of an account behind its name.
_NUMBER = re.compile(r"\s+\(\s*#?\d+\s*\)\Z")
# Reddit's frontends print "u/ann".
_USER = re.compile(r"\A/?u/(?=[\w-]+\Z)")
# Names that a page escaped twice show their markup.
_TAG = re.compile(r"</?[a-z]{1,10}>")
_COUNT = re.compile(r"[-+\u2212\u2013]?(?:\d{1,3}(?:[,.\u00a0 ]\d{3})+(?!\d)|\d{1,7})")
# "1.2K", "3M"
_ROUNDED = re.compile(r"([-\u2212]?)(\d{1,4}(?:[.,]\d{1,2})?)\s?([KkMm])\b")
# What stands in an author's element and is no name.
_NOT_NAMES = frozenset(
    ("time", "img", ".says", ".date", ".comment-date", ".comment-meta", ".comment-metadata",
     ".commentmetadata", ".comment-time", ".reply", ".screen-reader-text", ".badge", ".avatar",
     ".comment-edit-link", ".comment-reply-link", ".time", ".timestamp", ".sr-only")
)  # fmt: skip
_NAME_TAGS = ("cite", "b", "strong")
# What may hold a date without a name for it, and how many such elements are looked at.
_LINES = frozenset(
    ("span", "small", "cite", "i", "em", "div", "a", "h4", "h5", "h6", "header", "footer")
)
_MOST_LOOSE = 60
_PROSE = frozenset(
    listed("p blockquote ul ol pre table h1 h2 h3 h4 h5 h6 form button select textarea")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """Where a make of comments keeps what, as signs of ``Part``, the surest first.

    Attributes:
        author: The author's name, maybe with more words around.
        date: The time of posting, as text or attribute.
        body: What holds the text; where none is there, all of the comment does.
        chrome: What in the body is no text of the comment: buttons, its head, counters.
        votes: Counters, each one count.
        badges: Such as "Moderator".
        affiliation: Company or title of the author.
    """

    author: tuple[str, ...]
    date: tuple[str, ...]
    body: tuple[str, ...]
    chrome: frozenset[str] = frozenset()
    votes: tuple[str, ...] = ()
    badges: tuple[str, ...] = ()
    affiliation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Dated:
    """What may be a comment's date.

    Attributes:
        element: Where it stands, or None where it stands loose between others.
        stated: Values of attributes.
        printed: As people see it.
    """

    element: HtmlElement | None
    stated: tuple[str, ...]
    printed: str


# A comment's date: where it stands, as people see it, and when that is.
_Told = tuple[_Dated, str, Moment | None]


def read_parts(parts: Sequence[Part], page: WebPage, signs: Signs) -> list[FoundComment]:
    """Return what the parts say of their comments; keys and parents are their make's business."""
    comments = {part.element for part in parts}
    dated = [list(_dates_of(part, signs, comments.__contains__)) for part in parts]
    order = day_first(
        page, (text for each in dated for d in each for text in (*d.stated, d.printed))
    )
    read = [
        _read(part, page, signs, comments.__contains__, _moment(each, page.saved, order))
        for part, each in zip(parts, dated, strict=True)
    ]
    return _without_labels(read)


def _without_labels(comments: list[FoundComment]) -> list[FoundComment]:
    """Cut off a word such as "von" where it stands before every name, as a template prints it."""
    names = {comment.author for comment in comments if comment.author}
    labels = [_LABEL.match(name) for name in names]
    words = {label["word"].lower() if label else "" for label in labels}
    if len(names) < _FEWEST_LABELLED or len(words) > 1 or "" in words:
        return comments
    bare = {name: _LABEL.sub("", name, count=1).strip() for name in names}
    return [
        replace(comment, author=bare[comment.author] or comment.author)
        if comment.author
        else comment
        for comment in comments
    ]


def day_first(page: WebPage, texts: Iterable[str]) -> bool | None:
    """Tell from all dates of a page, or else from its language, what ``3/4/2021`` means there."""
    order = day_order(texts)
    return puts_day_first(page.root.get("lang")) if order is None else order


def _read(
    part: Part, page: WebPage, signs: Signs, is_other: Without, told: _Told | None
) -> FoundComment:
    author = _author_of(part, page, signs, told)
    affiliation = part.first(*signs.affiliation)
    badges = (text_of(element) for element in part.all(*signs.badges))
    votes = (count_in(text_of(e) or e.get("content", "")) for e in _innermost(part, signs.votes))
    return FoundComment(
        author=name_of(author, page.saved) if author is not None else None,
        posted=told[2] if told else None,
        posted_text=told[1] if told else None,
        affiliation=(text_of(affiliation) or None) if affiliation is not None else None,
        badges=tuple(dict.fromkeys(badge for badge in badges if badge)),
        votes=tuple(count for count in votes if count is not None),
        body=_body_of(part, signs, is_other, author, told),
    )


def _author_of(part: Part, page: WebPage, signs: Signs, told: _Told | None) -> HtmlElement | None:
    """Return the element that names a comment's author, or None."""
    author = next((e for e in part.all(*signs.author) if name_of(e, page.saved)), None)
    if author is None and told is not None and told[0].element is not None:
        # "Ann says March 4, 2021": the line of the date may tell the author, too.
        says = _SAYS.search(text_of(told[0].element).partition(told[1])[0])
        author = told[0].element if says else None
    return author


def _body_of(
    part: Part, signs: Signs, is_other: Without, author: HtmlElement | None, told: _Told | None
) -> str:
    """Return a comment's body as HTML, without its head and buttons."""
    beside = {author, told[0].element if told else None}

    def is_chrome(element: HtmlElement) -> bool:
        return (
            is_other(element)
            or element in beside
            or element in part.dropped
            or not signs.chrome.isdisjoint(signs_of(element))
        )

    body = part.first(*signs.body)
    markup = markup_of(part.element if body is None else body, is_chrome)
    if told and told[0].element is None:
        # The date stands bare above the text.
        head, _, rest = markup.partition(told[1])
        markup = _LOOSE_BY.sub("", head) + rest if "<p" not in head else markup
    if author is not None and _ONLY_SAYS.fullmatch(f"{(author.tail or '').rstrip()} "):
        markup = _ONLY_SAYS.sub("", markup, count=1)
    return markup


def _innermost(part: Part, signs: Sequence[str]) -> Iterator[HtmlElement]:
    """Yield the elements with one of the signs that hold no others of them, as they stand."""
    signed = set(part.all(*signs))
    for element in part.own if signed else ():
        if element in signed and signed.isdisjoint(element.iterdescendants()):
            yield element


def name_of(element: HtmlElement, saved: dt.datetime | None) -> str | None:
    """Return the name in an author's element, without "says", dates and buttons around it."""
    named = next(iter(element.xpath("descendant-or-self::*[@itemprop='name'][1]")), element)
    name = text_of(named, lambda inner: not _NOT_NAMES.isdisjoint(signs_of(inner)))
    name = name or named.get("content", "")
    if named.find(".//br") is not None:
        # More is said of the author in the lines below.
        first = next((each for tag in _NAME_TAGS for each in named.iterdescendants(tag)), None)
        name = name if first is None else text_of(first)
    # To cut a date off, the order of its day and month does not matter.
    orders = (True, False) if any(map(str.isdigit, name)) else ()
    found = next(filter(None, (find_web_date(name, saved, order) for order in orders)), None)
    if found:
        inner = next((each for tag in _NAME_TAGS for each in element.iterdescendants(tag)), None)
        before, _, after = name.partition(found[0])
        name = (
            text_of(inner)
            if inner is not None
            else before
            if _says_something(before)
            else after.lstrip(_BETWEEN)
        )
    name = _END.sub("", _BY.sub("", _SAYS.sub("", _NUMBER.sub("", _TAG.sub("", name)))))
    label = _LABEL.match(name)
    if label and (label["colon"] or _stands_apart(label[0], named)):
        name = name[label.end() :].strip()
    name = _USER.sub("", name)
    return name if name and len(name) <= _LONGEST_NAME else None


def _stands_apart(word: str, element: HtmlElement) -> bool:
    """Say whether an element opens with a word that its markup parts from what follows."""
    texts = (" ".join(text.split()) for text in element.itertext())
    return next(filter(None, texts), "") == word


def count_in(text: str) -> int | None:
    """Return the first whole number of a text, such as 1234 of "1,234 likes", 1200 of "1.2K"."""
    rounded = _ROUNDED.match(text.strip())
    if rounded:
        number = round(
            float(rounded[2].replace(",", ".")) * (1000 if rounded[3] in "Kk" else 10**6)
        )
        return -number if rounded[1] else number
    match = _COUNT.search(text)
    if match is None:
        return None
    sign = -1 if match[0][0] in "-\u2212\u2013" else 1
    return sign * int(re.sub(r"\D", "", match[0])[:15])


def _dates_of(part: Part, signs: Signs, is_other: Without) -> Iterator[_Dated]:
    is_told = False
    links = set(part.all("%permalink"))
    elements = list(part.all(*signs.date))
    # A card about the author may have dates as well; the comment's own leads to it.
    elements.sort(key=lambda element: links.isdisjoint((element, element.getparent())))
    for element in elements:
        stated = tuple(value for name in _DATE_ATTRIBUTES if (value := element.get(name)))
        printed = text_of(element, is_other)
        if len(printed) <= _LONGEST_DATE and _says_something(printed, *stated):
            is_told = True
            yield _Dated(element, stated, printed)
    if not is_told:
        yield from _loose(part, signs, is_other)


def _says_something(*texts: str) -> bool:
    return any(char.isalnum() for text in texts for char in text)


def _loose(part: Part, signs: Signs, is_other: Without) -> Iterator[_Dated]:
    """Yield what stands in a comment outside of its paragraphs and its body.

    What is named like a body may hold all of the comment.
    """
    body = part.first(*signs.body)
    author = part.first(*signs.author)
    is_all = author is not None and body in set(author.iterancestors())

    def is_prose(element: HtmlElement) -> bool:
        is_text = element.tag in _PROSE and element is not author
        return (element is body and not is_all) or is_text or is_other(element)

    for element in part.own[:_MOST_LOOSE]:
        if element.tag in _LINES and not (element is body and not is_all):
            text = text_of(element, is_prose)
            if len(text) <= _LONGEST_DATE and any(map(str.isdigit, text)):
                yield _Dated(element, (), text)
    yield _Dated(None, (), text_of(part.element, is_prose))


def _moment(dates: Sequence[_Dated], saved: dt.datetime | None, order: bool | None) -> _Told | None:
    """Return the first date that can be read, else the first that looks like one, else None."""
    for dated in dates:
        stated = next(
            (m for text in dated.stated if (m := read_web_date(text, saved, order)) is not None),
            None,
        )
        whole = read_web_date(dated.printed, saved, order)
        found = find_web_date(dated.printed, saved, order)
        if whole is not None:
            found = (dated.printed, whole)
        moment = stated if stated is not None else found[1] if found else None
        if moment is None:
            continue
        if found and type(moment) is dt.date and day_of(found[1]) == moment:
            # The attribute states the day only, and people see the time as well.
            moment = found[1]
        printed = found[0] if found else dated.printed
        # What only programs see is printed elsewhere.
        shown = (printed, *(d.printed for d in dates if find_web_date(d.printed, saved, order)))
        return dated, next(filter(None, (*shown, *dated.stated))), moment
    for dated in dates:
        if dated.element is not None and any(char.isdigit() for char in dated.printed):
            return dated, dated.printed, None
    return None
