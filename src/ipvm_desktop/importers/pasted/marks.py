"""Lines of blogs and magazines that open or close a comment: who speaks, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ipvm_desktop.importers.pasted.lines import DateFound, Lines, find_date, is_name

_VERBS = (
    r"(?:says?|said|wrote|writes|added|commented|replied|schrieb|schreibt|sagte?|meinte?|"
    r"a dit|dit|a écrit|dice|dijo|escribió|ha detto|scrive|disse|diz|escreveu|zegt|schreef|pisze|"
    r"napisała?|mówi|говорит|пишет|skrev|skriver|säger|sanoo|dedi ki|diyor ki|より|"
    r"说道?|說道?|님의 말|يقول|قال)"
)
_VERB = re.compile(rf"(?<![a-z]){_VERBS}", re.IGNORECASE)
_SAYS = re.compile(
    rf"(?P<before>[-–/|,.·• ]*(?:on[-–/|,.·• ]+)?)"
    rf"(?P<author>[^-–/|,.·•\s].{{0,140}}?)[ ,]{{0,2}}(?<![a-z])"
    rf"(?P<verb>{_VERBS}) ?(?::|\.\.\.|…|,)? ?(?P<behind>.*)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^(?:\d{1,6}[.):]? |#\d{1,6} ?|\(\d{1,6}\) )")
_BEFORE = re.compile(
    r"^(?:\d{1,6}[.):]? |#\d{1,6} ?|\(\d{1,6}\) )?(?:(?:posted|commented?|written|submitted|left|"
    r"said|added|tracked|published)\b ?)?(?:by ?:? |: )?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"[ ,]*(?:[-–—|/·•@:]+ ?|\b(?:on|at|posted|says?|said|wrote|am|den)\b[ :]*)*\Z", re.IGNORECASE
)
_AFTER = re.compile(
    r"^(?:[-–—|/·•:,.)]+ ?|\b(?:by|from|von|par|por)\b:? ?|\d{4,} )*", re.IGNORECASE
)
_AFTER_END = re.compile(
    r"(?:[ ,|·•-]*(?:\b(?:says?|said|wrote|writes|commented|permalink|reply|link|up|via mobile|"
    r"edit|report|flag)\b|\(edit\)|#|\.\.\.|…|:))*\s*\Z",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"(?P<author>\S.*?) ?(?:respond(?:ed|s) to|repl(?:ied|ies) to|in (?:reply|response) to|→|▶) "
    r"(?P<to>\S.*)",
    re.IGNORECASE,
)
# "Ann Raywrote on March 4": the verb stood in an element of its own.
_GLUED_VERB = re.compile(r"(?<=\w)(?:wrote|said|says)\Z")
# How Invision Community opens a quote.
_QUOTING = re.compile(
    r"(?:On \d[\d/.-]+ at \d{1,2}:\d\d ?(?:[AP]M)?|"
    r"\d+ \w+ ago|Just now|\w+ at \d[\d:]+ ?[AP]M), \S.* said:",
    re.IGNORECASE,
)
_DAYWORD = re.compile(r" (?:on|at|am|le|el|il)\Z")
_DIGITS = re.compile(r"\d+")
_UNTOLD = re.compile(r" (?:wrote|said|says)\b", re.IGNORECASE)
_TO = re.compile(
    r"(?:in )?(?:response|reply) to (?P<to>[^,]{1,60})(?:,.*)?|@(?P<at>\S+)", re.IGNORECASE
)
_LONGEST_NAME, _LONGEST_BESIDE, _LONGEST_SIGNED = 60, 70, 140
# "The lower one, she says." is a sentence.
_OPENS = (":", "...", "…", ",", "-", "–")


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that opens or closes a comment.

    Attributes:
        line: Its index.
        shape: What stands around name and date; lines of one layout share it.
        author: As printed; None where the line holds none.
        date: As printed; None where the line holds none.
        to: The name that it answers, or None.
    """

    line: int
    shape: str
    author: str | None
    date: str | None
    to: str | None = None


