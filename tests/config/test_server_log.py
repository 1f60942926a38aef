"""No password of ours gets into the log of a server that writes every statement to it."""

import os
from pathlib import Path

import psycopg
import pytest

from config.embedded import EmbeddedServer
from tests.commandline import manage

pytestmark = pytest.mark.hard


def test_no_password_is_in_the_log_of_a_server_that_logs_every_statement(
    existing_server: EmbeddedServer, tmp_path: Path
) -> None:
    login = existing_server.start(str)
    with psycopg.connect(login.url(login.maintenance_db), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET log_statement = 'all'")
        connection.execute("SELECT pg_reload_conf()")
    passwords = set()
    for state in (tmp_path / "one", tmp_path / "other"):  # the second one takes the password of the first
        reached = {"POSTGRES_URL": login.url(login.maintenance_db), "POSTGRES_STATE": state}
        done = manage("db_query", "SELECT 1", "-d", "loans_db", **reached, POSTGRES_DATABASE_PREFIX="")
        assert done.code == 0, done.errors
        (file,) = state.glob("*.password")
        passwords.add(file.read_text().strip())
    (password,) = passwords
    made = manage("demo_user", "logged", POSTGRES_DATABASE_PREFIX="", **reached)
    shown = next(line.split()[1] for line in made.out.splitlines() if line.startswith("password"))
    log = os.fsdecode(existing_server.paths.log.read_bytes())
    assert "ALTER ROLE" in log
    assert "SCRAM-SHA-256$" in log
    assert [secret for secret in (password, shown, login.password) if secret in log] == []
