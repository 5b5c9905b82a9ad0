"""Start a window as a user would and tell when its first picture stood.

Run by ``bench_start.py`` in a process of its own:
``first_paint.py bare`` or ``first_paint.py program LIBRARY``. Prints
``time.monotonic()`` once the window is painted, and leaves without cleaning up.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence

ARTICLES = 5000


def leave_when_painted(ready: Callable[[], bool]) -> int:
    """Stand in for ``QApplication.exec``: run until a window is painted and ``ready()``."""
    from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer

    class Watcher(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and ready():
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
    from PySide6.QtWidgets import QApplication

    # The program is about to load this too; looking for the list among the widgets instead
    # would make PySide load much that the program does not.
    from ipvm_desktop.ui.models.article_table import ArticleTableModel

    listed: list[int] = []
    set_ids = ArticleTableModel.set_ids

    def counting_set_ids(model: ArticleTableModel, ids: Sequence[int]) -> None:
        set_ids(model, ids)
        listed.append(model.rowCount())

    ArticleTableModel.set_ids = counting_set_ids  # type: ignore[method-assign, assignment]
    QApplication.exec = staticmethod(  # type: ignore[method-assign]
        lambda: leave_when_painted(lambda: max(listed, default=0) >= ARTICLES)
    )
    sys.argv = ["ipvm-desktop", "--library", library]
    from ipvm_desktop.cli import main

    main()


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare()
    else:
        program(sys.argv[2])
