"""Pictures of strangers: measured, scaled, and refused where reading them would do harm."""

from __future__ import annotations

import struct
import zlib

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QImageIOHandler, QImageWriter

from ipvm_desktop.domain.document import Picture
from ipvm_desktop.ui.pictures import MAX_SVG_BYTES, decode, measure, measured

SVG_HEAD = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
RED_BOX = b'width="40" height="20"><rect width="40" height="20" fill="#ff0000"/></svg>'


def painted(
    width: int, height: int, kind: str = "png", *, turned: bool = False, clear: bool = False
) -> Picture:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0) if clear else QColor("#204060"))
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, kind.encode())
    if turned:
        writer.setTransformation(QImageIOHandler.Transformation.TransformationRotate90)
    assert writer.write(image)
    return Picture.of(bytes(content.data()), f"image/{kind}")


def svg(inside: bytes) -> Picture:
    return Picture.of(SVG_HEAD + inside, "image/svg+xml")


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "bmp"])
def test_usual_formats_are_measured_and_scaled_down(kind: str) -> None:
    picture = painted(320, 200, kind)
    assert measure(picture.content) == (320, 200)
    image = decode(picture, 160, 100)
    assert image is not None
    assert (image.width(), image.height()) == (160, 100)
    assert QColor(image.pixel(80, 50)).lightness() < 100


def test_the_content_counts_and_not_what_it_is_said_to_be() -> None:
    picture = Picture.of(painted(8, 4, "jpeg").content, "image/png")
    assert measure(picture.content) == (8, 4)


def test_only_drawings_become_larger() -> None:
    small = decode(painted(10, 10), 20, 20)
    drawing = decode(svg(RED_BOX), 80, 40)
    assert small is not None
    assert small.width() == 10
    assert drawing is not None
    assert (drawing.width(), drawing.height()) == (80, 40)
    assert QColor(drawing.pixel(70, 30)) == QColor("#ff0000")


def test_a_photograph_lying_on_its_side_is_turned() -> None:
    picture = painted(300, 200, "jpeg", turned=True)
    assert measure(picture.content) == (200, 300)
    image = decode(picture, 100, 150)
    assert image is not None
    assert (image.width(), image.height()) == (100, 150)


def test_what_is_transparent_becomes_white_except_in_small_signs() -> None:
    large, sign = (
        decode(painted(64, 64, clear=True), 64, 64),
        decode(painted(16, 16, clear=True), 16, 16),
    )
    assert large is not None
    assert sign is not None
    assert QColor(large.pixel(3, 3)) == QColor("white")
    assert sign.hasAlphaChannel()


def bomb(width: int, height: int) -> Picture:
    """Return the head of a PNG that claims to be enormous."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return Picture.of(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IEND", b""), "image/png")


@pytest.mark.parametrize(
    "picture",
    [
        Picture.of(b"", "image/png"),
        Picture.of(b"nothing of the kind", "image/png"),
        bomb(30_000, 30_000),
        svg(b'width="9" height="9"><image xlink:href="/etc/hostname" width="9" height="9"/></svg>'),
        svg(b'width="9" height="9"><image href = \'http://x/\' width="9" height="9"/></svg>'),
        Picture.of(b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG_HEAD + RED_BOX, "image/svg+xml"),
        svg(b'width="9" height="9">' + b'<use xlink:href="#a"/>' * 31 + b"</svg>"),
        svg(b'width="9" height="9">' + b" " * MAX_SVG_BYTES + b"</svg>"),
        Picture.of(SVG_HEAD + b'width="9" height="9"><a href="x"/></svg>', "image/png"),
    ],
)
def test_what_is_broken_or_harmful_is_not_shown(picture: Picture) -> None:
    assert measure(picture.content) is None
    assert decode(picture, 9, 9) is None


def test_compressed_drawings_are_not_shown() -> None:
    import gzip

    assert measure(Picture.of(gzip.compress(SVG_HEAD + RED_BOX), "image/svg+xml").content) is None


def broken_off(picture: Picture) -> Picture:
    """Return a picture whose size can still be told."""
    return Picture.of(picture.content[: len(picture.content) // 2], picture.media_type)


def test_a_picture_that_breaks_off_is_damaged() -> None:
    broken = broken_off(painted(300, 200))
    assert measure(broken.content) == (300, 200)
    assert decode(broken, 30, 20) is None
    assert decode(None, 30, 20) is None


def test_a_drawing_may_refer_to_its_own_parts() -> None:
    inside = b'width="9" height="9"><g id="a"/><use xlink:href="#a"/></svg>'
    assert measure(svg(inside).content) == (9, 9)


@pytest.mark.qt_log_ignore("JPEG datastream contains no image")
def test_what_can_be_shown_is_measured() -> None:
    gate, broken = painted(30, 20), Picture.of(b"x", "image/png")
    photograph = painted(40, 30, "jpeg")
    # A camera's previews of 150 KB stand before the size.
    preview = b"\xff\xe1\xc3\x52" + b" " * 50_000
    late = Picture.of(photograph.content[:2] + preview * 3 + photograph.content[2:], "image/jpeg")
    drawing = svg(b'width="9" height="9">' + b" " * 140_000 + b"</svg>")
    unsafe = svg(b'width="9" height="9">' + b" " * 140_000 + b'<image href="/x"/></svg>')
    known = {one.sha256: one for one in (gate, broken, late, drawing, unsafe)}
    asked: list[str] = []

    def whole(digest: str) -> Picture | None:
        asked.append(digest)
        return known.get(digest)

    def head(digest: str, length: int) -> bytes | None:
        return known[digest].content[:length] if digest in known else None

    assert measured([*known, "gone"], whole, head) == {
        gate.sha256: (30, 20),
        late.sha256: (40, 30),
        drawing.sha256: (9, 9),
    }
    assert asked == [late.sha256, drawing.sha256, unsafe.sha256]


def test_a_picture_may_go_while_it_is_measured() -> None:
    assert measured(["x"], lambda _: None, lambda _, length: b"-" * length) == {}
