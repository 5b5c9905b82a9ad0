"""Builds the window over an open library and wires its parts; decides as little as it can."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast, get_args

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from ipvm_desktop import settings as preferences
from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.import_log import ImportRun
from ipvm_desktop.domain.listing import LibraryCounts, Query
from ipvm_desktop.domain.thread import ThreadOrder
from ipvm_desktop.domain.versions import CopyRule
from ipvm_desktop.errors import SettingsError
from ipvm_desktop.library import Library
from ipvm_desktop.paths import resource
from ipvm_desktop.settings import Settings, ThemeChoice
from ipvm_desktop.ui import window_state
from ipvm_desktop.ui.actions import ARTICLE_COMMANDS, LIBRARY_COMMANDS, enable
from ipvm_desktop.ui.command_controller import CommandController
from ipvm_desktop.ui.copies_controller import CopiesController
from ipvm_desktop.ui.front import Front
from ipvm_desktop.ui.import_controller import ImportController
from ipvm_desktop.ui.import_words import brought
from ipvm_desktop.ui.inference_controller import InferenceController
from ipvm_desktop.ui.jobs import JobRunner
from ipvm_desktop.ui.list_controller import ListController
from ipvm_desktop.ui.people_controller import PeopleController
from ipvm_desktop.ui.preview_controller import PreviewController
from ipvm_desktop.ui.questions import Questions
from ipvm_desktop.ui.reading_controller import ReadingController
from ipvm_desktop.ui.reply_controller import ReplyController
from ipvm_desktop.ui.theme import Theme
from ipvm_desktop.ui.views.comment_panel import CommentPanel
from ipvm_desktop.ui.views.reading_pane import ReadingPane
from ipvm_desktop.ui.watch_controller import WatchController

logger = logging.getLogger(__name__)

_NOTE_MS = 6000


class Program(QObject):
    """The window with everything behind it.

    Attributes:
        window: The main window.
        reading: What is read.
        replies: What the reader says about who answers whom.
        listing: What the list shows.
        imports: What is imported.
        inference: Replies found in articles of earlier times.
        watching: What comes in from a folder by itself.
    """

    def __init__(
        self, application: QApplication, library: Library, front: Front | None = None
    ) -> None:
        """Bring a window to life.

        Args:
            application: The application.
            library: The open library; closed with the window.
            front: The window as far as it stands already, or None to build it here.
        """
        super().__init__(application)
        front = front or Front(application)
        self._library = library
        self._settings = front.settings
        library.copies = self._settings.copies
        self._state = front.state
        self._themes = front.themes
        self.runner = JobRunner(self)
        self.import_runner = JobRunner(self)
        self._make_panels(front)
        self._make_controllers()
        self._is_closed = False
        self._wire_panels()
        self._wire_imports()
        self._wire_commands()
        self._show_article_state(None)
        self._restore(front)
        application.aboutToQuit.connect(self.close)

    def _make_panels(self, front: Front) -> None:
        theme = self._themes.theme
        self.pane = ReadingPane(theme)
        self.comments = CommentPanel()
        self.comments.set_theme(theme)
        self.comments.set_runner(lambda find, show: self.runner.read(find, done=show, key="filter"))
        self.articles = front.articles
        self.articles.set_fetch(self._library.summaries)
        self.window = front.window
        self.window.put_reading(self.pane)
        self.window.put_comments(self.comments)
        self.search = self.window.top_bar.search

    def _make_controllers(self) -> None:
        library = self._library
        self.reading = ReadingController(library, self.runner, self.pane, self.comments, self)
        self.replies = ReplyController(
            library, self.runner, self.reading, self.comments, self.window, self
        )
        self.listing = ListController(library, self.runner, self.articles, self.search, self)
        self.imports = ImportController(
            library, self.import_runner, self.window.import_status, self
        )
        self.inference = InferenceController(
            library, self.runner, self.import_runner, self.window.replies_status, self
        )
        self.watching = WatchController(self.imports, self.runner, self.window.watch_status, self)
        self.previews = PreviewController(self.runner, self.imports, self.window, self)
        self.copies = CopiesController(library, self.runner, self.window, self)
        self.people = PeopleController(
            library, self.runner, self.window, self.comments, self.reading, self
        )
        self.questions = Questions(library, self.runner, self.window, self._state.folder, self)

    def start(self, files: Sequence[Path]) -> None:
        """Show the window, then do what is not needed for its first picture."""
        self.window.show()
        QTimer.singleShot(0, partial(self._begin, tuple(files)))

    def close(self) -> None:
        """Keep the window's state, finish writing, and let go of the library."""
        if self._is_closed:
            return
        self._is_closed = True
        self._themes.stop()
        self.reading.leave()
        self.listing.leave()
        query = self.listing.query
        state = replace(
            self.window.layout_state(),
            sort=query.sort,
            descending=query.descending,
            comment_order=self.reading.order,
            scope=query.scope,
            library=str(self._library.path),
            article=self.reading.wanted_id,
            folder=self.questions.folder,
        )
        window_state.save(window_state.state_file(), state)
        self.watching.stop()
        self.imports.cancel()
        self.inference.stop()
        self.import_runner.shutdown()
        self.runner.shutdown()
        self._library.close()

    def _begin(self, files: tuple[Path, ...]) -> None:
        application = cast(QApplication, QApplication.instance())
        application.setWindowIcon(self.questions.icon())
        # Otherwise the first button would have the keyboard, and Space would press it.
        self.window.setFocus()
        if self._state.library == str(self._library.path) and self._state.article is not None:
            self._open(self._state.article)
            self.articles.setFocus()
        self.imports.start(files)
        self.inference.start()
        self.copies.count_waiting()
        if self._settings.watched_folder is not None:
            self.watching.watch(Path(self._settings.watched_folder))

    def _restore(self, front: Front) -> None:
        self.window.library_status.set_library(self._library.path.name, str(self._library.path))
        self.window.commands[f"theme_{self._themes.setting}"].setChecked(True)
        self._show_watched()
        self.window.commands[f"order_{self._state.comment_order}"].setChecked(True)
        self.window.commands[f"copies_{self._settings.copies}"].setChecked(True)
        self.reading.set_order(self._state.comment_order)
        self.pane.set_zoom(self._settings.zoom_percent)
        if front.counts is None:
            self.listing.show_at_once(front.query)
        else:
            self.listing.take_over(front.query, front.counts)

    def _wire_panels(self) -> None:
        articles, reading, listing = self.articles, self.reading, self.listing
        articles.article_activated.connect(reading.open)
        articles.read_toggle_requested.connect(listing.set_read)
        articles.star_toggle_requested.connect(listing.set_starred)
        articles.remove_requested.connect(self.questions.remove)
        articles.export_requested.connect(self.questions.export)
        articles.copies_requested.connect(self.copies.show_versions)
        articles.query_changed.connect(self._show_narrowed)
        articles.clear_requested.connect(lambda: self.search.search_now(""))
        reading.article_changed.connect(self._show_article_state)
        reading.marked.connect(listing.take_changes)
        listing.changed.connect(reading.take_changes)
        listing.counted.connect(self._take_counts)
        self.replies.changed.connect(listing.take_changes)
        self.replies.noted.connect(self._note)
        listing.changed.connect(self.replies.take_changes)
        self.inference.inferred.connect(self.replies.look_again)
        self.inference.noted.connect(self._note)
        self.questions.removal_confirmed.connect(listing.remove)
        self.questions.noted.connect(self._note)
        self.questions.article_requested.connect(self._open)
        self.copies.noted.connect(self._note)
        self.copies.changed.connect(listing.take_changes)
        self.copies.changed.connect(self._reload_changed)
        self.copies.waiting_counted.connect(self.window.show_waiting)
        listing.changed.connect(lambda _changes: self.copies.count_waiting())
        self.people.noted.connect(self._note)
        self.people.article_requested.connect(self._open)
        self.pane.link_requested.connect(self.questions.open_link)
        self.pane.source_requested.connect(self._show_source)
        self.pane.copies_requested.connect(self._show_versions)
        self.pane.zoom_changed.connect(self._keep_zoom)
        self.pane.action_requested.connect(lambda name: self.window.commands[name].trigger())
        self.search.left.connect(self.articles.focus_list)
        self.search.search_changed.connect(self.pane.set_search)
        self.search.search_changed.connect(self.comments.set_search)
        self._themes.changed.connect(self._take_theme)
        self.window.closing.connect(self.close)

    def _wire_imports(self) -> None:
        self.window.paths_dropped.connect(self.imports.start)
        self.questions.import_requested.connect(self.imports.start)
        self.questions.preview_requested.connect(self.previews.preview_file)
        self.previews.noted.connect(self._note)
        self.window.commands["paste_article"].triggered.connect(lambda: self.previews.paste())
        self.imports.changed.connect(self.listing.take_changes)
        self.imports.finished.connect(self._finish_import)
        for finished in (self.imports.finished, self.imports.finished_quietly):
            finished.connect(lambda _run: self.copies.count_waiting())
        self.imports.finished_quietly.connect(self._finish_quietly)
        self.window.import_status.articles_requested.connect(self.articles.go_to_imported)
        self.window.import_status.summary_requested.connect(self._show_summary)
        self.watching.noted.connect(self._note)
        self.window.commands["import_log"].triggered.connect(self.watching.forget_failures)
        self.window.commands["watch_folder"].triggered.connect(self._choose_watched)

    def _wire_commands(self) -> None:
        self.commands = CommandController(
            self.window,
            self.articles,
            self.pane,
            self.comments,
            self.reading,
            self.listing,
            self.imports,
            self.questions,
            self,
        )
        self.window.commands["person"].triggered.connect(lambda: self.people.show_current())
        commands = self.window.commands
        commands["show_imported"].setEnabled(False)
        commands["show_imported"].triggered.connect(self._narrow)
        commands["versions"].triggered.connect(self._show_versions)
        commands["waiting_copies"].triggered.connect(lambda: self.copies.show_waiting())
        for rule in CopyRule:
            commands[f"copies_{rule}"].triggered.connect(
                lambda _checked=False, rule=rule: self._choose_rule(rule)
            )
        for setting in get_args(ThemeChoice):
            self.window.commands[f"theme_{setting}"].triggered.connect(
                lambda _checked=False, setting=setting: self._choose_theme(setting)
            )
        orders = {order: self.window.commands[f"order_{order}"] for order in ThreadOrder}
        for order, command in orders.items():
            command.triggered.connect(partial(self.reading.set_order, order))
        self.comments.order_button.set_commands(list(orders.values()))

    def _open(self, article_id: int) -> None:
        """Show an article, selected in the list where the list has it."""
        self.articles.select(article_id)
        self.reading.open(article_id)

    def _show_article_state(self, article: Article | None) -> None:
        self.window.top_bar.set_starred(article.starred if article else None)
        enable(self.window.commands, ARTICLE_COMMANDS, enabled=article is not None)
        self.window.setWindowTitle(f"{article.title} — IPVM Desktop" if article else "IPVM Desktop")

    def _show_source(self) -> None:
        if self.reading.article is not None:
            self.questions.show_source(self.reading.article)

    def _take_counts(self, counts: LibraryCounts) -> None:
        self.window.library_status.set_counts(counts)
        enable(self.window.commands, LIBRARY_COMMANDS, enabled=counts.articles > 0)
        if counts.articles == 0:
            self.pane.show_empty(
                "Your library is empty",
                "Import what you saved: web pages, copied text, Markdown, exports of blogs and "
                "forums, mail, books, and archives of them. Drop files or folders anywhere on "
                "this window, choose them here, or paste an article. Files are only read, never "
                "changed, and nothing is fetched from the network.",
                (
                    ("import_files", "Import Files…"),
                    ("import_folder", "Import Folder…"),
                    ("paste_article", "Paste Article…"),
                    ("import_samples", "Try the Samples"),
                ),
            )
        elif self.reading.wanted_id is None:
            self.pane.clear()

    def _finish_import(self, run: ImportRun) -> None:
        """Show the summary where something needs a look, and the article that came alone."""
        touched = [article.id for outcome in run.files for article in outcome.articles]
        self._offer_imported(run)
        if self.reading.wanted_id in touched:
            self.reading.reload()
        elif len(touched) == 1 or (touched and self.reading.wanted_id is None):
            self._open(touched[0])
        samples = resource("samples")
        if any(article.waiting for outcome in run.files for article in outcome.articles):
            self.copies.show_waiting()
        elif any(
            outcome.needs_a_look and not Path(outcome.path).is_relative_to(samples)
            for outcome in run.files
        ):
            self.questions.show_summary(run)

    def _finish_quietly(self, run: ImportRun) -> None:
        """Offer what came in by itself, unless an earlier import is being looked at."""
        if self.articles.query().among is None:
            self._offer_imported(run)

    def _offer_imported(self, run: ImportRun) -> None:
        if article_ids := brought(run):
            self.articles.set_imported(article_ids)
            self.window.commands["show_imported"].setEnabled(True)

    def _narrow(self, wanted: bool) -> None:
        self.articles.show_imported(wanted)
        # What came may be gone from the library.
        self._show_narrowed(self.articles.query())

    def _show_narrowed(self, query: Query) -> None:
        self.window.commands["show_imported"].setChecked(query.among is not None)

    def _show_summary(self) -> None:
        if self.imports.last_run is not None:
            self.questions.show_summary(self.imports.last_run)

    def _choose_watched(self, wanted: bool) -> None:
        """Ask for the folder to watch, or stop watching."""
        old = self._settings.watched_folder
        folder = self.questions.watched_folder() if wanted else None
        if wanted and folder is None:
            self._show_watched()
            return
        self._keep(replace(self._settings, watched_folder=None if folder is None else str(folder)))
        self._show_watched()
        self.watching.watch(folder)
        if folder is None and old is not None:
            self._note(f"“{Path(old).name}” is no longer watched")

    def _show_watched(self) -> None:
        command = self.window.commands["watch_folder"]
        watched = self._settings.watched_folder
        command.setChecked(watched is not None)
        command.setText("&Watch a Folder…" if watched is None else f"Stop &Watching {watched}")

    def _choose_theme(self, setting: ThemeChoice) -> None:
        self._themes.set_setting(setting)
        self._keep(replace(self._settings, theme=setting))

    def _choose_rule(self, rule: CopyRule) -> None:
        self._library.copies = rule
        self._keep(replace(self._settings, copies=rule))

    def _show_versions(self) -> None:
        if self.reading.wanted_id is not None:
            self.copies.show_versions(self.reading.wanted_id)

    def _reload_changed(self, changes: Changes) -> None:
        if self.reading.wanted_id in changes.updated:
            self.reading.reload()

    def _take_theme(self, theme: Theme) -> None:
        self.window.top_bar.set_theme(theme)
        self.articles.set_theme(theme)
        self.pane.set_theme(theme)
        self.comments.set_theme(theme)

    def _keep_zoom(self, percent: int) -> None:
        self._note(f"Zoom {percent}%")
        self._keep(replace(self._settings, zoom_percent=percent))

    def _keep(self, settings: Settings) -> None:
        self._settings = settings
        try:
            preferences.save(settings)
        except SettingsError as error:
            logger.warning("The preferences were not kept: %s", error)

    def _note(self, words: str) -> None:
        self.window.statusBar().showMessage(words, _NOTE_MS)
