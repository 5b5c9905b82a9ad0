"""What stands around the tree for saying who answers whom: banner, suggestions, legend."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.placing import is_inferred, open_suggestions
from ipvm_desktop.domain.thread import Thread, ThreadEntry
from ipvm_desktop.ui.models import comment_text
from ipvm_desktop.ui.theme import Theme
from ipvm_desktop.ui.views._comment_steps import Step
from ipvm_desktop.ui.views._legend import ReplyLegend
from ipvm_desktop.ui.views._reply_banner import ReplyBanner
from ipvm_desktop.ui.views._reply_tree import ReplyTree
from ipvm_desktop.ui.views._suggestions import Offer, SuggestionStrip


class ReplyTools(QObject):
    """Turns what the reader does in the tree and the strip into words on replies.

    Signals:
        placed: A comment (its id) answers another (its id), or stands at top level (None).
        refused: A comment (its id) does not answer a suggested one (its id).
        noted: A sentence for the reader about what could not be done.
    """

    placed = Signal(int, object)
    refused = Signal(int, int)
    noted = Signal(str)

    def __init__(self, tree: ReplyTree) -> None:
        super().__init__(tree)
        self._tree = tree
        self.banner = ReplyBanner()
        # Below the tree: rows must not move away from under the pointer.
        self.drop_banner = ReplyBanner()
        self.strip = SuggestionStrip()
        self.legend = ReplyLegend()
        self._asked: int | None = None  # the comment that the strip is about
        tree.parent_picked.connect(self._take_pick)
        tree.picking_cancelled.connect(self.close)
        tree.choice_refused.connect(self._refuse_pick)
        tree.dropped.connect(self.placed)
        tree.drop_pondered.connect(self._say_drop)
        tree.current_moved.connect(self._follow)
        self.banner.cancelled.connect(self.close)
        self.strip.accepted.connect(self._take_offer)
        self.strip.refused.connect(self._refuse_offer)
        self.strip.pointed.connect(tree.outline)
        self.strip.closed.connect(self.close)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self.strip.set_theme(theme)
        self.legend.set_theme(theme)

    def set_thread(self, thread: Thread[Comment], *, keep: bool = True) -> None:
        """Take another thread, or with ``keep`` a newer state of the same one."""
        self.legend.set_thread(thread)
        picking = self._tree.picking
        if picking is not None and keep and thread.position(picking) is not None:
            self._tree.start_picking(picking)
        elif picking is not None:
            self._tree.stop_picking(go_back=False)
            self.banner.say("")
        if not keep:
            self._close_strip()
        elif self._asked is not None:
            self._show_offers()

    @property
    def is_open(self) -> bool:
        """Whether there is something that Escape closes."""
        return self._tree.picking is not None or self._asked is not None

    def close(self) -> bool:
        """End picking, or else close the suggestions; return whether there was either."""
        if self._tree.picking is not None:
            self._tree.stop_picking()
            self.banner.say("")
            return True
        was_open = self._asked is not None
        self._close_strip()
        return was_open

    # Picking and dragging

    def start_picking(self) -> None:
        """Let the reader choose what the current comment answers."""
        entry = self._current()
        if entry is None or entry.comment is None:
            self._need_comment()
            return
        self._close_strip()
        self._tree.start_picking(entry.id)
        self._say_pick(entry)

    def _say_pick(self, entry: ThreadEntry[Comment], refusal: str = "") -> None:
        wish = f"Choose the comment that {comment_text.named(entry)} answers: ↑ ↓ then Enter"
        self.banner.say(f"{refusal} {wish}; Esc cancels.".strip())

    def _refuse_pick(self, reason: str) -> None:
        entry = self._entry(self._tree.picking)
        if entry is not None:
            self._say_pick(entry, reason)

    def _take_pick(self, parent: int) -> None:
        picking = self._tree.picking
        self.close()
        if picking is not None:
            self.placed.emit(picking, parent)

    def _say_drop(self, words: str) -> None:
        self.drop_banner.say(words, can_cancel=False)

    # Suggestions

    def show_suggestions(self) -> None:
        """Show what the current comment may answer; asked again, close it."""
        entry = self._current()
        if entry is None or entry.comment is None:
            self._need_comment()
        elif self._asked == entry.id:
            self._close_strip()
        elif self._tree.picking is None:
            self._asked = entry.id
            self._show_offers()
            if self.strip.chosen() is not None:
                self.strip.offers.setFocus()

    def next_suggestion(self) -> None:
        """Go to the next comment that has suggestions, and show them."""
        if self._tree.picking is not None:
            return
        if not self._tree.go(Step.NEXT_AWAITING):
            self.noted.emit("No comment has suggestions that wait for your word.")
        elif self._asked != self._tree.current_comment():
            self.show_suggestions()
        else:
            self.strip.offers.setFocus()

    def accept(self) -> None:
        """Accept the chosen suggestion, or confirm the inferred reply; else show suggestions."""
        entry = self._current()
        if entry is None or entry.comment is None:
            self._need_comment()
        elif self._asked is not None and self.strip.chosen() is not None:
            self.strip.accept()
        elif is_inferred(entry.comment) and entry.comment.parent is not None:
            self.placed.emit(entry.id, entry.comment.parent)
        else:
            self._show_or_tell(entry)

    def refuse(self) -> None:
        """Refuse the chosen suggestion, or detach the inferred reply; else show suggestions."""
        entry = self._current()
        if entry is None or entry.comment is None:
            self._need_comment()
        elif self._asked is not None and self.strip.chosen() is not None:
            self.strip.refuse()
        elif is_inferred(entry.comment):
            self.placed.emit(entry.id, None)
        else:
            self._show_or_tell(entry)

    def _show_or_tell(self, entry: ThreadEntry[Comment]) -> None:
        if self._offers(entry):
            if self._asked is None:
                self.show_suggestions()
        else:
            self.noted.emit(f"There is no suggestion for {comment_text.named(entry)}.")

    def _take_offer(self, parent: int) -> None:
        if self._asked is not None:
            self.placed.emit(self._asked, parent)

    def _refuse_offer(self, parent: int) -> None:
        offer = self.strip.chosen()
        if self._asked is None or offer is None:
            return
        if offer.is_present:
            self.placed.emit(self._asked, None)
        else:
            self.refused.emit(self._asked, parent)

    def _follow(self) -> None:
        """Show the suggestions of the comment the reader went to, while they are shown."""
        if self._asked is not None and self._tree.picking is None:
            current = self._current()
            if current is not None:
                self._asked = current.id
                self._show_offers()

    def _show_offers(self) -> None:
        entry = self._entry(self._asked)
        if entry is None or entry.comment is None:
            self._close_strip()
            return
        offers = self._offers(entry)
        name = comment_text.named(entry)
        had_focus = self.strip.offers.hasFocus()
        question = f"Which comment does {name} answer?" if offers else _none(name)
        self.strip.show_offers(question, offers)
        if had_focus and not offers:
            self._tree.setFocus()

    def _offers(self, entry: ThreadEntry[Comment]) -> list[Offer]:
        comment = entry.comment
        if comment is None:
            return []
        offers = []
        parent = self._entry(comment.parent)
        if is_inferred(comment) and comment.reply is not None and parent is not None:
            offers.append(
                _offer(parent, comment.reply.confidence, comment.reply.reason, is_present=True)
            )
        for each in open_suggestions(self._thread, comment):
            suggested = self._entry(each.parent)
            if suggested is not None:
                offers.append(_offer(suggested, each.confidence, each.reason))
        return offers

    def _close_strip(self) -> None:
        if self._asked is None:
            return
        self._asked = None
        had_focus = self.strip.isAncestorOf(self.strip.window().focusWidget() or self._tree)
        self.strip.hide()
        self._tree.outline(None)
        if had_focus:
            self._tree.setFocus()

    # The thread

    @property
    def _thread(self) -> Thread[Comment]:
        return self._tree.comments.thread_shown

    def _current(self) -> ThreadEntry[Comment] | None:
        return self._entry(self._tree.current_comment())

    def _entry(self, comment_id: int | None) -> ThreadEntry[Comment] | None:
        position = None if comment_id is None else self._tree.comments.position_of(comment_id)
        return None if position is None else self._thread.entries[position]

    def _need_comment(self) -> None:
        self.noted.emit("Choose a comment first.")


def _none(name: str) -> str:
    return f"No suggestion for {name}. Shift+G goes to the next comment that has some."


def _offer(
    parent: ThreadEntry[Comment], confidence: float, reason: str, *, is_present: bool = False
) -> Offer:
    return Offer(
        parent.id,
        comment_text.named(parent),
        comment_text.opening(parent),
        confidence,
        reason,
        is_present,
    )
