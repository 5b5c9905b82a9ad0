"""The documents agree with the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ipvm_desktop.cli.app import _COMMANDS
from ipvm_desktop.cli.upkeep import formats_table
from ipvm_desktop.importers.registry import comment_makes, default_registry
from ipvm_desktop.paths import resource

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_names_every_command() -> None:
    assert _COMMANDS
    for name in _COMMANDS:
        assert f"`ipvm-desktop {name}" in README or f"`{name}" in README, name


def test_the_table_of_formats_is_the_registrys() -> None:
    found = re.search(r"<!-- formats -->\n(.*?)\n<!-- /formats -->", README, re.DOTALL)
    assert found is not None
    table, makes = found[1].split("\n\n")
    assert table == formats_table(default_registry().importers)
    assert makes == f"Comments of saved pages: {', '.join(comment_makes())}."


def test_links_of_the_readme_lead_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", README)
    assert targets
    for target in targets:
        assert (ROOT / target).exists(), target


def test_each_command_of_the_readme_is_one_line() -> None:
    blocks = re.findall(r"<!-- (run|test) command -->\n```sh\n(.*?)```", README, re.DOTALL)
    assert [name for name, _ in blocks] == ["run", "test"]
    for _, block in blocks:
        assert len(block.strip().splitlines()) == 1


def test_the_changelog_tells_of_this_version() -> None:
    from ipvm_desktop import __version__

    changelog = resource("help/changelog.md").read_text(encoding="utf-8")
    assert f"## {__version__}" in changelog


def test_the_top_level_holds_only_what_it_should() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    visible = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    wanted = {"LICENSE", "README.md", "pyproject.toml", "resources", "src", "tests"}
    # What building and measuring leave behind is ignored by version control.
    assert visible - {"dist", "build", "htmlcov", "coverage.xml"} == wanted
