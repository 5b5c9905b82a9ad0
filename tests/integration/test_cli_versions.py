"""The same article from several files on the command line: asked about, listed, chosen."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ipvm_desktop import settings
from ipvm_desktop.domain.versions import CopyRule
from ipvm_desktop.settings import Settings

if TYPE_CHECKING:
    from tests.integration.conftest import CommandLine

URL = "https://example.org/door-panels"


def write_copy(folder: Path, importer: str, comments: int, *, nested: bool) -> Path:
    """Write an article as some importer would have brought it."""
    listed = [
        {
            "id": number,
            "author": f"Person {number}",
            "body_text": f"Words of comment {number}.",
            "parent": number - 1 if nested and number > 1 else None,
            "permalink": f"{URL}#comment-{number}",
        }
        for number in range(1, comments + 1)
    ]
    article = {
        "title": "Door panels",
        "published": "2020-01-09",
        "url": URL,
        "body_text": "Five panels.",
        "body_html": "<p>Five panels.</p>",
        "comments": listed,
        "source": {
            "name": f"{importer}.html",
            "importer": importer,
            "sha256": "ab" * 32,
            "imported": "2026-01-01T00:00:00Z",
        },
    }
    path = folder / f"{importer}-{comments}.json"
    content = {"format": "ipvm-desktop", "version": 1, "articles": [article]}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.fixture
def poorer(cli: CommandLine, tmp_path: Path) -> CommandLine:
    """The command line over a library that holds the poorer copy."""
    assert cli("import", write_copy(tmp_path, "text-copy", 2, nested=False)).code == 0
    return cli


@pytest.fixture
def fuller(tmp_path: Path) -> Path:
    return write_copy(tmp_path, "saved-page", 4, nested=True)


def comments_of(cli: CommandLine) -> int:
    return len(cli("show", "1", "--json").json["comments"])


def test_a_fuller_copy_waits_and_the_command_that_decides_is_told(
    poorer: CommandLine, fuller: Path
) -> None:
    result = poorer("import", fuller)
    assert result.code == 0
    assert result.out.splitlines()[:4] == [
        f"unchanged  {fuller}: Door panels (2 comments)",
        "1 fuller or other copy waits for you to decide:",
        "  Door panels, recognised by its address",
        "    ipvm-desktop versions 1 --use 1",
    ]
    assert comments_of(poorer) == 2
    used = poorer("versions", "1", "--use", "1")
    assert used.out == (
        "Article 1 is now as in saved-page.html (4 comments);"
        " what it was before is kept as a version.\n"
    )
    assert comments_of(poorer) == 4
    assert poorer("check").code == 0


def test_json_tells_what_waits(poorer: CommandLine, fuller: Path) -> None:
    (file,) = poorer("import", fuller, "--json").json["files"]
    assert file["status"] == "unchanged"
    assert file["articles"][0]["waiting"] == 1
    (again,) = poorer("import", fuller, "--json").json["files"]
    assert again["articles"][0]["waiting"] == 1


@pytest.mark.parametrize(
    ("rule", "comments", "status"),
    [("ask", 2, "unchanged"), ("replace", 4, "updated"), ("keep", 2, "unchanged")],
)
def test_the_rule_is_said_or_set(
    poorer: CommandLine, fuller: Path, rule: str, comments: int, status: str
) -> None:
    settings.save(Settings(copies=CopyRule(rule)))
    (file,) = poorer("import", fuller, "--json").json["files"]
    assert file["status"] == status
    assert comments_of(poorer) == comments


def test_what_is_said_goes_before_what_is_set(poorer: CommandLine, fuller: Path) -> None:
    settings.save(Settings(copies=CopyRule.KEEP))
    assert poorer("import", fuller, "--copies", "replace").out.startswith("updated")
    assert poorer("import", fuller, "--copies", "always").code == 2


def test_several_copies_that_wait_are_counted(
    poorer: CommandLine, fuller: Path, tmp_path: Path
) -> None:
    other = write_copy(tmp_path, "feed", 3, nested=True)
    assert "2 fuller or other copies wait for you to decide:" in poorer("import", fuller, other).out


def test_versions_are_listed(poorer: CommandLine, fuller: Path) -> None:
    poorer("import", fuller)
    gains = "more or other comments, more replies below what they answer"
    row = f"1\t1\twaiting\t4\tsaved-page.html\tDoor panels\t{gains}\n"
    assert poorer("versions").out == poorer("versions", "1").out == row
    (version,) = poorer("versions", "--json").json["versions"]
    since = version.pop("since")
    assert since.endswith("Z")
    assert version == {
        "id": 1,
        "article": 1,
        "state": "waiting",
        "title": "Door panels",
        "comments": 4,
        "recognised_by": "its address",
        "gains": ["comments", "nesting"],
        "losses": [],
        "source": {
            "name": "saved-page.html",
            "importer": "saved-page",
            "sha256": "ab" * 32,
            "imported": "2026-01-01T00:00:00Z",
        },
    }
    poorer("versions", "1", "--use", "1")
    assert poorer("versions").out == ""
    (older,) = poorer("versions", "1", "--json").json["versions"]
    assert (older["state"], older["recognised_by"]) == ("older", None)
    assert poorer("versions", "1").out.endswith(
        "fewer comments, or some missing, fewer replies below what they answer\n"
    )


def test_a_version_is_shown(poorer: CommandLine, fuller: Path) -> None:
    poorer("import", fuller)
    text = poorer("versions", "1", "--show", "1").out
    assert text.startswith("Door panels\n")
    assert "From saved-page.html (saved-page)" in text
    shown = poorer("versions", "1", "--show", "1", "--json").json
    assert [comment["parent"] for comment in shown["comments"]] == [None, 1, 2, 3]
    assert shown["comments"][0]["permalink"] == f"{URL}#comment-1"
    assert comments_of(poorer) == 2


def test_a_copy_is_refused(poorer: CommandLine, fuller: Path) -> None:
    poorer("import", fuller)
    assert poorer("versions", "1", "--refuse", "1").out == "Article 1 stays as it is.\n"
    assert poorer("versions").out == ""
    assert poorer("versions", "1").out.split("\t")[2] == "refused"


def test_a_copy_is_made_an_article_of_its_own(poorer: CommandLine, fuller: Path) -> None:
    poorer("import", fuller)
    result = poorer("versions", "1", "--separate", "1", "--json")
    assert result.json == {"article": 1, "version": 1, "added": 2}
    assert len(poorer("list", "--json").json["articles"]) == 2
    assert poorer("versions", "1", "--use", "1", "--json").json == {"article": 1, "version": 1}


def test_a_copy_separated_is_named(poorer: CommandLine, fuller: Path) -> None:
    poorer("import", fuller)
    out = poorer("versions", "1", "--separate", "1").out
    assert out == "saved-page.html (4 comments) is now article 2.\n"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("1", "--use", "1", "--show", "1"), 2, "Only one of --show, --use, --refuse"),
        (("--use", "1"), 2, "The article's ID is needed."),
        (("1", "--use", "9"), 1, "article 1 has no version 9."),
        (("7",), 1, "there is no article 7."),
    ],
)
def test_wrong_usage(
    poorer: CommandLine, arguments: tuple[Any, ...], code: int, message: str
) -> None:
    result = poorer("versions", *arguments)
    assert result.code == code
    assert message in result.err


def test_a_page_shows_the_word_picture_and_its_export_holds_the_picture(
    cli: CommandLine, tmp_path: Path
) -> None:
    digest = hashlib.sha256(b"a gate").hexdigest()
    article = {
        "title": "Gates",
        "body_html": f'<p>Look <img alt="A gate" src="picture:{digest}"></p>',
        "pictures": {digest: {"type": "image/png", "base64": "YSBnYXRl"}},
    }
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"format": "ipvm-desktop", "version": 1, "articles": [article]}))
    assert cli("import", path).code == 0
    assert "Look [picture]" in cli("show", "1").out
    exported = cli("export", "1").json["articles"][0]
    assert exported["pictures"] == article["pictures"]
    assert 'src="data:image/png;base64,YSBnYXRl"' in cli("export", "1", "--format", "html").out
    markdown = cli("export", "1", "--format", "md").out
    assert "![A gate][picture-1]" in markdown
    assert "\n[picture-1]: data:image/png;base64,YSBnYXRl\n" in markdown
