"""Every command of the window as one table: its name, words, keys and menu."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        name: Stable name for the code, such as ``import_files``.
        text: As in the menu, with its mnemonic; a final "…" announces a question.
        keys: Shortcuts, the main one first.
        checkable: It switches something on and off.
        group: Commands of one group exclude each other; "" for none.
        hint: What it does, where the text does not say; shown on hover.
    """

    name: str
    text: str
    keys: tuple[str, ...] = ()
    checkable: bool = False
    group: str = ""
    hint: str = ""


# None draws a line between commands, a text is the heading of those that follow.
MENUS: tuple[tuple[str, tuple[Command | str | None, ...]], ...] = (
    (
        "&File",
        (
            Command("import_files", "&Import Files…", ("Ctrl+O",)),
            Command("import_folder", "Import F&older…", ("Ctrl+Shift+O",)),
            Command("preview_file", "Import with Pre&view…", ("Ctrl+Alt+O",)),
            Command(
                "paste_article",
                "&Paste Article…",
                ("Ctrl+V",),
                hint="Preview what the clipboard holds, and keep it as an article",
            ),
            Command("import_samples", "Import the Sa&mples"),
            Command(
                "watch_folder",
                "&Watch a Folder…",
                checkable=True,
                hint="Import by itself what comes into a folder",
            ),
            Command("import_log", "Import &Log…", ("Ctrl+L",)),
            None,
            Command("export_article", "&Export This Article…", ("Ctrl+E",)),
            Command("export_selected", "Export &Selected Articles…", ("Ctrl+Shift+E",)),
            Command("export_all", "Export &All Articles…"),
            None,
            Command("quit", "&Quit", ("Ctrl+Q",)),
        ),
    ),
    (
        "&Edit",
        (
            Command("undo", "Und&o", ("Ctrl+Z",)),
            Command("redo", "Re&do", ("Ctrl+Shift+Z", "Ctrl+Y")),
            None,
            Command("search", "&Search Articles and Comments", ("Ctrl+K", "/")),
            Command("filter_comments", "Filter &Comments", ("Ctrl+Shift+F",)),
            Command("person", "A&bout the Comment’s Author…", ("Ctrl+I",)),
            None,
            Command("find", "&Find in Page", ("Ctrl+F",)),
            Command("find_next", "Find &Next", ("F3", "Ctrl+G")),
            Command("find_previous", "Find &Previous", ("Shift+F3", "Ctrl+Shift+G")),
            None,
            Command("toggle_read", "Mark &Unread or Read", ("U",)),
            Command("toggle_star", "S&tar or Unstar", ("S",)),
            Command("mark_all_read", "Mark the Discussion &Read", ("Shift+U",)),
            None,
            Command("remove", "Re&move from the Library…", ("Del",)),
        ),
    ),
    (
        "&View",
        (
            "Panels",
            Command("show_list", "Article &List", ("F9",), checkable=True),
            Command("show_comments", "&Comments", ("Ctrl+B",), checkable=True),
            "Articles",
            Command(
                "show_imported",
                "Only the Last Impo&rt",
                ("Ctrl+Shift+L",),
                checkable=True,
                hint="List only the articles that the last import brought",
            ),
            "Text Size",
            Command("zoom_in", "Zoom &In", ("Ctrl++", "Ctrl+=")),
            Command("zoom_out", "Zoom &Out", ("Ctrl+-",)),
            Command("zoom_reset", "&Normal Size", ("Ctrl+0",)),
            "Colours",
            Command("theme_system", "&Desktop’s Colours", checkable=True, group="theme"),
            Command("theme_light", "Li&ght Colours", checkable=True, group="theme"),
            Command("theme_dark", "Dar&k Colours", checkable=True, group="theme"),
            "Order of Comments",
            Command("order_threaded", "&Threaded", ("Ctrl+1",), checkable=True, group="order"),
            Command("order_time", "By Ti&me", ("Ctrl+2",), checkable=True, group="order"),
            Command("order_file", "As in the &File", ("Ctrl+3",), checkable=True, group="order"),
            "Replies",
            Command("expand_all", "&Expand All Comments", ("Ctrl+Shift++",)),
            Command("collapse_all", "Coll&apse All Comments", ("Ctrl+Shift+-",)),
        ),
    ),
    (
        "&Replies",
        (
            Command(
                "reply_to",
                "&Replies To…",
                ("R",),
                hint="Choose the comment that the current one answers",
            ),
            Command(
                "detach",
                "&Detach to Top Level",
                ("D",),
                hint="Say that the current comment answers no other",
            ),
            Command(
                "restore_reply",
                "&Take Back My Correction",
                ("Shift+R",),
                hint="Let the current comment hang where the source or the inference puts it",
            ),
            None,
            Command(
                "show_suggestions",
                "&Suggestions",
                ("G",),
                hint="Show which comments the current one may answer",
            ),
            Command(
                "next_suggestion",
                "&Next Suggestions",
                ("Shift+G",),
                hint="Go to the next comment that may be a reply",
            ),
            Command(
                "accept_suggestion",
                "&Accept",
                ("A",),
                hint="Accept the chosen suggestion, or confirm an inferred reply",
            ),
            Command(
                "refuse_suggestion",
                "Re&fuse",
                ("X",),
                hint="Refuse the chosen suggestion, or detach an inferred reply",
            ),
        ),
    ),
    (
        "&Copies",
        (
            Command("versions", "&Other Copies of This Article…", ("V",)),
            Command(
                "waiting_copies",
                "Copies That &Wait for Me…",
                hint="Decide which of two copies of an article is shown",
            ),
            None,
            Command(
                "copies_ask",
                "&Ask Before a Fuller Copy Replaces",
                checkable=True,
                group="copies",
            ),
            Command(
                "copies_replace",
                "Let Fuller Copies &Replace Without Asking",
                checkable=True,
                group="copies",
            ),
            Command(
                "copies_keep", "&Keep What I Have Without Asking", checkable=True, group="copies"
            ),
        ),
    ),
    (
        "&Go",
        (
            Command("back", "&Back to Where the Link Was", ("Alt+Left",)),
            None,
            Command("to_list", "To the Article L&ist", ("Alt+1",)),
            Command("to_article", "T&o the Article", ("Alt+2",)),
            Command("to_comments", "To th&e Comments", ("Alt+3",)),
            Command("next_panel", "To the Ne&xt Panel", ("F6",)),
            Command("previous_panel", "To t&he Previous Panel", ("Shift+F6",)),
            None,
            Command("next_article", "Next &Article", ("J",)),
            Command("previous_article", "Previous A&rticle", ("K",)),
            None,
            Command("next_comment", "&Next Comment", ("N",)),
            Command("previous_comment", "&Previous Comment", ("P",)),
            Command("next_unread_comment", "Next &Unread Comment", ("Shift+N",)),
            None,
            Command("to_parent", "To the &Comment It Answers", ("Ctrl+Left",)),
            Command("next_sibling", "Next on the &Same Level", ("Ctrl+Down",)),
            Command("previous_sibling", "Previous on the Same &Level", ("Ctrl+Up",)),
            Command("next_top_level", "Next at &Top Level", ("T",)),
            Command("previous_top_level", "Pre&vious at Top Level", ("Shift+T",)),
            None,
            Command("page_down", "Page &Down", ("Space",)),
            Command("page_up", "Pa&ge Up", ("Shift+Space",)),
        ),
    ),
    (
        "&Help",
        (
            Command("shortcuts", "&Keyboard Shortcuts", ("?", "F1")),
            Command("whats_new", "&What’s New"),
            Command("about", "&About IPVM Desktop"),
        ),
    ),
)

