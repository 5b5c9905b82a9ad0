"""The ``import`` command: a line a file, totals, and a Ctrl-C that leaves nothing half done."""

from __future__ import annotations

import contextlib
import logging
import signal
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from ipvm_desktop import settings
from ipvm_desktop.cli import FAILED, GOOD, INTERRUPTED
from ipvm_desktop.cli.app import FileName, Invocation
from ipvm_desktop.cli.output import counted, is_terminal, one_line, paint, write, write_json
from ipvm_desktop.domain.import_log import ArticleOutcome, FileOutcome, ImportRun, ImportStatus
from ipvm_desktop.domain.recognition import SIGN_WORDS
from ipvm_desktop.domain.versions import CopyRule
from ipvm_desktop.errors import LibraryError

if TYPE_CHECKING:
    from rich.progress import Progress as ProgressBar

    from ipvm_desktop.domain.progress import Progress
    from ipvm_desktop.library import Library

logger = logging.getLogger(__name__)

# Of one file; an export may hold thousands of imperfect articles.
_MOST_REMARKS = 50

_COLORS = {
    ImportStatus.ADDED: "green",
    ImportStatus.UPDATED: "cyan",
    ImportStatus.UNCHANGED: None,
    ImportStatus.FAILED: "red",
}


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=FileName(), metavar="PATH…")
@click.option(
    "--copies",
    type=click.Choice([rule.value for rule in CopyRule]),
    help="When a file holds a fuller copy of an article: ask (it waits for `versions`), replace "
    "or keep. Taken from the settings when not given.",
)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
@click.pass_obj
def import_command(
    invocation: Invocation, paths: tuple[Path, ...], copies: str | None, as_json: bool
) -> int:
    """Take files, and folders with their subfolders, into the library.

    Archives (.zip, .tar, .tar.gz, .tar.bz2, .tar.xz, .gz) are looked into, also where they
    lie in a folder. Files already there are left alone; later pages update their article,
    whose older content `versions` shows. A file
    that cannot be read does not keep the others out. Ctrl-C stops after the
    current file; pressed again it stops at once and that file is not stored.
    Articles that earlier versions of the program brought in get their replies, too.
    """
    from ipvm_desktop.importers.registry import default_registry
    from ipvm_desktop.pipeline import import_paths

    with invocation.open_library(create=True) as library, _watched() as progress:
        library.copies = CopyRule(copies) if copies else settings.load().copies
        run = import_paths(
            library, default_registry(), paths, progress, None if as_json else _write_file
        )
        older = _infer_older(library, progress)
    if as_json:
        write_json(_run_json(run))
    else:
        _write_waiting(run)
        write(_totals_line(run))
        if older:
            write(f"Replies were found in {counted(older, 'older article')}.")
    if run.cancelled:
        return INTERRUPTED
    return FAILED if run.count(ImportStatus.FAILED) else GOOD


def _infer_older(library: Library, progress: Progress) -> int:
    """Infer the replies of older articles that are due; return in how many any were found."""
    from ipvm_desktop.pipeline import infer_outdated

    try:
        return len(infer_outdated(library, progress).updated)
    except LibraryError as error:
        # What was asked for is done; the rest of this comes with the next import.
        logger.warning("Finding replies in older articles stopped: %s", error)
        return 0


