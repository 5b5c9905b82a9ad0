"""Whether blocks stand below a heading that says, in any language, that readers answer here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from lxml import etree
from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._fragments import text_of
from ipvm_desktop.importers.web.comments._parts import listed

_HEADINGS = frozenset(listed("h1 h2 h3 h4 h5 h6 legend summary caption"))
_HIGHEST = 5
_NEAR = 5
_LONGEST_HEADING = 80
_LONGEST_BETWEEN = 300
# Such as "Reader comments", "Vos réactions" and "Comments on Domes". Neither
# "Recent comments", which are those of other pages, nor "Reviews", nor "Comment", "Debate" and
# "Opinions", as magazines call articles.
_NAMES = (
    r"comments|replies|responses|discussion|conversation|"
    r"kommentare|diskussion|antworten|commentaires|réactions|réponses|"
    r"comentarios|respuestas|discusión|comentários|respostas|discussão|"
    r"commenti|risposte|discussione|reacties|opmerkingen|discussie|antwoorden|"
    r"komentarze|odpowiedzi|dyskusja|комментарии|ответы|обсуждение|"
    r"коментарі|відповіді|обговорення|коментари|отговори|дискусия|"
    r"komentáře|diskuz[ei]|diskuse|komentáre|diskusia|příspěvky|"
    r"kommentarer|svar|diskusjon|kommentit|vastaukset|keskustelu|"
    r"hozzászólások|kommentek|válaszok|comentarii|răspunsuri|discuții|"
    r"σχόλια|απαντήσεις|συζήτηση|yorumlar|yanıtlar|tartışma|"
    r"komentari|odgovori|rasprava|komentarji|razprava|komentarai|diskusija|komentāri|"
    r"kommentaarid|arutelu|comentaris|komentar|tanggapan|balasan|diskusi|"
    r"bình luận|thảo luận|phản hồi|ความคิดเห็น|टिप्पणियाँ|"
    r"コメント(?:一覧)?|返信|评论|評論|留言|回复|回覆|讨论|討論|댓글|답글|토론|"
    r"(?:ال)?تعليقات|ردود|תגובות|نظرات|دیدگاه‌ها"
)
_WHOSE = (
    r"(?:all|the|your|our|(?:y?our )?readers?[’'`]?s?|users?|visitors?|public|"
    r"alle|eure|ihre|leser|nutzer|user|les|vos|des|todos los|los|tus|os|seus|i|vostri|tutti i|"
    r"alle|uw|wszystkie|все|ваши)"
)
_HEADING = re.compile(
    rf"\W*(?:\d{{1,6}}\W+)?(?:{_WHOSE}[\s-]+)?(?:leser|nutzer|user|läsar|læser)?(?:{_NAMES})"
    r"(?:\W*\d{0,6}\W*|\s*(?:on|to|zu[mr]?|sur|à|sobre|su|op|do|к|till|til)\b.{1,60}|"
    r"\s*(?:from|by|of|unserer|der|des|de|de nos|dei|van|od)\s.{0,12}"
    r"(?:readers|leser|lecteurs|lectores|leitores|lettori|lezers|czytelników))",
    re.IGNORECASE,
)


def are_headed(rows: Sequence[HtmlElement]) -> bool:
    """Say whether the nearest heading above blocks names them as what readers say.

    Args:
        rows: In the page's order; there is at least one.
    """
    for line in _lines_above(rows[0]):
        text = text_of(line) if line.tag in _HEADINGS else _short(line)
        if text and _HEADING.fullmatch(text):
            return True
        if line.tag in _HEADINGS or text is None:
            return False
    return False


def _lines_above(row: HtmlElement) -> Iterator[HtmlElement]:
    """Yield what stands above a block, the nearest first; of what holds a heading, the heading."""
    holders = takewhile(lambda each: each.tag != "body", (row, *row.iterancestors()))
    for holder in islice(holders, _HIGHEST):
        for sibling in islice(holder.itersiblings(etree.Element, preceding=True), _NEAR):
            if sibling.tag == "form" or sibling.find(".//form") is not None:
                continue
            headings = [each for each in sibling.iter(etree.Element) if each.tag in _HEADINGS]
            yield headings[-1] if headings else sibling


def _short(line: HtmlElement) -> str | None:
    """Return the text of a line that may head others, "" for others, None for what parts them."""
    text = text_of(line)
    if len(text) > _LONGEST_BETWEEN:
        return None
    return text if len(text) <= _LONGEST_HEADING else ""
