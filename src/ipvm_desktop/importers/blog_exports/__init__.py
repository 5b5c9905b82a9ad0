"""Exports of blogs and their feeds: WordPress, Disqus, Blogger, Movable Type, RSS, Jekyll."""

from ipvm_desktop.importers.blog_exports.importers import (
    BloggerImporter,
    DisqusXmlImporter,
    FeedImporter,
    JekyllImporter,
    MovableTypeImporter,
    WxrImporter,
)

__all__ = [
    "BloggerImporter",
    "DisqusXmlImporter",
    "FeedImporter",
    "JekyllImporter",
    "MovableTypeImporter",
    "WxrImporter",
]
