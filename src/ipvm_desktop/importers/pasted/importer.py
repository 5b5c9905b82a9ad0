"""The importer for text copies of blogs, boards and widgets with comments below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from ipvm_desktop.domain.document import Document
from ipvm_desktop.errors import UnsupportedFormatError
from ipvm_desktop.importers._encoding import NotTextError, decode, opening_prose, read_text
from ipvm_desktop.importers.base import Confidence, Source
from ipvm_desktop.importers.pasted.signs import MARKDOWN_SIGN, RAW_SIGN

# What one of the layouts needs at least once, in small letters. Every text is asked for it, so it
# is looked for as plain words, and by patterns that begin with some: both are found at once.
_WORDS = (
    " ago", "→", "reply", "\nposted", "\nasked ", "posts: ", "last edited by", "1 like\n",
    "author stats", "répondre", "responder", "kommentar", "commentaire", "comentario", "comentário",
    "commenti", "reactie", "komentarz", "комментари", "gedanken", "antwort", "réponse",
    "respuesta", "resposta", "rispost",
)  # fmt: skip
_FOREIGN_VERBS = (
    "sagt", "schreibt", "meint", "dit", "dice", "disse", "zegt", "pisze", "говорит", "skriver",
    "dedi ki", "diyor ki", "より", "说", "说道", "說", "說道", "님의 말", "يقول", "قال",
)  # fmt: skip
_SIGNS = tuple(
    re.compile(sign)
    for sign in (
        *(rf"{verb}\b ?(?:[:,]|\.\.\.|…)" for verb in ("says", "said", "wrote", "writes", "added")),
        *(rf"{verb} ?:" for verb in _FOREIGN_VERBS),
        r"comments?\b",
        r"commented (?:on )?[a-z]{3} \d",
        r"responses?\b",
        r"» [^\n]{0,12}\d",
        r"#\d",
        r":\d\d ?[ap]\.?m",
    )
)
_MARKDOWN = (".md", ".markdown")
_LONGEST = 8 * 1024 * 1024


class PastedTextImporter:
    """Reads an article with its comments as they were copied from a browser as text."""

    name = "pasted-text"
    title = "Text copy of a blog or board"
    extensions: tuple[str, ...] = (".txt", ".text", ".md", ".markdown")
    brings: tuple[str, ...] = ("article", "comments", "nesting")

    def sniff(self, source: Source) -> Confidence:
        """Try whether any layout of comments fits the text; Markdown must be a forum's topic."""
        if source.extension in _MARKDOWN:
            head = source.head.decode("utf-8", "replace")
            is_topic = RAW_SIGN.match(head) or MARKDOWN_SIGN.search(head)
            return Confidence.CERTAIN if is_topic else Confidence.NO
        if opening_prose(source.head) is None:
            return Confidence.NO
        # A large source is not read whole, and no copy is that long.
        if source.is_large or source.extension not in ("", ".txt", ".text"):
            return Confidence.NO
        content = source.read_bytes()
        if len(content) > _LONGEST:
            return Confidence.NO
        try:
            text = decode(content).text
        except NotTextError:
            return Confidence.NO
        if not _may_hold_comments(text):
            return Confidence.NO
        from ipvm_desktop.importers.pasted.layouts import split
        from ipvm_desktop.importers.pasted.lines import Lines

        return Confidence.LIKELY if split(Lines(text)) is not None else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the one article.

        Raises:
            CorruptFileError: The source is no text, or blank.
            UnsupportedFormatError: No layout of comments fits.
        """
        decoded = read_text(source, self.name)
        from ipvm_desktop.importers.pasted.reader import read_copy, read_topic_copy

        name = PurePath(source.name).stem
        document = read_topic_copy(
            decoded.text, name, source.modified, decoded.issues
        ) or read_copy(decoded.text, name, source.modified, decoded.issues)
        if document is None:
            raise UnsupportedFormatError(
                source.label, "no comments can be told apart in this text", self.name
            )
        yield document


def _may_hold_comments(text: str) -> bool:
    text = text.lower()
    return any(word in text for word in _WORDS) or any(sign.search(text) for sign in _SIGNS)
