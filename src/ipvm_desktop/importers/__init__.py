"""Files in, documents out: one importer a format. No SQL, no Qt."""

from __future__ import annotations

from ipvm_desktop.importers.archives import (
    EpubImporter,
    MhtmlImporter,
    WarcImporter,
    WebArchiveImporter,
)
from ipvm_desktop.importers.base import Importer
from ipvm_desktop.importers.blog_exports import (
    BloggerImporter,
    DisqusXmlImporter,
    FeedImporter,
    JekyllImporter,
    MovableTypeImporter,
    WxrImporter,
)
from ipvm_desktop.importers.interchange import InterchangeImporter
from ipvm_desktop.importers.ipvm_text import IpvmTextImporter
from ipvm_desktop.importers.json_exports import JSON_EXPORTS
from ipvm_desktop.importers.mail import EmlImporter, MboxImporter
from ipvm_desktop.importers.markdown import MarkdownImporter
from ipvm_desktop.importers.pasted import PastedTextImporter
from ipvm_desktop.importers.plain_text import PlainTextImporter
from ipvm_desktop.importers.web_page import WebPageImporter

# The order breaks ties between importers that are equally sure.
BUILTIN: tuple[Importer, ...] = (
    InterchangeImporter(),
    *JSON_EXPORTS,
    WxrImporter(),
    DisqusXmlImporter(),
    BloggerImporter(),
    MovableTypeImporter(),
    FeedImporter(),
    JekyllImporter(),
    MarkdownImporter(),
    MhtmlImporter(),
    WebArchiveImporter(),
    EpubImporter(),
    WarcImporter(),
    MboxImporter(),
    EmlImporter(),
    WebPageImporter(),
    IpvmTextImporter(),
    PastedTextImporter(),
    PlainTextImporter(),
)
