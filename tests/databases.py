"""The suite's own databases: seven for each run and worker, on the server in use, dropped when the run ends."""

import os
import re
import time

from django.db import connections
from psycopg import sql

from config.advisory_lock import take_lock
from config.login import Login
from config.reader import RIGHTS_LOCK
from config.server import ServerSettings, known_login

ABANDONED_S = 24 * 3600
_OURS = re.compile(r"test_[a-z0-9]+_(?P<started>[0-9a-f]+)_[0-9a-f]+_")


def prefix_of_this_run() -> str:
    """Return a prefix that no other run or worker uses; it contains the time when the run started."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return f"test_{worker}_{int(time.time()):x}_{os.getpid():x}_"


def drop_run(server: ServerSettings) -> None:
    """Drop the databases and the read-only role of a run, and end the connections to them."""
    connections.close_all()
    login = known_login(server)
    with login.connect() as connection:
        names = [name for (name,) in connection.execute("SELECT datname FROM pg_database")]
    # Copies of banks have a number behind the name.
    drop(login, [name for name in names if name.startswith(server.prefix)], [server.reader_name])
    server.reader_password.unlink(missing_ok=True)


def drop_abandoned(server: ServerSettings) -> None:
    """Drop the databases and roles of runs that started more than a day ago; a later run may still be going on."""
    login = known_login(server)
    with login.connect() as connection:
        databases = [name for (name,) in connection.execute("SELECT datname FROM pg_database") if _abandoned(name)]
        roles = [name for (name,) in connection.execute("SELECT rolname FROM pg_roles") if _abandoned(name)]
    drop(login, databases, roles)
    for file in server.state.glob("test_*.password"):
        if _abandoned(file.name):
            file.unlink(missing_ok=True)


def drop(login: Login, databases: list[str], roles: list[str]) -> None:
    """Drop databases, then the roles with rights in them; the login is connected to the maintenance database."""
    with login.connect() as connection:
        for name in databases:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        take_lock(connection, RIGHTS_LOCK)  # the roles have rights in the maintenance database, which stays
        for name in roles:
            if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).fetchone():
                connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
                connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def _abandoned(name: str) -> bool:
    found = _OURS.match(name)
    return found is not None and time.time() - int(found["started"], 16) > ABANDONED_S
