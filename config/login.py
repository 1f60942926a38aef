"""How to reach a PostgreSQL server: host, port, user and password, read from a URL and written as one."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import psycopg

from config.errors import ServerError

SCHEMES = ("postgres", "postgresql")
DEFAULT_PORT = 5432
CONNECT_TIMEOUT_S = 10  # libpq's own default is to wait for ever behind a firewall that drops packets


@dataclass(frozen=True)
class Login:
    """A role on a server. `maintenance` is the database to connect to for work on the server itself."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    maintenance: str = "postgres"
    options: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> str:
        """Return host and port as messages name them."""
        return f"{self.host}:{self.port}"

    def url(self, database: str) -> str:
        """Return the libpq URL of one database; it contains the password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        password = f":{quote(self.password, safe='')}" if self.password else ""
        query = f"?{urlencode(self.options)}" if self.options else ""
        return (
            f"postgresql://{quote(self.user, safe='')}{password}@{host}:{self.port}/{quote(database, safe='')}{query}"
        )

    def connect(self, database: str = "") -> psycopg.Connection:
        """Open a connection in autocommit mode, to the maintenance database unless another is named."""
        return psycopg.connect(
            self.url(database or self.maintenance), autocommit=True, connect_timeout=CONNECT_TIMEOUT_S
        )


def login_of_url(url: str) -> Login:
    """Read `postgresql://user:password@host:port/database?option=value`; raise ServerError for anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORT
        options = tuple(parse_qsl(parts.query, strict_parsing=True)) if parts.query else ()
    except ValueError as error:
        raise ServerError(f"POSTGRES_URL cannot be read: {error}; {_EXAMPLE}") from None
    if parts.scheme not in SCHEMES or not parts.hostname or not parts.username:
        raise ServerError(f"POSTGRES_URL needs a scheme, a user and a host; {_EXAMPLE}")
    return Login(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        maintenance=unquote(parts.path.strip("/")) or "postgres",
        options=options,
    )


_EXAMPLE = "it looks like postgresql://user:password@localhost:5432"
