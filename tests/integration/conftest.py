"""The command line in this process, over a library of its own."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ipvm_desktop.cli import run
from ipvm_desktop.log import LogFile


@dataclass(frozen=True)
class Result:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class CommandLine:
    """Runs commands on one library."""

    def __init__(self, library: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.library = library
        self._capture = capture

    def __call__(self, *arguments: str | Path) -> Result:
        code = run(["--library", str(self.library), *map(str, arguments)])
        out, err = self._capture.readouterr()
        return Result(code, out, err)


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[CommandLine]:
    """The command line, with a library that does not exist yet."""
    yield CommandLine(tmp_path / "library.sqlite", capsys)
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, LogFile)]:
        root.removeHandler(handler)
        handler.close()


def comment(number: int, author: str, text: str, **others: Any) -> dict[str, Any]:
    """One comment in the interchange form."""
    known = {"parent": None, "posted": "2020-01-09", "read": True}
    return {"id": number, "author": author, "body_text": text, "body_html": f"<p>{text}</p>"} | (
        known | others
    )


ARTICLES = [
    {
        "id": 1,
        "key": "first",
        "title": "Door panels",
        "byline": ["Ann Ray"],
        "kind": "article",
        "published": "2020-01-09T14:20:00",
        "url": "https://example.org/door-panels",
        "access": "public",
        "language": "en",
        "body_html": "<p>Five panels.</p><p>One bench.</p>",
        "body_text": "Five panels.\n\nOne bench.",
        "declared_comments": 5,
        "issues": [{"code": "comment-count", "message": "One comment is missing", "line": 7}],
        "read": True,
        "starred": True,
        "tags": ["doors"],
        "notes": ["Ask Bo"],
        "comments": [
            comment(1, "Dee Moss", "Which firmware?", affiliation="Pelham", badges=["Certified"]),
            comment(
                2,
                "Ann Ray",
                "The current one.",
                parent=1,
                reply={"kind": "explicit", "confidence": 1.0, "reason": "nested"},
                article_author=True,
            ),
            comment(
                3,
                "Undisclosed Integrator #1",
                "Maintenance is dear.",
                parent=2,
                reply={"kind": "inferred", "confidence": 0.58, "reason": "speaks of firmware"},
                role="Integrator",
                pseudonym=1,
                read=False,
                starred=True,
                posted="2020-01-11",
            ),
            comment(4, "Eli Stone", "Nice panels.", posted="2020-02-01", staff=True),
        ],
    },
    {
        "id": 2,
        "key": "second",
        "title": "Zürich 漢字",
        "kind": "discussion",
        "published": "2021-05-06",
        "body_html": "<p>Cameras?</p>",
        "body_text": "Cameras?",
        "comments": [comment(1, "Bo Lane", "Yes, cameras.", read=False)],
    },
    {
        "id": 3,
        "key": "third",
        "title": "A plain note",
        "kind": "article",
        "body_html": "<p>Nothing.</p>",
        "body_text": "Nothing.",
        "comments": [],
    },
]


@pytest.fixture
def articles_file(tmp_path: Path) -> Path:
    """Three articles in the interchange form."""
    path = tmp_path / "articles.json"
    document = {"format": "ipvm-desktop", "version": 1, "articles": ARTICLES}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.fixture
def filled(cli: CommandLine, articles_file: Path) -> CommandLine:
    """The command line over a library of three articles."""
    assert cli("import", articles_file).code == 0
    return cli
