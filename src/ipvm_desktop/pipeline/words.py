"""Names and reasons as outcomes tell them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ipvm_desktop.domain.import_log import ArticleOutcome, FileOutcome, ImportStatus


def printable(text: Path | str) -> str:
    """Return a path as text that can be stored and written as UTF-8, whatever its bytes."""
    return str(text).encode("utf-8", "backslashreplace").decode("utf-8")


def failed(
    label: Path | str,
    sentence: str,
    importer: str | None = None,
    articles: Sequence[ArticleOutcome] = (),
) -> FileOutcome:
    """Return the outcome of a file that cannot be imported.

    Args:
        label: The file.
        sentence: Why.
        importer: None when none was chosen.
        articles: What was taken in of a large file before that.
    """
    return FileOutcome(
        path=printable(label),
        status=ImportStatus.FAILED,
        importer=importer,
        articles=articles,
        error=printable(" ".join(sentence.split())),
    )


def bug_sentence(label: Path | str, error: BaseException) -> str:
    """Say that the program made a mistake with a file."""
    kind = type(error).__name__
    return f"{label}: an error in the program stopped its import ({kind}; see the log)."
