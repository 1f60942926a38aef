"""The file with the dump of one database: pg_dump writes it, and everybody reads it as an SQL script."""

import subprocess
from collections.abc import Generator, Sequence
from pathlib import Path

from config.binaries import Binaries
from config.clients import Clients
from config.dump_format import DumpFormat
from config.errors import ServerError
from config.programs import Program

LOCK_TIMEOUT = "4s"
_HEAD_BYTES = 4096
_NEW_SETTING = b"SET transaction_timeout = 0;\n"
"""pg_dump writes it since PostgreSQL 17; older servers refuse it, and the value is the default anyway."""

_FLAGS = (
    # Owners and rights are those of the server that the dump comes from; the role that restores it owns the tables.
    "--no-owner",
    "--no-privileges",
    "--no-tablespaces",
    "--no-publications",
    "--no-subscriptions",
    "--no-security-labels",
    "--encoding=UTF8",
    "--no-password",
    f"--lock-wait-timeout={LOCK_TIMEOUT}",
)


def start_dump(
    clients: Clients,
    alias: str,
    file: Path,
    dump_format: DumpFormat,
    *,
    snapshot: str,
    tables: Sequence[str],
    excluded_schemas: Sequence[str],
) -> Program:
    """Start pg_dump on a database, as it is in an exported snapshot, and return the program.

    `tables` are the tables to dump, or none for everything but the excluded schemas.

    Raises ProgramError where pg_dump cannot be started.
    """
    command = [
        *clients.command("pg_dump", alias),
        f"--file={file}",
        f"--format={dump_format}",
        f"--snapshot={snapshot}",
        *_FLAGS,
        *(f'--table=public."{table}"' for table in tables),
        *(f'--exclude-schema="{schema}"' for schema in excluded_schemas),
        *(["--exclude-extension=*"] if clients.programs.major >= 17 else []),
    ]
    return Program(command, clients.environment)


def accept_older_servers(file: Path) -> None:
    """Change a plain dump so that a server of PostgreSQL 15 runs it without an error."""
    with file.open("r+b") as opened:
        place = opened.read(_HEAD_BYTES).find(_NEW_SETTING)
        if place >= 0:
            opened.seek(place)
            opened.write(b"-- transaction_timeout = 0".ljust(len(_NEW_SETTING) - 1))


def refuse_newer_server(programs: Binaries, server_major: int) -> None:
    """Raise ServerError where pg_dump is older than the server, which it then refuses."""
    if programs.major < server_major:
        raise ServerError(
            f"pg_dump {programs.version} in {programs.directory} cannot dump PostgreSQL {server_major}; "
            f"set POSTGRES_BIN to programs of version {server_major} or newer"
        )


def refuse_newer_archive(programs: Binaries, dump_format: DumpFormat, version: str) -> None:
    """Raise ServerError where pg_restore is older than the pg_dump, of that version, that wrote a file."""
    if dump_format is DumpFormat.CUSTOM and programs.major < int(version.split(".", maxsplit=1)[0]):
        raise ServerError(
            f"pg_restore {programs.version} in {programs.directory} cannot read a custom dump of version {version}; "
            f"set POSTGRES_BIN to programs of that version, or dump the bank in the plain format"
        )


def script_lines(clients: Clients, file: Path, dump_format: DumpFormat) -> Generator[bytes, None, None]:
    """Yield the lines of the SQL script that makes the database again.

    Raises ProgramError where pg_restore cannot read the file, perhaps after some lines.
    """
    if dump_format is DumpFormat.PLAIN:
        with file.open("rb") as lines:
            yield from lines
        return
    command = [clients.programs.program("pg_restore"), "--file=-", "--no-owner", "--no-privileges", str(file)]
    with Program(command, clients.environment, stdout=subprocess.PIPE) as pg_restore:
        for line in pg_restore.stdout:
            if line != _NEW_SETTING:
                yield line
        pg_restore.wait()
