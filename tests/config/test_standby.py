"""A standby that streams from its primary shows the bank, refuses changes, and gives way to a run on the primary."""

import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from config.embedded import EmbeddedServer
from config.login import Login
from config.state import read_text, write_private
from config.tuning import WalLevel
from tests.commandline import Outcome, manage, started
from tests.site import logging_in, new_login, running_site
from tests.waiting import wait_until

pytestmark = pytest.mark.hard

BASE_BACKUP_S = 120
BANK = ("--scale", "0.05", "--as-of", "2026-06-30", "--until", "2026-07-20")


@dataclass(frozen=True)
class Servers:
    """The maintenance databases of a primary and of its standby, and the state directories of those who use them."""

    primary: Login
    standby: Login
    state: Path

    def on_primary(self, *words: str) -> Outcome:
        """Run a command on the bank of the primary."""
        return manage(*words, **self._reached(self.primary, "primary"))

    @property
    def at_standby(self) -> dict[str, object]:
        """The environment of a command that uses the standby."""
        return self._reached(self.standby, "standby")

    def on_standby(self, *words: str) -> Outcome:
        """Run a command on the bank of the standby, which has taken in all that the primary has written."""
        wait_until(self._is_up_to_date)
        return manage(*words, **self.at_standby)

    def _reached(self, login: Login, name: str) -> dict[str, object]:
        return {
            "POSTGRES_URL": login.url(login.maintenance_db),
            "POSTGRES_STATE": self.state / name,
            "POSTGRES_DATABASE_PREFIX": "",
        }

    def _is_up_to_date(self) -> bool:
        with self.primary.connect() as primary, self.standby.connect() as standby:
            written = primary.execute("SELECT pg_current_wal_insert_lsn()").fetchone()
            (replayed,) = standby.execute("SELECT pg_last_wal_replay_lsn() >= %s", written).fetchone()
        return bool(replayed)


