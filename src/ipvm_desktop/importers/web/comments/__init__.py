"""Readers of comments, one module a make of site or widget."""

from __future__ import annotations

from ipvm_desktop.importers.web.comments._blogs import BLOG_READERS, GENERIC, SCHEMA_ORG
from ipvm_desktop.importers.web.comments._boards import BOARD_READERS
from ipvm_desktop.importers.web.discussion import CommentReader

# The first one that finds comments has the page; what reads any page stands last.
READERS: tuple[CommentReader, ...] = (*BOARD_READERS, *BLOG_READERS, SCHEMA_ORG, GENERIC)
