"""The log file: written late, quietly, and never larger than it should be."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipvm_desktop import log
from ipvm_desktop.log import LogFile, configure_logging

LOGGER = logging.getLogger("ipvm_desktop.example")


@pytest.fixture(autouse=True)
def restored_logging() -> Iterator[None]:
    """Take our handler away after each test."""
    yield
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, LogFile)]:
        root.removeHandler(handler)
        handler.close()


def test_nothing_is_made_before_the_first_record(tmp_path: Path) -> None:
    target = tmp_path / "state" / "x.log"
    configure_logging(target)
    assert not target.parent.exists()
    LOGGER.info("hello %s", "there")
    assert "INFO ipvm_desktop.example: hello there" in target.read_text(encoding="utf-8")


def test_the_user_s_own_file_is_the_default() -> None:
    configure_logging()
    LOGGER.warning("kept")
    assert "kept" in log.log_file().read_text(encoding="utf-8")


def test_tracebacks_and_odd_characters_are_kept(tmp_path: Path) -> None:
    configure_logging(tmp_path / "x.log")
    try:
        raise ValueError("bad \udcff name")
    except ValueError:
        LOGGER.exception("Reading failed")
    text = (tmp_path / "x.log").read_text(encoding="utf-8")
    assert "Traceback" in text
    assert "bad \\udcff name" in text


def test_configuring_again_replaces_the_file(tmp_path: Path) -> None:
    configure_logging(tmp_path / "a.log")
    LOGGER.info("first")
    configure_logging(tmp_path / "b.log")
    LOGGER.info("second")
    assert "second" not in (tmp_path / "a.log").read_text(encoding="utf-8")
    assert "second" in (tmp_path / "b.log").read_text(encoding="utf-8")


def test_an_unusable_folder_costs_the_log_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    configure_logging(tmp_path / "file" / "x.log")
    LOGGER.error("lost")
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(Path("/dev/full"))
    LOGGER.error("lost")
    configure_logging()
    LOGGER.error("kept")
    assert capsys.readouterr().err == ""
    assert "kept" in log.log_file().read_text(encoding="utf-8")


def test_the_file_is_rotated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_MAX_BYTES", 500)
    configure_logging(tmp_path / "x.log")
    for number in range(40):
        LOGGER.info("line %d", number)
    names = sorted(path.name for path in tmp_path.glob("x.log*"))
    assert names == ["x.log", "x.log.1", "x.log.2"]
    assert "line 39" in (tmp_path / "x.log").read_text(encoding="utf-8")
    assert (tmp_path / "x.log").stat().st_size <= 500