@pytest.fixture(scope="module")
def servers(existing_server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Return a primary with a bank and a standby, which pg_basebackup made and which streams."""
    existing_server.stop()
    primary = replace(existing_server, wal_level=WalLevel.LOGICAL)
    standby = replace(primary, state=primary.state.with_name(f"{primary.state.name}-standby"))
    state = tmp_path_factory.mktemp("users")
    login = primary.start(str)
    try:
        seeded = Servers(login, login, state).on_primary("seed_all", *BANK)
        assert seeded.code == 0, seeded.err
        _copy(primary, login, standby)
        yield Servers(login, standby.start(str), state)
    finally:
        standby.stop()
        shutil.rmtree(standby.state, ignore_errors=True)


def _copy(primary: EmbeddedServer, login: Login, standby: EmbeddedServer) -> None:
    """Make the data directory of a standby that streams from a running primary."""
    account, binaries = primary._programs()
    standby.state.mkdir(mode=0o711)
    standby.paths.home.mkdir(mode=0o700)
    account.chown(standby.paths.home)
    source = f"host={login.host} port={login.port} user={login.user} password={login.password}"
    made = account.run(
        [binaries.program("pg_basebackup"), "-d", source, "-D", str(standby.paths.data), "-R", "-c", "fast"],
        BASE_BACKUP_S,
    )
    assert made.returncode == 0, made.stderr
    write_private(standby.paths.password, read_text(primary.paths.password))


READING = (
    ("seed_status",),
    ("seed_fingerprint",),
    ("db_query", "SELECT count(*) AS n FROM customers", "-d", "accounts_db"),
    ("db_tables",),
    ("seed_tour",),
    ("seed_tour", "storm-claim"),
    ("seed_ahead",),
    ("seed_all",),  # the current bank is what it asks for
    ("demo",),
    ("prepare",),
    ("catalog_recipe",),
)


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_what_reads_works(words: tuple[str, ...], servers: Servers) -> None:
    outcome = servers.on_standby(*words)
    assert outcome.code == 0, outcome.err
    assert outcome.out
    assert "Traceback" not in outcome.err


def test_the_bank_is_exported_and_dumped(servers: Servers, tmp_path: Path) -> None:
    for command in (("seed_export", "--to", str(tmp_path / "lake")), ("db_dump", str(tmp_path / "dump"))):
        assert servers.on_standby(*command).code == 0
    assert (tmp_path / "lake" / "_manifest.json").is_file()
    assert (tmp_path / "dump" / "manifest.json").is_file()


def test_it_has_the_fingerprint_of_the_primary(servers: Servers) -> None:
    assert servers.on_standby("seed_fingerprint").out == servers.on_primary("seed_fingerprint").out


def test_the_checks_run_and_leave_no_record(servers: Servers, tmp_path: Path) -> None:
    outcome = servers.on_standby("seed_verify", "--report", str(tmp_path / "report.html"))
    assert (outcome.code, outcome.errors) == (
        0,
        ["The server is read-only, so that no record is kept of this verification"],
    )
    assert "checks passed" in outcome.out
    assert (tmp_path / "report.html").stat().st_size


CHANGING = (
    ("seed_all", "--seed", "5", "--replace"),
    ("seed_all", "--seed", "5"),
    ("seed_advance",),
    ("seed_advance", "--every", "1"),
    ("seed_reset",),
    ("seed_clear", "--confirm"),
    ("seed_break", "--check", "A1"),
    ("demo_user",),
)


@pytest.mark.parametrize("words", CHANGING, ids=" ".join)
def test_what_changes_is_refused_before_anything_is_done(words: tuple[str, ...], servers: Servers) -> None:
    outcome = servers.on_standby(*words)
    assert (outcome.code, outcome.out, len(outcome.errors)) == (1, "", 1), outcome
    assert outcome.errors[0].startswith("CommandError: The server allows no changes: ")
    assert outcome.errors[0].endswith("; if it is a standby, name its primary in POSTGRES_URL")


def test_a_dump_is_not_restored(servers: Servers, tmp_path: Path) -> None:
    dump = str(tmp_path / "dump")
    assert servers.on_primary("db_dump", dump).code == 0
    for words in (("db_restore", dump), ("db_restore", dump, "--replace")):
        outcome = servers.on_standby(*words)
        assert (outcome.code, outcome.out, len(outcome.errors)) == (1, "", 1), outcome
        assert "The server allows no changes" in outcome.err


def test_a_login_at_the_site_is_a_page_that_says_why_not(servers: Servers, tmp_path: Path) -> None:
    login = new_login(**servers._reached(servers.primary, "primary"))
    servers.on_standby("prepare")
    with running_site(tmp_path / "log", **servers.at_standby) as site:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        form = urlencode(logging_in(browser, site.admin, login)).encode()
        with pytest.raises(urllib.error.HTTPError) as refused:
            browser.open(f"{site.admin}login/", form)
        page = refused.value.read().decode()
        assert (refused.value.code, "The server allows no changes" in page) == (503, True)
        assert "log in at a site of its primary" in page
        assert [line for line in site.log_lines if "Traceback" in line] == []


class TestARunOnThePrimary:
    """It ends what reads the tables that it replaces, at once here; a server waits 30 seconds by default."""

    @pytest.fixture(autouse=True)
    def impatient(self, servers: Servers) -> None:
        with servers.standby.connect() as connection:
            connection.execute("ALTER SYSTEM SET max_standby_streaming_delay = 0")
            connection.execute("SELECT pg_reload_conf()")

    def test_ends_a_statement_in_one_line(self, servers: Servers) -> None:
        slow = ("db_query", "SELECT count(*), pg_sleep(600) FROM customers", "-d", "accounts_db", "--timeout", "0")
        with started(*slow, **servers.at_standby) as process:
            wait_until(lambda: _is_running(servers.standby, "db_query", "pg_sleep"))
            assert servers.on_primary("seed_reset").code == 0
            out, err = process.communicate()
        assert (process.returncode, out, err) == (
            1,
            "",
            "CommandError: The standby ended the statement to take in changes of its primary; try again later\n",
        )

    def test_lets_a_reader_of_the_whole_bank_begin_again(self, servers: Servers) -> None:
        servers.on_standby("prepare")
        with servers.standby.connect() as connection:
            connection.execute("SELECT pg_wal_replay_pause()")
            assert servers.on_primary("seed_reset").code == 0
            with started("seed_verify", **servers.at_standby) as process:
                wait_until(lambda: _is_running(servers.standby, "seed_verify", "SELECT"))
                connection.execute("SELECT pg_wal_replay_resume()")
                out, err = process.communicate()
        assert process.returncode == 0, err
        assert "checks passed" in out
        assert "The bank was changed meanwhile; reading it again" in err.splitlines()


def _is_running(login: Login, application: str, phrase: str) -> bool:
    query = """
        SELECT count(*) FROM pg_stat_activity
        WHERE application_name = %s AND state IN ('active', 'idle in transaction') AND position(%s IN query) > 0
    """
    with psycopg.connect(login.conninfo(login.maintenance_db)) as connection:
        (count,) = connection.execute(query, [application, phrase]).fetchone()
    return bool(count)
