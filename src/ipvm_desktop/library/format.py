"""How a file is known for a library of this version; see ``_migrations.py``."""

APPLICATION_ID = 0x4950564D
"""SQLite's ``application_id``: "IPVM"."""

FORMAT_VERSION = 4
"""SQLite's ``user_version`` when all migrations were applied."""
