"""Whether a window can open here: display, Qt's platform plugin, and the libraries of both.

Qt aborts the whole process where this is not so; ``display_problem`` asks first.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

PROGRAM = "ipvm-desktop"
ANSWER_SECONDS = 5.0
X_SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 (where X servers put them)

# Platforms that need a server, and those that need neither server nor hardware.
_SERVERS = ("wayland", "xcb")
_SELF_CONTAINED = ("offscreen", "minimal", "vnc")

_PROBE = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"


def missing_libraries(files: Iterable[Path]) -> list[str]:
    """Return the system libraries that these libraries need and the machine lacks."""
    # Late, like the next one: at most starts nothing is missing.
    from ipvm_desktop.doctor import elf

    return elf.missing_libraries(files)


def install_command(libraries: Sequence[str]) -> str | None:
    """Return the command that installs libraries, or None where it is unknown."""
    from ipvm_desktop.doctor import packages

    return packages.install_command(libraries)


def display_problem() -> str | None:
    """Say in one sentence why no window can open here, with the command that mends it.

    Returns:
        None when Qt will start.
    """
    folder = qt_folder()
    if folder is None:
        return (
            "PySide6, which draws the window, is not installed; run "
            f"`{sys.executable} -m pip install PySide6-Essentials`."
        )
    if not sys.platform.startswith("linux"):
        return None
    platforms = wanted_platforms(os.environ)
    if not platforms:
        unset = "neither DISPLAY nor WAYLAND_DISPLAY is set"
        return f"There is no display to open a window on ({unset}); {_other_display(folder)}."
    problems: list[str] = []
    for name in platforms:
        problem = platform_problem(name, folder)
        if problem is None:
            return None
        problems.append(problem)
    return problems[0]


def qt_folder() -> Path | None:
    """Return PySide6's folder without importing it, or None when it is not installed."""
    spec = find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def wanted_platforms(environment: Mapping[str, str]) -> list[str]:
    """Return the platform plugins that Qt will try, in its order; empty without a display."""
    chosen = environment.get("QT_QPA_PLATFORM", "")
    names = [part.split(":")[0].strip() for part in chosen.split(";")]
    if any(names):
        return [name for name in names if name]
    platforms = []
    if environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland":
        platforms.append("wayland")
    if environment.get("DISPLAY"):
        platforms.append("xcb")
    return platforms


def platform_problem(name: str, folder: Path) -> str | None:
    """Say why one platform plugin cannot start, or None when it can."""
    plugin = plugin_file(name, folder)
    elsewhere = {"QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH"} & set(os.environ)
    # Without a plugin folder Qt is the distribution's own, whose packages see to its needs.
    if plugin is None and _plugin_folder(folder).is_dir() and not elsewhere:
        return (
            f"QT_QPA_PLATFORM={os.environ.get('QT_QPA_PLATFORM', name)} names no platform of "
            f"this Qt; run `env -u QT_QPA_PLATFORM {PROGRAM}`."
        )
    if plugin is None or not _loads(plugin):
        missing = missing_qt_libraries(folder, [name])
        if missing:
            return _libraries_sentence(missing)
    if name in _SELF_CONTAINED:
        return None
    if name in _SERVERS:
        return None if server_answers(name) else _silent_server_sentence(name, folder)
    return (
        None if qt_starts() else f"Qt's platform {name} does not start; {_other_display(folder)}."
    )


def plugin_file(name: str, folder: Path) -> Path | None:
    """Return the file of a platform plugin, or None when Qt's folder has none of this name."""
    plugins = _plugin_folder(folder)
    # Older versions of Qt have one Wayland plugin for each way of drawing.
    names = [f"libq{name}.so", f"libq{name}-generic.so"]
    return next((plugins / name for name in names if (plugins / name).is_file()), None)


def _loads(library: Path) -> bool:
    """Whether the system can load a library with all it needs, as Qt is about to do."""
    import ctypes

    try:
        ctypes.CDLL(str(library))
    except OSError:
        return False
    return True


