"""Communities of companies and networks, and forums that keep each part under one name.

Source: Zendesk's ``copenhagen_theme``, Phorum's ``emerald`` and Vanilla 1's theme; the class names
that public programs look for in pages of Khoros, Steam, Quora, VK and Tieba. The others are
written after what is generally known of their markup, and were not held to pages of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers.web.comments._bodies import FindQuotes, Quotation
from ipvm_desktop.importers.web.comments._community import CommunityReader
from ipvm_desktop.importers.web.comments._select import Select, digits_of, has_class

_ANSWERED = Select("[class*=in-response-to] a[href]")
_MESSAGE = re.compile(r"-p/(\d+)")
_PHORUM_LINE = Select(".generic small > br")
_VANILLA_LABEL = Select(".CommentTime > span")
_TIEBA_TEXT = Select("div.d_post_content[id]")


def _headed(quotes: Select, head: str) -> FindQuotes:
    """Return what finds quotations, each with the line of a class right in it that heads it."""

    def found(body: HtmlElement) -> Iterator[Quotation]:
        for block in quotes.all(body):
            yield Quotation(block, next((each for each in block if has_class(each, head)), None))

    return found


def _in_response(message: HtmlElement) -> str | None:
    """Return the number of the message that "In response to Ann" leads to."""
    address = _ANSWERED.attribute(message, "href") or ""
    told = _MESSAGE.search(address)
    return told[1] if told else None


def _phorum_key(message: HtmlElement) -> str | None:
    """Return the number of the anchor right above a message."""
    above = message.getprevious()
    return None if above is None else digits_of(above.get("name"))


def _vanilla_date(comment: HtmlElement) -> str | None:
    """Return the date, which stands bare behind a label that style sheets hide."""
    label = _VANILLA_LABEL.first(comment)
    return None if label is None else (label.tail or "").strip() or None


def _phorum_date(message: HtmlElement) -> str | None:
    """Return the date, which stands bare below the subject."""
    line = _PHORUM_LINE.first(message)
    return None if line is None else (line.tail or "").strip() or None


KHOROS = CommunityReader(
    name="khoros",
    title="Khoros (Lithium)",
    posts=Select("div.MessageView.lia-message-view-display", "div.MessageView.lia-message-view"),
    text=Select(".lia-message-body-content", ".lia-message-body"),
    author=Select(".lia-user-name-link", ".UserName", ".login-bold"),
    time=Select(".local-friendly-date", ".lia-message-posted-on", ".DateTime"),
    heading=Select(".lia-message-subject h1", ".lia-message-subject", "h1"),
    opening=Select("div.MessageView.lia-thread-topic", "div.lia-message-view-blog-topic-message"),
    rank=Select(".lia-message-author-rank", ".lia-component-author-rank"),
    votes=Select(".MessageKudosCount"),
    link=Select("a.lia-message-position-in-thread", "a.permalink"),
    without=Select(".lia-message-body-signature", ".lia-message-signature"),
    key=lambda message: message.get("data-lia-message-uid"),
    answered=_in_response,
)
ZENDESK = CommunityReader(
    name="zendesk",
    title="Zendesk",
    posts=Select("li.comment[id^=community_comment_]", "li.comment[id^=article_comment_]"),
    text=Select("section.comment-body", "div.comment-body", "div.post-body"),
    author=Select(".comment-meta > span[title]", ".post-meta > span[title]", ".comment-author a"),
    time=Select("time"),
    heading=Select(".post-title h1", "h1"),
    opening=Select("div.post > article"),
    is_topic=False,
    badges=Select(".status-label-official", ".community-badge-title"),
    votes=Select(".vote-sum"),
)
STEAM = CommunityReader(
    name="steam",
    title="Steam",
    posts=Select("div.commentthread_comment", "div.forum_op"),
    text=Select(".commentthread_comment_text", "div.content"),
    author=Select(".commentthread_author_link", "a.forum_op_author"),
    time=Select(".commentthread_comment_timestamp", ".date"),
    heading=Select(".forum_op .topic", ".workshopItemTitle"),
    opening=Select("div.forum_op"),
    is_topic=False,
    badges=Select(".commentthread_workshop_authorbadge", ".commentthread_op_badge"),
    quotes=_headed(Select("blockquote.bb_blockquote", "div.bb_blockquote"), "bb_quoteauthor"),
)
PROBOARDS = CommunityReader(
    name="proboards",
    title="ProBoards",
    posts=Select("tr.item.post[id^=post-]"),
    text=Select("div.message"),
    author=Select("a.user-link", ".mini-profile a", ".mini-profile .name"),
    time=Select("abbr.o-timestamp", "abbr.time"),
    heading=Select("#thread-title", ".thread-title", "h1"),
    rank=Select(".mini-profile .user-title", ".mini-profile .rank"),
    votes=Select(".likes-button .count", ".likes .count"),
    without=Select(".edited_by", ".signature"),
    quotes=_headed(Select("div.quote"), "quote_header"),
)
VK = CommunityReader(
    name="vk",
    title="VK",
    posts=Select("div._post.reply[id^=post]", "div._post.post[id^=post]"),
    text=Select(".wall_post_text", ".wall_reply_text", ".reply_text"),
    author=Select(".post_author .author", ".reply_author .author", "a.author"),
    time=Select(".post_date .rel_date", ".reply_date .rel_date", ".rel_date"),
    heading=Select("title"),
    opening=Select("div._post.post[id^=post]"),
    is_topic=False,
    link=Select(".post_date a", ".reply_date a.wd_lnk", "a.wd_lnk"),
    answered=lambda reply: digits_of(reply.get("data-answering-id")),
)
QUORA = CommunityReader(
    name="quora",
    title="Quora",
    posts=Select(
        "div[class*=dom_annotate_question_answer_item]",
        "div.pagedlist_item div.AnswerBase",
    ),
    text=Select(
        "div.puppeteer_test_answer_content", "div[class*=spacing_log_answer_content]",
        ".ui_qtext_rendered_qtext",
    ),
    author=Select("a[href*='/profile/'] span", "a[href*='/profile/']", "a.user"),
    time=Select("a.answer_timestamp", "a.answer_permalink"),
    heading=Select("div.puppeteer_test_question_title", "h1"),
    is_topic=False,
    kind=ArticleKind.DISCUSSION,
    link=Select("a.answer_timestamp", "a.answer_permalink"),
    key=lambda _answer: None,
)  # fmt: skip
ASKBOT = CommunityReader(
    name="askbot",
    title="Askbot",
    posts=Select("div.post.answer[id^=post-id]", "div.post.question[id^=post-id]"),
    text=Select(
        "div.post-body",
    ),
    author=Select(".post-update-info a[href*='/users/']", ".post-update-info .user-info a"),
    time=Select(
        ".post-update-info abbr.timeago",
    ),
    heading=Select("h1"),
    opening=Select("div.post.question[id^=post-id]"),
    votes=Select(".vote-number"),
    without=Select(".comments", ".comment-votes"),
)
PHORUM = CommunityReader(
    name="phorum",
    title="Phorum",
    posts=Select("div.message"),
    text=Select("div.generic ~ div.message-body"),
    author=Select(".message-author a", ".message-author"),
    time=Select("time"),
    heading=Select("h1 .heading", "h1", ".message small strong"),
    badges=Select(".message-user-info > strong"),
    without=Select(".message-options", ".message-moderation"),
    key=_phorum_key,
    dated=_phorum_date,
)
VANILLA_ONE = CommunityReader(
    name="vanilla-one",
    title="Vanilla 1",
    posts=Select("li[id^=Comment_]"),
    text=Select("div.CommentBody[id^=CommentBody_]"),
    author=Select(".CommentAuthor a"),
    time=Select("time"),
    heading=Select("#Content h1", "h1", "h2"),
    dated=_vanilla_date,
)
TIEBA = CommunityReader(
    name="tieba",
    title="Baidu Tieba",
    posts=Select("div.l_post"),
    text=Select("div.d_post_content"),
    author=Select("a.p_author_name", ".p_author_name"),
    time=Select("span.tail-info:last-child"),
    heading=Select(".core_title_txt", "h1"),
    rank=Select(".d_badge_title"),
    key=lambda post: digits_of(_TIEBA_TEXT.attribute(post, "id")),
)
COMMUNITIES = (KHOROS, ZENDESK, STEAM, PROBOARDS, VK, QUORA, ASKBOT, PHORUM, VANILLA_ONE, TIEBA)
