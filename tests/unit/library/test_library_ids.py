"""Sets of ids."""

from __future__ import annotations

from ipvm_desktop.library._ids import Ids


def test_ids_are_known_once_they_are_added() -> None:
    ids = Ids()
    numbers = [1, 2, 1023, 1024, 5, 2, (1 << 31) - 1]
    for number in numbers:
        ids.add(number)
    assert len(ids) == 6
    assert all(number in ids for number in numbers)
    assert not any(number in ids for number in (0, 3, 1025, 1 << 31, "1"))
