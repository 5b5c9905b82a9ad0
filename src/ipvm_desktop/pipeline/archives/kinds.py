"""Which files are archives, by their names."""

from __future__ import annotations

# The longest that fits counts.
_KINDS = {
    ".zip": "zip",
    ".tar": "tar",
    ".tar.gz": "tar.gz",
    ".tgz": "tar.gz",
    ".tar.bz2": "tar.bz2",
    ".tbz2": "tar.bz2",
    ".tbz": "tar.bz2",
    ".tar.xz": "tar.xz",
    ".txz": "tar.xz",
    ".gz": "gz",
}
EXTENSIONS = tuple(_KINDS)
"""Of the archives that are looked into, with the dot."""


def archive_kind(name: str) -> str | None:
    """Return what kind of archive a name promises, such as ``tar.gz``, or None."""
    lower = name.lower()
    found = [extension for extension in _KINDS if lower.endswith(extension)]
    # A name that is nothing but an extension is the name of a hidden file.
    best = max(found, key=len, default=None)
    return _KINDS[best] if best is not None and len(lower) > len(best) else None
