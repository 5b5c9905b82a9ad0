"""Entries of RSS and Atom alike: what each says, and whether it is a comment.

RSS 2.0 (https://www.rssboard.org/rss-specification) and 1.0 with the modules ``content``,
``dc`` and ``slash``; Atom (RFC 4287, and 0.3 before it) with threading (RFC 4685).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from ipvm_desktop.domain.identity import canonical_url
from ipvm_desktop.importers._addresses import web_address
from ipvm_desktop.importers.blog_exports.atom import html_of, link_of, person_of, was_removed
from ipvm_desktop.importers.xml.records import Element, Record, child_of, fields_of, name_of

_COMMENT_PLACE = re.compile(
    r"(?:(?:(?:li-|div-|id)?comment|c|isso|dsq|reply)[-_/]?[\w-]{0,40}\d"
    r"|(?:remark42__comment|commento|comentario)-[\w-]{1,64})\Z",
    re.IGNORECASE,
)
_SHOWN_COMMENT = "showComment"  # as Blogger links to comments
_COMMENT_PAGE = re.compile(r"/comment-page-\d{1,6}/?\Z")  # as WordPress parts long discussions
# What Discourse calls a post of a topic, and the addresses that it has had.
_DISCOURSE_POST = re.compile(r"-post-\d+-(?P<number>\d+)\Z")
_DISCOURSE_PLACE = re.compile(r"(?P<page>/t/(?:[^/?#]+/)?\d+)(?:/\d+|#post_\d+)\Z")
_DISCOURSE_MORE = re.compile(r"\s*<p><a href=[^<>]{1,2000}>[^<>]{1,80}</a></p>\s*\Z")
_ANSWER = re.compile(r"Re: +(?P<title>.+)\Z", re.DOTALL)
_MAIL_AND_NAME = re.compile(r"\S+@\S+\s+\((?P<name>[^()]+)\)\Z")


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself.

    Attributes:
        title: Plain text or HTML; "" where it has none.
        url: Of the site, or of the article in a feed of its comments; "" where unknown.
        language: BCP 47 tag, or None.
    """

    title: str
    url: str
    language: str | None


def feed_of(head: Element | None) -> Feed:
    """Read what stands before a feed's first entry."""
    if head is None:
        return Feed("", "", None)
    channel = child_of(head, "channel")
    stated = fields_of(head if channel is None else channel)
    language = stated.get("language") or stated.get("dc:language")
    return Feed(
        title=stated.get("title") or stated.get("atom:title", ""),
        url=stated.get("link") or link_of(head, "alternate"),
        language=language or head.get("{http://www.w3.org/XML/1998/namespace}lang"),
    )


def record_of(entry: Element, feed: Feed) -> Record:
    """Return what an entry says.

    Returns:
        ``place`` is its address where that is a comment's on an article's page, ``about`` the
        title of that article, ``answers`` and ``answers_at`` are identity and address of what
        it answers, ``related`` is a comment that it answers; each "" where it does not say.
        ``removed`` is "" unless the comment was deleted.
    """
    stated = fields_of(entry)
    identity = stated.get("guid") or stated.get("atom:id") or ""
    url = stated.get("link") or link_of(entry, "alternate")
    url = url or (identity if identity.startswith("http") else "")
    url = _joined(feed.url, url) if url else ""
    reference = child_of(entry, "thr:in-reply-to")
    answers = "" if reference is None else str(reference.get("ref", ""))
    answers_at = "" if reference is None else str(reference.get("href", ""))
    title = stated.get("title") or html_of(child_of(entry, "atom:title"))
    answer = _ANSWER.match(title)
    record = {
        "id": _identity(identity or url),
        "url": url,
        "place": url if is_comment_place(url) else "",
        "title": title,
        "about": answer["title"] if answer else "",
        "author": _author(entry, stated),
        "published": _first(stated, "pubDate", "dc:date", "atom:published", "atom:issued",
                            "atom:updated", "atom:modified"),
        "body": _with_enclosed(entry, _body(entry, stated)),
        "removed": "yes" if was_removed(entry) else "",
        "count": _first(stated, "slash:comments", "thr:total"),
        "answers": _identity(answers or answers_at),
        "answers_at": answers_at,
        "related": link_of(entry, "related").rpartition("/")[2] if answers else "",
    }  # fmt: skip
    post = _DISCOURSE_POST.search(identity)
    return record if post is None else record | _discourse_post(record, post["number"])


def _discourse_post(record: Record, number: str) -> Record:
    """Return what is particular in a feed of Discourse: all of a topic's posts are entries."""
    page = _DISCOURSE_PLACE.sub(r"\g<page>", record["url"])
    if number == "1":
        return {"url": page}
    body = _DISCOURSE_MORE.sub("", record["body"])
    return {"place": f"{page}#post_{number}", "about": record["title"], "body": body}


def is_comment_place(address: str) -> bool:
    """Whether an address is that of a comment on a page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(_COMMENT_PLACE.match(parts.fragment)) or _SHOWN_COMMENT in parts.query


def article_address(address: str) -> str:
    """Return the address of the page that a comment stands on."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    kept = [pair for pair in parse_qsl(parts.query) if pair[0] != _SHOWN_COMMENT]
    path = _COMMENT_PAGE.sub("/", parts.path)
    return parts._replace(path=path, query=urlencode(kept), fragment="").geturl()


def page_of(address: str) -> str:
    """Return the page of an address in the form used for comparing; "" for no address."""
    return canonical_url(article_address(address))


def _identity(stated: str) -> str:
    """Return an identity; Blogger's are cut to the number, by which it relates comments."""
    return stated.rpartition("-")[2] if stated.startswith("tag:blogger.com,") else stated


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _first(stated: dict[str, str], *names: str) -> str:
    return next((stated[name] for name in names if stated.get(name)), "")


def _author(entry: Element, stated: dict[str, str]) -> str:
    named = person_of(entry).get("atom:name") or _first(stated, "dc:creator", "author")
    match = _MAIL_AND_NAME.match(named)
    return match["name"].strip() if match else named


def _with_enclosed(entry: Element, body: str) -> str:
    """Return a body with links to the files that go with an entry, as far as it shows none."""
    found = [
        str(child.get("url") or child.get("href") or "")
        for child in entry
        if name_of(str(child.tag)) == "enclosure" or child.get("rel") == "enclosure"
    ]
    shown = [escape(link) for link in found if web_address(link) and link not in body]
    return body + "".join(f'<p><a href="{link}">{link}</a></p>' for link in shown)


def _body(entry: Element, stated: dict[str, str]) -> str:
    for name in ("content:encoded", "description"):
        if stated.get(name):
            return stated[name]
    for name in ("atom:content", "atom:summary"):
        body = html_of(child_of(entry, name))
        if body:
            return body
    xhtml = next((c for c in entry if name_of(str(c.tag)) in {"app:body", "app:div"}), None)
    return html_of(xhtml)
