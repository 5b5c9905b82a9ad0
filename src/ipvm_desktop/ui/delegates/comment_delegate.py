"""How a comment's row is painted: two lines, an avatar, and the guides between replies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.people import Participant
from ipvm_desktop.domain.person import brief_name, color_index, initials
from ipvm_desktop.domain.query import passage
from ipvm_desktop.domain.snippet import Snippet
from ipvm_desktop.ui.delegates.comment_guides import (
    REPLY_MARK,
    GuidePainter,
    draw_reply_mark,
    mark_pen,
)
from ipvm_desktop.ui.delegates.comment_row import RowFonts, RowLayout, row_layout
from ipvm_desktop.ui.delegates.text_painting import (
    chip_width,
    draw_avatar,
    draw_chip,
    draw_line,
    star_path,
)
from ipvm_desktop.ui.models import comment_text
from ipvm_desktop.ui.models.comment_tree import CommentLine
from ipvm_desktop.ui.models.roles import CommentRole
from ipvm_desktop.ui.models.visible_thread import MAX_INDENT, GuideStyle, guide_style
from ipvm_desktop.ui.theme import LIGHT, Theme, blend

Index = QModelIndex | QPersistentModelIndex

_CONTEXT_OPACITY = 0.6
_BARRED_OPACITY = 0.35
_DOT = 6
_BAR = 3

# Looking for the passage that matched reads the whole comment, and rows are painted often.
_passage = lru_cache(maxsize=512)(passage)


class CommentDelegate(QStyledItemDelegate):
    """Paints ``CommentRole.LINE``; says where the parts of a row are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._levels = 0
        self._same: Mapping[str, str] = {}  # a person's fullest name by their other names
        self._fonts: RowFonts | None = None
        self._fonts_key = ""

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from the next paint on."""
        self._theme = theme

    def set_people(self, people: Iterable[Participant]) -> None:
        """Give all names of one person one colour."""
        self._same = {name: person.name for person in people for name in person.names[1:]}

    def set_levels(self, levels: int) -> None:
        """Say how deep the shown thread is: shallow ones are indented more."""
        self._levels = levels

    def fonts(self, font: QFont) -> RowFonts:
        """Return the row's fonts for a view's font."""
        key = font.key()
        if self._fonts is None or key != self._fonts_key:
            self._fonts, self._fonts_key = RowFonts(font), key
        return self._fonts

    def layout(self, row: QRect, font: QFont, depth: int) -> RowLayout:
        """Return where the parts of a row are, as on a left-to-right desktop."""
        return row_layout(row, self.fonts(font), depth, self._levels)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(120, self.fonts(option.font).row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(CommentRole.LINE)
        if not isinstance(line, CommentLine):
            return
        layout = self.layout(option.rect, option.font, line.entry.depth)
        painter.save()
        painter.setClipRect(option.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(option.direction)
        fonts = self.fonts(option.font)
        row = _RowPainter(painter, self._theme, fonts, layout, option, self._same)
        row.draw(line)
        painter.restore()


class _RowPainter:
    """Paints one row; lives for one call."""

    def __init__(
        self,
        painter: QPainter,
        theme: Theme,
        fonts: RowFonts,
        layout: RowLayout,
        option: QStyleOptionViewItem,
        same: Mapping[str, str],
    ) -> None:
        self._painter = painter
        self._theme = theme
        self._fonts = fonts
        self._layout = layout
        self._option = option
        self._same = same
        state = option.state
        self._selected = bool(state & QStyle.StateFlag.State_Selected)
        self._hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        self._open = bool(state & QStyle.StateFlag.State_Open)
        self._mark = (QColor(theme.mark), QColor(theme.text))

    def draw(self, line: CommentLine) -> None:
        self._draw_ground()
        background = self._ground()
        guides = GuidePainter(self._painter, self._theme, self._layout, self._visual)
        guides.draw(line, is_open=self._open)
        comment = line.entry.comment
        self._painter.setOpacity(_opacity(line))
        self._draw_avatar(comment, background)
        self._draw_first(line)
        self._draw_second(line)
        self._painter.setOpacity(1.0)
        if line.hidden_replies:
            hidden = 0 if self._open else line.hidden_replies
            guides.draw_toggle(self._fonts.chip, hidden, background)
        if comment is not None and not comment.read and not line.is_context:
            self._draw_unread_dot()

    def _visual(self, rect: QRect) -> QRect:
        """Mirror a rectangle on right-to-left desktops."""
        return QStyle.visualRect(self._option.direction, self._layout.row, rect)

    def _ground(self) -> QColor:
        if self._selected:
            return QColor(self._theme.accent_soft)
        if self._hovered:
            return QColor(blend(self._theme.window, self._theme.chip, 0.6))
        return QColor(self._theme.window)

    def _draw_ground(self) -> None:
        row = self._layout.row
        self._painter.fillRect(row, self._ground())
        if self._selected and self._option.state & QStyle.StateFlag.State_HasFocus:
            bar = self._visual(QRect(row.left(), row.top(), _BAR, row.height()))
            self._painter.fillRect(bar, QColor(self._theme.accent))

    def _draw_avatar(self, comment: Comment | None, background: QColor) -> None:
        circle = self._visual(self._layout.avatar)
        if comment is not None:
            colors = self._theme.avatars
            person = self._same.get(comment.author or "", comment.author)
            fill = QColor(colors[color_index(person, len(colors))])
            draw_avatar(self._painter, circle, initials(comment.author), self._fonts.avatar, fill)
            return
        self._painter.setBrush(background)
        self._painter.setPen(QPen(QColor(self._theme.muted), 1, Qt.PenStyle.DashLine))
        self._painter.drawEllipse(circle.adjusted(0, 0, -1, -1))
        self._painter.setFont(self._fonts.avatar)
        self._painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, "?")

    def _draw_unread_dot(self) -> None:
        layout = self._layout
        middle = layout.avatar.center().y()
        dot = QRect(layout.row.left() + 2, middle - _DOT // 2 + 1, _DOT, _DOT)
        if self._selected:
            # Clear of the bar that shows the keyboard's focus.
            dot.moveLeft(dot.left() + _BAR - 1)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(self._theme.accent))
        self._painter.drawEllipse(self._visual(dot))

    def _draw_first(self, line: CommentLine) -> None:
        room = QRect(self._layout.first)
        room.setRight(room.right() - self._draw_date(line, room))
        if line.entry.depth > MAX_INDENT:
            self._draw_depth(room, line.entry.depth)
        chips = list(self._chips(line.entry.comment))
        self._draw_name(line, room, chips)
        for text, fill, ink in chips:
            width = self._draw_chip(room, text, fill, ink)
            if not width:
                break
            room.setLeft(room.left() + width + 5)

    def _draw_date(self, line: CommentLine, room: QRect) -> int:
        """Draw the date at the end of the line and return the room it takes."""
        comment = line.entry.comment
        if comment is None:
            return 0
        if comment.posted is not None:
            text = comment_text.short_day(comment.posted, line.usual_year)
        else:
            text = comment.posted_text or ""
        metrics = QFontMetrics(self._fonts.date)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() // 2)
        width = metrics.horizontalAdvance(text)
        place = QRect(room.right() - width + 1, room.top(), width, room.height())
        self._painter.setFont(self._fonts.date)
        self._painter.setPen(QColor(self._theme.muted))
        self._painter.drawText(self._visual(place), Qt.AlignmentFlag.AlignVCenter, text)
        return width + 8 if text else 0

    def _draw_depth(self, room: QRect, depth: int) -> None:
        """Tell the true depth where the indent no longer does."""
        text = f"↳{depth}"
        self._painter.setFont(self._fonts.date)
        self._painter.setPen(QColor(self._theme.muted))
        width = self._painter.fontMetrics().horizontalAdvance(text)
        place = QRect(room.left(), room.top(), width, room.height())
        self._painter.drawText(self._visual(place), Qt.AlignmentFlag.AlignVCenter, text)
        room.setLeft(room.left() + width + 5)

    def _draw_name(
        self, line: CommentLine, room: QRect, chips: list[tuple[str, QColor, QColor]]
    ) -> None:
        """Draw the name and take its room; the first chip keeps some where it is narrow."""
        comment = line.entry.comment
        font = self._fonts.name if comment is not None else self._fonts.missing
        metrics = QFontMetrics(font)
        keep = chip_width(chips[0][0], self._fonts.chip) + 6 if chips else 0
        width = max(room.width() - keep, room.width() * 3 // 5)
        name = _fitting_name(line, metrics, width)
        place = QRect(room)
        place.setWidth(min(width, metrics.horizontalAdvance(name) + 1))
        marks = _marks(name, line) if line.terms and comment else ()
        is_pseudonym = comment is not None and comment.pseudonym is not None
        self._painter.setFont(font)
        self._painter.setPen(QColor(self._theme.text if comment else self._theme.muted))
        drawn = draw_line(
            self._painter,
            self._visual(place),
            name,
            marks=marks,
            mark=self._mark,
            # The number is what tells pseudonyms apart.
            elide=Qt.TextElideMode.ElideMiddle if is_pseudonym else Qt.TextElideMode.ElideRight,
        )
        room.setLeft(room.left() + drawn + 6)

    def _chips(self, comment: Comment | None) -> Iterator[tuple[str, QColor, QColor]]:
        """Yield text, fill and ink of each chip, the most telling first."""
        if comment is None:
            return
        theme = self._theme
        soft = theme.window if self._selected else theme.accent_soft
        neutral = (QColor(theme.chip), QColor(theme.muted))
        if self._selected:
            neutral = (QColor(blend(theme.accent_soft, theme.chip, 0.75)), QColor(theme.text))
        if comment.article_author:
            yield "author", QColor(soft), QColor(theme.accent)
        elif comment.staff:
            yield "staff", QColor(soft), QColor(theme.accent)
        if comment.deleted:
            yield "removed", QColor(theme.warning_soft), QColor(theme.warning)
        if comment.affiliation:
            yield comment.affiliation, *neutral
        elif comment.role and comment.role not in (comment.author or ""):
            yield comment.role, *neutral
        for badge in comment.badges:
            yield badge, *neutral

    def _draw_chip(self, room: QRect, text: str, fill: QColor, ink: QColor) -> int:
        width = min(room.width(), chip_width(text, self._fonts.chip))
        place = QRect(room.left(), room.top(), max(0, width), room.height())
        return draw_chip(self._painter, self._visual(place), text, self._fonts.chip, fill, ink)

    def _draw_second(self, line: CommentLine) -> None:
        place = QRect(self._layout.second)
        if self._draw_star(line.entry.comment):
            place.setRight(self._layout.star.left() - 4)
        if line.seems_reply:
            self._draw_open_question(place)
        self._draw_answers(line, place)
        comment = line.entry.comment
        snippet, is_own = self._snippet(comment, line, place.width())
        self._painter.setFont(self._fonts.snippet if is_own else self._fonts.remark)
        self._painter.setPen(QColor(self._theme.muted))
        draw_line(
            self._painter,
            self._visual(place),
            snippet.text,
            marks=snippet.spans,
            mark=self._mark,
        )

    def _draw_answers(self, line: CommentLine, room: QRect) -> None:
        """Say whom a comment answers where its place does not, and take the room."""
        if not line.answers:
            return
        width, height = REPLY_MARK
        mark = QRect(room.left() + 1, room.center().y() - height + 2, width, height)
        self._draw_mark(mark, guide_style(line.entry))
        room.setLeft(mark.right() + 5)
        self._painter.setFont(self._fonts.snippet)
        self._painter.setPen(QColor(self._theme.text))
        place = QRect(room)
        metrics = QFontMetrics(self._fonts.snippet)
        name = brief_name(line.answers)
        place.setWidth(min(metrics.horizontalAdvance(name) + 1, room.width() * 2 // 5))
        drawn = draw_line(self._painter, self._visual(place), name)
        room.setLeft(room.left() + drawn + 8)

    def _draw_open_question(self, room: QRect) -> None:
        """Draw, at the end of the line, that a comment may be a reply, and take the room."""
        metrics = QFontMetrics(self._fonts.date)
        width, height = REPLY_MARK
        question = metrics.horizontalAdvance("?")
        mark = QRect(room.right() - width - question - 3, room.center().y() - height + 2, 1, 1)
        mark.setSize(QSize(width, height))
        self._draw_mark(mark, GuideStyle.DASHED)
        place = QRect(mark.right() + 3, room.top(), question + 1, room.height())
        self._painter.setFont(self._fonts.date)
        self._painter.setPen(QColor(self._theme.accent))
        self._painter.drawText(self._visual(place), Qt.AlignmentFlag.AlignVCenter, "?")
        room.setRight(mark.left() - 6)

    def _draw_mark(self, place: QRect, style: GuideStyle) -> None:
        pen = mark_pen(self._theme, style)
        mirrored = self._option.direction is Qt.LayoutDirection.RightToLeft
        draw_reply_mark(self._painter, self._visual(place), pen, mirrored=mirrored)

    def _snippet(
        self, comment: Comment | None, line: CommentLine, width: int
    ) -> tuple[Snippet, bool]:
        """Return about as much of the comment as fits, with the match in it."""
        if comment is None:
            return Snippet("It is replied to, but was not saved"), False
        text, is_own = comment_text.body_line(comment)
        if not is_own:
            return Snippet(text), False
        own = comment_text.own_opening(comment)
        average = max(1, QFontMetrics(self._fonts.snippet).averageCharWidth())
        if not line.terms:
            # The opening is elided by the painter; a few characters too many do no harm.
            return Snippet(" ".join(own[: 2 * width // average + 200].split())), True
        fitting = max(24, width // average)
        found = _passage(own, line.terms, fitting, at_starts=line.at_starts)
        if not found.spans:
            in_quotes = _passage(text, line.terms, fitting, at_starts=line.at_starts)
            found = in_quotes if in_quotes.spans else found
        return found, True

    def _draw_star(self, comment: Comment | None) -> bool:
        """Draw the star, or its outline where a click would set it; return whether it was."""
        if comment is None or not (comment.starred or self._hovered):
            return False
        path = star_path(self._visual(self._layout.star))
        self._painter.setPen(QPen(QColor(self._theme.warning), 1))
        self._painter.setBrush(
            QColor(self._theme.warning) if comment.starred else Qt.BrushStyle.NoBrush
        )
        self._painter.drawPath(path)
        return True


def _marks(name: str, line: CommentLine) -> tuple[tuple[int, int], ...]:
    return passage(name, line.terms, len(name) + 1, at_starts=line.at_starts).spans


def _opacity(line: CommentLine) -> float:
    if line.is_barred:
        return _BARRED_OPACITY
    return _CONTEXT_OPACITY if line.is_context else 1.0


def _fitting_name(line: CommentLine, metrics: QFontMetrics, width: int) -> str:
    """Return the name, without "Undisclosed" where that would push the rest out of sight."""
    comment = line.entry.comment
    name = comment_text.author_name(line.entry)
    if comment is None or comment.pseudonym is None or not comment.role:
        return name
    return (
        name if metrics.horizontalAdvance(name) <= width else f"{comment.role} #{comment.pseudonym}"
    )
