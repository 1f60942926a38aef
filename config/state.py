"""The state directory: files that outlive a command and stay out of the repository (passwords, the port, a lock)."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from config.errors import ServerError

SYSTEM_STATE = Path("/var/lib/datahub-bank")
PRIVATE_MODE = 0o600
ELSEWHERE = "set POSTGRES_STATE to another directory"


def running_as_root() -> bool:
    """Return whether this process is root, as which PostgreSQL refuses to run."""
    return hasattr(os, "geteuid") and os.geteuid() == 0  # Windows has none


def state_directory(home: Path, configured: str, *, as_root: bool) -> Path:
    """Return the state directory of a home (`config.home`), without creating it.

    A normal user's is in the home. Root's server runs as another account, which may not be able to reach a home
    below /root, so root's is in a system directory, under a name of the home's own.
    """
    if configured:
        return Path(configured).expanduser().absolute()
    if not as_root:
        return home / ".postgres"
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:8]
    return SYSTEM_STATE / f"{home.name}-{digest}"


def create_state_directory(state: Path) -> None:
    """Create the state directory and its missing parents.

    All may enter root's, because the server's account has to pass through it; the secrets in it are private files.

    Raises ServerError where the directory cannot be created or written to.
    """
    missing = [path for path in (state, *state.parents) if not path.exists()]
    mode = 0o755 if running_as_root() else 0o700
    try:
        for path in reversed(missing):
            path.mkdir(exist_ok=True)
            path.chmod(mode)  # not by mkdir, whose mode the umask reduces
        if not os.access(state, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(f"no permission to write to {state}")
    except OSError as error:
        raise ServerError(
            f"The state directory {state} cannot be used: {error.strerror or error}; {ELSEWHERE}"
        ) from None


def read_text(path: Path) -> str:
    """Return the text of a small file, or an empty string where it does not exist; raise ServerError otherwise."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ServerError(f"{path} cannot be read: {error.strerror}; {ELSEWHERE}") from None


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, in one step, so that no reader sees half of it."""
    temporary = _write_temporary(path, text)
    temporary.replace(path)


def get_or_create_secret(path: Path) -> str:
    """Return the secret in a file, created by the first call; processes that ask at once get the same one."""
    known = read_text(path)
    if known:
        return known
    create_state_directory(path.parent)
    temporary = _write_temporary(path, secrets.token_hex(32))
    try:
        os.link(temporary, path)  # unlike a rename, this fails where another process was faster
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
    return read_text(path)


@contextmanager
def locked(path: Path, timeout_s: float, busy: str) -> Iterator[None]:
    """Hold an exclusive lock on a file, which ends with the process: a killed command leaves no lock behind.

    Raises ServerError with the message `busy` where another holds the lock until the timeout, and ServerError where the
    file cannot be locked.
    """
    # Where a file system has no flock, filelock would go by the file's existence, which a killed command leaves behind.
    lock = FileLock(path, timeout_s, PRIVATE_MODE, fallback_to_soft=False)
    try:
        held = lock.acquire()
    except Timeout:
        raise ServerError(busy) from None
    except OSError as error:
        raise ServerError(f"The file {path} cannot be locked: {error.strerror or error}; {ELSEWHERE}") from None
    with held:
        yield


def _write_temporary(path: Path, text: str) -> Path:
    """Write a private file beside `path`, owned as their directory is, and return it."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_MODE)
    if running_as_root():  # which may use a normal user's state directory
        owner = path.parent.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{text}\n")
    except OSError:
        temporary.unlink(missing_ok=True)  # of a full disk, too
        raise
    return temporary
