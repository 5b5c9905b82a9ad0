"""The main job: files and folders into the library, none spoiling the others.

``scanning`` says what there is to read, ``archives`` looks into archives, ``reading`` turns
one unit into documents wherever it runs, ``workers`` does that in other processes, and
``importing`` writes what was read. ``inferring`` deals with articles that are stored already,
``preview`` with files that may become articles.
"""

from __future__ import annotations

from ipvm_desktop.pipeline.importing import import_paths, import_source
from ipvm_desktop.pipeline.inferring import infer_article, infer_outdated
from ipvm_desktop.pipeline.preview import Candidate, Preview, import_as, preview, preview_archive
from ipvm_desktop.pipeline.scanning import find_files
from ipvm_desktop.pipeline.words import printable

__all__ = [
    "Candidate",
    "Preview",
    "find_files",
    "import_as",
    "import_paths",
    "import_source",
    "infer_article",
    "infer_outdated",
    "preview",
    "preview_archive",
    "printable",
]
