"""One discussion, prepared for the questions that inference asks of it."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from ipvm_desktop.domain.article import ArticleContent
from ipvm_desktop.domain.comment import CommentContent
from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.replies.addressing import Address, People, Response, person_of, response
from ipvm_desktop.replies.passages import ARTICLE, SHINGLE, Match, PassageIndex, set_off
from ipvm_desktop.replies.texts import CommentText, take_apart, word_set, words_of

STOP_WORDS = word_set(
    "the a an and or but if then of to in on for with at by from is are was were be been "
    "am i you he she it we they me him her us them my your his its our their this that "
    "these those as so not no do does did have has had will would can could should just "
    "there here what which who how when where why all any some more most very too also "
    "than about into out up down over under again only own same such other because while "
    "get got like one im it's don't i'm that's der die das und ich ist nicht ein eine es "
    "zu den mit sich auch auf"
)
_HOST_COMMENTS = 3
_HOST_RESPONSES = 2
_HOST_SHARE = 0.2
_HOST_LEAD = 1.5
_SURE_QUOTE = 7
_WHOLE_MESSAGE = 30
_SHORT_QUOTE = 5
_QUOTE_TERMS = 3
_MARKED_WORDS = 3
# Of known discussions, what more than five share is a quotation in none.
_MOST_QUOTING = 5
_MOST_QUOTING_SHARE = 0.02
_CLOSING = ('"', "'", ")", "]")


class Discussion:
    """An article's flat comments, each by its place from 0.

    Attributes:
        article: The article.
        comments: In the source's order.
        texts: Each comment's text, taken apart.
        persons: Who wrote each, told apart within the page; "" where unknown.
        responds: Whether each opens as one answers a person.
        spoken: How many comments each person wrote.
        is_host: By place, whether its author speaks for the article: its author, staff, or,
            where the source marks neither, the one who by far writes most or mostly responds.
        days: When each was posted, in days; with a fraction only where all times are known.
        is_precise: Whether ``days`` have a time of day.
        earliest_later: The earliest day of all comments after each.
        terms: The words of each that carry meaning.
        taken: The runs of words that each shares with an earlier text.
        quotations: Of these, the ones set off from the comment's own words.
        quoted: By place, how many words each takes from which source.
        opens_with: By place, the sources whose words it opens with.
        addressed: Whom each speaks to.
        cited: Whose words each announces, and whether it opens so.
    """

    def __init__(self, article: ArticleContent, comments: Sequence[CommentContent]) -> None:
        """Prepare everything that does not depend on who answers whom."""
        self.article = article
        self.comments = comments
        self.texts: list[CommentText] = [take_apart(each.body_text) for each in comments]
        self.persons = [person_of(each) for each in comments]
        self.spoken = Counter(self.persons)
        self.responds = [response(text.own) for text in self.texts]
        self.is_host = self._hosts()
        self.days, self.is_precise = days_of([each.posted for each in comments])
        self.earliest_later = _earliest_later(self.days)
        self._set_terms(words_of(f"{article.title}\n{article.body_text}"))
        people = People(comments)
        own = list(zip(self.texts, self.persons, strict=True))
        self.addressed: list[dict[str, Address]] = [people.addressed(*each) for each in own]
        self.cited: list[dict[str, bool]] = [people.cited(*each) for each in own]
        self.byline = frozenset(
            word for name in article.byline for word in words_of(name) if len(word) > 2
        )

    def __len__(self) -> int:
        return len(self.comments)

    def _hosts(self) -> list[bool]:
        marked = [each.article_author or each.staff for each in self.comments]
        if any(marked):
            return marked
        host = self._most_active() or self._most_responding()
        return [bool(host) and person == host for person in self.persons]

    def _most_active(self) -> str:
        """Return who by far writes most, or ""."""
        known = [pair for pair in self.spoken.most_common(3) if pair[0]]
        if not known or known[0][1] < max(_HOST_COMMENTS, _HOST_SHARE * len(self.comments)):
            return ""
        if len(known) > 1 and known[0][1] < _HOST_LEAD * known[1][1]:
            return ""
        return known[0][0]

    def _most_responding(self) -> str:
        """Return who more than once, and mostly, opens by responding to somebody, or ""."""
        responses = Counter(
            person
            for person, how in zip(self.persons, self.responds, strict=True)
            if person and how is Response.RESPONDS
        )
        for person, count in responses.most_common(1):
            if count >= _HOST_RESPONSES and 2 * count >= self.spoken[person]:
                return person
        return ""

    def _set_terms(self, article: list[str]) -> None:
        self.terms: list[frozenset[str]] = [text.vocabulary - STOP_WORDS for text in self.texts]
        self.article_terms = frozenset(article) - STOP_WORDS
        counts = Counter(chain.from_iterable(self.terms))
        size = len(self.comments) + 1
        # Squared inverse document frequency, within this discussion.
        self.weight = {word: math.log(size / count) ** 2 for word, count in counts.items()}
        weight = self.weight
        self._norms = [math.sqrt(math.fsum(map(weight.__getitem__, terms))) for terms in self.terms]
        self._find_passages(article)

    def _find_passages(self, article: list[str]) -> None:
        index = PassageIndex(article)
        found: list[list[Match]] = []
        marked: list[list[Match]] = []
        for place, text in enumerate(self.texts):
            found.append([m for m in index.matches(text.words) if self._is_quote(place, m)])
            marked.append(index.matches(text.quoted) if text.quoted else [])
            index.add(place, text.words, found[-1])
        common = self._said_by_many(found)
        self.taken: list[list[Match]] = []
        self.quotations: list[list[Match]] = []
        self.quoted: list[dict[int, int]] = []
        self.opens_with: list[set[int]] = []
        for place, text in enumerate(self.texts):
            taken = [m for m in found[place] if self._opening(place, m) not in common]
            quoted: dict[int, int] = {}
            for match in taken:
                quoted[match.source] = max(quoted.get(match.source, 0), match.equal)
            for match in marked[place]:
                quoted[match.source] = quoted.get(match.source, 0) + match.equal
            self.taken.append(taken)
            # Who marks quotes does not also quote without marks.
            is_bare = taken and not text.quoted
            self.quotations.append(set_off(text.own, taken) if is_bare else [])
            self.quoted.append({s: n for s, n in quoted.items() if n > _MARKED_WORDS})
            self.opens_with.append({m.source for m in taken if m.start <= _MARKED_WORDS})

    def _said_by_many(self, found: Sequence[Sequence[Match]]) -> set[tuple[object, ...]]:
        """Return how runs open that too many share with one comment for all to quote it.

        Everybody posts the same command, address or signature.
        """
        counts = Counter(
            opening
            for place, matches in enumerate(found)
            for opening in {self._opening(place, m) for m in matches if m.source != ARTICLE}
        )
        most = max(_MOST_QUOTING, int(_MOST_QUOTING_SHARE * len(found)))
        return {opening for opening, count in counts.items() if count > most}

    def _opening(self, place: int, match: Match) -> tuple[object, ...]:
        return match.source, *self.texts[place].words[match.start : match.start + SHINGLE]

    def _is_quote(self, place: int, match: Match) -> bool:
        """Say whether a shared run is too long, or too much of a sentence, to be chance."""
        text = self.texts[place]
        words = text.words
        if match.end - match.start == len(words):
            return False  # posted twice, or said by everybody
        is_end = match.end == len(words) and match.start > 0
        if is_end and match.equal < _WHOLE_MESSAGE and not text.own.rstrip().endswith(_CLOSING):
            return False  # a signature, or what a place puts below each comment
        if match.equal >= _SURE_QUOTE:
            return True
        if match.equal < _SHORT_QUOTE and match.start:
            return False
        run = words[match.start : match.end]
        terms = len(frozenset(run) - STOP_WORDS)
        return match.equal > SHINGLE and terms >= _QUOTE_TERMS

    def likeness(self, place: int, other: int) -> float:
        """Return the cosine of two comments' terms, weighted by rareness; 0 to 1."""
        common = self.terms[place] & self.terms[other]
        if not common:
            return 0.0
        # Exact, since sets have another order each time the program runs.
        weight = math.fsum(map(self.weight.__getitem__, common))
        return weight / ((self._norms[place] * self._norms[other]) or 1.0)

    def shared_terms(self, place: int, other: int) -> list[str]:
        """Return the terms two comments share, the rarest first."""
        common = self.terms[place] & self.terms[other]
        return sorted(common, key=lambda word: (-self.weight[word], word))

    def gap(self, place: int, other: int) -> float | None:
        """Return by how many days a comment is later than another; None where unknown."""
        here, there = self.days[place], self.days[other]
        return None if here is None or there is None else here - there


def days_of(moments: Sequence[Moment | None]) -> tuple[list[float | None], bool]:
    """Return times in days, and whether all of them have a time of day."""
    known = [moment for moment in moments if moment is not None]
    timed = [moment for moment in known if isinstance(moment, dt.datetime)]
    if not known or len(timed) < len(known):
        return [None if m is None else float(m.toordinal()) for m in moments], False
    aware = all(moment.tzinfo is not None for moment in timed)
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

    def day(moment: Moment | None) -> float | None:
        if not isinstance(moment, dt.datetime):
            return None
        # Without a zone everywhere, the printed clock is all there is.
        known_zone = moment if aware else moment.replace(tzinfo=dt.UTC)
        return (known_zone - epoch) / dt.timedelta(days=1)

    return [day(moment) for moment in moments], True


def _earliest_later(days: Sequence[float | None]) -> list[float]:
    later = [math.inf] * len(days)
    earliest = math.inf
    for place in range(len(days) - 1, -1, -1):
        later[place] = earliest
        day = days[place]
        if day is not None and day < earliest:
            earliest = day
    return later
