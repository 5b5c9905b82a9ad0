"""Readers of the comments of blogs and magazines, and of widgets."""

from __future__ import annotations

from ipvm_desktop.importers.web.comments.blog_hosts import BLOG_HOSTS
from ipvm_desktop.importers.web.comments.blogger import BloggerReader
from ipvm_desktop.importers.web.comments.disqus import DISQUS
from ipvm_desktop.importers.web.comments.drupal import DRUPAL
from ipvm_desktop.importers.web.comments.habr import HABR
from ipvm_desktop.importers.web.comments.lwn import LWN
from ipvm_desktop.importers.web.comments.widgets import WIDGETS
from ipvm_desktop.importers.web.comments.wordpress import WordPressReader
from ipvm_desktop.importers.web.discussion import CommentReader

BLOG_READERS: tuple[CommentReader, ...] = (
    WordPressReader(),
    DISQUS,
    BloggerReader(),
    HABR,
    LWN,
    *BLOG_HOSTS,
    DRUPAL,
    *WIDGETS,
)
