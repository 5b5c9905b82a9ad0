"""Readers of forums and sites made for discussion."""

from __future__ import annotations

from ipvm_desktop.importers.web.comments.hacker_news import HackerNewsReader
from ipvm_desktop.importers.web.discussion import CommentReader

BOARD_READERS: tuple[CommentReader, ...] = (HackerNewsReader(),)
