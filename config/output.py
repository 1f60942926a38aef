"""The output of a program: standard streams that may be closed or full, or whose reader stops early.

Every command starts in `run_program`, so that this is decided here and nowhere else:

* A reader that closes the pipe, as `head` does, ends the command quietly, with exit code 0: it has what it wanted.
* Output that cannot be written, because the device is full or standard output is closed, is one line and exit code 1.
* What a command found out stays its exit code: `seed_verify` of a faulty bank fails, whatever becomes of its output.
* A package that is not installed is one line: some commands need more than the bank does.
* What goes to standard error - progress and messages - never ends a command.
"""

import io
import os
import sys
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, NoReturn, TextIO

from config.interrupts import INTERRUPTED, ignore_ctrl_c
from config.source import is_checkout

FAILED = 1
"""The exit code of a command whose output could not be written."""


class OutputError(Exception):
    """Standard output cannot be written. Not an OSError, for a command may expect one of a file that it writes."""


class _Stream(io.FileIO):
    """A standard stream. After a write has failed, further output is dropped, also what Python writes at its end."""

    def __init__(self, descriptor: int, *, raises: bool) -> None:
        super().__init__(descriptor, "wb", closefd=False)
        self.failure: OSError | None = None
        self._raises = raises

    def write(self, output: Any, /) -> int:
        """Write bytes. Raises OutputError for the first failure if the stream is one that raises."""
        if self.failure is None:
            try:
                return super().write(output)
            except OSError as error:
                self.failure = error
                if self._raises:
                    raise OutputError(error.strerror) from None
        return memoryview(output).nbytes


def run_program(run: Callable[[], object]) -> NoReturn:
    """Run a program and exit with the code that it returns or exits with, 0 for None; INTERRUPTED after Ctrl-C."""
    open_missing_streams()
    screen = _Stream(1, raises=True)
    sys.stdout = _text(screen, sys.stdout)
    sys.stderr = _text(_Stream(2, raises=False), sys.stderr)
    code: object = None
    try:
        code = _exit_code(run)
        sys.stdout.flush()
    except OutputError:
        pass  # the stream knows why
    except UnicodeEncodeError as error:
        code = (
            f"Output in {error.encoding} has no {error.object[error.start : error.end]!r}; set PYTHONIOENCODING=utf-8"
        )
    if isinstance(code, str):
        sys.stderr.write(f"{code}\n")
        code = FAILED
    if screen.failure and not isinstance(screen.failure, BrokenPipeError):
        sys.stderr.write(f"Standard output cannot be written: {screen.failure.strerror}\n")
        code = code or FAILED
    sys.exit(code)  # type: ignore[arg-type]  # what SystemExit had, or an int


def _exit_code(run: Callable[[], object]) -> object:
    try:
        return run()
    except SystemExit as end:
        return end.code
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if not package or find_spec(package):
            raise
        remedy = "run: pip install -r requirements-dev.txt" if is_checkout() else f"install it for {sys.executable}"
        return f"The package {package} is not installed for this Python; {remedy}"
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted\n")
        return INTERRUPTED
    finally:
        ignore_ctrl_c()


def open_missing_streams() -> None:
    """Open the standard streams that the caller has closed, so that no file or connection gets their numbers.

    Standard input is then at its end, and the others cannot be written, as gnulib's stdopen has it: a command that
    writes to a closed stream must not seem to succeed.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            opened = os.open(os.devnull, os.O_RDONLY)  # the lowest free number, which is this one
            os.set_inheritable(opened, True)
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - it lives until the end


def _text(stream: _Stream, before: TextIO | None) -> io.TextIOWrapper:
    """Return a stream for text, encoded and buffered as Python had it `before`; None if it was closed."""
    if not isinstance(before, io.TextIOWrapper):
        return io.TextIOWrapper(io.BufferedWriter(stream), "utf-8", "backslashreplace")
    errors = "backslashreplace" if before.errors == "strict" and stream.isatty() else before.errors
    return io.TextIOWrapper(
        io.BufferedWriter(stream),
        before.encoding,
        errors,
        line_buffering=before.line_buffering,
        write_through=before.write_through,
    )
