"""What the importers of blogs' exports and feeds recognise, refuse and leave out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ipvm_desktop.domain.document import CommentOrder, Document
from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.errors import CorruptFileError, UnsupportedFormatError
from ipvm_desktop.importers import BUILTIN
from ipvm_desktop.importers.base import Importer, Source
from ipvm_desktop.importers.blog_exports.paragraphs import body_html, paragraphs
from ipvm_desktop.importers.dates.stated import read_local_and_gmt, read_stated
from ipvm_desktop.importers.exports import groups
from ipvm_desktop.importers.exports.groups import Groups
from ipvm_desktop.importers.registry import Registry

WXR = b'<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
DISQUS = b'<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">'
TAKEOUT = b"<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>"
BACKUP = b"<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:blogger.com,1999:blog-7.archive</id>"
MOVABLE_TYPE = b"TITLE: Doors\n-----\nBODY:\nThey open.\n-----\n--------\n"
ENTITIES = "The file declares entities of its own, such as “a”; none is expanded"
FEED = b"<rss version='2.0'><channel><title>Doors</title>"


def chosen(content: bytes, name: str = "file.xml") -> Importer:
    return Registry(BUILTIN).choose(Source.from_bytes(content, name))


def read(content: bytes, name: str = "file.xml") -> list[Document]:
    return list(chosen(content, name).read(Source.from_bytes(content, name)))


def codes(document: Document) -> list[str]:
    return [issue.code for issue in document.issues]


@pytest.mark.parametrize(
    ("content", "importer"),
    [
        (WXR, "wxr"),
        (WXR.decode().encode("utf-16"), "wxr"),
        (b"<!-- This is a WordPress eXtended RSS file --><rss>", "wxr"),
        (b"`" + DISQUS, "disqus-xml"),
        (TAKEOUT, "blogger"),
        (BACKUP, "blogger"),
        (MOVABLE_TYPE, "movable-type"),
        (b"\xef\xbb\xbf" + MOVABLE_TYPE.replace(b"\n", b"\r\n"), "movable-type"),
        (FEED, "feed"),
        (b"<?xml version='1.0'?><rss version='0.91'>", "feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        (b"<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", "feed"),
    ],
)
def test_exports_are_known_by_how_they_open(content: bytes, importer: str) -> None:
    assert chosen(content, "file").name == importer


@pytest.mark.parametrize(
    "content",
    [
        b"<rdf:RDF xmlns:foaf='http://xmlns.com/foaf/0.1/'>",
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>",
        b"TITLE: only keys\nAUTHOR: nobody\n",
        b"\0\1\2\3\xff\xfe",
    ],
)
def test_other_files_are_none(content: bytes) -> None:
    with pytest.raises(UnsupportedFormatError):
        chosen(content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (WXR + b"</channel></rss>", "the export holds no posts or pages"),
        (
            WXR + b"<item><wp:status>draft</wp:status></item></channel></rss>",
            "the export holds no posts or pages (Left out of the export: 1 draft)",
        ),
        (WXR, "the export holds no posts or pages (The file ends in the middle, in line 1)"),
        (
            DISQUS + b"<thread dsq:id='1'/></disqus>",
            "the export holds no comments (Left out of the export: 1 thread without comments)",
        ),
        (BACKUP + b"</feed>", "the backup holds no published posts"),
        (MOVABLE_TYPE.replace(b"-\n", b"-\n", 1).replace(b"TITLE: Doors", b"STATUS: Draft"),
         "the export holds no published entries"),
        (FEED + b"</channel></rss>", "the feed holds no entries"),
        (
            b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss>&b;</rss>',
            f"the feed holds no entries ({ENTITIES})",
        ),
    ],
)  # fmt: skip
def test_exports_of_nothing_are_refused(content: bytes, reason: str) -> None:
    with pytest.raises(CorruptFileError) as raised:
        read(content)
    assert raised.value.reason == reason
    assert raised.value.importer == chosen(content).name


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (DISQUS + b"<post dsq:id='1'><message>Cut of", "file.xml"),
        (TAKEOUT + b"<entry><blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status>"
         b"<title>Cut of", "feed.atom"),
        (FEED + b"<item><title>Cut of", "feed.xml"),
        (MOVABLE_TYPE.removesuffix(b"-----\n--------\n"), "export.txt"),
    ],
)  # fmt: skip
def test_what_stands_before_a_cut_is_read(content: bytes, name: str) -> None:
    (document,) = read(content, name)
    assert IssueCode.TRUNCATED in codes(document)


def test_a_movable_type_export_may_end_without_dashes() -> None:
    (document,) = read(MOVABLE_TYPE.removesuffix(b"--------\n"))
    assert codes(document) == []


def test_an_entry_without_body_shows_its_excerpt() -> None:
    (document,) = read(b"TITLE: Doors\n-----\nEXCERPT:\nShort.\n-----\n--------\n")
    assert document.body_text == "Short."
    assert document.replies_told


def test_text_without_marks_after_the_dashes_of_an_entry() -> None:
    text = b"TITLE: Doors\n-----\nCOMMENT:\n-----\nPING:\nTITLE:\nAn excerpt.\n-----\n--------\n\n"
    (document,) = read(text + b"--------\n")
    assert [comment.body_text for comment in document.comments] == ["", "An excerpt."]
    assert document.comment_order is CommentOrder.TIME


def test_an_export_that_is_no_text_is_refused() -> None:
    content = MOVABLE_TYPE * 100 + bytes(range(1, 9)) * 200 + b"\n"
    with pytest.raises(CorruptFileError, match="the file is not text"):
        read(content)


def test_a_movable_type_export_in_another_encoding() -> None:
    text = "TITLE: 扉の記録と監視カメラの設置について\n-----\nBODY:\n" + "扉は開きます。" * 50
    (document,) = read(text.encode("euc-jp") + b"\n-----\n--------\n")
    assert document.title == "扉の記録と監視カメラの設置について"
    assert codes(document) == [IssueCode.ENCODING_GUESSED]


@pytest.mark.parametrize("line", [b"x" * 1023 + b"\n", b"x" * 17 * 1024 * 1024 + b"\n"])
def test_the_rest_of_an_entry_that_is_too_large_is_left_out(line: bytes) -> None:
    large = b"TITLE: Large\n-----\nKEYWORDS:\n" + line * max(1, 17 * 1024 * 1024 // len(line))
    first, last = read(large + b"-----\n--------\n" + MOVABLE_TYPE)
    assert first.title == "Large"
    assert last.title == "Doors"
    assert [issue.message for issue in last.issues] == [
        "Left out of the export: 1 rest of an entry that is too large"
    ]


@pytest.mark.parametrize("name", ["wxr", "disqus-xml", "blogger", "feed", "movable-type"])
def test_a_reader_who_insists_on_the_wrong_importer_is_told(name: str) -> None:
    importer = next(each for each in BUILTIN if each.name == name)
    with pytest.raises(CorruptFileError, match="holds no"):
        list(importer.read(Source.from_bytes(b"STATUS: Draft", "file.xml")))


def test_a_comment_of_jekyll_alone_is_told_what_it_is() -> None:
    content = b"_id: 1\nname: Uwe\nmessage: They whirr.\ndate: 2021-05-06\n"
    source = Source.from_bytes(content, "comment-1.yml")
    importer = Registry(BUILTIN).choose(source)
    with pytest.raises(UnsupportedFormatError, match="comes in together with its post"):
        list(importer.read(source))
    with pytest.raises(UnsupportedFormatError):
        chosen(b"title: A site\n", "_config.yml")


def test_a_post_without_comment_data_is_plain_markdown(tmp_path: Path) -> None:
    posts = tmp_path / "_posts"
    posts.mkdir()
    (posts / "2021-05-06-fans.md").write_text("They whirr.")
    source = Source.from_path(posts / "2021-05-06-fans.md")
    assert Registry(BUILTIN).choose(source).name == "markdown"


@pytest.mark.parametrize(
    ("post", "comments"),
    [
        ("_posts/doors/2021/2021-05-06-fans.md", "_data/comments/fans/1.yml"),
        ("content/post/fans.md", "data/comments/fans.yml"),
        ("content/post/fans/index.md", "data/comments/fans/1.yml"),
    ],
)
def test_comment_data_lies_beside_the_folder_of_all_posts(
    post: str, comments: str, tmp_path: Path
) -> None:
    written = {post: "---\ntitle: Fans\n---\nThey whirr.", comments: "_id: a\nmessage: Mine too."}
    for name, text in written.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text)
    source = Source.from_path(tmp_path / post)
    (document,) = Registry(BUILTIN).choose(source).read(source)
    assert [comment.body_text for comment in document.comments] == ["Mine too."]


def test_records_are_put_aside_and_found_again() -> None:
    told: list[str] = []
    with Groups[str, dict[str, str]](told.append) as put_aside:
        for number in range(100):
            put_aside.add(str(number % 3), {"number": str(number), "text": "Tür\n" * number})
        assert len(put_aside) == 3
        assert [(key, first["number"]) for key, first in put_aside.first()] == [
            ("0", "0"),
            ("1", "1"),
            ("2", "2"),
        ]
        assert "3" not in put_aside
        assert put_aside.records("3") == []
        numbers = [record["number"] for record in put_aside.records("1")]
        assert numbers == list(map(str, range(1, 100, 3)))
        assert [key for key, records in put_aside if records[0]["number"] == key] == ["0", "1", "2"]
    assert told == []


def test_a_discussion_beyond_all_reason_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "GROUP_BYTES", 300)
    post = b"<post dsq:id='%d'><message>Some words.</message><thread dsq:id='1'/></post>"
    posts = b"".join(post % number for number in range(9))
    (document,) = read(
        DISQUS + b"<thread dsq:id='1'><title>Doors</title></thread>" + posts + b"</disqus>"
    )
    left_out = 9 - len(document.comments)
    assert 1 <= left_out < 9
    assert document.issues[-1].code == IssueCode.TRUNCATED
    assert document.issues[-1].message == (
        f"The file was read in part: {left_out} comments of a discussion are beyond 48 MiB"
    )


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-03-04", dt.date(2021, 3, 4)),
        ("2021-03-04T05:06Z", dt.datetime(2021, 3, 4, 5, 6, tzinfo=dt.UTC)),
        ("2021-03-04 05:06:07", dt.datetime(2021, 3, 4, 5, 6, 7)),
        ("2021-03-04t05:06:07.25 +0000", dt.datetime(2021, 3, 4, 5, 6, 7, 250_000, dt.UTC)),
        ("2021-02-30", None),
        ("2021-03-04T25:06Z", None),
        ("Thu, 04 Mar 2021 05:06:07 GMT", dt.datetime(2021, 3, 4, 5, 6, 7, tzinfo=dt.UTC)),
        ("Thu, 04 Mar 2021 05:06:07 -0000", dt.datetime(2021, 3, 4, 5, 6, 7, tzinfo=dt.UTC)),
        ("Thu, 04 Mar 2021 05:06:07", dt.datetime(2021, 3, 4, 5, 6, 7)),
        ("Thu, 32 Mar 2021 05:06:07 GMT", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        ("2021" * 50, None),
    ],
)
def test_stated_dates(text: str | None, moment: dt.date | None) -> None:
    assert read_stated(text) == moment


def test_local_time_and_universal_time_are_joined() -> None:
    zone = dt.timezone(dt.timedelta(hours=5, minutes=30))
    joined = read_local_and_gmt("2021-03-04 10:36:07", "2021-03-04 05:06:07")
    assert joined == dt.datetime(2021, 3, 4, 10, 36, 7, tzinfo=zone)
    assert joined is not None
    assert joined.utcoffset() == dt.timedelta(hours=5, minutes=30)
    # A day's difference is no zone.
    assert read_local_and_gmt("2021-03-05 05:06:07", "2021-03-04 05:06:07") == dt.datetime(
        2021, 3, 4, 5, 6, 7, tzinfo=dt.UTC
    )
    assert read_local_and_gmt("2021-13-05 05:06:07", "0000-00-00 00:00:00") is None


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\n\ntwo\nthree", "<p>one</p>\n<p>two<br>\nthree</p>"),
        ("one<br />\r\ntwo", "<p>one<br>\ntwo</p>"),
        ("<li>a\n\nb</li>", "<li>a<br>\n<br>\nb</li>"),
        ("<p>one\n<p>two</p>three", "<p>one<p>two</p><p>three</p>"),
        ("one</ul>two", "<p>one</p></ul><p>two</p>"),
        ("<div><li>one</div>two", "<div><li>one</div><p>two</p>"),
        ("one<hr>two", "<p>one</p><hr><p>two</p>"),
        ("<ul>\nnot a point\n</ul>", "<ul>\nnot a point\n</ul>"),
        ("<div><b>x</b><pre>a\n\nb</div>c", "<div><p><b>x</b></p><pre>a\n\nb</div>c"),
    ],
)
def test_line_ends_become_paragraphs(text: str, html: str) -> None:
    assert paragraphs(text) == html


def test_text_behind_the_last_block_is_inside_where_a_mark_is_missing() -> None:
    assert body_html("<!-- wp:html -->a\nb") == "a\nb"
    assert body_html("<!-- wp:html -->a\n\nb<!-- /wp:html -->c") == "a\n\nb<p>c</p>"


def test_titles_without_article_and_comment() -> None:
    (document,) = read(WXR + b"<item><guid>7</guid></item></channel></rss>", "site.xml")
    assert document.title == "site"
    assert codes(document) == [IssueCode.NO_TITLE]
    assert document.key == "wxr:7"


def test_an_entry_may_hold_its_body_as_markup() -> None:
    space = b"http://www.w3.org/1999/xhtml"
    body = b"<x:body xmlns:x='" + space + b"'>a <x:b>c</x:b></x:body>"
    feed = FEED + b"<item><title>x</title>" + body + b"</item></channel></rss>"
    (document,) = read(feed)
    assert document.body_html == "a <b>c</b>"


def test_prefixes_in_a_body_that_nothing_declares() -> None:
    body = b"<content type='xhtml'>a <no:b>c</no:b> <d:/></content>"
    entry = b"<entry><title>x</title>" + body + b"</entry>"
    (document,) = read(b"<feed xmlns='http://www.w3.org/2005/Atom'>" + entry + b"</feed>")
    assert document.body_text == "a c"
    assert codes(document) == [IssueCode.DAMAGED]


def test_all_that_answers_a_missing_entry_comes_to_its_page() -> None:
    """The first answer's address of it counts, and answers to answers follow."""
    entries = b"".join(
        b"<entry><id>%d</id><title>x</title><thr:in-reply-to ref='%s' %s/></entry>" % answer
        for answer in (
            (1, b"gone", b"href='http://a.example/page'"),
            (2, b"gone", b"href='http://a.example/other'"),
            (3, b"1", b""),
            (4, b"lost", b""),
        )
    )
    names = (
        b"xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'"
    )
    page, other = read(b"<feed %s>%s</feed>" % (names, entries))
    assert page.url == "http://a.example/page"
    assert [comment.parent for comment in page.comments] == [None, None, 1]
    assert len(other.comments) == 1


def test_addresses_that_cannot_be_taken_apart() -> None:
    entries = b"<item><title>x</title><link>http://[a#comment-1</link></item>"
    (document,) = read(FEED + entries + b"</channel></rss>")
    assert document.url is None
    threaded = (
        b"<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>"
        b"<entry><id>1</id><title>x</title><thr:in-reply-to ref='2' href='http://[b'/></entry></feed>"
    )
    (document,) = read(threaded)
    assert document.url is None
    assert len(document.comments) == 1
    assert read(b"<rss><item><link>/x</link><title>y</title></item></rss>")[0].title == "y"
