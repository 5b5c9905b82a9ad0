"""What the window says of people: names, affiliations over time, where they wrote. No Qt here."""

from __future__ import annotations

from ipvm_desktop.domain.moment import format_months
from ipvm_desktop.domain.people import Affiliation, Participant, Person
from ipvm_desktop.domain.person import brief_name
from ipvm_desktop.render._line import ISOLATE, isolated
from ipvm_desktop.ui.counted_words import counted

_LEFT_TO_RIGHT = "\u200e"
BOUND = (
    "The magazine numbers undisclosed people anew on each page. This is one person in this"
    " article only; the same name below another article is somebody else."
)


def short_name(person: Participant) -> str:
    """Return a name for little room: of a pseudonym only role and number."""
    return person.name if person.pseudonym is None else brief_name(person.name)


def behind(name: str, words: str) -> str:
    """Return words to stand behind a name, which stay there whatever the name's script."""
    is_turning = isolated(name).startswith(ISOLATE)
    return f"{_LEFT_TO_RIGHT if is_turning else ''} · {words}"


def affiliation_line(affiliation: Affiliation) -> str:
    """Return such as "Acme Locks, Mar 2019 – Jan 2021, 12 comments"."""
    when = format_months(affiliation.first, affiliation.last)
    parts = (affiliation.name, when, counted(affiliation.comments, "comment"))
    return ", ".join(part for part in parts if part)


def figures(person: Person) -> str:
    """Return how much a person wrote, where and when."""
    days = [article.first for article in person.articles if article.first]
    days += [day for one in person.affiliations for day in (one.first, one.last) if day]
    when = format_months(min(days, default=None), max(days, default=None))
    where = counted(len(person.articles), "article")
    wrote = f"{counted(person.comments, 'comment')} on {where}"
    return f"{wrote}, {when}" if when else wrote


def tool_tip(person: Participant) -> str:
    """Return all that a chip has no room for, a line each."""
    lines = [*person.names, counted(person.comments, "comment")]
    lines += [affiliation_line(affiliation) for affiliation in person.affiliations]
    if person.pseudonym is not None:
        lines.append("One person in this article only")
    lines.append("Click for these comments only, Ctrl+click to add them")
    return "\n".join(lines)
