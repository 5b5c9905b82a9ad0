"""All articles of one export, none taken for another, and what it holds beside them.

An export may hold thousands of articles, so documents are yielded as they are read, and what
concerns the file as a whole is told at the last one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.identity import canonical_url
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.importers._addresses import web_address
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers._titles import name_title
from ipvm_desktop.importers.exports.article import FoundArticle, found_document
from ipvm_desktop.importers.exports.hashes import Hashes
from ipvm_desktop.sanitize import html_to_text, sanitize

_TITLE_MARKUP = re.compile(
    r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,30};)|</?(?:a|abbr|b|br|cite|code|del|em|i|ins|"
    r"kbd|mark|q|s|small|span|strong|sub|sup|tt|u|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


class Articles:
    """Makes documents of one export's articles; no two of them share an identity.

    Attributes:
        left_out: What the export holds beside them, by its name in the singular.
    """

    def __init__(self, name: str, importer: str) -> None:
        """Take the file's name, for articles without a title, and the importer's."""
        self._name = name
        self._importer = importer
        self._addresses = Hashes("i")
        self.left_out: Counter[str] = Counter()

    def document(
        self, found: FoundArticle, comments: Iterable[FoundComment] = (), *, told: bool = True
    ) -> Document:
        """Return an article with its comments.

        Args:
            found: The article; what is no web address is dropped, and its title may hold
                entities and inline tags.
            comments: In the export's order.
            told: The export says who answers whom.
        """
        url = web_address(found.url)
        stated = replace(
            found,
            title=plain_title(found.title or ""),
            url=url,
            stand_in=url or name_title(self._name),
            key=self._key(found, url),
        )
        return found_document(stated, list(comments), told=told)

    def _key(self, found: FoundArticle, url: str | None) -> str | None:
        """Return None where the address tells the article from all others."""
        if url is not None:
            address = hash(canonical_url(url))
            if address not in self._addresses:
                self._addresses.put(address, 0)
                return None
        return f"{self._importer}:{found.key}" if found.key else None


def told_last(
    documents: Iterator[Document], issues: Callable[[], Sequence[ImportIssue]]
) -> Iterator[Document]:
    """Yield documents, the last of them with the issues that are known only at the end."""
    waiting: Document | None = None
    for document in documents:
        if waiting is not None:
            yield waiting
        waiting = document
    if waiting is not None:
        yield replace(waiting, issues=(*waiting.issues, *issues()))


def plain_title(markup: str) -> str:
    """Return a title without the entities and inline tags that blogs keep in theirs."""
    if _TITLE_MARKUP.search(markup):
        markup = html_to_text(sanitize(markup))
    return " ".join(markup.split())
