from __future__ import annotations

import datetime as dt
import json

import pytest
from lxml import html

from ipvm_desktop.importers._addresses import host_of
from ipvm_desktop.importers.web.addresses import canonical_address
from ipvm_desktop.importers.web.json_ld import JsonLd, types_of
from ipvm_desktop.importers.web.metadata import Head
from ipvm_desktop.importers.web.names import names_of, printed_names
from ipvm_desktop.importers.web.origin import saved_from
from ipvm_desktop.importers.web.titles import choose_title

PAGE = "https://lensandpost.example/2021/03/04/gate/"


def head_of(text: str, saved_from: str | None = PAGE) -> Head:
    return Head(html.document_fromstring(f"<html>{text}</html>"), saved_from, None)


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def test_json_ld_is_asked_first() -> None:
    head = head_of(
        json_ld('{"@type": "NewsArticle", "author": {"name": "Ann Lee"}, "headline": "Gate",'
                ' "datePublished": "2021-03-04T10:00:00Z", "inLanguage": "en"}')
        + '<meta name="author" content="Bo Ray"><meta name="date" content="2020-01-01">'
        '<meta property="og:title" content="Gate"><p class="byline">By Cy Dee</p>'
    )  # fmt: skip
    assert head.byline() == ("Ann Lee",)
    assert head.date() == (dt.datetime(2021, 3, 4, 10, tzinfo=dt.UTC), None)
    assert (head.title, head.language) == ("Gate", "en")


def test_open_graph_is_asked_before_other_meta_elements() -> None:
    head = head_of(
        '<meta name="author" content="Mia Mast"><meta name="date" content="2020-03-03">'
        '<meta property="article:author" content="Olga Gate">'
        '<meta property="article:published_time" content="2020-02-02">'
    )
    assert head.byline() == ("Olga Gate",)
    assert head.date()[0] == dt.date(2020, 2, 2)


def test_meta_elements_stand_before_what_is_visible() -> None:
    head = head_of(
        '<meta name="parsely-author" content="Bo Ray"><meta name="DC.date" content="2020-01-01">'
        '<p class="byline">By Cy Dee</p><time datetime="2020-01-02">2 January 2020</time>'
    )
    assert head.byline() == ("Bo Ray",)
    assert head.date() == (dt.date(2020, 1, 1), "2 January 2020")


@pytest.mark.parametrize(
    ("markup", "names"),
    [
        ('<span itemprop="author"><b itemprop="name">Cy Dee</b>, editor</span>', ("Cy Dee",)),
        ('<span itemprop="author"><meta itemprop="name" content="Cy Dee"></span>', ("Cy Dee",)),
        ('<meta itemprop="author" content="Cy Dee">', ("Cy Dee",)),
        ('<a rel="author nofollow" href="/cy">newsdesk</a>', ("newsdesk",)),
        (
            '<p>By <a rel="author">Cy Dee</a>, <a rel="author">Bo</a></p><a rel="author">Eva</a>',
            ("Cy Dee", "Bo"),
        ),
        ('<a rel="author"></a><p><a rel="author">Cy</a></p>', ("Cy",)),
        ('<div class="post-author">Cy Dee | March 4, 2021</div>', ("Cy Dee",)),
        ("<p>By Cy Dee and Eva Fox</p>", ("Cy Dee", "Eva Fox")),
        ("<p>By noon the lamps had gone out, and the street was dark.</p>", ()),
        ('<div class="author">' + "Cy Dee writes about gates. " * 9 + "</div>", ()),
        ('<div class="author">' + "Cy <b>Dee</b> writes about gates. " * 99 + "</div>", ()),
        ('<aside><a rel="author">Somebody Else</a></aside>', ()),
        ('<nav class="authors">Somebody Else</nav><footer>By Cy Dee</footer>', ()),
        ('<p class="post-author__name">Cy / The Gate House</p>', ("Cy / The Gate House",)),
        ('<p class="comment-author-name">Cy</p><i class="nickname">Cy</i>', ()),
        ('<aside><p class="author-name">Cy</p></aside>', ()),
        ('<p class="author-description">Licensed Gate Keeper</p>', ()),
        ('<p class="author">Category</p><i class="author-name">Category</i>', ()),
    ],
)
def test_authors_are_looked_for_on_the_page(markup: str, names: tuple[str, ...]) -> None:
    assert head_of(f"<body><h1>Gate</h1>{markup}</body>").byline() == names


