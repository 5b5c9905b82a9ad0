"""The account of a file with very many articles, in little memory."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from ipvm_desktop.domain.import_log import ArticleOutcome

_BLOCK = 1000


class Outcomes(Sequence["ArticleOutcome"]):
    """What became of a file's articles, in its order.

    All but the last thousand are packed: of a million articles with their titles and keys they
    take about a tenth of the memory. To be gone through; looking at single ones takes long.
    """

    def __init__(self, outcomes: Iterable[ArticleOutcome] = ()) -> None:
        self._packed: list[bytes] = []
        self._last: list[ArticleOutcome] = []
        self.extend(outcomes)

    def extend(self, outcomes: Iterable[ArticleOutcome]) -> None:
        """Add what became of further articles."""
        for outcome in outcomes:
            self._last.append(outcome)
            if len(self._last) == _BLOCK:
                self._packed.append(zlib.compress(pickle.dumps(self._last, 5), 1))
                self._last = []

    @property
    def kept(self) -> Sequence[ArticleOutcome]:
        """The same as a plain tuple, unless they are many."""
        return self if self._packed else tuple(self._last)

    def __len__(self) -> int:
        return len(self._packed) * _BLOCK + len(self._last)

    def __iter__(self) -> Iterator[ArticleOutcome]:
        for place in range(len(self._packed)):
            yield from self._block(place)
        yield from self._last

    @overload
    def __getitem__(self, place: int) -> ArticleOutcome: ...

    @overload
    def __getitem__(self, place: slice) -> list[ArticleOutcome]: ...

    def __getitem__(self, place: int | slice) -> ArticleOutcome | list[ArticleOutcome]:
        """Return one, or those of a slice that goes forward."""
        if isinstance(place, slice):
            return list(islice(self, *place.indices(len(self))))
        block, within = divmod(range(len(self))[place], _BLOCK)
        return self._block(block)[within]

    def _block(self, place: int) -> list[ArticleOutcome]:
        if place == len(self._packed):
            return self._last
        block: list[ArticleOutcome] = pickle.loads(zlib.decompress(self._packed[place]))  # noqa: S301 (made here)
        return block
