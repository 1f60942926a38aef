"""Which PostgreSQL server is used: the one POSTGRES_URL names, or the embedded one; and Django's databases on it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS

from config.binaries import MINIMUM_MAJOR
from config.embedded import EmbeddedServer, Say
from config.errors import ServerError, one_line
from config.login import CONNECT_TIMEOUT_S, Login, login_from_url

NO_SERVER = Login(host="127.0.0.1", port=1, user="postgres", password="")
"""Stands for a server that was never started: nothing listens on this port, and nothing may."""

REMEDIES = (
    ("password authentication failed", "correct the user and password in POSTGRES_URL"),
    ("no password supplied", "add the password to POSTGRES_URL"),
    ("does not exist", "correct the name in POSTGRES_URL"),
)


@dataclass(frozen=True)
class ServerSettings:
    """What the environment says about the server; `prefix` goes before the name of each database and login."""

    url: str
    bin: str
    state: Path
    account: str
    fsync: bool
    prefix: str

    @property
    def embedded(self) -> EmbeddedServer | None:
        """Return the embedded server, or None where another one is used."""
        return None if self.url else EmbeddedServer(self.state, self.bin, self.account, self.fsync)

    @property
    def reader_name(self) -> str:
        """Return the name of the login that can only SELECT."""
        return f"{self.prefix}bank_reader"

    @property
    def reader_password(self) -> Path:
        """Return the file that keeps the password of that login."""
        return self.state / f"{self.reader_name}.password"

    def database_name(self, alias: str) -> str:
        """Return the name on the server of the database that Django knows by this alias."""
        return f"{self.prefix}{alias}"

    def check_prefix(self) -> None:
        """Raise ServerError for a prefix that would need quoting or makes names longer than PostgreSQL keeps."""
        if not re.fullmatch(r"[a-z0-9_]{0,40}", self.prefix):
            raise ServerError("POSTGRES_DATABASE_PREFIX takes small letters, digits and _, at most 40 of them")


def known_login(server: ServerSettings) -> Login:
    """Return what is known of the server without asking it, for Django's settings; `NO_SERVER` where nothing is."""
    try:
        return (server.embedded.known_login() if server.embedded else login_from_url(server.url)) or NO_SERVER
    except ServerError:
        return NO_SERVER  # said by `ensure_server`: an error while settings load becomes a traceback


def ensure_server(server: ServerSettings, say: Say) -> Login:
    """Return how to reach a server that answers, starting the embedded one if need be; raise ServerError otherwise."""
    if server.embedded:
        login = server.embedded.start(say)
        problem = f"the embedded server on {login.address} does not let us in"
        remedy = f"see {server.embedded.paths.log}"
    else:
        login = login_from_url(server.url)
        problem = f"the server of POSTGRES_URL, {login.address}, cannot be used"
        remedy = ""
    try:
        with login.connect() as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        raise ServerError(f"{problem}: {_reason(error)}; {remedy or _remedy(error)}") from None
    if version < MINIMUM_MAJOR * 10_000:
        raise ServerError(f"{problem}: it is PostgreSQL {version // 10_000}, and {MINIMUM_MAJOR} or newer is needed")
    return login


def django_databases(server: ServerSettings, login: Login, bank: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES: one for Django's own tables and one for each of the bank's aliases."""
    databases = {alias: _database(server.database_name(alias), "public,ops") for alias in bank}
    databases[DEFAULT_DB_ALIAS] = _database(server.database_name(DEFAULT_DB_ALIAS), "public")
    use_login(databases, login)
    return databases


def use_login(databases: dict[str, dict[str, Any]], login: Login) -> None:
    """Write a login into Django's DATABASES, in place: connections read these dicts when they connect."""
    for database in databases.values():
        database.update(HOST=login.host, PORT=str(login.port), USER=login.user, PASSWORD=login.password)
        # `options` stays ours, for the search path in it.
        database["OPTIONS"].update({name: value for name, value in login.options if name != "options"})


def _database(name: str, search_path: str) -> dict[str, Any]:
    return {
        "ENGINE": "config.postgresql",
        "NAME": name,
        "CONN_MAX_AGE": 60,  # a page of the admin reads several databases; connecting costs more than reading
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": CONNECT_TIMEOUT_S,
            # `ops` holds what is not the bank's: catalogues scan `public`, which comes first and gets new tables.
            "options": f"-c search_path={search_path}",
        },
    }


def _reason(error: psycopg.Error) -> str:
    """Return why a connection failed, without libpq's account of where it tried."""
    return re.sub(r"^(connection failed: )?connection to server at .*? failed: (FATAL:  )?", "", one_line(error))


def _remedy(error: psycopg.Error) -> str:
    matching = (remedy for symptom, remedy in REMEDIES if symptom in str(error))
    return next(matching, "start it, or correct POSTGRES_URL, or leave it unset for the embedded server")