def test_what_stands_below_the_title_comes_first() -> None:
    head = head_of(
        '<body><p class="author">Ann Lee</p><time>May 1, 2020</time><h1>Gate</h1>'
        '<p class="author">Bo Ray</p><time>May 2, 2020</time></body>'
    )
    assert head.byline() == ("Bo Ray",)
    assert head.date() == (dt.date(2020, 5, 2), "May 2, 2020")


@pytest.mark.parametrize(
    ("markup", "published", "printed"),
    [
        ('<meta itemprop="datePublished" content="2021-03-05">', dt.date(2021, 3, 5), None),
        ("<time pubdate>March 5, 2021</time>", dt.date(2021, 3, 5), "March 5, 2021"),
        (
            '<p class="post-date">Published: March 5, 2021 • 7 min read</p>',
            dt.date(2021, 3, 5),
            "March 5, 2021",
        ),
        ('<time class="updated">March 9, 2021</time>', dt.date(2021, 3, 4), None),
        ('<footer><time>March 9, 2021</time></footer>', dt.date(2021, 3, 4), None),
        ('<meta name="date" content="1970-01-01T00:00:00Z">', dt.date(2021, 3, 4), None),
        ('<time title="2021-03-05">lately</time>', dt.date(2021, 3, 5), "lately"),
        ("<p>By Cy Dee, March 5, 2021</p>", dt.date(2021, 3, 5), "March 5, 2021"),
        ("<p>By Cy Dee on 5 March 2021 | 5 min read</p>", dt.date(2021, 3, 5), "5 March 2021"),
        (
            "<p>By Cy Dee. Published March 5, 2021. Updated March 9, 2021</p>",
            dt.date(2021, 3, 5),
            "March 5, 2021",
        ),
        ("<p>Von Cy Dee, 5. März 2021</p>", dt.date(2021, 3, 5), "5. März 2021"),
        ("<p>By 5 March 2021 all the gates of the town had lenses</p>", dt.date(2021, 3, 4), None),
        ("<p>By Cy Dee on March 5</p>", dt.date(2021, 3, 4), None),
    ],
)  # fmt: skip
def test_dates_are_looked_for_on_the_page(
    markup: str, published: dt.date, printed: str | None
) -> None:
    # Where there is none, the address names the day.
    assert head_of(f"<body>{markup}</body>").date() == (published, printed)


@pytest.mark.parametrize("url", ["https://a.example/2021/13/40/", "https://a.example/gate", None])
def test_an_unknown_date_is_none(url: str | None) -> None:
    assert head_of("<p>text</p>", url).date() == (None, None)


def test_nobody_is_no_author_and_a_site_is_one_only_where_nobody_else_is() -> None:
    site = '<meta property="og:site_name" content="Lens &amp; Post">'
    author = '<meta name="author" content="Lens &amp;amp; Post">'
    assert head_of(f"{site}{author}<p class='byline'>By Ann Lee</p>").byline() == ("Ann Lee",)
    own = '<meta name="author" content="Gate Post"><meta name="publisher" content="gatepost">'
    assert head_of(own).byline() == ("Gate Post",)
    assert head_of('<meta name="author" content="admin">').byline() == ()


@pytest.mark.parametrize(
    ("markup", "language"),
    [
        (" lang='de_AT'>", "de-AT"),
        ("><meta http-equiv=x name='language' content='fr'>", "fr"),
        (" lang='not a language'><meta property='og:locale' content='en_GB'>", "en-GB"),
        (">", None),
    ],
)
def test_the_language_is_a_tag(markup: str, language: str | None) -> None:
    head = Head(html.document_fromstring(f"<html{markup}<body>x</body></html>"), None, None)
    assert head.language == language


def test_the_article_among_several_is_the_one_that_the_page_shows() -> None:
    head = head_of(
        json_ld('{"@graph": [{"@type": "Article", "headline": "Other", "author": "Ann Lee"},'
                '{"@type": ["Thing", "BlogPosting"], "headline": "Gate", "author": "Bo Ray"}]}')
        + "<body><h1>Gate</h1></body>"
    )  # fmt: skip
    assert head.byline() == ("Bo Ray",)


