"""Files that a command writes where the user says: complete or not at all, and `-` is standard output."""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

STANDARD_OUTPUT = "-"
DEVICES = ("/dev/", "/proc/")
"""Places whose files are written in place: /dev/stdout may lead to a file that the shell has opened."""


class OutputFileError(Exception):
    """A file cannot be written; the message gives the file and the reason in one line."""


@contextmanager
def written_file(path: Path) -> Iterator[TextIO]:
    """Yield a text file that is renamed to `path` at the end, or removed if the block raises.

    An existing file is replaced and keeps its mode; a link stays, and the file to which it leads is replaced. Devices
    and pipes are written in place.

    Raises OutputFileError where the file cannot be written.
    """
    try:
        if is_in_place(path):
            with path.open("w", encoding="utf-8", newline="\n") as file:
                yield file
            return
        yield from _written_aside(Path(os.path.realpath(path)))
    except OSError as error:
        raise OutputFileError(f"{shown(_named(error, path))} cannot be written: {error.strerror}") from None


def _named(error: OSError, path: Path) -> Path:
    """Return the file that an error is about: `path`, unless the block failed at a file somewhere else."""
    other = Path(os.fsdecode(error.filename or path))
    return path if other.parent == Path(os.path.realpath(path)).parent else other


def _written_aside(path: Path) -> Iterator[TextIO]:
    draft = path.with_name(f".{secrets.token_hex(8)}.partial")  # shorter than any limit on names
    try:
        with draft.open("x", encoding="utf-8", newline="\n") as file:
            yield file
        with suppress(FileNotFoundError):
            draft.chmod(stat.S_IMODE(path.stat().st_mode))
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def refuse_unwritable(path: Path) -> None:
    """Raise OutputFileError for a file that cannot be written, before anything is computed for it."""
    try:
        reason = _reason_against(path)
    except OSError as error:
        reason = error.strerror or str(error)
    if reason:
        raise OutputFileError(f"{shown(path)} cannot be written: {reason}")


def _reason_against(path: Path) -> str:
    """Return why a file cannot be written, "" if it seems that it can."""
    if path.is_dir():
        return "it is a directory; name a file"
    directory = Path(os.path.realpath(path)).parent
    if not directory.is_dir():
        return f"there is no directory {shown(directory)}"
    with suppress(FileNotFoundError):
        path.stat()  # raises what else is wrong with the path
        if not os.access(path, os.W_OK):
            return "it is read-only"
    if not is_in_place(path) and not os.access(directory, os.W_OK | os.X_OK):
        return f"no permission to write to {shown(directory)}"
    return ""


def is_in_place(path: Path) -> bool:
    """Return whether a file is written in place: a device, a pipe, or what the shell has opened."""
    if str(path.absolute()).startswith(DEVICES):
        return True
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError:  # there is none yet
        return False


def shown(path: Path) -> str:
    """Return a path as text that can be printed: bytes that are not UTF-8 are replaced."""
    return os.fsencode(path).decode(errors="replace")
