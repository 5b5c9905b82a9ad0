"""Comments of systems for blogs, wikis and magazines.

Source: the public templates of Mbin, OTW-Archive, Serendipity and Komento. The others are written
after what is generally known of their markup, and were not held to pages of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._make import MarkedReader, key_by_id
from ipvm_desktop.importers.web.comments._parts import Part, having, listed
from ipvm_desktop.importers.web.comments._reading import Signs
from ipvm_desktop.importers.web.comments._select import has_class, number_in, text_of
from ipvm_desktop.importers.web.comments._threads import parents_by_class, parents_by_level
from ipvm_desktop.importers.web.page import WebPage


def _subject_parents(parts: Sequence[Part]) -> list[int | str | None]:
    """Return the parents that comments name themselves."""
    return [part.element.get("data-subject-parent-value") or None for part in parts]


def _by_lists(tag: str, name: str) -> Callable[[Sequence[Part]], list[int | str | None]]:
    """Return a function that takes the level of comments from the lists that they stand in."""

    def parents(parts: Sequence[Part]) -> list[int | str | None]:
        lists = (part.element.iterancestors(tag) for part in parts)
        levels = [sum(has_class(each, name) for each in above) for above in lists]
        return list(parents_by_level(levels))

    return parents


def _origins(parts: Sequence[Part]) -> list[int | str | None]:
    """Return parents as links to them tell, or as levels do."""
    by_level = parents_by_class(r"commentlevel-(\d+)")(parts)
    links = [part.first(".reply_origin") for part in parts]
    return [
        level if link is None else link.get("href", "").removeprefix("#c")
        for link, level in zip(links, by_level, strict=True)
    ]


def _komento_parents(parts: Sequence[Part]) -> list[int | str | None]:
    """Return the parents that comments name themselves: "0" stands for none."""
    told = (part.element.get("parentid", "").removeprefix("kmt-") for part in parts)
    return [None if key in ("", "0") else key for key in told]


def _of_mbin(comment: FoundComment, part: Part, _page: WebPage) -> FoundComment:
    """Take the counts, which stand in buttons."""
    counts = (number_in(text_of(form)) for form in part.all(".vote__up", ".vote__down"))
    return replace(
        comment,
        votes=tuple(count for count in counts if count is not None),
        article_author=has_class(part.element, "author"),
    )


def _of_archive(comment: FoundComment, part: Part, _page: WebPage) -> FoundComment:
    """Take the name of a guest, which stands first in a line with more."""
    byline = part.first(".byline")
    guest = None if byline is None or part.first("%profile") is not None else byline.find("span")
    author = comment.author if guest is None else text_of(guest) or None
    return replace(comment, author=author, deleted=part.first("blockquote") is None)


def _of_serendipity(comment: FoundComment, part: Part, _page: WebPage) -> FoundComment:
    is_author = has_class(part.element, "serendipity_comment_author_self")
    return replace(comment, article_author=is_author)


MBIN = MarkedReader(
    name="mbin",
    title="Mbin and kbin",
    rows="//blockquote[starts-with(@id, 'entry-comment-') or starts-with(@id, 'post-comment-')]",
    needs=((".content",),),
    signs=Signs(
        author=(".user-inline",),
        date=("time",),
        body=(".content",),
        badges=(".user-badge",),
    ),
    key=key_by_id(r"(?:entry|post)-comment-(\d+)"),
    parents=_subject_parents,
    finish=_of_mbin,
)
ARCHIVE = MarkedReader(
    name="otw-archive",
    title="Archive of Our Own",
    rows=f"//ol[{having('thread')}]/li[starts-with(@id, 'comment_')][{having('comment')}]",
    signs=Signs(
        author=("%profile", ".byline", "h4"),
        date=(".posted", ".datetime"),
        body=(".userstuff", ".user-generated-view"),
        badges=(".role",),
    ),
    key=key_by_id(r"comment_(\d+)"),
    parents=_by_lists("ol", "thread"),
    finish=_of_archive,
)
FORUM_MAGNUM = MarkedReader(
    name="forum-magnum",
    title="LessWrong and EA Forum",
    rows=f"//div[{having('comments-node')}][@id]",
    needs=((".commentbody-commentstyling", ".commentbody-root", ".commentbody-maincommentbody"),),
    signs=Signs(
        author=(".usersnamedisplay-username", ".commentusername-author", "%profile"),
        date=("time",),
        body=(".commentbody-commentstyling", ".commentbody-maincommentbody", ".commentbody-root"),
        votes=(
            ".overallvoteaxis-votescore", ".lwvoteaxis-votescore", ".agreementvoteaxis-votescore",
            ".agreementvoteaxis-agreementscore",
        ),
        badges=(".commentuserversions-badge",),
    ),
    key=key_by_id(r"([0-9A-Za-z]{10,24})"),
    links=("%permalink",),
)  # fmt: skip
SERENDIPITY = MarkedReader(
    name="serendipity",
    title="Serendipity",
    rows=f"//*[{having('serendipity_comment')}][starts-with(@id, 'c')]",
    needs=((".serendipity_commentbody",),),
    signs=Signs(
        author=(".comment_source_author", "h4"),
        date=("time", ".comment_source_date", ".serendipity_comment_source"),
        body=(".serendipity_commentbody",),
        chrome=frozenset(listed(".avatar_right .avatar_left")),
    ),
    key=key_by_id(r"c(\d+)"),
    parents=_origins,
    links=(".comment_source_trace",),
    finish=_of_serendipity,
)
JCOMMENTS = MarkedReader(
    name="jcomments",
    title="JComments (Joomla)",
    rows="//div[starts-with(@id, 'comment-item-')]",
    needs=((".comment-body",), (".rbox", ".comment-box")),
    signs=Signs(
        author=(".comment-author", ".author-homepage"),
        date=(".comment-date",),
        body=(".comment-body",),
        votes=(".comments-vote", ".vote-good", ".vote-poor", ".vote-none"),
    ),
    key=key_by_id(r"comment-item-(\d+)"),
    links=(".comment-anchor",),
)
DOKUWIKI = MarkedReader(
    name="dokuwiki",
    title="DokuWiki discussion",
    rows=f"//div[starts-with(@id, 'comment_')][{having('hentry')}]",
    needs=((".comment_body",), (".comment_head",)),
    signs=Signs(
        author=(".fn", ".author"),
        date=(".published", ".comment_head"),
        body=(".comment_body",),
    ),
    key=key_by_id(r"comment_{1,2}([0-9a-f]+)"),
    parents=_by_lists("div", "comment_replies"),
)
CONFLUENCE = MarkedReader(
    name="confluence",
    title="Confluence",
    rows=f"//li[{having('comment-thread')}]",
    needs=((".wiki-content",),),
    signs=Signs(
        author=(".author",),
        date=("time", ".comment-date"),
        body=(".comment-content",),
        votes=(".like-count",),
    ),
    key=key_by_id(r"comment-(\d+)"),
    links=("%permalink",),
)
HUBSPOT = MarkedReader(
    name="hubspot",
    title="HubSpot",
    rows=f"//div[{having('comment')}][div[{having('comment-from')}]]",
    needs=((".comment-body",),),
    signs=Signs(
        author=("h4", ".comment-from"),
        date=(".comment-date",),
        body=(".comment-body",),
    ),
    key=key_by_id(r"comment-(\d+)", "data-comment-id"),
    parents=parents_by_class(r"depth-(\d+)"),
)
GUARDIAN = MarkedReader(
    name="guardian",
    title="The Guardian",
    rows=f"//li[{having('d-comment')}]",
    needs=((".d-comment__body", ".d-comment__removed"),),
    signs=Signs(
        author=("@givenname", ".d-comment__author"),
        date=("time", ".d-comment__timestamp"),
        body=(".d-comment__body",),
        votes=(".d-comment__recommend-count--old",),
        badges=(".d-comment__pick", ".d-comment__staff"),
    ),
    key=key_by_id(r"comment-(\d+)", "data-comment-id"),
    links=("%permalink",),
)
KOMENTO = MarkedReader(
    name="komento",
    title="Komento (Joomla)",
    rows=f"//li[{having('kmt-item')}]",
    needs=((".kmt-text",),),
    signs=Signs(
        author=(".kmt-author",),
        date=("time", ".kmt-time", ".kmt-date"),
        body=(".kmt-text",),
    ),
    key=key_by_id(r"kmt-(\d+)"),
    parents=_komento_parents,
)
K2 = MarkedReader(
    name="k2",
    title="K2 (Joomla)",
    rows=f"//ul[{having('itemCommentsList')}]/li",
    needs=((".commentauthorname",),),
    signs=Signs(
        author=(".commentauthorname",),
        date=(".commentdate",),
        body=(":row",),
        chrome=frozenset(
            listed("img .commentlink .commenttoolbar .commentdate .commentauthorname")
        ),
    ),
    key=key_by_id(r"comment(\d+)"),
    links=("%permalink",),
    replies_told=False,
)
B2EVOLUTION = MarkedReader(
    name="b2evolution",
    title="b2evolution",
    rows=f"//*[{having('evo_comment')}][starts-with(@id, 'comment_')]",
    needs=((".evo_comment_text",),),
    signs=Signs(
        author=(".user", ".evo_comment_title"),
        date=("time", ".evo_comment_footer", ".evo_comment_info"),
        body=(".evo_comment_text",),
        badges=(".buser-anonymous-tag",),
    ),
    key=key_by_id(r"comment_(\d+)"),
    replies_told=False,
)
BLOG_SYSTEMS = (
    MBIN, ARCHIVE, FORUM_MAGNUM, SERENDIPITY, JCOMMENTS, DOKUWIKI, CONFLUENCE, HUBSPOT, GUARDIAN,
    KOMENTO, K2, B2EVOLUTION,
)  # fmt: skip
