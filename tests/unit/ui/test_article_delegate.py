"""Rows of the article list: their words, their one height, and what colours stand in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from ipvm_desktop.domain.listing import ArticleKind, ArticleSummary
from ipvm_desktop.ui.delegates.article_delegate import (
    ArticleDelegate,
    MetaLine,
    bubble_path,
    fitting_words,
    meta_line,
    title_lines,
)
from ipvm_desktop.ui.models.roles import ArticleRole
from ipvm_desktop.ui.theme import DARK, LIGHT, Theme, blend

pytestmark = pytest.mark.usefixtures("qapp")

WIDTH = 300


def summary(**given: Any) -> ArticleSummary:
    values: dict[str, Any] = {
        "id": 1,
        "title": "Low-Light Bullet Cameras Compared",
        "kind": ArticleKind.ARTICLE,
        "published": dt.date(2021, 2, 19),
        "imported": dt.datetime(2021, 4, 1, tzinfo=dt.UTC),
        "comment_count": 1364,
        "unread_comments": 0,
        "read": True,
        "starred": False,
        "warning": "",
    }
    return ArticleSummary(**{**values, **given})


def painted(
    shown: ArticleSummary | None,
    *,
    theme: Theme = LIGHT,
    state: QStyle.StateFlag = QStyle.StateFlag.State_Enabled,
    right_to_left: bool = False,
) -> QImage:
    """Paint one row as a view would."""
    delegate = ArticleDelegate()
    delegate.set_theme(theme)
    model = QStandardItemModel()
    cell = QStandardItem()
    cell.setData(shown, ArticleRole.SUMMARY)
    model.appendRow(cell)
    option = QStyleOptionViewItem()
    option.font = QApplication.font()
    option.state = state
    if right_to_left:
        option.direction = Qt.LayoutDirection.RightToLeft
    height = delegate.sizeHint(option, model.index(0, 0)).height()
    option.rect = QRect(0, 0, WIDTH, height)
    image = QImage(WIDTH, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    delegate.paint(painter, option, model.index(0, 0))
    painter.end()
    return image


NEARLY = 30  # of 255 in each of red, green and blue


def places(image: QImage, colour: str) -> list[tuple[int, int]]:
    """Return where a colour stands, all but exactly: thin strokes of text never reach it."""
    wanted = QColor(colour)
    found = []
    for x in range(image.width()):
        for y in range(image.height()):
            shown = image.pixelColor(x, y)
            distance = max(
                abs(shown.red() - wanted.red()),
                abs(shown.green() - wanted.green()),
                abs(shown.blue() - wanted.blue()),
            )
            if distance <= NEARLY:
                found.append((x, y))
    return found


def test_words_below_the_title() -> None:
    assert meta_line(summary()) == MetaLine("Feb 19, 2021", "", "", "1,364", "")
    line = meta_line(
        summary(published=None, kind=ArticleKind.DISCUSSION, unread_comments=3, warning="fragment")
    )
    assert line == MetaLine("no date", "discussion", "fragment", "1,364", "3 new")
    # Nothing is new in an article that was never opened.
    assert meta_line(summary(read=False, unread_comments=3)).new == ""


def test_a_warning_takes_the_room_it_needs() -> None:
    metrics = QFontMetrics(QApplication.font())
    line = MetaLine("Feb 19, 2021", "discussion", "fragment", "0", "")

    def words(room_for: str) -> tuple[str, str]:
        return fitting_words(line, metrics, metrics.horizontalAdvance(room_for))

    assert words("Feb 19, 2021 · discussion · fragment") == (
        "Feb 19, 2021 · discussion · ",
        "fragment",
    )
    assert words("Feb 19, 2021 · fragment") == ("Feb 19, 2021 · ", "fragment")
    assert words("Feb 19 · fragment") == ("Feb 19 · ", "fragment")
    assert words("fragment") == ("", "fragment")
    assert words("frag") == ("", "fragment")
    plain = MetaLine("Feb 19, 2021", "discussion", "", "0", "")
    assert fitting_words(plain, metrics, 10) == ("Feb 19, 2021 · discussion", "")


@pytest.mark.parametrize(
    "title",
    [
        "Short",
        "City Pilot Swaps Cloud Cameras After Audit Finds Weak Defaults " * 5,
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "監視カメラの新しい規則がすべての販売業者に与える影響について詳しく説明します" * 3,
        "🎥" * 60,
        "",
        "two\nlines\tand  spaces",
    ],
)
@pytest.mark.parametrize("width", [0, 60, 196, 276])
def test_titles_break_into_at_most_two_lines(title: str, width: int) -> None:
    font = QFont(QApplication.font())
    font.setBold(True)
    lines = title_lines(title, font, width)
    assert 1 <= len(lines) <= 2
    metrics = QFontMetrics(font)
    whole = " ".join(title.split())
    kept = "".join(lines).removesuffix("…").replace(" ", "")
    assert whole.replace(" ", "").startswith(kept)
    if width:  # in no room at all nothing has to be right but the number of lines
        assert all(metrics.horizontalAdvance(line) <= width + 1 for line in lines)
        assert lines[-1].endswith("…") or kept == whole.replace(" ", "")


def test_all_rows_have_one_height_that_follows_the_font() -> None:
    delegate = ArticleDelegate()
    option = QStyleOptionViewItem()
    option.font = QFont("Sans Serif", 10)
    model = QStandardItemModel(1, 1)
    small = delegate.sizeHint(option, model.index(0, 0)).height()
    assert small > 2 * QFontMetrics(option.font).height()
    option.font = QFont("Sans Serif", 20)
    assert delegate.sizeHint(option, model.index(0, 0)).height() > small
    pixels = QFont("Sans Serif")
    pixels.setPixelSize(13)
    option.font = pixels
    assert delegate.sizeHint(option, model.index(0, 0)).height() > 0


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_unread_dot_stands_left_of_the_title(theme: Theme) -> None:
    assert places(painted(summary(), theme=theme), theme.accent) == []
    dot = places(painted(summary(read=False), theme=theme), theme.accent)
    assert dot
    assert all(x < 12 for x, _ in dot)
    mirrored = painted(summary(read=False), theme=theme, right_to_left=True)
    assert all(x >= WIDTH - 12 for x, _ in places(mirrored, theme.accent))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_grounds_and_separator(theme: Theme) -> None:
    state = QStyle.StateFlag
    chosen = state.State_Enabled | state.State_Selected
    grounds = {
        state.State_Enabled: theme.window,
        state.State_Enabled | state.State_MouseOver: blend(theme.window, theme.chip, 0.6),
        chosen: theme.accent_soft,
        chosen | state.State_MouseOver: theme.accent_soft,
    }
    for given, ground in grounds.items():
        image = painted(summary(), theme=theme, state=given)
        assert image.pixelColor(1, 1).name() == ground
        assert image.pixelColor(WIDTH // 2, image.height() - 1).name() == theme.border
    focused = painted(summary(), theme=theme, state=chosen | state.State_HasFocus)
    assert focused.pixelColor(1, 1).name() == theme.accent
    # The bar shows the focus of the row that is chosen, and the dot keeps clear of it.
    both = painted(summary(read=False), theme=theme, state=chosen | state.State_HasFocus)
    assert both.pixelColor(3, both.height() // 2).name() == theme.accent_soft
    assert len(places(both, theme.accent)) > len(places(focused, theme.accent))


def test_warning_star_and_new_have_their_colours() -> None:
    plain = painted(summary())
    assert places(plain, LIGHT.warning) == []
    warned = places(painted(summary(warning="cut off")), LIGHT.warning)
    assert warned
    starred = places(painted(summary(starred=True)), LIGHT.warning)
    assert starred
    # The warning follows the date, the star stands before the count.
    assert max(x for x, _ in warned) < WIDTH // 2 < min(x for x, _ in starred)
    new = places(painted(summary(unread_comments=3)), LIGHT.accent)
    assert new
    assert min(x for x, _ in new) > WIDTH // 2


def test_every_mark_changes_the_picture() -> None:
    pictures = [
        painted(shown)
        for shown in (
            summary(),
            summary(title="Another"),
            summary(kind=ArticleKind.DISCUSSION),
            summary(published=None),
            summary(comment_count=0),
            summary(read=False),
            summary(starred=True),
            summary(warning="fragment"),
            summary(unread_comments=1),
        )
    ]
    for number, first in enumerate(pictures):
        assert not any(first == second for second in pictures[number + 1 :])


def test_an_article_that_is_gone_is_an_empty_row() -> None:
    image = painted(None)
    lines = {image.pixelColor(x, y).name() for x in range(WIDTH) for y in range(image.height())}
    assert lines == {LIGHT.window, LIGHT.border}


def test_bubble_stays_in_its_square() -> None:
    assert QRect(10, 20, 12, 12).contains(
        bubble_path(QRect(10, 20, 12, 12)).boundingRect().toRect()
    )
