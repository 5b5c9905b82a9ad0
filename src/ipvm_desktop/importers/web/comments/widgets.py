"""Comments of widgets that sites place below their articles.

Source: the markup that each widget's public source code or documentation shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._make import MarkedReader, key_by_id
from ipvm_desktop.importers.web.comments._parts import Part, having, listed
from ipvm_desktop.importers.web.comments._reading import Signs, count_in
from ipvm_desktop.importers.web.comments._threads import parents_by_class, parents_by_level
from ipvm_desktop.importers.web.page import WebPage


def _listed(parts: Sequence[Part]) -> list[int | str | None]:
    """Return parents by how many entries of lists each comment stands in."""
    return list(parents_by_level([int(part.element.xpath(_ENTRIES)) for part in parts]))


_ENTRIES = "count(ancestor-or-self::*[contains(@class, 'spcv_list-item')])"
_ANSWERS = f"count(ancestor::*[{having('vf3-comment', 'vf-child-comments')}])"


def _below(parts: Sequence[Part]) -> list[int | str | None]:
    """Return parents by how many lists of answers each of Viafoura's comments stands in."""
    return list(parents_by_level([int(part.element.xpath(_ANSWERS)) for part in parts]))


def _named_answered(parts: Sequence[Part]) -> list[int | str | None]:
    """Return the posts that those of an embedded topic of Discourse say they answer."""
    links = (part.first(".in-reply-to") for part in parts)
    return [None if link is None else link.get("data-link-to-post") for link in links]


def _at_its_topic(comment: FoundComment, part: Part, page: WebPage) -> FoundComment:
    """Take the address of a post from its date: it is numbered otherwise than its element."""
    links = (link.get("href") for link in part.all(".post-date"))
    return replace(comment, permalink=page.absolute(next(links, None)))


def _named(part: Part) -> str | None:
    return part.element.get("data-id") or part.element.get("id")


def _counted(comment: FoundComment, part: Part, _page: WebPage) -> FoundComment:
    """Take votes from what is said of the buttons to those who cannot see them: "3 likes"."""
    buttons = part.all("=vf-conversations-like-button", "=vf-conversations-dislike-button")
    counts = (count_in(button.get("aria-label", "")) for button in buttons)
    said = tuple(count for count in counts if count is not None)
    return replace(comment, votes=comment.votes or said)


