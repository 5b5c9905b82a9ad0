"""Why a comment stands where it stands, in a few words for its byline."""

from __future__ import annotations

from collections.abc import Callable

from ipvm_desktop.domain.comment import Comment, Reply, ReplyKind
from ipvm_desktop.render._line import one_line

LONGEST_REASON = 80


def reply_words(reply: Reply) -> str:
    """Return who says so and why: "inferred 87%: addresses its author by name"."""
    reason = one_line(reply.reason)
    words = {
        ReplyKind.EXPLICIT: "in the source",
        ReplyKind.QUOTE: "quotes it",
        ReplyKind.INFERRED: f"inferred{percent(reply.confidence)}",
        ReplyKind.USER: "set by you",
    }[reply.kind]
    return f"{words}: {reason}" if reason else words


def percent(confidence: float) -> str:
    """Return a confidence with a space before it, or "" where it says nothing."""
    # Certainty is not ours to claim, and 0 is said of nothing that is asserted.
    return f" {min(99, round(confidence * 100))}%" if 0 < confidence < 1 else ""


def shortened(words: str) -> str:
    """Return words that fit into a byline, cut where they are too long.

    Of several reasons, those that fit as a whole are kept; one alone is cut between words.
    """
    if len(words) <= LONGEST_REASON:
        return words
    whole = words[:LONGEST_REASON].rpartition("; ")[0]
    if whole:
        return f"{whole}…"
    cut = words[: LONGEST_REASON - 1]
    head, _, rest = cut.rpartition(" ")
    return f"{head if len(rest) < LONGEST_REASON // 2 else cut}…".replace(",…", "…")


def words_before(comment: Comment, name_of: Callable[[int], str]) -> str:
    """Return where a comment stood before the reader moved it, or "" where nobody did."""
    before = comment.original
    if before is None:
        return ""
    if before.parent is None:
        return "Before: top level"
    why = f" ({reply_words(before.reply)})" if before.reply is not None else ""
    return f"Before: a reply to {name_of(before.parent)}{why}"