GATE = {"@type": "Article", "headline": "Gate", "url": "https://a.example/gate", "author": "Bo Ray"}
MAST = {"@type": "Article", "headline": "Mast", "@id": "/mast", "author": "Ann Lee"}
WEB_PAGE = {"@type": "WebPage", "author": "Cy Dee"}


@pytest.mark.parametrize(
    ("nodes", "head", "byline"),
    [
        ([MAST, GATE], "", ()),
        ([MAST, GATE, WEB_PAGE], "", ("Cy Dee",)),
        ([MAST, MAST], "", ("Ann Lee",)),
        ([MAST, {"@type": "Question", "headline": "Why?"}], "", ("Ann Lee",)),
        ([WEB_PAGE], "", ("Cy Dee",)),
        ([MAST, GATE], '<link rel="canonical" href="https://www.a.example/gate/">', ("Bo Ray",)),
        ([MAST, GATE], '<meta property="og:url" content="http://a.example/gate">', ("Bo Ray",)),
        (
            [{**MAST, "@id": "https://a.example/#1"}, {**GATE, "url": "https://a.example/#2"}],
            '<link rel="canonical" href="https://a.example/">',
            (),
        ),
        (
            [{**MAST, "mainEntityOfPage": "https://a.example/gate"}, GATE],
            '<link rel="canonical" href="https://a.example/gate">',
            (),
        ),
        ([MAST, GATE], "<title>Mast</title>", ("Ann Lee",)),
    ],
)
def test_of_many_articles_only_the_own_one_counts(
    nodes: list[dict[str, str]], head: str, byline: tuple[str, ...]
) -> None:
    page = f"<head>{head}{json_ld(json.dumps(nodes))}</head><body><h1>All posts</h1></body>"
    assert head_of(page, None).byline() == byline


def test_an_article_is_told_by_where_its_page_was_saved_from() -> None:
    page = f"<head>{json_ld(json.dumps([MAST, GATE]))}</head><body><h1>All posts</h1></body>"
    assert head_of(page, "https://a.example/gate?utm_source=x").byline() == ("Bo Ray",)


@pytest.mark.parametrize(
    ("head", "is_article"),
    [
        ('<script type="application/ld+json">{"@type": "NewsArticle"}</script>', True),
        ('<meta property="article:published_time" content="2024-01-05">', True),
        ('<meta property="og:type" content="website">', False),
        (
            '<script type="application/ld+json">{"mainEntity": {"@type": "Question"}}</script>',
            False,
        ),
    ],
)
def test_a_page_may_state_that_it_is_an_article(head: str, is_article: bool) -> None:
    assert head_of(f"<head>{head}</head><body><h1>Gates</h1></body>").is_article is is_article


def test_json_ld_is_read_also_where_it_is_wrapped_or_broken() -> None:
    page = html.document_fromstring(
        json_ld('//<![CDATA[\n{"@type": "http://schema.org/Article", "name": "a\tb",}\n//]]>')
        + json_ld('<!-- [{"@type": "Person", "@id": "#p", "name": ["Ann Lee", ""]}] -->;')
        + json_ld("{broken")
        + json_ld("[" * 100_000)
        + json_ld("")
        + '<script type="text/javascript">{"@type": "Article"}</script>'
    )
    found = JsonLd(page)
    assert [types_of(node) for node in found.nodes] == [{"Article"}, {"Person"}]
    assert [node["name"] for node in found.articles()] == ["a\tb"]
    assert found.texts([{"@id": "#p"}, {"@id": "#nobody"}, {"@value": "Bo Ray"}, 7]) == (
        "Ann Lee", "Bo Ray",
    )  # fmt: skip
    assert found.addresses([{"@id": "https://a.example/"}, "b"]) == ("https://a.example/", "b")


