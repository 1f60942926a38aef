"""The state directory: what must survive a command and belongs into no repository (passwords, the port, a lock)."""

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


def running_as_root() -> bool:
    """Tell whether this process is root, as which postgres refuses to run."""
    return os.geteuid() == 0


def state_directory(checkout: Path, configured: str, *, as_root: bool) -> Path:
    """Return where the state of a checkout lies; nothing is created.

    A normal user keeps it in the checkout. Root's server runs as another account, which may not reach a checkout below
    /root; so root's state lies in the system's place, under a name that two checkouts never share.
    """
    if configured:
        return Path(configured).expanduser().absolute()
    if not as_root:
        return checkout / ".postgres"
    digest = hashlib.sha256(os.fsencode(checkout)).hexdigest()[:8]
    return SYSTEM_STATE / f"{checkout.name}-{digest}"


def create_state_directory(state: Path) -> None:
    """Create the state directory and those above it that are missing; raise ServerError where that is not possible.

    Root's may be entered by all, for the server's account has to pass through it; secrets in it are 0600.
    """
    missing = [path for path in (state, *state.parents) if not path.exists()]
    mode = 0o755 if running_as_root() else 0o700
    try:
        for path in reversed(missing):
            path.mkdir(exist_ok=True)
            path.chmod(mode)  # not by mkdir, whose mode the umask cuts
        if not os.access(state, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(f"no right to write in {state}")
    except OSError as error:
        raise ServerError(
            f"the state directory {state} cannot be used: {error.strerror or error}; name another with POSTGRES_STATE"
        ) from None


def read_text(path: Path) -> str:
    """Return what a small file of the state directory says, or an empty string when there is no such file."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ServerError(
            f"{path} cannot be read: {error.strerror}; name another directory with POSTGRES_STATE"
        ) from None


def write_private(path: Path, text: str) -> None:
    """Replace a file of mode 0600 in one step, so that no reader ever sees half of it."""
    temporary = _write_temporary(path, text)
    temporary.replace(path)


def get_or_create_secret(path: Path) -> str:
    """Return the secret kept in a file, made at the first call; processes that ask at once get the same one."""
    known = read_text(path)
    if known:
        return known
    create_state_directory(path.parent)
    temporary = _write_temporary(path, secrets.token_hex(32))
    try:
        os.link(temporary, path)  # unlike a rename this fails when somebody else was faster
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
    return read_text(path)


@contextmanager
def locked(path: Path, timeout_s: float, busy: str) -> Iterator[None]:
    """Hold an exclusive lock on a file; raise ServerError with `busy` when it is not free within the given time.

    The lock goes with its process, so that a killed command leaves nothing to clear away. That is why a file system
    without flock is refused: there filelock would go by the existence of the file.
    """
    lock = FileLock(path, timeout_s, PRIVATE_MODE, fallback_to_soft=False)
    try:
        held = lock.acquire()
    except Timeout:
        raise ServerError(busy) from None
    except OSError as error:
        raise ServerError(
            f"{path} cannot be locked: {error.strerror or error}; name another directory with POSTGRES_STATE"
        ) from None
    with held:
        yield


def _write_temporary(path: Path, text: str) -> Path:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_MODE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{text}\n")
    return temporary
