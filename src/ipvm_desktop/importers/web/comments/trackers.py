"""Comments below the entries of issue trackers: Bugzilla, Jira, GitLab, Gitea and Trac.

Source: ``template/en/default/bug/comments.html.tmpl``; Jira's ``system-comment-issue-page-view.vm``
template; GitLab's notes; Trac's ``ticket_change.html``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers.web.comments._post import (
    ANSWERED,
    Made,
    Post,
    discussion_of,
    stated,
)
from ipvm_desktop.importers.web.comments._select import (
    Select,
    above,
    digits_of,
    has_class,
    text_of,
)
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_ANSWERS = re.compile(r"\A\W*\(?(?:In reply to|Replying to)[^#\n]{0,120}?#(\d{1,6})")
_TRAC_ANSWERS = re.compile(
    r"in reply to:\W*(\d{1,6})|\A\W*Replying to[^#\n]{0,80}?comment:(\d{1,6})"
)
_SEEN_AT = re.compile(r"\ASee timeline at ")
# What stands before the date in the heads of Bugzilla's until version 3.
_BEFORE_DATE = re.compile(r"\A.*?\bFrom\b.*?(?=\d{4}-\d\d-\d\d )", re.DOTALL)
_BUG_TEXT = Select("pre.bz_comment_text", ".bz_comment_text", ".comment-text")
_NOTES = Select("li.note[id^=note_]:not(.system-note)")
_THREADING = Select("span.threading")
_TRAC_TEXT = Select(".comment.searchable", "div.comment")


def _not_told(_element: HtmlElement) -> str | None:
    return None


def _bug_answered(comment: HtmlElement) -> str | None:
    """Return the number of the comment named by "(In reply to Ann from comment #3)"."""
    told = _ANSWERS.match(_BUG_TEXT.text(comment))
    return told[1] if told else None


def _thread(note: HtmlElement) -> str | None:
    """Return the first note of the thread that a note belongs to; None for that one."""
    around = next((each for each in above(note) if has_class(each, "note-discussion")), None)
    first = None if around is None else _NOTES.first(around)
    return None if first is None or first is note else digits_of(first.get("id"))


def _ticket_answered(change: HtmlElement) -> str | None:
    """Return the number that the head of a change names, or else its text."""
    for said in (_THREADING.text(change), _TRAC_TEXT.text(change)):
        told = _TRAC_ANSWERS.search(said)
        if told:
            return told[1] or told[2]
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerReader:
    """Reads the page of one entry.

    Attributes:
        name: Stable id, such as ``jira``.
        title: Name for people.
        comments: Each comment; the first one may be the entry's description.
        text: What a comment says.
        author: Who says it.
        time: When.
        names: Elements whose id or address ends with the comment's number.
        link: To the comment.
        badges: Such as "Developer".
        description: What opens the entry among ``comments``.
        heading: The entry's title.
        answered: Returns the number of the comment that one names as answered.
    """

    name: str
    title: str
    comments: Select
    text: Select
    author: Select
    time: Select
    names: Select
    link: Select
    heading: Select
    badges: Select | None = None
    description: Select | None = None
    answered: Callable[[HtmlElement], str | None] = _not_told

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion, or None without a comment."""
        elements = [e for e in self.comments.on(page) if self.text.first(e) is not None]
        if not elements:
            return None
        first = None if self.description is None else self.description.first_on(page)
        posts = [self._post(each) for each in elements if each is not first]
        is_plain = self.text.all(elements[0])[0].tag == "pre"
        made = Made(title=self.title, heading=self.heading, lines=is_plain)
        opening = None if first is None else self._post(first)
        kind = ArticleKind.ARTICLE if first is None else ArticleKind.DISCUSSION
        title = "" if first is None else None
        return discussion_of(page, made, posts, opening, kind=kind, title=title)

    def _post(self, element: HtmlElement) -> Post:
        printed = _BEFORE_DATE.sub("", _SEEN_AT.sub("", self.time.text(element)))
        dated = self.time.attribute(element, "datetime", "data-time", "title") or ""
        return Post(
            element=element,
            key=self._key(element),
            parts=tuple(self.text.all(element)[:1]),
            parent=self.answered(element),
            reason=ANSWERED,
            author=self.author.text(element),
            badges=self._badges(element),
            dates=stated(_SEEN_AT.sub("", dated), printed),
            printed=printed,
            permalink=self.link.attribute(element, "href"),
        )

    def _badges(self, element: HtmlElement) -> tuple[str, ...]:
        badges = () if self.badges is None else self.badges.all(element)
        return tuple(text_of(badge) for badge in badges)

    def _key(self, element: HtmlElement) -> str | None:
        named: Sequence[HtmlElement] = self.names.all(element)
        texts = (each.get("id") or each.get("name") or each.get("href") for each in named)
        return next((key for text in texts if (key := digits_of(text)) is not None), None)


