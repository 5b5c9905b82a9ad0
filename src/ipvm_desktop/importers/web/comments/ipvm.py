"""Comments on IPVM's own pages: pseudonyms with roles, affiliations, badges and votes.

How its pages name their parts is read as leniently as on unknown pages; what the parts say is
known from the text copies of the same pages.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ipvm_desktop.domain.document import CommentOrder
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.ipvm_text.people import is_known_affiliation, split_affiliation
from ipvm_desktop.importers.web.discussion import CommentReader, FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage
from ipvm_desktop.sanitize import html_to_text

_HOSTS = ("ipvm.com", "ipvideomarket.info")
_SITE = "boolean(//meta[@property='og:site_name'][@content='IPVM'])"
# A line between the date and the text that is no paragraph of it.
_FIRST_LINE = re.compile(
    r"\A\s*<(?P<tag>div|span|p|em|small|b|strong)\b[^>]*>(?P<text>[^<]{1,120})</(?P=tag)>"
)


class IpvmReader:
    """Reads the discussions of ipvm.com."""

    name = "ipvm"
    title = "IPVM"

    def __init__(self, lenient: CommentReader) -> None:
        """Take the reader that finds comments on unknown pages."""
        self._lenient = lenient

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the page's discussion, or None where the page is not IPVM's."""
        if page.host not in _HOSTS and not page.root.xpath(_SITE):
            return None
        found = self._lenient.read(page)
        if found is None:
            return None
        is_told = any(comment.parent is not None for comment in found.comments)
        return replace(
            found,
            make=self.title,
            comments=tuple(_completed(comment) for comment in found.comments),
            replies_told=is_told,
            order=CommentOrder.PAGE,
        )


def _completed(comment: FoundComment) -> FoundComment:
    line, body = comment.affiliation, comment.body
    if line is None:
        match = _FIRST_LINE.match(body)
        first = html_to_text(match["text"]).strip() if match else ""
        if match and first and is_known_affiliation(first):
            line, body = first, body[match.end() :].strip()
    affiliation = split_affiliation(line or "")
    return replace(
        comment,
        affiliation=affiliation.name,
        badges=(*comment.badges, *affiliation.badges),
        staff=affiliation.staff,
        body=body,
    )
