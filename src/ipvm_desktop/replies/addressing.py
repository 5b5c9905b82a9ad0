"""Whom a comment speaks to: by responding, by name or number, or by citing somebody."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from enum import IntEnum, StrEnum

from ipvm_desktop.domain.comment import CommentContent
from ipvm_desktop.domain.identity import normalised
from ipvm_desktop.replies.texts import CommentText, word_set, words_of

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(
    r"(?:#\s?|\b(?:undisclosed|integrator|manufacturer|distributor|consultant|end user)s?\s*#?\s?)"
    r"(\d{1,4})\b",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"^(?:quote:?|quoting|originally posted by|re:|@|\[quote=\"?)?\s*(?P<name>[^\n]{2,50}?)"
    r"\"?\s*(?:\]|,?\s*(?:said|wrote|writes|says|schrieb)?\s*:)$",
    re.IGNORECASE,
)
_BEFORE_NAME = word_set(
    "hi hello hey dear hallo thanks thank you yes no sorry well agreed ok okay good great "
    "and to exactly right point danke"
)
_AFTER_NAME = frozenset(",:-!.\n;—–")
_SHORTEST_NAME = 3
_OPENING_WORDS = 3
_EARLY_WORDS = 6
_EARLY_CHARS = 120
_SIGNATURE = 4


# What is said to a person who just spoke, and what may be said to anybody.
_RESPONDS = re.compile(
    r"(?:(?:hi|hello|hey|dear|yes|no|ok)\b[ ,.!-]*(?:[a-z]+[ ,!.-]+)?|[a-z]+, )?"
    r"(?:(?:thanks|thank you|thx)"
    r"(?: so much| very much| a lot| again)?,?(?: for)?,? (?:your|the) (?:\w+ )?(?:comment|"
    r"question|reply|answer|feedback|response|words|tip|suggestion|info|information|explanation|help|"
    r"clarification|heads|input|link|advice)s?\b|"
    r"(?:that'?s a |that is a |it'?s a )?(?:very |really )?(?:good|great|excellent|fair|"
    r"interesting|valid) (?:question|point|catch|idea|call)s?\b|"
    r"you(?:'re| are) (?:right|welcome|correct|wrong)|"
    r"i (?:totally |completely |fully )?(?:dis)?agree with you|"
    r"(?:to|in) (?:answer|reply|response) (?:to )?(?:you|your)|no problem|you're most welcome)"
)
_TURNS_TO = re.compile(
    r"(?:(?:hi|hello|hey|dear)[ ,]*)?(?:[a-z]+[ ,!.]+)?(?:glad (?:you|it|to)|what do you mean|"
    r"are you|did you|do you|have you|can you|could you|not sure what you|sounds like you|"
    r"your |sorry )"
)
_RESPONSE_CHARS = 120


class Response(StrEnum):
    """Whether a comment opens as one answers a person."""

    NONE = ""
    TURNS_TO = "turns to"
    """It speaks to somebody, as "can you …" does."""
    RESPONDS = "responds"
    """It takes up what was just said, as "good question" or "thanks for your reply" does."""


def response(text: str) -> Response:
    """Return whether a text opens as one answers a person."""
    opening = " ".join(text[:_RESPONSE_CHARS].lower().split())
    if _RESPONDS.match(opening):
        return Response.RESPONDS
    return Response.TURNS_TO if _TURNS_TO.match(opening) else Response.NONE


class Address(IntEnum):
    """How clearly a comment speaks to somebody."""

    MENTION = 1
    """The name occurs somewhere in the text."""
    EARLY = 2
    """The name occurs in the first words."""
    OPENING = 3
    """The comment opens with the name, or says "@name" or "#3"."""


def person_of(comment: CommentContent) -> str:
    """Return what tells a comment's author from the others on its page; "" where unknown."""
    if comment.pseudonym is not None:
        return f"#{comment.pseudonym}"
    name = normalised(comment.author or "")
    return "" if name in {"[deleted]", "anonymous", "guest", "unknown"} else name


