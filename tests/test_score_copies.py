"""Copies of saved pages are made as browsers make them, and scored by what is on the pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from tests.copied_page import copied
from tests.score_copies import main, score_page

PAGE = """<html><head><title>Not copied</title><style>p { color: red }</style></head><body>
<h1>Ten   cameras</h1><p>All on one
pole.</p><div hidden>never</div><div style="display: none">nor this</div><!-- nor this -->
<table><tr><td>Camera</td><td>Lux</td></tr></table><pre>a  b
c</pre>one<br>two
<ul class="buttons"><li>Print</li><li>Share</li></ul>
<h3>2 comments</h3>
<ol class="commentlist">
<li id="comment-1" class="comment"><div class="comment-author vcard"><cite class="fn">Ann Ray</cite>
<span class="says">says:</span></div><div class="comment-meta"><a>March 4, 2024 at 9:08 am</a></div>
<p>Which lens did number four have at night?</p></li>
<li id="comment-2" class="comment"><div class="comment-author vcard"><cite class="fn">Bo Lane</cite>
<span class="says">says:</span></div><div class="comment-meta"><a>March 5, 2024 at 8:00 am</a></div>
<p>The six millimetre one, and it fogs.</p></li></ol></body></html>"""


def test_a_copy_has_what_a_browser_shows() -> None:
    lines = copied(html.document_fromstring(PAGE)).split("\n")
    assert lines[:9] == [
        "Ten cameras", "", "All on one pole.", "", "Camera\tLux", "", "a  b", "c", "",
    ]  # fmt: skip
    assert lines[9:14] == ["one", "two", "Print Share", "", "2 comments"]
    assert not any("never" in line or "nor this" in line or "Not copied" in line for line in lines)


def test_what_is_wrong_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    score = score_page(path)
    assert (score.pages, score.read, score.truth, score.made, score.matched) == (1, 1, 2, 2, 2)
    assert (score.authors, score.dates, score.dates_known, score.texts) == (2, 2, 2, 2)

    copy = (
        "Ten cameras\n\n3 comments\n\nAnn Roy says:\nMarch 9, 2024 at 9:08 am\n"
        "Which lens did number four have at night?\n\nCy says:\nMarch 9, 2024\nNew.\n\n"
        "Do says:\nMarch 9, 2024\nNewer.\n"
    )
    wrong = score_page(path, copy)
    assert (wrong.made, wrong.matched, wrong.authors, wrong.dates, wrong.texts) == (3, 1, 0, 0, 1)
    assert len(wrong.differences) == 5
    assert score_page(path, "Nothing.\n").read == 0


def test_the_table_has_a_line_for_each_platform(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("wordpress/one", "wordpress/two", "empty/none"):
        page = tmp_path / "pages" / f"{name}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("<p>Empty</p>" if name == "empty/none" else PAGE, "utf-8")
    main([str(tmp_path / "pages"), "--show"])
    head, blog, total = capsys.readouterr().out.splitlines()
    assert head.split()[0] == "platform"
    assert blog.split()[:6] == ["wordpress", "2", "2", "4", "1.000", "0.000"]
    assert total.split()[:2] == ["all", "2"]
    main([str(tmp_path / "pages"), "--only", "one", "--text"])
    assert "Which lens did number four" in capsys.readouterr().out
