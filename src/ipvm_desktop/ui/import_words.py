"""An import in words, for the status bar, the summary and the log."""

from __future__ import annotations

from collections.abc import Iterator

from ipvm_desktop.domain.import_log import ArticleOutcome, FileOutcome, ImportRun, ImportStatus
from ipvm_desktop.ui.counted_words import counted

STATUS_WORDS = {
    ImportStatus.ADDED: "added",
    ImportStatus.UPDATED: "updated",
    ImportStatus.UNCHANGED: "unchanged",
    ImportStatus.FAILED: "failed",
}


def headline(run: ImportRun) -> str:
    """Return one line on a whole import, such as "60 files: 58 added, 2 failed"."""
    counts = ((run.count(status), word) for status, word in STATUS_WORDS.items())
    parts = [f"{count:,} {word}" for count, word in counts if count]
    stopped = "Stopped after " if run.cancelled else ""
    text = f"{stopped}{counted(len(run.files), 'file')}"
    text = f"{text}: {', '.join(parts)}" if parts else text
    other = run.other_files
    return f"{text} · {counted(other, 'file')} of other kinds left out" if other else text


def brought(run: ImportRun) -> tuple[int, ...]:
    """Return the articles an import brought or changed; if none, those it found unchanged.

    Each comes once, though several files may hold it.
    """
    changes = run.changes
    there = (article.id for outcome in run.files for article in outcome.articles)
    return tuple(dict.fromkeys((*changes.added, *changes.updated) or there))


def show_words(run: ImportRun) -> str:
    """Return the words for showing what an import brought, such as "Show the 12 new".

    "" where it touched one article only, which is opened anyway, or none.
    """
    count = len(brought(run))
    if count < 2:
        return ""
    changes = run.changes
    if changes.updated:
        return (
            f"Show the {count:,} new or changed" if changes.added else f"Show the {count:,} changed"
        )
    return f"Show the {count:,} new" if changes.added else f"Show these {count:,}"


def looks_needed(run: ImportRun) -> int:
    """Return how many files failed or need a look."""
    return sum(outcome.needs_a_look for outcome in run.files)


def remarks(outcome: FileOutcome) -> Iterator[tuple[ArticleOutcome | None, str]]:
    """Yield what the reader should know of a file: an article of it and one sentence."""
    if outcome.error:
        # The file is named beside it.
        cause = outcome.error.removeprefix(f"{outcome.path}: ").removesuffix(".")
        yield None, cause[:1].upper() + cause[1:]
    for article in outcome.articles:
        if article.waiting is not None:
            yield article, "A fuller or other copy waits for you to decide which one is shown"
        elif article.kept_fuller:
            yield article, "The library holds a fuller copy, which was kept"
        for issue in article.issues:
            if issue.needs_a_look:
                yield article, issue.sentence
