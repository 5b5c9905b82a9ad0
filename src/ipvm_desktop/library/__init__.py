"""The library file. The only part that knows SQL; ``Library`` is its whole public API.

``glance.Glance`` shows the window's first picture before ``Library`` is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipvm_desktop.library.library import Library

__all__ = ["Library"]


def __getattr__(name: str) -> object:
    # Late, so that importing ``glance`` does not load SQLAlchemy.
    if name == "Library":
        from ipvm_desktop.library.library import Library

        return Library
    raise AttributeError(name)
