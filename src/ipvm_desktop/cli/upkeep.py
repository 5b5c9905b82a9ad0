"""The commands around the library: ``export``, ``formats``, ``check``, ``backup``, ``doctor``."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from ipvm_desktop.cli import FAILED, GOOD, USAGE
from ipvm_desktop.cli.app import FileName, Invocation
from ipvm_desktop.cli.output import (
    is_terminal,
    paint,
    write,
    write_json,
    write_json_list,
    write_rows,
)
from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.errors import IpvmDesktopError, NotFoundError

if TYPE_CHECKING:
    from ipvm_desktop.doctor.examine import Finding
    from ipvm_desktop.importers.base import Importer
    from ipvm_desktop.library import Library

Writer = Callable[[Iterable[tuple[Article, Sequence[Comment]]], TextIO], None]

_FORMATS = {".json": "json", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html"}

_json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON.")


@click.command("export")
@click.argument("ids", nargs=-1, metavar="[ID…]", type=click.IntRange(min=1))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["json", "md", "html"]),
    help="Taken from FILE's extension when not given, else json.",
)
@click.option(
    "-o", "--output", type=FileName(), metavar="FILE", help="Where to; - is standard output."
)
@click.pass_obj
def export_command(
    invocation: Invocation, ids: tuple[int, ...], format_name: str | None, output: Path | None
) -> int:
    """Write articles with their comments: those named, or all.

    A FILE is replaced once the new one is whole. Importing exported JSON brings
    everything back, the reader's marks included.
    """
    chosen = format_name or _FORMATS.get(output.suffix.lower() if output else "", "json")
    with invocation.open_library() as library:
        _check_ids(library, ids)
        pairs = library.export(list(dict.fromkeys(ids)) or None)
        with _export_file(output, invocation.library_path) as out:
            _writer(chosen, library)(pairs, out)
    return GOOD


@click.command("formats")
@_json_option
@click.option("--markdown", is_flag=True, help="Write a Markdown table, as in the README.")
def formats_command(as_json: bool, markdown: bool) -> int:
    """List the formats that can be imported, and what each brings.

    Below them stand the makes of sites whose comments are read on saved pages.
    """
    from ipvm_desktop.importers.registry import comment_makes, default_registry

    importers, makes = default_registry().importers, comment_makes()
    if as_json:
        values = [
            {
                "name": importer.name,
                "title": importer.title,
                "extensions": list(importer.extensions),
                "brings": list(importer.brings),
            }
            for importer in importers
        ]
        write_json({"formats": values, "comment_makes": list(makes)})
    elif markdown:
        write(formats_table(importers))
        write(f"\nComments of saved pages: {', '.join(makes)}.")
    else:
        rows = (
            (each.name, each.title, " ".join(each.extensions), ", ".join(each.brings))
            for each in importers
        )
        write_rows(("Name", "Format", "Extensions", "Brings"), rows)
        if is_terminal():
            write(f"\nComments of saved pages: {', '.join(makes)}.")
    return GOOD


def formats_table(importers: Iterable[Importer]) -> str:
    """Return the importers as a table in Markdown."""
    lines = ["| importer | reads | extensions | brings |", "| --- | --- | --- | --- |"]
    for each in importers:
        extensions = " ".join(f"`{extension}`" for extension in each.extensions)
        brings = ", ".join(each.brings)
        lines.append(f"| `{each.name}` | {each.title} | {extensions} | {brings} |")
    return "\n".join(lines)


@click.command("check")
@_json_option
@click.pass_obj
def check_command(invocation: Invocation, as_json: bool) -> int:
    """Check the library's integrity; exit code 1 when something is wrong."""
    with invocation.open_library() as library:
        problems = library.check()
    if as_json:
        write_json_list("problems", problems, library=str(invocation.library_path))
    else:
        for problem in problems or [f"{invocation.library_path}: all is well."]:
            write(problem)
    return FAILED if problems else GOOD


@click.command("backup")
@click.argument("target", metavar="FILE", type=FileName())
@_json_option
@click.pass_obj
def backup_command(invocation: Invocation, target: Path, as_json: bool) -> int:
    """Copy the library to FILE, also while the window is open; never overwrites."""
    with invocation.open_library() as library:
        library.backup(target)
    size = target.stat().st_size
    if as_json:
        write_json({"library": str(invocation.library_path), "copy": str(target), "bytes": size})
    else:
        write(f"{target}: a copy of {invocation.library_path}, {size} bytes.")
    return GOOD


@click.command("doctor")
@_json_option
@click.pass_obj
def doctor_command(invocation: Invocation, as_json: bool) -> int:
    """Say what this machine lacks for the program, and what mends it.

    Exit code 2 when only the window cannot open, 1 when something else is wrong.
    """
    from ipvm_desktop.doctor.examine import examine

    findings = examine(invocation.library_path)
    if as_json:
        write_json({"findings": [_finding_json(finding) for finding in findings]})
    else:
        for finding in findings:
            _write_finding(finding)
    wrong = [finding for finding in findings if not finding.ok]
    if not wrong:
        return GOOD
    return USAGE if all(finding.window_only for finding in wrong) else FAILED


def _check_ids(library: Library, ids: Sequence[int]) -> None:
    known = {summary.id for summary in library.summaries(ids)}
    for article_id in ids:
        if article_id not in known:
            raise NotFoundError(library.path, f"there is no article {article_id}")


def _writer(format_name: str, library: Library) -> Writer:
    if format_name == "md":
        from ipvm_desktop.render.markdown import write_markdown

        return partial(write_markdown, pictures=library.picture)
    if format_name == "html":
        from ipvm_desktop.render.export_html import write_html

        return partial(write_html, pictures=library.picture)
    from ipvm_desktop.render.interchange import write_json as write_interchange

    return partial(write_interchange, pictures=library.picture)


@contextmanager
def _export_file(output: Path | None, library_path: Path) -> Iterator[TextIO]:
    """Give where to write; a file gets its name only when it is whole."""
    if output is None or str(output) == "-":
        with _utf8_output() as out:
            yield out
        return
    target = output.resolve()
    if target == library_path.resolve():
        raise click.UsageError(f"{output} is the library itself.")
    if target.exists() and not target.is_file() and not target.is_dir():
        # A device or a pipe must not be replaced by a file.
        with target.open("w", encoding="utf-8", newline="\n") as out:
            yield out
        return
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with temporary.open("x", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
            yield out
        temporary.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise IpvmDesktopError(f"{output}: the export cannot be written ({reason}).") from error
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _utf8_output() -> Iterator[TextIO]:
    """Give standard output as UTF-8, which an export always is, whatever the terminal says."""
    sys.stdout.flush()
    out = io.TextIOWrapper(
        sys.stdout.buffer, encoding="utf-8", errors="backslashreplace", newline="\n"
    )
    try:
        yield out
        out.flush()
    finally:
        out.detach()


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "name": finding.name,
        "ok": finding.ok,
        "message": finding.message,
        "remedy": finding.remedy,
        "window_only": finding.window_only,
    }


def _write_finding(finding: Finding) -> None:
    verdict = paint("ok  ", fg="green") if finding.ok else paint("FAIL", fg="red", bold=True)
    write(f"{verdict}  {finding.name}: {finding.message}")
    if not finding.ok and finding.remedy:
        write(f"      {paint('mend:', bold=True)} {finding.remedy}")
