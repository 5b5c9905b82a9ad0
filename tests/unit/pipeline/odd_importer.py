"""An importer for files that are trouble to whoever reads them. Worker processes import it, too."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers.base import Confidence, Source


class OddImporter:
    """An article a line, after doing what the line says: ``word number title``.

    Trouble is for workers only: the lines name the process that must survive them.
    """

    name = "odd"
    title = "Odd lines"
    extensions = (".odd",)
    brings = ("article",)

    def sniff(self, source: Source) -> Confidence:
        return Confidence.LIKELY if source.extension == ".odd" else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        with source.open() as stream:
            for line in stream:
                word, number, title = line.decode().strip().split(" ", 2)
                if word != "fine":
                    assert os.getpid() != int(number), "this is to happen in a worker"
                    act(word)
                yield Document(title=title, body_text=f"Read by {os.getpid()}")


def act(word: str) -> None:
    if word == "exit":
        os._exit(3)
    elif word == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif word == "sleep":
        time.sleep(600)
    elif word == "spin":
        while True:
            pass
    elif word == "log":
        logging.getLogger("odd").warning("a word from %s", "a worker")
