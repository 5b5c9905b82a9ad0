"""Uncaught errors are logged and shown once; foreseen ones as their sentence."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from ipvm_desktop.errors import LibraryBusyError
from ipvm_desktop.ui.dialogs.error_report import ErrorReportDialog
from ipvm_desktop.ui.faults import Faults, install, log_qt_message, quit_on_signals


@pytest.fixture
def faults(qtbot: QtBot) -> Iterator[Faults]:
    yield Faults()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, ErrorReportDialog | QMessageBox):
            widget.close()


@pytest.fixture
def signals_as_before() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    signal.set_wakeup_fd(-1)
    for number, handler in before.items():
        signal.signal(number, handler)


def _show(faults: Faults, error: BaseException) -> None:
    faults.show(type(error), error, error.__traceback__)


def _shown(kind: type[ErrorReportDialog] | type[QMessageBox]) -> list[ErrorReportDialog]:
    return [
        widget  # type: ignore[misc]
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, kind) and widget.isVisible()
    ]


def test_bug_is_logged_and_reported(faults: Faults, caplog: pytest.LogCaptureFixture) -> None:
    _show(faults, ZeroDivisionError("division by zero"))
    assert "ZeroDivisionError" in caplog.text
    (dialog,) = _shown(ErrorReportDialog)
    assert "ZeroDivisionError: division by zero" in dialog.report.toPlainText()


def test_second_bug_meanwhile_is_only_logged(
    faults: Faults, caplog: pytest.LogCaptureFixture
) -> None:
    _show(faults, ZeroDivisionError())
    _show(faults, KeyError("second"))
    assert "KeyError: 'second'" in caplog.text
    assert len(_shown(ErrorReportDialog)) == 1


def test_bug_after_the_report_was_closed_is_shown_again(faults: Faults, qtbot: QtBot) -> None:
    _show(faults, ZeroDivisionError())
    first = _shown(ErrorReportDialog)[0]
    with qtbot.waitSignal(first.destroyed):
        first.close()
    _show(faults, KeyError("later"))
    assert "later" in _shown(ErrorReportDialog)[0].report.toPlainText()


def test_foreseen_trouble_is_its_sentence(faults: Faults) -> None:
    _show(faults, LibraryBusyError(Path("/x.sqlite"), "another program is writing to it"))
    (box,) = _shown(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert box.text() == "/x.sqlite: another program is writing to it."
    assert _shown(ErrorReportDialog) == []


def test_interrupt_shows_nothing(faults: Faults, monkeypatch: pytest.MonkeyPatch) -> None:
    quits: list[bool] = []
    monkeypatch.setattr(QCoreApplication, "quit", staticmethod(lambda: quits.append(True)))
    _show(faults, KeyboardInterrupt())
    assert quits == [True]
    assert _shown(ErrorReportDialog) == []


@pytest.mark.parametrize(
    ("kind", "level"),
    [
        (QtMsgType.QtDebugMsg, logging.DEBUG),
        (QtMsgType.QtWarningMsg, logging.WARNING),
        (QtMsgType.QtCriticalMsg, logging.ERROR),
    ],
)
def test_qt_messages_go_to_the_log(
    kind: QtMsgType, level: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "qt"):
        log_qt_message(kind, QMessageLogContext(), "words from Qt")
    assert caplog.record_tuples == [("qt", level, "default: words from Qt")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_quits(
    number: signal.Signals, qapp: QApplication, qtbot: QtBot, signals_as_before: None
) -> None:
    quits: list[bool] = []

    quit_on_signals(qapp)
    qapp.aboutToQuit.connect(lambda: quits.append(True))
    os.kill(os.getpid(), number)
    qapp.exec()
    assert quits == [True]


def test_install_takes_over_the_hook(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, signals_as_before: None
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    before = qInstallMessageHandler(None)
    try:
        faults = install(qapp)
        assert sys.excepthook == faults.show
    finally:
        qInstallMessageHandler(before)


_LATE_WORDS = """
import ctypes
from pathlib import Path

import PySide6
from PySide6.QtWidgets import QApplication
from ipvm_desktop.ui.faults import install

application = QApplication(["late"])
install(application)
core = ctypes.CDLL(str(Path(PySide6.__file__).parent / "Qt/lib/libQt6Core.so.6"))
say, words = core._Z13qErrnoWarningPKcz, ctypes.create_string_buffer(b"late words")
ctypes.pythonapi.Py_IncRef(ctypes.py_object(words))
at_exit = ctypes.CDLL(None).__cxa_atexit
at_exit.argtypes = [ctypes.c_void_p] * 3
at_exit(ctypes.cast(say, ctypes.c_void_p), ctypes.cast(words, ctypes.c_void_p), None)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the names are those of Linux's libraries")
def test_what_qt_says_when_python_has_ended_harms_nobody() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _LATE_WORDS], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, "late words" in ended.stderr) == (0, True), ended.stderr
