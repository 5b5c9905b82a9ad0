"""Which package of which Linux distribution brings a library, and the command to install it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

# Library: package on Debian and Ubuntu, on Fedora and its kin, on Arch. Where a newer
# Debian renamed a package (libglib2.0-0t64), the old name still installs it.
_PACKAGES: dict[str, tuple[str, str, str]] = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd"),
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd"),
    "libGLX.so.0": ("libglx0", "libglvnd-glx", "libglvnd"),
    "libGLdispatch.so.0": ("libglvnd0", "libglvnd", "libglvnd"),
    "libICE.so.6": ("libice6", "libICE", "libice"),
    "libOpenGL.so.0": ("libopengl0", "libglvnd-opengl", "libglvnd"),
    "libSM.so.6": ("libsm6", "libSM", "libsm"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb", "libx11"),
    "libX11.so.6": ("libx11-6", "libX11", "libx11"),
    "libXau.so.6": ("libxau6", "libXau", "libxau"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus"),
    "libdrm.so.2": ("libdrm2", "libdrm", "libdrm"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype", "freetype2"),
    "libgbm.so.1": ("libgbm1", "mesa-libgbm", "mesa"),
    "libgcc_s.so.1": ("libgcc-s1", "libgcc", "gcc-libs"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2", "glib2"),
    "libstdc++.so.6": ("libstdc++6", "libstdc++", "gcc-libs"),
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client", "wayland"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor", "wayland"),
    "libwayland-egl.so.1": ("libwayland-egl1", "libwayland-egl", "wayland"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    "libxcb-glx.so.0": ("libxcb-glx0", "libxcb", "libxcb"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb", "libxcb"),
    "libxcb-render-util.so.0": (
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
    ),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb", "libxcb"),
    "libxcb-xinerama.so.0": ("libxcb-xinerama0", "libxcb", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb", "libxcb"),
    "libxcb.so.1": ("libxcb1", "libxcb", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    "libz.so.1": ("zlib1g", "zlib", "zlib"),
    "libzstd.so.1": ("libzstd1", "libzstd", "zstd"),
}

# What is not a library but may be wanted: a display without a screen, and fonts.
_PROGRAMS: dict[str, tuple[str, str, str]] = {
    "xvfb-run": ("xvfb xauth", "xorg-x11-server-Xvfb", "xorg-server-xvfb"),
    "fonts": ("fonts-dejavu-core", "dejavu-sans-fonts", "ttf-dejavu"),
}

_FAMILIES = {
    "debian": (0, "apt-get install -y"),
    "ubuntu": (0, "apt-get install -y"),
    "fedora": (1, "dnf install -y"),
    "rhel": (1, "dnf install -y"),
    "arch": (2, "pacman -S --needed --noconfirm"),
    "suse": (-1, "zypper install -y"),
}


def install_command(wanted: Iterable[str], release: Mapping[str, str] | None = None) -> str | None:
    """Return the shell command that installs libraries and programs, or None if unknown.

    Args:
        wanted: Libraries such as ``libxcb.so.1``, or ``xvfb-run`` and ``fonts``.
        release: What ``/etc/os-release`` says; None to read it.
    """
    release = _os_release() if release is None else release
    names = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    family = next((_FAMILIES[name] for name in names if name in _FAMILIES), None)
    if family is None and any("suse" in name for name in names):
        family = _FAMILIES["suse"]
    if family is None:
        return None
    column, command = family
    packages = dict.fromkeys(filter(None, (_package(name, column) for name in wanted)))
    if not packages:
        return None
    sudo = "sudo " if os.geteuid() else ""
    line = f"{sudo}{command} {' '.join(packages)}"
    if column == 0 and not _has_package_lists():
        return f"{sudo}apt-get update && {line}"
    return line


def _package(name: str, column: int) -> str | None:
    known = _PACKAGES.get(name) or _PROGRAMS.get(name)
    if column >= 0 and known:
        return known[column]
    if ".so" in name and column in {1, -1}:
        # These package managers find the package of a library by themselves.
        return f"'{name}()(64bit)'"
    return None


def _os_release() -> Mapping[str, str]:
    import platform

    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}


def _has_package_lists() -> bool:
    """Whether apt knows any package; fresh containers do not."""
    return any(Path("/var/lib/apt/lists").glob("*_Packages*"))
