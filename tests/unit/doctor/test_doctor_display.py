"""Whether a window can open, said before Qt could abort."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from ipvm_desktop.doctor import display
from ipvm_desktop.doctor.display import display_problem, server_answers, wanted_platforms
from ipvm_desktop.doctor.elf import absent_library

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about Linux")

LOCAL_DISPLAY = display._local_display  # the fixture below hides the machine's own displays
LOADS = display._loads
DISPLAY_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_SESSION_TYPE")


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No display, no libraries missing, a Debian without Xvfb."""
    for name in (*DISPLAY_VARIABLES, "QT_QPA_PLATFORM", "SSH_CONNECTION", "QT_PLUGIN_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(display, "missing_libraries", lambda files: [])
    monkeypatch.setattr(
        display, "_loads", lambda plugin: not vars(display)["missing_libraries"]([])
    )
    monkeypatch.setattr(display, "_local_display", lambda: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(
        display, "install_command", lambda wanted: f"sudo apt-get install -y {' '.join(wanted)}"
    )


def test_what_the_system_can_load_needs_no_further_look() -> None:
    folder = display.qt_folder()
    assert folder is not None
    plugin = display.plugin_file("offscreen", folder)
    assert plugin is not None
    assert LOADS(plugin)
    assert not LOADS(plugin.with_name("libqnothing.so"))


@pytest.mark.parametrize(
    ("environment", "platforms"),
    [
        ({}, []),
        ({"DISPLAY": ":0"}, ["xcb"]),
        ({"DISPLAY": ""}, []),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, ["wayland", "xcb"]),
        ({"XDG_SESSION_TYPE": "wayland"}, ["wayland"]),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen:size=800x600"}, ["offscreen"]),
        ({"QT_QPA_PLATFORM": "wayland; xcb"}, ["wayland", "xcb"]),
        ({"QT_QPA_PLATFORM": " ", "DISPLAY": ":0"}, ["xcb"]),
    ],
)
def test_platforms_are_tried_in_qt_s_order(
    environment: dict[str, str], platforms: list[str]
) -> None:
    assert wanted_platforms(environment) == platforms


def test_no_display_on_a_bare_machine() -> None:
    assert display_problem() == (
        "There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set); "
        "run `ipvm-desktop` in a desktop session, or without any screen "
        "`sudo apt-get install -y xvfb-run && xvfb-run -a ipvm-desktop`."
    )


def test_what_xvfb_would_lack_is_in_the_same_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "missing_libraries", lambda files: ["libxcb-icccm.so.4"])
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert "`sudo apt-get install -y libxcb-icccm.so.4 && xvfb-run -a" in str(display_problem())


def test_xvfb_that_is_there_needs_no_installing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert "screen `xvfb-run -a ipvm-desktop`." in str(display_problem())


def test_no_display_on_an_unknown_distribution(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "install_command", lambda wanted: None)
    assert str(display_problem()).endswith("; run `ipvm-desktop` in a desktop session.")


def test_a_remote_session_is_told_to_forward(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")
    assert "`ssh -X`" in str(display_problem())


def test_a_display_nearby_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "_local_display", lambda: "DISPLAY=:0")
    assert str(display_problem()).endswith("; run `DISPLAY=:0 ipvm-desktop`.")


def test_missing_libraries_are_named_with_their_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(display, "missing_libraries", lambda files: ["libEGL.so.1", "libGL.so.1"])
    assert display_problem() == (
        "The window needs the system libraries libEGL.so.1, libGL.so.1; "
        "run `sudo apt-get install -y libEGL.so.1 libGL.so.1`."
    )
    monkeypatch.setattr(display, "install_command", lambda wanted: None)
    assert str(display_problem()).endswith("; install the packages that hold them.")


def test_one_platform_that_works_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setattr(display, "server_answers", lambda name: name == "xcb")
    assert display_problem() is None
    monkeypatch.setattr(display, "server_answers", lambda name: False)
    assert "WAYLAND_DISPLAY=wayland-0 does not answer" in str(display_problem())


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc"])
def test_platforms_without_a_screen_are_fine(
    monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert display_problem() is None


def test_a_platform_qt_does_not_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "cocoa")
    assert display_problem() == (
        "QT_QPA_PLATFORM=cocoa names no platform of this Qt; "
        "run `env -u QT_QPA_PLATFORM ipvm-desktop`."
    )


