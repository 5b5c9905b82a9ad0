"""The pictures that a page's article and comments show, from what was saved with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import takewhile

from lxml.html import HtmlElement

from ipvm_desktop.domain.document import Picture
from ipvm_desktop.fragment import BLOCK_TAGS
from ipvm_desktop.importers.web.page import Part
from ipvm_desktop.importers.web.picture_files import (
    from_data,
    is_placeholder,
    media_type_of,
)

_MOST_BYTES = 32 * 1024 * 1024
_MOST_IN_ALL = 256 * 1024 * 1024
# Where pages that load pictures late keep the address (lazysizes, WordPress, Medium, SingleFile).
_LATE = (
    "data-src", "data-lazy-src", "data-original", "data-orig-file", "data-large-file",
    "data-full-url", "data-hi-res-src", "data-actualsrc", "data-savepage-currentsrc",
    "data-savepage-src",
)  # fmt: skip
_LATE_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_SMALL = re.compile(r"\s*[0-2](?:px)?\s*\Z")
_EMOJI = re.compile(r"(?:^|\s)(?:emoji|wp-smiley|smil(?:ey|ie)s?|emoticon)(?:$|\s)", re.IGNORECASE)
_PERSON = re.compile(r"(?:^|[\s_-])(?:avatar|gravatar)(?:$|[\s_-])", re.IGNORECASE)
_FORMULA = re.compile(r"(?:^|[\s_-])(?:latex|tex|math|equation)(?:$|[\s_-])", re.IGNORECASE)
_CAPTIONED = frozenset(("figure", "p"))


class Pictures:
    """Takes in pictures, each once, and counts those that are missing."""

    def __init__(self, part: Callable[[str], Part | None]) -> None:
        """Take what finds the parts that were saved with the page."""
        self._part = part
        self._taken: dict[str, Picture] = {}
        self._known: dict[str, Picture | None] = {}
        self._left = _MOST_IN_ALL
        self.shown = 0
        self.missing = 0

    @property
    def taken(self) -> tuple[Picture, ...]:
        """Those found, in the order in which the bodies show them."""
        return tuple(self._taken.values())

    def place(self, fragment: HtmlElement) -> None:
        """Make the pictures in an element refer to the library's.

        Those that were not saved lose their address. Tracking pixels, and portraits of authors,
        are taken out; drawn smileys become the text that they stand for.
        """
        _unwrap_fallbacks(fragment)
        for image in list(fragment.iter("img")):
            names = image.get("class") or ""
            if (_EMOJI.search(names) and image.get("alt")) or self._is_formula(image):
                image.tail = f"{image.get('alt')}{image.tail or ''}"
                image.drop_tree()
            elif _PERSON.search(names) or _is_tiny(image) or not self._place(image):
                image.drop_tree()
        _set_off_captions(fragment)

    def _place(self, image: HtmlElement) -> bool:
        """Set a picture's address; False where there is nothing to be shown."""
        addresses = [each for each in dict.fromkeys(_addresses(image)) if not self._is_blank(each)]
        if not addresses:
            return False
        found = next(filter(None, map(self._find, addresses)), None)
        self.shown += 1
        if found is not None:
            self._taken.setdefault(found.sha256, found)
            image.set("src", found.address)
            return True
        self.missing += 1
        image.attrib.pop("src", None)
        around = [outer for outer in image.iterancestors() if outer.tag in _CAPTIONED]
        if not around or any(outer.find(".//figcaption") is not None for outer in around):
            # Galleries and teasers repeat there what stands beside them, and captions say it.
            image.attrib.pop("alt", None)
        return True

    def _is_formula(self, image: HtmlElement) -> bool:
        """Say whether a picture that was not saved shows a formula, whose source is its text."""
        names, alt = image.get("class") or "", image.get("alt")
        return bool(alt and _FORMULA.search(names)) and not any(map(self._find, _addresses(image)))

    def _find(self, address: str) -> Picture | None:
        if address not in self._known:
            self._known[address] = self._read(address)
        return self._known[address]

    def _is_blank(self, address: str) -> bool:
        """Say whether something saved only keeps the room for a picture, or counts readers."""
        found = self._find(address)
        return found is not None and is_placeholder(found.content)

    def _read(self, address: str) -> Picture | None:
        if address[:5].lower() == "data:":
            content = from_data(address)
        else:
            part = self._part(address)
            content = part.content if part is not None else b""
        media_type = media_type_of(content)
        if media_type is None or len(content) > _MOST_BYTES:
            return None
        self._left -= len(content)
        return Picture.of(content, media_type) if self._left >= 0 else None


def _addresses(image: HtmlElement) -> Iterator[str]:
    """Yield where a picture may be, the best first: as shown, then as loaded late."""
    yield from _attributes(image, ("src", *_LATE))
    parent = image.getparent()
    # The parser nests what follows a source into it.
    choice = next(image.iterancestors("picture"), image)
    for element in (image, *choice.iter("source")):
        for text in _attributes(element, _LATE_SETS):
            found = sorted(_candidates(text), key=_width, reverse=True)
            yield from (address for address, _ in found)
    if parent is not None and parent.tag == "a":
        yield from _attributes(parent, ("href",))


def _attributes(element: HtmlElement, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        address = (element.get(name) or "").strip()
        if address and not address.lower().startswith(("about:", "javascript:", "#")):
            yield address


def _candidates(text: str) -> Iterator[tuple[str, str]]:
    """Yield the addresses in a set of sources, each with its width or density (HTML, srcset)."""
    address = ""
    for word in text.split():
        if not address and word.endswith(","):
            yield word.rstrip(","), ""
        elif not address:
            address = word
        else:
            size, _, rest = word.partition(",")
            yield address, size
            address = rest
    if address:
        yield address, ""


def _width(candidate: tuple[str, str]) -> float:
    try:
        return float(candidate[1][:-1] or 1)
    except ValueError:
        return 0


def _is_tiny(image: HtmlElement) -> bool:
    return any(_SMALL.match(image.get(name) or "9") for name in ("width", "height"))


def _set_off_captions(fragment: HtmlElement) -> None:
    """Make captions paragraphs of their own, set as what stands in for missing pictures is."""
    for caption in list(fragment.iter("figcaption")):
        if any(inner.tag in BLOCK_TAGS for inner in caption.iterdescendants()):
            continue
        words = caption.makeelement("em")
        words.text, caption.text = caption.text, None
        words.extend(list(caption))
        caption.append(words)
        caption.tag = "p"


def _unwrap_fallbacks(fragment: HtmlElement) -> None:
    """Give the pictures meant for browsers without scripts to the late ones before them."""
    for fallback in list(fragment.iter("noscript")):
        images = list(fallback.iter("img"))
        if len(images) != 1:
            fallback.drop_tree()
            continue
        before = takewhile(lambda each: not (each.tail or "").strip(), _before(fallback))
        late = next((each for each in before if each.tag == "img"), None)
        if late is None:
            fallback.drop_tag()
        else:
            late.set("data-savepage-src", images[0].get("src") or "")
            fallback.drop_tree()


def _before(element: HtmlElement) -> Iterator[HtmlElement]:
    return element.itersiblings(preceding=True)
