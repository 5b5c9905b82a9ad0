"""The pictures of a Markdown file: those beside it, and those that it holds itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipvm_desktop.domain.document import Picture
from ipvm_desktop.importers.base import Surroundings

if TYPE_CHECKING:
    from ipvm_desktop.importers.web.pictures import Pictures

# RFC 2397, as far as pictures go.
_HELD = re.compile(
    r"data:image/[\w.+-]{1,40}(?:;[\w=.-]{1,80}){0,4};base64,[A-Za-z0-9+/=]+", re.IGNORECASE
)
_DEFINITION = re.compile(
    r"^ {0,3}\[([^\]\n]{1,200})\]:[ \t]*<?(held-picture:\d+)>?.*(?:\n|\Z)", re.MULTILINE
)
_IMG = re.compile(r"<img\b[^>]*\ssrc=(?!['\"]{2})[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeldPictures:
    """The pictures that a file's text holds, taken out of it.

    The Markdown package would look through megabytes of them again and again.

    Attributes:
        addresses: The ``data:`` address for each short address that now stands in the text.
        definitions: The short address for each name that the text gives to one, as
            ``[name]: data:…`` does (CommonMark 0.31, link reference definitions).
    """

    addresses: Mapping[str, str]
    definitions: Mapping[str, str]

    def defined(self, text: str) -> str:
        """Return a part of the text with the definitions that it makes use of."""
        used = [name for name in self.definitions if f"[{name}]" in text]
        return "\n\n".join((text, *(f"[{name}]: {self.definitions[name]}" for name in used)))


def take_out(text: str) -> tuple[str, HeldPictures]:
    """Return a text without the pictures that it holds, and those."""
    addresses: dict[str, str] = {}
    definitions: dict[str, str] = {}

    def short(match: re.Match[str]) -> str:
        address = f"held-picture:{len(addresses)}"
        addresses[address] = match[0]
        return address

    def defined(match: re.Match[str]) -> str:
        definitions.setdefault(match[1], match[2])
        return ""

    if "base64," in text:
        text = _DEFINITION.sub(defined, _HELD.sub(short, text))
    return text, HeldPictures(addresses, definitions)


class MarkdownPictures:
    """Takes in the pictures that rendered texts show."""

    def __init__(self, held: HeldPictures, around: Surroundings) -> None:
        self._held = held
        self._around = around
        self._pictures: Pictures | None = None

    @property
    def taken(self) -> tuple[Picture, ...]:
        """Those found, in the order in which the texts show them."""
        return () if self._pictures is None else self._pictures.taken

    @property
    def found(self) -> int:
        """How often one that was found is shown."""
        return 0 if self._pictures is None else self._pictures.shown - self._pictures.missing

    def place(self, html: str) -> str:
        """Return HTML, not sanitised yet, whose pictures refer to the library's."""
        return _IMG.sub(lambda match: self._placed(match[0]), html)

    def _placed(self, tag: str) -> str:
        from lxml import html as parser

        pictures = self._pictures or self._begun()
        around = parser.fragment_fromstring(tag, create_parent="p")
        for image in around.iter("img"):
            address = image.get("src", "")
            image.set("src", self._held.addresses.get(address, address))
        pictures.place(around)
        return parser.tostring(around, encoding="unicode")[len("<p>") : -len("</p>")]

    def _begun(self) -> Pictures:
        # The parser of web pages takes a while to load, and most texts show no picture.
        from ipvm_desktop.importers.web.pictures import Pictures
        from ipvm_desktop.importers.web.surroundings import parts_around

        self._pictures = Pictures(parts_around(self._around))
        return self._pictures
