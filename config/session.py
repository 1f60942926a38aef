"""The parameters of every session of the project, whatever the server, the database or the role has set."""

from collections.abc import Mapping

SESSION: Mapping[str, str] = {
    "search_path": "public",
    "client_encoding": "UTF8",
    "DateStyle": "ISO,MDY",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "standard_conforming_strings": "on",
    "default_transaction_read_only": "off",
    "row_security": "on",
    "statement_timeout": "0",
    "lock_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "idle_session_timeout": "0",
}
"""Parameters of PostgreSQL 15 and newer. A client's own come after those of the server, the database and the role."""


def session_options(**further: str) -> str:
    """Return libpq's `options` for a session with these parameters; `further` ones are added or take precedence."""
    return " ".join(f"-c {name}={value}" for name, value in {**SESSION, **further}.items())
