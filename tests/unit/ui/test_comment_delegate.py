"""What is painted is looked at as pixels: colours that must, or must not, be there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ipvm_desktop.domain.comment import Comment, Quote, Reply, ReplyKind, Suggestion
from ipvm_desktop.domain.people import Participant
from ipvm_desktop.domain.query import FilteredThread
from ipvm_desktop.domain.thread import Thread, ThreadOrder, arranged
from ipvm_desktop.ui.delegates.comment_delegate import CommentDelegate
from ipvm_desktop.ui.models.comment_tree import CommentTreeModel
from ipvm_desktop.ui.theme import DARK, LIGHT, Theme

ThreadOf = Callable[..., Thread[Comment]]

OPEN = QStyle.StateFlag.State_Open
SELECTED = QStyle.StateFlag.State_Selected
FOCUS = QStyle.StateFlag.State_HasFocus
HOVER = QStyle.StateFlag.State_MouseOver
ENABLED = QStyle.StateFlag.State_Enabled


class Canvas:
    """Paints single rows of a thread."""

    def __init__(self, thread: Thread[Comment], theme: Theme = LIGHT, width: int = 440) -> None:
        self.model = CommentTreeModel()
        self.model.set_thread(thread, 2021)
        self.delegate = CommentDelegate()
        self.delegate.set_theme(theme)
        self.delegate.set_levels(self.model.visible.max_depth)
        self.theme = theme
        self.option = QStyleOptionViewItem()
        font = QFont()
        font.setPixelSize(13)
        self.option.font = font
        height = self.delegate.sizeHint(self.option, QModelIndex()).height()
        self.option.rect = QRect(0, 0, width, height)

    def paint(self, comment_id: int, state: QStyle.StateFlag = OPEN) -> QImage:
        image = QImage(self.option.rect.size(), QImage.Format.Format_RGB32)
        image.fill(QColor("#ff00ff"))
        self.option.state = ENABLED | state
        painter = QPainter(image)
        self.delegate.paint(painter, self.option, self.model.index_of(comment_id))
        painter.end()
        return image

    def part(self, image: QImage, depth: int, name: str) -> QImage:
        layout = self.delegate.layout(self.option.rect, self.option.font, depth)
        return image.copy(getattr(layout, name))


def count(image: QImage, color: str) -> int:
    wanted = QColor(color).rgb()
    return sum(
        image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height())
    )


pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("width", [120, 220, 440, 700])
def test_paints_the_whole_row_in_the_themes_colours(
    pilot_thread: Thread[Comment], theme: Theme, width: int
) -> None:
    canvas = Canvas(pilot_thread, theme, width)
    for entry in pilot_thread.entries:
        for state in (OPEN, OPEN | SELECTED, OPEN | HOVER, SELECTED | FOCUS):
            image = canvas.paint(entry.id, state)
            assert count(image, "#ff00ff") == 0
    assert image.pixelColor(width - 1, 0) == QColor(theme.accent_soft)


def test_the_painter_is_left_as_it_was(pilot_thread: Thread[Comment]) -> None:
    canvas = Canvas(pilot_thread)
    image = QImage(QSize(440, 60), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    canvas.option.state = ENABLED
    canvas.delegate.paint(painter, canvas.option, canvas.model.index_of(2))
    left = (painter.opacity(), painter.hasClipping(), painter.layoutDirection())
    # A painter that is still at work when a test fails would crash the run.
    painter.end()
    assert left == (1, False, Qt.LayoutDirection.LayoutDirectionAuto)


def test_paints_nothing_for_no_comment(pilot_thread: Thread[Comment]) -> None:
    canvas = Canvas(pilot_thread)
    assert count(canvas.paint(12345), "#ff00ff") == 440 * canvas.option.rect.height()


def dot(image: QImage) -> int:
    """Count accent pixels in the left margin."""
    return count(image.copy(0, 0, 9, image.height()), LIGHT.accent)


def test_unread_comments_have_a_dot(thread_of: ThreadOf) -> None:
    canvas = Canvas(thread_of("1 2", {2: {"read": False}}))
    assert dot(canvas.paint(1)) == 0
    assert dot(canvas.paint(2)) > 8


def test_the_dot_goes_with_the_mark(thread_of: ThreadOf) -> None:
    canvas = Canvas(thread_of("1", read=False))
    canvas.model.update_marks({1: (True, False)})
    assert dot(canvas.paint(1)) == 0


def test_context_is_dimmed_and_has_no_dot(thread_of: ThreadOf) -> None:
    canvas = Canvas(thread_of("1(2)", read=False))
    plain = canvas.paint(1)
    canvas.model.set_filter(FilteredThread((1,), (0,)))
    dimmed = canvas.paint(1)
    assert dot(dimmed) == 0
    assert count(plain, LIGHT.text) > 0
    assert count(dimmed, LIGHT.text) == 0


def test_marks_the_words_that_matched(thread_of: ThreadOf) -> None:
    long = "word " * 300 + "the audit at last"
    canvas = Canvas(thread_of("1 2", {1: {"body_text": long}, 2: {"author": "Audit Office"}}))
    assert count(canvas.paint(1), LIGHT.mark) == 0
    canvas.model.set_filter(None, ("audit",))
    far, name = canvas.paint(1), canvas.paint(2)
    assert count(canvas.part(far, 0, "second"), LIGHT.mark) > 50
    assert count(canvas.part(far, 0, "first"), LIGHT.mark) == 0
    assert count(canvas.part(name, 0, "first"), LIGHT.mark) > 50


def test_marks_what_the_library_is_searched_for(thread_of: ThreadOf) -> None:
    canvas = Canvas(thread_of("1 2", {1: {"body_text": "An audit"}, 2: {"body_text": "Preaudit"}}))
    canvas.model.set_search(("audit",))
    assert count(canvas.paint(1), LIGHT.mark) > 50
    assert count(canvas.paint(2), LIGHT.mark) == 0
    # What a filter looks for is nearer at hand.
    canvas.model.set_filter(None, ("pre",))
    assert count(canvas.paint(1), LIGHT.mark) == 0
    assert count(canvas.paint(2), LIGHT.mark) > 50


def test_a_match_in_a_quotation_is_shown(thread_of: ThreadOf) -> None:
    quoting = {
        "body_html": "<blockquote>the audit</blockquote>Own words",
        "body_text": "the audit\n\nOwn words",
        "quotes": (Quote("the audit"),),
    }
    canvas = Canvas(thread_of("1", {1: quoting}))
    canvas.model.set_filter(None, ("audit",))
    assert count(canvas.part(canvas.paint(1), 0, "second"), LIGHT.mark) > 50


def test_a_mark_at_the_cut_ends_with_the_text(thread_of: ThreadOf) -> None:
    canvas = Canvas(thread_of("1", {1: {"author": "Wolfeschlegelsteinhausenbergerdorff" * 4}}))
    canvas.model.set_filter(None, ("wolfeschlegelsteinhausenbergerdorff",))
    image = canvas.paint(1)
    assert count(canvas.part(image, 0, "first"), LIGHT.mark) > 50
    assert count(image.copy(432, 0, 8, image.height()), LIGHT.mark) == 0


def test_the_star_is_filled_when_set_and_offered_under_the_mouse(thread_of: ThreadOf) -> None:
    canvas = Canvas(thread_of("1 2", {2: {"starred": True}}))

    def drawn(comment_id: int, state: QStyle.StateFlag) -> int:
        star = canvas.part(canvas.paint(comment_id, state), 0, "star")
        ground = star.pixelColor(0, 0).name()
        return star.width() * star.height() - count(star, ground)

    assert drawn(1, OPEN) == 0
    assert drawn(1, OPEN | HOVER) > 20
    star = canvas.part(canvas.paint(2), 0, "star")
    offered = canvas.part(canvas.paint(1, OPEN | HOVER), 0, "star")
    assert count(offered, LIGHT.warning) < 10 < count(star, LIGHT.warning)


@pytest.mark.parametrize(
    ("details", "theme_color"),
    [
        ({"article_author": True}, LIGHT.accent_soft),
        ({"staff": True}, LIGHT.accent_soft),
        ({"affiliation": "Acme Locks"}, LIGHT.chip),
        ({"role": "Integrator"}, LIGHT.chip),
        ({"badges": ("Certified",)}, LIGHT.chip),
        ({"deleted": True}, LIGHT.warning_soft),
    ],
)
def test_chips_say_who_somebody_is(
    thread_of: ThreadOf, details: dict[str, Any], theme_color: str
) -> None:
    canvas = Canvas(thread_of("1 2", {2: details}))
    assert count(canvas.part(canvas.paint(1), 0, "first"), theme_color) == 0
    assert count(canvas.part(canvas.paint(2), 0, "first"), theme_color) > 100


def test_a_role_that_the_name_tells_is_not_said_twice(thread_of: ThreadOf) -> None:
    pseudonym = {"author": "Undisclosed Integrator #1", "role": "Integrator", "pseudonym": 1}
    canvas = Canvas(thread_of("1", {1: pseudonym}))
    assert count(canvas.part(canvas.paint(1), 0, "first"), LIGHT.chip) == 0


def test_the_keyboards_focus_shows_as_a_bar(thread_of: ThreadOf) -> None:
    canvas = Canvas(thread_of("1"))

    def bar(state: QStyle.StateFlag) -> int:
        return count(canvas.paint(1, state).copy(0, 0, 3, 20), LIGHT.accent)

    assert bar(SELECTED) == 0
    assert bar(FOCUS) == 0
    assert bar(SELECTED | FOCUS) == 60


def line_pixels(canvas: Canvas, comment_id: int, color: str) -> int:
    """Count a colour in the column left of a reply's avatar, above its middle."""
    image = canvas.paint(comment_id)
    layout = canvas.delegate.layout(canvas.option.rect, canvas.option.font, 1)
    return count(image.copy(layout.guide_x(0), 0, 1, layout.avatar.center().y() - 6), color)


