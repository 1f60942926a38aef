"""PostgreSQL's programs get their login in a private file, and their errors become one line."""

import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from config.binaries import Binaries, find_clients
from config.clients import connected_clients
from config.dump_file import accept_older_servers, refuse_newer_archive, refuse_newer_server
from config.dump_format import DumpFormat
from config.errors import ServerError
from config.login import Login
from config.programs import Program, ProgramError, program_error
from config.server import ServerSettings, known_login

SECRET = "a secret # with = signs"
LOGIN = Login("127.0.0.1", 1, "me", SECRET, options=(("sslmode", "prefer"),))


@pytest.fixture
def server(tmp_path: Path) -> ServerSettings:
    """Return the settings of this run's server with a state directory of their own."""
    return replace(settings.BANK_SERVER, state=tmp_path / "state")


def _files(server: ServerSettings) -> list[Path]:
    return list(server.state.glob("programs.*"))


class TestTheLogin:
    def test_is_in_a_private_file_that_is_removed(self, server: ServerSettings) -> None:
        with connected_clients(server, LOGIN) as clients:
            (file,) = _files(server)
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
            assert f"password={SECRET}\n" in file.read_text()
            assert clients.environment["PGSERVICEFILE"] == str(file)
        assert _files(server) == []

    def test_is_removed_after_an_error(self, server: ServerSettings) -> None:
        with pytest.raises(KeyboardInterrupt), connected_clients(server, LOGIN):
            raise KeyboardInterrupt
        assert _files(server) == []

    def test_is_on_no_command_line_and_in_no_environment(self, server: ServerSettings) -> None:
        with connected_clients(server, LOGIN) as clients:
            assert SECRET not in " ".join(clients.command("psql", "loans_db"))
            assert SECRET not in " ".join(clients.environment.values())

    def test_leaves_out_a_missing_password(self, server: ServerSettings, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PGPASSWORD", "of the user")
        with connected_clients(server, replace(LOGIN, password="")) as clients:
            (file,) = _files(server)
            assert "password" not in file.read_text()
            assert clients.environment["PGPASSWORD"] == "of the user"

    def test_of_a_killed_command_is_removed_by_the_next(self, server: ServerSettings) -> None:
        with connected_clients(server, LOGIN):
            (file,) = _files(server)
            done = subprocess.Popen([sys.executable, "-c", ""])
            done.wait()
            abandoned = file.with_name(f"programs.{done.pid}.0.conf")
            abandoned.touch()
            with connected_clients(server, LOGIN):
                assert file.exists()
                assert not abandoned.exists()

    @pytest.mark.parametrize("password", ["ends with a space ", "two\nlines"])
    def test_that_a_service_file_cannot_hold_is_refused(self, server: ServerSettings, password: str) -> None:
        with (
            pytest.raises(ServerError, match=r"^The password in POSTGRES_URL [^\n]*$"),
            connected_clients(server, replace(LOGIN, password=password)),
        ):
            pass

    def test_reaches_the_database(self, server: ServerSettings) -> None:
        login = known_login(settings.BANK_SERVER)
        with connected_clients(server, login, application_name="a test") as clients:
            query = "SELECT current_database(), current_setting('application_name')"
            command = [*clients.command("psql", "loans_db"), "-XAtc", query]
            done = subprocess.run(command, env=clients.environment, capture_output=True, text=True, check=True)
        assert done.stdout == f"{server.database_name('loans_db')}|a test\n"


class TestTheProgramsOfClients:
    def test_need_no_server_beside_them(self, tmp_path: Path) -> None:
        wheel = find_clients("").directory
        for name in ("pg_dump", "pg_restore", "psql"):
            script = tmp_path / name
            script.write_text(f'#!/bin/sh\nexec "{wheel / name}" "$@"\n')
            script.chmod(0o755)
        assert find_clients(str(tmp_path)) == Binaries(tmp_path, find_clients("").version)

    def test_are_named_where_they_are_missing(self, tmp_path: Path) -> None:
        with pytest.raises(
            ServerError, match=r"^POSTGRES_BIN=[^\n]* does not contain pg_dump, pg_restore, psql; [^\n]*$"
        ):
            find_clients(str(tmp_path))

    def test_have_to_be_as_new_as_what_they_read(self) -> None:
        old = Binaries(Path("/old"), "15.18")
        with pytest.raises(ServerError, match=r"^pg_dump 15.18 in /old cannot dump PostgreSQL 18; set POSTGRES_BIN "):
            refuse_newer_server(old, 18)
        with pytest.raises(ServerError, match=r"^pg_restore 15.18 in /old cannot read a custom dump of version 18.4; "):
            refuse_newer_archive(old, DumpFormat.CUSTOM, "18.4")
        refuse_newer_archive(old, DumpFormat.PLAIN, "18.4")
        refuse_newer_server(old, 15)


class TestAProgram:
    def test_that_fails_raises_its_first_error(self) -> None:
        script = "echo 'NOTICE: none' >&2; echo 'ERROR:  no such table' >&2; exit 3"
        with Program(["/bin/sh", "-c", script], os.environ) as program, pytest.raises(ProgramError) as raised:
            program.wait()
        assert str(raised.value) == "no such table"

    def test_that_is_missing_is_named(self) -> None:
        with pytest.raises(ProgramError, match=r"^pg_dump cannot be run: No such file or directory$"):
            Program(["/nowhere/pg_dump"], os.environ)

    def test_ends_with_its_block(self) -> None:
        with Program(["/bin/sh", "-c", "echo $$; exec sleep 60"], os.environ, stdout=subprocess.PIPE) as program:
            number = int(program.stdout.readline())
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)


@pytest.mark.parametrize(
    ("messages", "line"),
    [
        ("pg_dump: error: query failed: ERROR:  no right\npg_dump: detail: Query was: x", "no right"),
        (
            "ERROR:  cannot drop table a because other objects depend on it\nDETAIL:  view v depends on table a\n"
            "HINT: x",
            "cannot drop table a because other objects depend on it: view v depends on table a",
        ),
        ('psql: error: connection to server at "h" failed: FATAL:  no user', "no user"),
        ("psql:<stdin>:3: error: invalid command \\restrict", "invalid command \\restrict; set POSTGRES_BIN to "),
        ("Segmentation fault\n", "Segmentation fault"),
        ("", ""),
    ],
)
def test_messages_of_a_program_become_one_line(messages: str, line: str) -> None:
    assert program_error(messages).startswith(line)
    assert "\n" not in program_error(messages)


def test_a_plain_dump_loses_the_setting_that_older_servers_do_not_know(tmp_path: Path) -> None:
    file = tmp_path / "x.sql"
    head, tail = "SET lock_timeout = 0;\n", "SET client_encoding = 'UTF8';\n"
    for text in (f"{head}SET transaction_timeout = 0;\n{tail}", head + tail):
        file.write_text(text)
        accept_older_servers(file)
        assert [line for line in file.read_text().splitlines() if not line.startswith("--")] == [head[:-1], tail[:-1]]
        assert file.stat().st_size == len(text)
