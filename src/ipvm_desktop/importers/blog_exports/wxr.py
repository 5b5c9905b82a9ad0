"""The items of a WordPress export as documents.

The format is described by WordPress's own exporter (``wp-admin/includes/export.php``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

from ipvm_desktop.domain.document import CommentOrder, Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers._addresses import web_address
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers._issues import left_out_issues, with_issues
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.blog_exports.paragraphs import body_html, paragraphs
from ipvm_desktop.importers.dates.stated import read_local_and_gmt, read_stated
from ipvm_desktop.importers.exports.article import FoundArticle
from ipvm_desktop.importers.exports.articles import Articles, told_last
from ipvm_desktop.importers.xml.records import Element, XmlRecords, fields_of, name_of, text_of

# What the site is built of.
_INTERNAL = {
    "attachment": "attachment",
    "nav_menu_item": "menu entry",
    "revision": "revision",
}
_OTHER_INTERNAL = (
    "custom_css", "customize_changeset", "oembed_cache", "user_request", "wp_block",
    "wp_font_face", "wp_font_family", "wp_global_styles", "wp_navigation", "wp_template",
    "wp_template_part",
)  # fmt: skip
_USUAL = frozenset(("post", "page"))
_SHOWN = frozenset(("publish", "private", ""))
_UNSHOWN = {
    "draft": "draft",
    "auto-draft": "draft",
    "pending": "draft",
    "future": "scheduled article",
    "trash": "trashed article",
}
_KINDS = {"pingback": "Pingback", "trackback": "Trackback", "order_note": "Order note"}
_WAITING = frozenset(("0", "hold", "unapproved"))
_HIDDEN = {"spam": "spam comment", "trash": "trashed comment", "post-trashed": "trashed comment"}


def read_wxr(source: Source, importer: str) -> Iterator[Document]:
    """Yield the posts and pages of an export.

    Raises:
        CorruptFileError: It holds none.
    """
    with XmlRecords(source, ("item",)) as records:
        reader = _Reader(records, source.name, importer)
        count = 0
        for document in told_last(reader.documents(), reader.closing_issues):
            count += 1
            yield document
    if not count:
        why = with_issues("the export holds no posts or pages", reader.closing_issues())
        raise CorruptFileError(source.label, why, importer)


class _Reader:
    """One pass over the file."""

    def __init__(self, records: XmlRecords, name: str, importer: str) -> None:
        self._records = records
        self._articles = Articles(name, importer)
        self._language: str | None = None
        self._people: dict[str, _Person] = {}
        self._read_head()

    def _read_head(self) -> None:
        head = self._records.head
        for element in () if head is None else head.iter():
            name = name_of(str(element.tag))
            if name == "wp:author":
                person = _Person(fields_of(element))
                self._people.setdefault(person.login, person)
            elif name == "language" and self._language is None:
                self._language = text_of(element).strip() or None

    def closing_issues(self) -> list[ImportIssue]:
        """Return what concerns the file as a whole."""
        return [*self._records.issues(), *left_out_issues(self._articles.left_out)]

    def documents(self) -> Iterator[Document]:
        """Yield the articles; what is left out is counted."""
        for _, element in self._records:
            stated = fields_of(element)
            author = self._people.get(stated.get("dc:creator", ""))
            comments = _Comments(element, author, web_address(stated.get("link")))
            left_out = _left_out(stated, has_comments=bool(comments.found))
            if left_out is None:
                yield self._document(stated, element, comments)
            else:
                self._articles.left_out[left_out] += 1

    def _document(self, stated: dict[str, str], element: Element, comments: _Comments) -> Document:
        creator = stated.get("dc:creator", "")
        person = self._people.get(creator)
        author = person.name if person else creator
        published = read_local_and_gmt(stated.get("wp:post_date"), stated.get("wp:post_date_gmt"))
        article = FoundArticle(
            key=stated.get("guid") or stated.get("wp:post_id", ""),
            title=stated.get("title", ""),
            byline=(author,) if author else (),
            published=published or read_stated(stated.get("pubDate")),
            published_text=stated.get("wp:post_date") or stated.get("pubDate") or None,
            url=stated.get("link"),
            language=self._language,
            body=body_html(_body(element)),
            issues=tuple(_issues(stated, comments.hidden)),
        )
        told = comments.told or not comments.found
        document = self._articles.document(article, comments.found, told=told)
        return document if told else replace(document, comment_order=CommentOrder.TIME)


class _Person:
    """One of the site's own authors."""

    def __init__(self, stated: dict[str, str]) -> None:
        self.login = stated.get("wp:author_login", "")
        self.id = stated.get("wp:author_id", "")
        self.email = stated.get("wp:author_email", "").lower()
        self.name = stated.get("wp:author_display_name") or self.login


