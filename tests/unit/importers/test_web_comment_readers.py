"""What readers of comments leave alone, and how they hold out on damaged and enormous pages."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from lxml import html

from ipvm_desktop.importers._discussion import parsed_comments
from ipvm_desktop.importers.web.comments import READERS
from ipvm_desktop.importers.web.comments._blogs import (
    BLOG_READERS,
    GENERIC,
    SCHEMA_ORG,
)
from ipvm_desktop.importers.web.comments._fragments import markup_of, text_of
from ipvm_desktop.importers.web.comments._reading import count_in, name_of
from ipvm_desktop.importers.web.comments._sections import declared_in
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

SAVED = dt.datetime(2024, 5, 20, 12, 0, tzinfo=dt.UTC)


def page_of(body: str, head: str = "", url: str | None = None) -> WebPage:
    source = f"<html><head>{head}</head><body>{body}</body></html>"
    root = html.document_fromstring(source, parser=html.HTMLParser(huge_tree=True))
    return WebPage(root=root, url=url, saved=SAVED)


def found_on(page: WebPage) -> FoundDiscussion | None:
    discussions = (reader.read(page) for reader in (*BLOG_READERS, SCHEMA_ORG, GENERIC))
    return next((each for each in discussions if each is not None and each.comments), None)


TEASERS = "".join(
    f'<article class="post"><h2><a href="/{n}">Post {n}</a></h2><span class="author">Ann</span>'
    f'<time datetime="2024-03-0{n}">March {n}</time><div class="text">Read on.</div></article>'
    for n in range(1, 5)
)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>No comments here.</p>",
        f'<div class="forum topic">{TEASERS}</div>',
        f'<div class="comments">{TEASERS}</div>',
        # A single block of a loose name may be anything.
        (
            '<div class="thread"><div class="response"><b class="author">Cy</b>'
            '<i class="date">4 March 2024</i><div class="text">Alone.</div></div></div>'
        ),
        # Recent comments at the side, and a menu.
        (
            '<aside><div class="comment"><b class="author">Cy</b><i class="date">4 March 2024</i>'
            '<div class="text">Beside.</div></div></aside>'
        ),
        (
            '<div class="recent-comments"><div class="comment"><b class="author">Cy</b>'
            '<i class="date">4 March 2024</i><div class="text">Beside.</div></div></div>'
        ),
        '<ol class="toc"><li class="depth-1"><a href="#one">One</a></li></ol>',
        '<div class="comment"><p>Neither author nor date.</p></div>',
    ],
)
def test_no_comments_are_made_of_what_is_none(body: str) -> None:
    assert found_on(page_of(f"<h1>Title</h1>{body}")) is None


def test_a_bar_at_the_side_is_told_from_what_wraps_the_article() -> None:
    comment = (
        '<div class="comment"><b class="author">Cy</b><i class="date">4 March 2024</i>'
        '<div class="text">Seen.</div></div>'
    )
    found = found_on(page_of(f'<div class="content-sidebar-wrap">{comment}</div>'))
    assert found is not None
    assert [comment.author for comment in found.comments] == ["Cy"]


@pytest.mark.parametrize(
    "body",
    [
        (
            '<script type="application/ld+json">{"@type": "FAQPage", "mainEntity": '
            '{"@type": "Question", "name": "Why?", "acceptedAnswer": '
            '{"@type": "Answer", "text": "Because."}}}</script>'
        ),
        (
            '<div itemscope itemtype="https://schema.org/Question"><div itemscope '
            'itemtype="https://schema.org/Answer"><p itemprop="text">Because.</p></div></div>'
        ),
    ],
)
def test_questions_that_a_page_answers_itself_are_no_discussion(body: str) -> None:
    assert found_on(page_of(f"<h1>Questions</h1>{body}")) is None


def test_a_block_of_several_comments_is_not_one() -> None:
    each = '<p><b class="nick">{0}</b><i class="date">{1} March 2024</i><u class="text">Hi</u></p>'
    body = f'<div class="x-comment-wrapper">{each.format("Ann", 4)}{each.format("Bo", 5)}</div>'
    assert found_on(page_of(body)) is None


def test_comments_right_below_the_article_leave_it_out_of_their_areas() -> None:
    rows = "".join(
        f'<div class="comments">Words of {name}.<br><span class="under">posted by '
        f'<a href="/user/{number}">{name}</a> at <a href="/c/1#{number}">9:08 AM</a> on March '
        f'{number}, 2024 [<a href="#">3 favorites</a>]</span></div>'
        for number, name in ((4, "annray"), (5, "bolane"))
    )
    found = found_on(page_of(f'<div id="page"><div>{"The article. " * 60}</div>{rows}</div>'))
    assert found is not None
    assert [(c.author, c.posted, c.body) for c in found.comments] == [
        ("annray", dt.datetime(2024, 3, 4, 9, 8), "Words of annray."),
        ("bolane", dt.datetime(2024, 3, 5, 9, 8), "Words of bolane."),
    ]
    assert [area.get("class") for area in found.areas] == ["comments", "comments"]


def test_comments_of_a_page_whose_time_of_saving_is_unknown() -> None:
    body = (
        '<div class="comment"><b class="author">Cy</b><i class="date">3 hours ago</i>'
        '<div class="text">Seen.</div></div>'
    )
    found = GENERIC.read(WebPage(root=page_of(body).root))
    assert found is not None
    assert [(each.author, each.posted, each.posted_text) for each in found.comments] == [
        ("Cy", None, "3 hours ago")
    ]


def test_a_theme_may_put_its_comments_into_an_aside() -> None:
    comment = (
        '<div class="comment" id="c-12_0"><b class="author">Cy</b>'
        '<i class="date">4 March 2024</i><div class="text">Seen.</div></div>'
    )
    found = found_on(page_of(f'<aside><div class="comments-area">{comment}</div></aside>'))
    assert found is not None
    assert [(each.key, each.author) for each in found.comments] == [("12", "Cy")]


def test_pages_of_a_make_without_its_comments() -> None:
    wordpress = next(reader for reader in READERS if reader.name == "wordpress")
    ipvm = next(reader for reader in READERS if reader.name == "ipvm")
    head = '<link rel="stylesheet" href="/wp-content/a.css">'
    assert wordpress.read(page_of("<h1>About</h1>", head)) is None
    assert ipvm.read(page_of("<p>Login or join.</p>", url="https://www.ipvm.com/reports/a")) is None
    empty = wordpress.read(page_of('<div id="respond"><form></form></div>', head))
    assert empty is not None
    assert (empty.comments, [area.get("id") for area in empty.areas]) == ((), ["respond"])


def test_the_page_stays_as_it_is() -> None:
    page = page_of(
        '<div id="comments"><li id="comment-1" class="comment even depth-1"><b class="fn">Ann</b>'
        '<time datetime="2024-03-04">x</time><div class="comment-content">Hi</div></li></div>'
    )
    before = html.tostring(page.root)
    assert found_on(page) is not None
    assert html.tostring(page.root) == before


def test_where_the_article_stands_between_comments_each_is_an_area() -> None:
    row = (
        '<li id="comment-{0}" class="comment even thread-even depth-1"><b class="fn">Ann</b>'
        '<div class="comment-content">Hi</div></li>'
    )
    body = (
        f'<div>{row.format(1)}<h1>Title</h1><p itemprop="articleBody">Text</p>{row.format(2)}</div>'
    )
    found = found_on(page_of(body))
    assert found is not None
    assert [area.get("id") for area in found.areas] == ["comment-1", "comment-2"]


def test_what_belongs_to_a_discussion_and_stands_elsewhere() -> None:
    body = (
        '<div class="left"><h3>Share</h3><h3>2 responses</h3><p>-</p><ol class="list">'
        '<li id="comment-1" class="comment even depth-1"><b class="fn">Ann</b></li></ol>'
        '</div><div class="right"><div id="respond"><form id="commentform"></form></div>'
        '<nav class="comment-navigation"></nav></div>'
    )
    found = found_on(page_of(body))
    assert found is not None
    assert found.declared == 2
    assert [area.tag for area in found.areas] == ["ol", "h3", "div", "nav"]


def test_comments_nested_without_end() -> None:
    depth = 900
    rows = "".join(
        f'<li id="comment-{n}" class="comment even depth-{n}"><b class="fn">Ann</b>'
        f'<div class="comment-content"><p>Level {n}</p></div><ol>'
        for n in range(1, depth + 1)
    )
    found = found_on(page_of(f'<ol class="commentlist">{rows}'))
    assert found is not None
    comments = parsed_comments(found.comments)
    assert len(comments) == depth
    assert [comment.parent for comment in comments[:3]] == [None, 1, 2]
    assert comments[-1].parent == depth - 1
    assert comments[-1].body_text == f"Level {depth}"


def test_numbers_and_parents_of_unusual_themes() -> None:
    row = '<li class="comment even depth-1"{0}><b class="fn">Ann</b><p>Hi</p>{1}</li>'
    link = '<a class="comment-reply-link" data-commentid="77" href="#">Reply</a>'
    answer = '<i class="in-reply-to"><a href="/ann">Ann</a> <a href="#comment-77">her words</a></i>'
    itself = '<i class="in-reply-to"><a href="#comment-79">a link to itself</a></i>'
    rows = (
        row.format("", link),
        row.format(' id="comment-78"', answer),
        row.format(' id="comment-79"', itself),
        row.format("", '<i class="in-reply-to"><a href="/ann">Ann</a></i>'),
    )
    found = found_on(page_of(f"<ol>{''.join(rows)}</ol>"))
    assert found is not None
    assert [(comment.key, comment.parent) for comment in found.comments] == [
        ("77", None),
        ("78", "77"),
        ("79", None),
        ("#3", None),
    ]


def test_the_section_is_looked_for_nearby_only() -> None:
    row = '<li id="comment-1" class="comment even depth-1"><b class="fn">Ann</b><p>Hi</p></li>'
    long = f"<h3>1 comment {'on a long title ' * 20}</h3>"
    wrapped = f"{'<div>' * 9}<ol>{row}</ol>{'</div>' * 9}"
    found = found_on(page_of(f'<div class="comments">{long}{wrapped}</div>'))
    assert found is not None
    assert ([area.tag for area in found.areas], found.declared) == (["ol"], None)
    near = found_on(page_of(f'<div class="comments">{long}<ol>{row}</ol></div>'))
    assert near is not None
    assert ([area.tag for area in near.areas], near.declared) == (["div"], None)


def test_a_name_that_stands_twice() -> None:
    row = (
        '<div class="comment" id="comment-5"><p class="comment__meta">Ann Ray</p>'
        '<p class="comment__content">{0}</p>{1}</div>'
    )
    found = found_on(page_of(row.format("One", "") + row.format("Two", row.format("Three", ""))))
    assert found is not None
    assert [(comment.key, comment.parent) for comment in found.comments] == [
        ("5", None),
        ("5#1", None),
        ("5#2", "5#1"),
    ]


def test_json_ld_that_holds_too_much_or_nothing() -> None:
    nested: dict[str, object] = {"@type": "Comment", "text": "Deep", "author": {"name": "Ann"}}
    scripts = [
        "",
        '{"@type": "Article", "comment": []}',
        "[" * 100_000,
        '{"@type": "Comment", "text": "Alone, it answers nothing"}',
        json.dumps({"@type": "Article", "commentCount": "many", "comment": nested}),
    ]
    body = "".join(f'<script type="application/ld+json">{text}</script>' for text in scripts)
    found = SCHEMA_ORG.read(page_of(body))
    assert found is not None
    assert [(comment.author, comment.posted) for comment in found.comments] == [("Ann", None)]
    assert found.declared is None


def test_json_ld_that_states_less_than_people_see() -> None:
    stated = {"@type": "Article", "comment": [{"@type": "Comment", "text": "One", "author": "Ann"}]}
    shown = "".join(
        f'<div class="comment"><b class="author">Ann</b><i class="date">{day} March 2024</i>'
        f'<div class="text">{day}</div></div>'
        for day in (4, 5)
    )
    script = f'<script type="application/ld+json">{json.dumps(stated)}</script>'
    found = found_on(page_of(f"{script}<div class='comments'>{shown}</div>"))
    assert found is not None
    assert (found.make, len(found.comments)) == ("Comments by structure", 2)


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        ("<span>Ann Ray</span>", "Ann Ray"),
        ("<span>Ann Ray says:</span>", "Ann Ray"),
        ("<span>Anja sagt:</span>", "Anja"),
        ("<span>Posted by: Ann Ray | </span>", "Ann Ray"),
        ("<span>Ann Ray on March 4, 2024 at 9:08 pm</span>", "Ann Ray"),
        ("<span><b>Ann 5 Ray</b> on March 4, 2024</span>", "Ann 5 Ray"),
        ("<span>Ann <time>March 4</time><img alt='x'></span>", "Ann"),
        ("<span>&lt;span&gt;Ann&lt;/span&gt;</span>", "Ann"),
        ("<span itemprop='author'><meta itemprop='name' content='Ann Ray'></span>", "Ann Ray"),
        ("<span> : </span>", None),
        (f"<span>{'Ann ' * 60}</span>", None),
    ],
)
def test_the_name_in_an_author_s_element(markup: str, name: str | None) -> None:
    assert name_of(html.fragment_fromstring(markup), SAVED) == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Jürgen hat gesagt…", "Jürgen"), ("Soumis par Hélène", "Hélène"),
        ("Inviato da Marco", "Marco"), ("Skrevet af Bo", "Bo"), ("Anna sa...", "Anna"),
        ("Eva комментирует...", "Eva"), ("王芳说：", "王芳"), ("田中さんのコメント:", "田中"),
        # Names that only look alike.
        ("Rodrigo Sa", "Rodrigo Sa"), ("Da Silva", "Da Silva"), ("Af Klint", "Af Klint"),
        ("小说", "小说"),
    ],
)  # fmt: skip
def test_names_stand_in_lines_of_many_languages(line: str, name: str) -> None:
    assert name_of(html.fragment_fromstring(f"<span>{line}</span>"), SAVED) == name


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12),
        ("1,234 likes", 1234),
        ("+7", 7),
        ("\u22122", -2),
        ("(3)", 3),
        ("nobody", None),
    ],
)
def test_counts(text: str, count: int | None) -> None:
    assert count_in(text) == count


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("12 comments", 12),
        ("1.234 Kommentare", 1234),
        ("Comments (7)", 7),
        ("3 thoughts on “10 cameras”", 3),
        ("One thought on “10 cameras”", 1),
        ("Ein Kommentar", 1),
        ("No comments", 0),
        ("10 cameras", None),
        ("Leave a reply", None),
    ],
)
def test_what_headings_announce(heading: str, count: int | None) -> None:
    assert declared_in(heading) == count


def test_text_and_markup_leave_out_what_they_are_told() -> None:
    element = html.fragment_fromstring(
        "<div>One<!-- no --> two<p>three <img class='emoji' alt='☺'>"
        "<img src='a.png' alt='pole'></p>"
        "<b>four</b><i>five</i> &lt;six&gt;<br>seven<svg>no</svg></div>"
    )
    assert text_of(element, lambda inner: inner.tag == "b") == "One two three ☺ five <six> seven"
    assert markup_of(element, lambda inner: inner.tag == "b") == (
        'One two<p>three ☺<img src="a.png" alt="pole"></p><i>five</i> &lt;six&gt;<br>seven'
    )


def unnamed_row(name: str, date: str, text: str, below: str = "") -> str:
    return (
        f"<div><div><b>{name}</b> <i>{date}</i></div><div>{text}</div>"
        f"<div><a href='#'>Reply</a></div>{below}</div>"
    )


@pytest.mark.parametrize(
    "body",
    [
        "<p>4 March 2024</p><a href='#'>Reply</a>",
        # Buttons below what has no date of its own.
        "<p>4 March 2024</p><ul><li>One <a href='#'>Reply</a></li><li><a>Reply</a></li></ul>",
        "<ul><li>One <a href='#'>Reply</a></li><li>Two <a href='#'>Reply</a></li></ul>",
        # Most have nobody who wrote them, or no text.
        unnamed_row("Ann", "4 March 2024", "One") + 3 * unnamed_row("", "5 March 2024", "Two"),
        unnamed_row("Ann", "4 March 2024", "One") + 3 * unnamed_row("Bo", "5 March 2024", ""),
        # A sentence is no button.
        2 * "<div><b>Ann</b> <i>4 March 2024</i><p>Reply by Friday, please.</p></div>",
    ],
)
def test_what_has_no_telling_names_and_is_no_discussion(body: str) -> None:
    assert GENERIC.read(page_of(body)) is None


def test_an_undated_comment_without_names_is_left_out() -> None:
    answer = unnamed_row("Bo", "5 March 2024", "Two")
    undated = f"<div><div><b>Ann</b></div><div>One</div><div><a>Reply</a></div>{answer}</div>"
    body = undated + "".join(unnamed_row(name, "6 March 2024", "More") for name in ("Cy", "Di"))
    found = GENERIC.read(page_of(body))
    assert found is not None
    assert [comment.author for comment in found.comments] == ["Bo", "Cy", "Di"]


def test_a_picture_that_leads_to_a_person_is_no_name() -> None:
    row = unnamed_row("<a href='/users/1'><img alt=''></a><span>Ann Ray</span>", "{}", "Text")
    found = GENERIC.read(page_of(row.format("4 March 2024") + row.format("5 March 2024")))
    assert found is not None
    assert [comment.author for comment in found.comments] == ["Ann Ray", "Ann Ray"]


def test_buttons_too_deep_to_climb_from_are_left_alone() -> None:
    deep = 1200 * "<div>" + 3000 * "<a>Reply</a> " + 1200 * "</div>"
    assert GENERIC.read(page_of(deep)) is None


def test_an_article_between_title_and_comments_is_no_topic() -> None:
    rows = unnamed_row("Ann", "4 March 2024", "One") + unnamed_row("Bo", "5 March 2024", "Two")
    replies = "<h1>Title</h1>{}<p>2 replies</p>{}"
    topic = GENERIC.read(page_of(replies.format("", rows)))
    assert topic is not None
    assert topic.opened is not None
    assert [comment.author for comment in topic.comments] == ["Bo"]
    article = GENERIC.read(page_of(replies.format("<p>" + 100 * "Words. " + "</p>", rows)))
    assert article is not None
    assert [comment.author for comment in article.comments] == ["Ann", "Bo"]
    for other in (f"{rows}<h1>Title</h1>", f"<h1>2 comments</h1><p>2 replies</p>{rows}"):
        found = GENERIC.read(page_of(other))
        assert found is not None
        assert found.opened is None


def test_rows_of_wordpress_without_authors_go_to_other_readers() -> None:
    row = (
        '<li><div class="comment"><h5 class="name">{0}</h5><span class="comment_date">4 March 2024'
        '</span><div class="text_holder" id="comment-{1}"><p>Text</p></div></div></li>'
    )
    head = '<link rel="stylesheet" href="/wp-content/themes/x/style.css">'
    body = f'<ul class="comment-list">{row.format("Ann", 1)}{row.format("Bo", 2)}</ul>'
    found = found_on(page_of(body, head))
    assert found is not None
    assert found.make == GENERIC.title
    assert [comment.author for comment in found.comments] == ["Ann", "Bo"]