def mark_of(text: Lines, index: int) -> Mark | None:
    """Return what a line tells of a comment's author or date, or None."""
    line = text.lines[index]
    if not line or len(line) > 200:
        return None
    date = text.date(index)
    says = _says(line, date, is_above_date=date is None and _is_date(text, text.below(index)))
    if says is not None:
        return Mark(index, "says", says, date.text if date else None)
    if date is None:
        return None
    return _dated(index, date)


def _is_date(text: Lines, index: int | None) -> bool:
    """Say whether a line is a date and nothing else."""
    date = text.date(index) if index is not None else None
    return date is not None and not date.before and not date.after


def _says(line: str, date: DateFound | None, *, is_above_date: bool) -> str | None:
    """Return who speaks where a line is "Ann says:", with a date before or behind it.

    Right above a date the colon may be missing.
    """
    # Trying all of it on each line of an article would take long.
    may_speak = date is not None or is_above_date or line.endswith(_OPENS)
    if not may_speak or _VERB.search(line) is None:
        return None
    plain = line
    if date is not None:
        plain = f"{date.before} {date.after}".strip()
    match = _SAYS.fullmatch(plain)
    if (
        match is None
        or (date is not None and _QUOTING.match(line))
        or (len(match["author"]) > _LONGEST_BESIDE and not is_above_date)
        or match["before"].strip(" -–/|,.·•") not in {"", "On", "on"}
    ):
        return None
    behind = match["behind"].strip(" .:-–|").casefold()
    if behind and (date is None or behind in {"on", "at", "am", "um", "le", "el", "il"}):
        return None
    author = _BEFORE.sub("", match["author"].lstrip("/|-–·• ."))
    author = author.removeprefix("On ").strip(" ,/|-")
    if date is not None and date.before:
        author = _DAYWORD.sub("", author)  # "Ann on March 4, 2021 said:"
    if is_above_date:
        # Some sign with their title and company.
        longest = _LONGEST_SIGNED if line.endswith(":") else _LONGEST_NAME
        return author if len(author) <= longest else None
    return author if (is_name(author) and line.endswith(_OPENS)) or date else None


def _dated(index: int, date: DateFound) -> Mark | None:
    before = _BETWEEN.sub("", _BEFORE.sub("", date.before)).strip(" ,|-–(")
    after = _AFTER_END.sub("", _AFTER.sub("", date.after)).strip(" ,|-–")
    if find_date(after) is not None:
        after = ""  # told twice: "Nov 06 2012 3:15 pm - 1 hour ago"
    # What trails behind differs from line to line: "up", "via mobile".
    answers = _ANSWERS.fullmatch(before)
    whole = date.before.replace(answers[0], answers["author"]) if answers else date.before
    whole = _COUNTED.sub("", whole)  # the first one of some pages has no number
    before = answers["author"] if answers else before
    shape = f"{_glue(whole, before)}{{}}{_glue(_AFTER_END.sub('', date.after), after)}"
    to = _TO.fullmatch(before) or _TO.fullmatch(after)
    if to is not None:
        return Mark(index, "{}", None, date.text, to["to"] or to["at"])
    if before and after:
        # A name on both sides is none: "Updated Mar 4 by the vendor's own account of it".
        if not is_name(before) or len(after) > 40:
            return None
        # "from Reno", "in Tests": what stands behind belongs to no layout.
        return Mark(index, f"{_glue(whole, before)}{{}}", before, date.text)
    name = before or after
    if name and not is_name(name):
        return None
    name = _GLUED_VERB.sub("", name)
    return Mark(index, shape, name or None, date.text, answers["to"] if answers else None)


def _glue(whole: str, name: str) -> str:
    """Return what is left of a text without the name: words and marks, numbers as one sign."""
    left = whole.replace(name, "@") if name else whole
    return _UNTOLD.sub("", _DIGITS.sub("0", left)).casefold()
