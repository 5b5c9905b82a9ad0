"""The reading pane: an article and, below it, its whole discussion as one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.thread import Thread
from ipvm_desktop.render.quotes import QuoteIndex
from ipvm_desktop.render.reading import COPIES_LINK, ISSUES_LINK, SOURCE_LINK
from ipvm_desktop.ui.pictures import Size
from ipvm_desktop.ui.theme import LIGHT, Theme, load_reading_fonts
from ipvm_desktop.ui.views._empty_page import EmptyPage
from ipvm_desktop.ui.views._find_in_page import FindInPage
from ipvm_desktop.ui.views._pane_document import PaneDocument
from ipvm_desktop.ui.views._pane_filling import PaneFilling
from ipvm_desktop.ui.views._pane_jumps import PaneJumps, Target
from ipvm_desktop.ui.views._pane_painter import PaneMarks
from ipvm_desktop.ui.views._pane_position import read_position, write_position
from ipvm_desktop.ui.views._pane_sight import READING_LINE, place_read, unread_in_view
from ipvm_desktop.ui.views._pane_style import PaneStyle
from ipvm_desktop.ui.views._reading_browser import ReadingBrowser
from ipvm_desktop.ui.views._seen_watch import SeenWatch
from ipvm_desktop.ui.views.find_bar import FindBar

ZOOM_STEPS = (50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)

_IN_VIEW_MS = 60


class ReadingPane(QWidget):
    """Shows one article with its discussion, or words about why there is none.

    Signals:
        comment_in_view: The reader scrolled to, clicked or jumped to this comment.
        comments_seen: Ids of unread comments that have been in view for about a second.
        link_requested: A web address to open; the pane itself opens nothing.
        link_hovered: The web address under the pointer or the keyboard's focus, or "".
        source_requested: The reader wants to see the file the article came from.
        copies_requested: The reader wants to see the article's other copies.
        zoom_changed: The new zoom in percent.
        end_reached: The reader pages on at the end of the discussion.
        action_requested: The key of a button that ``show_empty`` was given.
        picture_wanted: Digest of a picture that comes into view, and the width and height in
            pixels of the room for it; ``put_picture`` answers.
    """

    comment_in_view = Signal(int)
    comments_seen = Signal(list)
    link_requested = Signal(str)
    link_hovered = Signal(str)
    source_requested = Signal()
    copies_requested = Signal()
    zoom_changed = Signal(int)
    end_reached = Signal()
    action_requested = Signal(str)
    picture_wanted = Signal(str, int, int)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        load_reading_fonts()
        self._theme = theme
        self._zoom = 100
        self._article: Article | None = None
        self._thread: Thread[Comment] = Thread()
        self._quotes = QuoteIndex()
        self._pictures: Mapping[str, Size] = {}
        self._all_issues = False
        self._copies = 0

        self.find_bar = FindBar(self)
        self.find_bar.hide()
        self.browser = ReadingBrowser(theme)
        self.empty_page = EmptyPage()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty_page)
        self._pages.addWidget(self.browser)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.find_bar)
        layout.addWidget(self._pages)
        self.setAccessibleName("Reading pane")
        self.setFocusProxy(self.browser)

        self._filling = PaneFilling(self.browser, self)
        self._finder = FindInPage(self.browser, self.find_bar, theme, self._reveal)
        self._jumps = PaneJumps(self.browser, theme)
        self.seen_watch = SeenWatch(self._unread_in_view, self)
        self._rebuild_timer = QTimer(self, interval=0, singleShot=True)
        self._rebuild_timer.timeout.connect(self._rebuild)
        self._in_view_timer = QTimer(self, interval=_IN_VIEW_MS, singleShot=True)
        self._in_view_timer.timeout.connect(self._tell_in_view)
        self._connect()
        self.clear()

    def _connect(self) -> None:
        self._filling.changing.connect(self._before_change)
        self._filling.changed.connect(self._after_change)
        self.seen_watch.seen.connect(self.comments_seen)
        self.browser.scrolled.connect(self._on_scrolled)
        self.browser.text_clicked.connect(self._on_click)
        self.browser.web_link_activated.connect(self.link_requested)
        self.browser.own_link_activated.connect(self._follow_own_link)
        self.browser.link_hovered.connect(self.link_hovered)
        self.browser.zoom_requested.connect(self._on_zoom_requested)
        self.browser.find_requested.connect(self.open_find)
        self.browser.back_requested.connect(self.go_back)
        self._jumps.back_requested.connect(self.go_back)
        self.browser.end_reached.connect(self.end_reached)
        self.browser.end_requested.connect(self._filling.scroll_to_end)
        self.browser.picture_wanted.connect(self.picture_wanted)
        self.empty_page.action_requested.connect(self.action_requested)

    # What is shown

    @property
    def article(self) -> Article | None:
        """The article shown, or None."""
        return self._article

    @property
    def _document(self) -> PaneDocument | None:
        return self._filling.document

    def show_article(
        self,
        article: Article,
        thread: Thread[Comment],
        quotes: QuoteIndex | None = None,
        pictures: Mapping[str, Size] | None = None,
        copies: int = 0,
    ) -> None:
        """Show an article from its beginning; comments below the screen follow in slices.

        Args:
            article: The article.
            thread: Its discussion.
            quotes: Who quotes whom in it; None to find out here, which may take a while.
            pictures: Sizes in pixels of the pictures there are, by digest.
            copies: How many other copies of the article there are.
        """
        self._copies = copies
        self._article, self._thread = article, thread
        self._pictures = pictures or {}
        self.browser.images.forget()
        self._quotes = quotes or QuoteIndex.of(article, thread)
        self._jumps.forget()
        self._all_issues = False
        comments = [entry.comment for entry in thread.entries if entry.comment is not None]
        self.browser.marks = PaneMarks(
            unread={comment.id for comment in comments if not comment.read},
            starred={comment.id for comment in comments if comment.starred},
        )
        self._finder.set_terms((), ())
        self._finder.set_passage(None)
        self._pages.setCurrentWidget(self.browser)
        self._build()
        self.seen_watch.start()

    def put_picture(self, digest: str, image: QImage | None) -> None:
        """Show a picture that was wanted; None shows that it is damaged."""
        self.browser.put_picture(digest, image)

    def update_thread(self, thread: Thread[Comment], quotes: QuoteIndex | None = None) -> None:
        """Show the same discussion in another order, or with other replies.

        The comment the reader is at, or else the topmost one, stays where it stands.

        Args:
            thread: The discussion.
            quotes: Who quotes whom in it; None where that is as before.
        """
        if self._article is not None and thread is not self._thread:
            self._thread = thread
            self._quotes = quotes or self._quotes
            self._rebuild()

    def clear(self) -> None:
        """Show that no article is selected."""
        self.show_empty("No article selected", "Choose an article to read it here.")

    def show_empty(self, title: str, text: str, actions: Sequence[tuple[str, str]] = ()) -> None:
        """Show words instead of an article.

        Args:
            title: A few words.
            text: A sentence or two.
            actions: Key and label of each button.
        """
        for timer in (self._rebuild_timer, self._in_view_timer):
            timer.stop()
        self.seen_watch.stop()
        self._article, self._thread = None, Thread()
        self._quotes = QuoteIndex()
        self._jumps.forget()
        self.browser.marks = PaneMarks()
        self._finder.close()
        self._finder.set_document(None, self._theme)
        self._filling.clear()
        self.empty_page.show_words(title, text, actions)
        self._pages.setCurrentWidget(self.empty_page)

    def set_theme(self, theme: Theme) -> None:
        """Show the same place in other colours."""
        self._theme = theme
        self._jumps.set_theme(theme)
        if self._article is None:
            self.browser.set_theme(theme)
        else:
            self._rebuild()

    def _build(self) -> None:
        if self._article is not None:
            self._filling.show(self._new_document(self._article))

    def _rebuild(self) -> None:
        """Build the same document anew and stay where the reader is."""
        if self._article is not None:
            self._filling.replace(self._new_document(self._article))

    def _new_document(self, article: Article) -> PaneDocument:
        self._rebuild_timer.stop()
        return PaneDocument(
            article,
            self._thread,
            self._style(),
            self.browser,
            all_issues=self._all_issues,
            quotes=self._quotes,
            pictures=self._pictures,
            copies=self._copies,
        )

    def _before_change(self, document: PaneDocument) -> None:
        self._in_view_timer.stop()
        if self._document is not None and self._document.thread is not document.thread:
            current = self.current_comment()
            # It is known by its place in the text, which is another now.
            self._finder.set_passage(None)
            self.browser.marks.current = None if current is None else document.order_of(current)
        self.browser.set_theme(self._theme)

    def _after_change(self) -> None:
        self._finder.set_document(self._document, self._theme)

    def _style(self) -> PaneStyle:
        return PaneStyle.of(self._theme, self._zoom, self.font().family(), self.width())

    # Comments

    def current_comment(self) -> int | None:
        """Return the id of the highlighted comment, or None."""
        order = self.browser.marks.current
        document = self._document
        return None if order is None or document is None else document.thread.entries[order].id

    def scroll_to_comment(self, comment_id: int) -> None:
        """Bring a comment to the reading line and highlight it; unknown ids do nothing."""
        document = self._document
        order = document.order_of(comment_id) if document is not None else None
        if document is None or order is None:
            return
        document.append_until(lambda: len(document.starts) > order)
        self._in_view_timer.stop()
        self._set_current(order)
        top = round(self.browser.viewport().height() * READING_LINE)
        self._filling.scroll_to_text(document.starts[order], top)

    def update_marks(self, marks: Mapping[int, tuple[bool, bool]]) -> None:
        """Show whether comments are read and starred, by their ids."""
        shown = self.browser.marks
        for comment_id, (is_read, is_starred) in marks.items():
            if not is_read and comment_id not in shown.unread:
                self.seen_watch.spare(comment_id)
            (shown.unread.discard if is_read else shown.unread.add)(comment_id)
            (shown.starred.add if is_starred else shown.starred.discard)(comment_id)
        self.browser.viewport().update()

    def set_matches(self, comment_ids: Iterable[int], terms: Iterable[str]) -> None:
        """Mark words in these comments, as a filter found them; none to mark nothing."""
        self._finder.set_terms(comment_ids, terms)

    def set_search(self, text: str) -> None:
        """Mark what the library is searched for; "" to mark nothing."""
        self._finder.set_search(text)

    def _set_current(self, order: int | None) -> None:
        self.browser.marks.current = order
        self.browser.viewport().update()

    def _on_scrolled(self) -> None:
        if not self._in_view_timer.isActive():
            self._in_view_timer.start()

    def _tell_in_view(self) -> None:
        self._choose_at(place_read(self.browser))

    def _on_click(self, position: int) -> None:
        self._finder.set_passage(None)
        self._jumps.hide_button()
        self._choose_at(position)

    def _choose_at(self, position: int) -> None:
        document = self._document
        order = document.order_at(position) if document is not None else None
        if document is not None and order is not None:
            self._choose(order, document)

    def _choose(self, order: int, document: PaneDocument) -> None:
        if order != self.browser.marks.current:
            self._set_current(order)
            self.comment_in_view.emit(document.thread.entries[order].id)

    def _unread_in_view(self) -> Iterator[int]:
        document = self._document
        if document is None or not self.browser.isVisible() or self.window().isMinimized():
            return
        yield from unread_in_view(document, self.browser)

    def _follow_own_link(self, address: str) -> None:
        if address == SOURCE_LINK:
            self.source_requested.emit()
        elif address == COPIES_LINK:
            self.copies_requested.emit()
        elif address == ISSUES_LINK:
            self._all_issues = not self._all_issues
            value = self.browser.verticalScrollBar().value()
            self._finder.set_passage(None)
            self._build()
            self._filling.scroll_to(value)
        elif self._document is not None:
            target = self._jumps.target_of(address, self._document)
            if target is not None:
                self._jumps.remember(self.position(), self.current_comment())
                self._go_to(target, self._document)

    def _go_to(self, target: Target, document: PaneDocument) -> None:
        """Bring a comment or a passage into view and mark it until the next click."""
        span = self._jumps.span_of(target, document)
        self._finder.set_passage(span)
        if target.comment is not None:
            self.scroll_to_comment(target.comment)
            self.comment_in_view.emit(target.comment)
        if span is not None:
            self._reveal(span[0])

    def go_back(self) -> None:
        """Return to where the last own link was followed; does nothing without one."""
        place = self._jumps.step_back()
        if place is None or self._document is None:
            return
        position, comment_id = place
        self._finder.set_passage(None)
        self.restore_position(position, comment_id)

    # Reading position

    def position(self) -> str:
        """Return where the reader is, in a form that outlives window, zoom and re-import.

        "" while nothing is shown.
        """
        if self._document is None:
            return ""
        return write_position(self._document, self.browser.top_anchor()[0])

    def restore_position(self, position: str, comment_id: int | None = None) -> None:
        """Go to where ``position()`` said; what it does not know is ignored.

        Args:
            position: Where to go.
            comment_id: The comment the reader was at; None for the one that is read there.
        """
        document = self._document
        place = None if document is None else read_position(document, position)
        if document is None or place is None:
            return
        if place:
            self._filling.scroll_to_text(place, 0)
        else:
            self._filling.scroll_to(0)
        order = None if comment_id is None else document.order_of(comment_id)
        if order is not None:
            self._choose(order, document)
        elif place:
            self._choose_at(place_read(self.browser))

    def page_down(self) -> None:
        """Move on by a screenful; at the end tell that."""
        self.browser.page(1)

    def page_up(self) -> None:
        """Move back by a screenful."""
        self.browser.page(-1)

    # Zoom

    @property
    def zoom_percent(self) -> int:
        """The zoom in percent."""
        return self._zoom

    def zoom_in(self) -> None:
        """Make everything one step larger."""
        self.set_zoom(next((step for step in ZOOM_STEPS if step > self._zoom), ZOOM_STEPS[-1]))

    def zoom_out(self) -> None:
        """Make everything one step smaller."""
        smaller = (step for step in reversed(ZOOM_STEPS) if step < self._zoom)
        self.set_zoom(next(smaller, ZOOM_STEPS[0]))

    def zoom_reset(self) -> None:
        """Go back to 100 %."""
        self.set_zoom(100)

    def set_zoom(self, percent: int) -> None:
        """Set the zoom, within 50 to 300 percent; the text follows at the next pass of events."""
        percent = max(ZOOM_STEPS[0], min(ZOOM_STEPS[-1], percent))
        if percent != self._zoom:
            self._zoom = percent
            # Turns of the wheel come in bursts; build once for all of them.
            self._rebuild_timer.start()
            self.zoom_changed.emit(percent)

    def _on_zoom_requested(self, direction: int) -> None:
        (self.zoom_reset, self.zoom_in, self.zoom_out)[direction]()

    # Finding

    def open_find(self) -> None:
        """Show the find bar; does nothing without an article."""
        if self._document is not None:
            self._finder.open()

    def find_next(self) -> None:
        """Go to the next match."""
        if self._document is not None:
            self._finder.step(1)

    def find_previous(self) -> None:
        """Go to the previous match."""
        if self._document is not None:
            self._finder.step(-1)

    def close_find(self) -> None:
        """Hide the find bar and give the text the focus."""
        self._finder.close()

    def _reveal(self, position: int) -> None:
        """Bring a line into view unless it stands there already, and go to its comment."""
        height = self.browser.viewport().height()
        top = self.browser.line_top(position) - self.browser.verticalScrollBar().value()
        if not height * 0.05 <= top <= height * 0.85:
            self._filling.scroll_to_text(position, height // 3)
        self._in_view_timer.stop()
        self._choose_at(position)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.find_bar.isVisible():
            self.close_find()
        elif event.key() == Qt.Key.Key_Escape and self._finder.passage is not None:
            self._finder.set_passage(None)
            self._jumps.hide_button()
        elif event.key() == Qt.Key.Key_F3:
            is_backwards = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.find_previous if is_backwards else self.find_next)()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        document = self._document
        if document is not None and document.style.step != self._style().step:
            self._rebuild_timer.start()
