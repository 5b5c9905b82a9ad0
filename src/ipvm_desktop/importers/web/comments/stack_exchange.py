"""Stack Exchange: questions, their answers, and the comments on both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._post import Made, Post, discussion_of
from ipvm_desktop.importers.web.comments._select import (
    Select,
    digits_of,
    has_class,
    number_in,
    text_of,
)
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_QUESTION = Select("#question", "div.question[data-questionid]")
_ANSWERS = Select("div.answer[data-answerid]", "div.answer[id^=answer-]")
_AREAS = Select("#answers", "#post-form", "[id^=comments-]")
_TITLE = Select("#question-header h1 a", "#question-header h1", "a.question-hyperlink")
_TEXT = Select(".js-post-body", ".post-text", ".postcell .s-prose", ".answercell .s-prose")
_VOTES = Select(".js-vote-count", ".vote-count-post")
_ACCEPTED = Select(".js-accepted-answer-indicator:not(.d-none)", ".vote-accepted-on")
_SIGNATURES = Select(".post-signature", ".fw td:last-child .user-info", ".user-info")
_USER = Select(
    ".user-details a[href*='/users/']", ".user-details [itemprop=name]", ".user-details",
    ".s-user-card--link a", "a.s-user-card--link",
)  # fmt: skip
_COMMUNITY = Select(".community-wiki")
_TIME = Select(".user-action-time .relativetime", ".relativetime")
_CREATED = Select("time[itemprop=dateCreated]")
_SHARE = Select("a.js-share-link", "a.short-link", ".post-menu a[href*='/a/']")
_NOTICES = Select(".js-post-notice", ".s-notice")
_COMMENTS = Select("li.comment", "tr.comment")
_COMMENT_TEXT = Select(".comment-copy")
_COMMENT_USER = Select(".comment-user")
_COMMENT_TIME = Select("[class*=relativetime]", ".comment-date span")
_COMMENT_SCORE = Select(".comment-score span", ".comment-score")
_COMMENT_LINK = Select("a.comment-link", ".comment-date a")
_MORE = Select(".js-show-link", "a.comments-link")
_MADE = Made(
    title="Stack Exchange", heading=_TITLE, areas=_AREAS, without=_NOTICES, replies_told=True
)


class StackExchangeReader:
    """Reads a question as the opening post, its answers, and the comments below them."""

    name = "stack-exchange"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion: comments answer what they stand below."""
        question = _QUESTION.first_on(page)
        if question is None or _TEXT.first(question) is None:
            return None
        answers = _ANSWERS.on(page)
        posts = list(_comments(question, None))
        for answer in answers:
            key = f"answer {digits_of(answer.get('data-answerid') or answer.get('id'))}"
            posts += [_answer(answer, key), *_comments(answer, key)]
        posts = [post for post in posts if post.parts]
        hidden = sum(
            number_in(text_of(more)) or 0
            for post in (question, *answers)
            for more in _MORE.all(post)
            if not has_class(more, "dno", "d-none")
        )
        return discussion_of(
            page,
            _MADE,
            posts,
            _post(question, "question"),
            declared=len(posts) + hidden,
        )


def _answer(answer: HtmlElement, key: str) -> Post:
    accepted = has_class(answer, "accepted-answer", "js-accepted-answer")
    accepted = accepted or _ACCEPTED.first(answer) is not None
    post = _post(answer, key)
    return replace(
        post,
        badges=(*(("Accepted",) if accepted else ()), *post.badges),
        deleted=has_class(answer, "deleted-answer"),
    )


def _post(element: HtmlElement, key: str) -> Post:
    """Return a question or an answer; of its signatures the last one is the author's."""
    text = _TEXT.first(element)
    signatures = _SIGNATURES.all(element)
    signature = signatures[-1] if signatures else element
    is_shared = _COMMUNITY.first(signature) is not None
    score = number_in(_VOTES.text(element))
    return Post(
        element=element,
        key=key,
        parts=() if text is None else (text,),
        author="" if is_shared else _USER.text(signature),
        badges=("Community wiki",) if is_shared else (),
        dates=_dates(
            _TIME.attribute(signature, "title"),
            _CREATED.attribute(element, "datetime"),
            _TIME.text(signature),
        ),
        printed=_TIME.text(signature),
        votes=() if score is None else (score,),
        permalink=_SHARE.attribute(element, "href"),
    )


def _comments(post: HtmlElement, parent: str | None) -> Iterator[Post]:
    for comment in _COMMENTS.all(post):
        text = _COMMENT_TEXT.first(comment)
        number = digits_of(comment.get("id"))
        user = _COMMENT_USER.first(comment)
        score = number_in(_COMMENT_SCORE.text(comment))
        yield Post(
            element=comment,
            key=number and f"comment {number}",
            parts=() if text is None else (text,),
            parent=parent,
            author=text_of(user),
            badges=("OP",) if user is not None and has_class(user, "owner") else (),
            dates=_dates(_COMMENT_TIME.attribute(comment, "title"), _COMMENT_TIME.text(comment)),
            printed=_COMMENT_TIME.text(comment),
            votes=() if score is None else (score,),
            permalink=_COMMENT_LINK.attribute(comment, "href"),
        )


def _dates(*stated: str | None) -> tuple[str, ...]:
    """Return dates without the licence that stands behind some: "…35Z, License: CC BY-SA 2.5"."""
    return tuple(date.partition(", License")[0] for date in stated if date)
