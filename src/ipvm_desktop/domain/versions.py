"""Copies of one article from several files: which is fuller, and which are kept beside it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from ipvm_desktop.domain.article import SourceRecord
from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.domain.recognition import Sign

MASKED_TOLERANCE = 0.01
"""Copies whose masked shares differ by no more count as equally clear."""
_TOLERANCE = 0.1
_WORDS_TOLERANCE = 20


class CopyRule(StrEnum):
    """What becomes of a copy that is fuller than the article in the library, or unlike it."""

    ASK = "ask"
    """It waits until the reader decides."""
    REPLACE = "replace"
    """The fuller of the two is shown."""
    KEEP = "keep"
    """The library's stays."""


class VersionState(StrEnum):
    """Why a version is not what is shown."""

    OLDER = "older"
    """It was shown until another took its place."""
    WAITING = "waiting"
    """It waits until the reader decides."""
    REFUSED = "refused"
    """The reader, or the rule, kept what was shown."""


class Trait(StrEnum):
    """In what one copy may be better than another, the weightiest first."""

    CLEAR_TEXT = "clear-text"
    COMMENTS = "comments"
    NESTING = "nesting"
    WHOLE = "whole"
    TEXT = "text"
    PICTURES = "pictures"
    DETAILS = "details"


GAIN_WORDS = {
    Trait.CLEAR_TEXT: "fewer masked words",
    Trait.COMMENTS: "more or other comments",
    Trait.NESTING: "more replies below what they answer",
    Trait.WHOLE: "less that was cut off or withheld",
    Trait.TEXT: "a longer text",
    Trait.PICTURES: "more pictures",
    Trait.DETAILS: "a date or authors that were unknown",
}
LOSS_WORDS = {
    Trait.CLEAR_TEXT: "more masked words",
    Trait.COMMENTS: "fewer comments, or some missing",
    Trait.NESTING: "fewer replies below what they answer",
    Trait.WHOLE: "more that was cut off or withheld",
    Trait.TEXT: "a shorter text",
    Trait.PICTURES: "fewer pictures",
    Trait.DETAILS: "no date or no authors",
}
OTHER_COMMENTS = "comments that differ"

