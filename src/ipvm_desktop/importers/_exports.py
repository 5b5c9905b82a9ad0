"""What the importers of blogs' exports share: articles from stated parts, and what was left out.

An export may hold thousands of articles, so documents are yielded as they are read, and what
concerns the file as a whole is told at the last one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.identity import canonical_url
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.importers._addresses import host_of, web_address
from ipvm_desktop.importers._discussion import FoundComment, parsed_comments
from ipvm_desktop.importers._structure import structure_issues
from ipvm_desktop.sanitize import MISSING_PICTURE, headings_of, html_to_text, sanitize

_TITLE_MARKUP = re.compile(
    r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,30};)|</?(?:a|abbr|b|br|cite|code|del|em|i|ins|"
    r"kbd|mark|q|s|small|span|strong|sub|sup|tt|u|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_OPENING_WORDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArticle:
    """One article as an export states it.

    Attributes:
        key: What the export calls it, used where two articles have the same address or none.
        title: As stated, perhaps with entities and inline tags; "" where it has none.
        byline: Authors as printed.
        published: None where unknown.
        published_text: The date as stated, or None.
        url: Address of its page; what is no web address is dropped.
        language: BCP 47 tag, or None.
        body: HTML fragment as it stands in the source; it is sanitised here.
        declared_comments: How many comments the export says it has, or None.
        issues: What was found imperfect already.
    """

    key: str
    title: str = ""
    byline: tuple[str, ...] = ()
    published: Moment | None = None
    published_text: str | None = None
    url: str | None = None
    language: str | None = None
    body: str = ""
    declared_comments: int | None = None
    issues: tuple[ImportIssue, ...] = ()


class Articles:
    """Makes documents of one export's articles; no two of them share an identity.

    Attributes:
        left_out: What the export holds beside them, by its name in the singular.
    """

    def __init__(self, name: str, importer: str) -> None:
        """Take the file's name, for articles without a title, and the importer's."""
        self._name = name
        self._importer = importer
        self._addresses: set[int] = set()
        self.left_out: Counter[str] = Counter()

    def document(
        self, found: FoundArticle, comments: Iterable[FoundComment] = (), *, told: bool = True
    ) -> Document:
        """Return an article with its comments.

        Args:
            found: The article.
            comments: In the export's order.
            told: The export says who answers whom.
        """
        body_html = sanitize(found.body)
        body_text = html_to_text(body_html)
        url = web_address(found.url)
        listed = parsed_comments(comments)
        title = plain_title(found.title)
        stand_in, what = self._stand_in(body_text, url)
        images = body_html.count(MISSING_PICTURE)
        issues = [*found.issues, *_issues(title, what, images)]
        issues += structure_issues(listed)
        return Document(
            title=title or stand_in,
            byline=found.byline,
            published=found.published,
            published_text=found.published_text,
            url=url,
            site=host_of(url),
            language=found.language,
            body_html=body_html,
            body_text=body_text,
            headings=headings_of(body_html),
            images=images,
            images_missing=images,
            declared_comments=found.declared_comments,
            issues=tuple(issues),
            comments=listed,
            replies_told=told,
            key=self._key(found, url),
        )

    def _key(self, found: FoundArticle, url: str | None) -> str | None:
        """Return None where the address tells the article from all others."""
        if url is not None:
            address = hash(canonical_url(url))
            if address not in self._addresses:
                self._addresses.add(address)
                return None
        return f"{self._importer}:{found.key}" if found.key else None

    def _stand_in(self, body_text: str, url: str | None) -> tuple[str, str]:
        """Return what stands in for a title, and what it is."""
        words = " ".join(body_text.split())
        if len(words) > _OPENING_WORDS:
            words = words[:_OPENING_WORDS].rpartition(" ")[0] + " …"
        if words:
            return words, "its first words stand in"
        return (
            (url, "its address stands in")
            if url
            else (PurePath(self._name).stem, "the file's name stands in")
        )

    def left_out_issues(self) -> tuple[ImportIssue, ...]:
        """Return one issue that counts what was left out, or none."""
        if not self.left_out:
            return ()
        counted = [f"{count} {_plural(what, count)}" for what, count in self.left_out.items()]
        return (ImportIssue(IssueCode.LEFT_OUT, f"Left out of the export: {', '.join(counted)}"),)


def _issues(title: str, stand_in: str, images: int) -> Iterator[ImportIssue]:
    if not title:
        yield ImportIssue(IssueCode.NO_TITLE, f"The article has no title; {stand_in}")
    if images:
        are = "1 picture is" if images == 1 else f"{images} pictures are"
        yield ImportIssue(IssueCode.IMAGES_MISSING, f"{are} not kept in the export")


def _plural(what: str, count: int) -> str:
    if count == 1:
        return what
    noun, *rest = re.split(r"(?= of | without | that )", what, maxsplit=1)
    noun = f"{noun[:-1]}ie" if noun.endswith("y") else noun
    return "".join([noun, "s", *rest])


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