INTENSE_DEBATE = MarkedReader(
    name="intensedebate",
    title="IntenseDebate",
    rows=f"//div[{having('idc-thread')}]",
    signs=Signs(
        author=(".idc-i", ".idc-c-h"),
        date=(".idcommenttime", ".idc-time", ".idc-c-h"),
        body=(".idc-c-t-inner", ".idc-c-t"),
        votes=(".idc-v-total",),
    ),
    key=key_by_id(r"IDThread(\d+)"),
)
FACEBOOK = MarkedReader(
    name="facebook",
    title="Facebook comments",
    rows=(f"//div[{having('UFIComment')}] | //div[{having('_5nz1')}]"),
    needs=((".uficommentactorname",),),
    signs=Signs(
        author=(".uficommentactorname",),
        date=("abbr", ".livetimestamp", ".timestampcontent"),
        body=("._5mdd", ".uficommentbody", "._30o4"),
        votes=(".uficommentlikebutton", "._2vq9"),
        affiliation=("._4q1v",),
    ),
    key=key_by_id(r"(?:u_\w+_)?(\d+(?:_\d+)?)", "data-commentid"),
)
LIVEFYRE = MarkedReader(
    name="livefyre",
    title="Livefyre",
    rows=f"//article[{having('fyre-comment-article')}]",
    signs=Signs(
        author=(".fyre-comment-username",),
        date=(".fyre-comment-date",),
        body=(".fyre-comment", ".fyre-comment-body"),
        chrome=frozenset(listed(".fyre-comment-head .fyre-comment-footer .fyre-comment-replies")),
        votes=(".fyre-comment-like-count",),
        badges=(".fyre-moderator", ".fyre-comment-user-tag"),
    ),
    key=key_by_id(r"(?:.*-)?(\d+)", "data-message-id"),
    parents=parents_by_class(r"fyre-reply-lvl-(\d{1,3})"),
)
COMMENTO = MarkedReader(
    name="commento",
    title="Commento",
    rows=f"//div[{having('commento-card')}][@id]",
    signs=Signs(
        author=(".commento-name",),
        date=(".commento-timeago",),
        body=(".commento-body",),
        votes=(".commento-score",),
        badges=(".commento-moderator",),
    ),
    key=key_by_id(r"commento-comment-card-(\w+)"),
)
ISSO = MarkedReader(
    name="isso",
    title="Isso",
    rows=f"//div[{having('isso-comment')}][starts-with(@id, 'isso-')]",
    signs=Signs(
        author=(".isso-author", ".author"),
        date=("time", ".isso-permalink", ".permalink"),
        body=(".isso-text", ".text"),
        votes=(".isso-votes", ".votes"),
        badges=(".isso-page-author-suffix",),
    ),
    key=key_by_id(r"isso-(\d+)"),
    links=(".isso-permalink", ".permalink"),
)
REMARK42 = MarkedReader(
    name="remark42",
    title="Remark42",
    rows=f"//*[{having('thread')}][*[self::article][{having('comment')}]]",
    signs=Signs(
        author=(".comment__username",),
        date=(".comment__time",),
        body=(".comment__text",),
        chrome=frozenset(listed(".thread__collapse")),
        votes=(".comment__score-value", ".comment-votes__score"),
        badges=(".comment__verification", ".comment__status"),
    ),
    key=key_by_id(r"(?:remark42__)?comment-(\S+)"),
    links=(".comment__time",),
)
GISCUS = MarkedReader(
    name="giscus",
    title="giscus",
    rows=f"//div[{having('gsc-comment', 'gsc-reply')}]",
    signs=Signs(
        author=(".font-semibold", ".gsc-comment-author", ".gsc-reply-author"),
        date=("time",),
        body=(".gsc-comment-content", ".gsc-reply-content", ".markdown"),
        votes=(".gsc-upvote-count", ".gsc-upvotes"),
        badges=(".capitalize",),
    ),
    key=key_by_id(r"comment-(\S+)"),
    links=(".gsc-comment-author-link", ".link-secondary"),
)
CORAL = MarkedReader(
    name="coral",
    title="Coral",
    rows=f"//*[{having('coral-comment')}]",
    signs=Signs(
        author=(".coral-comment-username", ".coral-username"),
        date=(".coral-comment-timestamp", ".coral-timestamp"),
        body=(".coral-comment-content",),
        votes=(".coral-reactbutton-count", ".coral-comment-reactbutton"),
        badges=(".coral-comment-usertag", ".coral-comment-userbadge", ".coral-usertag"),
    ),
    key=key_by_id(r"comment-(\S+)"),
    parents=parents_by_class(r"coral-(?:indent|comment-level)-(\d{1,3})"),
)
OPEN_WEB = MarkedReader(
    name="openweb",
    title="OpenWeb",
    rows=(
        "//*[@data-spot-im-class='message-view']"
        " | //*[contains(@class, 'spcv_list-item')][not(.//*[@data-spot-im-class='message-view'])]"
    ),
    signs=Signs(
        author=("=message-username", ".sppre_username"),
        date=("=message-timestamp",),
        body=("=message-text",),
        votes=("=message-votes", "=votes-counter"),
    ),
    key=key_by_id(r"(?:.*_)?(c_\w+|\d+)", "data-message-id"),
    parents=_listed,
)
VIAFOURA = MarkedReader(
    name="viafoura",
    title="Viafoura",
    rows=f"//article[{having('vf3-comment')}] | //*[{having('vf-comment-container')}][@data-id]",
    signs=Signs(
        author=(".vf-post-name-button__username", ".vf-comment-username", ".vf-username"),
        date=(".vf-post-details__time", "time", ".vf-date"),
        body=(
            ".vf-content-text", ".vf3-comment-content", ".vf-comment-html-content",
            ".vf-comment-html",
        ),
        votes=(".vf-count-likes", ".vf-count-dislikes"),
        badges=(".vf-badge", ".vf-user-badge"),
    ),
    key=_named,
    parents=_below,
    finish=_counted,
)  # fmt: skip
LINKEDIN = MarkedReader(
    name="linkedin",
    title="LinkedIn",
    rows=f"//article[{having('comments-comment-entity')}]",
    signs=Signs(
        author=(".comments-comment-meta__description-title",),
        date=(".comments-comment-meta__data",),
        body=(".update-components-text", ".comments-comment-entity__content"),
        chrome=frozenset(
            listed(".visually-hidden .feed-shared-inline-show-more-text__see-more-less-toggle")
        ),
        votes=(".comments-comment-social-bar__reactions-count--cr",),
        affiliation=(".comments-comment-meta__description-subtitle",),
        badges=(".comments-comment-meta__badge",),
    ),
    key=key_by_id(r".*,(\d+)\)?", "data-id"),
)
HYVOR = MarkedReader(
    name="hyvor",
    title="Hyvor Talk",
    rows=f"//*[{having('ht-comment', 'hyvor-talk-comment', 'comment-view')}]",
    signs=Signs(
        author=(".ht-comment-name", ".user-name", ".name"),
        date=("time", ".ht-comment-date", ".date", ".created-at"),
        body=(".ht-comment-content", ".comment-content", ".content"),
        votes=(".ht-votes-count", ".upvotes-count", ".count"),
        badges=(".ht-badge", ".badge"),
    ),
    key=key_by_id(r"(?:ht-)?comment-(\d+)", "data-id"),
)

DISCOURSE_EMBED = MarkedReader(
    name="discourse-embed",
    title="Discourse",
    rows="//article[starts-with(@id, 'post-')]",
    needs=((".post-date",), (".cooked",), (".username",)),
    signs=Signs(
        author=("%profile",),
        date=(".post-date",),
        body=(".cooked",),
        chrome=frozenset(listed(".username .post-replies")),
        affiliation=(".title",),
    ),
    key=key_by_id(r"post-(\d+)"),
    parents=_named_answered,
    links=(".post-date",),
    finish=_at_its_topic,
    replies_told=False,
)
WIDGETS = (
    DISCOURSE_EMBED,
    INTENSE_DEBATE,
    FACEBOOK,
    LIVEFYRE,
    COMMENTO,
    ISSO,
    REMARK42,
    GISCUS,
    CORAL,
    OPEN_WEB,
    VIAFOURA,
    LINKEDIN,
    HYVOR,
)
