"""The HTML of a discussion in the reading pane."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from html import escape

import pytest

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment, Placement, Quote, Reply, ReplyKind
from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.domain.thread import ThreadOrder, arranged, build_thread
from ipvm_desktop.render._line import utf16_length
from ipvm_desktop.render.quotes import Passage, QuoteIndex
from ipvm_desktop.render.reading import (
    QUOTE_LINK,
    QUOTE_SOURCE_LINK,
    BlockState,
    article_markup,
    passage_of,
)
from ipvm_desktop.render.reading_comments import (
    DEEPEST_INDENT,
    comment_indent,
    comment_markup,
    discussion_heading,
)
from tests.unit.render.reading_parts import (
    chip_texts,
    issues,
    make_article,
    make_comment,
    one_comment,
    words,
)

# The discussion's heading


def test_the_heading_counts_comments_but_not_placeholders() -> None:
    thread = build_thread([make_comment(2, 1), make_comment(3)])
    assert words(discussion_heading(make_article(), thread)) == "Comments (2)"


def test_the_heading_tells_of_announced_comments() -> None:
    thread = build_thread([make_comment(1)])
    same = discussion_heading(make_article(declared_comments=1), thread)
    assert words(same) == "Comments (1)"
    fewer = discussion_heading(make_article(declared_comments=45), thread)
    assert words(fewer) == "Comments (1 of 45 announced)"


@pytest.mark.parametrize(
    ("article", "sentence"),
    [
        (make_article(), "There are no comments in this file."),
        (make_article(declared_comments=3), "The comments were not saved with this file."),
        (
            make_article(issues=issues(IssueCode.COMMENTS_WITHHELD)),
            "The page shows its comments to subscribers only.",
        ),
    ],
)
def test_a_missing_discussion_is_explained(article: Article, sentence: str) -> None:
    assert sentence in discussion_heading(article, build_thread(list[Comment]()))


# Comments


def test_a_byline_names_all_that_is_printed() -> None:
    markup = one_comment(
        affiliation="Acme Locks",
        badges=("IPVMU Certified",),
        article_author=True,
        staff=True,
        deleted=True,
        posted=dt.date(2021, 3, 4),
        votes=(3, 1),
        body_html="<p>Body</p>",
    )
    assert words(markup.html).replace("\u00a0", " ") == (
        "Ann Ray  author   staff   Acme Locks   IPVMU Certified   removed  · Mar 4, 2021"
        " · votes 3, 1Body"
    )
    assert chip_texts(markup, "byline") == [
        ("\u00a0author\u00a0", "author"),
        ("\u00a0staff\u00a0", "staff"),
        ("\u00a0Acme\u00a0Locks\u00a0", "plain"),
        ("\u00a0IPVMU\u00a0Certified\u00a0", "plain"),
        ("\u00a0removed\u00a0", "plain"),
    ]


def test_chips_stand_right_behind_characters_of_two_units() -> None:
    markup = one_comment(author="Ann 🎥🎥", affiliation="Acme 😀")
    assert chip_texts(markup, "byline") == [("\u00a0Acme\u00a0😀\u00a0", "plain")]
    assert utf16_length("a🎥") == 3


def test_a_long_affiliation_may_break() -> None:
    name = "The Very Long Name Of A Company That Sells Locks"
    assert chip_texts(one_comment(affiliation=name), "byline") == [(f"\u00a0{name}\u00a0", "plain")]


def test_an_unknown_author_and_a_date_as_printed() -> None:
    assert words(one_comment(author=None, posted_text="some  day").html).startswith(
        "Unknown author · some day"
    )


def test_a_name_from_right_to_left_does_not_turn_the_byline() -> None:
    text = words(one_comment(author="محمد", posted=dt.date(2021, 3, 4)).html)
    assert text.startswith("\u200e\u2068محمد\u2069 · Mar 4, 2021")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"deleted": True}, "This comment was removed."),
        ({}, "This comment has no text."),
    ],
)
def test_a_comment_without_text_says_so(changes: dict[str, object], sentence: str) -> None:
    assert f'<p class="gone">{sentence}</p>' in one_comment(**changes).html


def test_a_placeholder_stands_for_a_missing_comment() -> None:
    thread = build_thread([make_comment(2, 1)])
    markup = comment_markup(thread, 0, 14)
    assert words(markup.html) == "A comment that is not in this file"
    assert f"-qt-user-state:{BlockState.COMMENT + 0}" in markup.html
    assert f"-qt-user-state:{BlockState.COMMENT + 1}" in comment_markup(thread, 1, 36).html


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (Reply(ReplyKind.EXPLICIT, 1, "nested in the source"), "Bo Lane"),
        (None, "Bo Lane"),
        (
            Reply(ReplyKind.INFERRED, 0.7, "names the author"),
            "Bo Lane · replies to Integrator #1 inferred 70%: names the author",
        ),
        (Reply(ReplyKind.INFERRED), "Bo Lane · replies to Integrator #1 inferred"),
        (
            Reply(ReplyKind.INFERRED, 0.999, "x"),
            "Bo Lane · replies to Integrator #1 inferred 99%: x",
        ),
        (Reply(ReplyKind.QUOTE), "Bo Lane · replies to Integrator #1 quotes it"),
        (Reply(ReplyKind.USER), "Bo Lane · replies to Integrator #1 set by you"),
    ],
)
def test_a_reply_says_why_it_stands_there_unless_the_source_did(
    reply: Reply | None, text: str
) -> None:
    first = make_comment(1, author="Undisclosed Integrator #1")
    second = make_comment(2, 1, author="Bo Lane", reply=reply, body_html="<p></p>")
    markup = comment_markup(build_thread([first, second]), 1, 14)
    assert " ".join(words(markup.html).replace("\u00a0", " ").split()) == text


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        # Of several reasons, what fits as a whole.
        (
            "answers the question just above; shares the rare words serial and sheet with it",
            "answers the question just above…",
        ),
        # One alone is cut between words, without a comma at the end.
        (
            "shares the rare words serial and sheet with it, & answers the question above",
            "shares the rare words serial and sheet with it, & answers the…",
        ),
        (
            "shares the rare words serial, sheet, lamp and motor with it, cable, shelf and more",
            "shares the rare words serial, sheet, lamp and motor with it…",
        ),
    ],
)
def test_a_long_reason_is_cut_and_told_in_full_where_the_pointer_rests(
    reason: str, shown: str
) -> None:
    comment = make_comment(2, 1, reply=Reply(ReplyKind.INFERRED, 0.9, reason))
    markup = comment_markup(build_thread([make_comment(1), comment]), 1, 14)
    assert chip_texts(markup, "byline") == [(f"\u00a0inferred 90%: {shown}\u00a0", "inferred")]
    assert f'title="inferred 90%: {escape(reason)}"' in markup.html


def test_a_comment_at_top_level_says_that_the_reader_put_it_there_and_where_it_was() -> None:
    before = Placement(1, Reply(ReplyKind.INFERRED, 0.62, "names its author"))
    comment = make_comment(2, author="Bo Lane", reply=Reply(ReplyKind.USER), original=before)
    thread = build_thread([make_comment(1), comment])
    quotes = QuoteIndex.of(make_article(), thread)
    markup = comment_markup(thread, 1, 14, quotes)
    shown = " ".join(words(markup.html).replace("\u00a0", " ").split())
    assert shown == "Bo Lane · top level, set by you This comment has no text."
    title = "Before: a reply to Ann Ray (inferred 62%: names its author)"
    assert f'title="{title}"' in markup.html


def test_a_moved_comment_tells_that_it_was_at_top_level() -> None:
    comment = make_comment(2, 1, reply=Reply(ReplyKind.USER), original=Placement())
    markup = comment_markup(build_thread([make_comment(1), comment]), 1, 14)
    assert 'title="Before: top level"' in markup.html


def test_a_comment_whose_parent_made_a_cycle_gives_no_reason() -> None:
    comment = make_comment(1, 1, reply=Reply(ReplyKind.INFERRED, 0.9, "odd"))
    assert "odd" not in comment_markup(build_thread([comment]), 0, 14).html


# Quotes


def test_a_quote_leads_to_its_source_and_the_source_to_the_quote() -> None:
    first = make_comment(1, body_html="<p>Never on the first day.</p>")
    passage = Quote("Never on the first day.", 1)
    second = make_comment(2, author="Bo Lane", body_html="<p>Never on the first day.</p>")
    thread = build_thread([first, replace(second, quotes=(passage,))])
    quotes = QuoteIndex.of(make_article(), thread)
    quoting = comment_markup(thread, 1, 0, quotes).html
    assert f'<blockquote><p><q class="passage"><a href="{QUOTE_SOURCE_LINK}2:0"' in quoting
    assert words(quoting).endswith("Never on the first day. ↑\u00a0Ann\u00a0Ray")
    quoted = comment_markup(thread, 0, 0, quotes).html
    assert f'Quoted by <a class="quiet" href="{QUOTE_LINK}2:0">Bo Lane</a>' in quoted


def test_an_article_says_who_quotes_it_at_its_end() -> None:
    article = make_article(body_html="<p>Forty sites.</p>", body_text="Forty sites.")
    thread = build_thread([make_comment(1, quotes=(Quote("forty sites"),))])
    html = article_markup(article, quotes=QuoteIndex.of(article, thread)).html
    assert html.endswith(
        f'<p class="quoters">Quoted by <a class="quiet" href="{QUOTE_LINK}1:0">Ann Ray</a></p>'
    )


@pytest.mark.parametrize(
    ("address", "passage"),
    [
        (f"{QUOTE_LINK}2:1", Passage(2, 1)),
        (f"{QUOTE_SOURCE_LINK}7:0", Passage(7, 0)),
        (f"{QUOTE_LINK}2:x", None),
        ("ipvm:comment:2", None),
    ],
)
def test_links_name_a_quote(address: str, passage: Passage | None) -> None:
    assert passage_of(address) == passage


def test_a_reply_to_a_missing_comment_can_be_inferred_too() -> None:
    comment = make_comment(2, 1, reply=Reply(ReplyKind.QUOTE, 0.5, "of a lost one"))
    assert "replies to a missing comment" in words(
        comment_markup(build_thread([comment]), 1, 14).html
    )


def test_what_is_too_deep_to_be_indented_names_its_parent() -> None:
    chain = [make_comment(1, author="Person 1")]
    chain += [make_comment(i, i - 1, author=f"Person {i}") for i in range(2, 12)]
    thread = build_thread(chain)
    deepest, deeper = (
        words(comment_markup(thread, depth, 0).html)
        for depth in (DEEPEST_INDENT, DEEPEST_INDENT + 1)
    )
    assert "replies" not in deepest
    assert f"↳ replies to Person {DEEPEST_INDENT + 1}" in deeper
    assert comment_indent(3, 20) == 60
    assert comment_indent(500, 20) == comment_indent(DEEPEST_INDENT, 20) == 160


def test_in_a_flat_list_every_reply_names_what_it_answers() -> None:
    explicit = Reply(ReplyKind.EXPLICIT)
    comments = [
        make_comment(1, author="Bo Lane"),
        make_comment(2, 1, reply=explicit),
        make_comment(3, 9, reply=explicit),
    ]
    flat = arranged(build_thread(comments), ThreadOrder.FILE)
    first, second, third = (comment_markup(flat, position, 14).html for position in range(3))
    assert "replies" not in first
    assert "↳ replies to Bo Lane" in words(second)
    assert 'href="ipvm:comment:1"' in second
    assert "↳ replies to a missing comment" in words(third)
    assert "href" not in third
