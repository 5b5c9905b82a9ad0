"""A post as a page shows it, and the discussion that a page's posts make."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import html
from lxml.html import HtmlElement

from ipvm_desktop.domain.document import CommentOrder
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.domain.moment import Moment, day_of
from ipvm_desktop.importers._discussion import NESTED, FoundComment
from ipvm_desktop.importers.dates.languages import puts_day_first
from ipvm_desktop.importers.dates.web import day_order, read_web_date
from ipvm_desktop.importers.web.comments._bodies import FindQuotes, no_quotes, read_body
from ipvm_desktop.importers.web.comments._select import Select, text_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage
from ipvm_desktop.sanitize import sanitize

ANSWERED = "named as the post it answers in the source"
QUOTED = "quoted in the source"

_NOBODY = frozenset(("", "[deleted]", "[removed]", "[unknown]", "deleted", "[deleted user]"))
_STAFF = re.compile(r"\b(?:staff|admin(?:istrator)?s?|employees?|team member)\b", re.IGNORECASE)
# Of whoever saved the page: no part of an address.
_SESSION = re.compile(r"(?:(?:sid|s)=(?:a:)?[0-9a-f]{20,40}|phpsessid=[^&;]*)[&;]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post as the markup of its make states it.

    Attributes:
        element: What holds all of it.
        key: What the page calls it; None where it has no name there.
        parts: Its text, and what belongs to it, such as attachments and the note of an edit.
        parent: Key of the post it stands below or is said to answer; None where nothing tells.
        reason: Why that is its parent, for people.
        number: Its place in the topic, from 1; None where the page does not tell.
        author: As printed; "" where unknown.
        title: Rank, flair or group of the author; "" without one.
        badges: Such as "Moderator".
        staff: The page says that the author belongs to the site.
        dates: Of its posting, as the markup states them, the most exact one first.
        printed: The date as people see it, or ""; None for the last of ``dates``.
        votes: Counts in printed order.
        permalink: Address as it stands in the page, or None.
        deleted: The page says that it was removed.
    """

    element: HtmlElement
    key: str | None
    parts: tuple[HtmlElement, ...] = ()
    parent: str | None = None
    reason: str = NESTED
    number: int | None = None
    author: str = ""
    title: str = ""
    badges: tuple[str, ...] = ()
    staff: bool = False
    dates: tuple[str, ...] = ()
    printed: str | None = None
    votes: tuple[int, ...] = ()
    permalink: str | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How pages of one make are to be read.

    Attributes:
        title: The make's name for people.
        heading: The title of a topic, or None where that takes more than a look.
        areas: What belongs to the discussion beside its posts.
        without: What in bodies is no part of the text.
        find_quotes: Finds the quotations of a body.
        replies_told: The nesting of the page tells who answers whom.
        lines: Where the source of a body has a new line, the page shows one.
    """

    title: str
    heading: Select | None = None
    areas: Select | None = None
    without: Select | None = None
    find_quotes: FindQuotes = no_quotes
    replies_told: bool = False
    lines: bool = False


def discussion_of(
    page: WebPage,
    made: Made,
    posts: Sequence[Post],
    opening: Post | None,
    *,
    declared: int | None = None,
    title: str | None = None,
    kind: ArticleKind = ArticleKind.DISCUSSION,
) -> FoundDiscussion:
    """Return posts as a discussion.

    A post that quotes others answers the first of them that stands above it on the page, unless
    the page says whom it answers. What answers the opening post stands at top level.

    Args:
        page: Where they stand.
        made: How the page is to be read.
        posts: The comments, without the opening post.
        opening: What they discuss, or None where it is not on the page. One without ``parts``
            has no text of its own, such as a mere link.
        declared: How many comments the page announces, or None.
        title: The topic's; None for what ``made.heading`` finds.
        kind: What the page is.
    """
    posts = [post for post in posts if _says_something(post)]
    every = posts if opening is None else [opening, *posts]
    order = _day_order(page, every, in_time=not made.replies_told)
    found = tuple(_comments(page, made, posts, opening, order))
    areas = () if made.areas is None else made.areas.on(page)
    if title is None and made.heading is not None:
        title = made.heading.text(page.root)
    opened = None if opening is None else _comment(page, made, opening, order)
    return FoundDiscussion(
        make=made.title,
        comments=found,
        areas=(*(post.element for post in posts), *areas),
        replies_told=made.replies_told,
        order=CommentOrder.PAGE if made.replies_told else CommentOrder.TIME,
        declared=declared,
        kind=kind,
        opening=_text_of_opening(opened),
        opened=opened,
        title=title or None,
    )


def _comments(
    page: WebPage, made: Made, posts: Sequence[Post], opening: Post | None, order: bool | None
) -> Iterator[FoundComment]:
    """Yield the posts as comments, each below the one it answers."""
    keys: dict[str, int] = {}
    for place, post in enumerate(posts):
        if post.key is not None:
            keys.setdefault(post.key, place)
    for place, post in enumerate(posts):
        comment = _placed(_comment(page, made, post, order), post, keys, place, opening)
        if opening is not None and comment.author and comment.author == opening.author:
            comment = replace(comment, article_author=True)
        yield comment


def _day_order(page: WebPage, posts: Sequence[Post], *, in_time: bool) -> bool | None:
    """Return whether numeric dates put the day first; None where nothing tells.

    Where no date tells by itself, one order may be left that has posts neither after the page
    was saved nor, in a topic, before those above them. Where both are left, the language tells.
    """
    texts = [date for post in posts for date in post.dates]
    texts += [text_of(part) for post in posts for part in post.parts[1:]]
    order = day_order(texts)
    if order is not None:
        return order
    orders = []
    for day_first in (True, False):
        moments = (_moment(post.dates, page, day_first) for post in posts)
        days = [day_of(moment) for moment in moments if moment is not None]
        latest = max(days, default=None)
        is_past = page.saved is None or latest is None or latest <= _day_after(page.saved)
        if is_past and (not in_time or days == sorted(days)):
            orders.append(day_first)
    if len(orders) == 2:
        return puts_day_first(page.root.get("lang"))
    return orders[0] if orders else None


def _day_after(moment: dt.datetime) -> dt.date:
    """Return the day after; clocks of pages are ahead of ours somewhere."""
    return moment.date() + dt.timedelta(days=1)


def _says_something(post: Post) -> bool:
    return bool(post.parts or post.author or post.badges or post.deleted)


def _text_of_opening(opened: FoundComment | None) -> HtmlElement | None:
    """Return the cleaned body of an opening post as an element, if it has any text."""
    if opened is None or not sanitize(opened.body):
        return None
    return html.fragment_fromstring(opened.body, create_parent="div")


def stated(*dates: str | None) -> tuple[str, ...]:
    """Return what there is of a post's dates, in their order."""
    return tuple(filter(None, dates))


