"""Pages as archives and caches keep them come in as if they had been saved at their own address."""

from __future__ import annotations

import datetime as dt

import pytest

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.registry import default_registry

HOME = "http://gates.example/motors/stalls"
BODY = (
    "<h1>Motors that stall</h1><article><p>Cold mornings stop four gates out of ten, and grease "
    'is the reason in three. See <a href="{link}">what grease does</a> below zero, and what the '
    "makers say about it.</p></article>"
    '<ol class="commentlist"><li class="comment depth-1" id="comment-7"><cite class="fn">Udo</cite>'
    '<div class="comment-meta">3 hours ago</div><p>Ours too.</p></li></ol>'
)
TAKEN = dt.datetime(2016, 3, 5, 10, 30, 7, tzinfo=dt.UTC)


def read(page: str) -> Document:
    source = Source.from_bytes(page.encode(), "page.html")
    [document] = default_registry().choose(source).read(source)
    return document


def assert_undone(document: Document, *, link: str = "http://other.example/grease") -> None:
    assert document.url == HOME
    assert f'href="{link}"' in document.body_html
    [comment] = document.comments
    assert comment.posted == TAKEN.replace(hour=7, minute=0, second=0)
    assert comment.permalink == f"{HOME}#comment-7"


@pytest.mark.parametrize("prefix", ["https://web.archive.org/web", "/web", "//web.archive.org/web"])
def test_the_wayback_machine(prefix: str) -> None:
    link = f"{prefix}/20160305103007/http://other.example/grease"
    document = read(
        f'<html><head><link rel="canonical" href="{prefix}/20160305103007/{HOME}"></head><body>'
        '<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp-base"><div id="wm-ipp">12 captures'
        f"</div></div><!-- END WAYBACK TOOLBAR INSERT -->{BODY.format(link=link)}</body></html>"
        "<!--\n     FILE ARCHIVED ON 10:30:07 Mar 05, 2016 AND RETRIEVED FROM THE\n -->"
    )
    assert_undone(document)
    assert "captures" not in document.body_text


def test_the_wayback_machine_tells_by_links_and_scripts() -> None:
    link = "/web/20160305103007/http://other.example/grease"
    document = read(
        f'<html><head><script>__wm.wombat("{HOME}","20160305103007","/","web");</script></head>'
        f"<body>{BODY.format(link=link)}</body></html>"
    )
    assert_undone(document)


def test_the_wayback_machine_before_its_links_were_scripts() -> None:
    document = read(
        f'<html><body><div id="wm-ipp"><input type="text" id="wmtbURL" value="{HOME}"></div>'
        f"{BODY.format(link='/web/20160305103007///other.example/grease')}</body></html>"
    )
    assert_undone(document)


def test_archive_today() -> None:
    link = "https://archive.ph/o/Ab1Cd/http://other.example/grease"
    document = read(
        f'<html><head><link rel="canonical" href="https://archive.ph/20160305103007/{HOME}"/></head>'
        '<body><div id="HEADER"><form action="https://archive.ph/submit/"><input name="q"></form>'
        '<a href="https://archive.ph/20160305103007/http://gates.example/">All</a></div>'
        f"<div>{BODY.format(link=link)}</div></body></html>"
    )
    assert document.url == HOME
    assert 'href="http://other.example/grease"' in document.body_html


def test_googles_cache() -> None:
    document = read(
        f"<!-- saved from url=(0099)http://webcache.googleusercontent.com/search?q=cache:x -->"
        f'<html><head><base href="{HOME}"></head><body><div id="bN0__google-cache-hdr"><div><span>'
        f'This is Google&#39;s cache of <a href="{HOME}">{HOME}</a>.</span> <span>It is a snapshot '
        "of the page as it appeared on 5 Mar 2016 10:30:07 GMT.</span></div></div>"
        f"{BODY.format(link='http://other.example/grease')}</body></html>"
    )
    assert_undone(document)
    assert "snapshot" not in document.body_text


def test_links_to_copies_stay_on_other_pages() -> None:
    link = "https://web.archive.org/web/20160305103007/http://other.example/grease"
    document = read(
        f'<html><head><link rel="canonical" href="{HOME}"></head>'
        f"<body>{BODY.format(link=link)}</body></html>"
    )
    assert f'href="{link}"' in document.body_html


READER = """<html lang="en"><head><title>Night vision without infrared</title></head><body>
<div class="toolbar reader-toolbar"><button><span class="hover-label">Close Reader View</span>
</button></div><div class="container"><div class="header reader-header">
<a class="domain reader-domain" {home}>lens.example</a><h1 class="reader-title">Night vision without
infrared</h1><div class="credits reader-credits">Ann Ray</div><div class="meta-data">
<div class="reader-estimated-time">3-4 minutes</div></div></div><div class="content">
<div class="moz-reader-content"><div id="readability-page-1" class="page"><p>Lamps of white
light make the night of our yard look like noon, and the camera needs no infrared.</p></div>
</div></div></div></body></html>"""


def test_a_page_saved_in_reader_view() -> None:
    document = read(READER.format(home=f'href="{HOME}"'))
    assert document.url == HOME
    assert document.byline == ("Ann Ray",)
    assert document.body_text.startswith("Lamps of white")


def test_a_reader_view_without_its_address() -> None:
    assert read(READER.format(home="")).url is None
