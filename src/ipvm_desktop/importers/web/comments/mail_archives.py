"""Archives of mailing lists: threads of public-inbox (lore.kernel.org), single mails, indexes.

Source: ``PublicInbox/View.pm``; for the rest see ``mail_pages``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._post import ANSWERED, Post, discussion_of
from ipvm_desktop.importers.web.comments._select import Select
from ipvm_desktop.importers.web.comments.mail_pages import (
    MAIL,
    index_of_mails,
    single_mail,
    text_below,
)
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_LINKS_TO_SELF = Select("pre > a[href*='#e'][id^=m]")
_FROM = re.compile(r"^From: (.*?) @ (\d{4}-\d\d-\d\d) +(\d{1,2}:\d\d) UTC", re.MULTILINE)
_SUBJECT = Select("b")
_THREAD = replace(MAIL, replies_told=True)


class MailArchiveReader:
    """Reads a thread of public-inbox, or what ``mail_pages`` reads."""

    name = "mail-archive"
    title = MAIL.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; each mail of a thread names the one that it answers."""
        mails = [mail for each in _LINKS_TO_SELF.on(page) if (mail := _mail(each))]
        if mails:
            title = _SUBJECT.text(mails[0].element)
            return discussion_of(page, _THREAD, mails[1:], mails[0], title=title)
        return single_mail(page) or index_of_mails(page)


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
        parts=(text_below(own),),
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
