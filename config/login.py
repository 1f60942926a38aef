"""Host, port, user and password of a PostgreSQL server, read from a URL and written as one."""

from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from config.errors import ServerError
from config.session import session_options

DEFAULT_PORT = 5432
DEFAULT_DATABASE = "postgres"
CONNECT_TIMEOUT_S = 10
"""libpq's own default is to wait forever behind a firewall that drops packets."""

_EXAMPLE = "write it as postgresql://user:password@localhost:5432, with special characters percent-encoded"


@dataclass(frozen=True)
class Login:
    """A role on a server and how to reach it; work on the server itself connects to the database `maintenance_db`."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    maintenance_db: str = DEFAULT_DATABASE
    options: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        """Return host and port for messages."""
        return f"{self.host}:{self.port}"

    def conninfo(self, database: str) -> str:
        """Return libpq's connection string for one database; it contains the password."""
        return make_conninfo(
            f"connect_timeout={CONNECT_TIMEOUT_S}",
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password or None,  # without one, libpq looks at PGPASSWORD and ~/.pgpass
            dbname=database,
            **dict(self.options),
        )

    def url(self, database: str) -> str:
        """Return the URL of one database; it contains the password.

        psycopg writes keyword strings only, and database browsers and SQLAlchemy need URLs.
        """
        host = quote(self.host, safe=":")
        address = f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"
        user = quote(self.user, safe="")
        password = f":{quote(self.password, safe='')}" if self.password else ""
        options = f"?{urlencode(self.options, quote_via=quote)}" if self.options else ""  # for libpq a + is no space
        return f"postgresql://{user}{password}@{address}/{quote(database, safe='')}{options}"

    def connect(self, database: str = "") -> psycopg.Connection:
        """Return a connection in autocommit mode, to the maintenance database unless another is named."""
        conninfo = self.conninfo(database or self.maintenance_db)
        return psycopg.connect(conninfo, autocommit=True, options=session_options())


def login_from_url(url: str) -> Login:
    """Return the login in POSTGRES_URL, as libpq reads it.

    Raises ServerError where libpq cannot read it, where it has no user or host, and where it has several.
    """
    try:
        given = {name: str(value) for name, value in conninfo_to_dict(url).items()}
        port = int(given.pop("port", DEFAULT_PORT))
    except (psycopg.ProgrammingError, ValueError):
        # libpq's message quotes the part that it cannot read, which may contain the password.
        raise ServerError(f"POSTGRES_URL cannot be read; {_EXAMPLE}") from None
    host, user = given.pop("host", ""), given.pop("user", "")
    if not host or not user:
        raise ServerError(f"POSTGRES_URL needs a user and a host; {_EXAMPLE}")
    return Login(
        host=host,
        port=port,
        user=user,
        password=given.pop("password", ""),
        maintenance_db=given.pop("dbname", DEFAULT_DATABASE),
        options=tuple(given.items()),
    )
