"""Fixtures for all tests: Qt without a screen, and folders nobody else uses."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipvm_desktop.doctor.display import display_problem

# Before anything imports Qt: the tests need no display and must not depend on the desktop's scheme.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.pop("QT_STYLE_OVERRIDE", None)

# Otherwise it would be a traceback of the test runner's own that says which library is missing.
if (problem := display_problem()) is not None:
    pytest.exit(problem, returncode=2)


def pytest_unconfigure() -> None:
    """Leave none of the tests' handlers to Qt, which says things when Python has ended."""
    core = sys.modules.get("PySide6.QtCore")
    if core is not None:
        core.qInstallMessageHandler(None)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep each test away from the user's library, preferences and window state."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))


@pytest.fixture(autouse=True)
def own_look() -> Iterator[None]:
    """Take back what a test did to the looks of the one application all tests share."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    application = widgets.QApplication.instance() if widgets else None
    # Without a style sheet no test has set anything: looks are set in one go.
    if application is not None and application.styleSheet():
        application.setStyleSheet("")
        application.setPalette(application.style().standardPalette())
