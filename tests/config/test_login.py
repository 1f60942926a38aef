"""POSTGRES_URL is read as libpq reads it, and errors are reduced to one line."""

import pytest
from psycopg.conninfo import conninfo_to_dict

from config.error_text import first_error, one_line
from config.errors import ServerError
from config.login import Login, login_from_url


def test_a_url_is_read_and_written() -> None:
    login = login_from_url("postgresql://me:p%40ss@db.example.com:6000/admin?sslmode=require")
    assert login == Login("db.example.com", 6000, "me", "p@ss", "admin", (("sslmode", "require"),))
    assert login.url("loans_db") == "postgresql://me:p%40ss@db.example.com:6000/loans_db?sslmode=require"


def test_port_and_maintenance_database_have_defaults() -> None:
    login = login_from_url("postgres://me@localhost")
    assert (login.port, login.maintenance_db, login.password) == (5432, "postgres", "")
    assert login.url("x") == "postgresql://me@localhost:5432/x"


def test_an_ipv6_address_keeps_its_brackets() -> None:
    assert login_from_url("postgres://me@[::1]:7000").url("x") == "postgresql://me@[::1]:7000/x"


@pytest.mark.parametrize(
    "login",
    [
        Login("db.example.com", 6000, "me", "p@s/s:?#[ ]%ü", "admin", (("sslmode", "require"),)),
        Login("db", 5432, "m e", "", "my/bank", (("options", "-c work_mem=1MB -c jit=off"), ("sslmode", "prefer"))),
        Login("fe80::1%eth0", 5432, "me", "x"),
        Login("/var/run/postgresql", 5433, "me", "it's a \\ secret"),
    ],
)
def test_libpq_reads_the_same_login_from_its_url_and_its_conninfo(login: Login) -> None:
    assert login_from_url(login.url(login.maintenance_db)) == login
    by_url, by_string = conninfo_to_dict(login.url("x")), conninfo_to_dict(login.conninfo("x"))
    assert by_string == {**by_url, "connect_timeout": "10"}
    assert by_url["dbname"] == "x"


def test_the_connect_timeout_of_the_url_replaces_the_default() -> None:
    login = login_from_url("postgres://me@localhost?connect_timeout=3")
    assert conninfo_to_dict(login.conninfo("x"))["connect_timeout"] == "3"


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "mysql://me@host",
        "postgres://host",
        "postgres:///x",
        "postgres://me@host:port",
        "postgres://me@h?x",
        "postgres://me@a,b/x",
    ],
)
def test_an_invalid_url_is_refused_in_one_line(url: str) -> None:
    with pytest.raises(ServerError, match=r"^POSTGRES_URL .*; write it as postgresql://[^\n]*$"):
        login_from_url(url)


@pytest.mark.parametrize("url", ["postgres://me:hush%zz@host", "postgress://me:hush@host"])
def test_a_refused_url_does_not_show_its_password(url: str) -> None:
    with pytest.raises(ServerError) as raised:
        login_from_url(url)
    assert "hush" not in str(raised.value)


def test_the_repr_of_a_login_does_not_contain_the_password() -> None:
    assert "hush" not in repr(Login("h", 1, "me", "hush"))


@pytest.mark.parametrize(
    ("error", "line"),
    [
        ("refused\n\tIs the server running?", "refused"),
        ("Multiple attempts failed. All failures were:\n- host: a\n- host: b", "host: a"),
        ("", "str"),
    ],
)
def test_one_line_returns_the_first_meaningful_line_of_an_error(error: str, line: str) -> None:
    assert one_line(error) == line


@pytest.mark.parametrize(
    ("log", "line"),
    [
        ("2026-01-01 UTC [7] LOG:  starting\n2026-01-01 UTC [7] FATAL:  no space\nHINT: none", "no space"),
        (
            "2026 UTC [7] LOG:  could not bind IPv4 address: in use\nFATAL:  no sockets",
            "could not bind IPv4 address: in use",
        ),
        ("The files belong to this system\ninitdb: error: no user", "no user"),
        ("postgres: no such directory\nExpected elsewhere", "postgres: no such directory"),
    ],
)
def test_first_error_returns_the_first_error_of_a_log(log: str, line: str) -> None:
    assert first_error(log) == line
