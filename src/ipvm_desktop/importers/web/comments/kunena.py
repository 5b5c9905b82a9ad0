"""Kunena: forums inside of Joomla, by its templates since version 1.6.

Source: ``layouts/message/default.php`` (``div.message``, ``.kmsg``) and, before version 4,
``topic/default_message.php`` (``td.kprofile-left``, ``.kmsgdate``).
"""

from __future__ import annotations

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._post import Made, Post, stated
from ipvm_desktop.importers.web.comments._select import Select, digits_of
from ipvm_desktop.importers.web.comments._topic import topic_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_POSTS = Select("div.message[class*='message-']", ".kmsg-header + table")
_TEXT = Select("div.kmsg", "p.kmsg", ".kmsgtext", ".kmsgbody")
_NAME = Select("a[class*='kwho-']", "[class*='kwho-']", ".kpost-username")
_RANK = Select(".kprofilebox .kpost-userrank", ".kpost-userrank", ".profilebox li + li")
_TIME = Select(".kdate", ".kmsgdate")
_LINK = Select("a[rel=canonical]", ".kmsgid a", "a[href*='#']")
_ATTACHED = Select(".kmsgattach", ".kattach")
_TITLE = Select("h1", ".kheader h2", "h2")
# Before version 4 "TOPIC: " stands before the title, in the language of the site.
_LABELLED_TITLE = Select(".kheader h2")
_AREAS = Select(".kpost-before", ".klist-actions", "#kreplymessage")
_BUTTONS = Select(".kmsgsignature", ".ksig")
_MADE = Made(title="Kunena", heading=_TITLE, areas=_AREAS, without=_BUTTONS)


class KunenaReader:
    """Reads a page of a topic."""

    name = "kunena"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; quotes name no posts, so that nothing tells the replies."""
        posts = [_post(each) for each in _POSTS.on(page) if _TEXT.first(each) is not None]
        labelled = _LABELLED_TITLE.text(page.root) if posts else ""
        return topic_of(page, _MADE, posts, title=labelled.partition(": ")[2] or None)


def _post(element: HtmlElement) -> Post:
    address = _LINK.attribute(element, "href")
    return Post(
        element=element,
        key=digits_of((address or "").rpartition("#")[2]),
        parts=(*_TEXT.all(element)[:1], *_ATTACHED.all(element)),
        author=_NAME.text(element),
        title=_RANK.text(element),
        dates=stated(_TIME.attribute(element, "title"), _TIME.text(element)),
        printed=_TIME.text(element),
        permalink=address,
    )