def test_guides_are_solid_or_dashed(thread_of: ThreadOf) -> None:
    canvas = Canvas(thread_of("1(2 3)", {3: {"reply": Reply(ReplyKind.INFERRED, 0.5)}}))
    solid = line_pixels(canvas, 2, LIGHT.guide)
    dashed = line_pixels(canvas, 3, LIGHT.accent)
    assert line_pixels(canvas, 3, LIGHT.guide) == 0
    assert 0 < dashed < solid


def test_the_readers_own_replies_have_a_wider_line(thread_of: ThreadOf) -> None:
    canvas = Canvas(thread_of("1(2)", {2: {"reply": Reply(ReplyKind.USER)}}))
    image = canvas.paint(2)
    layout = canvas.delegate.layout(canvas.option.rect, canvas.option.font, 1)
    x, height = layout.guide_x(0), layout.avatar.center().y() - 6
    ink = [sum(QColor(image.pixel(x + step, y)).lightness() < 200 for y in range(height))
           for step in (-1, 0, 1)]  # fmt: skip
    assert sum(column == height for column in ink) >= 1
    assert sum(column > 0 for column in ink) >= 2


def test_a_flat_list_names_who_is_answered_before_the_text(thread_of: ThreadOf) -> None:
    thread = thread_of("1(2)", {1: {"author": "Bo Lane"}})
    threaded, flat = Canvas(thread), Canvas(arranged(thread, ThreadOrder.FILE))
    # The name stands out from the muted text.
    assert count(threaded.part(threaded.paint(2), 1, "second"), LIGHT.text) == 0
    assert count(flat.part(flat.paint(2), 0, "second"), LIGHT.text) > 10
    assert count(flat.part(flat.paint(1), 0, "second"), LIGHT.text) == 0


