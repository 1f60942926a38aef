"""The PostgreSQL server in use, which POSTGRES_URL names or which is embedded, and Django's databases on it."""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS

from config.binaries import MINIMUM_MAJOR
from config.embedded import EmbeddedServer, Say
from config.error_text import one_line
from config.errors import ServerError
from config.login import CONNECT_TIMEOUT_S, Login, login_from_url
from config.session import session_options
from config.tuning import WalLevel

SITE_POOL: dict[str, Any] = {"min_size": 0, "max_size": 4, "max_idle": 60.0, "timeout": 20.0, "num_workers": 1}
"""The site's connections to each database, however many clients it has: a request waits for one for `timeout` seconds,
and an idle one is closed after `max_idle` seconds."""

SITE_LOCK_TIMEOUT = "3s"

RECOVERY_S, RECOVERY_POLL_S = 120, 0.2
"""How long a command waits for a server that recovers from a crash in the middle of a large load."""
RECOVERING = re.compile("the database system is (starting up|in recovery mode|not yet accepting connections)")

NO_SERVER = Login(host="127.0.0.1", port=1, user="postgres", password="")
"""Stands for a server that was never started; nothing may listen on this port."""

ANOTHER_SERVER = "start it, correct POSTGRES_URL, or unset it to use the embedded server"
REMEDIES = (
    ("password authentication failed", "correct the user and password in POSTGRES_URL"),
    ("no password supplied", "add the password to POSTGRES_URL"),
    ("does not exist", "correct the name in POSTGRES_URL"),
)
"""What to do about a failed connection, by a phrase in its message."""


@dataclass(frozen=True)
class ServerSettings:
    """The settings of the server; `prefix` goes before the name of each database and role."""

    url: str
    bin: str
    state: Path
    account: str
    fsync: bool
    prefix: str
    wal_level: WalLevel = WalLevel.MINIMAL

    @property
    def embedded(self) -> EmbeddedServer | None:
        """Return the embedded server, or None where POSTGRES_URL names another."""
        return None if self.url else EmbeddedServer(self.state, self.bin, self.account, self.fsync, self.wal_level)

    @property
    def reader_name(self) -> str:
        """Return the name of the read-only role."""
        return f"{self.prefix}bank_reader"

    @property
    def reader_password(self) -> Path:
        """Return the file with the password of the read-only role."""
        return self.state / f"{self.reader_name}.password"

    def database_name(self, alias: str) -> str:
        """Return the name on the server of a database that Django knows by its alias."""
        return f"{self.prefix}{alias}"

    def check_prefix(self) -> None:
        """Raise ServerError for a prefix that needs quoting or makes names too long for PostgreSQL."""
        if not re.fullmatch(r"[a-z0-9_]{0,40}", self.prefix):
            raise ServerError(
                "POSTGRES_DATABASE_PREFIX may have at most 40 characters: lowercase letters, digits and _"
            )


def known_login(server: ServerSettings) -> Login:
    """Return the server's login as far as it is known without a connection, else `NO_SERVER`; for Django's settings."""
    try:
        return (server.embedded.known_login() if server.embedded else login_from_url(server.url)) or NO_SERVER
    except ServerError:
        return NO_SERVER  # `ensure_server` reports it; an error while settings load would be a traceback


def ensure_server(server: ServerSettings, say: Say) -> Login:
    """Return the login of a server that answers, starting the embedded one if necessary; else raise ServerError."""
    if server.embedded:
        login = server.embedded.start(say)
        problem = f"The embedded server on {login.address} refuses the connection"
        remedy = f"see {server.embedded.paths.log}"
    else:
        login = login_from_url(server.url)
        problem = f"The server of POSTGRES_URL, {login.address}, cannot be used"
        remedy = ""
    try:
        with _connection_after_recovery(login, say) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        raise ServerError(f"{problem}: {_reason(error)}; {remedy or _remedy(error)}") from None
    if version < MINIMUM_MAJOR * 10_000:
        raise ServerError(f"{problem}: it is PostgreSQL {version // 10_000}; use {MINIMUM_MAJOR} or newer")
    return login


def django_databases(server: ServerSettings, login: Login, bank: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES: one for Django's own tables and one for each alias of the bank."""
    databases = {alias: _database(server.database_name(alias)) for alias in (DEFAULT_DB_ALIAS, *bank)}
    # Keys of sessions are values of queries there, and the read-only role may see the texts of all queries.
    databases[DEFAULT_DB_ALIAS]["OPTIONS"]["server_side_binding"] = True
    use_login(databases, login)
    return databases


def use_login(databases: dict[str, dict[str, Any]], login: Login) -> None:
    """Write a login into Django's DATABASES, in place: connections read these dicts when they connect."""
    for database in databases.values():
        database.update(HOST=login.host, PORT=str(login.port), USER=login.user, PASSWORD=login.password)
        # Our own `options` stay: they set what sessions rely on.
        database["OPTIONS"].update({name: value for name, value in login.options if name != "options"})


def share_connections(databases: dict[str, dict[str, Any]]) -> None:
    """Let the threads of a site share a few connections to each database; in place, before the first of them connects.

    Else every thread keeps seven of its own, and a browser that keeps its connections open keeps their threads.
    """
    for database in databases.values():
        database["CONN_MAX_AGE"] = 0  # a request returns its connections to the pool
        # A page does not wait for the end of a run that holds the tables: it says so.
        database["OPTIONS"].update(pool=SITE_POOL, options=session_options(lock_timeout=SITE_LOCK_TIMEOUT))


def _database(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "config.postgresql",
        "NAME": name,
        "CONN_MAX_AGE": 60,  # an admin page reads several databases, and connecting takes longer than reading
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": CONNECT_TIMEOUT_S,
            "options": session_options(),
        },
    }


def _connection_after_recovery(login: Login, say: Say) -> psycopg.Connection:
    """Return a connection to the server, which may have to recover first: after a crash, or while it starts."""
    deadline = time.monotonic() + RECOVERY_S
    announced = False
    while True:
        try:
            return login.connect()
        except psycopg.OperationalError as error:
            if not RECOVERING.search(str(error)) or time.monotonic() > deadline:
                raise
        if not announced:
            say(f"The server on {login.address} is starting up or recovering; waiting for it")
            announced = True
        time.sleep(RECOVERY_POLL_S)


def _reason(error: psycopg.Error) -> str:
    """Return why a connection failed, without the address that libpq puts before the reason."""
    return re.sub(r"^(connection failed: )?connection to server at .*? failed: (FATAL:  )?", "", one_line(error))


def _remedy(error: psycopg.Error) -> str:
    matching = (remedy for symptom, remedy in REMEDIES if symptom in str(error))
    return next(matching, ANOTHER_SERVER)
