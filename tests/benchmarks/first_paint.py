"""Start a window as a user would and tell when its first picture stood.

Run by ``bench_start.py`` in a process of its own:
``first_paint.py bare`` or ``first_paint.py program LIBRARY``. Prints
``time.monotonic()`` once the window is painted, and leaves without cleaning up.
"""

from __future__ import annotations

import os
import sys
import time


def leave_when_painted(ready: object) -> int:
    """Stand in for ``QApplication.exec``: run until a window is painted and ``ready()``."""
    from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer

    class Watcher(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and ready():  # type: ignore[operator]
                # After this event: all widgets of one window are painted in one pass.
                QTimer.singleShot(0, report)
            return False

    def report() -> None:
        print(time.monotonic(), flush=True)
        os._exit(0)

    application = QCoreApplication.instance()
    assert application is not None
    watcher = Watcher()
    application.installEventFilter(watcher)
    return QEventLoop().exec()


def bare() -> None:
    """Show an empty QMainWindow, as small as a Qt program gets."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.resize(1440, 900)
    window.show()
    leave_when_painted(lambda: True)
    del application


def program(library: str) -> None:
    """Start the real program over a library and wait until its list shows articles."""
    from PySide6.QtWidgets import QAbstractItemView, QApplication

    def list_is_filled() -> bool:
        views = [w for w in QApplication.allWidgets() if isinstance(w, QAbstractItemView)]
        models = [view.model() for view in views]
        return any(model is not None and model.rowCount() >= 5000 for model in models)

    QApplication.exec = staticmethod(lambda: leave_when_painted(list_is_filled))  # type: ignore[method-assign]
    sys.argv = ["ipvm-desktop", "--library", library]
    from ipvm_desktop.cli import main

    main()


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare()
    else:
        program(sys.argv[2])