class TerminalProgress:
    """Shows how far the import is, and learns of Ctrl-C.

    Args:
        bar: Where to show it; None shows nothing.
    """

    def __init__(self, bar: ProgressBar | None) -> None:
        self.cancelled = False
        self._bar = bar
        self._task = bar.add_task("", total=None) if bar else None

    def report(self, done: int, total: int | None, label: str) -> None:
        """Move the bar."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, total=total, description=one_line(label))

    def interrupt(self, _number: int, _frame: FrameType | None) -> None:
        """Ask the import to stop after the current file; the second time stop at once."""
        if self.cancelled:
            raise KeyboardInterrupt
        self.cancelled = True
        write("Stopping after this file; press Ctrl-C again to stop at once.", error=True)


@contextlib.contextmanager
def _watched() -> Iterator[TerminalProgress]:
    """Give a progress that Ctrl-C cancels, with a bar where people watch."""
    with contextlib.ExitStack() as stack:
        progress = TerminalProgress(
            stack.enter_context(_bar()) if is_terminal(sys.stderr) else None
        )
        previous = signal.signal(signal.SIGINT, progress.interrupt)
        stack.callback(signal.signal, signal.SIGINT, previous)
        yield progress


def _bar() -> ProgressBar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}", markup=False),
        console=Console(stderr=True),
        transient=True,
        # Only what shares the terminal may be written above the bar; a pipe stays as it is.
        redirect_stdout=is_terminal(),
    )


def _write_file(outcome: FileOutcome) -> None:
    if outcome.error is not None:
        write(
            paint(one_line(outcome.error), fg="red") if is_terminal() else outcome.error, error=True
        )
        return
    status = paint(f"{outcome.status.value:<9}", fg=_COLORS[outcome.status])
    if len(outcome.articles) == 1:
        write(f"{status}  {one_line(outcome.path)}: {_article_text(outcome.articles[0])}")
    else:
        write(f"{status}  {one_line(outcome.path)}: {len(outcome.articles)} articles")
    remarks = _remarks(outcome.articles)
    for remark in islice(remarks, _MOST_REMARKS):
        _write_remark(remark)
    more = sum(1 for _ in remarks)
    if more:
        _write_remark(f"and {more:,} more; --json gives all of them")


def _article_text(article: ArticleOutcome) -> str:
    comments = str(article.comments)
    if article.declared_comments not in {None, article.comments}:
        comments += f" of {article.declared_comments}"
    plural = "" if comments == "1" else "s"
    return f"{one_line(article.title)} ({comments} comment{plural})"


def _remarks(articles: Sequence[ArticleOutcome]) -> Iterator[str]:
    """Yield what people should know of a file's articles, with titles where there are several."""
    for article in articles:
        prefix = f"{one_line(article.title)}: " if len(articles) > 1 else ""
        for issue in article.issues:
            if issue.needs_a_look:
                yield f"{prefix}{one_line(issue.message)}"
        if article.kept_fuller and article.waiting is None:
            yield f"{prefix}the fuller copy in the library was kept"


def _write_remark(remark: str) -> None:
    write(paint(f"           ! {remark}", fg="yellow"))


def _write_waiting(run: ImportRun) -> None:
    """Name the copies that wait, with the command that decides."""
    waiting = [
        article
        for outcome in run.files
        for article in outcome.articles
        if article.waiting is not None
    ]
    if not waiting:
        return
    are = "copy waits" if len(waiting) == 1 else "copies wait"
    write(f"{len(waiting)} fuller or other {are} for you to decide:")
    for article in waiting:
        how = f", recognised by {SIGN_WORDS[article.sign]}" if article.sign else ""
        write(f"  {one_line(article.title)}{how}")
        write(f"    ipvm-desktop versions {article.id} --use {article.waiting}")


def _totals(run: ImportRun) -> dict[str, int]:
    articles = (article for outcome in run.files for article in outcome.articles)
    return {
        **{status.value: run.count(status) for status in ImportStatus},
        "articles": sum(len(outcome.articles) for outcome in run.files),
        "comments": sum(article.comments for article in articles),
    }


def _totals_line(run: ImportRun) -> str:
    totals = _totals(run)
    statuses = ", ".join(f"{totals[status.value]} {status.value}" for status in ImportStatus)
    held = f"{counted(totals['articles'], 'article')}, {counted(totals['comments'], 'comment')}"
    end = " Stopped before the end." if run.cancelled else ""
    if run.other_files:
        were = "was" if run.other_files == 1 else "were"
        end = f" {counted(run.other_files, 'file')} of other kinds {were} left out.{end}"
    return f"{counted(len(run.files), 'file')}: {statuses}; {held}; {run.seconds:.1f} s.{end}"


def _run_json(run: ImportRun) -> dict[str, Any]:
    result: dict[str, Any] = {
        "files": [_file_json(outcome) for outcome in run.files],
        "totals": _totals(run),
        "seconds": run.seconds,
    }
    if run.other_files:
        result["other_files"] = run.other_files
    return result | {"cancelled": True} if run.cancelled else result


def _file_json(outcome: FileOutcome) -> dict[str, Any]:
    from ipvm_desktop.render.interchange import issue_json

    return {
        "path": outcome.path,
        "status": outcome.status.value,
        "importer": outcome.importer,
        "articles": [
            {
                "id": article.id,
                "key": article.key,
                "title": article.title,
                "comments": article.comments,
                "declared_comments": article.declared_comments,
                "issues": [issue_json(issue) for issue in article.issues],
                **({"waiting": article.waiting} if article.waiting is not None else {}),
            }
            for article in outcome.articles
        ],
        "error": outcome.error,
    }
