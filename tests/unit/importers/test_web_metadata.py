from __future__ import annotations

import datetime as dt
import json

import pytest
from lxml import html

from ipvm_desktop.importers._addresses import host_of
from ipvm_desktop.importers.web.addresses import canonical_address
from ipvm_desktop.importers.web.json_ld import JsonLd, types_of
from ipvm_desktop.importers.web.matching import letters
from ipvm_desktop.importers.web.metadata import Head
from ipvm_desktop.importers.web.names import names_of, printed_names
from ipvm_desktop.importers.web.origin import saved_from
from ipvm_desktop.importers.web.titles import Titles, choose_title

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
        (
            '<time class="published updated">March 9, 2021</time>',
            dt.date(2021, 3, 9),
            "March 9, 2021",
        ),
        ("<time></time>", dt.date(2021, 3, 4), None),
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
        (
            "<p>Par Cy Dee</p><p>Publié le 5 mars 2021 à 10h12, mis à jour hier</p>",
            dt.datetime(2021, 3, 5, 10, 12),
            "le 5 mars 2021 à 10h12",
        ),
        ("<p>By 5 March 2021 all the gates of the town had lenses</p>", dt.date(2021, 3, 4), None),
        ("<p>By Cy Dee on March 5</p>", dt.date(2021, 3, 4), None),
    ],
)  # fmt: skip
def test_dates_are_looked_for_on_the_page(
    markup: str, published: dt.date, printed: str | None
) -> None:
    # Where there is none, the address names the day.
    assert head_of(f"<body><h1>Gates</h1>{markup}</body>").date() == (published, printed)


LINK = '<a href="/o">Another gate and its lens</a>'
CREDIT = '<p class="author">Eva Fox</p><time>May 3, 2020</time>'
MAST_LINE = (
    "The mast at the gate of the old depot went up on March 5, 2021, by five men and a crane"
)
CARD = '<h3><a href="/other">Another gate, another lens</a></h3>'


@pytest.mark.parametrize(
    "teaser",
    [
        f'<div>{CARD}<p><span class="author">Eva Fox</span> <time>May 3, 2020</time></p></div>',
        f'<div><p class="author">Eva Fox</p><time>May 3, 2020</time>{CARD}</div>',
        f'<ul><li>{LINK}<i class="author">Eva Fox</i><time>May 3, 2020</time></li></ul>',
        f'<div role="listitem">{LINK}<p>By Eva Fox</p><p>May 3, 2020</p></div>',
        f'<a href="/o"><div><h3>Gate</h3>{CREDIT}</div></a>',
    ],
)
def test_the_credits_of_teasers_are_those_of_other_articles(teaser: str) -> None:
    head = head_of(f"<body><h1>All of our gates</h1>{teaser}</body>", None)
    assert (head.byline(), head.date()) == ((), (None, None))


@pytest.mark.parametrize(
    "credit",
    [
        '<div><h3><a href="/cy">Cy Dee</a></h3><p class="author-name">Cy Dee</p></div>',
        '<h2>By <a href="/cy">Cy Dee</a></h2>',
        '<div><h4><a href="#top">Who wrote this</a></h4><p class="author">Cy Dee</p></div>',
        '<li><a href="/cy"><i class="author">Cy Dee</i> whom you may ask anything</a></li>',
        '<div class="author-box__name">Cy Dee</div>',
    ],
)
def test_headings_that_lead_to_the_author_make_no_teaser(credit: str) -> None:
    assert head_of(f"<body><h1>Gate</h1>{credit}</body>").byline() == ("Cy Dee",)


def test_a_name_in_many_wrappers_is_no_teasers() -> None:
    deep = f"{'<div>' * 12}<p class='author'>Cy Dee</p>{'</div>' * 12}"
    assert head_of(f"<body><h1>Gate</h1>{deep}</body>").byline() == ("Cy Dee",)


