"""Comments of makes that look alike, what these makes leave alone, and enormous pages of theirs."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import html

from ipvm_desktop.importers.web.comments import READERS
from ipvm_desktop.importers.web.comments._reading import count_in
from ipvm_desktop.importers.web.comments._sections import declared_in
from ipvm_desktop.importers.web.discussion import CommentReader, FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

SAVED = dt.datetime(2024, 5, 20, 12, 0, tzinfo=dt.UTC)
SIGNED = '<a href="/wiki/User:Ann">Ann</a> 09:08, 4 March 2024 (UTC)'


def reader_of(name: str) -> CommentReader:
    return next(each for each in READERS if each.name == name)


def read(name: str, body: str) -> FoundDiscussion | None:
    root = html.document_fromstring(f"<html><body>{body}</body></html>")
    return reader_of(name).read(WebPage(root=root, url="https://page.example/1", saved=SAVED))


def wiki(text: str) -> str:
    return f'<div class="mw-parser-output">{text}</div>'


def test_an_article_of_a_wiki_is_no_talk() -> None:
    assert read("mediawiki", wiki("<p>A dome hides its lens.</p>")) is None
    assert read("mediawiki", wiki("<p>Seen 09:08, 4 March 2024 (UTC) in a log.</p>")) is None
    assert read("mediawiki", f"<p>Hello. {SIGNED}</p>") is None


@pytest.mark.parametrize(
    ("printed", "posted"),
    [
        ("20:59, 30 May 2020 (UTC)", "2020-05-30T20:59:00+00:00"),
        ("20:59, May 30, 2020 (UTC)", "2020-05-30T20:59:00+00:00"),
        ("20:59, 30. Mai 2020 (CEST)", "2020-05-30T20:59:00+02:00"),
        ("30 mai 2020 à 20:59 (CEST)", "2020-05-30T20:59:00+02:00"),
        ("20:59 30 may 2020 (UTC)", "2020-05-30T20:59:00+00:00"),
        ("20:59, 30 мая 2020 (UTC)", "2020-05-30T20:59:00+00:00"),
        ("30 mag 2020, 20:59 (CEST)", "2020-05-30T20:59:00+02:00"),
        ("30 mei 2020 20:59 (CEST)", "2020-05-30T20:59:00+02:00"),
        ("30 maj 2020 kl. 20:59 (CEST)", "2020-05-30T20:59:00+02:00"),
        ("2020年5月30日 (六) 20:59 (UTC)", "2020-05-30T20:59:00+00:00"),
        ("May 30, 2020, 20:59 (UTC)", "2020-05-30T20:59:00+00:00"),
    ],
)
def test_signatures_are_dated_in_the_languages_of_wikis(printed: str, posted: str) -> None:
    found = read("mediawiki", wiki(f'<p>So. <a href="/wiki/User:Ann">Ann</a> {printed}</p>'))
    assert found is not None
    (comment,) = found.comments
    assert isinstance(comment.posted, dt.datetime)
    assert (comment.posted.isoformat(), comment.posted_text) == (posted, printed)
    assert (comment.author, comment.body) == ("Ann", "<p>So.</p>")


@pytest.mark.parametrize(
    "address",
    [
        "/wiki/User:Ann_Ray",
        "/wiki/User_talk:Ann_Ray",
        "/w/index.php?title=User:Ann_Ray&amp;action=edit&amp;redlink=1",
        "/wiki/Benutzerin_Diskussion:Ann_Ray",
        "/wiki/%E5%88%A9%E7%94%A8%E8%80%85:Ann_Ray",
        "https://ru.wiki.example/wiki/%D0%A3%D1%87%D0%B0%D1%81%D1%82%D0%BD%D0%B8%D1%86%D0%B0:Ann_Ray",
        "/wiki/Special:Contributions/Ann_Ray",
    ],
)
def test_a_signature_tells_its_author_by_its_address(address: str) -> None:
    signature = f'<a href="{address}">A. R.</a> 09:08, 4 March 2024 (UTC)'
    text = f'<p>Up, <a href="/wiki/User:Bo">Bo</a>! ~ {signature}</p>'
    found = read("mediawiki", wiki(text))
    assert found is not None
    assert [comment.author for comment in found.comments] == ["Ann Ray"]
    assert found.comments[0].body == '<p>Up, <a href="/wiki/User:Bo">Bo</a>!</p>'


def test_a_deep_talk_is_read_without_recursion() -> None:
    depth = 60
    talk = "".join(f"<dl><dd>{n} {SIGNED}" for n in range(depth))
    found = read(
        "mediawiki", wiki(f"<h2>Deep</h2><p>Top. {SIGNED}</p>{talk}{'</dd></dl>' * depth}")
    )
    assert found is not None
    assert len(found.comments) == depth + 1
    above = [comment.parent for comment in found.comments]
    assert above == [None, *(comment.key for comment in found.comments[:-1])]


def test_a_single_post_is_no_discussion() -> None:
    post = (
        '<div class="detailed-status"><div class="status__content"><p>Hi</p></div></div>'
        '<div class="status"><time datetime="2024-03-04">now</time></div>'
    )
    assert read("mastodon", post) is None
    assert read("x", '<article data-testid="tweet"><time>1h</time></article>') is None


def test_a_post_without_a_name_in_the_network_keeps_what_is_printed() -> None:
    post = (
        '<article data-testid="tweet"><div data-testid="User-Name">Ann Ray</div>'
        '<div data-testid="tweetText">Hi</div><time datetime="2024-03-04T09:08:00Z">4 Mar</time>'
        "</article>"
    )
    found = read("x", post * 2)
    assert found is not None
    assert [(c.author, c.affiliation, c.key) for c in found.comments] == [("Ann Ray", None, None)]


def test_a_link_to_what_is_no_comment_of_the_page_tells_no_parent() -> None:
    comment = (
        '<div id="a1" class="wl-card-item"><span class="wl-nick">Ann</span>'
        '<span class="wl-time">2024-03-04</span><div class="wl-content">'
        '<p><a class="at" href="https://ann.example">@Ann</a> hello</p></div></div>'
    )
    found = read("waline", comment)
    assert found is not None
    assert [each.parent for each in found.comments] == [None]


@pytest.mark.parametrize(
    ("text", "count"),
    [("1.2K", 1200), ("3M likes", 3_000_000), ("-1,5k", -1500), ("12 kg", 12), ("1,234", 1234)],
)
def test_rounded_counts_are_read(text: str, count: int) -> None:
    assert count_in(text) == count


@pytest.mark.parametrize("text", ["12 条评论", "12评论", "12 則留言", "12 コメント"])
def test_the_number_of_comments_is_told_in_eastern_languages(text: str) -> None:
    assert declared_in(text) == 12


@pytest.mark.parametrize(
    "name",
    [
        "artalk", "bluesky", "bugzilla", "discuz", "dreamwidth", "facebook-posts", "github",
        "gitalk", "gitlab", "hyperkitty", "jira", "kunena", "linkedin", "livejournal", "mastodon",
        "mediawiki", "metafilter", "question2answer", "trac", "twikoo", "v2ex", "valine", "waline",
        "x", "youtube",
    ],
)  # fmt: skip
def test_other_pages_are_left_alone(name: str) -> None:
    page = (
        '<div id="post_1" class="email comments change note status vcard">Ann '
        '<time>4 March 2024</time></div><div id="comment-1" class="comment"><p>Hello</p></div>'
        '<div class="qa-q-view"></div><div class="cell" id="r_1"></div>'
    )
    assert read(name, page) is None


def test_a_list_of_topics_is_no_topic() -> None:
    topic = (
        '<div class="MessageView lia-message-view-display lia-thread-topic" data-lia-message-uid='
        '"{}"><a class="lia-user-name-link">Ann</a><div class="lia-message-body-content">Fog</div>'
        "</div>"
    )
    assert read("khoros", topic.format(1)) is not None
    assert read("khoros", topic.format(1) + topic.format(2)) is None
