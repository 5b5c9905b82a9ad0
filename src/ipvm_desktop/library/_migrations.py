"""Creates a library and brings older ones up to date; ``PRAGMA user_version`` counts the steps.

Steps are frozen history: they use no other module of ours, and a released one never changes.
"""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

_V1 = """
CREATE TABLE source_file (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  importer TEXT NOT NULL,
  imported INTEGER NOT NULL,
  article_count INTEGER NOT NULL,
  content BLOB NOT NULL
);
CREATE TABLE article (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  sort_title TEXT NOT NULL,
  kind TEXT NOT NULL,
  published TEXT,
  imported INTEGER NOT NULL,
  comment_count INTEGER NOT NULL,
  unread_comments INTEGER NOT NULL,
  is_read INTEGER NOT NULL,
  is_starred INTEGER NOT NULL,
  warning TEXT NOT NULL,
  published_text TEXT,
  url TEXT,
  site TEXT,
  access TEXT,
  language TEXT,
  images INTEGER NOT NULL,
  images_missing INTEGER NOT NULL,
  declared_comments INTEGER,
  masked_share REAL NOT NULL,
  source_name TEXT NOT NULL,
  source_importer TEXT NOT NULL,
  source_sha256 TEXT NOT NULL,
  source_file_id INTEGER NOT NULL REFERENCES source_file (id),
  headings TEXT,
  body_html TEXT NOT NULL,
  body_text TEXT NOT NULL
);
CREATE INDEX article_by_date
  ON article (published, imported, id, is_read, unread_comments, is_starred);
CREATE INDEX article_by_title
  ON article (sort_title, imported DESC, id DESC, is_read, unread_comments, is_starred);
CREATE INDEX article_by_comments
  ON article (comment_count, imported, id, is_read, unread_comments, is_starred);
CREATE INDEX article_by_import
  ON article (imported, id, is_read, unread_comments, is_starred);
CREATE INDEX article_by_source ON article (source_file_id);
CREATE TABLE author (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
CREATE TABLE article_author (
  article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  author_id INTEGER NOT NULL REFERENCES author (id),
  PRIMARY KEY (article_id, place)
) WITHOUT ROWID;
CREATE INDEX article_author_by_author ON article_author (author_id);
CREATE TABLE article_source (
  article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  source_file_id INTEGER NOT NULL REFERENCES source_file (id),
  PRIMARY KEY (article_id, source_file_id)
) WITHOUT ROWID;
CREATE INDEX article_source_by_source ON article_source (source_file_id);
CREATE TABLE issue (
  article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  line INTEGER,
  PRIMARY KEY (article_id, place)
) WITHOUT ROWID;
CREATE TABLE comment (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES article (id),
  number INTEGER NOT NULL,
  parent INTEGER,
  key TEXT NOT NULL,
  author_id INTEGER REFERENCES author (id),
  role TEXT,
  pseudonym INTEGER,
  affiliation TEXT,
  badges TEXT,
  staff INTEGER NOT NULL,
  article_author INTEGER NOT NULL,
  posted TEXT,
  posted_text TEXT,
  votes TEXT,
  deleted INTEGER NOT NULL,
  reply_kind TEXT,
  reply_confidence REAL,
  reply_reason TEXT,
  suggestions TEXT,
  quotes TEXT,
  body_html TEXT NOT NULL,
  body_text TEXT NOT NULL
);
CREATE INDEX comment_by_article ON comment (article_id, number);
CREATE INDEX comment_by_author ON comment (author_id);
CREATE TABLE article_status (
  article_key TEXT NOT NULL PRIMARY KEY,
  is_read INTEGER NOT NULL,
  is_starred INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE comment_status (
  article_key TEXT NOT NULL,
  comment_key TEXT NOT NULL,
  is_read INTEGER NOT NULL,
  is_starred INTEGER NOT NULL,
  PRIMARY KEY (article_key, comment_key)
) WITHOUT ROWID;
CREATE TABLE tag (
  article_key TEXT NOT NULL,
  comment_key TEXT NOT NULL,
  place INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (article_key, comment_key, place)
) WITHOUT ROWID;
CREATE TABLE note (
  article_key TEXT NOT NULL,
  comment_key TEXT NOT NULL,
  place INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (article_key, comment_key, place)
) WITHOUT ROWID;
CREATE TABLE reading_position (
  article_key TEXT NOT NULL PRIMARY KEY,
  position TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE import_run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  started TEXT NOT NULL,
  seconds REAL NOT NULL,
  cancelled INTEGER NOT NULL
);
CREATE TABLE import_file (
  run_id INTEGER NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  path TEXT NOT NULL,
  status TEXT NOT NULL,
  importer TEXT,
  error TEXT,
  articles TEXT,
  PRIMARY KEY (run_id, place)
) WITHOUT ROWID;
CREATE VIEW article_search (id, title, byline, body) AS
  SELECT id, title, (
    SELECT group_concat(name, ', ') FROM (
      SELECT author.name FROM article_author JOIN author ON author.id = article_author.author_id
      WHERE article_author.article_id = article.id ORDER BY article_author.place
    )
  ), body_text FROM article;
CREATE VIEW comment_search (id, body, author, affiliation) AS
  SELECT comment.id, comment.body_text, author.name, comment.affiliation
  FROM comment LEFT JOIN author ON author.id = comment.author_id;
CREATE VIRTUAL TABLE article_fts USING fts5 (
  title, byline, body, content = 'article_search', content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE comment_fts USING fts5 (
  body, author, affiliation, content = 'comment_search', content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 2'
);
"""


