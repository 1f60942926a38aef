"""POSTGRES_WAL decides what the embedded server writes into its log, at every start anew."""

from dataclasses import replace

import pytest

from config.embedded import EmbeddedServer
from config.errors import ServerError
from config.tuning import WalLevel
from tests.commandline import manage

pytestmark = pytest.mark.hard


def _level(server: EmbeddedServer) -> tuple[str, str]:
    with server.start(lambda line: None).connect() as connection:
        found = connection.execute("SELECT current_setting('wal_level'), current_setting('max_wal_senders')").fetchone()
    assert found
    return found


def test_an_existing_server_changes_its_level_at_its_next_start(existing_server: EmbeddedServer) -> None:
    logical = replace(existing_server, wal_level=WalLevel.LOGICAL)
    assert _level(existing_server) == ("minimal", "0")
    said: list[str] = []
    logical.start(said.append)
    assert said == [
        "The server does not run with wal_level=logical; stop it (postgres stop), and the next command starts it so"
    ]
    assert _level(logical) == ("minimal", "0")
    existing_server.stop()
    assert _level(logical) == ("logical", "20")
    logical.start(pytest.fail)
    logical.stop()
    assert _level(existing_server) == ("minimal", "0")


def test_a_slot_that_is_left_keeps_the_level(existing_server: EmbeddedServer) -> None:
    existing_server.stop()
    logical = replace(existing_server, wal_level=WalLevel.LOGICAL)
    with logical.start(lambda line: None).connect() as connection:
        connection.execute("SELECT pg_create_logical_replication_slot('left', 'pgoutput')")
    logical.stop()
    with pytest.raises(ServerError, match=r"^The server does not start: [^\n]*replication slot \"left\"[^\n]*$"):
        existing_server.start(lambda line: None)
    with logical.start(lambda line: None).connect() as connection:
        connection.execute("SELECT pg_drop_replication_slot('left')")
    logical.stop()
    assert _level(existing_server) == ("minimal", "0")


def test_another_level_is_refused_in_one_line() -> None:
    outcome = manage("postgres", "status", POSTGRES_WAL="replica")
    assert outcome.code == 1
    assert outcome.errors == ["POSTGRES_WAL is 'replica'; set it to minimal or logical"]
