"""Pages of archives of mailing lists that hold one mail, and those that only list mails.

A page of one mail is an opening that nobody answers.

Source: Mailman 2's ``article.html``; the comments that MHonArc and Hypermail (``print.c``) write
around the parts of a mail; ``PublicInbox/View.pm``; the plain text of marc.info.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import takewhile

from lxml import etree, html
from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._bodies import Quotation
from ipvm_desktop.importers.web.comments._post import Made, Post, discussion_of, stated
from ipvm_desktop.importers.web.comments._select import Select, has_class, text_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_QUOTED = re.compile(r"(?:\A|(?<=\n))> ?")
_QUOTED_AGAIN = re.compile(r"(?<=\n)> ?")
_QUOTES = Select("blockquote")
# What ``markup`` makes of the comments that stand around a mail's text.
_PIPERMAIL = Select("note-mark[title=beginarticle]")
_MHONARC = Select("note-mark[title=X-Body-of-Message]")
_HYPERMAIL = Select("note-mark[title=body-start]")
_HYPERMAIL_HEAD = Select(".headers", "#received", ".received")
_PRINTED = re.compile(r"\bDate: (.{6,60})\Z")
_DATE = Select("meta[name=x-date]")
_NAME = Select("meta[name=x-name]")
_SENDER = Select("body > b", "b")
_SENT = Select("body > i", "i")
_NAMED = Select("[itemtype$=Person] [itemprop=name]")
_LINES = Select("li")
_FROM_LINE = re.compile(r"From\s*:\s*(?P<name>.+?)(?:\s*<[^<>]*>)?\Z")
_HEADING = Select("h1", "title")
_INBOX = Select("pre[id=b]")
_INBOX_FROM = re.compile(r"\AFrom: (?P<name>[^\n]*?)(?: <[^<>\n]*>)?\n")
_INBOX_DATE = re.compile(r"^Date: (?P<date>[^\t\n]+)", re.MULTILINE)
_INBOX_SUBJECT = re.compile(r"^Subject: (?P<subject>[^\n]+)", re.MULTILINE)
_MARC = " - MARC"
_MARC_MAIL = re.compile(
    r"^Subject: +(?P<subject>[^\n]*)\nFrom: +(?P<name>[^\n]*?)(?: <[^<>\n]*>)?\n"
    r"Date: +(?P<date>[^\n]*)\n(?:Message-ID:[^\n]*\n)?\s*"
    r"\[Download (?:RAW message or body|message RAW)\]\s*?\n(?P<text>.*?)\s*"
    r"(?:^\s*\[prev in list\]|\Z)",
    re.MULTILINE | re.DOTALL,
)
_INDEX = Select(
    "a[href$='.html#start']",
    "a[name][href^=msg0]",
    "div.messages-list a",
    "span.thread-title > a[href*='/thread/']",
    "a[href$='/t.mbox.gz']",
    "a.subject[href*='groups.io/g/']",
)
_FEWEST_LISTED = 2
_LISTED = "This is a list of mails; the file does not hold what they say"
_TITLE = Select("title")


def _quotes(body: HtmlElement) -> Iterator[Quotation]:
    for block in _QUOTES.all(body):
        yield Quotation(block)


MAIL = Made(title="Mailing list archive", heading=_HEADING, find_quotes=_quotes)
"""How mails of archives are to be read."""


def single_mail(page: WebPage) -> FoundDiscussion | None:
    """Return the mail of a page of one, or None where it is no such page."""
    for note in _PIPERMAIL.on(page):
        dates = stated(_SENT.text(page.root))
        return _alone(page, note, "endarticle", _SENDER.text(page.root), dates)
    for note in _MHONARC.on(page):
        return _alone(page, note, "X-Body-of-Message-End", _sender(page), _dates(page))
    for note in _HYPERMAIL.on(page):
        name = _NAME.attribute(page.root, "content") or ""
        printed = _PRINTED.search(_HYPERMAIL_HEAD.text(page.root))
        return _alone(page, note, "body-end", name, _dates(page), printed and printed[1])
    for element in _INBOX.on(page):
        return _of_inbox(page, element)
    return _of_marc(page)


def index_of_mails(page: WebPage) -> FoundDiscussion | None:
    """Return a page that lists mails without their texts, or None for others."""
    is_marc = _TITLE.text(page.root).endswith(_MARC)
    if not is_marc and len(_INDEX.on(page)) < _FEWEST_LISTED:
        return None
    body = page.root.find("body")
    return FoundDiscussion(make=MAIL.title, comments=(), opening=body, lacking=_LISTED)


def text_below(own: HtmlElement) -> HtmlElement:
    """Return the text below the lines about a mail and above the links at its end.

    Args:
        own: One of the links in these lines.
    """
    body: HtmlElement = html.Element("div")
    block: HtmlElement | None = None
    for each in takewhile(lambda each: each.text != "^", (own, *own.itersiblings())):
        if block is None:
            _, is_end, text = (each.tail or "").partition("\n\n")
            if is_end:
                block = etree.SubElement(body, "pre")
                block.text = text
        elif has_class(each, "q"):
            etree.SubElement(body, "blockquote").append(_unquoted(each))
            block = etree.SubElement(body, "pre")
            block.text = each.tail
        else:
            block.append(deepcopy(each))
    for block in body.findall("pre"):
        if not text_of(block):
            block.drop_tree()
    return body


def _unquoted(passage: HtmlElement) -> HtmlElement:
    """Return a quoted passage without the marks before its lines."""
    copied = deepcopy(passage)
    copied.tag = "pre"
    copied.tail = None
    copied.text = _QUOTED.sub("", copied.text or "")
    for each in copied.iterdescendants():
        each.tail = _QUOTED_AGAIN.sub("", each.tail or "")
    return copied


def _alone(
    page: WebPage,
    note: HtmlElement,
    end: str,
    sender: str,
    dates: tuple[str, ...],
    printed: str | None = None,
) -> FoundDiscussion:
    """Return a mail whose text stands between two marks of the page."""
    body: HtmlElement = html.Element("div")
    body.text = (note.tail or "").lstrip()
    for each in takewhile(lambda each: not _ends(each, end), note.itersiblings()):
        copied = deepcopy(each)
        body.append(copied)
        # Where a paragraph is left open, the mark stands in it.
        mark = next((inner for inner in copied.iter("note-mark") if _ends(inner, end)), None)
        if mark is not None:
            _cut_from(mark, body)
            break
    for head in _HYPERMAIL_HEAD.all(body):
        head.drop_tree()
    mail = Post(element=note, key=None, parts=(body,), author=sender, dates=dates, printed=printed)
    return discussion_of(page, MAIL, [], mail)


def _ends(element: HtmlElement, end: str) -> bool:
    return element.get("title") == end or has_class(element, "msgButtons")


def _cut_from(mark: HtmlElement, body: HtmlElement) -> None:
    """Drop an element of a body and all that follows it there."""
    for above in takewhile(lambda each: each is not body, (mark, *mark.iterancestors())):
        above.tail = None
        for following in list(above.itersiblings()):
            following.tail = None
            following.drop_tree()
    mark.drop_tree()


def _sender(page: WebPage) -> str:
    lines = (_FROM_LINE.match(text_of(line)) for line in _LINES.on(page))
    return _NAMED.text(page.root) or next((line["name"] for line in lines if line), "")


def _dates(page: WebPage) -> tuple[str, ...]:
    return tuple(each.get("content") or "" for each in _DATE.on(page)[:1])


def _of_inbox(page: WebPage, element: HtmlElement) -> FoundDiscussion | None:
    """Return the mail of a page of public-inbox, whose head is its text's first lines."""
    text = str(element.text_content())
    told, dated = _INBOX_FROM.match(text), _INBOX_DATE.search(text)
    if told is None or dated is None or not len(element):
        return None
    subject = _INBOX_SUBJECT.search(text)
    mail = Post(
        element=element,
        key=None,
        parts=(text_below(element[0]),),
        author=told["name"],
        dates=(dated["date"].strip(),),
    )
    title = subject["subject"] if subject else ""
    return discussion_of(page, MAIL, [], mail, title=title)


def _of_marc(page: WebPage) -> FoundDiscussion | None:
    """Return the mail of a page of marc.info, which is plain text with links."""
    if not _TITLE.text(page.root).endswith(_MARC):
        return None
    told = _MARC_MAIL.search(str(page.root.text_content()))
    if told is None:
        return None
    body: HtmlElement = html.Element("div")
    etree.SubElement(body, "pre").text = told["text"].strip("\n")
    mail = Post(
        element=page.root, key=None, parts=(body,), author=told["name"], dates=(told["date"],)
    )
    found = discussion_of(page, MAIL, [], mail, title=told["subject"])
    # All of the page is no area of the discussion.
    return replace(found, areas=())
