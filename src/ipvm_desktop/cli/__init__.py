"""The ``ipvm-desktop`` command. Never imports Qt; the window is started by name.

Here is the boundary: every error becomes one sentence and an exit code.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TextIO

# Exit codes. Ctrl-C ends with what shells expect of it.
GOOD, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130

PROGRAM = "ipvm-desktop"

# Errors that name no file: those of writing to standard output.
_UNWRITTEN = {errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EBADF}

logger = logging.getLogger(__name__)


def main() -> NoReturn:
    """Run the command given on the command line and exit."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; trouble is told on standard error."""
    # A closed stream is none; what goes there then goes nowhere.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    # Odd characters must not stop the program where the terminal cannot show them.
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    code = _run(arguments)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
    except OSError as error:
        complain(f"The output cannot be written: {error.strerror or error}.")
        _forget_output()
        return FAILED
    return code


def _run(arguments: Sequence[str]) -> int:
    from ipvm_desktop.cli.window import open_window, plain_start
    from ipvm_desktop.errors import IpvmDesktopError
    from ipvm_desktop.log import configure_logging, log_file

    configure_logging()
    try:
        library_path = plain_start(arguments)
        if library_path is not None:
            return open_window(library_path, ())
        return _run_command(arguments)
    except IpvmDesktopError as error:
        complain(str(error))
    except BrokenPipeError:
        # Whoever reads has read enough, such as `head`.
        return GOOD
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        logger.exception("The command failed")
        place = error.filename or ""
        if not place and error.errno in _UNWRITTEN:
            place = "The output cannot be written"
        complain(f"{place}: {error.strerror or error}.".removeprefix(": "))
    except Exception as error:
        logger.exception("The command failed")
        kind = type(error).__name__
        complain(f"An error in the program stopped it ({kind}: {error}); see {log_file()}.")
    return FAILED


def _run_command(arguments: Sequence[str]) -> int:
    import click

    from ipvm_desktop.cli.app import program

    try:
        with program.make_context(PROGRAM, list(arguments)) as context:
            return int(program.invoke(context) or GOOD)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return INTERRUPTED


def complain(sentence: str) -> None:
    """Say one sentence on standard error, if that is still there."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{' '.join(sentence.split())}\n")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _forget_output() -> None:
    """Send what is still buffered nowhere, so that the interpreter's last flush is quiet."""
    with contextlib.suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
