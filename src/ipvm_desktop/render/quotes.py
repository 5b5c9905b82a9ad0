"""Quotes as links: who quotes whom in a discussion, and bodies with their quotes marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import islice

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.person import brief_name
from ipvm_desktop.domain.thread import Thread
from ipvm_desktop.render._line import isolated, unbroken
from ipvm_desktop.render._passage_marks import Mark, mark_passages
from ipvm_desktop.render._passage_text import Sayings, locate

__all__ = ["QUOTERS_SHOWN", "Passage", "QuoteIndex", "locate", "mark_quotes", "quoters_line"]

QUOTERS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Passage:
    """A quote by its place.

    Attributes:
        comment: ``id`` of the quoting comment.
        index: Which of its quotes.
    """

    comment: int
    index: int


@dataclass(frozen=True, slots=True)
class QuoteIndex:
    """Who quotes whom in one discussion.

    Attributes:
        names: Authors by the comments' ids, as shown.
        quoters: The passages taken from each comment, and from the article under None;
            one for each quoting comment, in the discussion's order.
        sources: What each passage was taken from, None being the article; passages whose
            source is not there are left out.
    """

    names: Mapping[int, str] = field(default_factory=dict)
    quoters: Mapping[int | None, tuple[Passage, ...]] = field(default_factory=dict)
    sources: Mapping[Passage, int | None] = field(default_factory=dict)

    @classmethod
    def of(cls, article: Article, thread: Thread[Comment]) -> QuoteIndex:
        """Return the index of a discussion; for a long one not on the window's thread."""
        names = {entry.id: shown_name(entry.comment) for entry in thread.entries}
        article_sayings: Sayings | None = None
        sources: dict[Passage, int | None] = {}
        quoters: dict[int | None, dict[int, Passage]] = {}
        for entry in thread.entries:
            for index, quote in enumerate(entry.comment.quotes if entry.comment else ()):
                if quote.comment is None:
                    article_sayings = article_sayings or Sayings(article.body_text)
                    # None stands for an unknown source, too.
                    is_known = article_sayings.holds(quote.text)
                else:
                    is_known = quote.comment in names and quote.comment != entry.id
                if is_known:
                    passage = Passage(entry.id, index)
                    sources[passage] = quote.comment
                    quoters.setdefault(quote.comment, {}).setdefault(entry.id, passage)
        every = {source: tuple(passages.values()) for source, passages in quoters.items()}
        return cls(names, every, sources)

    def source_name(self, passage: Passage) -> str | None:
        """Return what to call a passage's source, or None where that is not there."""
        if passage not in self.sources:
            return None
        source = self.sources[passage]
        return "article" if source is None else brief_name(self.names[source])


def shown_name(comment: Comment | None) -> str:
    """Return what to call a comment's author; None stands for a missing comment."""
    if comment is None:
        return "a missing comment"
    return isolated(comment.author) if comment.author else "Unknown author"


def mark_quotes(
    html: str, comment: Comment, quotes: QuoteIndex, link: Callable[[Passage], str]
) -> str:
    """Return a comment's body in which its quotes are marked and lead to their sources.

    Args:
        html: The body.
        comment: Whose body it is.
        quotes: The discussion's quotes.
        link: Returns the address that leads to a passage's source.
    """
    marks = []
    for index, quote in enumerate(comment.quotes):
        passage = Passage(comment.id, index)
        name = quotes.source_name(passage)
        if name is None:
            marks.append(Mark(quote.text, '<q class="passage">', "</q>"))
            continue
        place = "the article" if name == "article" else f"the comment by {name}"
        address = f'href="{escape(link(passage))}" title="{escape(f"Go to {place}")}"'
        source = " " + escape(unbroken(f"↑ {name}"))
        marks.append(
            Mark(
                quote.text,
                f'<q class="passage"><a {address}>',
                "</a></q>",
                f'<a class="origin" {address}>{source}</a>',
            )
        )
    return mark_passages(html, marks)


def quoters_line(source: int | None, quotes: QuoteIndex, link: Callable[[Passage], str]) -> str:
    """Return the line below a comment, or below the article (None), that says who quotes it.

    Args:
        source: The quoted comment's ``id``, or None.
        quotes: The discussion's quotes.
        link: Returns the address that leads to a passage.
    """
    passages = quotes.quoters.get(source, ())
    if not passages:
        return ""
    links = [
        f'<a class="quiet" href="{escape(link(passage))}">{escape(words)}</a>'
        for passage, words in islice(_named(passages, quotes), QUOTERS_SHOWN)
    ]
    more = len(passages) - len(links)
    rest = f" and {more:,} more" if more else ""
    return f'<p class="quoters">Quoted by {" · ".join(links)}{rest}</p>'


def _named(passages: Iterable[Passage], quotes: QuoteIndex) -> Iterator[tuple[Passage, str]]:
    """Yield passages with their authors, numbered from an author's second one on."""
    seen: dict[str, int] = {}
    for passage in passages:
        name = brief_name(quotes.names[passage.comment])
        seen[name] = seen.get(name, 0) + 1
        yield passage, name if seen[name] == 1 else f"{name} ({seen[name]})"


_OWN_LINK = re.compile(r"(\d{1,18}):(\d{1,9})")


def write_passage(passage: Passage) -> str:
    """Return a passage's place as words for a link."""
    return f"{passage.comment}:{passage.index}"


def read_passage(words: str) -> Passage | None:
    """Return the passage that a link's words stand for, or None."""
    match = _OWN_LINK.fullmatch(words)
    return Passage(int(match[1]), int(match[2])) if match else None
