"""What speaks for a comment answering another one, and for its standing alone.

Evidence is a list of names. The model has a weight for each, and so has the script that
learns them; a name says what was seen, such as ``quotes/15`` or ``gap/1h``.
"""

from __future__ import annotations

from bisect import bisect_right

from ipvm_desktop.replies.addressing import Address
from ipvm_desktop.replies.discussion import Discussion
from ipvm_desktop.replies.passages import ARTICLE
from ipvm_desktop.replies.texts import word_set

Names = tuple[str, ...]

_YOU = word_set("you your you're yours you've you'll u du sie dein")
_THANKS = word_set("thanks thank thx ty cheers danke")
_AGREES = word_set(
    "agreed agree exactly yes yeah yep yup indeed true right absolutely correct same "
    "definitely ja genau stimmt"
)
_CORRECTS = word_set("correction edit edited typo oops errata erratum update addendum ps meant")
_REACTS = word_set(
    "no nope disagree actually but however not wrong well hmm really why what sorry oh ah "
    "ok okay sure haha lol good great nice nein aber doch"
)
_ARTICLE_WORDS = word_set(
    "article post report blog tutorial site piece story topic thread test coverage page "
    "review video artikel beitrag"
)
_OPENING = 4
_NEAR_OPENING = 6
_END_CHARS = 160

# Lower bounds of the classes, and their names.
_WORDS = ((8, 20, 50, 120), ("few", "short", "some", "long", "very long"))
_QUOTE_SIZES = (6, 9, 15, 30)
_QUOTED = tuple(f"quotes/{n}" for n in (1, *_QUOTE_SIZES))
_LESS = tuple(f"{name} less" for name in _QUOTED)
_OTHER = tuple(f"{name} another" for name in _QUOTED)
_ALONE_QUOTES = tuple(f"alone, {name}" for name in _QUOTED)
_ALONE_ARTICLE = tuple(f"alone, article {name}" for name in _QUOTED)
_LIKE = ((0.01, 0.03, 0.06, 0.1, 0.15, 0.25), tuple(f"like/{k}" for k in range(7)))
_TIMES = (
    (1 / 288, 1 / 24, 0.25, 1.0, 3.0, 10.0, 30.0),
    ("gap/0", "gap/5min", "gap/1h", "gap/6h", "gap/1d", "gap/3d", "gap/10d", "gap/30d"),
)
_DATES = (
    (1.0, 2.0, 4.0, 8.0, 31.0),
    ("days/0", "days/1", "days/2", "days/4", "days/8", "days/31"),
)
_SIZES = ((3, 6, 12, 30, 80), tuple(f"alone of {n}" for n in (1, 3, 6, 12, 30, 80)))
_RANKS = ("rank/0", "rank/1", "rank/2", "rank/3")
_DEPTHS = tuple(f"depth/{n}" for n in range(5))
_COVERS = ((0.1, 0.3, 0.6), tuple(f"alone, quotes share {n}" for n in range(4)))
_NAMED = {how: f"names/{how.value}" for how in Address}


def _class_of(value: float, classes: tuple[tuple[float, ...], tuple[str, ...]]) -> str:
    bounds, names = classes
    return names[bisect_right(bounds, value)]


