"""Themes are readable, complete, follow the desktop, and need no font of the system."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, fields
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import ipvm_desktop
from ipvm_desktop.paths import resource
from ipvm_desktop.ui import theme as theme_module
from ipvm_desktop.ui.theme import (
    DARK,
    LIGHT,
    READING_FAMILIES,
    Theme,
    ThemeSwitch,
    apply_theme,
    blend,
    icon,
    load_fonts,
    load_reading_fonts,
    style_sheet,
    theme_for,
)

READABLE = 4.5
# WCAG 2 asks 3 to 1 of what is not text, such as the ring around the focus.
VISIBLE = 3.0

TEXT_ON = [
    *product(("text", "muted"), ("window", "paper", "accent_soft", "chip", "warning_soft")),
    *product(("accent",), ("window", "paper", "accent_soft", "chip")),
    *product(("warning",), ("window", "paper", "accent_soft", "warning_soft", "chip")),
    *product(("success",), ("window", "paper", "chip")),
    ("text", "mark"),
    ("on_accent", "accent"),
]


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    """The application, which gets its plain look back afterwards."""
    font = qapp.font()
    yield qapp
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())
    qapp.setFont(font)


def test_contrast_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1
    # The lightest grey that still passes on white, by WCAG's own example.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize(("front", "behind"), TEXT_ON)
def test_text_is_readable(theme: Theme, front: str, behind: str) -> None:
    assert contrast(getattr(theme, front), getattr(theme, behind)) >= READABLE


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_initials_and_rings_are_readable(theme: Theme) -> None:
    assert all(contrast("#ffffff", avatar) >= READABLE for avatar in theme.avatars)
    for behind in (theme.window, theme.paper, theme.chip, theme.accent_soft):
        assert contrast(theme.accent, behind) >= VISIBLE
    hovered = blend(theme.accent, theme.text, 0.15)
    assert contrast(theme.on_accent, hovered) >= READABLE


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_colours_are_opaque_hex(theme: Theme) -> None:
    colours = [value for name, value in asdict(theme).items() if name not in ("name", "avatars")]
    assert len(colours) == len(fields(Theme)) - 2
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in (*colours, *theme.avatars))


@pytest.mark.parametrize(("share", "expected"), [(0, "#000000"), (0.5, "#804020"), (1, "#ff8040")])
def test_blend(share: float, expected: str) -> None:
    assert blend("#000000", "#ff8040", share) == expected


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_style_sheet_is_filled_in(theme: Theme) -> None:
    sheet = style_sheet(theme, 10)
    assert "$" not in sheet
    assert theme.accent_soft in sheet
    assert "9.20pt" in sheet
    for path in re.findall(r'url\("(.*?)"\)', sheet):
        assert Path(path).is_file()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_apply(application: QApplication, qtbot: QtBot, theme: Theme) -> None:
    apply_theme(application, theme)
    assert application.palette().color(QPalette.ColorRole.Window).name() == theme.window
    assert application.font().pointSizeF() >= 9.5
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(20, 20)
    assert window.grab().toImage().pixelColor(10, 10) == QColor(theme.window)


def test_preference_decides(application: QApplication) -> None:
    assert theme_for("light", application) is LIGHT
    assert theme_for("dark", application) is DARK


def test_switch_follows_the_desktop_and_the_reader(
    application: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The offscreen platform has no scheme of its own, so the desktop's answer is given here.
    schemes = [Qt.ColorScheme.Light]
    monkeypatch.setattr(theme_module, "_desktop_scheme", lambda _app: schemes[-1])
    switch = ThemeSwitch(application)
    told: list[Theme] = []
    switch.changed.connect(told.append)
    assert (switch.theme, switch.setting) == (LIGHT, "system")

    def desktop_turns(scheme: Qt.ColorScheme) -> None:
        schemes.append(scheme)
        application.styleHints().colorSchemeChanged.emit(scheme)

    desktop_turns(Qt.ColorScheme.Dark)
    assert told == [DARK]
    assert application.palette().color(QPalette.ColorRole.Base).name() == DARK.paper

    switch.set_setting("light")
    assert told == [DARK, LIGHT]
    desktop_turns(Qt.ColorScheme.Light)
    desktop_turns(Qt.ColorScheme.Dark)
    assert told == [DARK, LIGHT]

    switch.set_setting("system")
    assert told == [DARK, LIGHT, DARK]
    desktop_turns(Qt.ColorScheme.Unknown)
    assert told == [DARK, LIGHT, DARK, LIGHT]
    switch.deleteLater()


@pytest.mark.parametrize(
    "path", sorted(resource("icons").glob("*.svg")), ids=lambda path: path.stem
)
def test_every_icon_is_drawn(application: QApplication, path: Path) -> None:
    image = icon(path.stem, "#ff0000").pixmap(20, 20).toImage()
    inked = [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 100
    ]
    assert inked
    # Soft edges may round the channels a little.
    if "currentColor" in path.read_text(encoding="utf-8"):
        assert all(c.red() > 250 and c.green() < 5 and c.blue() < 5 for c in inked)


def test_icon_without_svg_support_is_empty(
    application: QApplication, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtSvg", None)
    assert icon("import", "#ff0000").isNull()
    assert "SVG" in caplog.text


def test_fonts_of_the_system_are_enough(application: QApplication) -> None:
    assert load_fonts() == ()


def test_the_serif_for_articles_is_loaded_once(application: QApplication) -> None:
    load_reading_fonts()
    before = QFontDatabase.families()
    load_reading_fonts()
    assert READING_FAMILIES[0] in before
    assert QFontDatabase.families() == before


@pytest.mark.skipif(sys.platform != "linux", reason="needs Fontconfig")
@pytest.mark.skipif(not any(resource("fonts").glob("*.[ot]tf")), reason="no fonts come along")
def test_own_fonts_where_the_system_has_none(tmp_path: Path) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>"
    )
    script = (
        "from PySide6.QtWidgets import QApplication\n"
        "from PySide6.QtGui import QFontInfo\n"
        "from ipvm_desktop.ui.theme import LIGHT, apply_theme\n"
        "application = QApplication([])\n"
        "apply_theme(application, LIGHT)\n"
        "print(QFontInfo(application.font()).family())\n"
    )
    source = str(Path(ipvm_desktop.__file__).parents[1])
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "FONTCONFIG_FILE": str(config), "PYTHONPATH": source},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "Inter"


def test_a_stopped_switch_follows_no_more(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch = ThemeSwitch(qapp, "system")
    told: list[object] = []
    switch.changed.connect(told.append)
    switch.stop()
    monkeypatch.setattr(theme_module, "theme_for", lambda setting, app: DARK)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not told
