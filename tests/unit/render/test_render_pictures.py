"""Pictures in bodies: found, sized for the pane, put into exports."""

from __future__ import annotations

import base64
import datetime as dt
import io
from dataclasses import replace

import pytest

from ipvm_desktop.domain.article import Article, SourceRecord
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.document import Picture
from ipvm_desktop.fragment import MISSING_PICTURE
from ipvm_desktop.render.export_html import write_html
from ipvm_desktop.render.interchange import article_json
from ipvm_desktop.render.pictures import alt_text, data_address, digests, sized
from ipvm_desktop.sanitize import sanitize

SOURCE = SourceRecord("x", "t", "00", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
ARTICLE = Article(id=1, key="k", title="Gates", source=SOURCE)
COMMENT = Comment(id=1, key="c")
GATE, LAMP = Picture.of(b"a gate", "image/png"), Picture.of(b"a lamp", "image/jpeg")
PICTURES = {picture.sha256: picture for picture in (GATE, LAMP)}


def shown(picture: Picture, alt: str = "") -> str:
    return sanitize(f'<p>Look: <img src="{picture.address}" alt="{alt}"></p>')


def test_pictures_are_found_once_and_in_order() -> None:
    bodies = (shown(LAMP) + shown(GATE), "<p>picture:00</p>", shown(LAMP))
    assert digests(bodies) == [LAMP.sha256, GATE.sha256]


def test_words_of_a_picture_are_one_line() -> None:
    assert alt_text('<img alt="A &quot;gate&quot;\n at  night" src="x">') == 'A "gate" at night'
    assert alt_text('<img src="x">') == ""


def test_a_data_address_holds_the_picture() -> None:
    content = base64.b64encode(b"a gate").decode()
    assert data_address(GATE) == f"data:image/png;base64,{content}"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>None</p>", "<p>None</p>"),
        (
            shown(GATE, "A &amp; B"),
            f'<p>Look: <img src="{GATE.address}" width="40" height="20" title="A &amp; B"></p>',
        ),
        (shown(GATE), f'<p>Look: <img src="{GATE.address}" width="40" height="20"></p>'),
        (shown(LAMP, "Lost"), '<p>Look: <span class="gone">[Lost]</span></p>'),
        (
            shown(LAMP),
            '<p>Look: <span class="gone">[Picture not saved with this file]</span></p>',
        ),
        (
            f'<p> <img alt="A lamp" src="{LAMP.address}"></p>',
            '<p class="missing-picture">Picture not saved with this file</p><p><em>A lamp</em></p>',
        ),
        (
            f'<p><img src="{LAMP.address}"></p>',
            MISSING_PICTURE,
        ),
        (
            f'<p><img src="{GATE.address}"></p>',
            f'<p><img src="{GATE.address}" width="40" height="20"></p>',
        ),
    ],
)
def test_pictures_state_their_size_or_that_they_are_missing(html: str, expected: str) -> None:
    assert sized(html, {GATE.sha256: (40, 20)}) == expected


def test_a_page_holds_its_pictures() -> None:
    article = replace(ARTICLE, body_html=shown(GATE, "A &quot;gate&quot;"))
    lost = Picture.of(b"", "image/png")
    comment = replace(COMMENT, body_html=shown(LAMP) + shown(lost, "Lost"))
    out = io.StringIO()
    write_html([(article, [comment])], out, PICTURES.get)
    page = out.getvalue()
    words = "A &quot;gate&quot;"
    assert f'<img alt="{words}" title="{words}" src="{data_address(GATE)}">' in page
    assert f'<img alt="" src="{data_address(LAMP)}">' in page
    assert '<em class="missing-picture">Lost</em>' in page
    assert "picture:" not in page
    assert "img-src data:" in page


def test_a_page_without_the_pictures_says_so() -> None:
    out = io.StringIO()
    write_html([(replace(ARTICLE, body_html=shown(GATE)), [])], out)
    assert '<em class="missing-picture">Picture not saved with this file</em>' in out.getvalue()


def test_json_holds_the_pictures_only_where_there_are_some() -> None:
    article = replace(ARTICLE, body_html=shown(GATE))
    comment = replace(COMMENT, body_html=shown(LAMP) + shown(GATE))
    written = article_json(article, [comment], PICTURES.get)
    assert written["pictures"] == {
        GATE.sha256: {"type": "image/png", "base64": "YSBnYXRl"},
        LAMP.sha256: {"type": "image/jpeg", "base64": "YSBsYW1w"},
    }
    assert list(written)[-2:] == ["pictures", "comments"]
    assert "pictures" not in article_json(article, [comment])
    assert "pictures" not in article_json(ARTICLE, [COMMENT], PICTURES.get)


def test_a_permalink_is_written_where_there_is_one() -> None:
    linked = replace(COMMENT, permalink="https://example.org/a#c1", posted=None, posted_text=None)
    assert "permalink" not in article_json(ARTICLE, [COMMENT])["comments"][0]
    written = article_json(ARTICLE, [linked])["comments"][0]
    assert written["permalink"] == "https://example.org/a#c1"
    out = io.StringIO()
    write_html([(ARTICLE, [linked, replace(linked, id=2, permalink="javascript:x")])], out)
    assert '<a itemprop="url" href="https://example.org/a#c1">page</a>' in out.getvalue()
    assert "javascript" not in out.getvalue()
