"""What tells comments of unknown makes from other blocks with dates, and who answers whom."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import html

from ipvm_desktop.importers.web.comments._blogs import GENERIC
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

SAVED = dt.datetime(2024, 5, 20, 12, 0, tzinfo=dt.UTC)
ARTICLE = f"<h1>Domes</h1><p>{'Rain finds every seal of a dome. ' * 20}</p>"


def found_on(body: str) -> FoundDiscussion | None:
    source = f"<html><body>{ARTICLE}{body}</body></html>"
    root = html.document_fromstring(source, parser=html.HTMLParser(huge_tree=True))
    return GENERIC.read(WebPage(root=root, url="https://x.example/domes", saved=SAVED))


def authors_on(body: str) -> list[str | None]:
    found = found_on(body)
    return [] if found is None else [comment.author for comment in found.comments]


def row(name: str, date: str, text: str, more: str = "") -> str:
    return (
        f"<div><div><b>{name}</b> <i>{date}</i></div><div>{text}</div>"
        f"<div><a href='#'>Reply</a></div>{more}</div>"
    )


def teaser(number: int) -> str:
    return (
        f"<div><a href='/{number}'>A long title of what was written on domes, part {number}</a>"
        f"<p><b>Ann Ray</b> <i>{number} March 2024</i></p></div>"
    )


def entry(head: str, text: str, more: str = "") -> str:
    return f"<div><div>{head}</div><div>{text}</div><a href='#'>Reply</a>{more}</div>"


def cells(*said: str) -> str:
    return f"<tr>{''.join(f'<td>{each}</td>' for each in said)}</tr>"


NAMES = ("Ann", "Bo", "Cy", "Di")


@pytest.mark.parametrize(
    "body",
    [
        # News whose titles print their day.
        "".join(
            entry(f"<h2><a href='/{n}'>Seals - {n}.03.2024</a></h2>", "A dome leaked. " * 9)
            for n in (4, 5, 6)
        ),
        # The parts of a forum, with the counts of their topics and posts.
        "<table>"
        + "".join(
            cells(
                f"<a href='/f{n}'>Part {n}</a> What is told of domes and seals",
                f"<a href='/t{n}#p{n}'>New</a> <b>{name}</b> <i>{n} March 2024</i> "
                "<a href='#'>Reply</a>",
                "379",
                "9,907",
            )
            for n, name in enumerate(NAMES, 4)
        )
        + "</table>",
        # What one person wrote, and what several wrote elsewhere.
        "".join(
            entry(f"<b>Ann</b> <a href='/ann/{n}'>{n} March 2024</a>", f"Domes {n}")
            for n in (4, 5, 6, 7)
        ),
        "".join(
            entry(f"<b>{name}</b> <a href='https://twitter.com/a/{n}'>{n} March 2024</a>", "Domes")
            for n, name in enumerate(NAMES, 4)
        ),
        # A column that is named after comments is none.
        "<div class='commentsLeftColumn'><b>Sale</b> <i>4 March 2024</i><p>Ten domes.</p></div>",
    ],
)
def test_lists_of_what_stands_elsewhere_are_no_discussion(body: str) -> None:
    assert found_on(body) is None


def test_a_name_that_runs_a_script_is_a_name() -> None:
    rows = "".join(
        entry(
            f"<a href='javascript:who({n})'>{name}</a> <i>{n} March 2024</i>"
            "<a href='javascript:flag()'>Mark as rude</a>",
            "Rain finds the seal.",
        )
        for n, name in ((4, "Ann"), (5, "Bo"), (6, "Ann"))
    )
    assert authors_on(rows) == ["Ann", "Bo", "Ann"]


@pytest.mark.parametrize(
    "body",
    [
        # Teasers below an announced count, blocks of a bar at the side, and reading times.
        f"<section><h2>3 comments</h2>{teaser(4)}{teaser(5)}{teaser(6)}</section>",
        f"<aside>{row('Ann', '4 March 2024', 'One')}{row('Bo', '5 March 2024', 'Two')}</aside>",
        "".join(f"<div><b>Vans</b> <i>{n} MIN</i><p>Text</p></div>" for n in (8, 9)),
        # A manual's sections have links to themselves, in their headings.
        "".join(
            f"<div id='s{n}'><h2>Log {n} <a href='#s{n}'>¶</a></h2><b>Root</b>"
            f"<i>{n} March 2024</i><p>The line tells when it was written.</p></div>"
            for n in (4, 5, 6)
        ),
        # Nothing tells that these are comments.
        "".join(f"<div><b>Ann</b> <i>{n} March 2024</i><p>Text</p></div>" for n in (4, 5)),
    ],
)
def test_what_repeats_around_dates_and_is_no_discussion(body: str) -> None:
    assert found_on(body) is None


def test_what_an_element_is_may_stand_in_a_comment_of_the_page() -> None:
    rows = "".join(
        f"<div><div><i><!-- {n} --></i></div><b>{name}</b> <i>{n} March 2024</i><div>Text</div>"
        "<a href='#'>Reply</a></div>"
        for n, name in ((4, "Ann"), (5, "Bo"))
    )
    assert authors_on(rows) == ["Ann", "Bo"]


def test_dates_of_people_and_edits_are_not_those_of_comments() -> None:
    rows = "".join(
        f"<div><p><b>{name}</b><br><span>Joined:</span> 3 May 2011</p><i>{n} March 2024</i>"
        "<div>Text.</div><p>Last edited 9 April 2024</p><button>Quote</button></div>"
        for n, name in ((4, "Ann Ray"), (5, "Bo Lane"), (6, "Cy Ode"))
    )
    found = found_on(rows)
    assert found is not None
    assert [comment.posted for comment in found.comments] == [
        dt.date(2024, 3, n) for n in (4, 5, 6)
    ]


def test_a_link_to_the_parent_tells_who_is_answered() -> None:
    rows = "".join(
        f"<div id='k-{n}'><b>{name}</b> <i>{n} March 2024</i> <a href='#k-{to}'>parent</a>"
        f"<div>Text {n}.</div><a href='#'>Reply</a></div>"
        for n, name, to in ((4, "Ann", 9), (5, "Bo", 4), (6, "Cy", 4))
    )
    found = found_on(rows)
    assert found is not None
    assert [comment.parent for comment in found.comments] == [None, "4", "4"]


def test_thanks_that_several_say_are_no_buttons() -> None:
    rows = "".join(row(name, f"{n} March 2024", "Thanks") for n, name in ((4, "Ann"), (5, "Bo")))
    found = found_on(rows)
    assert found is not None
    assert [comment.body for comment in found.comments] == ["Thanks", "Thanks"]


def test_a_line_may_tell_the_author_after_the_date() -> None:
    rows = "".join(
        f"<div><p>Text {n}.</p><p><i>{n} March 2024</i> <u>{name}</u></p>"
        "<a href='#'>Reply</a></div>"
        for n, name in ((4, "Ann Ray"), (5, "Bo Lane"))
    )
    assert authors_on(rows) == ["Ann Ray", "Bo Lane"]


@pytest.mark.parametrize("rows", [2_000])
def test_a_deep_thread_is_read_to_its_end(rows: int) -> None:
    opened = "".join(row(f"Ann {n}", "4 March 2024", "Text")[: -len("</div>")] for n in range(rows))
    found = found_on(opened + rows * "</div>")
    assert found is not None
    assert len(found.comments) == rows
    assert found.comments[-1].parent == found.comments[-2].key


def test_one_line_may_tell_author_and_date() -> None:
    rows = "".join(
        f"<div><p>Written by {name} on {n} March 2024</p><div>Text {n}.</div>"
        "<a href='#'>Reply</a></div>"
        for n, name in ((4, "Ann Ray"), (5, "Bo Lane"))
    )
    assert authors_on(rows) == ["Ann Ray", "Bo Lane"]


def test_a_number_in_a_name_is_no_part_of_the_date() -> None:
    rows = "".join(
        f"<table><tr><td><b>Re: Domes</b> (Score: 1)<br>by <a href='/u/{n}'>{name}</a> on Sunday, "
        f"March 0{n}, 2024 @ 09:15:02</td></tr><tr><td>Rain finds seal {n}.</td></tr></table>"
        f"[ <a href='/answer/{n}'>Reply</a> ]"
        for n, name in ((3, "Ann"), (4, "bo_77"), (5, "Cy"))
    )
    found = found_on(f"<h2>3 comments</h2>{rows}")
    assert found is not None
    assert [each.author for each in found.comments] == ["Ann", "bo_77", "Cy"]
    assert [each.posted for each in found.comments] == [
        dt.datetime(2024, 3, day, 9, 15, 2) for day in (3, 4, 5)
    ]
