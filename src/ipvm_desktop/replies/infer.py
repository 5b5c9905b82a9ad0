"""Fills in who answers whom where a source does not tell."""

from __future__ import annotations

import dataclasses
import gc
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ipvm_desktop.domain.comment import CommentContent, Reply, ReplyKind, Suggestion
from ipvm_desktop.domain.document import CommentOrder, Document, ParsedComment
from ipvm_desktop.replies.discussion import Discussion, days_of
from ipvm_desktop.replies.evidence import Evidence
from ipvm_desktop.replies.model import OrderModel, load_model, probabilities
from ipvm_desktop.replies.page_order import PagePlaces, Path, extended
from ipvm_desktop.replies.passages import ARTICLE
from ipvm_desktop.replies.quotes import quotes_of
from ipvm_desktop.replies.signs import reason, signs
from ipvm_desktop.replies.time_order import TimePlaces

MODEL_VERSION = 1
"""Version of the model and of the code around it; stored articles of an older one are due."""

_MANY = 1_000
_PATHS = 3
_FAINT = 0.05
# Of a few paths with a dozen options each, one always has more.
_HOPELESS = 0.01
_SUGGESTIONS = 3
_LEAST_SHARE = 0.04
_TOP_LEVEL = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A comment that another one may answer.

    Attributes:
        place: Its place in the discussion, from 0.
        probability: Among all possible parents, the top level included.
        confidence: In how many of all such cases it is right.
    """

    place: int
    probability: float
    confidence: float


def infer_replies(document: Document) -> Document:
    """Return a document with replies and quotes filled in where its source does not tell.

    What the source or a reader says stays as it is. Nothing else of the document changes.
    """
    if not document.comments or (document.replies_told and document.quotes_told):
        return document
    if len(document.comments) < _MANY:
        return _inferred(document)
    with _uncollected():
        return _inferred(document)


def _inferred(document: Document) -> Document:
    discussion = Discussion(document, document.comments)
    comments = document.comments
    if not document.quotes_told:
        comments = _with_quotes(discussion, comments)
    if document.replies_told:
        return dataclasses.replace(document, comments=comments)
    model = load_model()
    order = document.comment_order or order_by_dates(document.comments)
    evidence, candidates = weigh(discussion, model.orders[order], order)
    least = (model.orders[order].threshold, model.suggested_from)
    comments = _with_replies(evidence, least, comments, candidates)
    return dataclasses.replace(document, comments=comments, reply_model=MODEL_VERSION)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from walking all that was made, again and again.

    Nothing here makes circles, so there is nothing for it to find.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def order_by_dates(comments: Sequence[CommentContent]) -> CommentOrder:
    """Return how comments seem to follow each other; a step back in time betrays a page."""
    days, _ = days_of([comment.posted for comment in comments])
    known = [day for day in days if day is not None]
    return CommentOrder.TIME if known == sorted(known) else CommentOrder.PAGE


def weigh(
    discussion: Discussion, model: OrderModel, order: CommentOrder
) -> tuple[Evidence, list[list[Candidate]]]:
    """Return for each comment whom it may answer, the likeliest first.

    Args:
        discussion: The comments.
        model: What was learned of this order.
        order: How the comments follow each other.
    """
    if order is CommentOrder.PAGE:
        evidence, spread = _by_page(discussion, model)
    else:
        evidence, spread = _by_time(discussion, model)
    found = []
    for place, shares in enumerate(spread):
        ranked = sorted(
            ((share, other) for other, share in shares.items() if other is not None), reverse=True
        )[: _SUGGESTIONS + 1]
        candidates = []
        for rank, (share, other) in enumerate(ranked[:_SUGGESTIONS]):
            if rank and share < _LEAST_SHARE:
                break
            rivals = ranked[:1] if rank else ranked[1:2]
            second = rivals[0][0] if rivals else 0.0
            sure = model.sureness(share, second, signs(evidence, place, other))
            candidates.append(Candidate(other, share, sure))
        found.append(candidates)
    return evidence, found


Shares = dict[int | None, float]
Asked = tuple[Path, float, list[tuple[int | None, float]]]
"""A path, its probability, and the options below it with their scores."""


def _by_page(discussion: Discussion, model: OrderModel) -> tuple[Evidence, list[Shares]]:
    """Follow the likeliest paths through the page side by side (a beam search)."""
    places: PagePlaces[float] = PagePlaces(discussion, model.weigh)
    spread: list[Shares] = [{_TOP_LEVEL: 1.0}]
    paths: dict[Path, float] = {(0,): 1.0}
    for place in range(1, len(discussion)):
        shares: Shares = {}
        following: dict[Path, float] = {}
        asked = [(path, share, places.options(place, path)) for path, share in paths.items()]
        if any(match.source != ARTICLE for match in discussion.quotations[place]):
            asked = _explaining(asked)
        for path, share, options in asked:
            chances = probabilities([score for _, score in options])
            for (parent, _), chance in zip(options, chances, strict=True):
                part = share * chance
                shares[parent] = shares.get(parent, 0.0) + part
                if part > _HOPELESS:
                    below = extended(path, parent, place)
                    following[below] = following.get(below, 0.0) + part
        kept = sorted(following.items(), key=lambda each: each[1], reverse=True)[:_PATHS]
        kept = [each for each in kept if each[1] >= _FAINT * kept[0][1]]
        total = sum(share for _, share in kept)
        paths = {path: share / total for path, share in kept}
        spread.append(shares)
    return places.evidence, spread


def _explaining(asked: Sequence[Asked]) -> list[Asked]:
    """Weigh paths anew by how well they explain what comes next.

    A quotation is worth more than what led to the paths: a comment that opens with a
    sentence of #1 shows that all between them stand below #1 as well.
    """
    best = max(score for _, _, options in asked for _, score in options)
    shares = [
        share * sum(math.exp(score - best) for _, score in options) for _, share, options in asked
    ]
    total = sum(shares)
    return [
        (path, share / total, options)
        for (path, _, options), share in zip(asked, shares, strict=True)
    ]


def _by_time(discussion: Discussion, model: OrderModel) -> tuple[Evidence, list[Shares]]:
    places = TimePlaces(discussion)
    spread: list[Shares] = [{_TOP_LEVEL: 1.0}]
    for place in range(1, len(discussion)):
        options = places.options(place)
        chances = probabilities([model.weigh(evidence) for _, evidence in options])
        shares = {parent: chance for (parent, _), chance in zip(options, chances, strict=True)}
        spread.append(shares)
        places.settle(place, max(shares, key=lambda parent: shares[parent]))
    return places.evidence, spread


def _with_replies(
    evidence: Evidence,
    least: tuple[float, float],
    comments: Sequence[ParsedComment],
    found: Sequence[Sequence[Candidate]],
) -> tuple[ParsedComment, ...]:
    """Fill in the replies; ``least`` is how sure one must be to assert, and to suggest."""
    asserted_from, suggested_from = least
    best = [candidates[0].place if candidates else None for candidates in found]
    trees = _Trees(comments)
    filled = []
    for place, (comment, candidates) in enumerate(zip(comments, found, strict=True)):
        if comment.parent is not None or comment.reply is not None:
            filled.append(comment)
            continue
        offered = [
            Suggestion(
                comments[each.place].id,
                round(each.confidence, 3),
                reason(evidence, place, each.place, best[each.place]),
            )
            for each in candidates
            if each.confidence >= suggested_from
        ]
        if not offered and not comment.suggestions:
            filled.append(comment)
        elif (
            offered
            and candidates[0].confidence >= asserted_from
            and offered[0].parent not in comment.refused
            and trees.join(comment.id, offered[0].parent)
        ):
            is_quote = _quotes(evidence.discussion, place, candidates[0].place)
            kind = ReplyKind.QUOTE if is_quote else ReplyKind.INFERRED
            filled.append(_asserted(comment, offered, kind))
        else:
            filled.append(dataclasses.replace(comment, suggestions=_best_first(offered)))
    return tuple(filled)


def _asserted(
    comment: ParsedComment, offered: Sequence[Suggestion], kind: ReplyKind
) -> ParsedComment:
    """Let a comment answer the first that is offered, and suggest the others."""
    first, *others = offered
    return dataclasses.replace(
        comment,
        parent=first.parent,
        reply=Reply(kind, first.confidence, first.reason),
        suggestions=_best_first(others),
    )


def _best_first(offered: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    return tuple(sorted(offered, key=lambda each: each.confidence, reverse=True))


class _Trees:
    """Which comments hang together: a told reply to a later comment may close a circle."""

    def __init__(self, comments: Iterable[CommentContent]) -> None:
        self._above: dict[int, int] = {}
        for comment in comments:
            if comment.parent is not None:
                self.join(comment.id, comment.parent)

    def join(self, comment: int, parent: int) -> bool:
        """Hang a comment without parent below another one, unless that hangs below itself."""
        root = self._root(parent)
        if root == comment:
            return False
        self._above[comment] = root
        return True

    def _root(self, comment: int) -> int:
        passed = []
        while comment in self._above:
            passed.append(comment)
            comment = self._above[comment]
        self._above.update(dict.fromkeys(passed, comment))
        return comment


def _quotes(discussion: Discussion, place: int, other: int) -> bool:
    if discussion.texts[place].quoted:
        return other in discussion.quoted[place]
    return any(match.source == other for match in discussion.quotations[place])


def _with_quotes(
    discussion: Discussion, comments: Sequence[ParsedComment]
) -> tuple[ParsedComment, ...]:
    """Add the passages that comments take from others, where none are known."""
    return tuple(
        comment
        if comment.quotes
        else dataclasses.replace(comment, quotes=quotes_of(discussion, place))
        if discussion.quoted[place]
        else comment
        for place, comment in enumerate(comments)
    )
