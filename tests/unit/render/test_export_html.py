"""Articles as one HTML page: complete, safe, and flat however deep the thread."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser

from ipvm_desktop.domain.article import Access, Article, SourceRecord
from ipvm_desktop.domain.comment import Comment, Placement, Quote, Reply, ReplyKind
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.web_page import WebPageImporter
from ipvm_desktop.render.export_html import MAX_INDENT, write_html

SOURCE = SourceRecord("a&b.txt", "ipvm-text", "ab" * 32, dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
ARTICLE = Article(id=1, key="k", title="T <1>", source=SOURCE, body_html="<p>Body.</p>")
VOID = {"meta", "br", "hr", "!doctype"}


class Outline(HTMLParser):
    """Checks that tags are balanced, and collects ids and links."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.deepest = 0
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)
            self.deepest = max(self.deepest, len(self.open))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page(*pairs: tuple[Article, Sequence[Comment]]) -> str:
    out = io.StringIO()
    write_html(pairs, out)
    return out.getvalue()


def outline(html: str) -> Outline:
    parser = Outline()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html.split("<body>")[1]).split())


def test_a_page_needs_nothing_else() -> None:
    html = page((ARTICLE, [Comment(id=1, key="1", author="A")]))
    found = outline(html)
    assert html.startswith("<!DOCTYPE html>\n")
    assert "default-src 'none'" in html
    assert "prefers-color-scheme: dark" in html
    assert not found.tags & {"script", "link", "img", "iframe", "form"}
    assert not re.search(r"url\(|@import|src=", html)
    assert "<title>T &lt;1&gt;</title>" in html
    assert "<nav>" not in html


def test_the_head_tells_where_an_article_comes_from() -> None:
    article = Article(
        id=1,
        key="k",
        title="T",
        byline=("Ann & Co", "Bo"),
        published=dt.datetime(2021, 3, 4, 14, 20),
        access=Access.PUBLIC,
        url='https://example.org/?a=1&b="',
        language="de",
        masked_share=0.61,
        source=SOURCE,
    )
    html = page((article, ()))
    assert '<html lang="de">' in html
    assert text_of(html).startswith(
        "T Public · By Ann &amp; Co, Bo · Published Mar 4, 2021 14:20 "
        "https://example.org/?a=1&amp;b=&quot; · Imported from a&amp;b.txt "
        "Preview only, 61% masked"
    )
    assert outline(html).links == ['https://example.org/?a=1&b="']


def test_a_discussion_without_a_known_date_shows_what_was_printed() -> None:
    article = Article(
        id=1,
        key="k",
        title="T",
        kind=ArticleKind.DISCUSSION,
        published_text="Some day",
        access=Access.SUBSCRIBER,
        url="javascript:alert(1)",
        source=SOURCE,
        issues=(ImportIssue(IssueCode.FRAGMENT, "m"),),
    )
    html = page((article, ()))
    assert text_of(html).startswith(
        "T Subscribers · Some day · Discussion Imported from a&amp;b.txt Fragment Exported"
    )
    assert outline(html).links == []


def test_comments_stand_in_thread_order_with_their_replies_named() -> None:
    comments = [
        Comment(
            id=1,
            key="1",
            author="<A>",
            affiliation="Acme",
            badges=("Certified",),
            posted=dt.date(2021, 3, 4),
            votes=(1, 2),
            body_html="<p>one</p>",
        ),
        Comment(id=2, key="2", posted_text="once", deleted=True),
        Comment(
            id=3,
            key="3",
            author="B",
            parent=1,
            reply=Reply(ReplyKind.INFERRED, 0.5, "names <A>"),
            staff=True,
            article_author=True,
            body_html="<p>three</p>",
        ),
        Comment(id=4, key="4", author="C", parent=3, reply=Reply(ReplyKind.USER), deleted=True,
                body_html="<p>four</p>"),
        Comment(id=5, key="5", author="D", parent=9, reply=Reply(ReplyKind.EXPLICIT)),
        Comment(id=6, key="6", author="E", parent=2, reply=Reply(ReplyKind.QUOTE)),
        Comment(id=7, key="7", author="F", reply=Reply(ReplyKind.USER)),
    ]  # fmt: skip
    html = page((ARTICLE, comments))
    found = outline(html)
    assert found.ids == ["a1", "a1c1", "a1c3", "a1c4", "a1c2", "a1c6", "a1c9", "a1c5", "a1c7"]
    assert set(found.links) <= {f"#{identity}" for identity in found.ids}
    assert re.findall(r'class="comment( inferred)?" id="a1c(\d)" style="--depth:(\d)"', html) == [
        ("", "1", "0"), (" inferred", "3", "1"), ("", "4", "2"), ("", "2", "0"),
        (" inferred", "6", "1"), ("", "9", "0"), ("", "5", "1"),
        ("", "7", "0"),
    ]  # fmt: skip
    text = text_of(html)
    for words in (
        "Comments (7) &lt;A&gt; Acme Certified · Mar 4, 2021 · votes 1, 2 one",
        "B author staff · replies to &lt;A&gt; inferred 50%: names &lt;A&gt; three",
        "C · replies to B set by the reader This comment was removed at its source. four",
        "Unknown author · once This comment was removed at its source. E",
        "E · replies to #2 quoted",
        "A comment that this copy does not hold D · replies to #9",
        "F · top level, set by the reader",
    ):
        assert words in text


