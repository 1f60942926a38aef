"""seed_advance refuses in one line what it cannot do, and leaves the bank as it is."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.utils import timezone

from config.disk import Disk
from seeding.management.commands import seed_advance
from seeding.models import Run
from seeding.storage import run_log, space
from seeding.storage.bank_lock import only_run
from tests.advancing import AHEAD, SEEN, START, UNTIL, contents, day, seen_on
from tests.seeded import command, execute, status

pytestmark = pytest.mark.usefixtures("empty_bank")


def _refusal(**options: object) -> str:
    with pytest.raises(CommandError) as raised:
        command("seed_advance", **options)
    (line,) = str(raised.value).splitlines()
    assert raised.value.returncode == 1
    return line


def test_a_bank_does_not_go_back(ahead: dict[str, str]) -> None:
    line = _refusal(to=str(day(-1)))
    assert f"seen on {SEEN} and does not go back to {day(-1)}" in line
    assert f"seed_all --start {START} --as-of {day(-1)} --until {UNTIL} --replace" in line
    assert contents() == ahead
    assert Run.objects.count() == 1


def test_a_bank_does_not_go_beyond_its_history(ahead: dict[str, str]) -> None:
    for options in ({"to": "2026-11-21"}, {"days": "185"}, {"days": "185", "every": "0"}):
        line = _refusal(**options)
        assert f"ends on {UNTIL}, before 2026-11-21" in line
        assert "seed_all --until 2026-11-21 --replace" in line
    assert contents() == ahead


@pytest.mark.parametrize("every", [None, "0"])
def test_where_nothing_is_laid_out_ahead_it_says_so(every: str | None) -> None:
    command("seed_all", **{**AHEAD, "as_of": str(UNTIL)})
    line = _refusal(every=every)
    assert f"seen on {UNTIL}, the last day of its history" in line
    assert "seed_all --until DATE --replace" in line


@pytest.mark.hard
def test_no_day_ahead_of_the_clock_is_shown_unless_allowed(
    ahead: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: day(2))
    assert "--allow-future" in _refusal(days="2")
    assert contents() == ahead
    assert len(command("seed_advance", every="0").splitlines()) == 1
    assert "--allow-future" in _refusal()
    command("seed_advance", allow_future=True)
    assert status()["plan"]["as_of"] == str(day(2))


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"to": "someday"}, "--to someday is not a date"),
        ({"days": "two"}, "--days two is not a whole number"),
        ({"days": "0"}, "--days 0 is outside 1 to"),
        ({"every": "-1"}, "--every -1 is outside 0 to"),
        ({"every": "nan"}, "--every nan is outside 0 to"),
        ({"every": "often"}, "--every often is not a number"),
        ({"to": "2026-06-01", "days": "2"}, "--to and --days exclude each other"),
    ],
)
def test_invalid_options_are_refused(options: dict[str, str], named: str) -> None:
    assert named in _refusal(**options)


def test_without_a_bank_it_is_refused() -> None:
    assert "it is empty; fill it with seed_all" in _refusal()


def test_foreign_rows_are_refused() -> None:
    execute("employees_db", "INSERT INTO training_programs VALUES ('MINE', 'of my own')")
    assert "no recorded run wrote" in _refusal()


def test_a_bank_torn_between_two_banks_is_refused(ahead: dict[str, str]) -> None:
    execute("accounts_db", "TRUNCATE customers, accounts, transactions, account_relationships")
    execute("accounts_db", "COMMENT ON SCHEMA public IS NULL")
    assert "seed_all or seed_clear --confirm mends it" in _refusal()


@pytest.mark.hard
def test_a_bank_with_planted_faults_is_refused(ahead: dict[str, str]) -> None:
    command("seed_break", check="A1")
    assert "planted faults (A1)" in _refusal()
    command("seed_reset")
    command("seed_advance")
    assert contents() == seen_on(day(1))


def test_a_bank_of_another_version_is_refused(ahead: dict[str, str]) -> None:
    Run.objects.update(generator="0.0.1")
    assert "version 0.0.1 made the bank" in _refusal()
    assert contents() == ahead


def test_a_second_run_is_refused(ahead: dict[str, str]) -> None:
    with only_run("seed_advance --every 5"):
        run_log.begin(Run.Kind.ADVANCE, "seed_advance --every 5", None, {})
        assert 'in use by "seed_advance --every 5"' in _refusal()
    assert contents() == ahead


@pytest.mark.hard
def test_a_stream_ends_when_another_command_changes_the_bank(
    ahead: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def seed_instead(command_object: seed_advance.Command, seconds: float) -> bool:
        seen_on(day(20))
        return True

    monkeypatch.setattr(seed_advance.Command, "_waited", seed_instead)
    assert "has changed the bank meanwhile" in _refusal(every="0")
    assert status()["plan"]["as_of"] == str(day(20))


def test_a_jump_that_needs_more_than_the_disk_has_is_refused(
    ahead: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(space, "server_disk", lambda: Disk(Path("/small/data"), Path("/small"), 49 * 10**6))
    line = _refusal(days="180")
    assert re.search(rf"the days from {SEEN} to {day(180)} take about \d+ MB \(rows \d+ MB, .* log \d+ MB", line)
    assert line.endswith("(disk /small) has 49 MB free; free some space there, or advance by fewer days at a time")
    assert contents() == ahead
    assert Run.objects.count() == 1
    command("seed_advance")
