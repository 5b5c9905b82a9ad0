"""WordPress, Disqus, Blogger and Jekyll, read with ``xml.etree`` and ``yaml`` alone."""

from __future__ import annotations

import datetime as dt
import html
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import yaml

from tests.export_truth import TrueArticle, TrueComment, Truth, plain_words, words_of

_WP = re.compile(r"\{https?://wordpress\.org/export/1\.\d/\}")
_INTERNAL = {"attachment", "nav_menu_item", "revision", "wp_navigation", "wp_global_styles"}
_ATOM = "{http://www.w3.org/2005/Atom}"
_DISQUS = "{http://disqus.com}"
_KEY = "{http://disqus.com/disqus-internals}id"


def _root(text: str) -> ET.Element | None:
    try:
        return ET.fromstring(text)
    except ET.ParseError:
        return None


def _utc(text: str | None) -> tuple[dt.datetime, ...]:
    """Return a date in ISO 8601, UTC where it names no zone."""
    try:
        moment = dt.datetime.fromisoformat((text or "").strip())
    except ValueError:
        return ()
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC),)


def _local(text: str | None) -> tuple[dt.datetime, ...]:
    try:
        return (dt.datetime.fromisoformat((text or "").strip()),)
    except ValueError:
        return ()


def read_wxr(path: Path) -> list[TrueArticle] | None:
    """Return what a WordPress export shows or showed to readers."""
    root = _root(path.read_text("utf-8"))
    if root is None:
        return None
    articles = []
    for entry in root.iter("item"):
        stated = {_WP.sub("wp:", child.tag): (child.text or "").strip() for child in entry}
        comments = [
            comment
            for child in entry
            if _WP.sub("wp:", child.tag) == "wp:comment"
            for comment in _wxr_comment(child)
        ]
        kind, status = stated.get("wp:post_type", "post"), stated.get("wp:status", "publish")
        # Plugins keep entries of their own kinds, with and without a page and a text.
        text = stated.get("{http://purl.org/rss/1.0/modules/content/}encoded")
        has_page = text and "post_type=" not in stated.get("link", "")
        is_shown = (
            kind not in _INTERNAL
            and status in {"publish", "private"}
            and (kind in {"post", "page"} or has_page)
        )
        if status != "trash" and (is_shown or comments):
            articles.append(TrueArticle(stated.get("title", ""), comments))
    return articles


def _wxr_comment(comment: ET.Element) -> list[TrueComment]:
    stated = {_WP.sub("", child.tag): (child.text or "").strip() for child in comment}
    if stated.get("comment_approved") in {"spam", "trash", "post-trashed"}:
        return []
    parent = stated.get("comment_parent", "0")
    return [
        TrueComment(
            stated["comment_id"],
            parent if parent not in {"", "0"} else None,
            html.unescape(stated.get("comment_author", "")) or None,
            _local(stated.get("comment_date")) + _utc(stated.get("comment_date_gmt")),
            words_of(stated.get("comment_content")),
        )
    ]


def read_disqus(path: Path) -> list[TrueArticle] | None:
    """Return the threads of a Disqus export that hold comments, its spam left out."""
    text = path.read_text("utf-8")
    # Two files of the corpus open with a stray sign and hold an attribute without quotes.
    root = _root(re.sub(r"(dsq:id)=(\d+)", r'\1="\2"', text.removeprefix("`")))
    if root is None:
        return None
    threads = root.findall(f"{_DISQUS}thread")
    titles = {t.get(_KEY): t.findtext(f"{_DISQUS}title") for t in threads}
    articles: dict[str | None, TrueArticle] = {}
    for post in root.findall(f"{_DISQUS}post"):
        if post.findtext(f"{_DISQUS}isSpam") == "true":
            continue
        thread, parent = post.find(f"{_DISQUS}thread"), post.find(f"{_DISQUS}parent")
        key = None if thread is None else thread.get(_KEY)
        article = articles.setdefault(key, TrueArticle(titles.get(key) or ""))
        comment = TrueComment(
            post.get(_KEY) or f"unnamed {len(article.comments)}",
            None if parent is None else parent.get(_KEY),
            (post.findtext(f"{_DISQUS}author/{_DISQUS}name") or "").strip() or None,
            _utc(post.findtext(f"{_DISQUS}createdAt")),
            words_of(post.findtext(f"{_DISQUS}message")),
        )
        article.comments.append(comment)
    return [articles[key] for key in [*titles, *(set(articles) - set(titles))] if key in articles]


