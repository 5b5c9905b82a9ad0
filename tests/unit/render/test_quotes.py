"""Who quotes whom: the index of a discussion, the line that tells it, and marked bodies."""

from __future__ import annotations

import datetime as dt
import re

from ipvm_desktop.domain.article import Article, SourceRecord
from ipvm_desktop.domain.comment import Comment, Quote
from ipvm_desktop.domain.thread import build_thread
from ipvm_desktop.render.quotes import (
    QUOTERS_SHOWN,
    Passage,
    QuoteIndex,
    mark_quotes,
    quoters_line,
    read_passage,
    write_passage,
)

SOURCE = SourceRecord("a.txt", "ipvm-text", "0" * 64, dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
ARTICLE = Article(
    id=1, key="k", source=SOURCE, title="T", body_text="An audit of forty sites found weak keys."
)


def comment(comment_id: int, *quotes: Quote, author: str | None = None) -> Comment:
    return Comment(
        id=comment_id, key=str(comment_id), author=author or f"P {comment_id}", quotes=quotes
    )


def index(*comments: Comment) -> QuoteIndex:
    return QuoteIndex.of(ARTICLE, build_thread(comments))


def link(passage: Passage) -> str:
    return f"x:{write_passage(passage)}"


def shown(html: str) -> str:
    return re.sub("<[^>]+>", "", html).replace("\u00a0", " ")


def test_each_quoting_comment_counts_once_for_each_source() -> None:
    quotes = index(
        comment(1),
        comment(2, Quote("a", 1), Quote("b", 1), Quote("forty sites")),
        comment(3, Quote("a", 2), Quote("a", 1)),
    )
    assert quotes.quoters == {
        1: (Passage(2, 0), Passage(3, 1)),
        None: (Passage(2, 2),),
        2: (Passage(3, 0),),
    }
    assert quotes.sources[Passage(2, 1)] == 1


def test_a_source_that_is_not_there_is_none() -> None:
    quotes = index(comment(1, Quote("a", 9), Quote("b", 1), Quote("no words of the article")))
    assert quotes.sources == {}
    assert quotes.source_name(Passage(1, 0)) is None


def test_a_line_tells_who_quotes_a_comment() -> None:
    quotes = index(
        comment(1),
        comment(2, Quote("a", 1), author="Undisclosed Integrator #3"),
        comment(3, Quote("a", 1), author="Bo <Lane>"),
        comment(4, Quote("a", 1), author="Bo <Lane>"),
    )
    line = quoters_line(1, quotes, link)
    assert shown(line) == "Quoted by Integrator #3 · Bo &lt;Lane&gt; · Bo &lt;Lane&gt; (2)"
    assert re.findall('href="([^"]+)"', line) == ["x:2:0", "x:3:0", "x:4:0"]
    assert quoters_line(2, quotes, link) == quoters_line(None, quotes, link) == ""


def test_a_much_quoted_comment_names_the_first_ones() -> None:
    count = QUOTERS_SHOWN + 5
    quotes = index(comment(1), *(comment(n, Quote("a", 1)) for n in range(2, count + 2)))
    line = quoters_line(1, quotes, link)
    assert line.count("<a ") == QUOTERS_SHOWN
    assert shown(line).endswith(" · P 9 and 5 more")


def test_quotes_in_a_body_name_their_source_where_there_is_one() -> None:
    quoting = comment(2, Quote("weak keys"), Quote("as P says", 1), Quote("who knows", 7))
    quotes = index(comment(1, author="Undisclosed End User #1"), quoting)
    html = mark_quotes("<p>So weak keys, as P says, who knows?</p>", quoting, quotes, link)
    assert shown(html) == "So weak keys ↑ article, as P says ↑ End User #1, who knows?"
    assert re.findall('href="([^"]+)"', html) == ["x:2:0", "x:2:0", "x:2:1", "x:2:1"]
    assert '<q class="passage">who knows?</q>' in html


def test_links_are_read_as_they_are_written() -> None:
    assert read_passage(write_passage(Passage(12, 3))) == Passage(12, 3)
    for words in ("", "1", "1:", ":2", "-1:2", "1:2:3", "²:1", "9" * 40 + ":1"):
        assert read_passage(words) is None
