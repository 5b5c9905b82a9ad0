"""Pictures that come with a document."""

from __future__ import annotations

import hashlib

import pytest

from ipvm_desktop.domain.document import UNKNOWN_PICTURE_TYPE, Picture


def test_a_picture_is_named_by_its_digest() -> None:
    picture = Picture.of(b"a gate", "image/png")
    assert picture.sha256 == hashlib.sha256(b"a gate").hexdigest()
    assert picture.address == f"picture:{picture.sha256}"
    assert "a gate" not in repr(picture)


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("image/svg+xml", "image/svg+xml"),
        ("Image/JPEG; charset=binary", "image/jpeg"),
        ("text/html", UNKNOWN_PICTURE_TYPE),
        ('image/png"><script>', UNKNOWN_PICTURE_TYPE),
        ("", UNKNOWN_PICTURE_TYPE),
    ],
)
def test_only_types_of_pictures_are_kept(stated: str, kept: str) -> None:
    assert Picture.of(b"", stated).media_type == kept
