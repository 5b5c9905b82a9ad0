"""The importers for exports of blogs: what they recognise. The reading is loaded when needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import PurePath

from ipvm_desktop.domain.document import Document
from ipvm_desktop.errors import UnsupportedFormatError
from ipvm_desktop.importers._encoding import opening_text
from ipvm_desktop.importers.base import (
    Confidence,
    FolderSurroundings,
    Source,
    Surroundings,
)

# Two patterns, because what begins with one literal is found many times faster.
_WXR_NAME_SPACE = re.compile(rb"xmlns:\w+\s*=\s*[\"']https?://wordpress\.org/export/")
_WXR_COMMENT = re.compile(rb"<!--\s*This is a WordPress eXtended RSS")
_DISQUS = re.compile(rb"<disqus\s[^<>]*?https?://(?:www\.)?disqus\.com")
_BLOGGER = re.compile(
    rb"<feed\s.*?(?:tag:blogger\.com,1999:blog-\d+\.archive"
    rb"|https?://schemas\.google\.com/blogger/20(?:08/kind#|18))",
    re.DOTALL,
)
_MOVABLE_TYPE = re.compile(
    r"\ufeff?\s*(?:[A-Z][A-Z0-9_ ]{1,40}:[^\n]*\n(?:[ \t\r]*\n)*)+"
    r"-----\r?\n(?:(?:EXTENDED BODY|BODY|EXCERPT|KEYWORDS|COMMENT|PING):|-----|-{8})"
)
_FEED = re.compile(
    rb"<(?:rss|(?:atom:)?feed|rdf:RDF)(?=[\s>])(?P<attributes>[^<>]*)>", re.IGNORECASE
)
_RDF_FEED = re.compile(rb"purl\.org/rss/1\.0/|my\.netscape\.com/rdf/simple", re.IGNORECASE)
# Where Staticman and others keep comments in a Jekyll site, and what these look like.
_DATA_FOLDERS = ("../_data/comments", "../data/comments")
_DATA_EXTENSIONS = (".yml", ".yaml", ".json")
_POST_FOLDERS = ("_posts", "content")
_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
_DATED_NAME = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")
_COMMENT_KEYS = re.compile(rb"^(?:- )?[\"']?(?:_id|message)[\"']?:\s", re.MULTILINE)
_DATE_KEY = re.compile(rb"^(?:- |  )?[\"']?(?:date|timestamp)[\"']?:\s", re.MULTILINE)


class WxrImporter:
    """Reads WordPress eXtended RSS of all versions, 1.0 to 1.2."""

    name = "wxr"
    title = "WordPress export (WXR)"
    extensions = (".xml", ".wxr")
    brings = ("article", "comments", "nesting")

    def sniff(self, source: Source) -> Confidence:
        """Recognise the name space or the comment that only such exports have."""
        is_export = _WXR_NAME_SPACE.search(source.signs) or _WXR_COMMENT.search(source.signs)
        return Confidence.CERTAIN if is_export else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the posts and pages in the file's order.

        Raises:
            CorruptFileError: The file holds no article.
        """
        from ipvm_desktop.importers.blog_exports.wxr import read_wxr

        yield from read_wxr(source, self.name)


class DisqusXmlImporter:
    """Reads the export that a Disqus forum's owner gets by mail."""

    name = "disqus-xml"
    title = "Disqus export (XML)"
    extensions = (".xml",)
    brings = ("comments", "nesting")

    def sniff(self, source: Source) -> Confidence:
        """Recognise the root element and its name space."""
        is_export = _DISQUS.search(source.signs)
        return Confidence.CERTAIN if is_export else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the discussions in the order of the file's threads.

        Raises:
            CorruptFileError: The file holds no comment.
        """
        from ipvm_desktop.importers.blog_exports.disqus import DisqusExport

        yield from DisqusExport.read(source, self.name)


class BloggerImporter:
    """Reads the Atom file of "Back up content", and ``feed.atom`` of Google Takeout."""

    name = "blogger"
    title = "Blogger backup"
    extensions = (".xml", ".atom")
    brings = ("article", "comments", "nesting")

    def sniff(self, source: Source) -> Confidence:
        """Recognise the kinds and identities that only Blogger writes."""
        is_backup = _BLOGGER.search(source.signs)
        return Confidence.CERTAIN if is_backup else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the posts and pages in the file's order.

        Raises:
            CorruptFileError: The file holds no article.
        """
        from ipvm_desktop.importers.blog_exports.blogger import BloggerExport

        yield from BloggerExport.read(source, self.name)


