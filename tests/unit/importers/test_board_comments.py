"""What no page in ``tests/data/web-comments`` shows of the readers of forums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import html

from ipvm_desktop.importers._discussion import parsed_comments
from ipvm_desktop.importers.web.comments import READERS
from ipvm_desktop.importers.web.comments._boards import BOARD_READERS
from ipvm_desktop.importers.web.comments._bodies import Quotation, read_body
from ipvm_desktop.importers.web.comments._select import Select, digits_of, number_in
from ipvm_desktop.importers.web.discussion import CommentReader, FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

READER_OF = {reader.name: reader for reader in BOARD_READERS}


def page_of(markup: str, url: str | None = None) -> WebPage:
    """Parse markup however deep it is."""
    root = html.document_fromstring(markup, parser=html.HTMLParser(huge_tree=True))
    return WebPage(root=root, url=url)


def read(name: str, markup: str, url: str | None = None) -> FoundDiscussion:
    """Read a page that is known to be of a make."""
    found = READER_OF[name].read(page_of(markup, url))
    assert found is not None
    return found


@pytest.mark.parametrize("reader", BOARD_READERS, ids=lambda reader: str(reader.name))
def test_a_page_of_another_make_is_left_to_others(reader: CommentReader) -> None:
    blog = "<article class='post'><h1>Lens</h1><div class='comment'><p>Nice.</p></div></article>"
    assert reader.read(page_of(blog)) is None


def test_forums_are_asked_before_readers_of_any_page() -> None:
    assert READERS[: len(BOARD_READERS)] == BOARD_READERS


def test_a_list_of_stories_is_no_discussion() -> None:
    story = "<tr class='athing'><td class='title'><a href='item?id=1'>One</a></td></tr>"
    line = "<tr><td class='subtext'>by <a href='user?id=a' class='hnuser'>a</a></td></tr>"
    page = page_of(f"<table>{(story + line) * 2}</table>", "https://news.ycombinator.com/")
    assert READER_OF["hacker-news"].read(page) is None
    link = "<div class='thing link'><a class='title' href='/r/cctv/1'>One</a></div>"
    assert READER_OF["reddit-old"].read(page_of(link * 2)) is None


def phpbb_post(number: int, markup: str) -> str:
    """Return one post of prosilver."""
    return f"<div class='post' id='p{number}'><div class='postbody'>{markup}</div></div>"


def phpbb_page(title: str = "Topic", pagination: str = "") -> str:
    """Return a page of a forum that numbers no posts."""
    post = "<p class='author'>by <b>Ada</b></p><div class='content'>{}</div>"
    first, second = (phpbb_post(n, post.format(n)) for n in (1, 2))
    return f"<title>{title}</title><div class='pagination'>{pagination}</div>{first}{second}"


@pytest.mark.parametrize(
    ("url", "topic"),
    [
        ("https://f.example/threads/lens.5/page-3", "https://f.example/threads/lens.5/"),
        ("https://f.example/topic/5-lens/page/2/", "https://f.example/topic/5-lens/"),
        ("https://f.example/discussion/5/lens/p2", "https://f.example/discussion/5/lens"),
        ("https://f.example/thread-5-page-2.html", "https://f.example/thread-5.html"),
        ("https://f.example/showthread.php?tid=5&page=2", "https://f.example/showthread.php?tid=5"),
        ("https://f.example/view.php?start=10&t=5", "https://f.example/view.php?t=5"),
        ("https://f.example/viewtopic.php?id=5&p=2", "https://f.example/viewtopic.php?id=5"),
        ("https://f.example/index.php?topic=5.20", "https://f.example/index.php?topic=5.0"),
        (
            "https://f.example/index.php/topic,5.20.html",
            "https://f.example/index.php/topic,5.0.html",
        ),
    ],
)
def test_a_later_page_has_no_opening_and_names_its_topic(url: str, topic: str) -> None:
    found = read("phpbb", phpbb_page(), url)
    assert (found.opening, found.topic_url, len(found.comments)) == (None, topic, 2)


@pytest.mark.parametrize(
    ("title", "pagination"),
    [("Topic - Page 2", ""), ("Topic", "<ul><li class='active'><span>2</span></li></ul>")],
)
def test_a_later_page_is_known_without_its_address(title: str, pagination: str) -> None:
    found = read("phpbb", phpbb_page(title, pagination))
    assert (found.opening, found.topic_url, len(found.comments)) == (None, None, 2)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "https://f.example/threads/lens.5/",
        "https://f.example/threads/lens.5/page-1",
        "https://f.example/index.php?topic=5.0",
        "https://f.example/viewtopic.php?p=123#p123",
    ],
)
def test_the_first_page_opens_with_its_first_post(url: str | None) -> None:
    found = read("phpbb", phpbb_page("Topic", "<strong>1</strong> of <strong>2</strong>"), url)
    assert found.opening is not None
    assert found.opening.text_content() == "1"
    assert (found.topic_url, [comment.key for comment in found.comments]) == (None, ["2"])


def test_a_quoted_post_below_does_not_close_a_circle() -> None:
    quote = "<blockquote><div><cite><a href='#p{}'>x</a></cite>y</div></blockquote>"
    posts = [
        phpbb_post(n, f"<div class='content'>{text}</div>")
        for n, text in ((1, "one"), (2, quote.format(3)), (3, quote.format(2)))
    ]
    found = read("phpbb", "".join(posts))
    assert [comment.parent for comment in found.comments] == [None, "2"]
    assert [comment.quotes[0] for comment in found.comments] == [("y", "3"), ("y", "2")]


def test_a_post_that_names_a_missing_one_hangs_below_it() -> None:
    post = (
        "<li component='post' data-pid='{}' data-index='{}'>{}"
        "<div component='post/content'>x</div></li>"
    )
    parent = "<a component='post/parent' data-topid='4'></a>"
    found = read("nodebb", post.format(10, 5, "") + post.format(11, 6, parent))
    comments = parsed_comments(found.comments)
    assert [comment.parent for comment in comments] == [None, 3]


def test_an_address_says_nothing_of_who_saved_the_page() -> None:
    post = (
        "<div class='post' id='p{0}'><div class='postbody'><h3><a href='{1}'>t</a></h3>"
        "<div class='content'>x</div></div></div>"
    )
    links = (
        "v.php?p=1&sid=0123456789abcdef0123456789abcdef#p1",
        "v.php?s=0123456789abcdef0123456789abcdef",
        "v.php?PHPSESSID=zz&p=3",
        "v.php?sid=4096&p=4",
    )
    markup = "".join(post.format(n, link) for n, link in enumerate(("", *links)))
    found = read("phpbb", markup, "https://f.example/")
    assert [comment.permalink for comment in found.comments] == [
        "https://f.example/v.php?p=1#p1",
        "https://f.example/v.php",
        "https://f.example/v.php?p=3",
        "https://f.example/v.php?sid=4096&p=4",
    ]


def vbulletin_post(number: int, date: str, note: str = "") -> str:
    """Return one post of version 4."""
    return (
        f"<li class='postcontainer' id='post_{number}'><span class='date'>{date}</span>"
        f"<div id='post_message_{number}'>x</div>{note}</li>"
    )


def test_days_and_months_are_told_apart_by_the_whole_page() -> None:
    dates = ("04-03-2011", "05-03-2011", "25-03-2011")
    found = read("vbulletin", "".join(vbulletin_post(n, date) for n, date in enumerate(dates, 1)))
    assert [str(comment.posted) for comment in found.comments] == ["2011-03-05", "2011-03-25"]
    assert found.opened is not None
    assert str(found.opened.posted) == "2011-03-04"


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (("11-12-2020", "12-02-2020"), "2020-11-12"),
        (("12-11-2020", "02-12-2020"), "2020-11-12"),
        (("04-03-2011", "05-03-2011"), None),
        (("04-06-2024", "04-06-2024"), "2024-04-06"),
    ],
)
def test_the_order_of_posts_tells_days_from_months(
    dates: tuple[str, ...], first: str | None
) -> None:
    saved = dt.datetime(2024, 4, 20, tzinfo=dt.UTC)
    posts = "".join(vbulletin_post(n, date) for n, date in enumerate(dates, 1))
    found = READER_OF["vbulletin"].read(replace(page_of(posts), saved=saved))
    assert found is not None
    assert found.opened is not None
    assert found.opened.posted == (first and dt.date.fromisoformat(first))


def test_a_note_of_an_edit_tells_days_from_months() -> None:
    note = "<em class='lastedited'>Last edited by ada; 05-30-2011 at 10:00 AM.</em>"
    posts = vbulletin_post(1, "04-03-2011", note) + vbulletin_post(2, "05-03-2011")
    found = read("vbulletin", posts)
    assert [str(comment.posted) for comment in found.comments] == ["2011-05-03"]


def element_of(markup: str) -> html.HtmlElement:
    """Parse a fragment."""
    return html.fragment_fromstring(markup)


def test_a_quote_without_words_is_none() -> None:
    body = element_of("<div><blockquote> </blockquote>Yes.</div>")
    read_here = read_body((body,), find_quotes=lambda copy: map(Quotation, copy.iter("blockquote")))
    assert read_here.quotes == ()


def test_reading_a_body_leaves_the_page_alone() -> None:
    body = element_of(
        "<div class='sig'>a<i class='sig'>b</i><img class='smilie' alt=':)'>"
        "<script>c</script></div>"
    )
    before = html.tostring(body)
    assert read_body((body,), without=Select(".sig")).html == "a:)"
    assert html.tostring(body) == before


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("#12", 12), ("1,234 posts", 1234), ("2.1k", 2100), ("1k points", 1000), ("-3", -3),
        ("\u22123", -3), ("none", None), ("", None), (None, None), ("12 345", 12),
        ("1.234", 1234), ("9" * 400, int("9" * 15)),
    ],
)  # fmt: skip
def test_numbers_as_pages_print_them(text: str | None, number: int | None) -> None:
    assert number_in(text) == number


def test_the_last_digits_of_an_id() -> None:
    assert digits_of("js-post-12") == "12"
    assert digits_of("comment_b") is None
    assert digits_of(None) is None


def nested_reddit(n: int) -> str:
    return (
        f"<div class='thing comment' data-fullname='t1_{n}'><div class='entry'>"
        f"<p class='tagline'><a class='author'>u{n}</a></p><div class='md'>{n}</div></div>"
        "<div class='child'>"
    )


def nested_elements(n: int) -> str:
    return f"<shreddit-comment author='u{n}' thingid='t1_{n}'><div slot='comment'>{n}</div>"


def nested_slashdot(n: int) -> str:
    return (
        f"<li id='tree_{n}'><div id='comment_{n}'><span class='by'><a>u{n}</a></span>"
        f"<div class='commentBody'>{n}</div></div><ul>"
    )


def nested_lobsters(n: int) -> str:
    return (
        f"<ol class='comments'><li><div class='comment' data-shortid='{n}'>"
        f"<div class='byline'><a href='/~u{n}'>u{n}</a></div>"
        f"<div class='comment_text'>{n}</div></div>"
    )


def nested_lemmy(n: int) -> str:
    return (
        f"<li class='comment'><article class='comment-node' id='comment-{n}'>"
        f"<a class='person-listing'>u{n}</a><div class='md-div'>{n}</div></article><ul>"
    )


def nested_tildes(n: int) -> str:
    return (
        f"<article class='comment' data-comment-id36='{n}'><div class='comment-itself'>"
        f"<a class='link-user'>u{n}</a><div class='comment-text'>{n}</div></div><ol><li>"
    )


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("reddit-old", nested_reddit),
        ("reddit-elements", nested_elements),
        ("slashdot", nested_slashdot),
        ("lobsters", nested_lobsters),
        ("lemmy", nested_lemmy),
        ("tildes", nested_tildes),
    ],
)
def test_replies_as_deep_as_a_parser_goes(name: str, level: Callable[[int], str]) -> None:
    found = read(name, "<main>" + "".join(map(level, range(2_000))))
    comments = parsed_comments(found.comments)
    # libxml2 itself stops at some depth, 2,048 elements in most versions.
    assert len(comments) > 500
    assert [comment.parent for comment in comments] == [None, *range(1, len(comments))]


def test_indented_replies_of_any_depth() -> None:
    row = (
        "<tr class='athing'><td class='ind' indent='{0}'></td><td class='default'><span "
        "class='comhead'><a class='hnuser' href='user?id=a'>a</a> <a href='item?id={0}'>x</a>"
        "</span><div class='commtext'>{0}</div></td></tr>"
    )
    rows = "".join(row.format(n) for n in range(5_000))
    comments = parsed_comments(read("hacker-news", f"<table>{rows}</table>").comments)
    assert [comment.parent for comment in comments] == [None, *range(1, 5_000)]


def test_a_quote_in_a_quote_in_a_quote() -> None:
    deep = (
        "<blockquote class='bbCodeBlock bbCodeBlock--quote'>"
        "<div class='bbCodeBlock-title'>a:</div>b"
    )
    post = (
        "<article class='message--post' data-content='post-{}'>"
        "<div class='message-body'>{}</div></article>"
    )
    found = read("xenforo", post.format(1, "one") + post.format(2, deep * 700 + "end"))
    (comment,) = found.comments
    assert comment.quotes == (("b", None),)
    assert comment.body.count("<blockquote>") == 700


def test_very_many_posts() -> None:
    quote = "<blockquote><div><cite><a href='#p{}'>x</a></cite>y</div></blockquote>"
    posts = (
        phpbb_post(n, f"<div class='content'>{quote.format(n - 1)}{n}</div>") for n in range(3_000)
    )
    found = read("phpbb", "".join(posts))
    assert [comment.parent for comment in found.comments] == [None, *map(str, range(1, 2_999))]
