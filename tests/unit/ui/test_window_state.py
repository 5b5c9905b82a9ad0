"""The window's state survives a restart, and a broken file does no harm."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from PySide6.QtCore import QRect

from ipvm_desktop.domain.listing import ArticleScope, SortOrder
from ipvm_desktop.domain.thread import ThreadOrder
from ipvm_desktop.ui import window_state
from ipvm_desktop.ui.window_state import WindowState, rect_on_screen

FULL = WindowState(
    geometry=b"\x00\x01geometry\xff",
    splitter=b"\x00\x00\x00\xff",
    list_shown=False,
    comments_shown=False,
    comment_order=ThreadOrder.TIME,
    sort=SortOrder.COMMENTS,
    descending=False,
    scope=ArticleScope.STARRED,
    library="/home/ann/My Library, äöü; [1].sqlite",
    article=42,
    folder="C:\\Users\\ann\\Saved",
)
SCREEN = QRect(0, 0, 1920, 1080)
SECOND = QRect(1920, 0, 1280, 1024)


def test_state_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "not yet there" / "window.ini"
    window_state.save(path, FULL)
    assert window_state.load(path) == FULL


def test_later_save_replaces_all_values(tmp_path: Path) -> None:
    path = tmp_path / "window.ini"
    window_state.save(path, FULL)
    window_state.save(path, WindowState())
    assert window_state.load(path) == WindowState()


def test_file_lies_in_the_state_folder(tmp_path: Path) -> None:
    assert window_state.state_file().is_relative_to(tmp_path)
    assert window_state.state_file().name == "window.ini"


def test_without_file_all_is_default(tmp_path: Path) -> None:
    assert window_state.load(tmp_path / "absent.ini") == WindowState()
    assert not (tmp_path / "absent.ini").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe\x80 binary \x00" * 50,
        b"[window\ngeometry=",
        b"[list]\nsort=weight\nscope=17\ndescending=perhaps\n",
        b"[reading]\narticle=-1\nlibrary=@Rect(0 0 9 9)\n",
        b"[reading]\narticle=99999999999999999999999\n",
        b"[window]\ngeometry=@ByteArray(not base64)\nsplitter=%%%\n",
    ],
    ids=["empty", "binary", "cut", "words", "rect", "huge number", "no base64"],
)
def test_broken_file_is_harmless(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "window.ini"
    path.write_bytes(content)
    state = window_state.load(path)
    assert (state.geometry, state.splitter, state.article) == (b"", b"", None)
    assert (state.sort, state.scope, state.descending) == (SortOrder.DATE, ArticleScope.ALL, True)


def test_one_broken_value_does_not_cost_the_others(tmp_path: Path) -> None:
    path = tmp_path / "window.ini"
    path.write_text("[list]\nsort=title\nscope=nonsense\n[reading]\narticle=7\n")
    state = window_state.load(path)
    assert (state.sort, state.scope, state.article) == (SortOrder.TITLE, ArticleScope.ALL, 7)


def test_folder_that_cannot_be_made_is_only_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    with caplog.at_level(logging.WARNING):
        window_state.save(tmp_path / "file" / "window.ini", FULL)
    assert "was not kept" in caplog.text


def test_path_that_cannot_be_written_is_only_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "window.ini"
    path.mkdir()
    with caplog.at_level(logging.WARNING):
        window_state.save(path, FULL)
    assert "was not kept" in caplog.text


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        # Fully visible: left alone.
        (QRect(100, 100, 800, 600), QRect(100, 100, 800, 600)),
        # On the second screen: left alone.
        (QRect(2000, 50, 800, 600), QRect(2000, 50, 800, 600)),
        # Partly outside, but its title can be caught.
        (QRect(-600, 100, 800, 600), QRect(-600, 100, 800, 600)),
        # Only 40 pixels are visible: centred on the main screen.
        (QRect(-760, 100, 800, 600), QRect(560, 240, 800, 600)),
        # The title is above the screen.
        (QRect(100, -50, 800, 600), QRect(560, 240, 800, 600)),
        # On a screen that is gone.
        (QRect(5000, 100, 800, 600), QRect(560, 240, 800, 600)),
        # Larger than the screen it stands on.
        (QRect(0, 0, 4000, 3000), QRect(0, 0, 1920, 1080)),
    ],
    ids=["inside", "second", "partly", "sliver", "above", "gone", "large"],
)
def test_window_is_put_where_a_person_can_catch_it(wanted: QRect, expected: QRect) -> None:
    assert rect_on_screen(wanted, [SCREEN, SECOND]) == expected


def test_without_screens_nothing_is_moved() -> None:
    wanted = QRect(9000, 9000, 10, 10)
    assert rect_on_screen(wanted, []) == wanted
