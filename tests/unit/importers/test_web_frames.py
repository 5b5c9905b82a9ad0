"""Pages with their real readers of comments: frames beside them, later pages of topics."""

from __future__ import annotations

from html import escape
from pathlib import Path

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers.web import read_saved_page
from ipvm_desktop.importers.web.page import Part, SavedPage

PAGES = Path(__file__).parents[2] / "data" / "web-comments"
DISQUS = (PAGES / "disqus" / "embed.html").read_bytes()
PROSE = "The recorder restarts every night, and the vendor has known of it since the last update."


def read(content: bytes, parts: dict[str, Part] | None = None) -> Document:
    page = SavedPage(name="page.html", content=content, part=(parts or {}).get)
    return read_saved_page(page, "web-page")


def test_comments_in_a_frame_that_was_saved_beside_the_page_are_read() -> None:
    parts = {"saved/clip.html": Part("", b"<html>\0\1\2"), "saved/frame.html": Part("", DISQUS)}
    frames = "".join(f'<iframe src="{name}"></iframe>' for name in (*parts, "saved/gone.html"))
    document = read(f"<html><h1>Gates</h1><p>{PROSE}</p>{frames}</html>".encode(), parts)
    assert document.comments
    assert [c.author for c in document.comments] == [c.author for c in read(DISQUS).comments]
    assert document.body_text == PROSE


def test_a_later_page_of_a_topic_has_no_article_and_says_so() -> None:
    document = read((PAGES / "xenforo" / "later.html").read_bytes())
    assert (document.kind, document.body_text) == (ArticleKind.DISCUSSION, "")
    assert document.comments
    (issue,) = [issue for issue in document.issues if issue.code == "fragment"]
    assert issue.message.startswith("This is a later page of a topic that begins at https://")


def test_comments_in_a_frame_within_a_frame_are_read() -> None:
    inner = escape(DISQUS.decode())
    outer = escape(f'<html><body><p>Loading</p><iframe srcdoc="{inner}"></iframe></body></html>')
    document = read(
        f'<html><h1>Gates</h1><p>{PROSE}</p><iframe srcdoc="{outer}"></iframe></html>'.encode()
    )
    assert [c.author for c in document.comments] == [c.author for c in read(DISQUS).comments]
    assert document.body_text == PROSE
