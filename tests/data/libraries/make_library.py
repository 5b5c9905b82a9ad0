"""Write a library of the present version and what it holds, to be kept for ever.

Run once per version of the library, before it is released:
``python tests/data/libraries/make_library.py``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

from ipvm_desktop.domain.comment import Quote, Reply, ReplyKind, Suggestion
from ipvm_desktop.domain.document import Document, Marks, ParsedComment, Picture, SourceFile
from ipvm_desktop.domain.import_log import ImportRun
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.library import Library, _migrations

FOLDER = Path(__file__).parent

GATE = Document(
    title="Gate Readers Compared",
    byline=("Ann Ray", "Bo Lee"),
    published=dt.datetime(2020, 1, 9, 14, 20),
    body_text="Seven readers, two of them waterproof.",
    body_html="<p>Seven readers, two of them waterproof.</p>",
    declared_comments=3,
    issues=(ImportIssue("comment-count", "2 of 3 comments were found", 8),),
    marks=Marks(read=True, tags=("readers",)),
    comments=(
        ParsedComment(
            id=1,
            author="Undisclosed Integrator #1",
            role="Integrator",
            pseudonym=1,
            posted=dt.date(2020, 1, 10),
            votes=(2,),
            body_text="Which ones survive frost?",
            marks=Marks(read=True),
        ),
        ParsedComment(
            id=2,
            parent=1,
            reply=Reply(ReplyKind.EXPLICIT, 1.0, "nested in the source"),
            author="Ann Ray",
            quotes=(Quote("frost", 1),),
            body_text="Both, down to −20 °C.",
        ),
        ParsedComment(
            id=3,
            suggestions=(Suggestion(2, 0.6, "names its author"), Suggestion(1, 0.3, "a question")),
            author="Cy Moor",
            body_text="Ann, thanks.",
        ),
    ),
)
PICTURE = Picture.of(b"not really a picture", "image/png")
SHOWN = f'<p><img alt="" src="{PICTURE.address}"></p>'
PAGE = Document(
    title="Lamps at Gates",
    url="https://example.org/lamps",
    published=dt.date(2021, 5, 6),
    body_html=SHOWN,
    body_text="[picture]",
    pictures=(PICTURE,),
    replies_told=True,
    comments=(
        ParsedComment(id=1, body_text="Which ones?", permalink="https://example.org/lamps#c1"),
    ),
)
NEWER = dataclasses.replace(
    PAGE, comments=(*PAGE.comments, ParsedComment(id=2, body_text="The dim ones."))
)
FEED = dataclasses.replace(
    NEWER, comments=(*NEWER.comments, ParsedComment(id=3, parent=2, body_text="All of them?"))
)
NOTES = Document(title="Undated notes", body_text="Nothing but text")


def main() -> None:
    """Write the library and its description beside this file."""
    target = FOLDER / f"v{len(_migrations.STEPS)}.sqlite"
    target.unlink(missing_ok=True)
    with Library.open(target) as library:
        library.add(SourceFile("gate.txt", "ipvm-text", b"gate"), [GATE])
        library.add(SourceFile("notes.txt", "plain-text", b"notes"), [NOTES])
        library.add(SourceFile("lamps.html", "page", b"lamps"), [PAGE])
        library.add(SourceFile("newer.html", "page", b"newer"), [NEWER])
        library.add(SourceFile("feed.xml", "feed", b"feed"), [FEED])
        library.set_position(1, "comment:2")
        library.place_comment(1, 2, None)
        library.refuse_suggestion(1, 3, 1)
        library.people.merge("Ann Ray", "Cy Moor")
        started = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        library.add_import_run(ImportRun(id=None, started=started, seconds=0.5))
    articles = [
        {
            "title": GATE.title,
            "byline": ["Ann Ray", "Bo Lee"],
            "read": True,
            "tags": ["readers"],
            "issues": ["comment-count"],
            "position": "comment:2",
            "source": "gate",
            "comments": [
                [1, None, "Undisclosed Integrator #1", "Which ones survive frost?", True],
                [2, None, "Ann Ray", "Both, down to −20 °C.", False],
                [3, None, "Cy Moor", "Ann, thanks.", False],
            ],
            "replies": [
                [None, None, [], []],
                ["user", 1, [], []],
                [None, None, [2], [1]],
            ],
        },
        {
            "title": NOTES.title,
            "byline": [],
            "read": False,
            "tags": [],
            "issues": [],
            "position": None,
            "source": "notes",
            "comments": [],
            "replies": [],
        },
        {
            "title": PAGE.title,
            "byline": [],
            "read": False,
            "tags": [],
            "issues": [],
            "position": None,
            "source": "newer",
            "comments": [
                [1, None, None, "Which ones?", False],
                [2, None, None, "The dim ones.", False],
            ],
            "replies": [[None, None, [], []], [None, None, [], []]],
            "permalinks": ["https://example.org/lamps#c1", None],
            "pictures": [[PICTURE.sha256, PICTURE.content.decode()]],
            "versions": [["older", "lamps.html", 1], ["waiting", "feed.xml", 3]],
        },
    ]
    expected = {
        "articles": articles,
        "searches": {"frost readers": [1], "text": [2], "t": [3, 1, 2]},
        "runs": 1,
        "people": [["Ann Ray", "Cy Moor"], ["Undisclosed Integrator #1"]],
    }
    target.with_suffix(".expected.json").write_text(
        json.dumps(expected, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )


if __name__ == "__main__":
    main()
