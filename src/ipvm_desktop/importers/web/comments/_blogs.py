"""Readers of the comments of blogs and magazines, and of widgets."""

from __future__ import annotations

from ipvm_desktop.importers.web.comments.wordpress import WordPressReader
from ipvm_desktop.importers.web.discussion import CommentReader

BLOG_READERS: tuple[CommentReader, ...] = (WordPressReader(),)
