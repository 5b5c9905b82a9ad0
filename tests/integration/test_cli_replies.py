"""The commands about who answers whom: what they write, their JSON, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.conftest import comment

if TYPE_CHECKING:
    from tests.integration.conftest import CommandLine


@pytest.fixture
def doors(cli: CommandLine, tmp_path: Path) -> CommandLine:
    """The command line over an article whose replies are told, inferred and open."""
    comments = [
        comment(1, "Dee Moss", "Which firmware?"),
        comment(2, "Ann Ray", "The current one.", parent=1),
        comment(
            3,
            "Eli Stone",
            "Mine is older.",
            parent=2,
            reply={"kind": "inferred", "confidence": 0.87, "reason": "speaks of firmware"},
            suggestions=[{"parent": 1, "confidence": 0.1, "reason": "a question"}],
        ),
        comment(
            4,
            None,  # type: ignore[arg-type]
            "Thanks.",
            suggestions=[
                {"parent": 3, "confidence": 0.62, "reason": "just above"},
                {"parent": 2, "confidence": 0.3, "reason": ""},
            ],
        ),
        comment(5, "Flo Hart", "Gone?", parent=9, reply={"kind": "quote", "confidence": 0.9}),
    ]
    path = tmp_path / "doors.json"
    article = {"title": "Doors", "key": "doors", "comments": comments}
    path.write_text(json.dumps({"format": "ipvm-desktop", "version": 1, "articles": [article]}))
    assert cli("import", path).code == 0
    return cli


def heads(cli: CommandLine) -> list[str]:
    return [line for line in cli("comments", "1").out.splitlines() if "#" in line]


def parents(cli: CommandLine) -> dict[int, int | None]:
    (article,) = json.loads(cli("export").out)["articles"]
    return {entry["id"]: entry["parent"] for entry in article["comments"]}


def test_suggestions_for_a_pipe(doors: CommandLine) -> None:
    result = doors("suggestions", "1")
    assert result.code == 0
    assert result.out.splitlines() == [
        "#3\tEli Stone\t#1\t10%\ta question",
        "#4\tUnknown author\t#3\t62%\tjust above",
        "#4\tUnknown author\t#2\t30%\t",
    ]


def test_suggestions_as_json(doors: CommandLine) -> None:
    found = doors("suggestions", "1", "--json").json
    assert found["article"] == 1
    assert found["comments"] == [
        {
            "id": 3,
            "author": "Eli Stone",
            "parent": 2,
            "reply": {"kind": "inferred", "confidence": 0.87, "reason": "speaks of firmware"},
            "suggestions": [{"parent": 1, "confidence": 0.1, "reason": "a question"}],
        },
        {
            "id": 4,
            "author": None,
            "parent": None,
            "reply": None,
            "suggestions": [
                {"parent": 3, "confidence": 0.62, "reason": "just above"},
                {"parent": 2, "confidence": 0.3, "reason": ""},
            ],
        },
    ]


def test_what_the_reader_settled_is_no_longer_suggested(doors: CommandLine) -> None:
    doors("reply", "1", "3", "--top")
    doors("reply", "1", "4", "--to", "3")
    result = doors("suggestions", "1")
    assert (result.code, result.out) == (0, "")
    assert doors("suggestions", "1", "--json").json == {"article": 1, "comments": []}


def test_a_comment_is_placed_detached_and_restored(doors: CommandLine) -> None:
    steps = [
        (["4", "--to", "3"], "#4 by an unknown author now answers #3 by Eli Stone.", 3),
        (["4", "--to", "3"], "#4 by an unknown author already answers #3 by Eli Stone.", 3),
        (["4", "--top"], "#4 by an unknown author now stands at top level.", None),
        (["4", "--restore"], "#4 by an unknown author now stands at top level.", None),
        (["4", "--restore"], "#4 by an unknown author already stands at top level.", None),
    ]
    for arguments, sentence, parent in steps:
        result = doors("reply", "1", *arguments)
        assert (result.code, result.out, result.err) == (0, f"{sentence}\n", "")
        assert parents(doors)[4] == parent


def test_a_reply_to_what_is_not_there_can_be_restored(doors: CommandLine) -> None:
    doors("reply", "1", "5", "--top")
    out = doors("reply", "1", "5", "--restore").out
    assert out == "#5 by Flo Hart now answers #9, which is not in the file.\n"


def test_reply_as_json(doors: CommandLine) -> None:
    found: dict[str, Any] = doors("reply", "1", "3", "--to", "1", "--json").json
    assert (found["article"], found["changed"], found["id"], found["parent"]) == (1, True, 3, 1)
    assert found["reply"] == {"kind": "user", "confidence": 1.0, "reason": ""}
    assert found["original"]["parent"] == 2
    assert found["original"]["reply"]["kind"] == "inferred"
    again = doors("reply", "1", "3", "--to", "1", "--json").json
    assert again == found | {"changed": False}


def test_comments_say_who_says_so(doors: CommandLine) -> None:
    doors("reply", "1", "4", "--to", "3")
    assert heads(doors) == [
        "#1  Dee Moss · Jan 9, 2020",
        "  #2  Ann Ray · Jan 9, 2020",
        "    #3  Eli Stone · Jan 9, 2020 · (inferred 87%: speaks of firmware)",
        "      #4  Unknown author · Jan 9, 2020 · (set by you)",
        "#9  (not in the file)",
        "  #5  Flo Hart · Jan 9, 2020 · (quoted 90%)",
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["1", "2", "--to", "2"], "a comment cannot answer itself"),
        (["1", "2", "--to", "9"], "the article has no such comment"),
        (["1", "1", "--to", "3"], "that one stands below it"),
        (["1", "8", "--top"], "article 1 has no comment 8"),
        (["7", "1", "--restore"], "there is no article 7"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    doors: CommandLine, arguments: list[str], sentence: str
) -> None:
    before = parents(doors)
    result = doors("reply", *arguments)
    assert (result.code, result.out) == (1, "")
    assert result.err.endswith(f"{sentence}.\n")
    assert result.err.count("\n") == 1
    assert parents(doors) == before


def test_a_missing_article_has_no_suggestions(doors: CommandLine) -> None:
    result = doors("suggestions", "7")
    assert (result.code, result.out) == (1, "")
    assert result.err.endswith("there is no article 7.\n")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["1"],
        ["1", "2"],
        ["1", "2", "--to", "1", "--top"],
        ["1", "2", "--top", "--restore"],
        ["1", "2", "--to", "0"],
        ["1", "x", "--top"],
    ],
)
def test_wrong_usage(doors: CommandLine, arguments: list[str]) -> None:
    result = doors("reply", *arguments)
    assert (result.code, result.out) == (2, "")
    assert "Usage: ipvm-desktop reply" in result.err
