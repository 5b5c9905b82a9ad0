"""What runs in a worker process: reads the units it is sent and sends back what they hold.

Each message on the connection is bytes: a kind and, behind it, a pickle. A worker ends with
its connection, with its parent (whose end closes its standard input), and by the system's hand
when one unit takes it longer than any should.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import pickle
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from typing import TypeAlias

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers.registry import Registry
from ipvm_desktop.pipeline.reading import Failed, Listener, Message, Opening, Position, Unit, read

READY, REFUSED, DOCUMENT, OPENING, LAST, LOG = b"r", b"n", b"d", b"o", b"e", b"l"
POSITION = b"p"
UNIT_SECONDS = 120
_SLOWEST_BYTES = 1024 * 1024  # a second
_POSITION_SECONDS = 0.25

_NICENESS = 5

Wire: TypeAlias = "Connection[bytes, bytes]"


def patience(size: int) -> int:
    """Return how many seconds a unit of so many bytes may take without a word.

    Some exports are read to their end before there is a first article.
    """
    return max(UNIT_SECONDS, size // _SLOWEST_BYTES)


def main(descriptor: int) -> None:
    """Serve the connection of this descriptor until its other end is closed."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # The window goes first, and whatever else the reader is doing.
    os.nice(_NICENESS)
    connection: Wire = Connection(descriptor)
    # What was imported stays until the end.
    gc.freeze()
    # Whoever started this may be gone; then nobody is left who could be told.
    with contextlib.suppress(EOFError, OSError):
        serve(connection, _limit_time)


def serve(connection: Wire, renew: Callable[[int], object] = lambda _seconds: None) -> None:
    """Read what the other end sends, until it is closed.

    Args:
        connection: To the parent.
        renew: Called whenever there was a word of a unit, with the seconds until the next.

    Raises:
        EOFError: The other end was closed.
        OSError: The other end is gone.
    """
    try:
        registry, known = pickle.loads(connection.recv_bytes())  # noqa: S301 (from the parent)
    except (EOFError, OSError):
        raise
    except Exception:  # noqa: BLE001 (an importer defined where this process does not find it)
        connection.send_bytes(REFUSED + pickle.dumps(traceback.format_exc()))
        return
    sender = _Sender(connection)
    logging.getLogger().addHandler(sender)
    try:
        connection.send_bytes(READY)
        while True:
            units: list[Unit] = pickle.loads(connection.recv_bytes())  # noqa: S301 (as above)
            for unit in units:
                seconds = patience(unit.size)
                renew(seconds)
                for message in packed(unit, registry, known, _Teller(connection)):
                    connection.send_bytes(message)
                    renew(seconds)
    finally:
        logging.getLogger().removeHandler(sender)


def packed(
    unit: Unit, registry: Registry, known: frozenset[str], listener: Listener | None = None
) -> Iterator[bytes]:
    """Yield what a unit holds, ready to be sent."""
    messages: Iterable[Message] = read(unit, registry, known, listener)
    try:
        for message in messages:
            yield _kind(message) + pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 (documents of a foreign importer may hold anything)
        kind = type(error).__name__
        sentence = f"{unit.label}: its articles cannot be taken over ({kind}; see the log)."
        yield LAST + pickle.dumps(Failed(sentence, trace=traceback.format_exc()))


def _kind(message: Message) -> bytes:
    if isinstance(message, Document):
        return DOCUMENT
    return OPENING if isinstance(message, Opening) else LAST


class _Teller:
    """Sends how far a file is, a few times a second."""

    def __init__(self, connection: Wire) -> None:
        self._connection = connection
        self._last = time.monotonic()

    def __call__(self, position: Position) -> None:
        """Send a position, unless one was sent just now."""
        now = time.monotonic()
        if now - self._last >= _POSITION_SECONDS:
            self._last = now
            self._connection.send_bytes(POSITION + pickle.dumps(position))


class _Sender(logging.Handler):
    """Leaves what is logged here to the parent."""

    def __init__(self, connection: Wire) -> None:
        super().__init__(logging.WARNING)
        self._connection = connection

    def emit(self, record: logging.LogRecord) -> None:
        """Send one record."""
        words = (record.name, record.levelno, self.format(record))
        self._connection.send_bytes(LOG + pickle.dumps(words))


def _limit_time(seconds: int) -> None:
    """Let the system end this process if no word comes from it any more, parent or no parent."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + 2 * seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def _end_with_parent() -> None:
    """Wait until standard input ends, which nobody but the parent holds open."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdin.buffer.read()
    os._exit(0)
