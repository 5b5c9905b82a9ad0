"""Archives of mailing lists: public-inbox (lore.kernel.org), Pipermail and MHonArc.

Source: ``PublicInbox/View.pm``, Mailman 2's ``article.html``, and the comments that MHonArc
writes around the parts of a mail.
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
from ipvm_desktop.importers.web.comments._post import ANSWERED, Made, Post, discussion_of, stated
from ipvm_desktop.importers.web.comments._select import Select, has_class, text_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_LINKS_TO_SELF = Select("pre > a[href*='#e'][id^=m]")
_FROM = re.compile(r"^From: (.*?) @ (\d{4}-\d\d-\d\d) +(\d{1,2}:\d\d) UTC", re.MULTILINE)
_SUBJECT = Select("b")
_QUOTED = re.compile(r"(?:\A|(?<=\n))> ?")
_QUOTED_AGAIN = re.compile(r"(?<=\n)> ?")
_QUOTES = Select("blockquote")
# What ``markup`` makes of the comments that stand around a mail's text.
_PIPERMAIL = Select("note-mark[title=beginarticle]")
_MHONARC = Select("note-mark[title=X-Body-of-Message]")
_DATE = Select("meta[name=x-date]")
_SENDER = Select("body > b", "b")
_SENT = Select("body > i", "i")
_NAMED = Select("[itemtype$=Person] [itemprop=name]")
_LINES = Select("li")
_FROM_LINE = re.compile(r"From\s*:\s*(?P<name>.+?)(?:\s*<[^<>]*>)?\Z")
_HEADING = Select("h1", "title")


def _quotes(body: HtmlElement) -> Iterator[Quotation]:
    for block in _QUOTES.all(body):
        yield Quotation(block)


_MADE = Made(title="Mailing list archive", heading=_HEADING, find_quotes=_quotes)
_THREAD = replace(_MADE, replies_told=True)


class MailArchiveReader:
    """Reads a thread of public-inbox, or a page of one mail: an opening that nobody answers."""

    name = "mail-archive"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; each mail of a thread names the one that it answers."""
        mails = [mail for each in _LINKS_TO_SELF.on(page) if (mail := _mail(each))]
        if mails:
            title = _SUBJECT.text(mails[0].element)
            return discussion_of(page, _THREAD, mails[1:], mails[0], title=title)
        for note in _PIPERMAIL.on(page):
            dates = stated(_SENT.text(page.root))
            return _alone(page, note, "endarticle", _SENDER.text(page.root), dates)
        for note in _MHONARC.on(page):
            return _alone(page, note, "X-Body-of-Message-End", _sender(page), _dates(page))
        return None


def _mail(link: HtmlElement) -> Post | None:
    """Return a mail of a thread, which says in a few lines whose it is and where it stands."""
    element = next(link.iterancestors())
    told = _FROM.search(str(element.text_content()))
    own = next((each for each in link.itersiblings("a") if each.text == "permalink"), None)
    if told is None or own is None:
        return None
    name, day, time = told.groups()
    return Post(
        element=element,
        key=link.get("id"),
        parts=(_text_below(own),),
        parent=_answered(link),
        reason=ANSWERED,
        author=name,
        dates=(f"{day}T{time:0>5}Z",),
        printed=f"{day} {time} UTC",
        permalink=own.get("href"),
    )


def _answered(link: HtmlElement) -> str | None:
    """Return whom a mail answers: that one is told above "@ 2024-03-04 …", the mail itself."""
    above = takewhile(lambda each: not (each.text or "").startswith("@ "), link.itersiblings())
    addresses = (each.get("href") or "" for each in above)
    return next((address[1:] for address in addresses if address.startswith("#m")), None)


def _text_below(own: HtmlElement) -> HtmlElement:
    """Return the text below the lines about a mail and above the links at its end."""
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
    page: WebPage, note: HtmlElement, end: str, sender: str, dates: tuple[str, ...]
) -> FoundDiscussion:
    """Return a mail whose text stands between two marks of the page."""
    body: HtmlElement = html.Element("div")
    for each in takewhile(lambda each: not _ends(each, end), note.itersiblings()):
        body.append(deepcopy(each))
    mail = Post(element=note, key=None, parts=(body,), author=sender, dates=dates)
    return discussion_of(page, _MADE, [], mail)


def _ends(element: HtmlElement, end: str) -> bool:
    return element.get("title") == end or has_class(element, "msgButtons")


def _sender(page: WebPage) -> str:
    lines = (_FROM_LINE.match(text_of(line)) for line in _LINES.on(page))
    return _NAMED.text(page.root) or next((line["name"] for line in lines if line), "")


def _dates(page: WebPage) -> tuple[str, ...]:
    return tuple(each.get("content") or "" for each in _DATE.on(page)[:1])
