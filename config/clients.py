"""PostgreSQL's client programs, and how they log in: by a private file, for others can read their command lines."""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS

from config.binaries import Binaries, find_clients
from config.errors import ServerError
from config.login import CONNECT_TIMEOUT_S, Login
from config.postmaster import process_exists
from config.server import ServerSettings
from config.state import create_state_directory, write_private
from datahub.databases import BANK_DATABASES

_FILE_NAME = "programs.{process}.{random}.conf"
SERVICES = "pg_service.conf"
"""The file in the state directory with the logins for programs that a user starts."""


@dataclass(frozen=True)
class Clients:
    """Programs that can connect to the bank's databases, and the environment in which they find the login."""

    programs: Binaries
    environment: Mapping[str, str]

    def command(self, program: str, alias: str) -> list[str]:
        """Return the start of the command line of a program that connects to a database."""
        return [self.programs.program(program), f"--dbname=service={alias}"]


@contextmanager
def connected_clients(server: ServerSettings, login: Login, **parameters: str) -> Iterator[Clients]:
    """Write a file with a login for the seven databases, yield the programs that use it, and remove it at the end.

    `parameters` are further ones of libpq, such as `application_name`.

    Raises ServerError where there are no programs, the file cannot be written, or it cannot contain a value.
    """
    programs = find_clients(server.bin)
    create_state_directory(server.state)
    _remove_abandoned(server.state)
    file = server.state / _FILE_NAME.format(process=os.getpid(), random=secrets.token_hex(4))
    services = [
        _service(alias, login, server.database_name(alias), parameters) for alias in (DEFAULT_DB_ALIAS, *BANK_DATABASES)
    ]
    write_private(file, "\n".join(services))
    try:
        # Without a password in the file, libpq looks at PGPASSWORD and ~/.pgpass, as for every other connection.
        yield Clients(programs, {**os.environ, "PGSERVICEFILE": str(file)})
    finally:
        file.unlink(missing_ok=True)


def write_services(server: ServerSettings, database: str, logins: Mapping[str, Login]) -> Path:
    """Write a private file in which libpq finds logins for a database by their names; return its path.

    Raises ServerError where the file cannot be written, or cannot contain a value.
    """
    create_state_directory(server.state)
    file = server.state / SERVICES
    write_private(file, "\n".join(_service(name, login, database, {}) for name, login in logins.items()))
    return file


def _service(alias: str, login: Login, database: str, parameters: Mapping[str, str]) -> str:
    """Return the section of a service file for one database."""
    values = {
        "connect_timeout": str(CONNECT_TIMEOUT_S),
        **dict(login.options),
        "host": login.host,
        "port": str(login.port),
        "user": login.user,
        "dbname": database,
        **({"password": login.password} if login.password else {}),
        **parameters,
    }
    for name, value in values.items():
        if value != value.rstrip() or "\n" in value:
            raise ServerError(
                f"The {name} in POSTGRES_URL ends with a space or a new line, which PostgreSQL's programs lose"
            )
    return "\n".join((f"[{alias}]", *(f"{name}={value}" for name, value in values.items())))


def _remove_abandoned(state: Path) -> None:
    """Remove the files of commands that were killed before they could."""
    for file in state.glob(_FILE_NAME.format(process="*", random="*")):
        process = file.name.split(".")[1]
        if process.isdigit() and not process_exists(int(process)):
            file.unlink(missing_ok=True)
