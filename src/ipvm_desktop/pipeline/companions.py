"""Which files belong to a saved page beside them, and are therefore no articles of their own.

A browser that saves a page "complete" puts its pictures, scripts and frames into a folder that
is named after the page, in the browser's language.
"""

from __future__ import annotations

from collections.abc import Iterable

PAGE_EXTENSIONS = (".html", ".htm", ".xhtml", ".xht", ".shtml", ".asp", ".aspx", ".php", ".jsp")
_FOLDER_ENDS = (
    "_files", "-files", ".files", "_file", "-Dateien", "_Dateien", "_fichiers", "_archivos",
    "_arquivos", "_ficheiros", "_bestanden", "-filer", "_filer", "_tiedostot", "_pliki",
    "_soubory", "_elemei", "_fajlovi", "_datoteke", "_kataloger", "_bylos", "_failid",
    "_fitxers", "_fitxategiak", "_archivi",
)  # fmt: skip


def is_of_page(folder: str, beside: Iterable[str]) -> bool:
    """Whether a folder holds the parts of a page.

    Args:
        folder: Its name.
        beside: The names of the files that lie beside the folder.
    """
    stems = {folder[: -len(end)] for end in _FOLDER_ENDS if folder.endswith(end)}
    if not stems:
        return False
    # Some browsers name the folder after the page with its extension.
    return any(_stem(name) in stems or name in stems for name in beside if _is_page(name))


def are_of_pages(names: Iterable[str]) -> frozenset[str]:
    """Return those of the paths of an archive that lie in folders with the parts of a page."""
    paths = list(names)
    files: dict[str, set[str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        files.setdefault(folder, set()).add(name)
    answers: dict[str, bool] = {"": False}

    def is_part(folder: str) -> bool:
        """Whether a folder, or one above it, holds the parts of a page."""
        waiting = []
        while folder not in answers:
            waiting.append(folder)
            folder = folder.rpartition("/")[0]
        answer = answers[folder]
        while waiting:
            below = waiting.pop()
            above, _, name = below.rpartition("/")
            answer = answers[below] = answer or is_of_page(name, files.get(above, ()))
        return answer

    return frozenset(path for path in paths if is_part(path.rpartition("/")[0]))


def _is_page(name: str) -> bool:
    return name.lower().endswith(PAGE_EXTENSIONS)


def _stem(name: str) -> str:
    return name.rpartition(".")[0]
