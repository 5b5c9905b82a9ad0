"""The command group: its options, its commands by name, and how the window is opened."""

from __future__ import annotations

import difflib
import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipvm_desktop import __version__
from ipvm_desktop.cli.window import open_window
from ipvm_desktop.errors import LibraryError

if TYPE_CHECKING:
    from ipvm_desktop.library import Library

    PathType = click.ParamType[Path]
else:
    PathType = click.ParamType  # generic only since click 8.4

# Command: module it lies in, and the line that the overview shows. Loaded when wanted.
_COMMANDS = {
    "import": ("importing", "Take files and folders into the library."),
    "list": ("reading", "List articles."),
    "show": ("reading", "Show one article as text."),
    "comments": ("reading", "Show comments as threads."),
    "suggestions": ("replies", "List whom comments may answer."),
    "reply": ("replies", "Say whom a comment answers."),
    "people": ("people", "List who wrote, with affiliations."),
    "merge": ("people", "Say that two names are one person's."),
    "split": ("people", "Take a name out of a merged person."),
    "versions": ("versions", "List and choose between copies of an article."),
    "search": ("reading", "Search articles and comments."),
    "export": ("upkeep", "Write articles as JSON, Markdown or HTML."),
    "formats": ("upkeep", "List the formats that can be imported."),
    "check": ("upkeep", "Check the library's integrity."),
    "backup": ("upkeep", "Make a safe copy of the library."),
    "doctor": ("upkeep", "Say what this machine lacks for the program."),
}
_OPEN = "open"


@dataclass(frozen=True, slots=True)
class Invocation:
    """What the options before the command say.

    Attributes:
        library_path: The library file to use.
    """

    library_path: Path

    def open_library(self, *, create: bool = False) -> Library:
        """Open the library.

        Args:
            create: Make it when there is none.

        Raises:
            LibraryError: It cannot be used.
        """
        from ipvm_desktop.library import Library

        if not create and not self.library_path.exists():
            reason = "there is no library yet; `ipvm-desktop import PATH` makes one"
            raise LibraryError(self.library_path, reason)
        return Library.open(self.library_path, create=create)


class FileName(PathType):
    """A path that need not exist; an empty one would silently mean the current folder."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path."""
        if not str(value) or "\0" in str(value):
            self.fail("a file name is needed.", param, ctx)
        return Path(value)


class Commands(click.Group):
    """Finds commands by name, and takes everything else for files to open."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command meant by the arguments: one by name, or opening the window."""
        if args[0] in _COMMANDS:
            return args[0], _load(args[0]), args[1:]
        for name in args:
            if not Path(name).exists():
                raise click.UsageError(_unknown(name, is_first=name == args[0]), ctx)
        return _OPEN, open_command, args

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 (click's signature)
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the overview without loading the commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])


def _load(name: str) -> click.Command:
    module = importlib.import_module(f"ipvm_desktop.cli.{_COMMANDS[name][0]}")
    command: click.Command = getattr(module, f"{name}_command")
    return command


def _unknown(name: str, *, is_first: bool) -> str:
    similar = difflib.get_close_matches(name, _COMMANDS, n=1) if is_first else []
    hint = f" Did you mean “{similar[0]}”?" if similar else ""
    kind = "command or file" if is_first else "file"
    return f"There is no {kind} “{name}”.{hint}"


@click.group(
    cls=Commands,
    invoke_without_command=True,
    subcommand_metavar="[FILE… | COMMAND …]",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="A file named like a command is opened as ./list. Exit codes: 0 all is well; 1 "
    "something failed, the rest was done; 2 wrong usage, or the machine lacks something for the "
    "window; 130 interrupted.",
)
@click.option(
    "--library",
    "library_path",
    type=FileName(),
    metavar="FILE",
    help="Use this library instead of the one in your data folder.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def program(context: click.Context, library_path: Path | None) -> int | None:
    """Read saved articles and their readers' comments, offline.

    Without a command the window opens and imports the FILEs given.
    """
    if library_path is None:
        from ipvm_desktop.paths import default_library

        library_path = default_library()
    context.obj = Invocation(library_path)
    return open_window(library_path, ()) if context.invoked_subcommand is None else None


@click.command(_OPEN, hidden=True)
@click.argument("files", nargs=-1, type=FileName())
@click.pass_obj
def open_command(invocation: Invocation, files: tuple[Path, ...]) -> int:
    """Open the window and import files."""
    return open_window(invocation.library_path, files)
