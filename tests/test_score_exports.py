"""The importers of exports find all that plain code finds in files that others wrote."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ipvm_desktop.importers.registry import default_registry
from tests.export_truth import TrueArticle, Truth
from tests.export_truth.xml_exports import read_wxr
from tests.score_exports import TABLE, Score, judge, main

DATA = Path(__file__).parent / "data"
EXPORTS = Path(__file__).parents[1] / ".." / "shared" / "corpora" / "exports"


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="needs the shared exports")
@pytest.mark.parametrize("truth", TABLE, ids=lambda truth: str(truth.platform))
def test_every_comment_of_the_exports_is_found(truth: Truth) -> None:
    score = judge(truth, EXPORTS, default_registry())
    assert score.files
    assert score.is_perfect, score.remarks


def score_of(articles: list[TrueArticle], importer: str = "wxr") -> Score:
    """Judge the importer on the WordPress fixture as if it held so many articles."""
    truth = Truth("WordPress", "wxr", "site.xml", importer, lambda _: articles)
    return judge(truth, DATA, default_registry())


def test_what_is_wrong_is_counted() -> None:
    known = read_wxr(DATA / "wxr" / "site.xml")
    assert known is not None
    first = known[0].comments
    assert score_of(known).is_perfect
    assert (len(known), len(first)) == (4, 4)

    fewer = score_of([TrueArticle(known[0].title, first[:3]), *known[1:]])
    assert (fewer.found, fewer.wrong, fewer.is_perfect) == (6, 1, False)

    more = replace(first[0], key="new", text="never written", author="Nobody")
    missing = score_of([TrueArticle(known[0].title, [*first, more]), *known[1:]])
    assert (missing.comments, missing.found, missing.wrong) == (8, 7, 0)

    changed = replace(first[1], parent=None, author="Nobody", posted=first[0].posted)
    wrong = score_of([TrueArticle(known[0].title, [first[0], changed, *first[2:]]), *known[1:]])
    assert (wrong.found, wrong.parents, wrong.authors, wrong.dates) == (7, 6, 6, wrong.dated - 1)

    unknown = score_of([*known, TrueArticle("Unknown")])
    assert (unknown.articles, unknown.articles_found) == (5, 4)
    assert score_of(known, "feed").articles_found == 0


def test_the_table_has_a_line_for_each_platform(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    for truth in TABLE:
        assert any(line.startswith(truth.platform) for line in printed.splitlines())