def test_a_name_in_the_middle_of_hundreds_of_elements_is_no_teasers() -> None:
    many = "<i>x</i>" * 300
    page = f"<body><h1>Gate</h1><div><div class='author'>Cy Dee</div>{many}{CARD}</div></body>"
    assert head_of(page).byline() == ("Cy Dee",)


@pytest.mark.parametrize(
    ("lines", "byline", "day"),
    [
        ("<div>Cy Dee and others</div><div>March 5, 2021</div>", (), dt.date(2021, 3, 5)),
        ("<div>Author: Cy Dee</div>", ("Cy Dee",), None),
        ("<div><b>王芳</b>2021-03-05 来源</div>", (), dt.date(2021, 3, 5)),
        ("<div>更新 | 2021年3月5日</div>", (), dt.date(2021, 3, 5)),
        ("<div>Last updated: March 5, 2021</div>", (), None),
        (
            f"<p>{'Standfirst ' * 12}</p><div>March 5, 2021</div>",
            (),
            dt.date(2021, 3, 5),
        ),
        (f"<p>{'Standfirst ' * 12}</p><p>{'Text ' * 40}</p><div>March 5, 2021</div>", (), None),
        (
            f"<div>{MAST_LINE}</div>",
            (),
            None,
        ),
        ('<p><a href="/authors/cy-dee/"><b>Cy Dee</b></a></p>', ("Cy Dee",), None),
        ('<p><a href="/topics/masts/"><b>Cy Dee</b></a></p>', (), None),
    ],
)
def test_lines_below_the_title_are_credits(
    lines: str, byline: tuple[str, ...], day: dt.date | None
) -> None:
    head = head_of(f"<body><h1>Gates</h1>{lines}</body>", None)
    assert (head.byline(), head.date()[0]) == (byline, day)


def test_labels_stand_above_what_they_name_anywhere_below_the_title() -> None:
    head = head_of(
        f"<body><form><h2>Gates</h2><p>{'Text ' * 60}</p><p>{'Text ' * 60}</p></form>"
        "<aside><h3>Published</h3><p>March 5, 2021</p><h3>Written by</h3><p>Cy Dee</p>"
        "</aside></body>", None,
    )  # fmt: skip
    assert (head.byline(), head.date()[0]) == (("Cy Dee",), dt.date(2021, 3, 5))


def test_a_title_may_be_any_line() -> None:
    head = head_of(
        "<title>Gates at night_Post</title><body><p>Gates at night</p><p>发布日期: 2021-03-05</p>",
        None,
    )
    assert (head.title, head.date()[0]) == ("Gates at night", dt.date(2021, 3, 5))
    assert head_of("<title>Gate</title>", None).date() == (None, None)


def test_a_date_may_stand_in_a_line_that_says_more() -> None:
    line = '<p class="post-date">Berlin 2021-03-05 12:30 Ausgabe</p>'
    head = head_of(f"<body><h1>Gate</h1>{line}</body>", None)
    assert head.date()[0] == dt.datetime(2021, 3, 5, 12, 30)


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


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        (None, "大门旁的摄像机整夜记录每一辆车的颜色和车牌" * 6, "zh"),
        ("en", "大门旁的摄像机整夜记录每一辆车的颜色和车牌" * 6, "zh"),
        ("zh-Hant", "大门旁的摄像机整夜记录每一辆车的颜色和车牌" * 6, "zh-Hant"),
        (None, "門のカメラは夜のあいだすべての車の色を記録した" * 6, "ja"),
        (None, "문 옆의 카메라는 밤새 모든 차의 색을 기록했다" * 6, "ko"),
        ("fr", "The camera beside the gate saw every car of that night" * 6, "fr"),
        (None, "The camera beside the gate saw every car of that night" * 6, None),
        ("en", "大门", "en"),
    ],
)
def test_a_script_of_one_language_tells_it(
    declared: str | None, text: str, language: str | None
) -> None:
    attribute = f' lang="{declared}"' if declared else ""
    page = html.document_fromstring(f"<html{attribute}><body><p>{text}</p>x<br>y</body></html>")
    assert Head(page, None, None).language == language


