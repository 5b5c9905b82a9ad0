"""A library that several processes use at once loses nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ipvm_desktop.domain.document import Document, SourceFile
from ipvm_desktop.library import Library
from ipvm_desktop.library.glance import Glance

# The last connection of all deletes the write-ahead log when it is closed.
OTHER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
print(connection.execute("SELECT count(*) FROM article").fetchone()[0])
connection.close()
"""


def _articles_for_another_process(path: Path) -> int:
    command = [sys.executable, "-c", OTHER, str(path)]
    return int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def _add(library: Library, number: int) -> None:
    source = SourceFile(f"{number}.txt", "plain-text", str(number).encode())
    library.add(source, [Document(title=f"Article {number}", body_text="Words.")])


def test_opening_again_does_not_take_away_the_locks(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with Library.open(path) as library:
        _add(library, 1)
        Library.open(path).close()
        assert _articles_for_another_process(path) == 1
        _add(library, 2)
        assert _articles_for_another_process(path) == 2


def test_library_opened_beside_a_glance_is_seen_by_others(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    Library.open(path).close()
    glance = Glance.open(path)
    assert glance is not None
    assert glance.counts().articles == 0
    with Library.open(path) as library:
        assert _articles_for_another_process(path) == 0
        _add(library, 1)
        assert _articles_for_another_process(path) == 1
    glance.close()
