"""What pages print around dates or in several words, brought to what the readers of dates know."""

from __future__ import annotations

import re

from ipvm_desktop.importers.dates.fixed import MONTHS
from ipvm_desktop.importers.dates.words import fold

_CHANGED = (
    "edited|updated|modified|bearbeitet|geändert|aktualisiert|modifié|édité|mis à jour|"
    "mise à jour|editado|editada|modificado|modificada|actualizado|modificato|aggiornato|"
    "atualizado|bewerkt|gewijzigd|edytowan|zmieniono|изменен|изменён|отредактирован|змінено|"
    "відредаговано|upraven|düzenlendi|redigera|redigeret|redigert|ändrad|endret|muokattu|"
    "szerkesztve|módosítva|επεξεργασμένο|編集|编辑|編輯|修改|수정|편집|đã chỉnh sửa|diedit|معدل|"
    "تم التعديل|ویرایش|נערך|संपादित"
)
# A quick look before a thorough one: without flags, the search skips to letters that can begin it.
_MAY_BE_CHANGED = re.compile(_CHANGED)
_EDITED = re.compile(
    r"[(\[（]?\b(?:(?:last|zuletzt|dernière|última vez|ultima|laatst|ostatnio|senast|sidst|sist|"
    rf"最后|最後|最終|마지막|已) ?)*(?:{_CHANGED})",
    re.IGNORECASE,
)
_PLACE_SIGN = re.compile(r"\A\(?#\d+\)?\s|\s\(?#\d+\)?\Z")
_EASTERN = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]")
_EASTERN_DAY = re.compile(r"(?<!\d)(1[0-2]|0?[1-9]) ?[月월] ?(\d{1,2}) ?[日일]")
_EASTERN_CLOCK = re.compile(
    r"(\d{1,2}) ?[時时시] ?(\d{1,2}) ?[分분](?: ?(\d{1,2}) ?[秒초])?(?! ?[前전])"
)
_VIETNAMESE = re.compile(r"(\d{1,2}),? th(?:an)?g (\d{1,2})(?:,| nam)? (\d{4})\b")
_VIETNAMESE_DAY = re.compile(r"\b(\d{1,2}) th(?:an)?g (1[0-2]|0?[1-9])\b")
_HALF_AN_HOUR = re.compile("半小[时時]前")
_TWO = re.compile("[两兩](?=[天周週年个個小星])")
_BEFORE = re.compile("[以之]前")

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_AM_BEFORE = fold(r"上午|午前|凌晨|清晨|早上|오전|öö|\bde\.|पूर्वाह्न")
_PM_BEFORE = fold(r"下午|午後|中午|晚上(?! ?12)|오후|ös|\bdu\.|अपराह्न")
_AM_AFTER = fold(r"öö|上午|오전|дп|πμ|π\.μ\.|ص|صباحا|ق\.ظ\.?|sáng|de la mañana|da manhã|पूर्वाह्न")
_PM_AFTER = fold(r"ös|下午|오후|пп|μμ|μ\.μ\.|م|مساء|ب\.ظ\.?|chiều|de la tarde|da tarde|अपराह्न")
_HALVES = re.compile(
    rf"(?:(?P<am>{_AM_BEFORE})|(?:{_PM_BEFORE})) ?(?P<clock>{_CLOCK})"
    rf"|(?P<before>{_CLOCK}) ?(?:(?P<morning>{_AM_AFTER})|(?:{_PM_AFTER}))(?![^\W\d_])"
)

