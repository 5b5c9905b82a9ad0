"""What a mail shows: its text or page, its pictures, and the files that came along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote

from ipvm_desktop.domain.document import Picture
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers.mail.charsets import decode_text, guess_issues
from ipvm_desktop.importers.mail.mime import MimePart
from ipvm_desktop.importers.mail.text import mail_html, unescaped_from
from ipvm_desktop.importers.web.page import Part, SavedPage

HTML = "text/html"
_PLAIN = "text/plain"
_MESSAGES = frozenset({"message/rfc822", "message/global"})
_REPORTS = frozenset({"message/delivery-status", "message/disposition-notification"})
_SHOWN_FIELDS = ("from", "date", "subject")
_MOST_NAMES = 5


@dataclass
class MailBody:
    """What a mail shows.

    Attributes:
        html: Not sanitised; pictures name the library's.
        pictures: By digest, each once.
        images: How many pictures stand in it.
        images_missing: Of these, how many the mail does not hold.
        attached: The files that are not shown.
        issues: What was found imperfect about its text.
    """

    html: str = ""
    pictures: dict[str, Picture] = field(default_factory=dict)
    images: int = 0
    images_missing: int = 0
    attached: list[MimePart] = field(default_factory=list)
    issues: list[ImportIssue] = field(default_factory=list)

    @property
    def attached_names(self) -> list[str]:
        """What those files are called, or else of what kind they are."""
        return [part.file_name or part.media_type for part in self.attached]

    def add(self, other: MailBody) -> None:
        """Take in the pictures and files of another one."""
        self.pictures.update(other.pictures)
        self.images += other.images
        self.images_missing += other.images_missing
        self.attached += other.attached
        self.issues += other.issues


def body_of(top: MimePart, order: Sequence[str]) -> MailBody:
    """Put together what a mail shows.

    Args:
        top: The mail.
        order: Media types, the preferred one first, where a mail says the same in several.
    """
    body = MailBody()
    out: list[str] = []
    parts = MailParts(top)
    for part in _shown(top, order):
        if isinstance(part, str):
            out.append(part)
        else:
            out.append(_part_html(part, parts, body))
    body.html = "".join(out)
    return body


def attached_issues(names: Sequence[str]) -> Iterator[ImportIssue]:
    """Tell of files that came with a mail and stand nowhere in the article."""
    if names:
        listed = ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")
        files = "1 attached file was" if len(names) == 1 else f"{len(names)} attached files were"
        yield ImportIssue(IssueCode.ATTACHMENTS_LEFT_OUT, f"{files} left out: {listed}")


class MailParts:
    """The parts of a mail by the names that its pages know them by."""

    def __init__(self, top: MimePart) -> None:
        self._named: dict[str, MimePart] = {}
        for part in top.leaves():
            for name in (part.content_id and f"cid:{part.content_id}", part.location):
                if name:
                    self._named.setdefault(name, part)

    def find(self, address: str) -> MimePart | None:
        """Return the part that an address in a page means, or None."""
        if address[:4].lower() == "cid:":
            address = f"cid:{unquote(address[4:])}"
        return self._named.get(address)

    def part(self, address: str) -> Part | None:
        """Return the content of the part that an address in a page means, or None."""
        found = self.find(address)
        return None if found is None else Part(found.media_type, found.content)


def main_page(top: MimePart) -> MimePart | None:
    """Return the page that a mail shows; None where it shows text."""
    shown = (part for part in _shown(top, (HTML, _PLAIN)) if isinstance(part, MimePart))
    return next((part for part in shown if part.media_type == HTML and not _is_file(part)), None)


def _shown(top: MimePart, order: Sequence[str]) -> Iterator[MimePart | str]:
    """Yield what a mail shows in its order: parts, and markup around mails within it."""
    waiting: list[MimePart | str] = [top]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str) or not part.parts:
            yield part
        elif part.media_type == "multipart/alternative":
            waiting.append(_best(part.parts, order))
        elif part.media_type == "multipart/related":
            root = root_of(part)
            rest = [each for each in part.parts if each is not root and not _is_resource(each)]
            waiting.extend([*reversed(rest), root])
        elif part.media_type in _MESSAGES:
            waiting.extend(["</blockquote>", part.parts[0], _head_html(part.parts[0])])
        else:
            waiting.extend(reversed(part.parts))


def root_of(related: MimePart) -> MimePart:
    """Return the part that the others of a ``multipart/related`` belong to (RFC 2387)."""
    start = (related.parameter("start") or "").strip("<> ")
    declared = (part for part in related.parts if start and part.content_id == start)
    pages = (part for part in related.parts if _holds(part, HTML))
    return next(declared, None) or next(pages, related.parts[0])


def _best(parts: Sequence[MimePart], order: Sequence[str]) -> MimePart:
    """Return the preferred one of parts that say the same; a blank one says nothing."""
    for kind in order:
        for part in parts:
            if _holds(part, kind):
                return part
    return parts[-1]


def _holds(part: MimePart, kind: str) -> bool:
    return any(leaf.media_type == kind and leaf.content.strip() for leaf in part.leaves())


def _is_resource(part: MimePart) -> bool:
    return part.content_id is not None or part.location is not None


def _is_file(part: MimePart) -> bool:
    return part.is_attached or (part.file_name is not None and part.media_type != _PLAIN)


def _part_html(part: MimePart, parts: MailParts, body: MailBody) -> str:
    kind = part.media_type
    if kind.startswith("image/"):
        return _picture_html(part, body)
    is_text = kind.startswith("text/") or kind in _REPORTS
    if not is_text or _is_file(part):
        if not kind.startswith("multipart/"):
            body.attached.append(part)
        return ""
    if kind == HTML:
        return _page_html(part, parts, body)
    content = part.content
    body.issues.extend(guess_issues(content, part.charset))
    text = unescaped_from(decode_text(content, part.charset))
    flowed = (part.parameter("format") or "").lower() == "flowed"
    joined = (part.parameter("delsp") or "").lower() == "yes"
    return mail_html(text, flowed=flowed, joined=joined)


def _page_html(part: MimePart, parts: MailParts, body: MailBody) -> str:
    # The packages that parse pages take a while to load: not before they are needed.
    from ipvm_desktop.importers.web.whole import read_whole_page

    page = SavedPage(name="", content=part.content, charset=part.charset, part=parts.part)
    try:
        whole = read_whole_page(page, "")
    except CorruptFileError:  # blank, or no markup
        return mail_html(decode_text(part.content, part.charset))
    body.pictures.update((picture.sha256, picture) for picture in whole.pictures)
    body.images += whole.images
    body.images_missing += whole.images_missing
    body.issues += whole.issues
    return whole.html


def _picture_html(part: MimePart, body: MailBody) -> str:
    from ipvm_desktop.importers.web.pictures import media_type_of

    content = part.content
    kind = media_type_of(content)
    if kind is None:
        body.attached.append(part)
        return ""
    picture = Picture.of(content, kind)
    body.pictures[picture.sha256] = picture
    body.images += 1
    return f'<p><img src="{picture.address}" alt="{escape(part.file_name or "")}"></p>'


def _head_html(part: MimePart) -> str:
    fields = ((name.capitalize(), part.headers.text(name)) for name in _SHOWN_FIELDS)
    lines = [f"<b>{name}:</b> {escape(value, quote=False)}" for name, value in fields if value]
    return f"<blockquote><p>{'<br>'.join(lines)}</p>"
