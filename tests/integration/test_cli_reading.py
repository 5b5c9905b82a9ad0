"""What the command line lists, shows and finds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.integration.conftest import CommandLine

# List


def ids(result: Any) -> list[int]:
    return [article["id"] for article in result.json["articles"]]


def test_list_for_a_pipe(filled: CommandLine) -> None:
    assert filled("list").out.splitlines() == [
        "2\t2021-05-06\t1\t\tu\tZürich 漢字\t",
        "1\t2020-01-09\t4\t1\ts\tDoor panels\t4 of 5 comments",
        "3\t\t0\t\tu\tA plain note\t",
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], [2, 1, 3]),
        (["--ascending"], [1, 2, 3]),
        (["--sort", "title"], [3, 1, 2]),
        (["--sort", "title", "--descending"], [2, 1, 3]),
        (["--sort", "comments"], [1, 2, 3]),
        (["--starred"], [1]),
        (["--unread", "--sort", "comments"], [1, 2, 3]),
        (["--unread", "--starred"], [1]),
        (["--text", "cameras"], [2]),
        (["--limit", "1"], [2]),
        (["--text", "zebra"], []),
    ],
)
def test_list_filters_and_sorts(
    filled: CommandLine, options: list[str], expected: list[int]
) -> None:
    assert ids(filled("list", "--json", *options)) == expected


def test_list_json(filled: CommandLine) -> None:
    result = filled("list", "--json", "--starred").json
    imported = result["articles"][0].pop("imported")
    assert imported.endswith("Z")
    assert result == {
        "total": 1,
        "articles": [
            {
                "id": 1,
                "title": "Door panels",
                "kind": "article",
                "published": "2020-01-09T14:20:00",
                "comments": 4,
                "unread_comments": 1,
                "read": True,
                "starred": True,
                "warning": "4 of 5 comments",
            }
        ],
    }


# Show


def test_show_is_readable(filled: CommandLine) -> None:
    lines = filled("show", "1").out.splitlines()
    assert lines[:4] == [
        "Door panels",
        "By Ann Ray",
        "Published Jan 9, 2020 14:20 · article · public · en",
        "https://example.org/door-panels",
    ]
    assert lines[4].startswith("From articles.json (interchange), imported ")
    assert lines[5:] == [
        "4 of 5 comments · starred · #doors",
        "Note: Ask Bo",
        "! One comment is missing (line 7)",
        "",
        "Five panels.",
        "",
        "One bench.",
    ]


def test_show_says_what_is_unknown(filled: CommandLine) -> None:
    assert "No date · article" in filled("show", "3").out.splitlines()


def test_show_with_comments(filled: CommandLine) -> None:
    out = filled("show", "2", "--comments").out
    assert out.endswith("Cameras?\n\n#1  Bo Lane · Jan 9, 2020 · unread\n    Yes, cameras.\n")


def test_show_json_is_the_exported_article(filled: CommandLine) -> None:
    exported = json.loads(filled("export", "1").out)["articles"][0]
    assert filled("show", "1", "--json").json == exported


# Comments


def test_comments_are_threaded(filled: CommandLine) -> None:
    assert filled("comments", "1").out.splitlines() == [
        "#1  Dee Moss · Pelham · Certified · Jan 9, 2020",
        "    Which firmware?",
        "",
        "  #2  Ann Ray · author of the article · Jan 9, 2020",
        "      The current one.",
        "",
        (
            "    #3  Undisclosed Integrator #1 · Jan 11, 2020 · (inferred 58%: speaks of firmware)"
            " · unread · starred"
        ),
        "        Maintenance is dear.",
        "",
        "#4  Eli Stone · staff · Feb 1, 2020",
        "    Nice panels.",
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--text", "panels"], [(4, False)]),
        (["--author", "eli stone", "--author", "Dee Moss"], [(1, False), (4, False)]),
        (["--author", "nobody"], []),
        (["--role", "integrator"], [(1, True), (2, True), (3, False)]),
        (["--role", "Staff"], [(4, False)]),
        (["--since", "2020-01-12"], [(4, False)]),
        (["--until", "2020-01-09"], [(1, False), (2, False)]),
        (["--unread"], [(1, True), (2, True), (3, False)]),
        (["--starred", "--text", "firmware"], []),
        (["--limit", "2"], [(1, False), (2, False)]),
        (["--limit", "9"], [(1, False), (2, False), (3, False), (4, False)]),
    ],
)
def test_comments_keep_the_context_of_matches(
    filled: CommandLine, options: list[str], expected: list[tuple[int, bool]]
) -> None:
    found = filled("comments", "1", "--json", *options).json["comments"]
    assert [(comment["id"], comment["context"]) for comment in found] == expected


def test_context_is_marked_in_text(filled: CommandLine) -> None:
    out = filled("comments", "1", "--role", "Integrator").out
    assert "#1  Dee Moss · Pelham · Certified · Jan 9, 2020 · context" in out


def test_comments_of_all_articles(filled: CommandLine) -> None:
    lines = filled("comments").out.splitlines()
    assert lines[:2] == ["1  Door panels", ""]
    assert lines[-5:] == [
        "",
        "2  Zürich 漢字",
        "",
        "#1  Bo Lane · Jan 9, 2020 · unread",
        "    Yes, cameras.",
    ]
    found = filled("comments", "--json", "--unread").json["comments"]
    assert [(one["article"], one["id"], one["depth"]) for one in found] == [
        (1, 1, 0),
        (1, 2, 1),
        (1, 3, 2),
        (2, 1, 0),
    ]


def test_a_missing_parent_has_a_stand_in(cli: CommandLine, tmp_path: Path) -> None:
    article = {
        "title": "Cut",
        "body_text": "Text",
        "comments": [
            {"id": 2, "parent": 7, "body_text": "To whom?", "posted_text": "a while ago"},
            {"id": 3, "author": "Dee Moss", "body_text": "One.\n\nTwo.", "deleted": True},
        ],
    }
    path = tmp_path / "cut.json"
    path.write_text(json.dumps({"format": "ipvm-desktop", "version": 1, "articles": [article]}))
    assert cli("import", path).code == 0
    assert cli("comments", "1").out.splitlines() == [
        "#7  (not in the file)",
        "",
        "  #2  Unknown author · a while ago · unread",
        "      To whom?",
        "",
        "#3  Dee Moss · deleted · unread",
        "    One.",
        "",
        "    Two.",
    ]
    assert [one["id"] for one in cli("comments", "1", "--json").json["comments"]] == [2, 3]


# Search


def test_search_tells_where(filled: CommandLine) -> None:
    result = filled("search", "maintenance")
    assert result.out == "1#3\tUndisclosed Integrator #1\tDoor panels\tMaintenance is dear.\n"
    assert filled("search", '"one bench"').out.startswith("1\tAnn Ray\tDoor panels\t")


def test_search_json_and_filters(filled: CommandLine) -> None:
    hit = filled("search", "maintenance", "--json").json["hits"][0]
    assert hit == {
        "article": 1,
        "title": "Door panels",
        "comment": 3,
        "author": "Undisclosed Integrator #1",
        "snippet": "Maintenance is dear.",
        "spans": [[0, 11]],
    }
    assert len(filled("search", "cameras", "--json").json["hits"]) == 2
    assert len(filled("search", "cameras", "--limit", "1", "--json").json["hits"]) == 1
    assert filled("search", "cameras", "--starred", "--json").json == {"hits": []}
    assert len(filled("search", "cameras", "--unread", "--json").json["hits"]) == 2


def test_search_for_nothing_is_wrong_usage(filled: CommandLine) -> None:
    result = filled("search", '""')
    assert result.code == 2
    assert "A word to search for is needed." in result.err
