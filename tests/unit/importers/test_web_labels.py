"""Words before and behind the names of commenters: labels of a template, or parts of a name."""

from __future__ import annotations

import pytest
from lxml import html

from ipvm_desktop.importers.web.comments._parts import parts_of
from ipvm_desktop.importers.web.comments._reading import Signs, read_parts
from ipvm_desktop.importers.web.comments._select import rows_on
from ipvm_desktop.importers.web.page import WebPage


def names(*authors: str) -> list[str | None]:
    """Return who wrote comments, by what stands in the elements for their names."""
    rows = "".join(
        f'<li><div class="author">{author}</div>'
        f'<time datetime="2024-03-0{n}">0{n}.03.2024</time><p class="text">Ja.</p></li>'
        for n, author in enumerate(authors, 1)
    )
    page = WebPage(root=html.document_fromstring(f"<html><body><ol>{rows}</ol></body></html>"))
    signs = Signs(author=(".author",), date=("time",), body=(".text",))
    return [comment.author for comment in read_parts(parts_of(rows_on(page, "//li")), page, signs)]


@pytest.mark.parametrize(
    "name",
    [
        "von Neumann",
        "Von Braun, Ida",
        "Par Lindholm",
        "por fin",
        "da Vinci",
        "Door Mann",
        "Af Klint",
        "Edward Said",
        "Ann Dit",
        "Bich Le",
        "Kim Um",
        "C#",
    ],
)
def test_a_name_stays_whole(name: str) -> None:
    assert names(f'<cite class="fn">{name}</cite>') == [name]
    assert names(f'<cite class="fn">{name}</cite>', '<cite class="fn">Bo Lane</cite>') == [
        name,
        "Bo Lane",
    ]


def test_who_writes_twice_does_not_make_a_label() -> None:
    assert names("von Neumann", "von Neumann") == ["von Neumann"] * 2


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("von: Ida Moor", "Ida Moor"),
        ("von <a href='https://ida.example'>Ida Moor</a>", "Ida Moor"),
        ("<span>por</span> Inés Paz", "Inés Paz"),
        ("von <a href='https://n.example'>von Neumann</a>", "von Neumann"),
        ("Posted by von Neumann", "von Neumann"),
        ("By Ann Ray", "Ann Ray"),
        ("Geschrieben von Ida Moor", "Ida Moor"),
        ("Ann Ray says:", "Ann Ray"),
        ("Ann Ray Says:", "Ann Ray"),
        ("Edward Said says", "Edward Said"),
        ("Ann Ray am", "Ann Ray"),
        ("Ann Ray on <time>5 March</time>:", "Ann Ray"),
        ("<a>Ann Ray</a> | <a>#</a> | 5 March 2021", "Ann Ray"),
    ],
)
def test_a_label_goes(printed: str, name: str) -> None:
    assert names(printed) == [name]


def test_what_stands_before_every_name_is_a_label() -> None:
    assert names("von Ida Moor", "von von Neumann", "Von Kurt") == [
        "Ida Moor",
        "von Neumann",
        "Kurt",
    ]
    assert names("von Ida Moor", "Kurt") == ["von Ida Moor", "Kurt"]
    assert names("von Ida Moor", "par Luc") == ["von Ida Moor", "par Luc"]
    assert names("von Ida Moor", "", "von Kurt") == ["Ida Moor", None, "Kurt"]
