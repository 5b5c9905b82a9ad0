"""The library file. The only part that knows SQL; ``Library`` is its whole public API."""

from ipvm_desktop.library.library import Library

__all__ = ["Library"]
