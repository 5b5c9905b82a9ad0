"""The account of a file with more articles than fit into a block."""

from __future__ import annotations

import pytest

from ipvm_desktop.domain.import_log import ArticleOutcome, ImportStatus
from ipvm_desktop.domain.outcomes import Outcomes

ALL = tuple(
    ArticleOutcome(
        id=number, key=f"k{number}", title="T", status=ImportStatus.ADDED, comments=number % 7
    )
    for number in range(2500)
)


@pytest.mark.parametrize("count", [0, 1, 999, 1000, 1001, 2000, 2500])
def test_they_come_back_in_order(count: int) -> None:
    outcomes = Outcomes(ALL[:400])
    outcomes.extend(ALL[400:count])
    expected = ALL[: max(count, 400)]
    assert len(outcomes) == len(expected)
    assert tuple(outcomes) == expected == tuple(outcomes.kept)
    assert isinstance(outcomes.kept, tuple) == (count < 1000)


def test_single_ones_can_be_looked_at() -> None:
    outcomes = Outcomes(ALL)
    assert [outcomes[place] for place in (0, 999, 1000, 2499, -1)] == [
        ALL[place] for place in (0, 999, 1000, 2499, -1)
    ]
    assert outcomes[:3] == list(ALL[:3])
    assert outcomes[998:2003:2] == list(ALL[998:2003:2])
    assert outcomes[-2:] == list(ALL[-2:])
    with pytest.raises(IndexError):
        outcomes[2500]
