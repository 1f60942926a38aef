"""Runs PostgreSQL's programs: started beside this process, ended with it, their errors as one line."""

import re
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Self

from config.error_text import one_line

REMEDIES = (
    ("SSL support is not compiled in", "set POSTGRES_BIN to programs with TLS"),
    ("invalid command \\restrict", "set POSTGRES_BIN to a newer release of psql"),
)
"""What to do about a failed program, by a phrase in its message."""

END_TIMEOUT_S = 10


class ProgramError(Exception):
    """A program failed; the message is its own, in one line."""


class Program:
    """A running program. Leaving the block ends it.

    It has a session of its own: Control-C at the terminal reaches this process alone, which then decides.

    Raises ProgramError where the program cannot be started.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        stdin: int = subprocess.DEVNULL,
        stdout: int = subprocess.DEVNULL,
    ) -> None:
        self._name = Path(command[0]).name
        self._messages = TemporaryFile()  # noqa: SIM115 - not a pipe, which blocks the program while nobody reads it
        try:
            self._process = subprocess.Popen(
                command,
                env={**environment, "LC_ALL": "C", "PGCLIENTENCODING": "UTF8"},
                stdin=stdin,
                stdout=stdout,
                stderr=self._messages,
                start_new_session=True,
            )
        except OSError as error:
            self._messages.close()
            raise ProgramError(f"{self._name} cannot be run: {error.strerror}") from None

    @property
    def stdin(self) -> IO[bytes]:
        """The pipe to the program; only with `stdin=PIPE`."""
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def stdout(self) -> IO[bytes]:
        """The pipe from the program; only with `stdout=PIPE`."""
        assert self._process.stdout is not None
        return self._process.stdout

    def wait(self) -> None:
        """Wait for the end of the program. Raises ProgramError where it fails."""
        if self._process.wait() != 0:
            raise ProgramError(self._error())

    def kill(self) -> None:
        """End the program at once; may be called from any thread, and again."""
        self._process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the program unless it has ended, and close its pipes."""
        self.kill()
        self._process.wait(END_TIMEOUT_S)
        for pipe in (self._process.stdin, self._process.stdout, self._messages):
            if pipe is not None:
                _close(pipe)

    def _error(self) -> str:
        """Return the first error that the program wrote, with its detail and remedy."""
        self._messages.seek(0)
        return program_error(self._messages.read().decode(errors="replace")) or f"{self._name} failed"


def program_error(messages: str) -> str:
    """Return the first error among a program's messages in one line, with its detail and remedy; "" without any."""
    if not messages.strip():
        return ""
    found = re.search(r"^.*(?:error|ERROR|FATAL): +(.+)(?:\nDETAIL: +(.+))?", messages, re.MULTILINE)
    parts = [part.rstrip(".") for part in found.groups() if part] if found else [one_line(messages)]
    remedies = [remedy for symptom, remedy in REMEDIES if symptom in messages]
    return "; ".join((": ".join(parts), *remedies))


def _close(pipe: IO[bytes]) -> None:
    with suppress(BrokenPipeError):  # what was left in the buffer has no reader any more
        pipe.close()
