"""Worker processes that read units side by side, each unit's messages coming in order.

They are plain new processes, not forks of this one, which has threads and a window, and not
``multiprocessing``'s, which would run the caller's main module once more. Each has a connection
of its own, so that it is known which unit one was at when it crashed.
"""

from __future__ import annotations

import bisect
import contextlib
import logging
import os
import pickle
import subprocess
import sys
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import wait
from typing import Any, Self

from ipvm_desktop.importers.registry import Registry
from ipvm_desktop.pipeline import worker as child
from ipvm_desktop.pipeline.reading import Failed, Listener, Message, Stopped, Unit, read

logger = logging.getLogger(__name__)

_BOOT = (
    "import sys; sys.path[:] = sys.argv[2:];"
    " from ipvm_desktop.pipeline.worker import main; main(int(sys.argv[1]))"
)
# What a worker is given at once: enough to go on with while the library is written to.
_CHUNK_UNITS, _CHUNK_BYTES = 8, 256 * 1024
# What may wait to be written: so many units ahead, and so many bytes.
_AHEAD_UNITS, _AHEAD_BYTES = 400, 32 * 1024 * 1024
# One thread writes what they read; more of them would only wait for it.
_MOST_WORKERS = 16
_WAIT_SECONDS = 0.1
_END_SECONDS = 5


@dataclass(eq=False)
class _Worker:
    """One process, and the units it was sent and has not finished."""

    running: subprocess.Popen[bytes]
    connection: child.Wire
    is_ready: bool = False
    units: deque[int] = field(default_factory=deque)
    silence: float = 0.0

    def stop(self) -> int:
        """End the process at once, it keeps nothing; return how it ended."""
        self.connection.close()
        self.running.kill()
        # A process that waits for a drive that is gone cannot even be killed.
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            self.running.communicate(timeout=_END_SECONDS)
        return self.running.returncode if self.running.returncode is not None else -9


