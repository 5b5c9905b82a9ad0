"""Copies of pages that others keep: their addresses and frames around the page are undone.

Source: pages of the Internet Archive's Wayback Machine, of archive.today and of Google's cache,
and Firefox's ``aboutReader.html``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from html import unescape

from lxml import etree
from lxml.html import HtmlElement

from ipvm_desktop.importers.web.addresses import TODAY_HOSTS

# In this and that form since 2001: comments, a bar, scripts.
_WAYBACK = (
    "FILE ARCHIVED ON ", "BEGIN WAYBACK TOOLBAR INSERT", 'id="wm-ipp', "__wm.wombat(",
    "__wm.init(", "/static/js/wombat.js",
)  # fmt: skip
_WAYBACK_HOME = re.compile(
    r"__wm\.wombat\(\"(?P<script>https?:[^\"\s]{1,4000})\""
    r"|\bid=\"wmtbURL\"[^>]{0,200}?\bvalue=\"(?P<field>https?:[^\"\s]{1,4000})\""
)
_WAYBACK_ADDRESS = re.compile(
    r"\A\s*(?:(?:https?:)?//web\.archive\.org)?/web/(?P<when>\d{4,14})(?:[a-z]{2}_)?/"
    r"(?=https?:/|//)"
)
_WAYBACK_BAR = "/*//*[@id='wm-ipp-base' or @id='wm-ipp' or @id='wm-ipp-print' or @id='donato']"
_FILED = re.compile(r"FILE ARCHIVED ON (\d{1,2}:\d\d:\d\d \w{3} \d{1,2}, \d{4})")
_TODAY = re.compile(rf"https?://{TODAY_HOSTS}/\d{{14}}/https?:/")
_TODAY_ADDRESS = re.compile(
    rf"\A\s*https?://{TODAY_HOSTS}/"
    r"(?:o/\w{1,10}/|(?P<when>\d{14})/)(?=https?:/)"
)
_TODAY_BAR = "/*//*[@id='HEADER' or @id='hashtags' or @id='FOOTER']"
_TODAY_HOME = "//link[contains(@href, '://archive.')][@rel='canonical' or @rel='bookmark']"
_GOOGLE = re.compile(
    r"Google(?:'|&#39;|’)s cache of <a href=\"(?P<address>[^\"]{1,4000})\"[\s\S]{0,400}?"
    r"as it appeared on (?P<when>\d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d) GMT"
)
_GOOGLE_BAR = "/*//*[contains(@id, 'google-cache-hdr')]"
# Firefox's Reader View, saved: what it leaves out is gone, and it says where it came from.
_READER = "reader-domain"
_READER_BAR = (
    "/*//*[contains(@class, 'reader-estimated-time') or contains(@class, 'reader-toolbar')]"
)
_READER_HOME = "//a[contains(concat(' ', @class, ' '), ' reader-domain ')]/@href"
_HEAD = 64 * 1024
# Pictures may be parts of the file under the copy's addresses.
_ADDRESSES = ("href", "action", "content")


@dataclass(frozen=True, slots=True)
class Copy:
    """What a copy tells of the page it was made of.

    Attributes:
        address: The page's own, or None where only its links tell it.
        taken: When it was copied, aware; None where nothing tells.
    """

    address: str | None = None
    taken: dt.datetime | None = None


def undo_copy(root: HtmlElement, text: str) -> Copy | None:
    """Give a copied page its own addresses back and take out what its keeper put around it.

    Args:
        root: Its ``html`` element, which is changed.
        text: Its markup.

    Returns:
        None for a page that is no copy: links to copies of other pages stay.
    """
    if any(sign in text for sign in _WAYBACK):
        filed = _FILED.search(text)
        home = _WAYBACK_HOME.search(text)
        when = _without(root, _WAYBACK_ADDRESS, _WAYBACK_BAR)
        return Copy(
            unescape(home["script"] or home["field"]) if home else None,
            _moment(filed[1], "%H:%M:%S %b %d, %Y") if filed else when,
        )
    if _TODAY.search(text[:_HEAD]) and root.xpath("boolean(//*[@id='HEADER']//form)"):
        homes = [str(link.get("href")) for link in root.xpath(_TODAY_HOME)]
        when = _without(root, _TODAY_ADDRESS, _TODAY_BAR)
        stated = (home[match.end() :] for home in homes if (match := _TODAY_ADDRESS.match(home)))
        return Copy(next(stated, None), when)
    google = _GOOGLE.search(text[:_HEAD])
    if google is None and _READER in text:
        links = root.xpath(_READER_HOME)
        _drop(root, _READER_BAR)
        return Copy(str(links[0])) if links else None
    if google is None:
        return None
    _drop(root, _GOOGLE_BAR)
    return Copy(unescape(google["address"]), _moment(google["when"], "%d %b %Y %H:%M:%S"))


def _without(root: HtmlElement, prefix: re.Pattern[str], bar: str) -> dt.datetime | None:
    """Take what a keeper puts before addresses out of them; return when the page was copied."""
    _drop(root, bar)
    latest = None
    for element in root.iter(etree.Element):
        for name in _ADDRESSES:
            match = prefix.match(element.get(name, ""))
            if match:
                value = element.get(name, "")[match.end() :]
                element.set(name, f"http:{value}" if value.startswith("//") else value)
                if element.tag == "a" and latest is None and match["when"]:
                    latest = match["when"]
    return _moment(latest or "", "%Y%m%d%H%M%S")


def _drop(root: HtmlElement, path: str) -> None:
    for element in root.xpath(path):
        element.drop_tree()


def _moment(text: str, form: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC)
    except ValueError:
        return None
