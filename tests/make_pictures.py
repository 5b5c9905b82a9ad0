"""Make the README's pictures from the samples: ``python tests/make_pictures.py``.

Shows the real window over a library made for the purpose, without a screen, once in
each theme, and writes ``resources/help/window-light.png`` and ``window-dark.png``.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipvm_desktop.settings import ThemeChoice

FOLDER = Path(__file__).parents[1] / "resources" / "help"
SIZE = (1440, 900)
SETTLE_MS = 400
# What is shown: the article's beginning, and at which comment to be; 0 for the article itself.
SHOWN = {"light": ("Reading Plates", 0), "dark": ("Warehouse", 4)}


def main() -> None:
    """Import the samples and take both pictures."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
            os.environ[name] = home
        take(Path(home), "light")
        take(Path(home), "dark")


def take(home: Path, theme: ThemeChoice) -> None:
    """Take one picture in a process of its own, as a user's start is."""
    if os.fork() == 0:
        picture(home / theme / "library.sqlite", theme)
        os._exit(0)
    _, status = os.wait()
    if status:
        sys.exit(f"The {theme} picture failed.")


def settle() -> None:
    """Let the event loop and the workers run for a while."""
    from PySide6.QtCore import QEventLoop, QTimer

    # Not QTest.qWait: it keeps Python's lock, and the workers would stand still.
    loop = QEventLoop()
    QTimer.singleShot(SETTLE_MS, loop.quit)
    loop.exec()


def picture(library_path: Path, theme: ThemeChoice) -> None:
    """Start the program over the samples and save what it shows."""
    from PySide6.QtWidgets import QApplication

    from ipvm_desktop.domain.listing import Query
    from ipvm_desktop.importers.registry import default_registry
    from ipvm_desktop.library import Library
    from ipvm_desktop.paths import resource
    from ipvm_desktop.pipeline import import_paths
    from ipvm_desktop.settings import Settings, save
    from ipvm_desktop.ui.program import Program

    library = Library.open(library_path)
    import_paths(library, default_registry(), [resource("samples")])
    ids = library.article_ids(Query())
    title, comment = SHOWN[theme]
    shown = next(a.id for a in library.summaries(ids) if a.title.startswith(title))
    save(Settings(theme=theme))

    application = QApplication(["ipvm-desktop"])
    program = Program(application, library)
    program.start([])
    program.window.resize(*SIZE)
    settle()
    program.articles.select(shown)
    program.reading.open(shown)
    settle()
    if comment:
        program.comments.select_comment(comment, quiet=False)
        program.comments.replies.show_suggestions()
    settle()
    target = FOLDER / f"window-{theme}.png"
    if not program.window.grab().save(str(target)):
        sys.exit(f"{target} cannot be written.")
    program.close()


if __name__ == "__main__":
    main()
