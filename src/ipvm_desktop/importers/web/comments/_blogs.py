"""Readers of the comments of blogs and magazines, and of widgets."""

from __future__ import annotations

from ipvm_desktop.importers.web.comments.blog_hosts import BLOG_HOSTS
from ipvm_desktop.importers.web.comments.blog_systems import BLOG_SYSTEMS
from ipvm_desktop.importers.web.comments.blogger import BloggerReader
from ipvm_desktop.importers.web.comments.disqus import DISQUS
from ipvm_desktop.importers.web.comments.drupal import DRUPAL
from ipvm_desktop.importers.web.comments.facebook_posts import FacebookPostsReader
from ipvm_desktop.importers.web.comments.frames import FrameReader
from ipvm_desktop.importers.web.comments.generic import GenericReader
from ipvm_desktop.importers.web.comments.habr import HABR
from ipvm_desktop.importers.web.comments.ipvm import IpvmReader
from ipvm_desktop.importers.web.comments.journals import JOURNALS
from ipvm_desktop.importers.web.comments.lwn import LWN
from ipvm_desktop.importers.web.comments.mediawiki import MediaWikiReader
from ipvm_desktop.importers.web.comments.schema_org import SchemaOrgReader
from ipvm_desktop.importers.web.comments.self_hosted import SELF_HOSTED
from ipvm_desktop.importers.web.comments.spip import SPIP
from ipvm_desktop.importers.web.comments.widgets import WIDGETS
from ipvm_desktop.importers.web.comments.wordpress import WordPressReader
from ipvm_desktop.importers.web.comments.youtube import YOUTUBE
from ipvm_desktop.importers.web.discussion import CommentReader

GENERIC = GenericReader()
SCHEMA_ORG = SchemaOrgReader(GENERIC)
_MAKES: tuple[CommentReader, ...] = (
    IpvmReader(GENERIC),
    *BLOG_SYSTEMS,
    WordPressReader(),
    DISQUS,
    BloggerReader(),
    HABR,
    LWN,
    *BLOG_HOSTS,
    DRUPAL,
    *WIDGETS,
    FacebookPostsReader(),
    *SELF_HOSTED,
    *JOURNALS,
    MediaWikiReader(),
    SPIP,
    YOUTUBE,
)
BLOG_READERS: tuple[CommentReader, ...] = (
    *_MAKES,
    FrameReader((*_MAKES, SCHEMA_ORG, GENERIC)),
)
