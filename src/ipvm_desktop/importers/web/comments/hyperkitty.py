"""HyperKitty: threads of mailing lists as Mailman 3 archives them.

Source: ``hyperkitty/templates/hyperkitty/thread.html`` and ``messages/message.html``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._nesting import Indentation
from ipvm_desktop.importers.web.comments._post import Made, Post, discussion_of, stated
from ipvm_desktop.importers.web.comments._select import Select, above, number_in, text_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_MAILS = Select("div.email")
_HEAD = Select(".email-header[id]")
_NAME = Select(".email-author .name", ".email-author")
_TEXT = Select(".email-body")
_ATTACHED = Select("ul.attachments-list")
_SENT = Select(".email-date .time [title]", ".email-date [title]")
_DAY = Select(".email-date .date")
_LINK = Select(".messagelink a")
_VOTES = Select("a.youlike", "a.youdislike")
_TITLE = Select(".thread-header h3", ".thread-header h1", "h1")
_LEVEL = re.compile(r"\breply-level-(\d{1,4})\b")
_AREAS = Select(".sort-mode", ".replies")
_BUTTONS = Select(".quoted-switch")
_MADE = Made(title="HyperKitty", heading=_TITLE, areas=_AREAS, without=_BUTTONS)


class HyperKittyReader:
    """Reads a thread: the first mail, and those that answer it."""

    name = "hyperkitty"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; where it is sorted by date, nothing tells the replies."""
        mails = [each for each in _MAILS.on(page) if _HEAD.first(each) is not None]
        if not mails:
            return None
        is_told = any(_LEVEL.search(_around(each)) for each in mails)
        posts = list(_posts(mails[1:]))
        made = replace(_MADE, replies_told=is_told)
        return discussion_of(page, made, posts, _post(mails[0], None))


def _around(mail: HtmlElement) -> str:
    return next(above(mail)).get("class") or ""


def _posts(mails: Iterable[HtmlElement]) -> Iterator[Post]:
    indentation = Indentation()
    for mail in mails:
        level = _LEVEL.search(_around(mail))
        key = _HEAD.attribute(mail, "id") or ""
        yield _post(mail, indentation.parent(int(level[1]) if level else 0, key))


def _post(mail: HtmlElement, parent: str | None) -> Post:
    # Django prints full hours as words.
    sent = (_SENT.attribute(mail, "title") or "").partition(": ")[2]
    sent = sent.replace("noon", "12 p.m.").replace("midnight", "12 a.m.")
    votes = (number_in(text_of(vote)) for vote in _VOTES.all(mail))
    return Post(
        element=mail,
        key=_HEAD.attribute(mail, "id"),
        parts=(*_TEXT.all(mail), *_ATTACHED.all(mail)[:1]),
        parent=parent,
        author=_NAME.text(mail),
        dates=stated(sent, _DAY.text(mail)),
        printed=sent or _DAY.text(mail),
        votes=tuple(count for count in votes if count is not None),
        permalink=_LINK.attribute(mail, "href"),
    )