def test_who_waits_for_the_readers_word_has_a_mark_at_the_end(thread_of: ThreadOf) -> None:
    details = {2: {"suggestions": (Suggestion(1, 0.5),)}}
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        canvas = Canvas(thread_of("1 2", details))
        canvas.option.direction = direction
        left = 0 if direction is Qt.LayoutDirection.RightToLeft else 400
        ends = [canvas.paint(each).copy(left, 20, 40, 24) for each in (1, 2)]
        assert [count(end, LIGHT.accent) > 0 for end in ends] == [False, True]


def test_what_cannot_be_chosen_is_pale(thread_of: ThreadOf) -> None:
    canvas = Canvas(thread_of("1"))
    before = count(canvas.paint(1), LIGHT.text)
    canvas.model.set_barred(frozenset({1}))
    assert before > 20
    assert count(canvas.paint(1), LIGHT.text) == 0


def test_the_fold_button_turns_into_a_count(thread_of: ThreadOf) -> None:
    replies = " ".join(str(number) for number in range(2, 1300))
    canvas = Canvas(thread_of(f"1({replies})"))
    unfolded, folded = canvas.paint(1), canvas.paint(1, QStyle.StateFlag.State_None)
    assert count(unfolded.copy(0, 30, 60, 17), LIGHT.chip) == 0
    assert count(folded.copy(0, 30, 60, 17), LIGHT.chip) > 50


