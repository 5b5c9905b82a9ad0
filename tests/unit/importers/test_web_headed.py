"""Blocks without any telling name are comments where a heading says so, and only there."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import html

from ipvm_desktop.importers.web.comments._blogs import GENERIC
from ipvm_desktop.importers.web.page import WebPage

SAVED = dt.datetime(2024, 5, 20, 12, 0, tzinfo=dt.UTC)
ARTICLE = f"<h1>Domes</h1><p>{'Rain finds every seal of a dome. ' * 20}</p>"
SAID = (
    ("Ann Ray", "4 March 2024", "Ours is dry, and it has been so for years."),
    ("Bo Lane", "5 March 2024", "Turn it upside down once a year."),
    ("Cy Ode", "6 March 2024", "That voids the warranty in this country."),
    ("Di Fox", "7 March 2024", "Sealed the cable, and that was it."),
)
SPANS = "<div class='a1'><span class='b2'>{}</span><span class='c3'>{}</span><p>{}</p></div>"


def authors(
    head: str,
    shape: str = SPANS,
    said: tuple[tuple[str, str, str], ...] = SAID,
    article: str = ARTICLE,
) -> object:
    rows = "".join(shape.format(*each) for each in said)
    body = f"<body>{article}<section>{head}<div>{rows}</div></section></body>"
    page = WebPage(root=html.document_fromstring(f"<html>{body}</html>"), saved=SAVED)
    found = GENERIC.read(page)
    return None if found is None else [comment.author for comment in found.comments]


@pytest.mark.parametrize(
    "head",
    [
        "<h3>Comments</h3>",
        "<h2>Reader comments</h2>",
        "<h2>Comments from our readers</h2>",
        "<p>Discussion:</p>",
        "<h4>Comments on “Domes”</h4><form><h3>Your say</h3><textarea></textarea></form>",
        "<div><h2>Replies</h2><!-- list --><p>Be kind.</p></div>",
        "<h3>Comments</h3><p>Be kind.</p>",
        "<h3>Leserkommentare</h3>",
        "<h3>Vos réactions</h3>",
        "<h3>Comentarios</h3>",
        "<h3>Comentários</h3>",
        "<h3>Commenti</h3>",
        "<h3>Reacties</h3>",
        "<h3>Komentarze</h3>",
        "<h3>Комментарии</h3>",
        "<h3>Коментарі</h3>",
        "<h3>Diskuze</h3>",
        "<h3>Kommentarer</h3>",
        "<h3>Keskustelu</h3>",
        "<h3>Hozzászólások</h3>",
        "<h3>Σχόλια</h3>",
        "<h3>Yorumlar</h3>",
        "<h3>Bình luận</h3>",
        "<h3>コメント一覧</h3>",
        "<h3>网友评论</h3><p>评论</p>",
        "<h3>댓글</h3>",
        "<h3>التعليقات</h3>",
        "<h3>תגובות</h3>",
    ],
)
def test_a_heading_tells_comments(head: str) -> None:
    assert authors(head) == [name for name, _, _ in SAID]


@pytest.mark.parametrize(
    "shape",
    [
        "<div><b>{}</b> <i>{}</i><p>{}</p></div>",
        "<li><p><strong>{}</strong>, {}</p><p>{}</p></li>",
        "<table><tr><td>{}<br>{}</td><td>{}</td></tr></table>",
    ],
)
def test_a_heading_tells_comments_of_many_shapes(shape: str) -> None:
    assert authors("<h3>Comments</h3>", shape) == [name for name, _, _ in SAID]


@pytest.mark.parametrize(
    "head",
    [
        "",
        "<h3>Recent comments</h3>",
        "<h3>Neueste Kommentare</h3>",
        "<h3>Reviews</h3>",
        "<h3>Comment</h3>",
        "<h3>Opinion</h3>",
        "<h3>Our team</h3>",
        "<h3>Changelog</h3>",
        "<h3>What our customers say</h3>",
        "<h3>Comments</h3><h3>News</h3>",
        f"<h3>Discussion</h3><p>{'The lens is cold where the air is warm. ' * 9}</p>",
    ],
)
def test_other_headings_tell_nothing(head: str) -> None:
    assert authors(head) is None


def test_a_page_of_such_blocks_alone_tells_nothing() -> None:
    assert authors("", article="") is None
    assert authors("<div>", article="<h2>Comments</h2>") is not None
    assert authors("<div><div><div><div><div>", article="<h2>Comments</h2>") is None


def test_few_blocks_and_those_of_few_people_are_no_comments() -> None:
    assert authors("<h3>Comments</h3>", said=SAID[:3]) is None
    one = tuple(("Ann Ray", date, text) for _, date, text in SAID)
    assert authors("<h3>Comments</h3>", said=one) is None


def test_teasers_below_such_a_heading_are_no_comments() -> None:
    shape = (
        "<div><a href='/{0}'>A long title of what was written on domes, by hand</a>"
        "<p><b>{0}</b> <i>{1}</i></p><p>{2}</p></div>"
    )
    assert authors("<h2>Discussion</h2>", shape) is None


def test_blocks_in_many_lists_are_no_list() -> None:
    first = "".join(SPANS.format(f"Ed {n}", f"{n} March 2024", "Dry as well.") for n in (1, 2))
    assert authors(f"<h3>Comments</h3><div>{first}</div>") is None


def test_blocks_at_the_side_are_no_comments() -> None:
    assert authors("<h3>Comments</h3>", SPANS) is not None
    assert authors("<h3>Comments</h3><aside>", SPANS) is None