def test_json_ld_without_end_is_bounded() -> None:
    many = "[" + ",".join(["{}"] * 5000) + "]"
    assert len(JsonLd(html.document_fromstring(json_ld(many))).nodes) == 2000


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ann Lee", ("Ann Lee",)),
        ("Written by: Ann Lee & Bo Ray", ("Ann Lee", "Bo Ray")),
        ("Ann Lee, Bo Ray", ("Ann Lee", "Bo Ray")),
        ("Ann Lee, MD", ("Ann Lee, MD",)),
        ("Lee, Ann", ("Ann Lee",)),
        ("https://facebook.example/ann", ()),
        ("@ann", ()),
        ("ann@post.example", ()),
        ("Anonymous", ()),
        ("42", ()),
        ("x" * 90, ()),
        ("Ann Lee and Ann Lee", ("Ann Lee",)),
        ("von Ann Lee", ("Ann Lee",)),
        ("Von Ann am 4. März", ("Ann am 4. März",)),
        ("von Ann und Bo", ("Ann", "Bo")),
        ("von Lee", ("von Lee",)),
        ("von der Lee", ("von der Lee",)),
        ("John von Lee", ("John von Lee",)),
    ],
)
def test_names_are_taken_from_what_states_authors(text: str, names: tuple[str, ...]) -> None:
    assert names_of([text]) == names


@pytest.mark.parametrize(
    ("language", "name"),
    [(None, "Lee Ray"), ("de-AT", "Lee Ray"), ("en", "Von Lee Ray")],
)
def test_von_opens_bylines_in_german_only(language: str | None, name: str) -> None:
    assert names_of(["Von Lee Ray"], language) == (name,)
    assert printed_names("Von Lee Ray, 4. März 2020", language) == (name,)
    declared = f'<meta name="language" content="{language or ""}">'
    author = '<meta name="author" content="Von Lee Ray">'
    assert head_of(declared + author).byline() == (name,)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Clay", ("Clay",)),
        ("Clay", ()),
        ("Text by Ludwig van Dael", ("Ludwig van Dael",)),
        ("Ann Lee - March 3, 2020", ("Ann Lee",)),
        ("Ann Lee, 3 de marzo de 2020", ("Ann Lee",)),
        ("Von Ann am 3. März 2020", ("Ann",)),
        ("12 readers have something to say", ()),
        ("Ann Lee " * 40, ()),
    ],
)
def test_lines_that_may_be_bylines_are_looked_at_closely(text: str, names: tuple[str, ...]) -> None:
    assert printed_names(text) == names


@pytest.mark.parametrize(
    ("stated", "full", "heads", "title"),
    [
        (["Gate Cameras Tested"], "Gate Cameras Tested | Lens & Post", [], "Gate Cameras Tested"),
        ([], "Gate Cameras Tested | Lens & Post", [], "Gate Cameras Tested"),
        ([], "Lens & Post: Gate Cameras Tested", [], "Gate Cameras Tested"),
        ([], "Gates - Cameras", [], "Gates - Cameras"),
        (["Gate cameras tested!"], "", ["Gate Cameras, Tested"], "Gate Cameras, Tested"),
        (["Gate cameras tested"], "", ["Lens & Post", "Gate"], "Gate cameras tested"),
        (["Gate cameras tested"], "", ["Newsletter"], "Gate cameras tested"),
        (["Lens & Post"], "Lens & Post", ["Gate Cameras"], "Gate Cameras"),
        (["Lens & Post"], "", [], "Lens & Post"),
        ([], "", [], None),
    ],
)
def test_titles_are_without_the_name_of_the_site(
    stated: list[str], full: str, heads: list[str], title: str | None
) -> None:
    assert choose_title(stated, full, heads, ["Lens & Post", ""]) == title


def test_a_lower_heading_is_the_title_where_nothing_else_is() -> None:
    assert head_of("<body><h2>Gate</h2></body>").title == "Gate"
    assert head_of("<title>Post</title><body><h2>Gate</h2></body>").title == "Post"


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ("/", "The Lot : Gate Tests"),
        ("https://lensandpost.example", "The Lot : Gate Tests"),
        ("#gates", "Gate Tests"),
        ("/gates/", "Gate Tests"),
        ("http://[x", "Gate Tests"),
    ],
)
def test_a_heading_that_leads_home_is_the_site(link: str, title: str) -> None:
    head = head_of(f"<title>The Lot : Gate Tests</title><h1><a href='{link}'>Gate Tests</a></h1>")
    assert head.title == title


