"""Threads of mailing lists that are groups of a site: Google Groups and groups.io.

Source: the pages' markup; Google's classes are short names that its scripts make.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._community import CommunityReader
from ipvm_desktop.importers.web.comments._select import Select, digits_of

# Nanoseconds since 1970.
_TIME = re.compile(r"DisplayShortTime\((\d{10})\d{9}\b")
_SCRIPTS = Select("script")
_BODY = Select("div[id^=msgbody]")


def _scripted(mail: HtmlElement) -> str | None:
    """Return the seconds since 1970 that a script prints as a date."""
    found = (_TIME.search(script.text or "") for script in _SCRIPTS.all(mail))
    return next((match[1] for match in found if match), None)


GOOGLE_GROUPS = CommunityReader(
    name="google-groups",
    title="Google Groups",
    posts=Select("section.BkrUxb", "section[data-author][data-doc-id]"),
    text=Select("html-blob", ".ptW7te"),
    author=Select("h3.s1f8Zd", ".s1f8Zd", "h3"),
    time=Select(".zX2W9c", ".ELCJ4d"),
    heading=Select("h1 html-blob", "h1"),
    votes=Select(".W4Fhld"),
    without=Select(".gmail_signature"),
    key=lambda mail: mail.get("data-doc-id"),
)
GROUPS_IO = CommunityReader(
    name="groups-io",
    title="groups.io",
    posts=Select(".expanded-message"),
    text=_BODY,
    author=Select("u"),
    time=Select("span[title]", "time"),
    heading=Select("h4", "title"),
    votes=Select(".like-stats", "[id^=likecount]"),
    without=Select("a[class*=hashtag-label]", ".like-stats", "script"),
    key=lambda mail: digits_of(_BODY.attribute(mail, "id")),
    dated=_scripted,
)
GROUPS = (GOOGLE_GROUPS, GROUPS_IO)