# Several words that mean one, and words that hold their number: "two hours" in Arabic is one.
_PHRASES = {
    "aujourd'hui": "today", "aujourd’hui": "today", "i dag": "today", "hari ini": "today",
    "hôm nay": "today", "i går": "yesterday", "hôm qua": "yesterday",
    "avant-hier": "ereyesterday", "l'altro ieri": "ereyesterday", "i förrgår": "ereyesterday",
    "i forgårs": "ereyesterday", "hôm kia": "ereyesterday",
    "thứ hai": "monday", "thứ ba": "tuesday", "thứ tư": "wednesday", "thứ năm": "thursday",
    "thứ sáu": "friday", "thứ bảy": "saturday", "chủ nhật": "sunday",
    "tháng một": "january", "tháng giêng": "january", "tháng hai": "february",
    "tháng ba": "march", "tháng tư": "april", "tháng năm": "may", "tháng sáu": "june",
    "tháng bảy": "july", "tháng tám": "august", "tháng chín": "september",
    "tháng mười": "october", "tháng mười một": "november", "tháng mười hai": "december",
    "كانون الثاني": "january", "تشرين الأول": "october", "تشرين الثاني": "november",
    "كانون الأول": "december",
    "دقيقتين": "2 minutes", "ساعتين": "2 hours", "يومين": "2 days", "أسبوعين": "2 weeks",
    "شهرين": "2 months", "سنتين": "2 years", "عامين": "2 years",
    "שעתיים": "2 hours", "יומיים": "2 days", "שבועיים": "2 weeks", "חודשיים": "2 months",
    "שנתיים": "2 years",
    # The Ukrainian "год." are hours, the Russian years.
    "год. тому": "години тому", "год тому": "години тому",
}  # fmt: skip
_FOLDED_PHRASES = {fold(phrase): fold(meaning) for phrase, meaning in _PHRASES.items()}
_ANY_PHRASE = re.compile(
    r"(?:{})(?![^\W\d_])".format(
        "|".join(map(re.escape, sorted(_FOLDED_PHRASES, key=len, reverse=True)))
    )
)
PHRASE_WORDS = frozenset(
    word for phrase in _FOLDED_PHRASES for word in re.findall(r"[^\W\d_]+", phrase)
)


def before_change(text: str) -> str:
    """Return what stands before a remark that something was edited: its date is another one."""
    if _MAY_BE_CHANGED.search(text.lower()) is None:
        return text
    return _EDITED.split(text, maxsplit=1)[0]


def plain(text: str) -> str:
    """Return a date folded, its decoration taken off, and local ways to write it made common ones.

    Off come the remark that a comment was edited, the number of a comment, and marks at the ends.
    """
    before = before_change(text)
    text = _PLACE_SIGN.sub(" ", before if before.strip() else text)
    if not text.isascii():
        text = _BEFORE.sub("前", _TWO.sub("2", _HALF_AN_HOUR.sub("30分前", text)))
        text = _EASTERN.sub(r"\1-\2-\3 ", text)
        text = _EASTERN_DAY.sub(lambda day: f" {MONTHS[int(day[1]) - 1]} {day[2]} ", text)
        text = _EASTERN_CLOCK.sub(_eastern_clock, text)
    text = _ANY_PHRASE.sub(_meaning, fold(text))
    if " th" in text:
        text = _VIETNAMESE.sub(r"\3-\2-\1 ", text)
        text = _VIETNAMESE_DAY.sub(lambda day: f"{day[1]} {fold(MONTHS[int(day[2]) - 1])}", text)
    if ":" in text:
        text = _HALVES.sub(_half, text)
    return text.strip(" ,;|/•·–—-()[]@¶§#،")


def _meaning(phrase: re.Match[str]) -> str:
    start = phrase.start()
    is_end_of_word = start > 0 and phrase.string[start - 1].isalpha()
    return phrase[0] if is_end_of_word else _FOLDED_PHRASES[phrase[0]]


def _eastern_clock(clock: re.Match[str]) -> str:
    return ":".join(figures.zfill(2) for figures in clock.groups() if figures)


def _half(match: re.Match[str]) -> str:
    is_morning = match["am"] or match["morning"]
    return f" {match['clock'] or match['before']} {'am' if is_morning else 'pm'} "