def is_staff(*words: str) -> bool:
    """Whether a rank, group or badge says that somebody belongs to the site."""
    return any(_STAFF.search(word) for word in words)


def _comment(page: WebPage, made: Made, post: Post, order: bool | None) -> FoundComment:
    body = read_body(post.parts, made.without, made.find_quotes)
    author = post.author if post.author.lower() not in _NOBODY else None
    printed = post.dates[-1] if post.printed is None and post.dates else post.printed
    return FoundComment(
        key=post.key,
        author=author,
        affiliation=post.title or None,
        badges=tuple(dict.fromkeys(each for each in post.badges if each and each != post.title)),
        staff=post.staff or is_staff(post.title, *post.badges),
        posted=_moment(post.dates, page, order),
        posted_text=printed or None,
        votes=post.votes,
        deleted=post.deleted,
        permalink=_permalink(page, post.permalink),
        quotes=body.quotes,
        body=body.html.replace("\n", "<br>") if made.lines else body.html,
    )


def _placed(
    comment: FoundComment, post: Post, keys: dict[str, int], place: int, opening: Post | None
) -> FoundComment:
    """Resolve what a comment answers and quotes, as far as that is on the page."""
    top = None if opening is None else opening.key
    quoted = [key for _, key in comment.quotes if key is not None]
    quotes = tuple((text, key if key in keys else None) for text, key in comment.quotes)
    if post.parent is not None:
        if post.parent == top:
            return replace(comment, quotes=quotes)
        return replace(comment, parent=post.parent, reason=post.reason, quotes=quotes)
    first = next((key for key in quoted if key == top or keys.get(key, place) < place), top)
    if first == top:
        return replace(comment, quotes=quotes)
    return replace(comment, parent=first, reason=QUOTED, quotes=quotes)


def _moment(dates: Sequence[str], page: WebPage, order: bool | None) -> Moment | None:
    for date in dates:
        moment = read_web_date(date, page.saved, order)
        if moment is not None:
            return moment
    return None


def _permalink(page: WebPage, address: str | None) -> str | None:
    absolute = page.absolute(address)
    if absolute is None:
        return None
    before, mark, query = absolute.partition("?")
    query, hashed, place = query.partition("#")
    query = _SESSION.sub("", query).rstrip("&;")
    return f"{before}{mark if query else ''}{query}{hashed}{place}"
