"""What each command of the window does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QApplication

from ipvm_desktop.domain.listing import ArticleSummary
from ipvm_desktop.paths import resource
from ipvm_desktop.ui.import_controller import ImportController
from ipvm_desktop.ui.list_controller import ListController
from ipvm_desktop.ui.main_window import MainWindow
from ipvm_desktop.ui.questions import Questions
from ipvm_desktop.ui.reading_controller import ReadingController
from ipvm_desktop.ui.views._comment_steps import Step
from ipvm_desktop.ui.views.article_list import ArticleListPanel
from ipvm_desktop.ui.views.comment_panel import CommentPanel
from ipvm_desktop.ui.views.reading_pane import ReadingPane


class CommandController(QObject):
    """Connects the window's actions with whoever carries them out."""

    def __init__(
        self,
        window: MainWindow,
        articles: ArticleListPanel,
        pane: ReadingPane,
        comments: CommentPanel,
        reading: ReadingController,
        listing: ListController,
        imports: ImportController,
        questions: Questions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._articles = articles
        self._pane = pane
        self._comments = comments
        self._reading = reading
        self._listing = listing
        self._imports = imports
        self._questions = questions
        for name, run in self._runs().items():
            window.commands[name].triggered.connect(lambda _checked=False, run=run: run())
        window.escaped.connect(self._clear_last)

    def _runs(self) -> dict[str, Callable[[], object]]:
        articles, pane, comments = self._articles, self._pane, self._comments
        questions = self._questions
        return {
            "import_files": questions.import_files,
            "import_folder": questions.import_folder,
            "preview_file": questions.preview_file,
            "import_samples": lambda: self._imports.start([resource("samples")]),
            "import_log": questions.show_import_log,
            "export_article": self._export_article,
            "export_selected": lambda: questions.export(articles.selected_ids(), "articles"),
            "export_all": lambda: questions.export(None, "articles"),
            "search": self._focus_search,
            "filter_comments": self._focus_filter,
            "find": pane.open_find,
            "find_next": pane.find_next,
            "find_previous": pane.find_previous,
            "toggle_read": self._toggle_read,
            "toggle_star": self._toggle_star,
            "mark_all_read": self._reading.mark_discussion_read,
            "remove": lambda: questions.remove(articles.selected_ids()),
            "zoom_in": pane.zoom_in,
            "zoom_out": pane.zoom_out,
            "zoom_reset": pane.zoom_reset,
            "expand_all": comments.expand_all,
            "collapse_all": comments.collapse_all,
            "back": pane.go_back,
            "to_list": self._focus_list,
            "to_article": pane.setFocus,
            "to_comments": self._focus_comments,
            "next_panel": partial(self._step_panel, 1),
            "previous_panel": partial(self._step_panel, -1),
            "next_article": articles.select_next,
            "previous_article": articles.select_previous,
            "next_comment": comments.next_comment,
            "previous_comment": comments.previous_comment,
            "next_unread_comment": comments.next_unread,
            "to_parent": partial(comments.go, Step.PARENT),
            "next_sibling": partial(comments.go, Step.NEXT_SIBLING),
            "previous_sibling": partial(comments.go, Step.PREVIOUS_SIBLING),
            "next_top_level": partial(comments.go, Step.NEXT_TOP_LEVEL),
            "previous_top_level": partial(comments.go, Step.PREVIOUS_TOP_LEVEL),
            "page_down": lambda: _page(pane.page_down),
            "page_up": lambda: _page(pane.page_up),
            "shortcuts": questions.show_shortcuts,
            "whats_new": questions.show_whats_new,
            "about": questions.show_about,
        }

    def _export_article(self) -> None:
        article = self._reading.article
        if article is not None:
            self._questions.export([article.id], article.title)

    def _focus_search(self) -> None:
        search = self._window.top_bar.search
        search.setFocus()
        search.selectAll()

    def _focus_filter(self) -> None:
        self._window.bring_panel("show_comments")
        self._comments.focus_filter()

    def _focus_list(self) -> None:
        self._window.bring_panel("show_list")
        self._articles.focus_list()

    def _focus_comments(self) -> None:
        self._window.bring_panel("show_comments")
        self._comments.setFocus()

    def _step_panel(self, by: int) -> None:
        """Give the keyboard to the next panel in view, from the last one to the first."""
        panels = [
            (self._articles, self._focus_list),
            (self._pane, self._pane.setFocus),
            (self._comments, self._focus_comments),
        ]
        if self._reading.article is None:
            del panels[1:]
        shown = [(panel, focus) for panel, focus in panels if panel.isVisible()]
        here = QApplication.focusWidget()
        at = [here is not None and panel.isAncestorOf(here) for panel, _ in shown]
        start = at.index(True) if True in at else (-1 if by > 0 else 0)
        if shown:
            shown[(start + by) % len(shown)][1]()

    def _clear_last(self) -> None:
        """Take back the last constraint on what is shown, near the keyboard first."""
        search = self._window.top_bar.search
        query = self._articles.query()
        is_narrowed = bool(search.text()) or query.among is not None
        list_first = is_narrowed and QApplication.focusWidget() is self._articles.view
        if not list_first and self._comments.clear_last_constraint():
            return
        if search.text():
            search.search_now("")
        elif query.among is not None:
            self._articles.show_imported(False)

    def _toggle_read(self) -> None:
        """Toggle the comment while the tree has the keyboard, else the article or articles."""
        comment_id = self._comment_at_keys()
        selected = self._selected()
        if comment_id is not None:
            self._reading.toggle_comment_read(comment_id)
        elif len(selected) > 1:
            all_read = all(each.read for each in selected)
            self._listing.set_read([each.id for each in selected], not all_read)
        else:
            self._reading.toggle_read()

    def _toggle_star(self) -> None:
        """Star the comment while the tree has the keyboard, else the article or articles."""
        comment_id = self._comment_at_keys()
        selected = self._selected()
        if comment_id is not None:
            self._reading.toggle_comment_star(comment_id)
        elif len(selected) > 1:
            all_starred = all(each.starred for each in selected)
            self._listing.set_starred([each.id for each in selected], not all_starred)
        else:
            self._reading.toggle_star()

    def _comment_at_keys(self) -> int | None:
        has_keys = QApplication.focusWidget() is self._comments.tree
        return self._comments.current_comment() if has_keys else None

    def _selected(self) -> list[ArticleSummary]:
        model = self._articles.model
        rows = (model.row_of(each) for each in self._articles.selected_ids())
        found = (model.summary(row) for row in rows if row is not None)
        return [summary for summary in found if summary is not None]


def _page(turn: Callable[[], object]) -> None:
    """Page on, unless Space is meant for a button that has the keyboard."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QAbstractButton):
        focus.click()
    else:
        turn()
