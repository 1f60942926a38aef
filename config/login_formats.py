"""A login as other programs want it: a JDBC URL, environment variables for a shell, JSON for a script."""

import shlex
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from psycopg import pq

from config.errors import ServerError
from config.login import Login

LIBPQ_VARIABLES = {
    option.keyword.decode(): option.envvar.decode() for option in pq.Conninfo.get_defaults() if option.envvar
}
"""The environment variables that libpq reads, by the parameter of a connection that each gives."""

JDBC_OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword", "options")
"""libpq's parameters that PostgreSQL's JDBC driver knows by the same name; it has no others of ours."""


def without_secrets(login: Login) -> Login:
    """Return a login without its password and other parameters that libpq marks as secret."""
    secret = {option.keyword.decode() for option in pq.Conninfo.get_defaults() if option.dispchar}
    options = tuple((name, value) for name, value in login.options if name not in secret)
    return replace(login, password="", options=options)


def jdbc_url(login: Login, database: str) -> str:
    """Return the URL of a database for PostgreSQL's JDBC driver, with the password if the login has one.

    Raises ServerError for a server that is reached by a socket, which JDBC cannot.
    """
    if login.host.startswith("/"):
        raise ServerError(f"JDBC cannot use the socket {login.host}; name a host in POSTGRES_URL")
    address = f"[{login.host}]:{login.port}" if ":" in login.host else login.address
    parameters = {
        "user": login.user,
        **({"password": login.password} if login.password else {}),
        **{name: value for name, value in login.options if name in JDBC_OPTIONS},
    }
    return f"jdbc:postgresql://{address}/{quote(database, safe='')}?{urlencode(parameters, quote_via=quote)}"


def environment_lines(login: Login, database: str) -> Iterator[str]:
    """Yield lines such as PGHOST=localhost, which a shell can read, with the password if the login has one."""
    for name, value in environment(login, dbname=database).items():
        yield f"{name}={shlex.quote(value)}"


def environment(login: Login, **parameters: str) -> dict[str, str]:
    """Return the variables in which libpq finds a login and further parameters, with the password if there is one."""
    values = {**dict(login.options), **_parts(login), **parameters}
    return {name: str(values[keyword]) for keyword, name in LIBPQ_VARIABLES.items() if keyword in values}


def login_record(login: Login, database: str) -> dict[str, Any]:
    """Return the parts of a login as JSON values, with the password if the login has one."""
    return {
        **_parts(login),
        "database": database,
        "options": dict(login.options),
        "url": login.url(database),
        "jdbc": None if login.host.startswith("/") else jdbc_url(login, database),
    }


def _parts(login: Login) -> dict[str, str | int]:
    password = {"password": login.password} if login.password else {}
    return {"host": login.host, "port": login.port, "user": login.user, **password}