BUGZILLA = TrackerReader(
    name="bugzilla",
    title="Bugzilla",
    comments=Select("div.bz_comment", "div.change-set[id]"),
    text=_BUG_TEXT,
    author=Select(
        ".bz_comment_user .fn",
        ".bz_comment_user",
        ".change-author .fn",
        ".change-author",
        ".vcard .fn",
        ".vcard",
    ),
    time=Select(
        ".bz_comment_time",
        ".change-time .rel-time",
        ".change-time",
        ".bz_comment_head i",
        ".bz_first_comment_head i",
    ),
    names=Select(".bz_comment_number a", ".change-name a", "a[name^=c]"),
    link=Select(".bz_comment_number a", ".change-name a", "a[name^=c]"),
    description=Select(".bz_first_comment", "div.change-set#c0"),
    heading=Select("#short_desc_nonedit_display", "#field-value-short_desc"),
    answered=_bug_answered,
)
JIRA = TrackerReader(
    name="jira",
    title="Jira",
    comments=Select("div.activity-comment[id^='comment-']"),
    text=Select(".verbose .action-body", ".action-body"),
    author=Select(
        ".verbose .action-details .user-hover", ".action-details .user-hover", ".action-details a"
    ),
    time=Select(".verbose .action-details time", ".action-details time", ".action-details .date"),
    names=Select("div.activity-comment"),
    link=Select(
        ".action-links a[href*=focusedCommentId]", ".action-details a[href*=focusedCommentId]"
    ),
    heading=Select("#summary-val"),
)
GITLAB = TrackerReader(
    name="gitlab",
    title="GitLab",
    comments=_NOTES,
    text=Select(".note-text", ".note-body .md", ".note_body"),
    author=Select(".note-header-author-name", ".note-header-info .author", ".note-header a"),
    time=Select(".note-header time", "time"),
    names=Select("li.note"),
    link=Select("a.note-timestamp", "a[href*='#note_']"),
    badges=Select(".user-access-role", ".note-role"),
    heading=Select("[data-testid=issue-title]", "h1.title"),
    answered=_thread,
)
TRAC = TrackerReader(
    name="trac",
    title="Trac",
    comments=Select("div.change[id^='trac-change-']"),
    text=_TRAC_TEXT,
    author=Select("h3.change .trac-author", "h3.change .trac-author-user", ".trac-author"),
    time=Select("h3.change a.timeline", "h3.change"),
    names=Select(".cnum a", ".cnum"),
    link=Select(".cnum a"),
    heading=Select("h1.summary", "h2.summary"),
    answered=_ticket_answered,
)
GITEA = TrackerReader(
    name="gitea",
    title="Gitea and Forgejo",
    comments=Select("div.timeline-item.comment[id^=issue]"),
    text=Select(".render-content"),
    author=Select(
        ".comment-header .author",
        ".comment-header .muted-links a:not([href^='#'])",
        ".comment-header .text.black",
        ".comment-header a",
    ),
    time=Select(".comment-header relative-time", ".comment-header time", ".time-since"),
    names=Select("div.timeline-item"),
    link=Select(".comment-header a[href^='#issue']"),
    badges=Select(".comment-header .role-label", ".comment-header .ui.label"),
    description=Select("div.timeline-item.comment[id^='issue-']"),
    heading=Select("#issue-title-display h1", "h1 #issue-title", "#issue-title"),
)
TRACKERS = (BUGZILLA, JIRA, GITLAB, GITEA, TRAC)
