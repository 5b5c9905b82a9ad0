"""Reddit since 2018: pages drawn by React, and since 2023 ones of custom elements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._nesting import Indentation
from ipvm_desktop.importers.web.comments._post import Made, Post, discussion_of, stated
from ipvm_desktop.importers.web.comments._select import (
    Select,
    above,
    has_class,
    number_in,
    owned,
    text_of,
)
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_GONE = re.compile(
    r"\[(?:deleted|removed)\]|(?:\[ )?(?:comment )?(?:deleted|removed) by \w+.*", re.IGNORECASE
)
_SCORE = re.compile(r"(-?[\d.,]+k?) points?")
_LEVEL = re.compile(r"level (\d{1,4})")
_FULLNAME = re.compile(r"\bt[13]_[0-9a-z]+")
_MARKS = {"OP": "OP", "MOD": "Moderator", "ADMIN": "Admin"}
_TREES = Select("shreddit-comment-tree", "#comment-tree")
_MADE = Made(title="Reddit", areas=_TREES, without=Select("button"), replies_told=True)


class RedditElementsReader:
    """Reads the page of a post as custom elements, ``shreddit-comment``, make it up."""

    name = "reddit-elements"
    title = "Reddit (since 2023)"

    _COMMENTS = Select("shreddit-comment")
    _POST = Select("shreddit-post")
    _TEXT = Select(
        "[slot=comment]", "[id$='-comment-rtjson-content']", "[id$='-post-rtjson-content']"
    )
    _POST_TEXT = Select("[slot=text-body]", "[property='schema:articleBody']")
    _META = Select("[slot=commentMeta]")
    _TIME = Select("time", "faceplate-timeago")
    _FLAIR = Select("author-flair-event-handler", "[slot=authorFlair]")

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; attributes or nesting tell whom a comment answers."""
        post = self._POST.first_on(page)
        comments = self._COMMENTS.on(page)
        if not comments and (post is None or _TREES.first_on(page) is None):
            return None
        return discussion_of(
            page,
            _MADE,
            list(self._posts(page, comments)),
            None if post is None else self._opening(post),
            declared=None if post is None else number_in(post.get("comment-count")),
            title=None if post is None else post.get("post-title"),
        )

    def _posts(self, page: WebPage, comments: list[HtmlElement]) -> Iterator[Post]:
        owners = set(comments)
        texts = owned(self._TEXT, page.root, owners)
        heads = owned(self._META, page.root, owners)
        indentation = Indentation()
        for place, comment in enumerate(comments):
            key = comment.get("thingid") or f"place {place}"
            depth = number_in(comment.get("depth"))
            if depth is None:
                depth = sum(1 for each in above(comment) if each.tag == "shreddit-comment")
            above_it = indentation.parent(depth, key)
            stated = comment.get("parentid")
            parent = None if (stated or "").startswith("t3_") else stated or above_it
            yield self._post(comment, key, parent, texts.get(comment), heads.get(comment))

    def _post(
        self,
        comment: HtmlElement,
        key: str,
        parent: str | None,
        text: HtmlElement | None,
        head: HtmlElement | None,
    ) -> Post:
        times = () if head is None else tuple(self._TIME.all(head))
        printed = text_of(times[0]) if times else ""
        dates = (comment.get("created"), *(time.get("datetime") for time in times),
                 *(time.get("ts") for time in times), printed)  # fmt: skip
        score = number_in(comment.get("score"))
        shown = text_of(text)
        author = comment.get("author") or "[deleted]"
        return Post(
            element=comment,
            key=key,
            parts=() if text is None else (text,),
            parent=parent,
            author=author,
            title="" if head is None else self._FLAIR.text(head),
            badges=tuple(_MARKS[each] for each in text_of(head).split() if each in _MARKS),
            dates=stated(*dates),
            printed=printed,
            votes=() if score is None else (score,),
            permalink=comment.get("permalink"),
            # A picture says something without words, and a folded comment is there nevertheless.
            deleted=comment.get("is-comment-deleted") == "true"
            or _GONE.fullmatch(shown or author) is not None,
        )

    def _opening(self, post: HtmlElement) -> Post:
        text = self._POST_TEXT.first(post)
        score = number_in(post.get("score"))
        return Post(
            element=post,
            key=post.get("id"),
            parts=() if text is None else (text,),
            author=post.get("author") or "",
            dates=stated(post.get("created-timestamp"), self._TIME.text(post)),
            printed=self._TIME.text(post),
            votes=() if score is None else (score,),
            permalink=post.get("permalink"),
        )