def test_bylines_of_other_languages_are_opened_in_their_own() -> None:
    for language, opened in (("it", "Di"), ("nl", "Door"), ("sv", "Av"), ("da", "Af")):
        assert printed_names(f"{opened} Ann Lee", language) == ("Ann Lee",)
        assert names_of([f"{opened} Ann"], language) == (f"{opened} Ann",)


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


@pytest.mark.parametrize(
    "author",
    [
        "Ann Lee, Bo Ray",
        ["Ann Lee", {"name": "Bo Ray"}],
        [{"@id": "#ann"}, {"@id": "#bo"}],
        {"@list": ["Ann Lee", {"name": {"@value": "Bo Ray"}}]},
        {"name": ["Ann Lee", [["Bo Ray"]]]},
    ],
)
def test_authors_are_stated_in_many_ways(author: object) -> None:
    nodes = [
        {"@type": "Article", "headline": "Gate", "author": author},
        {"@type": "Person", "@id": "#ann", "givenName": "Ann", "familyName": "Lee"},
        {"@type": "Person", "@id": "#bo", "name": "Bo Ray"},
        {"@type": "Person", "@id": "#nobody"},
    ]
    assert head_of(json_ld(json.dumps({"@graph": nodes}))).byline() == ("Ann Lee", "Bo Ray")


def test_creators_stand_in_for_authors() -> None:
    node = {"@type": "Article", "headline": "Gate", "creator": {"name": "Ann Lee"}}
    assert head_of(json_ld(json.dumps(node))).byline() == ("Ann Lee",)


def test_a_name_that_refers_to_itself_is_none() -> None:
    node = {"@type": "Person", "@id": "#p", "name": {"@id": "#p"}}
    found = JsonLd(html.document_fromstring(json_ld(json.dumps(node))))
    assert found.texts({"@id": "#p"}) == ()


def test_json_ld_may_stand_in_a_meta_element() -> None:
    page = '<meta name="script:ld+json" content="{&quot;@type&quot;: &quot;Article&quot;}">'
    assert [types_of(node) for node in JsonLd(html.document_fromstring(page)).nodes] == [
        {"Article"}
    ]


def test_json_ld_without_end_is_bounded() -> None:
    many = "[" + ",".join(["{}"] * 5000) + "]"
    assert len(JsonLd(html.document_fromstring(json_ld(many))).nodes) == 2000


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ann Lee", ("Ann Lee",)),
        ("Written by: Ann Lee & Bo Ray", ("Ann Lee", "Bo Ray")),
        ("Ann Lee, Bo Ray", ("Ann Lee", "Bo Ray")),
        ("Ann Lee, MD", ("Ann Lee",)),
        ("Ann Lee, Ph.D., MBA (Ret); Bo Ray, D.V.M.", ("Ann Lee", "Bo Ray")),
        ("Ann Lee, Bo Ray, Staff Writers", ("Ann Lee", "Bo Ray")),
        ("Ann Lee, Post", ("Ann Lee",)),
        ("Lee, A", ("A Lee",)),
        ("Ann, Bo, Cy", ("Ann, Bo, Cy",)),
        ("Ann Lee <ann at post dot example>", ("Ann Lee",)),
        ("Por Ana Paz y Bo Ruiz", ("Ana Paz", "Bo Ruiz")),
        ("Ana Paz y Ruiz", ("Ana Paz y Ruiz",)),
        ("作者：王芳、李强", ("王芳", "李强")),
        ("文/佚名", ()),
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
        ("作者：王芳 来源：镜头报 2021-03-04", ("王芳",)),
        ("Gate 2021 Mast", ()),
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
    known = Titles(stated=stated, full=full, heads=heads, sites=["Lens & Post", ""])
    assert choose_title(known) == title


