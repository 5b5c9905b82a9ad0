"""The pictures in a text document of the reading pane: where they stand and how large."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextImageFormat,
)

from ipvm_desktop.domain.document import PICTURE_SCHEME
from ipvm_desktop.render.pictures import sized
from ipvm_desktop.ui.pictures import Size

TALLEST = 800
"""In px at 100 % zoom; taller pictures are shown smaller."""

_OBJECT = "\ufffc"
_PREFIX = f"{PICTURE_SCHEME}:"
# A line as high as a picture would get the text's spacing in proportion.
_TALL = 40


def digest_of(address: QUrl) -> str | None:
    """Return the digest in a picture's address; None for any other address."""
    return address.path() if address.scheme() == PICTURE_SCHEME else None


class PanePictures:
    """Keeps the pictures of one document as wide as the room there is.

    Room is given by the width of the column; until it is told, pictures have their own size.
    """

    def __init__(self, sizes: Mapping[str, Size], zoom: float) -> None:
        """Take what can be shown.

        Args:
            sizes: Width and height in pixels, by digest.
            zoom: 1 for 100 %.
        """
        self._sizes = sizes
        self._zoom = zoom
        self._places: list[tuple[QTextCursor, str]] = []
        self._column = 0
        self._shown: dict[str, Size] = {}

    def sized(self, html: str) -> str:
        """Return HTML whose pictures state their size, with placeholders for unknown ones."""
        return sized(html, self._sizes)

    def shown_size(self, digest: str) -> Size | None:
        """Return the size in px at which a picture is shown; None before it is fitted in."""
        return self._shown.get(digest)

    def note(self, html: str, block: QTextBlock) -> None:
        """Note the pictures from a block on, which came from some HTML, and fit them in."""
        if "<img" not in html:
            return
        found = list(_pictures(block))
        self._places += found
        self._fit_all(found)

    def fit(self, column: int) -> None:
        """Fit all pictures into a column of this width."""
        if column != self._column:
            self._column = column
            self._shown.clear()
            self._fit_all(self._places)

    def _fit_all(self, places: list[tuple[QTextCursor, str]]) -> None:
        if not (places and self._column):
            return
        # One change of the text, or Qt would lay it out anew for each.
        whole = QTextCursor(places[0][0].document())
        whole.beginEditBlock()
        for cursor, digest in places:
            size = self._size_within(digest, self._room(cursor))
            # Where it stands in several places, one picture serves them all.
            self._shown[digest] = max(size, self._shown.get(digest, size))
            shown = cursor.charFormat().toImageFormat()
            if size != (round(shown.width()), round(shown.height())):
                _resize(cursor, shown, size)
        whole.endEditBlock()

    def _size_within(self, digest: str, room: float) -> Size:
        width, height = self._sizes[digest]
        scale = min(self._zoom, room / width, TALLEST * self._zoom / height)
        return max(1, round(width * scale)), max(1, round(height * scale))

    def _room(self, cursor: QTextCursor) -> float:
        block = cursor.blockFormat()
        table = cursor.currentTable()
        column = self._column / (table.columns() if table else 1)
        listed = cursor.currentList()
        indent = block.indent() + (listed.format().indent() if listed else 0)
        taken = block.leftMargin() + block.rightMargin()
        return max(_TALL, column - taken - indent * cursor.document().indentWidth())


def _pictures(block: QTextBlock) -> Iterator[tuple[QTextCursor, str]]:
    """Yield a cursor that selects each picture, and its digest."""
    while block.isValid():
        text = block.text()
        place = text.find(_OBJECT)
        while place >= 0:
            cursor = QTextCursor(block)
            cursor.setPosition(block.position() + place)
            cursor.movePosition(
                QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor
            )
            # The HTML has no other pictures, see render.pictures.sized.
            yield cursor, cursor.charFormat().toImageFormat().name().removeprefix(_PREFIX)
            place = text.find(_OBJECT, place + 1)
        block = block.next()


def _resize(cursor: QTextCursor, shown: QTextImageFormat, size: Size) -> None:
    shown.setWidth(size[0])
    shown.setHeight(size[1])
    cursor.setCharFormat(shown)
    if size[1] >= _TALL:
        line = QTextBlockFormat()
        single = QTextBlockFormat.LineHeightTypes.SingleHeight
        line.setLineHeight(0, single.value)
        cursor.mergeBlockFormat(line)
