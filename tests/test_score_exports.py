"""The importers of exports find all that plain code finds in files that others wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipvm_desktop.importers.registry import default_registry
from tests.export_truth import Truth
from tests.score_exports import TABLE, judge

EXPORTS = Path(__file__).parents[1] / ".." / "shared" / "corpora" / "exports"


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="needs the shared exports")
@pytest.mark.parametrize("truth", TABLE, ids=lambda truth: str(truth.platform))
def test_every_comment_of_the_exports_is_found(truth: Truth) -> None:
    score = judge(truth, EXPORTS, default_registry())
    assert score.files
    assert score.is_perfect, score.remarks
