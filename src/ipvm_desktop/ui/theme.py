"""Colours, radii and spacing: every look of the window comes from here."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import QApplication

from ipvm_desktop.paths import resource

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Theme:
    """One colour scheme. Colours are ``#rrggbb``.

    Attributes:
        name: ``light`` or ``dark``.
        window: Behind bars and panels.
        paper: Behind the article's text, and in fields.
        text: Body text.
        muted: Secondary text; at least 4.5 to 1 against ``window``.
        border: Hairlines.
        accent: Links, the current item, unread dots.
        accent_soft: Behind the current row and active chips.
        on_accent: Text on ``accent``.
        chip: Behind chips and badges.
        warning: Text such as "preview only".
        warning_soft: Behind warnings and inferred-reply notes.
        success: The "PUBLIC" badge.
        mark: Behind matching text.
        guide: Lines that join replies.
        avatars: Backgrounds for initials; white text reads on all of them.
    """

    name: str
    window: str
    paper: str
    text: str
    muted: str
    border: str
    accent: str
    accent_soft: str
    on_accent: str
    chip: str
    warning: str
    warning_soft: str
    success: str
    mark: str
    guide: str
    avatars: tuple[str, ...]


RADIUS = 6
CHIP_RADIUS = 10
HAIRLINE = 1

_AVATARS = (
    "#0b66c9",
    "#2a7f4f",
    "#7c4dcc",
    "#b8480f",
    "#9b3478",
    "#4f5d6b",
    "#0f7a85",
    "#a33b3b",
    "#5b6b1e",
    "#3d56b2",
)

LIGHT = Theme(
    name="light",
    window="#fbfaf8",
    paper="#ffffff",
    text="#1b1d21",
    muted="#5f636c",
    border="#e2e0dc",
    accent="#0b66c9",
    accent_soft="#dcebfb",
    on_accent="#ffffff",
    chip="#ecebe6",
    warning="#855700",
    warning_soft="#f3e9dc",
    success="#2a6b3f",
    mark="#fde293",
    guide="#c9c7c2",
    avatars=_AVATARS,
)

DARK = Theme(
    name="dark",
    window="#202327",
    paper="#17181b",
    text="#e6e7e9",
    muted="#a0a6ae",
    border="#33373d",
    accent="#62aef7",
    accent_soft="#253a50",
    on_accent="#0c1520",
    chip="#2c2f34",
    warning="#d9a441",
    warning_soft="#35302a",
    success="#7cc491",
    mark="#6b5312",
    guide="#43474e",
    avatars=_AVATARS,
)

# For articles and for code, the preferred one first; all else is in the application's font.
READING_FAMILY = "Source Serif 4"
READING_FAMILIES = (READING_FAMILY, "Noto Serif", "Georgia", "DejaVu Serif", "serif")
MONO_FAMILIES = ("Noto Sans Mono", "Consolas", "Menlo", "DejaVu Sans Mono", "monospace")

SYSTEM_SETTING = "system"

_SMALLEST_POINTS = 9.5
# Names that Qt lists with Fontconfig whether or not there is a font behind them.
_GENERIC_FAMILIES = {"Monospace", "Sans Serif", "Serif"}
# For menus and buttons, and for both on screens of double density; each size costs start-up time.
_ICON_SIZES = (16, 20, 40)


def theme_for(setting: str, app: QApplication) -> Theme:
    """Return the theme for a preference: ``light``, ``dark``, or else the desktop's scheme.

    A desktop that does not tell its scheme counts as light.
    """
    if setting == DARK.name:
        return DARK
    if setting == LIGHT.name:
        return LIGHT
    return DARK if _desktop_scheme(app) == Qt.ColorScheme.Dark else LIGHT


def _desktop_scheme(app: QApplication) -> Qt.ColorScheme:
    return app.styleHints().colorScheme()


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the whole application one look: Fusion style, palette, fonts and style sheet."""
    # Under a style sheet the style has no name, so it is set again with each theme. That
    # costs 50 ms, but without it Qt crashes over widgets that outlived a style sheet.
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    points = _set_up_font(app)
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme, points))


class ThemeSwitch(QObject):
    """Keeps the application in the theme the reader chose, and in step with the desktop.

    Signals:
        changed: The ``Theme`` now in use; emitted after it was applied.
    """

    changed = Signal(object)

    def __init__(self, app: QApplication, setting: str = SYSTEM_SETTING) -> None:
        super().__init__(app)
        self._app = app
        self._setting = setting
        self._theme = theme_for(setting, app)
        apply_theme(app, self._theme)
        app.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        return self._theme

    @property
    def setting(self) -> str:
        """``system``, ``light`` or ``dark``."""
        return self._setting

    def set_setting(self, setting: str) -> None:
        """Choose ``system``, ``light`` or ``dark``."""
        self._setting = setting
        self._follow()

    def stop(self) -> None:
        """Follow the desktop no longer; for a window that is closed."""
        self._app.styleHints().colorSchemeChanged.disconnect(self._follow)

    def _follow(self) -> None:
        theme = theme_for(self._setting, self._app)
        if theme is not self._theme:
            self._theme = theme
            apply_theme(self._app, theme)
            self.changed.emit(theme)


