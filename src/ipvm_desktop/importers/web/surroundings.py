"""The parts of a page that a browser saved into a folder beside it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from ipvm_desktop.importers.base import Surroundings
from ipvm_desktop.importers.web.page import Part


def parts_around(around: Surroundings) -> Callable[[str], Part | None]:
    """Return what finds a page's parts in its own folder and the folders within."""

    def part(address: str) -> Part | None:
        whole = address.partition("#")[0]
        # What follows a question mark belongs to the file's name where the browser kept it.
        names = (unquote(whole.partition("?")[0]), unquote(whole), whole)
        for name in dict.fromkeys(name.removeprefix("./") for name in names):
            content = around.read(name) if _is_within(name) else None
            if content is not None:
                return Part("", content)
        return None

    return part


def _is_within(name: str) -> bool:
    """Refuse what leads out of the page's folder: "/etc/x", "C:/x", "file:x", "a/../../x"."""
    outward = ":" in name or "\\" in name or name.startswith("/")
    return bool(name) and not outward and ".." not in name.split("/")
