"""What the dialogs say, and that they do nothing before they are asked to."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ipvm_desktop import __version__, paths
from ipvm_desktop.ui.actions import commands, plain_text
from ipvm_desktop.ui.dialogs.about import AboutDialog
from ipvm_desktop.ui.dialogs.error_report import ErrorReportDialog, report_text
from ipvm_desktop.ui.dialogs.open_link import OpenLinkDialog, can_open, emphasised
from ipvm_desktop.ui.dialogs.shortcuts import ShortcutsDialog
from ipvm_desktop.ui.dialogs.whats_new import WhatsNewDialog


def _address(dialog: OpenLinkDialog) -> str:
    label = dialog.findChild(QLabel, "address")
    assert isinstance(label, QLabel)
    return label.text()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://ipvm.com/reports/x?a=1&b=2", "https://<b>ipvm.com</b>/reports/x?a=1&amp;b=2"),
        ("https://ipvm.com:8443/x", "https://<b>ipvm.com</b>:8443/x"),
        # The part before "@" only looks like the host.
        ("https://ipvm.com@evil.example/x", "https://ipvm.com@<b>evil.example</b>/x"),
        ("https://evil.example/https://ipvm.com", "https://<b>evil.example</b>/https://ipvm.com"),
        # A Cyrillic "а" in place of the Latin letter shows as such.
        ("https://exаmple.com/", "https://<b>xn--exmple-4nf.com</b>/"),
        ("mailto:ann@example.com", "mailto:ann@example.com"),
    ],
    ids=["query", "port", "user", "path", "script", "mail"],
)
def test_host_is_emphasised(address: str, shown: str) -> None:
    assert emphasised(QUrl(address)) == shown


@pytest.mark.parametrize(
    ("address", "opens"),
    [
        ("https://ipvm.com", True),
        ("HTTP://ipvm.com", True),
        ("mailto:ann@example.com", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("ftp://example.com/x", False),
        ("", False),
    ],
)
def test_only_web_and_mail_can_be_opened(address: str, opens: bool) -> None:
    assert can_open(QUrl(address)) is opens


def test_link_is_opened_only_by_its_button(qtbot: QtBot, opened: list[str]) -> None:
    dialog = OpenLinkDialog("https://ipvm.com/reports/x")
    qtbot.addWidget(dialog)
    dialog.show()
    assert "<b>ipvm.com</b>/reports/x" in _address(dialog)
    assert opened == []
    dialog.open_button.click()
    assert opened == ["https://ipvm.com/reports/x"]
    assert dialog.result() == OpenLinkDialog.DialogCode.Accepted


def test_escape_opens_nothing(qtbot: QtBot, opened: list[str]) -> None:
    dialog = OpenLinkDialog("https://ipvm.com/")
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert opened == []


def test_link_can_be_copied(qtbot: QtBot, opened: list[str]) -> None:
    dialog = OpenLinkDialog("https://ipvm.com/a%20b")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == "https://ipvm.com/a%20b"
    assert opened == []


def test_local_file_is_never_offered(qtbot: QtBot) -> None:
    dialog = OpenLinkDialog("file:///etc/passwd")
    qtbot.addWidget(dialog)
    assert not dialog.open_button.isEnabled()
    assert "file:///etc/passwd" in _address(dialog)


def test_shortcuts_name_every_command_with_keys(qtbot: QtBot) -> None:
    dialog = ShortcutsDialog()
    qtbot.addWidget(dialog)
    shown = dialog.table.toPlainText()
    missing = [c.name for c in commands() if c.keys and plain_text(c.text) not in shown]
    assert missing == []
    assert "Ctrl+K or /" in shown


def test_about_names_version_and_library(qtbot: QtBot) -> None:
    dialog = AboutDialog(Path("/home/ann/<b>.sqlite"))
    qtbot.addWidget(dialog)
    assert __version__ in dialog.words.text()
    assert "/home/ann/&lt;b&gt;.sqlite" in dialog.words.text()


def test_whats_new_shows_the_changelog(qtbot: QtBot) -> None:
    dialog = WhatsNewDialog()
    qtbot.addWidget(dialog)
    assert __version__ in dialog.pages.toPlainText()


def test_whats_new_says_when_the_changelog_is_missing(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "resource", lambda name: tmp_path / name)
    dialog = WhatsNewDialog()
    qtbot.addWidget(dialog)
    assert "missing" in dialog.pages.toPlainText()


def test_error_report_can_be_copied(qtbot: QtBot) -> None:
    try:
        int("no number")
    except ValueError:
        kind, error, trace = sys.exc_info()
    assert kind is not None
    assert error is not None
    dialog = ErrorReportDialog(report_text(kind, error, trace))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert "ValueError: invalid literal for int()" in copied
    assert "test_error_report_can_be_copied" in copied
    assert __version__ in copied