def palette(theme: Theme) -> QPalette:
    """Return the colours for what the style sheet does not name."""
    roles = QPalette.ColorRole
    colours = {
        roles.Window: theme.window,
        roles.WindowText: theme.text,
        roles.Base: theme.paper,
        roles.AlternateBase: theme.window,
        roles.Text: theme.text,
        roles.PlaceholderText: theme.muted,
        roles.Button: theme.window,
        roles.ButtonText: theme.text,
        roles.BrightText: theme.warning,
        roles.ToolTipBase: theme.paper,
        roles.ToolTipText: theme.text,
        roles.Highlight: theme.accent,
        roles.HighlightedText: theme.on_accent,
        roles.Accent: theme.accent,
        roles.Link: theme.accent,
        roles.LinkVisited: theme.accent,
        roles.Light: theme.paper,
        roles.Midlight: theme.chip,
        roles.Mid: theme.border,
        roles.Dark: theme.guide,
        roles.Shadow: theme.guide,
    }
    result = QPalette()
    for role, colour in colours.items():
        result.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return result


def style_sheet(theme: Theme, points: float) -> str:
    """Return the window's style sheet.

    Args:
        theme: Where its colours come from.
        points: Size of ordinary text, in points.
    """
    template = Template(resource("qss/window.qss").read_text(encoding="utf-8"))
    tokens = {name: value for name, value in asdict(theme).items() if isinstance(value, str)}
    return template.substitute(
        tokens,
        accent_hover=blend(theme.accent, theme.text, 0.15),
        chip_hover=blend(theme.chip, theme.text, 0.08),
        icons=resource("icons").as_posix(),
        radius=RADIUS,
        chip_radius=CHIP_RADIUS,
        small_pt=f"{points * 0.92:.2f}",
        title_pt=f"{points * 1.35:.2f}",
    )


def blend(first: str, second: str, share: float) -> str:
    """Return a colour that lies ``share`` (0 to 1) of the way between two."""
    start, end = QColor(first), QColor(second)
    return QColor(
        round(start.red() + (end.red() - start.red()) * share),
        round(start.green() + (end.green() - start.green()) * share),
        round(start.blue() + (end.blue() - start.blue()) * share),
    ).name()


def _set_up_font(app: QApplication) -> float:
    """See that there is a font and that it is large enough; return its size in points."""
    font = QFont(app.font())
    families = load_fonts()
    if families:
        font.setFamily(families[0])
    points = max(_SMALLEST_POINTS, QFontInfo(font).pointSizeF())
    if families or points > QFontInfo(font).pointSizeF():
        font.setPointSizeF(points)
        app.setFont(font)
    return points


def load_fonts() -> tuple[str, ...]:
    """Load the fonts that come with the program where the system has none.

    Returns:
        The families that were loaded; none on any system that can show text by itself.
    """
    if set(QFontDatabase.families()) - _GENERIC_FAMILIES:
        return ()
    return _add_fonts("*.[ot]tf")


def load_reading_fonts() -> None:
    """Load the serif for articles that comes with the program, unless the system has it.

    Articles then look the same on every machine. It takes 2 ms, which are spent when the
    first reading pane is made: that is after the window's first picture.
    """
    if READING_FAMILY not in QFontDatabase.families():
        _add_fonts(f"{READING_FAMILY.replace(' ', '')}-*.ttf")


def _add_fonts(pattern: str) -> tuple[str, ...]:
    """Load those of the program's fonts that match a pattern; return their families."""
    folder = resource("fonts")
    files = sorted(folder.glob(pattern)) if folder.is_dir() else []
    families: dict[str, None] = {}
    for file in files:
        number = QFontDatabase.addApplicationFont(str(file))
        families.update(dict.fromkeys(QFontDatabase.applicationFontFamilies(number)))
    return tuple(families)


def icon(name: str, colour: str = "#000000", sizes: tuple[int, ...] = _ICON_SIZES) -> QIcon:
    """Return one of the program's line icons in a colour.

    Args:
        name: A file of ``resources/icons`` without its suffix.
        colour: ``#rrggbb``; takes the place of ``currentColor``.
        sizes: Edges in pixels to draw it at.

    Returns:
        An empty icon where Qt cannot draw SVG; buttons then show their text.
    """
    try:
        # A separate library that a trimmed Qt may lack.
        from PySide6.QtSvg import QSvgRenderer
    except ImportError:
        logger.warning("Qt has no SVG support; buttons show text instead of icons.")
        return QIcon()
    source = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    result = QIcon()
    for edge in sizes:
        pixmap = QPixmap(QSize(edge, edge))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, edge, edge))
        painter.end()
        result.addPixmap(pixmap)
    return result
