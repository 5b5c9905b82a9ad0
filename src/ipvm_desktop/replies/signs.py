"""The kinds of evidence that a person can check: for the confidence, and for the reason."""

from __future__ import annotations

from bisect import bisect_right

from ipvm_desktop.domain.comment import CommentContent
from ipvm_desktop.replies.addressing import Address
from ipvm_desktop.replies.evidence import Evidence
from ipvm_desktop.replies.passages import ARTICLE

_QUOTE_SIZES = (9, 20)
_SIZES = (4, 12, 40)
_RECURRING = tuple(f"{kind}/{n}" for kind in ("opens with words", "words") for n in range(3))
# Of these one is told: all say that it answers what stands right above.
_ABOVE = frozenset(
    ("host, asked", "host by activity, asked", "host", "host by activity", "responds", "asked")
)
_ALIKE = 0.1
_RARE = 3


def signs(evidence: Evidence, place: int, other: int) -> list[str]:
    """Return the kinds of evidence for ``place`` answering ``other``, and against it."""
    discussion = evidence.discussion
    above = other == place - 1
    found = [f"size/{bisect_right(_SIZES, len(discussion))}"]
    found += _quote_signs(evidence, place, other)
    found += _name_signs(evidence, place, other)
    day, later = discussion.days[place], discussion.earliest_later[place]
    if day is not None and later < day:
        found.append("inside, above" if above else "inside")
    if above:
        found.append("above")
        found += _above_signs(evidence, place, other)
    if "you" in evidence.traits[place]:
        found.append("you")
    if discussion.persons[place] and discussion.persons[place] == discussion.persons[other]:
        found.append("oneself")
        if "corrects" in evidence.traits[place]:
            found.append("corrects oneself")
    return found


def _quote_signs(evidence: Evidence, place: int, other: int) -> list[str]:
    discussion = evidence.discussion
    quoted = discussion.quoted[place]
    if not quoted:
        return []
    most, words = max(quoted.values()), quoted.get(other, 0)
    found = []
    if words:
        found.append(_kind_of_quote(evidence, place, other, words, most))
    elif any(source != ARTICLE for source in quoted):
        found.append("quotes another")
    if quoted.get(ARTICLE, 0) > words:
        found.append("quotes the article")
    sources = {discussion.persons[source] for source in quoted if source != ARTICLE}
    if len(sources | discussion.cited[place].keys()) > 1:
        found.append("several")
    return found


def _kind_of_quote(evidence: Evidence, place: int, other: int, words: int, most: int) -> str:
    """Return the one sign for how a comment takes up another one's words."""
    discussion = evidence.discussion
    size = bisect_right(_QUOTE_SIZES, words)
    if discussion.texts[place].quoted:
        return f"marked/{size}" if words == most else "marked less"
    mine = [match for match in discussion.quotations[place] if match.source == other]
    if mine and mine[0].start == 0:
        return "opens with a sentence"
    if mine:
        return "a sentence"
    if other in discussion.opens_with[place]:
        return f"opens with words/{size}"
    return f"words/{size}"


def _name_signs(evidence: Evidence, place: int, other: int) -> list[str]:
    discussion = evidence.discussion
    target = discussion.persons[other]
    addressed, cited = discussion.addressed[place], discussion.cited[place]
    found = []
    if target in addressed:
        found.append(f"names/{addressed[target].value}")
    elif addressed and max(addressed.values()) > Address.MENTION:
        found.append("names another")
    if cited:
        if target in cited:
            found.append("cites first" if cited[target] else "cites")
        else:
            found.append("cites another")
    return found


def _above_signs(evidence: Evidence, place: int, other: int) -> list[str]:
    discussion = evidence.discussion
    found: list[str] = []
    if discussion.responds[place]:
        found.append(discussion.responds[place])
    if discussion.is_host[place]:
        is_sure = evidence.kind_of_host(place) == "host"
        kind = "host" if is_sure else "host by activity"
        found.append(f"{kind}, asked" if evidence.asks[other] else kind)
    elif evidence.ends_asking[other]:
        found.append("asked")
    return found