def read_blogger(path: Path) -> list[TrueArticle] | None:
    """Return the posts and pages of a Blogger export that were published."""
    text = path.read_text("utf-8")
    if "xmlns:app=" not in text:  # the corpus's file uses the prefix without declaring it
        text = text.replace("<feed ", '<feed xmlns:app="http://www.w3.org/2007/app" ', 1)
    root = _root(text)
    if root is None:
        return None
    articles: dict[str, TrueArticle] = {}
    comments: list[tuple[str, TrueComment]] = []
    for entry in root.iter(f"{_ATOM}entry"):
        kind = next((c.get("term", "") for c in entry.iter(f"{_ATOM}category")), "")
        key = entry.findtext(f"{_ATOM}id") or ""
        if kind.endswith(("#post", "#page")) and b"<ns0:draft>yes" not in _plain(entry):
            articles[key] = TrueArticle(entry.findtext(f"{_ATOM}title") or "")
        elif kind.endswith("#comment"):
            reference = next(child for child in entry if child.tag.endswith("in-reply-to"))
            related = [
                link.get("href", "").rpartition("/")[2]
                for link in entry.iter(f"{_ATOM}link")
                if link.get("rel") == "related"
            ]
            comment = TrueComment(
                key.rpartition("-")[2],
                related[0] if related else None,
                entry.findtext(f"{_ATOM}author/{_ATOM}name"),
                _utc(entry.findtext(f"{_ATOM}published")),
                words_of(entry.findtext(f"{_ATOM}content")),
            )
            comments.append((reference.get("ref", ""), comment))
    for post, comment in comments:
        articles[post].comments.append(comment)
    return list(articles.values())


def _plain(entry: ET.Element) -> bytes:
    return b"".join(
        ET.tostring(child) for child in entry if child.tag.endswith("}control")
    ).replace(b"\n", b"")


def read_jekyll(path: Path) -> list[TrueArticle] | None:
    """Return a post's title and the comments in the data beside it."""
    head: dict[str, Any] = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
    slug = path.stem[len("2020-01-09-") :]
    folder = path.parents[1] / "_data" / "comments" / slug
    loaded = [yaml.safe_load(file.read_text("utf-8")) for file in sorted(folder.glob("*.yml"))]
    # ``replying_to`` counts the comments that answer nobody, as the site's own templates do.
    tops = [entry for entry in loaded if not entry.get("replying_to")]
    comments = []
    for place, entry in enumerate(loaded):
        answered = str(entry.get("replying_to") or "")
        known = answered.isdigit() and int(answered) <= len(tops)
        top = loaded.index(tops[int(answered) - 1]) if known else None
        comment = TrueComment(
            str(place),
            str(top) if known else answered or None,
            str(entry["name"]).strip() if entry["name"] else None,
            _when(entry["date"]),
            _markdown_words(entry["message"]),
        )
        comments.append(comment)
    return [TrueArticle(str(head["title"]), comments)]


def _markdown_words(message: str) -> str:
    """Return the words that a page shows of a message in Markdown, HTML within it included."""
    words = []
    # Text, its fence, what the fence encloses, text …
    parts = re.split(r"(```|~~~)[^\n]*(\n.*?)\1", message, flags=re.DOTALL)
    for place, part in enumerate(parts):
        if place % 3 == 0:
            words.append(_shown_words(part))
        elif place % 3 == 2:
            words.append(plain_words(part))
    return plain_words(" ".join(words))


def _shown_words(text: str) -> str:
    text = re.sub(r"<(https?://[^<>\s]+)>", r"\1", text)  # an address that is its own text
    defined = r"(?m)^ *\[[^\]\n]+\]: .*$"
    if re.search(defined, text):
        text = re.sub(r"\]\[[^\]]*\]", "]", re.sub(defined, "", text))
    text = re.sub(r"(\[[^\[\]]*\])\([^()\s]*(?:\s+\"[^\"]*\")?\)", r"\1", text)
    code = re.compile(r"(`+).+?\1", re.DOTALL)
    return words_of(code.sub(lambda span: span[0].replace("&", "&amp;").replace("<", "&lt;"), text))


def _when(value: Any) -> tuple[dt.datetime, ...]:
    return (value,) if isinstance(value, dt.datetime) else _utc(value)


TRUTHS = (
    Truth("WordPress WXR", "wxr", "**/*.xml", "wxr", read_wxr),
    Truth("Disqus XML", "disqus", "*.xml", "disqus-xml", read_disqus),
    Truth("Blogger", "blogger", "*.xml", "blogger", read_blogger),
    Truth("Jekyll", "jekyll", "_posts/*.md", "jekyll", read_jekyll),
)
