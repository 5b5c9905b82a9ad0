"""Lines of a site's own around an article, such as its count of comments and its links to share.

They are told by their words, so only where they are all of a block near an article's edges.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ipvm_desktop.importers.web.matching import Block
from ipvm_desktop.importers.web.regions import set_chosen, text_of

_COMMENTS = (
    r"comments?|replies|responses?|thoughts|kommentare?|antworten|gedanken|reaktionen|"
    r"commentaires?|réponses?|réactions?|comentarios?|respuestas?|comentários?|respostas?|"
    r"comment[io]|rispost[ae]|reacties?|komentarz[ey]?|komentarzy|комментари[йяев]{1,2}|"
    r"kommentarer|svar|kommentit|yorumlar?|yorum"
)
_COUNT = rf"(?:\d{{1,6}}|no|one|keine?|ein|aucun|un|sin|nenhum|nessun|geen|brak)\s+(?:{_COMMENTS})"
_SHARES = (
    r"share (?:this|on|via|it)(?: (?:post|article|story|page))?|like this|teilen mit|teile dies|"
    r"gefällt mir|partager\s?:|partagez (?:ceci|cet article)|j[’']aime ça|"
    r"compart[ei]r? (?:esto|isto|en|em)|me gusta esto|curtir isso|condividi(?: su)?|mi piace|"
    r"delen|vind ik leuk|udostępnij(?: to)?"
)
_FILED = (
    r"filed (?:under|in)|posted in|tagged(?: (?:with|as|in))?|categor(?:y|ies)|tags|"
    r"kategorien?|schlagw[oö]rte?r?|schlagworte|veröffentlicht (?:in|unter)|abgelegt unter|"
    r"classé (?:dans|sous)|publié dans|catégories?|étiquettes|categorías?|etiquetas|"
    r"publicado en|archivado en|categorias?|publicado em|categori[ae]|pubblicato in|"
    r"archiviato in|geplaatst in|opgeslagen onder"
)
_LEAVE = (
    r"(?:leave|write|post|add|submit) (?:a|your) (?:reply|comment|response)(?: cancel reply)?|"
    r"(?:schreibe?|hinterlasse?|verfasse) (?:einen|deinen|dein) kommentar|"
    r"kommentar (?:schreiben|hinterlassen|verfassen)|"
    r"(?:laisser|écrire|ajouter) un commentaire|répondre|"
    r"deja (?:un comentario|una respuesta)|deixe (?:um comentário|uma resposta)|"
    r"lascia un commento|geef een reactie|dodaj komentarz"
)
_REMAINS = re.compile(
    rf"\W*(?:(?:{_COUNT}|{_LEAVE})\W*"
    r"|(?:loading|wird geladen|chargement)\b[^.!?]{0,30}(?:\.\.\.|…)"
    r"|.{0,40}\bcomments powered by\W*disqus\W*|please enable javascript to view the comments\b.*"
    rf"|(?:{_SHARES})\b[^.!?]{{0,40}}|(?:{_FILED})\s?:[^.!?]{{0,150}})\Z",
    re.IGNORECASE,
)
_LONGEST = 200
_FIRST = 3
_LAST = 8


def leave_out_remains(blocks: Sequence[Block]) -> None:
    """Unchoose the site's own lines among the first and last ones of the chosen text."""
    chosen = [block for block in blocks if block.is_chosen]
    for block in (*chosen[:_FIRST], *chosen[-_LAST:]):
        if len(block.key) <= _LONGEST and _REMAINS.match(text_of(block, only_chosen=True)):
            set_chosen(block, False)