def missing_qt_libraries(folder: Path, platforms: Iterable[str]) -> list[str]:
    """Return the system libraries that Qt's window modules and these platforms lack."""
    plugins = (plugin_file(name, folder) for name in platforms)
    modules = (
        module for name in ("QtCore", "QtGui", "QtWidgets") for module in folder.glob(f"{name}.*so")
    )
    return missing_libraries([*modules, *filter(None, plugins)])


def server_answers(name: str) -> bool:
    """Connect to the X or Wayland server just as Qt will, authorisation included."""
    connect = _connect_x11 if name == "xcb" else _connect_wayland
    return _within(connect, ANSWER_SECONDS)


def qt_starts() -> bool:
    """Start Qt in a process of its own, which may abort without harm."""
    import subprocess

    try:
        probe = subprocess.run(  # noqa: S603 (our own interpreter and a constant)
            [sys.executable, "-c", _PROBE], capture_output=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return probe.returncode == 0


def _within(connect: Callable[[], bool], seconds: float) -> bool:
    """Run a call that may hang; a server that accepts and stays silent counts as absent."""
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(connect()), daemon=True)
    thread.start()
    thread.join(seconds)
    return answers == [True]


def _connect_x11() -> bool:
    import ctypes

    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    # Never null, even when the connection failed.
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


def _connect_wayland() -> bool:
    if os.environ.get("WAYLAND_SOCKET"):
        # An inherited connection can be taken only once, and Qt is to have it.
        return True
    import ctypes

    try:
        wayland = ctypes.CDLL("libwayland-client.so.0")
    except OSError:
        return False
    wayland.wl_display_connect.restype = ctypes.c_void_p
    connection = wayland.wl_display_connect(None)
    if not connection:
        return False
    wayland.wl_display_disconnect(ctypes.c_void_p(connection))
    return True


def _libraries_sentence(missing: Sequence[str]) -> str:
    command = install_command(missing)
    remedy = f"run `{command}`" if command else "install the packages that hold them"
    noun = "library" if len(missing) == 1 else "libraries"
    return f"The window needs the system {noun} {', '.join(missing)}; {remedy}."


def _silent_server_sentence(name: str, folder: Path) -> str:
    variable, usual = ("DISPLAY", "") if name == "xcb" else ("WAYLAND_DISPLAY", "wayland-0")
    value = os.environ.get(variable) or usual
    return f"The display {variable}={value} does not answer; {_other_display(folder)}."


def _plugin_folder(folder: Path) -> Path:
    return folder / "Qt" / "plugins" / "platforms"


def _other_display(folder: Path) -> str:
    """Name the command that opens the window where there is a display to open it on."""
    import shutil

    display = _local_display()
    if display:
        return f"run `{display} {PROGRAM}`"
    if os.environ.get("SSH_CONNECTION"):
        return f"connect with `ssh -X` and run `{PROGRAM}` again"
    wanted = missing_qt_libraries(folder, ["xcb"])
    if not shutil.which("xvfb-run"):
        wanted.append("xvfb-run")
    install = install_command(wanted) if wanted else ""
    if install is None:
        return f"run `{PROGRAM}` in a desktop session"
    start = f"xvfb-run -a {PROGRAM}"
    command = f"{install} && {start}" if install else start
    return f"run `{PROGRAM}` in a desktop session, or without any screen `{command}`"


def _local_display() -> str | None:
    """Return the setting that reaches a display of this machine which answers, if any."""
    for socket in sorted(X_SOCKETS.glob("X*")):
        setting = f":{socket.name[1:]}"
        if setting != os.environ.get("DISPLAY") and _socket_answers(socket):
            return f"DISPLAY={setting}"
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    for socket in sorted(Path(runtime).glob("wayland-?")) if runtime else ():
        if socket.name != os.environ.get("WAYLAND_DISPLAY") and _socket_answers(socket):
            return f"WAYLAND_DISPLAY={socket.name}"
    return None


def _socket_answers(path: Path) -> bool:
    import socket

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(1.0)
        try:
            client.connect(str(path))
        except OSError:
            return False
    return True