@pytest.mark.parametrize(
    ("stated", "origin", "url"),
    [
        (["https://a.example/x"], "https://a.example/x?from=mail", "https://a.example/x"),
        (["/x#top"], "https://a.example/y", "https://a.example/x"),
        (["https://a.example/a b<c>"], None, "https://a.example/a%20b%3Cc%3E"),
        (["https://a.example/a\nb\t/x"], None, "https://a.example/ab/x"),
        (["https://a.example/", "https://a.example/x"], None, "https://a.example/x"),
        (["https://a.example/"], "https://a.example/x", "https://a.example/x"),
        (["https://a.example/"], None, "https://a.example/"),
        (["file:///home/x.html", "http://localhost/x", "http://[x/", ""], None, None),
        (["https://web.archive.org/web/2016/http://a.example/x"], None, "http://a.example/x"),
        ([], "file:///home/x.html", None),
    ],
)  # fmt: skip
def test_the_canonical_address_can_be_the_pages(
    stated: list[str], origin: str | None, url: str | None
) -> None:
    assert canonical_address(stated, origin) == url


def test_canonical_links_and_open_graph_name_the_address() -> None:
    markup = (
        '<link rel="stylesheet" href="/a.css"><link href="/b">'
        '<link rel="Canonical" href="https://a.example/x">'
        '<meta property="og:url" content="https://a.example/y">'
    )
    assert head_of(markup, None).url == "https://a.example/x"
    assert head_of(json_ld('{"@type": "Article", "url": "https://a.example/z"}'), None).url == (
        "https://a.example/z"
    )
    assert host_of("https://www.a.example/x") == "a.example"
    assert host_of(None) is None


def test_what_saved_a_page_says_from_where_and_when() -> None:
    single = (
        "<html><!--\n Page saved with SingleFile \n url: https://a.example/x \n"
        " saved date: Tue Mar 05 2024 18:30:07 GMT+0800 (Singapore Standard Time) \n-->"
    )
    zone = dt.timezone(dt.timedelta(hours=8))
    moment = dt.datetime(2024, 3, 5, 18, 30, 7, tzinfo=zone)
    assert saved_from(single) == ("https://a.example/x", moment)
    assert saved_from(single.replace("Mar", "???")) == ("https://a.example/x", None)
    assert saved_from("<!-- saved from url=(0019)https://a.example/x -->") == (
        "https://a.example/x", None,
    )  # fmt: skip
    assert saved_from("<html>") == (None, None)


@pytest.mark.parametrize(
    ("head", "address", "moment"),
    [
        (
            (
                "<!DOCTYPE html><html>\n<!-- Mirrored from a.example/x.html by HTTrack Website "
                "Copier/3.x [XR&CO'2014], Tue, 05 Mar 2024 10:30:07 GMT -->"
            ),
            "http://a.example/x.html",
            dt.datetime(2024, 3, 5, 10, 30, 7, tzinfo=dt.UTC),
        ),
        (
            "<!-- Saved from https://a.example/x at 2024-03-05T10:30:07Z using monolith v2.7.0 -->",
            "https://a.example/x",
            dt.datetime(2024, 3, 5, 10, 30, 7, tzinfo=dt.UTC),
        ),
        (
            (
                f"<html><head><style>{'p {}' * 9000}</style>"
                '<meta name="savepage-url" content="https://a.example/?x=1&amp;y=2">'
                '<meta name="savepage-date" content="Tue Mar 05 2024 11:30:07 GMT+0100 (MEZ)">'
            ),
            "https://a.example/?x=1&y=2",
            dt.datetime(2024, 3, 5, 10, 30, 7, tzinfo=dt.UTC),
        ),
        (
            (
                '<html lang="en" data-scrapbook-source="https://a.example/x" '
                'data-scrapbook-create="20240305103007123">'
            ),
            "https://a.example/x",
            dt.datetime(2024, 3, 5, 10, 30, 7, tzinfo=dt.UTC),
        ),
    ],
)
def test_what_copiers_note(head: str, address: str, moment: dt.datetime) -> None:
    assert saved_from(head) == (address, moment)