# What these do is about the article that is open.
ARTICLE_COMMANDS = (
    *("export_article", "versions", "person", "mark_all_read", "filter_comments"),
    *("find", "find_next", "find_previous", "page_down", "page_up"),
    *("expand_all", "collapse_all", "next_comment", "previous_comment", "next_unread_comment"),
    *("to_parent", "next_sibling", "previous_sibling", "next_top_level", "previous_top_level"),
    *("reply_to", "detach", "restore_reply", "show_suggestions", "next_suggestion"),
    *("accept_suggestion", "refuse_suggestion"),
)
# And these want an article in the library.
LIBRARY_COMMANDS = (
    *("export_selected", "export_all", "toggle_read", "remove"),
    *("next_article", "previous_article"),
)

# Keys that belong to one panel only and are therefore no commands of the window.
PANEL_KEYS: tuple[tuple[str, str], ...] = (
    ("Esc", "Clear the last filter, then the rest; close the find field"),
    ("Ctrl+Wheel", "Zoom the article"),
    ("Enter", "In the search field: go to the article list; in the filter's: to the comments"),
    ("Drag", "In the comments: drop a comment on the one it answers, or below all at top level"),
    ("Ctrl+Click", "On a person: show their comments as well"),
)


def commands() -> Iterator[Command]:
    """Yield all commands in the menus' order."""
    for _, rows in MENUS:
        for command in rows:
            if isinstance(command, Command):
                yield command


def build_actions(parent: QObject) -> dict[str, QAction]:
    """Make one action for each command, by its name."""
    actions: dict[str, QAction] = {}
    groups: dict[str, QActionGroup] = {}
    for command in commands():
        action = QAction(command.text, parent)
        action.setObjectName(command.name)
        action.setCheckable(command.checkable)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setToolTip(tool_tip(command))
        if command.group:
            if command.group not in groups:
                groups[command.group] = QActionGroup(parent)
            groups[command.group].addAction(action)
        actions[command.name] = action
    return actions


def enable(actions: Mapping[str, QAction], names: Iterable[str], *, enabled: bool) -> None:
    """Offer some commands, or show that there is nothing they could be for."""
    for name in names:
        actions[name].setEnabled(enabled)


def plain_text(text: str) -> str:
    """Return a menu text without its mnemonic and dots."""
    return text.replace("&", "").removesuffix("…")


def tool_tip(command: Command) -> str:
    """Return a command's words, or its hint, with its main key."""
    words = command.hint or plain_text(command.text)
    return f"{words} ({command.keys[0]})" if command.keys else words
