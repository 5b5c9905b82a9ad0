"""Names, avatars, affiliations and badges: the lines around a comment's date."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ipvm_desktop.domain.person import split_pseudonym
from ipvm_desktop.importers.ipvm_text.page import day_of_line, word_set

STAFF = "IPVM"
SEPARATOR = " • "
_BADGE = "IPVMU"
_AVATAR = "Avatar"

_LONGEST_NAME = 80
_LONGEST_AFFILIATION = 120
_MOST_WORDS = 7
_MOST_PERSONAL_WORDS = 4
_PARTICLES = word_set(
    "al and bin da dal de del della den der di do dos du el la le of ter van von y zu"
)
_NO_NAME_END = frozenset(":;!?,*")
_PERSONAL = re.compile(r"[^\W\d_][^\d_]*\Z")
# Words of titles, headings and companies, never of people.
_NO_NAMES = word_set(
    "a about an are can chapter company corporation do does for from how in inc is it its llc ltd "
    "my new no not of on our some the these this to two university version we what when where "
    "which who why with you your"
)
_COMPANY_END = re.compile(r"\b(?:Inc|Ltd|Corp|Co|LLC|Cos|Bros|Intl|Assoc|L\.P|S\.A)\.\Z")
_LINK = re.compile(r"https?://|www\.|\.com\b")
_AND = re.compile(r"\s*,\s*(?:and\s+|&\s*)?|\s+and\s+|\s+&\s+")
_NAME_SUFFIX = re.compile(r"(?:Jr|Sr|Ph\.?D|M\.?D|CPP|PSP|Esq|[IVX]{2,4})\.?\Z")


@dataclass(frozen=True, slots=True)
class Affiliation:
    """What the line below a comment's date says of its author.

    Attributes:
        name: The company as printed, or None.
        badges: Such as "IPVMU Certified".
        staff: The author belongs to the magazine.
    """

    name: str | None = None
    badges: tuple[str, ...] = ()
    staff: bool = False


def split_affiliation(line: str) -> Affiliation:
    """Tell company and badges apart."""
    parts = [part.strip() for part in line.split(SEPARATOR.strip()) if part.strip()]
    names = [part for part in parts if not part.startswith(_BADGE)]
    return Affiliation(
        SEPARATOR.join(names) or None,
        tuple(part for part in parts if part.startswith(_BADGE)),
        STAFF in names,
    )


def is_known_affiliation(line: str) -> bool:
    """Say whether a line can be nothing but an affiliation."""
    if SEPARATOR in line:
        return len(line) <= _LONGEST_AFFILIATION
    return line == STAFF or (line.startswith(_BADGE) and len(line) < 60)


def may_be_affiliation(line: str) -> bool:
    """Say whether a line is short enough, and no sentence, to be an affiliation."""
    return len(line) <= 60 and len(line.split()) <= 8 and not _is_sentence(line)


def stands_as_affiliation(line: str) -> bool | None:
    """Say whether a line that a blank parts from the body is an affiliation.

    None when its place says yes, and its words say no.
    """
    if len(line) > _LONGEST_AFFILIATION:
        return False
    return None if _is_sentence(line) else True


def _is_sentence(line: str) -> bool:
    return line[-1] in ".?!:;,…" and _COMPANY_END.search(line) is None


def is_author(line: str) -> bool:
    """Say whether a line may be the author of a comment: a pseudonym or a name."""
    if not line or len(line) > _LONGEST_NAME or line[-1] in _NO_NAME_END:
        return False
    if split_pseudonym(line) is not None:
        return True
    words = line.split()
    if len(words) > _MOST_WORDS or _LINK.search(line) or day_of_line(line) is not None:
        return False
    if len(words) == 1:
        return line[0].isalnum() and any(char.isalpha() for char in line)
    # "van der Berg": a name may open with particles, but does not consist of them.
    while words[0] in _PARTICLES and len(words) > 1:
        del words[0]
    return _is_name_word(words[0]) and all(
        _is_name_word(word) or word in _PARTICLES for word in words[1:]
    )


def is_personal_name(line: str) -> bool:
    """Say whether a line reads as a person's full name, not as a title or a heading."""
    words = line.split()
    return (
        1 < len(words) <= _MOST_PERSONAL_WORDS
        and is_author(line)
        and all(_PERSONAL.match(word) and word.lower() not in _NO_NAMES for word in words)
    )


def _is_name_word(word: str) -> bool:
    first = word.lstrip("(\"'“‘#")[:1]
    return first.isalnum() and not first.islower()


def is_avatar(line: str, author: str) -> bool:
    """Say whether a line stands for the author's picture: "Avatar", or initials."""
    if line == _AVATAR:
        return True
    if len(line) > 4 or " " in line:
        return False
    # "UI" for "Undisclosed Integrator #1"; a middle or a last name may be left out.
    initials = iter(_plain(word)[:1] for word in re.split(r"[\s.-]+", author) if word)
    return all(letter in initials for letter in _plain(line))


def split_byline(text: str) -> tuple[str, ...]:
    """Split "Ann Ray, Bo Lane and Cy Ode" into names."""
    names: list[str] = []
    for part in _AND.split(" ".join(text.split()).strip(" ,|•")):
        if names and _NAME_SUFFIX.match(part):
            names[-1] += f", {part}"
        elif part:
            names.append(part)
    return tuple(names)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).upper()
