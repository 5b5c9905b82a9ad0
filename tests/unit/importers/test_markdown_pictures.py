"""Pictures of Markdown files: beside them, and held in the text."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from ipvm_desktop.domain.document import Document, Picture
from ipvm_desktop.fragment import MISSING_PICTURE
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.markdown import MarkdownImporter

HEAD = "---\ntitle: A\nauthor: Ann Ray\ndate: 2021-03-04\n---\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x09\0\0\0\x09"
GATE, LAMP = (Picture.of(PNG + name, "image/png") for name in (b"gate", b"lamp"))
HELD = f"data:image/png;base64,{base64.b64encode(GATE.content).decode()}"


def read(folder: Path, text: str) -> Document:
    path = folder / "notes.md"
    path.write_text(HEAD + text, encoding="utf-8")
    (document,) = MarkdownImporter().read(Source.from_path(path))
    return document


def test_pictures_beside_the_file_come_in(tmp_path: Path) -> None:
    (tmp_path / "my pictures").mkdir()
    (tmp_path / "my pictures" / "lamp.png").write_bytes(LAMP.content)
    (tmp_path / "notes.txt").write_text("no picture", encoding="utf-8")
    document = read(
        tmp_path,
        "Look ![a lamp](<my pictures/lamp.png>) ![again](my%20pictures/lamp.png)\n\n"
        "![gone](gone.png) ![no picture](notes.txt) ![far](https://a.example/lamp.png)\n\n"
        "## Comments\n\n> **Bo** · undated\n>\n> ![a lamp](<my pictures/lamp.png>)\n",
    )
    assert document.pictures == (LAMP,)
    address = LAMP.address
    assert document.body_html.startswith(
        f'<p>Look <img alt="a lamp" src="{address}"> <img alt="again" src="{address}"></p>'
    )
    assert document.body_html.count("Picture not saved") == 3
    assert f'<img alt="a lamp" src="{address}">' in document.comments[0].body_html
    assert "1 picture was" not in {issue.message for issue in document.issues}


@pytest.mark.parametrize(
    "text",
    [
        f"Look ![a gate]({HELD})",
        f'Look <img alt="a gate" src="{HELD}">',
        f"Look ![a gate][g 1]\n\n[g 1]: {HELD}",
        f"Look ![a gate][g 1]\n\n[g 1]: <{HELD}> 'the gate'\n[g 1]: {HELD[:-8]}",
    ],
)
def test_pictures_that_the_text_holds_come_in(tmp_path: Path, text: str) -> None:
    document = read(tmp_path, text)
    assert document.pictures == (GATE,)
    assert document.body_html == f'<p>Look <img alt="a gate" src="{GATE.address}"></p>'
    assert (document.images, document.images_missing) == (1, 0)
    assert document.issues == ()


def test_a_definition_serves_the_comments_too(tmp_path: Path) -> None:
    comments = "## Comments\n\n> **Bo** · undated\n>\n> ![a gate][g]\n"
    document = read(tmp_path, f"Look.\n\n{comments}\n[g]: {HELD}\n")
    (comment,) = document.comments
    assert comment.body_html == f'<p><img alt="a gate" src="{GATE.address}"></p>'
    assert document.body_html == "<p>Look.</p>"


def test_megabytes_of_pictures_do_not_count_as_text(tmp_path: Path) -> None:
    large = Picture.of(GATE.content + bytes(3_000_000), "image/png")
    text = f"*Look* ![g](data:image/png;base64,{base64.b64encode(large.content).decode()})"
    document = read(tmp_path, text)
    assert document.body_html == f'<p><em>Look</em> <img alt="g" src="{large.address}"></p>'
    assert document.pictures == (large,)


def test_a_broken_picture_is_missing(tmp_path: Path) -> None:
    document = read(tmp_path, "![a gate](data:image/png;base64,AAAA)\n")
    assert document.pictures == ()
    assert document.body_html == f"{MISSING_PICTURE}<p><em>a gate</em></p>"


def test_what_stands_in_for_a_picture_stays(tmp_path: Path) -> None:
    document = read(tmp_path, 'A <img class="emoji" alt="☺" src="x.png"> and ![gone]().\n')
    assert document.body_text.startswith("A ☺ and")
    assert "held-picture:0" in read(tmp_path, "See held-picture:0.").body_text
