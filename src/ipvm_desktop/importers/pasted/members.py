"""What boards print beside a post: a member's name, rank and facts such as the day of joining."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ipvm_desktop.importers.pasted.lines import Lines, is_name

FACT = re.compile(
    r"(?:Joined|Join Date|Registered|Registriert|Mitglied seit|Messages|Posts|Beiträge|Topics|"
    r"Threads|Reaction score|Reputation|Rep Power|Points|Solutions?|Location|Wohnort|Age|Media|"
    r"Website|Likes|Likes Received|Thanks|Thanked|Trophy Points|Gender|Country|From|Group|"
    r"Member No\.?|Upvotes|Karma|Activity|Merit|Primary OS|Interests|Occupation):?(?: .*)?"
    r"|[\d,.]+k? (?:posts?|Beiträge|messages?|solutions?|reputation|topics?|threads?|likes?)"
    r"|\*{1,8}|★+|Offline|Online|.{1,60} is (?:offline|online)"
    r"|(?:Received|Gave|Given) [\d,]+ .*",
    re.IGNORECASE,
)
# Nothing that a post would say in a line of its own.
RANK = re.compile(
    r"(?:(?:Super|Global|Forum|Site|Senior|Junior|Full|New|Sr\.?|Jr\.?|Hero|Active|Well-known|"
    r"Registered|Premium|Visiting|Board|Section|Guest) )*"
    r"(?:Members?|Moderators?|Mod|Admin|Administrators?|Staff|Guests?|Users?|Newbie|Participant|"
    r"Keymaster|Topic Starter|Thread Starter|Original Poster|Posting Freak|Mitglied|Benutzer|"
    r"Anfänger(?:in)?|Moderatorin|Gast|Veteran|Regular|Apprentice|Fortgeschrittener|Profi)"
    r"|Away|Level \d+|(?:Topic|Thread) Starter",
    re.IGNORECASE,
)
# Between a date and the facts may stand what tells no more than where something is.
_LABELLED = re.compile(r"[A-Z][\w ]{1,18}:(?: ?\S.{0,40})?")
_PRESENT = re.compile(r" (?:Offline|Online|Away)\Z")
# Some print it below the post.
_PRESENCE = frozenset(("Offline", "Online"))
_PLAIN = re.compile(r"[\d,.]+k?(?: +[\d,.]+)*|[A-Z][a-z]{2} \d{1,2}, \d{4}|.")
BUTTONS = re.compile(
    r"(?:Like|Reply|Quote|Multi-?Quote|Reply With Quote|Zitieren|Report|Melden|Share|Teilen|Top|"
    r"Nach oben|Back to top|Find|Logged|Report to moderator.*|Upvote|Bookmark|Add bookmark|New|"
    r"Reactions:.*|•••|PM|WWW|Email|E-Mail|Profile|Profil|Website|Like this post|"
    r"Share this post|Link to post|Share on other sites|More sharing options\.\.\.|Copy Post|"
    r"Inhalt melden|User avatar|Benutzeravatar|Print view|Druckansicht|"
    r"OP|Offline|Online|Comments|Parent|Parent Share|Activity|twitter facebook|"
    r"(?:(?:\S )*|\S{1,40} )\d+ (?:Repl(?:y|ies) Last reply|Antwort(?:en)? Letzte Antwort).*|"
    r"(?:Reply Quote|Antworten Zitieren) -?\d+|"
    r"\d+ · Share on Facebook.*|Online status:.*|WhatsApp|Telegram|Twitter|Facebook|"
    r".{1,80} (?:likes? this|reacted to this)(?: post)?\.?|"
    r"\d+ (?:people|members?|users?) (?:likes?|liked|reacted to) this(?: post)?\.?|.)",
    re.IGNORECASE,
)
# A button of some boards, and how many a post ends: no name and no fact, but left in the text.
_THANKS = "Thanks"
_MOST = 20
_MOST_NAMES = 4
_MOST_BETWEEN = 2
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Member:
    """Who wrote a post.

    Attributes:
        first: The first line of the block.
        last: Its last line.
        name: As printed.
        title: A rank or the like, or None.
    """

    first: int
    last: int
    name: str
    title: str | None


def member_above(text: Lines, line: int, least: int, *, own_titles: bool = True) -> Member | None:
    """Return the member whose block ends above a line.

    Args:
        text: The copy.
        line: That line, such as the post's date.
        least: The block begins no further up.
        own_titles: Any line between name and facts is a title; otherwise known ranks only, because
            nothing tells the text above from the name.
    """
    block: list[int] = []
    place = text.above(line, least)
    while place is not None and len(block) < _MOST:
        block.append(place)
        place = text.above(place, least)
    names = _names(text, block[_facts(text, block) :])
    if not own_titles:
        ranks = 0
        while ranks < len(names) - 1 and RANK.fullmatch(text.lines[names[ranks]]):
            ranks += 1
        del names[ranks + 1 :]
    if not names:
        return None
    title = text.lines[names[-2]] if len(names) > 1 else None
    return Member(names[-1], block[0], _PRESENT.sub("", text.lines[names[-1]]), title)


def _facts(text: Lines, block: Sequence[int]) -> int:
    """Return how many lines of a block, from the last one up, are facts about a member."""
    last = -1
    is_labelled = False
    for number, each in enumerate(block):
        said = text.lines[each]
        if len(said) > 1 and said not in _PRESENCE and _is_button(said):
            break
        if not _is_fact(said):
            continue
        # What stands below one lone number is a name rather than a town.
        is_bridge = FACT.fullmatch(said) is not None or (
            not is_labelled and _is_fact(text.lines[block[min(number + 1, len(block) - 1)]])
        )
        if number - last > (_MOST_BETWEEN if is_bridge else 1):
            break
        last, is_labelled = number, is_labelled or FACT.fullmatch(said) is not None
    return last + 1


def _names(text: Lines, block: Sequence[int]) -> list[int]:
    """Return the lines above the facts that may be a name, or a title below it."""
    names: list[int] = []
    for each in block:
        said = text.lines[each]
        is_other = _is_fact(said) or _is_button(said)
        if is_other or not is_name(said) or len(names) == _MOST_NAMES:
            break
        names.append(each)
        # A rank is never alone; the name may stand in a paragraph of its own.
        is_apart = each > 0 and not text.lines[each - 1] and not RANK.fullmatch(said)
        if is_apart or _PRESENT.search(said) or text.has(f"Thread starter {said}"):
            break
    return names


def member_below(text: Lines, line: int, end: int) -> Member | None:
    """Return the member whose block begins below a line, or None where no fact or rank follows."""
    name = text.below(line, end)
    if name is not None and len(text.lines[name]) == 1:
        name = text.below(name, end)  # the first letter stands for a picture
    if name is None or not is_name(text.lines[name]):
        return None
    last, title, between = None, None, 0
    place = text.below(name, end)
    is_value = False
    while place is not None and between <= _MOST_BETWEEN:
        said = text.lines[place]
        # A rank stands right below the name, or below another one.
        is_told = FACT.fullmatch(said) is not None and (between == 0 or said not in _PRESENCE)
        is_told = is_told or (between == 0 and RANK.fullmatch(said) is not None)
        if is_told or (is_value and len(said) <= _LONGEST_TITLE):
            last, between = place, 0
            # "Posts" stands above its number.
            is_value = is_told and FACT.fullmatch(said) is not None and " " not in said.strip(":")
        elif len(said) > _LONGEST_TITLE:
            break
        else:
            between += 1
        if title is None and not FACT.fullmatch(said):
            title = said
        place = text.below(place, end)
    if last is None:
        return None
    return Member(name, last, text.lines[name], title)


def _is_button(line: str) -> bool:
    return line == _THANKS or BUTTONS.fullmatch(line) is not None


def _is_fact(line: str) -> bool:
    return any(kind.fullmatch(line) for kind in (FACT, _PLAIN, _LABELLED))
