"""Reading pictures: their size and, scaled to what is shown, the picture. No widgets here.

Made for background threads. Content comes from files of strangers, so everything is bounded;
nothing that a picture refers to is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QImageIOHandler, QImageReader, QPainter

from ipvm_desktop.domain.document import Picture
from ipvm_desktop.render.pictures import PictureSource

MAX_SVG_BYTES = 2 * 1024 * 1024
# Pictures tell their size near their beginning, behind previews and profiles of colour.
_HEAD_BYTES = 128 * 1024
MAX_PIXELS = 100_000_000
# Larger ones are pictures; what is smaller may be a sign in a line and keeps its background.
_SIGN = 32
_GZIP = b"\x1f\x8b"
# A drawing that repeats parts of itself in parts of itself takes for ever.
_MAX_REUSED = 30
_REUSE = re.compile(rb"<(?:[\w-]+:)?use\b")
_FOREIGN = re.compile(rb"<!ENTITY|\bhref\s*=\s*[\"']?\s*(?![\"'\s]|data:|#)", re.IGNORECASE)

Size = tuple[int, int]


def measured(
    digests: Iterable[str], pictures: PictureSource, heads: Callable[[str, int], bytes | None]
) -> dict[str, Size]:
    """Return width and height in pixels of those pictures that can be shown.

    Args:
        digests: Which pictures.
        pictures: Where they are.
        heads: Gives the first so many bytes of one; mostly these are enough, and an article
            may have many large pictures.
    """
    sizes = {}
    for digest in digests:
        head = heads(digest, _HEAD_BYTES)
        size = None if head is None else measure(head)
        if head is not None and len(head) == _HEAD_BYTES and (size is None or _is_svg(head)):
            picture = pictures(digest)
            size = measure(picture.content) if picture else None
        if size:
            sizes[digest] = size
    return sizes


def measure(content: bytes) -> Size | None:
    """Return a picture's width and height in pixels, or None when it cannot be shown."""
    size = _Opened(content).size
    is_there = size.width() > 0 and size.height() > 0
    if not is_there or size.width() * size.height() > MAX_PIXELS:
        return None
    return size.width(), size.height()


def decode(picture: Picture | None, width: int, height: int) -> QImage | None:
    """Return a picture at a size in pixels, or None when it is damaged or gone.

    Only drawings become larger than they are. What is transparent becomes white, since
    drawings are made for white paper.

    Args:
        picture: The picture.
        width: At least 1.
        height: At least 1.
    """
    size = measure(picture.content) if picture else None
    if picture is None or size is None:
        return None
    opened = _Opened(picture.content)
    if opened.is_drawing or width < size[0]:
        wanted = QSize(width, height)
        opened.reader.setScaledSize(wanted.transposed() if opened.is_turned else wanted)
    image = opened.reader.read()
    if image.isNull():
        return None
    return _on_white(image) if image.hasAlphaChannel() and max(size) > _SIGN else image


class _Opened:
    """A picture about to be read; Qt's reader needs its bytes to stay where they are.

    Attributes:
        reader: Reads it, upright.
        is_drawing: Whether it is SVG.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.reader = QImageReader(self._buffer)
        self.reader.setAutoTransform(True)
        self.is_drawing = bytes(self.reader.format().data()).startswith(b"svg")

    @property
    def is_safe(self) -> bool:
        """Whether reading it reads nothing else and comes to an end."""
        if not self.is_drawing:
            return True
        content = self._content
        return (
            len(content) <= MAX_SVG_BYTES
            and not content.startswith(_GZIP)
            and len(_REUSE.findall(content)) <= _MAX_REUSED
            and not _FOREIGN.search(content)
        )

    @property
    def size(self) -> QSize:
        """Its size as it is shown."""
        if not self.is_safe:
            return QSize()
        size = self.reader.size()
        return size.transposed() if self.is_turned else size

    @property
    def is_turned(self) -> bool:
        """Whether it is stored lying on its side."""
        turned = QImageIOHandler.Transformation.TransformationRotate90
        return bool(self.reader.transformation() & turned)


def _is_svg(content: bytes) -> bool:
    return _Opened(content).is_drawing


def _on_white(image: QImage) -> QImage:
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    return paper