def _up_to(words: int, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return all classes of size that a quotation reaches; rare large ones build on small."""
    return names[: bisect_right(_QUOTE_SIZES, words) + 1]


class Evidence:
    """Looks for evidence in one discussion, for comments one after the other."""

    def __init__(self, discussion: Discussion) -> None:
        """Note what each comment is like by itself."""
        self.discussion = discussion
        texts = discussion.texts
        self.asks = ["?" in text.own for text in texts]
        self.ends_asking = ["?" in text.own.rstrip()[-_END_CHARS:] for text in texts]
        self.traits = [self._traits(place) for place in range(len(texts))]
        self._latest: dict[str, int] = {}
        self._known = 0
        self._above: Names = ()
        self._farther: Names = ()

    def _traits(self, place: int) -> tuple[str, ...]:
        """Return what a comment is like, whomever it answers."""
        discussion = self.discussion
        text = discussion.texts[place]
        opening = text.words[:_OPENING]
        traits = [_class_of(len(text.words), _WORDS)]
        if not _THANKS.isdisjoint(opening):
            traits.append("thanks")
        if (opening and opening[0] in _AGREES) or text.own.lstrip().startswith("+1"):
            traits.append("agrees")
        if opening and opening[0] in _CORRECTS:
            traits.append("corrects")
        if opening and opening[0] in _REACTS:
            traits.append("reacts")
        if not _YOU.isdisjoint(text.vocabulary):
            traits.append("you")
        if self.asks[place]:
            traits.append("asks")
        if discussion.is_host[place]:
            traits.append(self.kind_of_host(place))
        person = discussion.persons[place]
        if person and discussion.spoken[person] == 1:
            traits.append("once")
        return tuple(traits)

    def kind_of_host(self, place: int) -> str:
        """Return "host" for the article's author and staff, "active" for one who acts like it."""
        comment = self.discussion.comments[place]
        return "host" if comment.article_author or comment.staff else "active"

    # Of a pair of comments, wherever they stand

    def of_pair(self, place: int, other: int) -> Names:
        """Return the evidence for ``place`` answering ``other``."""
        discussion = self.discussion
        person, target = discussion.persons[place], discussion.persons[other]
        found = [
            _class_of(discussion.likeness(place, other), _LIKE),
            self.gap_class(place, other),
        ]
        if self.asks[other]:
            found.append("asked")
        if discussion.is_host[other]:
            found.append(_TO_HOST[self.kind_of_host(other)])
        if discussion.is_host[place]:
            kind = self.kind_of_host(place)
            if self.asks[other]:
                found.append(_HOST_ASKED[kind])
            if discussion.is_host[other]:
                found.append("host to host")
        if person and person == target:
            found.append("oneself")
        if discussion.addressed[place] or discussion.cited[place]:
            found += self._names(place, target, self._spoke_since(target, other))
        if discussion.quoted[place]:
            found += self._quotes(place, other)
        return tuple(found)

    def _names(self, place: int, target: str, spoke_since: bool) -> list[str]:
        addressed, cited = self.discussion.addressed[place], self.discussion.cited[place]
        found = []
        if addressed:
            how = addressed.get(target)
            if how is not None:
                found.append(_NAMED[how] + (" before" if spoke_since else ""))
            else:
                found.append(f"{_NAMED[max(addressed.values())]} another")
        if cited:
            if target in cited:
                words = "cites first" if cited[target] else "cites"
                found.append(f"{words} before" if spoke_since else words)
            else:
                found.append("cites another")
        return found

    def _quotes(self, place: int, other: int) -> list[str]:
        quoted = self.discussion.quoted[place]
        most = max(quoted.values())
        words = quoted.get(other)
        if words is None:
            if any(source != ARTICLE for source in quoted):
                return list(_up_to(most, _OTHER))
            return []
        found = list(_up_to(words, _QUOTED if words == most else _LESS))
        if other in self.discussion.opens_with[place]:
            found.append("opens with it")
        if self.discussion.texts[place].quoted:
            found.append("quotes with marks")
        if self.discussion.persons[other] in self.discussion.cited[place]:
            found.append("quotes and cites")
        return found

    def gap_class(self, place: int, other: int) -> str:
        """Return how much later than another a comment was posted, as evidence."""
        gap = self.discussion.gap(place, other)
        if gap is None:
            return "gap unknown"
        if gap < 0:
            return "older" if self.discussion.is_precise else "older by days"
        return _class_of(gap, _TIMES if self.discussion.is_precise else _DATES)

    def _spoke_since(self, person: str, place: int) -> bool:
        """Whether a person spoke again between ``place`` and the comment looked at."""
        return bool(person) and self._latest.get(person, place) > place

    def advance(self, place: int) -> None:
        """Look at ``place`` next; places must come in order."""
        persons = self.discussion.persons
        for each in range(self._known, place):
            self._latest[persons[each]] = each
        self._known = place
        self._above = tuple([_NEAR[trait] for trait in self.traits[place]])
        self._farther = tuple([_FAR[trait] for trait in self.traits[place]])

    # Of where the other comment stands

    def of_place(self, place: int, other: int, rank: int, depth: int, parent: int | None) -> Names:
        """Return the evidence in where the other comment stands.

        Args:
            place: The comment looked at.
            other: The comment it may answer.
            rank: 0 for the one right above, or the nearest; larger is farther, up to 3.
            depth: Of the other comment.
            parent: Whom the other comment answers; None at top level.
        """
        discussion = self.discussion
        rank = min(rank, 3)
        found = [_RANKS[rank], _DEPTHS[min(depth, 4)]]
        person = discussion.persons[place]
        same = bool(person) and person == discussion.persons[other]
        if same:
            found.append(_RANKED["oneself"][rank])
            if "corrects" in self.traits[place]:
                found.append("corrects oneself")
        elif parent is not None and person and discussion.persons[parent] == person:
            found += ("turn", _RANKED["turn"][rank])
        if self.ends_asking[other]:
            found.append(_RANKED["asked"][rank])
        if discussion.is_host[place]:
            kind = self.kind_of_host(place)
            found.append(_RANKED[kind][rank])
            if not depth:
                found.append(_HOST_TOP[kind])
        if discussion.responds[place]:
            found.append(_RANKED[discussion.responds[place]][rank])
        return (*found, *(self._farther if rank else self._above))

    # Of standing alone

    def of_top(self, place: int) -> Names:
        """Return the evidence for a comment, not the first one, that answers the article."""
        discussion = self.discussion
        above = place - 1
        person = discussion.persons[place]
        found = ["alone", _class_of(len(discussion), _SIZES)]
        found += [_ALONE[trait] for trait in self.traits[place]]
        found.append(f"alone, {self.gap_class(place, above)}")
        if person and person == discussion.persons[above]:
            found.append("alone, same above")
        if discussion.is_host[above]:
            found.append(_HOST_ABOVE[self.kind_of_host(above)])
        if self.ends_asking[above]:
            found.append("alone, asked above")
        if person and discussion.spoken[person] > 1:
            found.append("alone, again" if person in self._latest else "alone, first")
        found += self._top_words(place)
        return tuple(found)

    def _top_words(self, place: int) -> list[str]:
        """Return the evidence in the comment's own words for its standing alone."""
        discussion = self.discussion
        text = discussion.texts[place]
        found = []
        addressed, cited = discussion.addressed[place], discussion.cited[place]
        if addressed:
            found.append(f"alone, {_NAMED[max(addressed.values())]}")
        if cited:
            found.append("alone, cites first" if any(cited.values()) else "alone, cites")
        if discussion.responds[place]:
            found.append(_ALONE[discussion.responds[place]])
        opening = frozenset(text.words[:_NEAR_OPENING])
        if opening & discussion.byline:
            found.append("alone, names the author")
        if opening & _ARTICLE_WORDS or (len(text.words) < 25 and text.vocabulary & _ARTICLE_WORDS):
            found.append("alone, article word")
        terms = discussion.terms[place]
        if terms:
            share = len(terms & discussion.article_terms) / len(terms)
            found.append(_class_of(share, _SHARES))
        found += self._top_quotes(place)
        return found

    def _top_quotes(self, place: int) -> list[str]:
        discussion = self.discussion
        quoted = discussion.quoted[place]
        if not quoted:
            return ["alone, marks unknown"] if discussion.texts[place].quoted else []
        article = quoted.get(ARTICLE, 0)
        most = max((n for source, n in quoted.items() if source != ARTICLE), default=0)
        found: list[str] = []
        if most:
            found += _up_to(most, _ALONE_QUOTES)
        if article:
            found += _up_to(article, _ALONE_ARTICLE)
            found.append("alone, article most" if article > most else "alone, article less")
        sources = {discussion.persons[s] for s in quoted if s != ARTICLE}
        if len(sources | discussion.cited[place].keys()) > 1:
            found.append("alone, several")
        words = len(discussion.texts[place].words)
        taken = sum(match.end - match.start for match in discussion.taken[place])
        if taken:
            found.append(_class_of(taken / words, _COVERS))
        return found


_SHARES = ((0.1, 0.25, 0.5), tuple(f"alone, article terms {n}" for n in range(4)))
_ALL_TRAITS = (
    *_WORDS[1], "thanks", "agrees", "corrects", "reacts", "you", "asks", "host", "active", "once",
)  # fmt: skip
_NEAR = {trait: f"{trait} @above" for trait in _ALL_TRAITS}
_FAR = {trait: f"{trait} @farther" for trait in _ALL_TRAITS}
_ALONE = {trait: f"alone, {trait}" for trait in (*_ALL_TRAITS, "responds", "turns to")}
_RANKED = {
    name: tuple(f"{name} {rank}" for rank in _RANKS)
    for name in ("oneself", "turn", "asked", "host", "active", "responds", "turns to")
}
_TO_HOST = {kind: f"to the {kind}" for kind in ("host", "active")}
_HOST_ASKED = {kind: f"{kind}, asked" for kind in ("host", "active")}
_HOST_TOP = {kind: f"{kind} to top" for kind in ("host", "active")}
_HOST_ABOVE = {kind: f"alone, {kind} above" for kind in ("host", "active")}
