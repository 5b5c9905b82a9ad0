"""The HTML of an article in the reading pane, and its style sheet."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict

import pytest

from ipvm_desktop.domain.article import Access, SourceRecord
from ipvm_desktop.domain.comment import Reply, ReplyKind
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.thread import build_thread
from ipvm_desktop.render.reading import (
    ISSUES_LINK,
    SOURCE_LINK,
    BlockState,
    article_markup,
    reading_minutes,
    stylesheet,
)
from ipvm_desktop.render.reading_comments import (
    comment_markup,
)
from tests.unit.render.reading_parts import (
    SOURCE,
    chip_texts,
    issues,
    make_article,
    make_comment,
    one_comment,
    words,
)

FAMILIES = {"sans": ("Inter", "sans-serif"), "mono": ("Mono",)}
COLOURS = dict.fromkeys(
    ("text", "muted", "border", "accent", "chip", "warning", "success"), "#010203"
)


# The head


def test_the_head_says_where_the_article_comes_from() -> None:
    article = make_article(
        byline=("Ann Ray", "Bo Lane", "Cy Kerr"),
        access=Access.PUBLIC,
        published=dt.datetime(2021, 3, 4, 14, 20),
        body_html="<p></p>",
        body_text="word " * 500,
        url="https://ipvm.com/reports/pilot",
        site="ipvm.com",
    )
    markup = article_markup(article)
    assert words(markup.html).split("\u00a0\u00a0", 1)[1] == (
        "\u00a0By Ann Ray, Bo Lane and Cy Kerr · Published Mar 4, 2021 14:20 · 3 min read · "
        "imported from pilot.txt · ipvm.com"
    )
    assert f'href="{SOURCE_LINK}"' in markup.html
    assert 'href="https://ipvm.com/reports/pilot"' in markup.html
    assert chip_texts(markup, "meta") == [("\u00a0PUBLIC\u00a0", "public")]


def test_hours_are_told_of_what_takes_hours() -> None:
    told = [
        words(article_markup(make_article(body_text="word " * 230 * minutes)).html)
        for minutes in (119, 120, 940)
    ]
    assert ["119 min read" in told[0], "2 h read" in told[1], "16 h read" in told[2]] == [True] * 3


def test_what_the_source_does_not_say_is_left_out() -> None:
    markup = article_markup(make_article())
    assert words(markup.html) == "Titleimported from pilot.txt"
    assert markup.chips == ()


def test_a_date_that_was_not_understood_is_shown_as_printed() -> None:
    shown = words(article_markup(make_article(published_text="Published  in  spring")).html)
    assert "Published in spring · imported" in shown


def test_only_web_addresses_become_links() -> None:
    assert "javascript" not in article_markup(make_article(url="javascript:alert(1)")).html


@pytest.mark.parametrize(
    ("access", "chip"),
    [(Access.SUBSCRIBER, "SUBSCRIBERS"), (Access.SPECIAL_LINK, "SPECIAL\u00a0LINK")],
)
def test_every_access_has_a_badge(access: Access, chip: str) -> None:
    markup = article_markup(make_article(access=access))
    assert chip_texts(markup, "meta") == [(f"\u00a0{chip}\u00a0", "plain")]


@pytest.mark.parametrize(("count", "minutes"), [(0, 0), (1, 1), (230, 1), (231, 2)])
def test_reading_time_is_rounded_up(count: int, minutes: int) -> None:
    assert reading_minutes("word " * count) == minutes


def test_texts_from_files_are_escaped_everywhere() -> None:
    evil = '<b onclick="x">{0}&amp;'
    comment = make_comment(
        2,
        1,
        author=evil,
        affiliation=evil,
        badges=(evil,),
        posted_text=evil,
        reply=Reply(ReplyKind.INFERRED, 0.5, evil),
    )
    thread = build_thread([make_comment(1, author=evil), comment])
    article = make_article(
        title=evil,
        byline=(evil,),
        published_text=evil,
        url="https://x.org/{0}?a=<b>",
        site=evil,
        source=SourceRecord(evil, "x", "0", SOURCE.imported),
        issues=(ImportIssue(IssueCode.FRAGMENT, evil),),
    )
    html = article_markup(article).html + comment_markup(thread, 1, 0).html
    assert "<b" not in html
    assert words(html).replace("\u00a0", " ").count(evil) == 12


# Issues


def test_a_masked_preview_is_called_one_with_its_share() -> None:
    article = make_article(masked_share=0.614, issues=issues(IssueCode.MASKED_PREVIEW))
    html = article_markup(article).html
    assert '<span class="grave">This is a preview: 61% of its words are masked</span>' in html
    assert "about masked-preview" not in html


def test_a_preview_with_one_masked_word_is_not_called_unmasked() -> None:
    assert "1% of its words" in article_markup(make_article(masked_share=0.001)).html


def test_three_issues_are_shown_and_the_rest_can_be_asked_for() -> None:
    article = make_article(
        issues=issues(
            IssueCode.NO_AUTHOR,  # a notice, which comes last
            IssueCode.NO_DATE,
            IssueCode.TRUNCATED,
            IssueCode.DATE_ORDER,
            IssueCode.COMMENT_COUNT,
        )
    )
    few = article_markup(article).html
    assert re.findall(r"about ([a-z-]+) \(line 7\)", few) == [
        "no-date",
        "truncated",
        "date-order",
    ]
    assert f'<a class="quiet" href="{ISSUES_LINK}">Show 2 more about this copy</a>' in few
    every = article_markup(article, all_issues=True).html
    assert re.findall(r"about ([a-z-]+) \(line 7\)", every)[3:] == ["comment-count", "no-author"]
    assert "Show less" in every


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ((IssueCode.NO_AUTHOR,), "1 note"),
        ((IssueCode.NO_AUTHOR, IssueCode.IMAGES_MISSING), "2 notes"),
    ],
)
def test_mere_notes_need_no_box(codes: tuple[IssueCode, ...], words: str) -> None:
    article = make_article(issues=issues(*codes))
    html = article_markup(article).html
    assert f' · <a class="quiet" href="{ISSUES_LINK}">{words}</a></p>' in html
    assert "notice" not in html
    opened = article_markup(article, all_issues=True).html
    assert opened.count('<p class="notice') == len(codes) + 1
    assert "Show less" in opened


def test_a_preview_with_notes_has_one_box_for_all() -> None:
    article = make_article(masked_share=0.5, issues=issues(IssueCode.NO_AUTHOR))
    html = article_markup(article).html
    assert "1 note<" not in html
    assert "Show 1 more about this copy" in html


def test_an_article_without_issues_has_no_box() -> None:
    assert "notice" not in article_markup(make_article()).html


# The body


def test_a_body_passes_unchanged_except_for_preformatted_lines() -> None:
    body = "<p>a *b*</p><pre><code>x\n  y\n</code></pre>"
    assert article_markup(make_article(body_html=body)).html.endswith(
        "<p>a *b*</p><pre><code>x<br>  y</code></pre>"
    )


def test_a_body_without_html_is_taken_from_its_text() -> None:
    article = make_article(body_text="One <two>\n\n\n\nThree")
    assert article_markup(article).html.endswith("<p>One &lt;two&gt;</p><p>Three</p>")


# The style sheet


def test_the_style_sheet_is_filled_in_and_zoomed() -> None:
    plain, double = (stylesheet(COLOURS, FAMILIES, zoom) for zoom in (1, 2))
    assert "$" not in plain
    assert "font-family: 'Inter', 'sans-serif'" in plain
    assert f"-qt-user-state: {BlockState.PICTURE.value}" in plain
    sizes, doubled = ([int(px) for px in re.findall(r"(\d+)px", css)] for css in (plain, double))
    assert doubled == [2 * size for size in sizes]


def test_no_length_vanishes_at_the_smallest_zoom() -> None:
    assert "0px" not in re.findall(r"\b\d+px", stylesheet(COLOURS, FAMILIES, 0.3))


def test_markup_is_plain_data() -> None:
    assert asdict(one_comment(staff=True))["chips"][0]["kind"] == "staff"
