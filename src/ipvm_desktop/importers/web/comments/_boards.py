"""Readers of forums and of sites made for discussion."""

from __future__ import annotations

from ipvm_desktop.importers.web.comments.bbpress import BbPressReader
from ipvm_desktop.importers.web.comments.communities import COMMUNITIES
from ipvm_desktop.importers.web.comments.discourse import DiscourseReader
from ipvm_desktop.importers.web.comments.discuz import DiscuzReader
from ipvm_desktop.importers.web.comments.flarum import FlarumReader
from ipvm_desktop.importers.web.comments.fluxbb import FluxBBReader
from ipvm_desktop.importers.web.comments.gamefaqs import GameFaqsReader
from ipvm_desktop.importers.web.comments.github import GitHubReader
from ipvm_desktop.importers.web.comments.hacker_news import HackerNewsReader
from ipvm_desktop.importers.web.comments.hyperkitty import HyperKittyReader
from ipvm_desktop.importers.web.comments.imageboards import IMAGEBOARD
from ipvm_desktop.importers.web.comments.invision import InvisionReader
from ipvm_desktop.importers.web.comments.kunena import KunenaReader
from ipvm_desktop.importers.web.comments.lemmy import LemmyReader
from ipvm_desktop.importers.web.comments.lobsters import LobstersReader
from ipvm_desktop.importers.web.comments.mail_archives import MailArchiveReader
from ipvm_desktop.importers.web.comments.mail_groups import GROUPS
from ipvm_desktop.importers.web.comments.mybb import MyBBReader
from ipvm_desktop.importers.web.comments.networks import NETWORKS
from ipvm_desktop.importers.web.comments.nodebb import NodeBBReader
from ipvm_desktop.importers.web.comments.phpbb import PhpBBReader
from ipvm_desktop.importers.web.comments.question2answer import Question2AnswerReader
from ipvm_desktop.importers.web.comments.reddit_new import (
    RedditElementsReader,
    RedditReactReader,
)
from ipvm_desktop.importers.web.comments.reddit_old import OldRedditReader
from ipvm_desktop.importers.web.comments.row_forums import ROW_FORUMS
from ipvm_desktop.importers.web.comments.slashdot import SlashdotReader
from ipvm_desktop.importers.web.comments.smf import SmfReader
from ipvm_desktop.importers.web.comments.stack_exchange import StackExchangeReader
from ipvm_desktop.importers.web.comments.tildes import TildesReader
from ipvm_desktop.importers.web.comments.trackers import TRACKERS
from ipvm_desktop.importers.web.comments.v2ex import V2exReader
from ipvm_desktop.importers.web.comments.vanilla import VanillaReader
from ipvm_desktop.importers.web.comments.vbulletin import VBulletinReader
from ipvm_desktop.importers.web.comments.vbulletin5 import VBulletin5Reader
from ipvm_desktop.importers.web.comments.woltlab import WoltLabReader
from ipvm_desktop.importers.web.comments.xenforo import XenForoReader
from ipvm_desktop.importers.web.discussion import CommentReader

BOARD_READERS: tuple[CommentReader, ...] = (
    DiscourseReader(),
    DiscuzReader(),
    FlarumReader(),
    FluxBBReader(),
    GameFaqsReader(),
    GitHubReader(),
    HackerNewsReader(),
    HyperKittyReader(),
    IMAGEBOARD,
    InvisionReader(),
    KunenaReader(),
    LemmyReader(),
    LobstersReader(),
    MailArchiveReader(),
    *GROUPS,
    MyBBReader(),
    NodeBBReader(),
    PhpBBReader(),
    Question2AnswerReader(),
    RedditElementsReader(),
    RedditReactReader(),
    OldRedditReader(),
    SlashdotReader(),
    SmfReader(),
    StackExchangeReader(),
    TildesReader(),
    *TRACKERS,
    V2exReader(),
    VanillaReader(),
    VBulletinReader(),
    VBulletin5Reader(),
    WoltLabReader(),
    XenForoReader(),
    BbPressReader(),
    *COMMUNITIES,
    *ROW_FORUMS,
    *NETWORKS,
)