def test_other_platforms_are_tried_in_a_process_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "linuxfb")
    monkeypatch.setattr(display, "qt_starts", lambda: False)
    assert "Qt's platform linuxfb does not start" in str(display_problem())
    monkeypatch.setattr(display, "qt_starts", lambda: True)
    assert display_problem() is None


def test_without_pyside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "find_spec", lambda name: None)
    assert display_problem() == (
        "PySide6, which draws the window, is not installed; "
        f"run `{sys.executable} -m pip install PySide6-Essentials`."
    )


def test_a_distribution_s_own_qt_is_trusted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spec = ModuleSpec("PySide6", None, is_package=True)
    spec.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(display, "find_spec", lambda name: spec)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display_problem() is None


def test_other_systems_have_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert display_problem() is None


def free_display() -> tuple[socket.socket, str]:
    """Bind a port that an X display number stands for; nobody listens yet."""
    for number in range(50, 2000):
        server = socket.socket()
        try:
            server.bind(("127.0.0.1", 6000 + number))
        except OSError:
            server.close()
        else:
            return server, f"127.0.0.1:{number}"
    raise AssertionError("no free port")


def test_a_dead_x_display_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    server, name = free_display()
    with server:
        monkeypatch.setenv("DISPLAY", name)
        assert not server_answers("xcb")
        assert f"The display DISPLAY={name} does not answer; " in str(display_problem())


def test_a_silent_x_display_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    server, name = free_display()
    monkeypatch.setattr(display, "ANSWER_SECONDS", 0.2)
    before = set(threading.enumerate())
    with server:
        server.listen()
        monkeypatch.setenv("DISPLAY", name)
        assert not server_answers("xcb")
    # The refused connection ends the waiting thread before other tests run.
    for thread in set(threading.enumerate()) - before:
        thread.join(5)


@pytest.fixture
def x_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    program = next((p for p in ("/usr/bin/Xvfb", "/usr/local/bin/Xvfb") if Path(p).exists()), None)
    if program is None:
        pytest.skip("needs Xvfb")
    reader, writer = os.pipe()
    server = subprocess.Popen(
        [program, "-displayfd", str(writer), "-nolisten", "tcp"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as answer:
        number = answer.readline().strip()
    if number:
        yield f":{number}"
    server.terminate()
    server.wait()
    if not number:
        pytest.skip("Xvfb does not start here")


def test_a_living_x_display_answers(monkeypatch: pytest.MonkeyPatch, x_server: str) -> None:
    monkeypatch.setenv("DISPLAY", x_server)
    assert server_answers("xcb")
    assert display_problem() is None


def test_wayland_is_asked_by_its_own_library(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if absent_library("libwayland-client.so.0"):
        pytest.skip("needs Wayland's library")
    folder = tmp_path_factory.mktemp("w")  # sockets need short paths
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert not server_answers("wayland")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "wayland-7"))
        server.listen()
        assert server_answers("wayland")


def test_an_inherited_wayland_connection_is_left_to_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_SOCKET", "9")
    assert server_answers("wayland")


def test_without_the_display_s_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise OSError("not there")

    monkeypatch.setattr("ctypes.CDLL", refuse)
    assert not server_answers("xcb")
    assert not server_answers("wayland")


def test_displays_nearby_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("s")  # sockets need short paths
    monkeypatch.setattr(display, "X_SOCKETS", folder)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    with socket.socket(socket.AF_UNIX) as dead, socket.socket(socket.AF_UNIX) as wayland:
        dead.bind(str(folder / "X3"))
        wayland.bind(str(folder / "wayland-1"))
        wayland.listen()
        assert LOCAL_DISPLAY() == "WAYLAND_DISPLAY=wayland-1"
        dead.listen()
        assert LOCAL_DISPLAY() == "DISPLAY=:3"
        monkeypatch.setenv("DISPLAY", ":3")
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-1")
        assert LOCAL_DISPLAY() is None
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert LOCAL_DISPLAY() is None


def test_qt_is_tried_for_real(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display.qt_starts()
    monkeypatch.setenv("QT_QPA_PLATFORM", "no-such-platform")
    assert not display.qt_starts()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert not display.qt_starts()