def deep_thread(thread_of: ThreadOf, extra: str = "") -> Thread[Comment]:
    """Fourteen replies below each other; the last two have a sibling where asked for."""
    opening = "(".join(str(number) for number in range(1, 15))
    return thread_of(f"{opening} {extra}" + ")" * 13)


def test_rows_beyond_the_last_indent_tell_their_depth(thread_of: ThreadOf) -> None:
    canvas = Canvas(deep_thread(thread_of))
    capped = canvas.part(canvas.paint(11), 10, "first")
    deeper = canvas.part(canvas.paint(12), 11, "first")
    assert capped.size() == deeper.size()
    # The name begins further right, after a number in quieter ink.
    assert count(capped.copy(0, 0, 12, 15), LIGHT.text) > 0
    assert count(deeper.copy(0, 0, 12, 15), LIGHT.text) == 0


def test_rows_beyond_the_last_indent_are_joined_in_one_column(thread_of: ThreadOf) -> None:
    canvas = Canvas(deep_thread(thread_of, "15"))
    layout = canvas.delegate.layout(canvas.option.rect, canvas.option.font, 13)
    x, bottom = layout.guide_x(layout.level), canvas.option.rect.bottom()

    def ends(comment_id: int, state: QStyle.StateFlag = OPEN) -> tuple[bool, bool]:
        """Say whether a line enters at the top and leaves at the foot."""
        image = canvas.paint(comment_id, state)
        guide = QColor(LIGHT.guide)
        return image.pixelColor(x, 0) == guide, image.pixelColor(x, bottom) == guide

    assert ends(13) == (True, True)
    assert ends(14) == (True, True)
    assert ends(15) == (True, False)
    assert ends(13, QStyle.StateFlag.State_None) == (True, False)


def test_a_missing_comment_is_an_empty_circle(thread_of: ThreadOf) -> None:
    canvas = Canvas(thread_of("2 3", {2: {"parent": 1}}))
    missing = canvas.part(canvas.paint(1), 0, "avatar")
    known = canvas.part(canvas.paint(3), 0, "avatar")
    middle = missing.rect().center()
    assert missing.pixelColor(middle.x() + 7, middle.y()).name() == LIGHT.window
    assert known.pixelColor(middle.x(), 3).name() in LIGHT.avatars


def test_one_author_has_one_colour_everywhere(thread_of: ThreadOf) -> None:
    canvas = Canvas(thread_of("1 2 3", {2: {"author": "Bo Lane"}}))
    pictures = [canvas.part(canvas.paint(number), 0, "avatar") for number in (1, 2, 3)]
    assert pictures[0] == pictures[2] != pictures[1]


def test_all_names_of_a_person_have_one_colour(thread_of: ThreadOf) -> None:
    canvas = Canvas(thread_of("1 2", {1: {"author": "Ann Rye"}, 2: {"author": "Ana Roy"}}))

    def colour(number: int) -> str:
        avatar = canvas.part(canvas.paint(number), 0, "avatar")
        return avatar.pixelColor(avatar.rect().center().x(), 3).name()

    before = colour(1), colour(2)
    names = ("Ann Rye", "Ana Roy")
    canvas.delegate.set_people([Participant("ann rye", names[0], names, None, 2, 0)])
    assert before[0] != before[1]
    assert colour(1) == colour(2) == before[0]


def test_right_to_left_desktops_see_the_mirror_image(thread_of: ThreadOf) -> None:
    canvas = Canvas(thread_of("1", {1: {"read": False, "starred": True}}))
    canvas.option.direction = Qt.LayoutDirection.RightToLeft
    image = canvas.paint(1)
    assert dot(image) == 0
    assert count(image.copy(431, 0, 9, image.height()), LIGHT.accent) > 8
    assert count(image.copy(0, 0, 30, image.height()), LIGHT.warning) > 10


def test_long_names_of_every_script_stay_in_their_line(thread_of: ThreadOf) -> None:
    names = ["W" * 300, "יוסי כהן " * 30, "🦊" * 100, "Zoë\u200b\n\tX", "\u202eevil"]
    details = {
        number: {"author": name, "affiliation": name, "posted_text": name, "body_text": name * 9}
        for number, name in enumerate(names, start=1)
    }
    canvas = Canvas(thread_of("1 2 3 4 5", details), width=220)
    canvas.model.set_filter(None, ("w", "כהן"))
    for number in details:
        image = canvas.paint(number)
        assert count(image.copy(214, 0, 6, image.height()), LIGHT.window) == 6 * image.height()
