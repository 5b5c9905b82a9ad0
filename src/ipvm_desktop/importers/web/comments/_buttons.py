"""What in comments is a button or a count of likes, and so no part of their text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._fragments import before, text_of
from ipvm_desktop.importers.web.comments._parts import Part
from ipvm_desktop.importers.web.comments._reading import count_in

_ANSWER = (
    "reply|respond|quote|comment|antworten?|zitieren|répondre|citer|responder|citar|rispondi|cita|"
    "beantwoorden|reageren|reageer|ответить|цитировать|відповісти|odpowiedz|cytuj|odpovědět|svara|"
    "svar|citera|vastaa|lainaa|yanıtla|cevapla|válasz|balas|回复|回覆|返信|답글|답장"
)
_OTHER = (
    "share|like|dislike|love|report|flag|flag as inappropriate|permalink|link|copy link|edit|"
    "delete|save|follow|upvote|downvote|vote|thank|thanks|helpful|recommend|respect|hide|parent|"
    "show|more|block|mute|ignore|pm|profile|top|up|down|back to top|collapse|expand|"
    "teilen|melden|gefällt mir|gefällt mir nicht|link kopieren|bearbeiten|löschen|empfehlen|"
    "nach oben|partager|signaler|j.aime|modifier|supprimer|lien|compartir|denunciar|reportar|"
    "me gusta|enlace|condividi|segnala|mi piace|partilhar|compartilhar|curtir|gosto|denunciar|"
    "delen|melden|vind ik leuk|leuk|rapporteren|udostępnij|zgłoś|lubię to|поделиться|"
    "пожаловаться|нравится|мне нравится|ссылка|наверх|dela|anmäl|gilla|del|rapportér|synes godt om"
)
_MORE = (
    r"(?:load|show|view|see|hide|read|expand)\s+(?:all\s+|the\s+)?(?:\d+\s+)?(?:more|previous|older|newer|"
    r"full)?\s*(?:comments?|repl(?:y|ies)|answers?)?|\d+\s+(?:more\s+)?(?:repl(?:y|ies)|answers?|"
    r"responses?|comments?)|weitere (?:antworten|kommentare)|(?:\d+\s+)?antworten (?:an)?zeigen|"
    r"voir (?:plus|les réponses)|ver (?:más|mais|respuestas|respostas)"
)
_TO = r"(?:\s+(?:to|auf|à|a|with)\s.{1,60})?"
_BUTTON = re.compile(
    rf"[\W\d]*(?:(?P<answer>{_ANSWER}){_TO}|{_OTHER}|{_MORE})[\W\d]*\Z", re.IGNORECASE
)
_PARTING = re.compile(r"\s*[|·•‧/]\s*|\s{2,}")
_LIKES = re.compile(
    r"\W*(?:[-+\u2212]?\d[\d.,]*\s*(?:likes?|points?|votes?|upvotes?|thumbs?|people like this|"
    r"gefällt(?: mir)?|j.aime|me gusta|mi piace|curtidas?|нравится|gilla(?:r|nden)?)|"
    r"(?:likes?|upvotes?|votes?|score|helpful|karma|thanks|gefällt(?: mir)?|j.aime|me gusta|"
    r"mi piace|curtir|нравится|gilla|leuk|lubię to)\W{1,3}\d[\d.,]*|"
    r"[👍▲♥❤]\ufe0f?\s*\d[\d.,]*)\W*\Z",
    re.IGNORECASE,
)
_BUTTON_TAGS = frozenset(("a", "button"))
_LONGEST_BUTTON = 80
_MOST_IN_BUTTON = 12
_FEWEST_SHARE = 0.5
# One person may have written half of them, and the name run a script.
_FEWEST_COMMANDS = 3
_COMMANDS_SHARE = 0.8
ANSWER, VOTES = ":answer", ":votes"


def find_buttons(parts: Sequence[Part]) -> None:
    """Tell what in comments is a button or a count, which is no part of their text.

    What is neither a link nor a button by its tag is one where many comments have the same, and
    it is to answer or a count: "Thanks" may be all that somebody says.
    """
    said: list[list[tuple[HtmlElement, str]]] = [list(_buttons(part)) for part in parts]
    usual = Counter(word for each in said for word in {word for _, word in each})
    for part, each in zip(parts, said, strict=True):
        for element, word in each:
            is_usual = usual[word] >= max(2, _FEWEST_SHARE * len(parts))
            if word.startswith("a:") or (is_usual and word.endswith((ANSWER, VOTES))):
                if stands_alone(element):
                    part.dropped.add(element)
                if word.endswith(ANSWER):
                    part.mark(ANSWER, element)
                elif word.endswith(VOTES):
                    part.mark(VOTES, element)


def drop_commands(parts: Sequence[Part]) -> None:
    """Let the usual commands be no text of comments, as buttons of any language are."""
    usual = usual_commands(parts)
    for part in parts if usual else ():
        for element in part.all("a", "button"):
            if _is_command(element) and stands_alone(element) and text_of(element) in usual:
                part.dropped.add(element)


def _buttons(part: Part) -> Iterator[tuple[HtmlElement, str]]:
    """Yield the highest elements that consist of buttons, each with its kind and its words."""
    taken: set[HtmlElement] = set()
    for element in part.own:
        if element.getparent() in taken:
            taken.add(element)
            continue
        kind = _kind_of(element)
        if kind is not None:
            taken.add(element)
            yield element, kind


def usual_commands(parts: Sequence[Part]) -> frozenset[str]:
    """Return the words of what runs a script, where most of some comments have it with these."""
    said = Counter(
        words
        for part in parts
        for words in {text_of(each) for each in part.all("a", "button") if _is_command(each)}
    )
    fewest = max(_FEWEST_COMMANDS, _COMMANDS_SHARE * len(parts))
    return frozenset(words for words, count in said.items() if count >= fewest)


def _is_command(element: HtmlElement) -> bool:
    address = element.get("href", "").strip().lower()
    return address == "#" or address.startswith("javascript:") or "onclick" in element.attrib


def stands_alone(element: HtmlElement) -> bool:
    """Say whether no words stand right beside an element, as they do in a sentence."""
    return not any(map(str.isalnum, f"{before(element)}{element.tail or ''}"))


def _kind_of(element: HtmlElement) -> str | None:
    if next(islice(element.iter(), _MOST_IN_BUTTON, None), None) is not None:
        return None
    text = " ".join(str(element.text_content()).split())
    said = text if len(text) <= _LONGEST_BUTTON else ""
    said = said or element.get("aria-label", "")[:_LONGEST_BUTTON]
    if not said:
        return None
    is_button = element.tag in _BUTTON_TAGS or element.get("role") == "button"
    is_button = is_button or any(each.tag in _BUTTON_TAGS for each in element.iterdescendants())
    tag = "a" if is_button else str(element.tag)
    if _LIKES.match(said):
        return f"{tag}:{VOTES}"
    words = [_BUTTON.match(word) or _LIKES.match(word) for word in _PARTING.split(said) if word]
    if not words or not all(words) or not any(map(str.isalpha, said)):
        return None
    answers = [match for match in words if match and match.groupdict().get("answer")]
    return f"{tag}:{said.lower()}{ANSWER if answers else ''}"


def votes_of(part: Part) -> tuple[int, ...]:
    """Return the count that a button or a line tells."""
    counted = part.first(VOTES)
    count = None if counted is None else count_in(str(counted.text_content()))
    return () if count is None else (count,)