@pytest.mark.parametrize(
    ("full", "title"),
    [
        ("Gate Tests by Night | Lens Co-op", "Gate Tests by Night"),
        ("Gate tests | The best and newest lens of them all", None),
        ("Gate Tests: Lens", None),
        ("Gate Tests | Mast", None),
    ],
)
def test_the_last_part_of_a_title_is_the_site_where_it_holds_the_hosts_name(
    full: str, title: str | None
) -> None:
    assert choose_title(Titles(stated=[full], host="lens")) == (title or full)


@pytest.mark.parametrize(
    ("full", "line", "title"),
    [
        ("Gates at night_Post_Home", "Gates at night", "Gates at night"),
        ("大门摄像机夜间测试-镜头报", "大门摄像机夜间测试", "大门摄像机夜间测试"),
        ("Gates at night_Post", "Gates at night_Post", "Gates at night_Post"),
        ("Gates_Post", "Gates", "Gates_Post"),
        ("Gates at night", "Gates", "Gates at night"),
    ],
)
def test_a_title_ends_where_the_page_prints_it_so(full: str, line: str, title: str) -> None:
    assert choose_title(Titles(stated=[], full=full), lambda: {letters(line)}) == title


def test_of_two_headings_the_one_that_is_stated_is_the_title() -> None:
    full = "夜间测试 写真 ニュース"
    known = Titles(stated=["夜间测试"], full=full, heads=["ニュース", "夜间测试"])
    assert choose_title(known) == "夜间测试"


def test_a_lower_heading_that_is_stated_is_the_title() -> None:
    head = head_of(
        '<meta property="og:title" content="Gates by night and day">'
        '<meta name="twitter:title" content="The gate, tested">'
        "<body><h1>A word from us</h1><h3>The gate, tested</h3></body>"
    )
    assert head.title == "The gate, tested"


def test_buttons_and_links_to_itself_are_no_part_of_a_heading() -> None:
    head = head_of(
        "<title>Gate - Manual</title><h1>1. Gate <button>Copy</button><a href='#gate'>¶</a></h1>"
    )
    assert head.title == "1. Gate"


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
        (["8003098", "https://a.example/x"], "https://a.example/y", "https://a.example/x"),
        (["file:///home/x.html", "http://localhost/x", "http://[x/", ""], None, None),
        (["https://web.archive.org/web/2016/http://a.example/x"], None, "http://a.example/x"),
        ([], "file:///home/x.html", None),
    ],
)  # fmt: skip
def test_the_canonical_address_can_be_the_pages(
    stated: list[str], origin: str | None, url: str | None
) -> None:
    assert canonical_address(stated, origin) == url


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("https://a.example/gates/", "https://a.example/gates/x"),
        (None, None),
        ("http://[x", None),
    ],
)
def test_relative_addresses_start_from_the_base(base: str | None, url: str | None) -> None:
    assert canonical_address(["x"], None, base) == url
    assert canonical_address(["https://a.example/x"], None, base) == "https://a.example/x"
    markup = f'<base href="{base}">' if base else ""
    assert head_of(f'{markup}<link rel="canonical" href="x">', None).url == url


@pytest.mark.parametrize(
    "copy",
    [
        "https://web.archive.org/web/20200102id_/https://a.example/x",
        "https://archive.ph/2020.01.02-101112/https://a.example/x",
        "http://archive.is/o/AbCdE/https://a.example/x",
        "http://webcache.googleusercontent.com/search?q=cache:AbCdEfGh12:https://a.example/x+a&hl=en",
        "https://www.google.com/amp/s/a.example/x",
        "https://a-example.cdn.ampproject.org/c/s/a.example/x",
        "https://a.example/x",
    ],
)
def test_copies_of_pages_have_the_pages_address(copy: str) -> None:
    assert canonical_address([], copy) == "https://a.example/x"


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
