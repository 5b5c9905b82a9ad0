"""Commands that install what is missing, for each family of distributions."""

from __future__ import annotations

import os

import pytest

from ipvm_desktop.doctor import packages
from ipvm_desktop.doctor.packages import install_command

WANTED = ["libxcb-cursor.so.0", "libEGL.so.1", "libglib-2.0.so.0", "libgthread-2.0.so.0"]


@pytest.fixture(autouse=True)
def user_with_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(packages, "_has_package_lists", lambda: True)


@pytest.mark.parametrize(
    ("release", "command"),
    [
        ({"ID": "debian"}, "sudo apt-get install -y libxcb-cursor0 libegl1 libglib2.0-0"),
        (
            {"ID": "linuxmint", "ID_LIKE": "ubuntu debian"},
            "sudo apt-get install -y libxcb-cursor0 libegl1 libglib2.0-0",
        ),
        ({"ID": "fedora"}, "sudo dnf install -y xcb-util-cursor libglvnd-egl glib2"),
        (
            {"ID": "rocky", "ID_LIKE": "rhel centos fedora"},
            "sudo dnf install -y xcb-util-cursor libglvnd-egl glib2",
        ),
        (
            {"ID": "manjaro", "ID_LIKE": "arch"},
            "sudo pacman -S --needed --noconfirm xcb-util-cursor libglvnd glib2",
        ),
        ({"ID": "slackware"}, None),
        ({}, None),
    ],
)
def test_each_family_has_its_command(release: dict[str, str], command: str | None) -> None:
    assert install_command(WANTED, release) == command


def test_suse_finds_packages_by_the_library() -> None:
    command = install_command(["libEGL.so.1"], {"ID": "opensuse-leap", "ID_LIKE": "opensuse"})
    assert command == "sudo zypper install -y 'libEGL.so.1()(64bit)'"


def test_unknown_libraries() -> None:
    assert install_command(["libnew.so.1"], {"ID": "debian"}) is None
    assert install_command(["libnew.so.1"], {"ID": "fedora"}) == (
        "sudo dnf install -y 'libnew.so.1()(64bit)'"
    )


def test_root_needs_no_sudo_and_fresh_machines_an_update(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(packages, "_has_package_lists", lambda: False)
    assert install_command(["xvfb-run"], {"ID": "ubuntu"}) == (
        "apt-get update && apt-get install -y xvfb xauth"
    )


def test_the_machine_s_own_release_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> dict[str, str]:
        raise OSError("no os-release")

    monkeypatch.setattr("platform.freedesktop_os_release", lambda: {"ID": "arch"})
    assert install_command(["fonts"]) == "sudo pacman -S --needed --noconfirm ttf-dejavu"
    monkeypatch.setattr("platform.freedesktop_os_release", missing)
    assert install_command(["fonts"]) is None