FLAWS = frozenset(
    {
        IssueCode.COMMENTS_WITHHELD,
        IssueCode.COMMENTS_UNSPLIT,
        IssueCode.TRUNCATED,
        IssueCode.FRAGMENT,
    }
)
"""Issues that say that a copy is not whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentFacts:
    """What counts of one comment.

    Attributes:
        print: ``identity.comment_print`` of its text.
        day: ISO 8601, as "2026-11-27"; None where its date is unknown.
        is_nested: The source tells its parent.
    """

    print: str
    day: str | None = None
    is_nested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFacts:
    """What counts when two copies of an article are compared.

    Attributes:
        masked_share: 0 to 1, of its words.
        words: How many the body has.
        comments: In the order of the page.
        declared: How many comments the page says there are; None where it does not say.
        flaws: How many of ``FLAWS`` it has.
        pictures: How many came with it.
        details: Which are known of "byline" and "date".
    """

    masked_share: float = 0.0
    words: int = 0
    comments: tuple[CommentFacts, ...] = ()
    declared: int | None = None
    flaws: int = 0
    pictures: int = 0
    details: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a copy differs from the one in the library; a trait may be both, as of comments.

    Attributes:
        gains: In what it is better.
        losses: In what it is worse.
    """

    gains: tuple[Trait, ...] = ()
    losses: tuple[Trait, ...] = ()

    @property
    def gain_words(self) -> list[str]:
        """What to say of the gains; comments that differ both ways are said here, once."""
        return [
            OTHER_COMMENTS if trait is Trait.COMMENTS and trait in self.losses else words
            for trait, words in GAIN_WORDS.items()
            if trait in self.gains
        ]

    @property
    def loss_words(self) -> list[str]:
        """What to say of the losses."""
        return [
            words
            for trait, words in LOSS_WORDS.items()
            if trait in self.losses and not (trait is Trait.COMMENTS and trait in self.gains)
        ]

    @property
    def is_fuller(self) -> bool:
        """Whether the weightiest difference speaks for the copy."""
        for trait in Trait:
            if (trait in self.gains) is not (trait in self.losses):
                return trait in self.gains
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A content of an article that is not the one shown.

    Attributes:
        id: The library's id, never given twice.
        article_id: The article.
        state: Why it is not shown.
        noted: Since when; aware, UTC, whole seconds.
        title: The copy's own.
        comment_count: Comments it holds.
        source: The file that brought it.
        sign: What it was recognised by; None where nobody had to.
        comparison: How it differed from the article at the time it came in or was replaced.
    """

    id: int
    article_id: int
    state: VersionState
    noted: dt.datetime
    title: str
    comment_count: int
    source: SourceRecord
    sign: Sign | None = None
    comparison: Comparison = Comparison()


class Decision(Enum):
    """What to do with a copy."""

    UPDATE = auto()
    LEAVE = auto()
    WAIT = auto()
    REFUSE = auto()


def compare(present: CopyFacts, offered: CopyFacts) -> Comparison:
    """Return in what an offered copy is better and worse than the present one."""
    nested = _nested(present.comments)
    measures = (
        (Trait.CLEAR_TEXT, present.masked_share - offered.masked_share, MASKED_TOLERANCE),
        (Trait.NESTING, _nested(offered.comments) - nested, _slack(nested)),
        (Trait.WHOLE, present.flaws - offered.flaws, 0),
        (Trait.TEXT, offered.words - present.words, _slack(present.words) + _WORDS_TOLERANCE),
        (Trait.PICTURES, offered.pictures - present.pictures, 0),
    )
    gains = {trait for trait, difference, slack in measures if difference > slack}
    losses = {trait for trait, difference, slack in measures if -difference > slack}
    more, fewer = _comment_differences(_prints(present), _prints(offered))
    gains |= {Trait.COMMENTS} if more else set()
    losses |= {Trait.COMMENTS} if fewer else set()
    gains |= {Trait.DETAILS} if offered.details - present.details else set()
    losses |= {Trait.DETAILS} if present.details - offered.details else set()
    return Comparison(_ordered(gains), _ordered(losses))


def tells_later_page(comparison: Comparison, present: CopyFacts, offered: CopyFacts) -> bool:
    """Return whether all that an offered copy has to offer is what was written meanwhile.

    Such a copy is newer, not fuller: it shows the same page a while later. Its new comments are
    none that the present copy could have had: each is of the last day known there, or later, or
    stands below all others where days are not told.

    Args:
        comparison: Of the two.
        present: The library's copy.
        offered: The other one.
    """
    if not {Trait.COMMENTS, Trait.NESTING}.issuperset(comparison.gains):
        return False
    known, new, last = _parted(present.comments, offered.comments)
    slack = _slack(_nested(present.comments))
    if _nested(known) > _nested(present.comments) + slack:
        return False
    held = len(present.comments)
    if new and (not held or (present.declared or 0) > held):
        return False
    latest = max((comment.day for comment in present.comments if comment.day), default=None)
    return all(
        place > last if latest is None or comment.day is None else comment.day >= latest
        for place, comment in new
    )


def _parted(
    present: Iterable[CommentFacts], offered: Iterable[CommentFacts]
) -> tuple[list[CommentFacts], list[tuple[int, CommentFacts]], int]:
    """Return which offered comments are known, the others' places, and the last known's place."""
    left = Counter(comment.print for comment in present)
    known, new, last = [], [], -1
    for place, comment in enumerate(offered):
        if left[comment.print]:
            left[comment.print] -= 1
            known.append(comment)
            last = place
        else:
            new.append((place, comment))
    return known, new, last


def _prints(copy: CopyFacts) -> Counter[str]:
    return Counter(comment.print for comment in copy.comments)


def _nested(comments: Iterable[CommentFacts]) -> int:
    return sum(comment.is_nested for comment in comments)


def _slack(number: int) -> int:
    return int(number * _TOLERANCE)


def _ordered(traits: Iterable[Trait]) -> tuple[Trait, ...]:
    found = set(traits)
    return tuple(trait for trait in Trait if trait in found)


def _comment_differences(present: Counter[str], offered: Counter[str]) -> tuple[bool, bool]:
    """Return whether there are more or other comments, and whether fewer or some missing.

    A few that only read otherwise, such as edited ones, are no difference.
    """
    slack = max(1, _slack(present.total()))
    new, gone = (offered - present).total(), (present - offered).total()
    return new > gone or new > slack, gone > new or gone > slack


def decide(comparison: Comparison, rule: CopyRule, *, is_newer: bool) -> Decision:
    """Return what to do with a copy whose content is not that of the article.

    Args:
        comparison: Of the article and the copy.
        rule: The reader's.
        is_newer: The copy is the same page a while later, read in the same way; then it updates
            the article unless it loses something.
    """
    if is_newer and not comparison.losses:
        return Decision.UPDATE
    if not comparison.gains:
        return Decision.LEAVE
    if rule is CopyRule.ASK:
        return Decision.WAIT
    replaces = rule is CopyRule.REPLACE and comparison.is_fuller
    return Decision.UPDATE if replaces else Decision.REFUSE
