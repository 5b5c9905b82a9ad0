"""Exports and answers of web services in JSON: one reader a kind, loaded when it is needed.

Nothing here imports a reader before a file of its kind is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module

from ipvm_desktop.domain.document import Document
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers._issues import read_in_part
from ipvm_desktop.importers._json_reader import JsonError
from ipvm_desktop.importers.base import Confidence, Source

_JSON = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*[\[{]")
_KEY = re.compile(rb'"(\w{1,40})"\s*:')


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonExport:
    """An importer of one kind of JSON, told by the keys at its beginning.

    Attributes:
        name: Stable id.
        title: Name for people.
        reader: Module of this package whose ``read(file)`` yields the documents.
        signature: Where it matches the beginning, it can be nothing else.
        keys: What stands together near the beginning of files of this kind, any of these rows:
            of each set in a row at least one key.
        shape: Tells files of this kind as well, or None.
        extensions: Usual extensions.
        brings: What the format carries.
    """

    name: str
    title: str
    reader: str
    signature: re.Pattern[bytes]
    keys: tuple[tuple[frozenset[bytes], ...], ...] = ()
    shape: re.Pattern[bytes] | None = None
    extensions: tuple[str, ...] = (".json",)
    brings: tuple[str, ...] = ("article", "comments", "nesting")

    def sniff(self, source: Source) -> Confidence:
        """Look for the kind's keys in the beginning, behind long texts as well."""
        if not _JSON.match(source.signs):
            return Confidence.NO
        head = source.outline
        if self.signature.search(head):
            return Confidence.CERTAIN
        found = _keys_in(head)
        if any(all(found & names for names in row) for row in self.keys):
            return Confidence.LIKELY
        fits = self.shape is not None and self.shape.search(head)
        return Confidence.LIKELY if fits else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the articles.

        Raises:
            CorruptFileError: Damaged JSON of which nothing can be read, or nothing in it.
        """
        from ipvm_desktop.importers.json_exports._file import JsonFile

        file = JsonFile(source)
        last: Document | None = None
        try:
            for document in import_module(f"{__name__}.{self.reader}").read(file):
                if last is not None:
                    yield last
                last = document
        except JsonError as error:
            raise CorruptFileError(source.label, str(error), self.name) from error
        if last is None:
            reason = f"the JSON, read as “{self.title}”, holds no article and no comment"
            raise CorruptFileError(source.label, file.problem or reason, self.name)
        if file.problem is not None:
            last = replace(last, issues=(*last.issues, read_in_part(file.problem)))
        yield last


@lru_cache(maxsize=1)
def _keys_in(head: bytes) -> frozenset[bytes]:
    """Return the keys in the beginning of a file, at which each kind looks in turn."""
    return frozenset(_KEY.findall(head))


def _keys(*names: str) -> tuple[frozenset[bytes], ...]:
    """Return a row of keys; ``|`` parts those that do as well as each other."""
    return tuple(frozenset(name.encode().split(b"|")) for name in names)


_BEGIN = rb"\A[^\w\[{]*"

JSON_EXPORTS: tuple[JsonExport, ...] = (
    JsonExport(
        name="reddit-json",
        title="Reddit JSON",
        reader="reddit",
        signature=re.compile(
            _BEGIN + rb'\[?\s*\{\s*"kind"\s*:\s*"(?:Listing|t[1345])"'
            rb'|\A.{0,80}?"things"\s*:\s*\[',
            re.DOTALL,
        ),
        keys=(
            _keys("subreddit", "link_id|permalink|selftext|parent_id"),
            _keys("link_id", "parent_id", "body|author"),
            _keys("selftext", "permalink|num_comments|created_utc"),
        ),
        shape=re.compile(rb'"kind"\s*:\s*"(?:Listing|t[134]|more)"'),
        extensions=(".json", ".jsonl", ".ndjson"),
    ),
    JsonExport(
        name="hacker-news-json",
        title="Hacker News JSON",
        reader="hacker_news",
        signature=re.compile(rb'"_highlightResult"\s*:.*?"story_id"\s*:', re.DOTALL),
        keys=(
            _keys("created_at_i", "story_id|objectID|points|children"),
            _keys("time_ago", "comments_count|content"),
            _keys("by", "id", "type|kids|descendants|parent", "time|kids"),
        ),
        shape=re.compile(
            rb'\A(?=.*?"type"\s*:\s*"(?:story|comment|job|poll)")(?=.*?"time"\s*:\s*\d)',
            re.DOTALL,
        ),
        extensions=(".json", ".jsonl", ".ndjson"),
    ),
    JsonExport(
        name="lobsters-json",
        title="Lobsters JSON",
        reader="lobsters",
        signature=re.compile(rb'"short_id_url"\s*:\s*"https://lobste\.rs/'),
        keys=(_keys("short_id", "short_id_url|comments_url|submitter_user|commenting_user"),),
    ),
    JsonExport(
        name="discourse-json",
        title="Discourse topic JSON",
        reader="discourse",
        signature=re.compile(_BEGIN + rb'\[?\s*\{\s*"post_stream"\s*:\s*\{'),
        keys=(
            _keys("post_stream"),
            _keys("cooked", "post_number"),
            _keys("archetype", "chunk_size|posts_count|category_id"),
        ),
        extensions=(".json", ".jsonl", ".ndjson"),
    ),
    JsonExport(
        name="disqus-json",
        title="Disqus JSON",
        reader="disqus",
        brings=("comments", "nesting"),
        signature=re.compile(rb'"isDeletedByAuthor"\s*:|"raw_message"\s*:'),
        keys=(
            _keys("response", "code", "cursor|forum|createdAt"),
            _keys("isApproved", "isSpam|thread|forum"),
        ),
        extensions=(".json", ".jsonl", ".ndjson"),
    ),
    JsonExport(
        name="remark42",
        title="Remark42 backup and JSON",
        reader="remark42",
        brings=("comments", "nesting"),
        signature=re.compile(
            _BEGIN + rb'\{\s*"version"\s*:\s*\d+\s*,\s*"users"\s*:'
            rb'|"locator"\s*:\s*\{\s*"(?:site|url)"\s*:',
        ),
        keys=(_keys("pid", "locator|user"),),
        extensions=(".json", ".jsonl", ".ndjson"),
    ),
    JsonExport(
        name="commento",
        title="Commento and Comentario export",
        reader="commento",
        brings=("comments", "nesting"),
        signature=re.compile(rb'"commentHex"\s*:|"commenterHex"\s*:'),
        keys=(_keys("version", "commenters|pages", "domainId|pageId|comments"),),
    ),
    JsonExport(
        name="lemmy",
        title="Lemmy JSON",
        reader="lemmy",
        signature=re.compile(rb'"(?:comment|post)_view"\s*:|"path"\s*:\s*"0\.\d'),
        keys=(_keys("ap_id", "community|creator|post|comment"),),
        extensions=(".json", ".jsonl", ".ndjson"),
    ),
    JsonExport(
        name="activitypub",
        title="ActivityPub and Mastodon JSON",
        reader="activitypub",
        signature=re.compile(
            rb"https://www\.w3\.org/ns/activitystreams\""
            rb'|\A[^\w\[{]*\{\s*"ancestors"\s*:\s*\[.*?"descendants"\s*:'
            rb'|"in_reply_to_account_id"\s*:',
            re.DOTALL,
        ),
        keys=(
            _keys("attributedTo", "content|type"),
            _keys("in_reply_to_id", "account|content"),
            _keys("acct", "display_name"),
            _keys("replyId", "renoteId"),
            _keys("orderedItems"),
        ),
        extensions=(".json", ".jsonl", ".jsonld", ".ndjson"),
    ),
    JsonExport(
        name="json-feed",
        title="JSON Feed",
        reader="json_feed",
        signature=re.compile(rb'"version"\s*:\s*"https?:(?:\\?/){2}jsonfeed\.org(?:\\?/)version'),
        keys=(_keys("home_page_url|feed_url", "items"),),
        brings=("article",),
    ),
    JsonExport(
        name="isso",
        title="Isso JSON",
        reader="isso",
        brings=("comments", "nesting"),
        signature=re.compile(rb'"hidden_replies"\s*:'),
        keys=(
            _keys("total_replies", "replies"),
            _keys("remote_addr", "text|comments"),
            _keys("mode", "likes", "dislikes", "text"),
        ),
    ),
    # Last, for it goes by names that others have too.
    JsonExport(
        name="json-discussion",
        title="Article with comments in JSON",
        reader="discussion",
        signature=re.compile(rb"(?!)"),
        keys=(
            _keys("comment|comments|replies|answers", "title|headline|body|text|content|author|by"),
            _keys("title|headline", "article|articleBody|body|content|text|comment|comments"),
            _keys("post", "author_name", "content"),
        ),
        extensions=(".json", ".jsonl", ".ndjson"),
    ),
)