def test_several_articles_have_a_list_of_contents() -> None:
    one = Comment(id=1, key="1")
    html = page((ARTICLE, [one]), (ARTICLE, [one, Comment(id=2, key="2")]), (ARTICLE, ()))
    found = outline(html)
    assert found.links[:3] == ["#a1", "#a2", "#a3"]
    assert {"a1", "a2", "a3", "a2c2"} <= set(found.ids)
    assert len(set(found.ids)) == len(found.ids)
    assert "<title>3 articles</title>" in html
    contents = text_of(html.split("</nav>")[0])
    assert contents == "Contents T &lt;1&gt; · 1 comment T &lt;1&gt; · 2 comments T &lt;1&gt;"


def test_no_articles_make_an_empty_page() -> None:
    html = page()
    outline(html)
    assert "<title>0 articles</title>" in html


def test_great_depth_stays_flat() -> None:
    chain = [
        Comment(id=number, key=str(number), parent=number - 1 or None, body_html="<p>x</p>")
        for number in range(1, 5001)
    ]
    html = page((ARTICLE, chain))
    assert outline(html).deepest < 12
    assert f'id="a1c5000" style="--depth:{MAX_INDENT}"' in html


def test_quotes_lead_to_their_sources_and_sources_to_their_quotes() -> None:
    article = Article(
        id=1, key="k", title="T", source=SOURCE, body_html="<p>Forty.</p>", body_text="Forty."
    )
    body = "<p>Never.</p><p>He says “forty” there.</p>"
    comments = [
        Comment(id=1, key="1", author="Ann", body_html="<p>Never.</p>"),
        Comment(
            id=2, key="2", author="Bo", body_html=body, quotes=(Quote("Never.", 1), Quote("forty"))
        ),
    ]
    html = page((ARTICLE, ()), (article, comments))
    found = outline(html)
    assert '<blockquote><p><q class="passage"><a href="#a2c1"' in html
    assert '<q class="passage"><a href="#a2" title="Go to the article">“forty”</a></q>' in html
    assert set(found.links) <= {f"#{identity}" for identity in found.ids}
    text = text_of(html).replace("\u00a0", " ")
    assert "Forty. Quoted by Bo Comments (2)" in text
    assert "Ann Never. Quoted by Bo Bo Never. ↑ Ann He says “forty” ↑ article there." in text


def test_what_the_reader_moved_says_where_it_was() -> None:
    moved = Comment(
        id=2,
        key="2",
        reply=Reply(ReplyKind.USER),
        original=Placement(1, Reply(ReplyKind.QUOTE, 0.9, "opens with it")),
    )
    html = page((ARTICLE, [Comment(id=1, key="1", author="Ann"), moved]))
    title = "Before: a reply to Ann (quotes it: opens with it)"
    assert f'<span class="note" title="{title}">top level, set by the reader</span>' in html


def test_an_exported_page_comes_in_again_with_its_discussion() -> None:
    posted = dt.datetime(2021, 3, 4, 9, 30, tzinfo=dt.UTC)
    link = "https://a.example/gates#c1"
    comments = [
        Comment(id=1, key="1", author="Ann Ray", posted=posted, permalink=link,
                body_html="<p>The narrow one, or the wide one?</p>"),
        Comment(id=2, key="2", author="Bo Lane", posted=dt.date(2021, 3, 5), parent=1,
                reply=Reply(ReplyKind.EXPLICIT), body_html="<p>The <b>narrow</b> one.</p>"),
        Comment(id=3, key="3", author="Cy Dee", posted=posted, parent=1,
                reply=Reply(ReplyKind.INFERRED, 0.5), body_html="<p>Neither, as it rains.</p>"),
    ]  # fmt: skip
    words = "The gate was open all night, and each of the cameras saw nothing but rain. "
    paragraphs = [f"{words * 2}That was night {number}." for number in range(4)]
    article = replace(
        ARTICLE,
        title="Gates",
        byline=("Di Moss", "Ed Fox"),
        published=posted,
        url="https://a.example/gates",
        body_html="".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
    )
    source = Source.from_bytes(page((article, comments)).encode(), "export.html")
    (found,) = WebPageImporter().read(source)
    assert (found.title, found.byline, found.published) == ("Gates", ("Di Moss", "Ed Fox"), posted)
    assert found.body_text == "\n\n".join(paragraphs)
    assert [(c.author, c.posted, c.parent, c.body_text) for c in found.comments] == [
        ("Ann Ray", posted, None, "The narrow one, or the wide one?"),
        ("Bo Lane", dt.date(2021, 3, 5), 1, "The narrow one."),
        ("Cy Dee", posted, None, "Neither, as it rains."),
    ]
