"""Threads of mailing lists that are groups of a site: Google Groups and groups.io.

Source: the pages' markup; Google's classes are short names that its scripts make.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._post import Made, Post, discussion_of, stated
from ipvm_desktop.importers.web.comments._select import Select, digits_of, number_in, text_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

# Nanoseconds since 1970.
_TIME = re.compile(r"DisplayShortTime\((\d{10})\d{9}\b")
_SCRIPTS = Select("script")


def _no_time(_mail: HtmlElement) -> str | None:
    return None


def _scripted_time(mail: HtmlElement) -> str | None:
    """Return the seconds since 1970 that a script prints as a date."""
    found = (_TIME.search(script.text or "") for script in _SCRIPTS.all(mail))
    return next((match[1] for match in found if match), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupReader:
    """Reads a thread, which does not tell who answers whom.

    Attributes:
        name: Stable id, such as ``groups-io``.
        title: Name for people.
        mails: Each mail.
        author: Who wrote it.
        body: What it says.
        time: When it was sent.
        votes: How many like it.
        heading: The thread's subject.
        without: What in bodies is no part of the text.
        scripted: Returns the time that a script is to print, or None.
    """

    name: str
    title: str
    mails: Select
    author: Select
    body: Select
    time: Select
    votes: Select
    heading: Select
    without: Select
    scripted: Callable[[HtmlElement], str | None] = _no_time

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion, or None where there is no mail."""
        mails = [each for each in self.mails.on(page) if self.body.first(each) is not None]
        if not mails:
            return None
        made = Made(title=self.title, heading=self.heading, without=self.without)
        first, *others = (self._post(mail) for mail in mails)
        return discussion_of(page, made, others, first)

    def _post(self, mail: HtmlElement) -> Post:
        printed = self.time.text(mail)
        votes = (number_in(text_of(each)) for each in self.votes.all(mail))
        return Post(
            element=mail,
            key=mail.get("data-doc-id") or digits_of(self.body.attribute(mail, "id")),
            parts=tuple(self.body.all(mail)[:1]),
            author=mail.get("data-author") or self.author.text(mail),
            dates=stated(self.scripted(mail), self.time.attribute(mail, "title"), printed),
            printed=printed,
            votes=tuple(count for count in votes if count is not None),
        )


GOOGLE_GROUPS = GroupReader(
    name="google-groups",
    title="Google Groups",
    mails=Select("section.BkrUxb", "section[data-author][data-doc-id]"),
    author=Select("h3.s1f8Zd", ".s1f8Zd", "h3"),
    body=Select("html-blob", ".ptW7te"),
    time=Select(".zX2W9c", ".ELCJ4d"),
    votes=Select(".W4Fhld"),
    heading=Select("h1 html-blob", "h1"),
    without=Select(".gmail_signature"),
)
GROUPS_IO = GroupReader(
    name="groups-io",
    title="groups.io",
    mails=Select(".expanded-message"),
    author=Select("u"),
    body=Select("div[id^=msgbody]"),
    time=Select("span[title]", "time"),
    votes=Select(".like-stats", "[id^=likecount]"),
    heading=Select("h4", "title"),
    without=Select("a[class*=hashtag-label]", ".like-stats", "script"),
    scripted=_scripted_time,
)
GROUPS = (GOOGLE_GROUPS, GROUPS_IO)
