"""The commands about people: what they write, their JSON, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.conftest import comment

if TYPE_CHECKING:
    from tests.integration.conftest import CommandLine

ONE = "Undisclosed Integrator #1"


def hidden(number: int, role: str = "Integrator") -> dict[str, Any]:
    return {"role": role, "pseudonym": number}


@pytest.fixture
def crowd(cli: CommandLine, tmp_path: Path) -> CommandLine:
    """The command line over two articles by much the same people."""
    gates = [
        comment(1, "Zachary S.", "First.", affiliation="Acme Locks", posted="2019-03-02"),
        comment(2, ONE, "Second.", **hidden(1)),
        comment(3, "Undisclosed Dealer #4", "Third.", **hidden(4), read=False),
        comment(4, "Ann Ray", "Fourth."),
    ]
    locks = [
        comment(1, "Zachary Smith", "Fifth.", affiliation="Acme Locks", posted="2021-01-05"),
        comment(2, "Zachary Smith", "Sixth.", affiliation="Bolt Co", posted=None),
        comment(3, ONE, "Seventh.", **hidden(1)),
        comment(4, "Ann Ray", "Eighth.", parent=1),
    ]
    path = tmp_path / "crowd.json"
    articles = [
        {"title": title, "key": title, "comments": comments}
        for title, comments in (("Gates", gates), ("Locks", locks))
    ]
    path.write_text(json.dumps({"format": "ipvm-desktop", "version": 1, "articles": articles}))
    assert cli("import", path).code == 0
    return cli


def test_people_of_an_article_for_a_pipe(crowd: CommandLine) -> None:
    result = crowd("people", "1")
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [
        "Zachary S.\t1\t\tAcme Locks, Mar 2019\t",
        f"{ONE}\t1\t\t\t",
        "Undisclosed Dealer #4\t1\t1\t\t",
        "Ann Ray\t1\t\t\t",
    ]
    assert crowd("people", "2", "--text", "SMITH", "--limit", "1").out.splitlines() == [
        "Zachary Smith\t2\t\tAcme Locks, Jan 2021; Bolt Co\t"
    ]
    assert crowd("people", "9").code == 1


def test_people_of_the_library_leave_out_pseudonyms(crowd: CommandLine) -> None:
    assert crowd("people").out.splitlines() == [
        "Ann Ray\t2\t2\t\t",
        "Zachary Smith\t2\t1\tAcme Locks, Jan 2021; Bolt Co\t",
        "Zachary S.\t1\t1\tAcme Locks, Mar 2019\t",
    ]
    assert crowd("people", "--text", "ray", "--limit", "3").out.splitlines() == [
        "Ann Ray\t2\t2\t\t"
    ]


def test_people_as_json(crowd: CommandLine) -> None:
    found = crowd("people", "2", "--json").json
    assert found["article"] == 2
    assert found["people"][0] == {
        "name": "Zachary Smith",
        "names": ["Zachary Smith"],
        "pseudonym": None,
        "comments": 2,
        "unread": 0,
        "affiliations": [
            {"name": "Acme Locks", "first": "2021-01-05", "last": "2021-01-05", "comments": 1},
            {"name": "Bolt Co", "first": None, "last": None, "comments": 1},
        ],
        "staff": False,
        "article_author": False,
    }
    assert found["people"][1]["pseudonym"] == 1
    (ann, *_) = crowd("people", "--json").json["people"]
    assert ann == {
        "name": "Ann Ray",
        "names": [{"name": "Ann Ray", "comments": 2}],
        "one_article_only": False,
        "comments": 2,
        "affiliations": [],
        "articles": [
            {"id": 2, "title": "Locks", "first": "2020-01-09", "comments": 1},
            {"id": 1, "title": "Gates", "first": "2020-01-09", "comments": 1},
        ],
    }


def test_suggested_names_are_merged_and_split_by_hand(crowd: CommandLine) -> None:
    told = "Zachary S.\tZachary Smith\t“Zachary S.” may be short for “Zachary Smith”"
    assert crowd("people", "--suggestions").out.splitlines() == [told]
    merged = crowd("merge", "zachary s.", "Zachary Smith")
    assert merged.out == "One person: Zachary Smith (2 comments), Zachary S. (1 comment).\n"
    assert crowd("people", "--suggestions", "--json").json == {"suggestions": []}
    assert crowd("people", "1").out.startswith("Zachary S.\t1\t\tAcme Locks, Mar 2019\t\n")
    assert crowd("people").out.startswith(
        "Zachary Smith\t3\t2\tAcme Locks, Mar 2019 – Jan 2021; Bolt Co\tZachary S.\n"
    )
    split = crowd("split", "Zachary S.", "--json")
    assert (split.code, split.json["name"]) == (0, "Zachary S.")
    assert crowd("people", "--suggestions").out == ""
    again = crowd("split", "Zachary S.")
    assert (again.code, again.err) == (1, "“Zachary S.” is not merged with another name.\n")


def test_two_people_are_suggested_no_more(crowd: CommandLine) -> None:
    suggested = crowd("people", "--suggestions", "--json").json["suggestions"]
    assert suggested[0]["reason"] == "“Zachary S.” may be short for “Zachary Smith”"
    told = crowd("merge", "Zachary S.", "Zachary Smith", "--never")
    assert told.out == "Zachary S. and Zachary Smith are two people.\n"
    assert crowd("people", "--suggestions").out == ""


def test_comments_of_a_merged_person_by_any_name(crowd: CommandLine) -> None:
    crowd("merge", "Zachary Smith", "Zachary S.")
    assert crowd("merge", ONE, "Undisclosed Dealer #4", "--article", "1").code == 0

    def texts(*arguments: str) -> list[str]:
        found = crowd("comments", *arguments, "--json").json["comments"]
        return [each["body_text"] for each in found if not each["context"]]

    assert texts("--author", "zachary s.") == ["First.", "Fifth.", "Sixth."]
    assert texts("2", "--author", "Zachary S.", "--author", "Zachary Smith") == ["Fifth.", "Sixth."]
    assert texts("--author", ONE) == ["Second.", "Third.", "Seventh."]
    assert texts("--author", "Nobody") == []


def test_pseudonyms_are_merged_within_their_article_only(crowd: CommandLine) -> None:
    merged = crowd("merge", ONE, "Undisclosed Dealer #4", "--article", "1", "--json")
    assert merged.json["one_article_only"]
    assert crowd("people", "1").out.startswith(f"{ONE}\t2\t1\t\tUndisclosed Dealer #4\n")
    split = crowd("split", "Undisclosed Dealer #4", "--article", "1")
    assert split.out == "One person again: Undisclosed Dealer #4 (1 comment).\n"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([ONE, ONE, "--article", "1", "--article", "2"], "are different people and cannot be"),
        ([ONE, "Ann Ray", "--article", "1"], "is somebody within one article only and cannot be"),
        ([ONE, "Undisclosed Dealer #4"], "it takes an article to know who"),
        (["Ann Ray", "Bo"], "Nobody named “Bo” has commented."),
        ([ONE, "Ann Ray", "--never"], "it takes an article to know who"),
    ],
)
def test_refusals_explain_themselves(crowd: CommandLine, arguments: list[str], reason: str) -> None:
    result = crowd("merge", *arguments)
    assert (result.code, result.out) == (1, "")
    assert reason in result.err
    assert result.err.count("\n") == 1
    assert "Nobody" in reason or "numbers undisclosed people anew on each page" in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["people", "1", "--suggestions"],
        ["merge", "A", "B", "--article", "1", "--article", "2", "--article", "3"],
        ["merge", "A", "B", "--article", "1", "--never"],
        ["merge", "A"],
    ],
)
def test_wrong_usage(crowd: CommandLine, arguments: list[str]) -> None:
    assert crowd(*arguments).code == 2
