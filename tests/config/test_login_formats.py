"""Logins are written as other programs read them, and without secrets unless these are asked for."""

import json
import os
import subprocess

import pytest
from psycopg.conninfo import conninfo_to_dict

from config.errors import ServerError
from config.login import Login
from config.login_formats import environment_lines, jdbc_url, login_record, without_secrets
from tests.commandline import manage_here

REMOTE = Login("db.example.com", 6000, "me", "it's a p@ss", "admin", (("sslmode", "require"), ("sslpassword", "hush")))


def test_a_jdbc_url_has_user_password_and_the_options_that_jdbc_knows() -> None:
    assert jdbc_url(REMOTE, "loans_db") == (
        "jdbc:postgresql://db.example.com:6000/loans_db?user=me&password=it%27s%20a%20p%40ss&sslmode=require"
        "&sslpassword=hush"
    )
    local = Login("::1", 5432, "me", "", options=(("connect_timeout", "3"),))
    assert jdbc_url(local, "x") == "jdbc:postgresql://[::1]:5432/x?user=me"


def test_there_is_no_jdbc_url_of_a_socket() -> None:
    socket = Login("/var/run/postgresql", 5432, "me", "")
    with pytest.raises(ServerError, match=r"^JDBC cannot use the socket /var/run/postgresql; [^\n]*$"):
        jdbc_url(socket, "x")
    assert login_record(socket, "x")["jdbc"] is None


def test_a_login_without_secrets_has_neither_password_nor_secret_options() -> None:
    shown = without_secrets(REMOTE)
    assert shown == Login("db.example.com", 6000, "me", "", "admin", (("sslmode", "require"),))
    texts = [jdbc_url(shown, "x"), *environment_lines(shown, "x"), json.dumps(login_record(shown, "x"))]
    assert not [text for text in texts if "p@ss" in text or "hush" in text]


def test_a_shell_reads_the_lines_as_the_variables_of_libpq() -> None:
    lines = "\n".join(environment_lines(REMOTE, "loans_db"))
    done = subprocess.run(["sh", "-c", f"set -a; {lines}\nenv"], env={}, capture_output=True, text=True, check=True)
    found = dict(line.split("=", 1) for line in done.stdout.splitlines())
    assert {name: value for name, value in found.items() if name.startswith("PG")} == {
        "PGHOST": "db.example.com",
        "PGPORT": "6000",
        "PGUSER": "me",
        "PGDATABASE": "loans_db",
        "PGPASSWORD": "it's a p@ss",
        "PGSSLMODE": "require",
    }


class TestTheCommand:
    def test_writes_the_url_with_the_password_unless_another_form_is_asked_for(self) -> None:
        outcome = manage_here("postgres", "url", "loans_db")
        assert outcome.out == manage_here("postgres", "url", "loans_db", "--format", "url").out
        assert conninfo_to_dict(outcome.out.strip())["password"]

    def test_writes_json_with_every_part(self) -> None:
        url = conninfo_to_dict(manage_here("postgres", "url", "loans_db", "--reader").out.strip())
        found = json.loads(manage_here("postgres", "url", "loans_db", "--reader", "--format", "json").out)
        assert (found["host"], str(found["port"]), found["user"], found["database"]) == (
            url["host"],
            url["port"],
            url["user"],
            url["dbname"],
        )
        assert "password" not in found
        with_password = json.loads(
            manage_here("postgres", "url", "loans_db", "--reader", "--format", "json", "--password").out
        )
        assert with_password["password"] == url["password"]

    def test_writes_variables_that_connect(self) -> None:
        lines = manage_here("postgres", "url", "loans_db", "--reader", "--format", "env", "--password").out.splitlines()
        values = dict(line.split("=", 1) for line in lines)
        assert values["PGDATABASE"] == f"{os.environ['POSTGRES_DATABASE_PREFIX']}loans_db"
        assert values["PGPASSWORD"]

    def test_refuses_a_format_with_other_actions(self) -> None:
        outcome = manage_here("postgres", "status", "--format", "json")
        assert (outcome.code, len(outcome.errors)) == (1, 1)