class People:
    """The authors of one discussion, by everything they may be called."""

    def __init__(self, comments: Sequence[CommentContent]) -> None:
        """Collect the names of all authors."""
        self._persons: set[str] = set()
        self._names: dict[str, frozenset[str]] = {}
        for comment in comments:
            person = person_of(comment)
            self._persons.add(person)
            if person and not person.startswith("#") and person not in self._names:
                self._names[person] = frozenset(words_of(comment.author or ""))
        self._persons.discard("")
        self._by_word: dict[str, set[str]] = defaultdict(set)
        for person, words in self._names.items():
            for word in words:
                if len(word) >= _SHORTEST_NAME and not word.isdigit():
                    self._by_word[word].add(person)
        self._words = frozenset(self._by_word)
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._has_numbers = len(self._names) < len(self._persons)

    def addressed(self, text: CommentText, own: str) -> dict[str, Address]:
        """Return whom a comment by ``own`` speaks to, and how clearly."""
        found: dict[str, Address] = {}
        named = self._words & text.vocabulary
        lowered = text.own.lower() if named else ""
        for word in named:
            spots = list(self._pattern(word).finditer(lowered))
            for person in self._by_word[word]:
                how = _how(text.own, lowered, spots, self._names[person])
                if how is not None:
                    found[person] = max(found.get(person, how), how)
        if self._has_numbers and _DIGIT.search(text.own):
            for match in _NUMBER.finditer(text.own):
                person = f"#{match[1]}"
                if person in self._persons:
                    found[person] = Address.OPENING
        found.pop(own, None)
        return found

    def _pattern(self, word: str) -> re.Pattern[str]:
        """Return what finds a word of a name; compiling it for each text would take for ever."""
        if word not in self._patterns:
            self._patterns[word] = re.compile(rf"(?<![\w@])(@?){re.escape(word)}(?!\w)")
        return self._patterns[word]

    def cited(self, text: CommentText, own: str) -> dict[str, bool]:
        """Return whose words a comment announces, and whether it opens with them.

        "Ann Ray wrote:" before marked lines, or a line such as "Ann Ray:" as forums print
        it above a quotation.
        """
        found: dict[str, bool] = {}
        if text.attribution:
            words = frozenset(words_of(text.attribution))
            for word in self._words & words:
                for person in self._by_word[word]:
                    if self._names[person] <= words:
                        found[person] = True
        if ":\n" in text.own or "]" in text.own:
            lines = text.own.strip().split("\n")
            for place, line in enumerate(lines):
                if line.endswith((":", "]")) and (match := _ANNOUNCED.match(line.strip())):
                    person = normalised(match["name"])
                    if person in self._persons:
                        found[person] = found.get(person, False) or place == 0
        found.pop(own, None)
        return found


def _how(
    text: str, lowered: str, spots: Sequence[re.Match[str]], name: frozenset[str]
) -> Address | None:
    """Return how clearly a text speaks to somebody by one word of a name, or None.

    Args:
        text: What they say.
        lowered: The same in small letters.
        spots: Where the word stands in it, with an "@" before it or not.
        name: All words of the name.
    """
    best: Address | None = None
    if len(lowered) != len(text):
        return None  # some capitals become two characters
    for match in spots:
        if match[1]:
            return Address.OPENING
        start, end = match.span()
        if best is not None and start >= _EARLY_CHARS:
            continue  # no clearer than the one before
        before = lowered[: min(start, _EARLY_CHARS)].split()
        follows = text[end : end + 2].lstrip(" ")[:1]
        if not text[start].isupper() and match[0].isalpha():
            # Written small, it is a name only as a salutation: "michael, …".
            if before or follows not in {",", ":", "-"}:
                continue
        elif not before and follows not in _AFTER_NAME:
            continue  # "Will this work?"
        if len(text) - end <= _SIGNATURE and before and best is None:
            return None  # a signature
        plain_before = [each.strip(",.!:;") for each in before]
        is_full = bool(before) and plain_before[-1] in name
        if (
            len(before) <= _OPENING_WORDS
            and all(each in _BEFORE_NAME or each in name for each in plain_before)
            and (follows in _AFTER_NAME or not is_full)
        ):
            return Address.OPENING
        how = Address.EARLY if len(before) <= _EARLY_WORDS else Address.MENTION
        best = how if best is None else max(best, how)
    return best
