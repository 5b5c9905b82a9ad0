"""The window's state between two starts, in an INI file. Preferences live in ``settings``."""

from __future__ import annotations

import base64
import binascii
import logging
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QRect, QSettings

from ipvm_desktop import paths
from ipvm_desktop.domain.listing import ArticleScope, SortOrder
from ipvm_desktop.domain.thread import ThreadOrder

logger = logging.getLogger(__name__)

EnumT = TypeVar("EnumT", bound=StrEnum)

_LEAST_VISIBLE = 80  # pixels of a window that must be on a screen for a person to catch it


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowState:
    """What the window looked like when it was closed.

    Attributes:
        geometry: ``QWidget.saveGeometry``; empty for the default size.
        splitter: ``QSplitter.saveState``; empty for the default widths.
        list_shown: The reader wants the article list.
        comments_shown: The reader wants the comment tree.
        comment_order: How discussions were laid out.
        sort: What the article list was sorted by.
        descending: Largest or newest first.
        scope: Which articles the list showed.
        library: The library file that ``article`` belongs to.
        article: The selected article, or None.
        folder: Where the last file dialog was left.
    """

    geometry: bytes = b""
    splitter: bytes = b""
    list_shown: bool = True
    comments_shown: bool = True
    comment_order: ThreadOrder = ThreadOrder.THREADED
    sort: SortOrder = SortOrder.DATE
    descending: bool = True
    scope: ArticleScope = ArticleScope.ALL
    library: str = ""
    article: int | None = None
    folder: str = ""


def state_file() -> Path:
    """Return the file that keeps the window's state."""
    return paths.state_folder() / "window.ini"


def load(path: Path) -> WindowState:
    """Read a state; whatever is missing or broken has its default."""
    stored = QSettings(str(path), QSettings.Format.IniFormat)
    default = WindowState()
    return WindowState(
        geometry=_bytes(_text(stored, "window/geometry")),
        splitter=_bytes(_text(stored, "window/splitter")),
        list_shown=_flag(_text(stored, "window/list_shown"), default.list_shown),
        comments_shown=_flag(_text(stored, "window/comments_shown"), default.comments_shown),
        comment_order=_member(_text(stored, "window/comment_order"), default.comment_order),
        sort=_member(_text(stored, "list/sort"), default.sort),
        descending=_flag(_text(stored, "list/descending"), default.descending),
        scope=_member(_text(stored, "list/scope"), default.scope),
        library=_text(stored, "reading/library"),
        article=_number(_text(stored, "reading/article")),
        folder=_text(stored, "dialogs/folder"),
    )


def save(path: Path, state: WindowState) -> None:
    """Write a state; a failure is logged, for it must not keep the window from closing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        logger.warning("The window's state was not kept: %s", error)
        return
    stored = QSettings(str(path), QSettings.Format.IniFormat)
    values = {
        "window/geometry": base64.b64encode(state.geometry).decode("ascii"),
        "window/splitter": base64.b64encode(state.splitter).decode("ascii"),
        "window/list_shown": str(state.list_shown).lower(),
        "window/comments_shown": str(state.comments_shown).lower(),
        "window/comment_order": str(state.comment_order),
        "list/sort": str(state.sort),
        "list/descending": str(state.descending).lower(),
        "list/scope": str(state.scope),
        "reading/library": state.library,
        "reading/article": "" if state.article is None else str(state.article),
        "dialogs/folder": state.folder,
    }
    for key, value in values.items():
        stored.setValue(key, value)
    stored.sync()
    if stored.status() is not QSettings.Status.NoError:
        logger.warning("The window's state was not kept in %s.", path)


def rect_on_screen(wanted: QRect, screens: list[QRect]) -> QRect:
    """Return where a window may stand: as wanted, or moved and shrunk onto a screen.

    Args:
        wanted: The window with its frame.
        screens: The usable part of each screen, the main one first.
    """
    if not screens:
        return wanted
    title = QRect(wanted.x(), wanted.y(), wanted.width(), 1)
    for screen in screens:
        shared = screen.intersected(title)
        if shared.width() >= _LEAST_VISIBLE:
            size = wanted.size().boundedTo(screen.size())
            return QRect(wanted.topLeft(), size)
    main = screens[0]
    moved = QRect(main.topLeft(), wanted.size().boundedTo(main.size()))
    moved.moveCenter(main.center())
    return moved


def _text(stored: QSettings, key: str) -> str:
    value = stored.value(key, "")
    return value if isinstance(value, str) else ""


def _flag(text: str, default: bool) -> bool:
    return {"true": True, "false": False}.get(text.strip().lower(), default)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _member(text: str, default: EnumT) -> EnumT:
    try:
        return type(default)(text)
    except ValueError:
        return default