class MovableTypeImporter:
    """Reads the text file of Movable Type, TypePad and others: entries between dashes."""

    name = "movable-type"
    title = "Movable Type export"
    extensions = (".txt",)
    brings = ("article", "comments")

    def sniff(self, source: Source) -> Confidence:
        """Recognise the first entry's keys, and the dashes below them."""
        opening = opening_text(source.head)
        is_export = opening is not None and _MOVABLE_TYPE.match(opening)
        return Confidence.CERTAIN if is_export else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the entries in the file's order.

        Raises:
            CorruptFileError: The file holds no published entry.
        """
        from ipvm_desktop.importers.blog_exports.movable_type import read_movable_type

        yield from read_movable_type(source, self.name)


class FeedImporter:
    """Reads RSS 0.9 to 2.0 and Atom, with the threading extensions."""

    name = "feed"
    title = "RSS or Atom feed"
    extensions = (".rss", ".atom", ".rdf", ".xml")
    brings = ("article", "comments", "nesting")

    def sniff(self, source: Source) -> Confidence:
        """Recognise the root element; exports that are also RSS or Atom are surer of theirs."""
        root = _FEED.search(source.signs)
        if root is None:
            return Confidence.NO
        is_rdf = root[0][1:4].lower() == b"rdf"
        if is_rdf and not _RDF_FEED.search(root["attributes"]):
            return Confidence.NO
        return Confidence.LIKELY

    def read(self, source: Source) -> Iterator[Document]:
        """Yield an article for each entry, and one for each article commented on.

        Raises:
            CorruptFileError: The feed holds no entry.
        """
        from ipvm_desktop.importers.blog_exports.feed import FeedExport

        yield from FeedExport.read(source, self.name)


class JekyllImporter:
    """Reads a post with the comments in ``_data/comments/<slug>`` beside its folder.

    Any post whose name tells its day is read, also without comments.
    """

    name = "jekyll"
    title = "Jekyll post with comment data"
    extensions = (".md", ".markdown")
    brings = ("article", "comments", "nesting")

    def sniff(self, source: Source) -> Confidence:
        """Look for the post's comments; a file of comments alone is told what it is."""
        if source.extension in self.extensions:
            if _comment_files(source):
                return Confidence.CERTAIN
            is_post = not source.is_large and _DATED_NAME.match(source.name)
            return Confidence.LIKELY if is_post and _HEAD.match(source.head) else Confidence.NO
        return Confidence.LIKELY if _is_comment(source) else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the post.

        Raises:
            UnsupportedFormatError: The file is a comment, not a post.
            CorruptFileError: The file is no text, or blank.
        """
        if source.extension not in self.extensions:
            reason = "this is a comment, which comes in together with its post in _posts"
            raise UnsupportedFormatError(source.label, reason, self.name)
        from ipvm_desktop.importers.blog_exports.jekyll import read_post

        yield from read_post(source, site_around(source), _comment_files(source), self.name)


def site_around(source: Source) -> Surroundings:
    """Return what lies around a post, seen from the folder that holds all of its site's posts.

    Sites sort their posts into folders below that.
    """
    folders = () if source.path is None else source.path.parents
    posts = next((folder for folder in folders if folder.name in _POST_FOLDERS), None)
    return source.around if posts is None else FolderSurroundings(posts)


def _comment_files(source: Source) -> Sequence[str]:
    """Return the names of a post's comment data, relative to the post, in their order."""
    around = site_around(source)
    stem = PurePath(source.name).stem
    if stem == "index" and source.path is not None:
        stem = source.path.parent.name  # a post of Hugo with its pictures in a folder
    slugs = dict.fromkeys((_DATED_NAME.sub("", stem, count=1), stem))
    for place, slug in product(_DATA_FOLDERS, slugs):
        folder = f"{place}/{slug}"
        names = [n for n in around.names(folder) if n.lower().endswith(_DATA_EXTENSIONS)]
        if names:
            return [f"{folder}/{name}" for name in names]
        beside = around.names(place)
        single = next((f"{slug}{end}" for end in _DATA_EXTENSIONS if f"{slug}{end}" in beside), "")
        if single:
            return [f"{place}/{single}"]
    return ()


def _is_comment(source: Source) -> bool:
    if source.extension not in {".yml", ".yaml"}:
        return False
    head = source.head
    return bool(_COMMENT_KEYS.search(head) and _DATE_KEY.search(head))
