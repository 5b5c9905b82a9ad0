"""Reddit, Discourse, Remark42 and Commento, read with ``json`` alone."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from pathlib import Path
from typing import Any

from tests.export_truth import TrueArticle, TrueComment, Truth, plain_words

_WITHDRAWN = {"[deleted]", "[removed]"}
# What Discourse draws around quotes and pictures, which is no part of a post's words.
_DECORATION = re.compile(
    r'<div class="meta">.*?</div>|<svg.*?</svg>'
    r'|<div class="quote-controls"></div>\s*(?:<img[^>]*>)?',
    re.DOTALL,
)
_EMOJI = re.compile(r'<img[^>]*class="emoji[^>]*alt="([^"]*)"[^>]*>')
_PICTURE = re.compile(r'<img(?:[^>]*alt="(?P<alt>[^"]*)")?[^>]*>')
_INLINE = re.compile(r"</?(?:a|b|code|del|em|i|s|small|span|strike|strong|sub|sup|u)\b[^>]*>")


def _words(markup: str) -> str:
    """Return the words of HTML; pictures and their captions are words too."""
    markup = _EMOJI.sub(r"\1", _DECORATION.sub("", markup))
    markup = _PICTURE.sub(lambda match: f" picture {match['alt'] or ''} ", markup)
    return plain_words(html.unescape(re.sub("<[^>]+>", " ", _INLINE.sub("", markup))))


def _load(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _every(value: Any, kind: str) -> list[dict[str, Any]]:
    """Return the things of a kind anywhere in Reddit's JSON, in its order."""
    if isinstance(value, list):
        return [found for entry in value for found in _every(entry, kind)]
    if not isinstance(value, dict):
        return []
    own = [value["data"]] if value.get("kind") == kind else []
    return own + [found for entry in value.values() for found in _every(entry, kind)]


def _utc(seconds: float) -> tuple[dt.datetime, ...]:
    return (dt.datetime.fromtimestamp(seconds, dt.UTC),)


def _iso(text: str) -> tuple[dt.datetime, ...]:
    return (dt.datetime.fromisoformat(text),)


def read_reddit(path: Path) -> list[TrueArticle]:
    """Return the posts and messages of a file, and those that its comments belong to."""
    top = _load(path)
    articles: dict[str, TrueArticle] = {}
    messages = _every(top, "t4")
    for post in _every(top, "t3"):
        articles["t3_" + post["id"]] = TrueArticle(html.unescape(post["title"]))
    for message in messages:
        root = message["first_message_name"] or message["name"]
        articles.setdefault(root, TrueArticle(message["subject"]))
    for comment in _every(top, "t1"):
        link = comment.get("link_id") or comment["parent_id"]
        article = articles.setdefault(
            link, TrueArticle(html.unescape(comment.get("link_title") or f"Reddit post {link}"))
        )
        body = comment["body"]
        article.comments.append(
            TrueComment(
                "t1_" + comment["id"],
                comment["parent_id"] if comment["parent_id"].startswith("t1_") else None,
                None if comment["author"] in _WITHDRAWN else comment["author"],
                _utc(comment["created_utc"]),
                "" if body in _WITHDRAWN else _words(html.unescape(comment["body_html"])),
            )
        )
    return list(articles.values())


def read_discourse(path: Path) -> list[TrueArticle]:
    """Return a topic with its posts but the first, and without "closed" and the like."""
    topic = _load(path)
    posts = topic["post_stream"]["posts"]
    return [
        TrueArticle(
            topic["title"],
            [
                TrueComment(
                    str(post["post_number"]),
                    str(post["reply_to_post_number"])
                    if (post["reply_to_post_number"] or 1) != 1
                    else None,
                    post["username"],
                    _iso(post["created_at"]),
                    _words(post["cooked"]),
                )
                for post in posts
                if post["post_number"] != 1 and (post["cooked"] or post["post_type"] != 3)
            ],
        )
    ]


def _remark42(comment: dict[str, Any]) -> TrueComment:
    return TrueComment(
        comment["id"],
        comment["pid"] or None,
        comment["user"]["name"] or None,
        _iso(comment["time"]) if comment["time"][:4] != "0001" else (),
        _words(comment["text"]),
    )


def read_remark42(path: Path) -> list[TrueArticle]:
    """Return the one page of a list or a tree of comments."""
    top = _load(path)
    comments: list[dict[str, Any]] = []

    def gather(branches: list[dict[str, Any]]) -> None:
        for branch in branches:
            comments.append(branch["comment"])
            gather(branch.get("replies") or [])

    if isinstance(top, list):
        comments = top
    else:
        gather(top["comments"])
    return [TrueArticle(comments[0]["locator"]["url"], list(map(_remark42, comments)))]


def read_commento(path: Path) -> list[TrueArticle]:
    """Return the pages of an export."""
    top = _load(path)
    names = {person["commenterHex"]: person["name"] for person in top["commenters"]}
    pages: dict[str, TrueArticle] = {}
    for comment in top["comments"]:
        place = comment["domain"] + comment["url"]
        pages.setdefault(place, TrueArticle(place)).comments.append(
            TrueComment(
                comment["commentHex"],
                comment["parentHex"] if comment["parentHex"] != "root" else None,
                names.get(comment["commenterHex"]),
                _iso(comment["creationDate"]),
                _words(comment["html"] or comment["markdown"]),
            )
        )
    return list(pages.values())


TRUTHS = (
    Truth("Reddit JSON", "reddit", "*.json", "reddit-json", read_reddit),
    Truth("Discourse JSON", "discourse", "*.json", "discourse-json", read_discourse),
    Truth("Remark42", "remark42", "*tree*.json", "remark42", read_remark42),
    Truth("Commento", "remark42", "*commento.json", "commento", read_commento),
)
