"""What happens to errors nobody caught, to Qt's own messages and to Ctrl+C in a terminal."""

from __future__ import annotations

import atexit
import contextlib
import logging
import signal
import socket
import sys
from types import FrameType, TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    QSocketNotifier,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from ipvm_desktop.errors import IpvmDesktopError

logger = logging.getLogger(__name__)
_qt_logger = logging.getLogger("qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Faults(QObject):
    """Tells the reader what went wrong: a sentence where it was foreseen, else a report."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: QWidget | None = None

    def show(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Log an error and show it; while one is shown, further ones are only logged."""
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        if issubclass(kind, IpvmDesktopError):
            logger.warning("%s", error)
        else:
            logger.critical("An error nobody caught", exc_info=(kind, error, trace))
        if self._shown is None:
            self._show(kind, error, trace)

    def _show(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        parent = QApplication.activeWindow()
        if issubclass(kind, IpvmDesktopError):
            box = QMessageBox(parent)
            box.setIcon(QMessageBox.Icon.Warning)
            box.setWindowTitle("IPVM Desktop")
            box.setTextFormat(Qt.TextFormat.PlainText)
            box.setText(str(error))
            dialog: QMessageBox | QWidget = box
        else:
            from ipvm_desktop.ui.dialogs.error_report import ErrorReportDialog, report_text

            dialog = ErrorReportDialog(report_text(kind, error, trace), parent)
        self._shown = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.destroyed.connect(self._forget)
        dialog.show()

    def _forget(self) -> None:
        self._shown = None


def log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
    """Put one of Qt's messages into the log."""
    _qt_logger.log(_LEVELS[kind], "%s: %s", context.category or "default", message)


def install(application: QApplication) -> Faults:
    """Send uncaught errors to a ``Faults``, Qt's messages to the log, and quit on Ctrl+C."""
    faults = Faults(application)
    sys.excepthook = faults.show
    qInstallMessageHandler(log_qt_message)
    # What Qt says while the process ends comes after Python has, and its log with it.
    atexit.register(qInstallMessageHandler, None)
    quit_on_signals(application)
    return faults


def quit_on_signals(application: QApplication) -> None:
    """Close the windows and quit on SIGINT and SIGTERM.

    Python runs signal handlers between two of its own instructions only, and Qt's loop
    may wait for long: the signal's wake-up byte ends the wait.
    """
    waking, woken = socket.socketpair()
    for end in (waking, woken):
        end.setblocking(False)
    signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
    notifier = QSocketNotifier(woken.fileno(), QSocketNotifier.Type.Read, application)
    # The sockets live as long as the notifier's slot refers to them.
    notifier.activated.connect(lambda: _drain(woken, waking))

    def leave(_signal: int, _frame: FrameType | None) -> None:
        # Through the loop: before it runs, a plain quit() would be forgotten.
        QTimer.singleShot(0, application.quit)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)


def _drain(woken: socket.socket, _waking: socket.socket) -> None:
    with contextlib.suppress(OSError):
        woken.recv(64)