# Until now a reply said to be the reader's could only come with a file. It becomes a
# correction, and the comment hangs at top level below it: where it hung before is unknown.
_V2 = """
CREATE TABLE reply_correction (
  article_key TEXT NOT NULL,
  comment_key TEXT NOT NULL,
  parent_key TEXT NOT NULL,
  PRIMARY KEY (article_key, comment_key)
) WITHOUT ROWID;
CREATE TABLE refused_suggestion (
  article_key TEXT NOT NULL,
  comment_key TEXT NOT NULL,
  parent_key TEXT NOT NULL,
  PRIMARY KEY (article_key, comment_key, parent_key)
) WITHOUT ROWID;
ALTER TABLE article ADD COLUMN comment_order TEXT;
ALTER TABLE article ADD COLUMN reply_model INTEGER;
UPDATE article SET comment_order = 'page', reply_model = 0 WHERE source_importer = 'ipvm-text';
CREATE INDEX article_by_reply_model ON article (reply_model) WHERE reply_model IS NOT NULL;
INSERT OR IGNORE INTO reply_correction
  SELECT article.key, comment.key, coalesce(parent.key, '')
  FROM comment JOIN article ON article.id = comment.article_id
  LEFT JOIN comment AS parent
    ON parent.article_id = comment.article_id AND parent.number = comment.parent
  WHERE comment.reply_kind = 'user' AND (comment.parent IS NULL OR parent.id <> comment.id);
UPDATE comment
  SET parent = NULL, reply_kind = NULL, reply_confidence = NULL, reply_reason = NULL
  WHERE reply_kind = 'user' AND EXISTS (
    SELECT 1 FROM reply_correction JOIN article ON article.key = reply_correction.article_key
    WHERE article.id = comment.article_id AND reply_correction.comment_key = comment.key
  );
"""


_V3 = """
CREATE TABLE person_alias (
  article_key TEXT NOT NULL,
  name_key TEXT NOT NULL,
  person_key TEXT NOT NULL,
  PRIMARY KEY (article_key, name_key)
) WITHOUT ROWID;
CREATE TABLE distinct_people (
  name_key TEXT NOT NULL,
  other_key TEXT NOT NULL,
  PRIMARY KEY (name_key, other_key)
) WITHOUT ROWID;
"""


# Signs of articles that came in before are found out before the next import, see _signs.py.
_V4 = """
ALTER TABLE comment ADD COLUMN permalink TEXT;
ALTER TABLE article ADD COLUMN sign_model INTEGER NOT NULL DEFAULT 0;
CREATE INDEX article_without_signs ON article (id) WHERE sign_model = 0;
CREATE TABLE article_sign (
  sign TEXT NOT NULL,
  article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  PRIMARY KEY (sign, article_id)
) WITHOUT ROWID;
CREATE INDEX article_sign_by_article ON article_sign (article_id);
CREATE TABLE source_part (
  source_file_id INTEGER NOT NULL REFERENCES source_file (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (source_file_id, place)
);
CREATE TABLE picture (
  sha256 TEXT NOT NULL PRIMARY KEY,
  media_type TEXT NOT NULL,
  content BLOB NOT NULL
);
CREATE TABLE article_picture (
  article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  sha256 TEXT NOT NULL REFERENCES picture (sha256),
  PRIMARY KEY (article_id, sha256)
) WITHOUT ROWID;
CREATE INDEX article_picture_by_picture ON article_picture (sha256);
CREATE TABLE article_version (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  state TEXT NOT NULL,
  noted INTEGER NOT NULL,
  sign TEXT,
  gains TEXT,
  losses TEXT,
  title TEXT NOT NULL,
  comment_count INTEGER NOT NULL,
  imported INTEGER NOT NULL,
  source_name TEXT NOT NULL,
  source_importer TEXT NOT NULL,
  source_sha256 TEXT NOT NULL,
  source_file_id INTEGER NOT NULL REFERENCES source_file (id),
  digest TEXT NOT NULL,
  content BLOB NOT NULL,
  UNIQUE (article_id, digest)
);
CREATE INDEX article_version_by_state ON article_version (state, article_id);
CREATE INDEX article_version_by_source ON article_version (source_file_id);
CREATE TABLE version_picture (
  version_id INTEGER NOT NULL REFERENCES article_version (id) ON DELETE CASCADE,
  sha256 TEXT NOT NULL REFERENCES picture (sha256),
  PRIMARY KEY (version_id, sha256)
) WITHOUT ROWID;
CREATE INDEX version_picture_by_picture ON version_picture (sha256);
"""


def _create(connection: sa.Connection) -> None:
    _run(connection, _V1)


def _1_to_2(connection: sa.Connection) -> None:
    _run(connection, _V2)


def _2_to_3(connection: sa.Connection) -> None:
    _run(connection, _V3)


def _3_to_4(connection: sa.Connection) -> None:
    _run(connection, _V4)


def _run(connection: sa.Connection, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)


STEPS: tuple[Callable[[sa.Connection], None], ...] = (_create, _1_to_2, _2_to_3, _3_to_4)
"""Step ``n`` brings a library from version ``n`` to ``n + 1``; version 0 is an empty file."""


def migrate(connection: sa.Connection, application_id: int, steps: int | None = None) -> bool:
    """Apply the steps that a library lacks; the caller's transaction makes it all or nothing.

    Args:
        connection: Inside a write transaction.
        application_id: What marks the file as a library.
        steps: Version to stop at, or None for the newest.

    Returns:
        False when foreign keys dangle afterwards; the caller must then roll back.
    """
    version = user_version(connection)
    for number, step in enumerate(STEPS[version:steps], start=version + 1):
        step(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {number}")
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            return False
    connection.exec_driver_sql(f"PRAGMA application_id = {application_id}")
    return True


def user_version(connection: sa.Connection) -> int:
    """Return how many steps were applied to the library."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