class _Comments:
    """The comments of one item: those to bring in, and how many are hidden by what."""

    def __init__(self, element: Element, author: _Person | None, link: str | None) -> None:
        self.found: list[FoundComment] = []
        self.hidden: Counter[str] = Counter()
        # WordPress before 2.7 and some other programs know of no replies.
        self.told = False
        for child in element:
            if name_of(str(child.tag)) != "wp:comment":
                continue
            stated = fields_of(child)
            self.told = self.told or "wp:comment_parent" in stated
            hidden = _HIDDEN.get(stated.get("wp:comment_approved", "1"))
            if hidden:
                self.hidden[hidden] += 1
            else:
                self.found.append(_comment(stated, author, link))


def _comment(stated: dict[str, str], author: _Person | None, link: str | None) -> FoundComment:
    key = stated.get("wp:comment_id")
    parent = stated.get("wp:comment_parent", "0")
    kind = stated.get("wp:comment_type", "")
    badges = [_KINDS[kind]] if kind in _KINDS else []
    if stated.get("wp:comment_approved") in _WAITING:
        badges.append("Awaiting moderation")
    when = stated.get("wp:comment_date"), stated.get("wp:comment_date_gmt")
    return FoundComment(
        key=key or None,
        parent=parent if parent not in {"", "0"} else None,
        # WordPress keeps names as HTML.
        author=unescape(stated.get("wp:comment_author", "")) or None,
        badges=tuple(badges),
        article_author=author is not None and _is_by(stated, author),
        posted=read_local_and_gmt(*when),
        posted_text=when[0] or when[1] or None,
        # As WordPress itself links to comments.
        permalink=f"{link}#comment-{key}" if link and key else None,
        body=paragraphs(stated.get("wp:comment_content", "")),
    )


def _is_by(stated: dict[str, str], author: _Person) -> bool:
    user = stated.get("wp:comment_user_id", "0")
    if user not in {"", "0"} and author.id:
        return user == author.id
    email = stated.get("wp:comment_author_email", "").lower()
    return bool(email) and email == author.email


def _left_out(stated: dict[str, str], *, has_comments: bool) -> str | None:
    """Return what an item is called that is left out; None for an article.

    What readers commented on was public once, whatever became of it, so only the site's
    owner throwing it away counts.
    """
    kind, status = stated.get("wp:post_type", "post"), stated.get("wp:status", "")
    if status == "trash":
        return _UNSHOWN[status]
    if has_comments:
        return None
    if kind in _INTERNAL:
        return _INTERNAL[kind]
    if kind in _OTHER_INTERNAL:
        return "part of the site's design"
    if kind not in _USUAL and not _is_page(stated):
        return "entry of another kind"
    return None if status in _SHOWN else _UNSHOWN.get(status, "unpublished article")


def _is_page(stated: dict[str, str]) -> bool:
    """Whether an entry of a plugin's own kind has a page that was written to be read.

    The address of kinds without pages, such as forms and their answers, names the kind.
    """
    has_text = bool(stated.get("content:encoded"))
    return has_text and "post_type=" not in stated.get("link", "")


def _issues(stated: dict[str, str], hidden: Counter[str]) -> Iterator[ImportIssue]:
    status = stated.get("wp:status", "")
    if status not in _SHOWN and status != "inherit":
        message = f"The export calls the article “{status}”; it is here for its comments"
        yield ImportIssue(IssueCode.UNPUBLISHED, message)
    yield from left_out_issues(hidden)


def _body(element: Element) -> str:
    """Return the first body that is not empty: the text, or else what summarises it."""
    texts = {"content:encoded": "", "description": "", "excerpt:encoded": ""}
    for child in element:
        name = name_of(str(child.tag))
        if name in texts and not texts[name]:
            texts[name] = text_of(child)
    return texts["content:encoded"] or texts["description"] or texts["excerpt:encoded"]
