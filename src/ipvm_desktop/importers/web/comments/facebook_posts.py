"""Facebook's own pages since 2020: comments below a post.

Their classes are hashed; what tells comments are roles for readers of screens, in every
language, and addresses with ``comment_id`` and ``reply_comment_id``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers.dates.search import find_web_date
from ipvm_desktop.importers.web.comments._post import Made, Post, discussion_of, stated
from ipvm_desktop.importers.web.comments._select import Select, number_in, text_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_ROWS = Select("div[role=article][aria-label]")
_LINKS = Select("a[href*='comment_id=']")
_NAMES = Select("a[href]")
_TEXT = Select("span[dir=auto][lang]", "div[dir=auto]")
_REACTIONS = Select("[role=button][aria-label*=':']", "[aria-label*=reaction]")
_KEY = re.compile(r"[?&]comment_id=(\d+)")
_REPLY = re.compile(r"[?&]reply_comment_id=(\d+)")
_MADE = Made(title="Facebook", replies_told=True)


class FacebookPostsReader:
    """Reads the comments below a post, and the answers to them."""

    name = "facebook-posts"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; addresses of answers name the comment answered."""
        posts = list(_posts(page))
        if not posts:
            return None
        return discussion_of(page, _MADE, posts, None, kind=ArticleKind.ARTICLE, title="")


def _posts(page: WebPage) -> Iterator[Post]:
    for row in _ROWS.on(page):
        links = [link for link in _LINKS.all(row) if _KEY.search(link.get("href") or "")]
        text = _TEXT.first(row)
        if not links or text is None:
            continue
        # The last one of its own is the time, for people: "2h".
        address = links[-1].get("href") or ""
        top, reply = _KEY.search(address), _REPLY.search(address)
        own = reply or top
        said = find_web_date(row.get("aria-label") or "", page.saved)
        reactions = number_in(_REACTIONS.attribute(row, "aria-label"))
        yield Post(
            element=row,
            key=own[1] if own else None,
            parts=(text,),
            parent=top[1] if reply and top else None,
            author=_NAMES.text(row),
            dates=stated(said[0] if said else None, text_of(links[-1])),
            votes=() if reactions is None else (reactions,),
            permalink=address,
        )