class RedditReactReader:
    """Reads the page of a post as React drew it from 2018 to 2023."""

    name = "reddit-react"
    title = "Reddit (2018 to 2023)"

    _COMMENTS = Select("div.Comment")
    _POST = Select("[data-test-id=post-content]")
    _TITLE = Select("h1")
    _POST_TEXT = Select("[data-click-id=text]", ".RichTextJSON-root")
    _TEXT = Select("[data-testid=comment]")
    _RICH_TEXT = Select(".RichTextJSON-root", ".md")
    _AUTHOR = Select(
        "[data-testid=comment_author_link]", "[data-testid=post_author_link]", "a[href*='/user/']"
    )
    _TIME = Select(
        "[data-testid=comment_timestamp]", "[data-testid=post_timestamp]",
        "[data-click-id=timestamp]", "a[id*='--Created--']",
    )  # fmt: skip
    _FLAIR = Select("[class*=flair]", "[class*=Flair]")
    _ARROWS = Select("[id^='vote-arrows-']")
    _LINES = Select("i.threadline", ".threadline")
    _SPANS = Select("span")
    _COMMENT_LINK = Select(
        "[data-click-id=comments]", "[data-test-id=comments-page-link-num-comments]"
    )

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; the level of each comment tells whom it answers."""
        comments = self._COMMENTS.on(page)
        post = self._POST.first_on(page)
        # The class is nothing out of the ordinary, the rest is.
        if not any(self._TEXT.all(each) or self._TIME.all(each) for each in comments):
            return None
        return discussion_of(
            page,
            _MADE,
            list(self._posts(comments)),
            None if post is None else self._opening(post),
            declared=None if post is None else number_in(self._COMMENT_LINK.text(post)),
            title=None if post is None else self._TITLE.text(post),
        )

    def _posts(self, comments: list[HtmlElement]) -> Iterator[Post]:
        indentation = Indentation()
        for place, comment in enumerate(comments):
            named = _FULLNAME.search(f"{comment.get('id')} {comment.get('class')}")
            key = named[0] if named else f"place {place}"
            parent = indentation.parent(self._level(comment), key)
            text = self._TEXT.first(comment)
            if text is None:
                text = self._RICH_TEXT.first(comment)
            spoken = [text_of(span) for span in self._SPANS.all(comment)]
            score = next((match[1] for each in spoken if (match := _SCORE.fullmatch(each))), None)
            points = number_in(score or self._ARROWS.text(comment))
            author = self._AUTHOR.text(comment) or "[deleted]"
            yield Post(
                element=comment,
                key=key,
                parts=() if text is None else (text,),
                parent=parent,
                author=author,
                title=self._FLAIR.text(comment),
                badges=tuple(_MARKS[each] for each in spoken if each in _MARKS),
                dates=stated(self._TIME.text(comment)),
                votes=() if points is None else (points,),
                permalink=self._TIME.attribute(comment, "href"),
                deleted=_GONE.fullmatch(text_of(text) or author) is not None,
            )

    def _level(self, comment: HtmlElement) -> int:
        """Return what "level 2", written for the blind, says; else count the lines beside it."""
        for span in self._SPANS.all(comment):
            level = _LEVEL.fullmatch(text_of(span))
            if level:
                return int(level[1])
        beside = comment.getprevious()
        return 0 if beside is None or has_class(beside, "Comment") else len(self._LINES.all(beside))

    def _opening(self, post: HtmlElement) -> Post:
        text = self._POST_TEXT.first(post)
        points = number_in(self._ARROWS.text(post))
        return Post(
            element=post,
            key="post",
            parts=() if text is None else (text,),
            author=self._AUTHOR.text(post).removeprefix("u/"),
            dates=stated(self._TIME.text(post)),
            votes=() if points is None else (points,),
        )
