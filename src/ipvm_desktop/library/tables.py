"""The library's tables for building statements; ``_migrations.py`` is what creates them.

Times are ISO 8601 text as printed, import times whole seconds since 1970. Lists are JSON
text, NULL when empty. Columns that the article list needs stand before the long texts.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

source_file = sa.Table(
    "source_file",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("importer", sa.Text, nullable=False),
    sa.Column("imported", sa.Integer, nullable=False),
    sa.Column("article_count", sa.Integer, nullable=False),  # how many articles it brought
    # zlib; empty for a large file, whose bytes lie in source_part.
    sa.Column("content", sa.LargeBinary, nullable=False),
)

source_part = sa.Table(
    "source_part",
    metadata,
    sa.Column("source_file_id", sa.ForeignKey("source_file.id"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),  # zlib, each by itself
)

article = sa.Table(
    "article",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("sort_title", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("published", sa.Text),
    sa.Column("imported", sa.Integer, nullable=False),
    # Copies of what comment, article_status and comment_status say, for filtering and
    # sorting; written in the same transaction, see _status.refresh.
    sa.Column("comment_count", sa.Integer, nullable=False),
    sa.Column("unread_comments", sa.Integer, nullable=False),
    sa.Column("is_read", sa.Boolean, nullable=False),
    sa.Column("is_starred", sa.Boolean, nullable=False),
    sa.Column("warning", sa.Text, nullable=False),
    sa.Column("published_text", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("site", sa.Text),
    sa.Column("access", sa.Text),
    sa.Column("language", sa.Text),
    sa.Column("images", sa.Integer, nullable=False),
    sa.Column("images_missing", sa.Integer, nullable=False),
    sa.Column("declared_comments", sa.Integer),
    sa.Column("masked_share", sa.Float, nullable=False),
    # Where it came from first; source_file_id is the file that brought this content.
    sa.Column("source_name", sa.Text, nullable=False),
    sa.Column("source_importer", sa.Text, nullable=False),
    sa.Column("source_sha256", sa.Text, nullable=False),
    sa.Column("source_file_id", sa.ForeignKey("source_file.id"), nullable=False),
    sa.Column("headings", sa.Text),
    sa.Column("body_html", sa.Text, nullable=False),
    sa.Column("body_text", sa.Text, nullable=False),
    sa.Column("comment_order", sa.Text),
    # Version of the model that inferred the replies, 0 before that; NULL where the source
    # tells them. Behind the long texts, so look for it by its index.
    sa.Column("reply_model", sa.Integer),
    # Version of how its rows of article_sign were found; 0 before they were.
    sa.Column("sign_model", sa.Integer, nullable=False),
)

# What an article is recognised by in another file, see _signs.py.
article_sign = sa.Table(
    "article_sign",
    metadata,
    sa.Column("sign", sa.Text, primary_key=True),
    sa.Column("article_id", sa.ForeignKey("article.id"), primary_key=True),
)

author = sa.Table(
    "author",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    # As printed. The name of a pseudonym is one person within one article only.
    sa.Column("name", sa.Text, nullable=False, unique=True),
)

article_author = sa.Table(
    "article_author",
    metadata,
    sa.Column("article_id", sa.ForeignKey("article.id"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("author_id", sa.ForeignKey("author.id"), nullable=False),
)

article_source = sa.Table(
    "article_source",
    metadata,
    sa.Column("article_id", sa.ForeignKey("article.id"), primary_key=True),
    sa.Column("source_file_id", sa.ForeignKey("source_file.id"), primary_key=True),
)

issue = sa.Table(
    "issue",
    metadata,
    sa.Column("article_id", sa.ForeignKey("article.id"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("line", sa.Integer),
)

comment = sa.Table(
    "comment",
    metadata,
    # (article_id << COMMENT_BITS) + place: an article's comments lie side by side, and a
    # hit in comment_fts names its article without a look at this table.
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("article_id", sa.ForeignKey("article.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),  # the source's id
    sa.Column("parent", sa.Integer),  # the source's id of another comment
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("author_id", sa.ForeignKey("author.id")),
    sa.Column("role", sa.Text),
    sa.Column("pseudonym", sa.Integer),
    sa.Column("affiliation", sa.Text),
    sa.Column("badges", sa.Text),
    sa.Column("staff", sa.Boolean, nullable=False),
    sa.Column("article_author", sa.Boolean, nullable=False),
    sa.Column("posted", sa.Text),
    sa.Column("posted_text", sa.Text),
    sa.Column("votes", sa.Text),
    sa.Column("deleted", sa.Boolean, nullable=False),
    sa.Column("reply_kind", sa.Text),
    sa.Column("reply_confidence", sa.Float),
    sa.Column("reply_reason", sa.Text),
    sa.Column("suggestions", sa.Text),
    sa.Column("quotes", sa.Text),
    sa.Column("body_html", sa.Text, nullable=False),
    sa.Column("body_text", sa.Text, nullable=False),
    sa.Column("permalink", sa.Text),
)
COMMENT_BITS = 20
MAX_COMMENTS = 1 << COMMENT_BITS
MAX_ARTICLE_ID = 1 << 40

# Each picture once, however many articles and versions show it.
picture = sa.Table(
    "picture",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

article_picture = sa.Table(
    "article_picture",
    metadata,
    sa.Column("article_id", sa.ForeignKey("article.id"), primary_key=True),
    sa.Column("sha256", sa.ForeignKey("picture.sha256"), primary_key=True),
)

# Other contents of an article: those it had, and copies that do not replace it (yet).
article_version = sa.Table(
    "article_version",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("article_id", sa.ForeignKey("article.id"), nullable=False),
    sa.Column("state", sa.Text, nullable=False),  # of domain.versions.VersionState
    sa.Column("noted", sa.Integer, nullable=False),  # since when it is in this state
    sa.Column("sign", sa.Text),  # what the copy was recognised by
    sa.Column("gains", sa.Text),  # what is better in it than in the article at that time
    sa.Column("losses", sa.Text),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("comment_count", sa.Integer, nullable=False),
    sa.Column("imported", sa.Integer, nullable=False),
    sa.Column("source_name", sa.Text, nullable=False),
    sa.Column("source_importer", sa.Text, nullable=False),
    sa.Column("source_sha256", sa.Text, nullable=False),
    sa.Column("source_file_id", sa.ForeignKey("source_file.id"), nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),  # zlib of JSON, see _versions.py
)

version_picture = sa.Table(
    "version_picture",
    metadata,
    sa.Column("version_id", sa.ForeignKey("article_version.id"), primary_key=True),
    sa.Column("sha256", sa.ForeignKey("picture.sha256"), primary_key=True),
)

# The reader's own. Keyed by stable identity, so they outlive the content they belong to.
article_status = sa.Table(
    "article_status",
    metadata,
    sa.Column("article_key", sa.Text, primary_key=True),
    sa.Column("is_read", sa.Boolean, nullable=False),
    sa.Column("is_starred", sa.Boolean, nullable=False),
)

comment_status = sa.Table(
    "comment_status",
    metadata,
    sa.Column("article_key", sa.Text, primary_key=True),
    sa.Column("comment_key", sa.Text, primary_key=True),
    sa.Column("is_read", sa.Boolean, nullable=False),
    sa.Column("is_starred", sa.Boolean, nullable=False),
)

# comment_key is "" for what belongs to the article itself.
tag = sa.Table(
    "tag",
    metadata,
    sa.Column("article_key", sa.Text, primary_key=True),
    sa.Column("comment_key", sa.Text, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)

note = sa.Table(
    "note",
    metadata,
    sa.Column("article_key", sa.Text, primary_key=True),
    sa.Column("comment_key", sa.Text, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)

# parent_key is "" for top level, or the key of a comment that may not be here at present.
reply_correction = sa.Table(
    "reply_correction",
    metadata,
    sa.Column("article_key", sa.Text, primary_key=True),
    sa.Column("comment_key", sa.Text, primary_key=True),
    sa.Column("parent_key", sa.Text, nullable=False),
)

refused_suggestion = sa.Table(
    "refused_suggestion",
    metadata,
    sa.Column("article_key", sa.Text, primary_key=True),
    sa.Column("comment_key", sa.Text, primary_key=True),
    sa.Column("parent_key", sa.Text, primary_key=True),
)

reading_position = sa.Table(
    "reading_position",
    metadata,
    sa.Column("article_key", sa.Text, primary_key=True),
    sa.Column("position", sa.Text, nullable=False),
)

# Which names are one person's, as keys. article_key is "" for named people, who are the
# same everywhere; person_key never is itself a name_key of the same article_key.
person_alias = sa.Table(
    "person_alias",
    metadata,
    sa.Column("article_key", sa.Text, primary_key=True),
    sa.Column("name_key", sa.Text, primary_key=True),
    sa.Column("person_key", sa.Text, nullable=False),
)

# Pairs of names that the reader said are two people; the lesser key stands first.
distinct_people = sa.Table(
    "distinct_people",
    metadata,
    sa.Column("name_key", sa.Text, primary_key=True),
    sa.Column("other_key", sa.Text, primary_key=True),
)

import_run = sa.Table(
    "import_run",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("started", sa.Text, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("cancelled", sa.Boolean, nullable=False),
)

import_file = sa.Table(
    "import_file",
    metadata,
    sa.Column("run_id", sa.ForeignKey("import_run.id"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("importer", sa.Text),
    sa.Column("error", sa.Text),
    sa.Column("articles", sa.Text),  # JSON; a record of the day, not a reference
)

# The full-text tables keep no text of their own; they read it through these views.
article_search = sa.table("article_search", *map(sa.column, ("id", "title", "byline", "body")))
comment_search = sa.table(
    "comment_search", *map(sa.column, ("id", "body", "author", "affiliation"))
)
article_fts = sa.table(
    "article_fts", *map(sa.column, ("rowid", "article_fts", "rank", "title", "byline", "body"))
)
comment_fts = sa.table(
    "comment_fts",
    *map(sa.column, ("rowid", "comment_fts", "rank", "body", "author", "affiliation")),
)
