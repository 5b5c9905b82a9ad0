"""Numbers by the hashes of names, for exports that hold millions of these."""

from __future__ import annotations

from array import array

_FEWEST = 1024  # slots; a power of two, as all later sizes are
# ``hash`` returns it for nothing, and no record has it for a number.
_NOTHING = -1


class Hashes:
    """A number for each of many hashes.

    It takes 16 to 45 bytes for each, where a dictionary takes about 130, and three times as long.
    """

    def __init__(self, kind: str = "q") -> None:
        """Begin without any.

        Args:
            kind: Type code of an array that holds the numbers: "q" for hashes, "i" for counts.
        """
        self._kind = kind
        self._keys = array("q", [0]) * _FEWEST
        self._numbers = array(kind, [_NOTHING]) * _FEWEST
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, key: int) -> bool:
        return self._numbers[self._slot(key)] != _NOTHING

    def get(self, key: int) -> int | None:
        """Return the number of a hash, or None."""
        number = self._numbers[self._slot(key)]
        return None if number == _NOTHING else number

    def put(self, key: int, number: int) -> None:
        """Give a hash a number, which may be a hash as well."""
        slot = self._slot(key)
        if self._numbers[slot] == _NOTHING:
            self._keys[slot] = key
            self._count += 1
        self._numbers[slot] = number
        if 4 * self._count > 3 * len(self._keys):
            self._grow()

    def _slot(self, key: int) -> int:
        """Return where a hash stands, or where there is room for it."""
        keys, numbers, mask = self._keys, self._numbers, len(self._keys) - 1
        slot = key & mask
        while numbers[slot] != _NOTHING and keys[slot] != key:
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        keys, numbers = self._keys, self._numbers
        self._keys = array("q", [0]) * (2 * len(keys))
        self._numbers = array(self._kind, [_NOTHING]) * (2 * len(keys))
        for key, number in zip(keys, numbers, strict=True):
            if number != _NOTHING:
                slot = self._slot(key)
                self._keys[slot], self._numbers[slot] = key, number


class Links:
    """Which post answers which, by the hashes of their names: there may be millions."""

    def __init__(self) -> None:
        self._parents = Hashes()

    def add(self, own: str, parent: str | None) -> None:
        """Say what a post answers; what was said of it first holds."""
        if parent is not None and hash(own) not in self._parents:
            self._parents.put(hash(own), hash(parent))

    def root(self, own: str) -> int:
        """Return the hash of the last post that following the answers leads to.

        That one answers none, or nothing is known of it, or it closes a circle.
        """
        path: set[int] = set()
        at = hash(own)
        while at not in path and (parent := self._parents.get(at)) is not None:
            path.add(at)
            at = parent
        for each in path:
            # The one that closes a circle answers itself from now on.
            self._parents.put(each, at)
        return at
