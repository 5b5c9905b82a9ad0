"""The parts of a page that a browser saved into a folder beside it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from ipvm_desktop.importers.base import Surroundings
from ipvm_desktop.importers.web.page import Part


def parts_around(around: Surroundings) -> Callable[[str], Part | None]:
    """Return what finds a page's parts in its own folder and the folders within."""

    def part(address: str) -> Part | None:
        plain = address.partition("#")[0]
        for name in dict.fromkeys((plain.partition("?")[0], unquote(plain), plain)):
            name = name.removeprefix("./")
            is_inside = ":" not in name and ".." not in name.split("/") and "\\" not in name
            if name and is_inside and not name.startswith("/"):
                content = around.read(name)
                if content is not None:
                    return Part("", content)
        return None

    return part