def reason(evidence: Evidence, place: int, other: int, parent: int | None) -> str:
    """Return in a few words why ``place`` seems to answer ``other``.

    Args:
        evidence: Of the discussion.
        place: The comment.
        other: The comment it seems to answer.
        parent: Whom that one seems to answer; None at top level.
    """
    discussion = evidence.discussion
    comments = discussion.comments
    name = _called(comments[other])
    seen = frozenset(signs(evidence, place, other))
    words = _quoted(evidence, place, other, name)
    told_above = False
    for sign, text in _spoken(comments[place], comments[other]):
        if sign in seen and not (sign in _ABOVE and told_above):
            words.append(text)
            told_above = told_above or sign in _ABOVE
    person = discussion.persons[place]
    if parent is not None and person and person == discussion.persons[parent] and not words:
        words.append(f"takes turns with {name}")
    words += [_AFFECTS[t] for t in evidence.traits[place] if t in _AFFECTS and "above" in seen]
    if not words or seen & {"inside", "inside, above"}:
        words += _alike(evidence, place, other)
    if not words:
        words = ["stands right below it" if "above" in seen else f"speaks of what {name} wrote"]
    return "; ".join(words[:2])


def _quoted(evidence: Evidence, place: int, other: int, name: str) -> list[str]:
    """Return how a comment quotes another one, if it does."""
    discussion = evidence.discussion
    if not discussion.quoted[place].get(other):
        return []
    quotations = [m for m in discussion.quotations[place] if m.source == other]
    if any(match.start == 0 for match in quotations):
        return [f"opens with a sentence of the comment by {name}"]
    if quotations or discussion.texts[place].quoted:
        return [f"quotes the comment by {name}"]
    return []


def _spoken(author: CommentContent, target: CommentContent) -> tuple[tuple[str, str], ...]:
    """Return what is said of each sign, the most telling first.

    Args:
        author: The comment that has the sign.
        target: The comment it seems to answer.
    """
    name = _called(target)
    how = "number" if target.pseudonym is not None else "name"
    host = "the article’s author" if author.article_author else "the magazine’s staff"
    return (
        ("cites first", f"opens with a quotation of {name}"),
        ("cites", f"cites {name}"),
        (f"names/{Address.OPENING.value}", f"addresses {name} by {how}"),
        (f"names/{Address.EARLY.value}", f"names {name} at the start"),
        ("host, asked", f"{host} answers the question just above"),
        ("host by activity, asked", "answers the question just above, as this author often does"),
        ("host", f"{host} responds to the comment just above"),
        ("host by activity", "responds to the comment just above, as this author often does"),
        ("responds", "responds to the comment just above"),
        ("asked", "answers the question just above"),
        ("inside, above", "stands before comments of older dates, so inside a thread"),
        ("inside", "stands before comments of older dates, so inside a thread"),
        ("corrects oneself", "corrects a comment of one’s own"),
        ("oneself", "adds to a comment of one’s own"),
        ("turns to", "turns to the one who wrote just above"),
        (f"names/{Address.MENTION.value}", f"names {name}"),
        *((sign, f"repeats words of the comment by {name}") for sign in _RECURRING),
    )


_AFFECTS = {"thanks": "gives thanks for it", "agrees": "agrees", "reacts": "reacts to it"}


def _called(comment: CommentContent) -> str:
    return comment.author or f"#{comment.id}"


def _alike(evidence: Evidence, place: int, other: int) -> list[str]:
    if evidence.discussion.likeness(place, other) < _ALIKE:
        return []
    rare = evidence.discussion.shared_terms(place, other)[:_RARE]
    return [f"shares the words {', '.join(f'“{word}”' for word in rare)}"]