class Workers:
    """Reads units in other processes, as far ahead as memory allows.

    To be used from one thread, within ``with``.
    """

    def __init__(
        self,
        units: Sequence[Unit],
        registry: Registry,
        known: frozenset[str],
        is_cancelled: Callable[[], bool],
        listener: Listener,
        count: int,
    ) -> None:
        """Start so many workers, or as many as can be started.

        Args:
            units: What is going to be asked for, in this order.
            registry: Which importers there are.
            known: Digests of files that need not be parsed.
            is_cancelled: Asked often while there is nothing to do but wait.
            listener: Told how far the unit is that is waited for, if it is a large file.
            count: How many processes; see ``processors``.
        """
        self._units = units
        self._registry = registry
        self._known = known
        self._is_cancelled = is_cancelled
        self._listener = listener
        self._waiting = deque(range(len(units)))
        self._inbox: defaultdict[int, deque[bytes]] = defaultdict(deque)
        self._sizes: dict[int, int] = {}
        self._held = 0
        self._current = 0
        self._workers: list[_Worker] = []
        try:
            self._setup = pickle.dumps((registry, known), pickle.HIGHEST_PROTOCOL)
        except Exception as error:  # noqa: BLE001 (foreign importers may be anything)
            logger.info("Files are read in this process: %s", error)
            return
        # All begin to start before the first is waited for to take its setup.
        started = [self._spawned() for _ in range(count)]
        for one in started:
            self._set_up(one)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        while self._workers:
            self._workers.pop().stop()

    def messages(self, number: int) -> Iterator[Message]:
        """Yield the messages of one unit as they come, and let the others be read meanwhile.

        Args:
            number: The unit's place; never smaller than in the call before.

        Raises:
            Stopped: ``is_cancelled`` says so, and there is no message yet.
        """
        while self._current < number:
            self._forget(self._current)
            self._current += 1
        queue = self._inbox[number]
        self._pump(0)
        while True:
            while not queue:
                if self._is_cancelled():
                    raise Stopped
                if not self._workers:
                    unit = self._units[number]
                    yield from read(unit, self._registry, self._known, self._listener)
                    return
                self._pump(_WAIT_SECONDS)
            message = queue.popleft()
            self._held -= len(message)
            yield pickle.loads(memoryview(message)[1:])  # noqa: S301 (from our own process)
            if message[:1] == child.LAST:
                return

    def _forget(self, number: int) -> None:
        self._sizes.pop(number, None)
        self._held -= sum(map(len, self._inbox.pop(number, ())))

    def _pump(self, seconds: float) -> None:
        """Give out work, and take in what was read, waiting so long for the first of it."""
        for one in self._workers:
            self._give(one)
        listened = [one for one in self._workers if self._is_heard(one)]
        started = time.monotonic()
        ready = set(wait([one.connection for one in listened], seconds))
        passed = time.monotonic() - started
        for one in listened:
            if one.connection in ready:
                one.silence = 0.0
                self._receive(one)
            elif one.units:
                one.silence += passed
                seconds = child.patience(self._size(one.units[0]))
                if one.silence > seconds:
                    self._lose(one, f"reading it took longer than {seconds} seconds")

    def _is_heard(self, one: _Worker) -> bool:
        """Whether there is room for what a worker sends; for what is waited for there always is."""
        if self._held < _AHEAD_BYTES or self._current in one.units or not one.is_ready:
            return True
        # After a crash it may be that nobody reads the current unit until somebody is through.
        return not any(self._current in other.units for other in self._workers)

    def _give(self, one: _Worker) -> None:
        size = sum(map(self._size, one.units))
        if len(one.units) > _CHUNK_UNITS // 2 or (len(one.units) > 1 and size > _CHUNK_BYTES // 2):
            # Each message wakes the worker up, so there should not be one for each unit.
            return
        chunk: list[int] = []
        while (
            self._waiting
            and len(one.units) + len(chunk) < _CHUNK_UNITS
            and (size < _CHUNK_BYTES or not (one.units or chunk))
            and (self._waiting[0] < self._current + _AHEAD_UNITS)
            and (self._held < _AHEAD_BYTES or self._waiting[0] == self._current)
        ):
            number = self._waiting.popleft()
            if number >= self._current:
                chunk.append(number)
                size += self._size(number)
        if chunk:
            one.units.extend(chunk)
            with contextlib.suppress(OSError):  # it is gone, as receiving from it will tell
                one.connection.send_bytes(pickle.dumps([self._units[n] for n in chunk]))

    def _size(self, number: int) -> int:
        size = self._sizes.get(number)
        if size is None:
            size = self._sizes[number] = self._units[number].size
        return size

    def _receive(self, one: _Worker) -> None:
        try:
            message = one.connection.recv_bytes()
        except (EOFError, OSError):
            self._lose(one)
            return
        kind = message[:1]
        if kind == child.READY:
            one.is_ready = True
        elif kind == child.REFUSED:
            self._lose(one, str(_content(message)))
        elif kind == child.LOG:
            name, level, words = _content(message)
            logging.getLogger(name).log(level, "%s", words)
        elif kind == child.POSITION:
            if one.units[0] == self._current:
                self._listener(_content(message))
        else:
            number = one.units[0]
            if number >= self._current:
                self._inbox[number].append(message)
                self._held += len(message)
            if kind == child.LAST:
                one.units.popleft()

    def _lose(self, one: _Worker, why: str | None = None) -> None:
        """Do without a worker; its unit failed, and what it did not begin goes to others."""
        code = one.stop()
        self._workers.remove(one)
        if not one.is_ready:
            logger.info("A process that reads files did not start: %s", why or f"it ended ({code})")
        elif one.units:
            number = one.units.popleft()
            label = self._units[number].label
            sentence = f"{label}: {why or _crash(code)}."
            logger.warning("%s", sentence)
            self._inbox[number].append(child.LAST + pickle.dumps(Failed(sentence)))
        for number in one.units:
            bisect.insort(self._waiting, number)
        if one.is_ready:
            self._set_up(self._spawned())

    def _spawned(self) -> _Worker | None:
        """Start one more worker; None where the system does not let it."""
        try:
            ours, theirs = Pipe()
        except OSError as error:
            logger.info("No process can be started to read files: %s", error)
            return None
        try:
            running = _spawn(theirs.fileno())
        except (OSError, ValueError) as error:
            logger.info("No process can be started to read files: %s", error)
            ours.close()
            return None
        finally:
            theirs.close()
        one = _Worker(running, ours)
        self._workers.append(one)
        return one

    def _set_up(self, one: _Worker | None) -> None:
        if one is not None:
            with contextlib.suppress(OSError):  # as above
                one.connection.send_bytes(self._setup)


def processors() -> int:
    """Return how many workers are worth while; 0 where they are not possible."""
    if os.name != "posix" or getattr(sys, "frozen", False) or not sys.executable:
        return 0
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(count or 1, _MOST_WORKERS)


def _spawn(descriptor: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 (this very program)
        [sys.executable, "-c", _BOOT, str(descriptor), *sys.path],
        pass_fds=[descriptor],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # Otherwise Ctrl-C would reach them as well.
        start_new_session=True,
    )


def _content(message: bytes) -> Any:
    return pickle.loads(memoryview(message)[1:])  # noqa: S301 (from our own process)


def _crash(code: int) -> str:
    if code == -9:
        return "the system stopped the process that read it, perhaps for want of memory"
    return f"the process that read it crashed ({f'signal {-code}' if code < 0 else f'exit {code}'})"
