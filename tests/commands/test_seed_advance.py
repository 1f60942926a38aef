"""seed_advance shows the bank on a later day, as a bank that was seeded on that day, and refuses in one line."""

import json
import random
import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.core.management import CommandError

from config.interrupts import INTERRUPTED
from seeding.management.commands import seed_advance
from seeding.models import Run
from seeding.storage import run_log
from seeding.storage.advance import AdvanceSink
from seeding.storage.tables import FILLED, table_names
from tests.advancing import SEEN, START, UNTIL, contents, day, seen_on
from tests.commandline import manage_here
from tests.sampling import first
from tests.seeded import command, status, value

pytestmark = pytest.mark.usefixtures("empty_bank")

CHANCE = random.Random(20_240_229)


@dataclass(frozen=True)
class Case:
    """A bank of some size, laid out for some weeks or years, and the days on which it is seen in turn."""

    options: dict[str, str]
    days: tuple[date, ...]


def _case(history: str, most_days: int, customers: int | None = None) -> Case:
    """Return a case at random; of 60 to 600 customers, in a full history to 120, if their number is not given."""
    customers = customers or CHANCE.randint(60, 600 if history == "brief" else 120)
    start = UNTIL - timedelta(days=CHANCE.randint(30, most_days))
    seen = sorted(CHANCE.sample(range((UNTIL - start).days + 1), CHANCE.randint(2, 4)))
    options = {
        "seed": str(CHANCE.randrange(1_000_000)),
        "customers": str(customers),
        "employees": str(max(5, customers // 8)),
        "history": history,
        "start": str(start),
        "until": str(UNTIL),
    }
    return Case(options, tuple(start + timedelta(days=number) for number in seen))


CASES = [
    pytest.param(
        case, id=f"{case.options['history']}-from-{case.options['start']}", marks=[pytest.mark.hard] if place else []
    )
    for place, case in enumerate(
        [
            _case("brief", 120),
            _case("brief", 400),
            _case("brief", 5 * 365),
            _case("full", 700),
            _case("brief", 700, customers=600),
            _case("full", 700, customers=600),
        ]
    )
]


@pytest.mark.parametrize("case", CASES)
def test_an_advanced_bank_equals_a_bank_seeded_on_that_day(case: Case) -> None:
    first, *later = case.days
    expected = seen_on(later[-1], **case.options)
    assert seen_on(first, **case.options) != expected
    for day_shown in later:
        command("seed_advance", to=str(day_shown))
    assert contents() == expected
    assert status()["plan"]["as_of"] == str(later[-1])


@pytest.mark.hard
@pytest.mark.parametrize("days", first([3, 12]))
def test_days_one_by_one_and_a_jump_lead_to_the_same_bank(ahead: dict[str, str], days: int) -> None:
    out = command("seed_advance", every="0", days=str(days))
    assert [line.split(":")[0] for line in out.splitlines()] == [f"{day(n)} to {day(n + 1)}" for n in range(days)]
    one_by_one = contents()
    assert seen_on(SEEN) == ahead
    command("seed_advance", days=str(days))
    assert contents() == one_by_one


def test_by_default_the_next_day_is_shown(ahead: dict[str, str]) -> None:
    command("seed_advance")
    report = status()
    assert (report["state"], report["plan"]["as_of"], report["run"]["kind"]) == ("complete", str(day(1)), "advance")
    assert (report["plan"]["start"], report["plan"]["until"]) == (str(START), str(UNTIL))


@pytest.mark.hard
def test_every_day_up_to_the_last_can_be_shown(ahead: dict[str, str]) -> None:
    command("seed_advance", days="181")
    out = command("seed_advance", every="0")
    assert len(out.splitlines()) == 3
    assert contents() == seen_on(UNTIL)


def test_the_summary_counts_rows_by_table_and_the_run_records_all_rows(ahead: dict[str, str]) -> None:
    before = _rows()
    out = command("seed_advance", days="30")
    after = _rows()
    added = {table: after[table] - rows for table, rows in before.items() if after[table] > rows}
    printed = {found[1]: int(found[2].replace(",", "")) for found in re.finditer(r"  (\w+) +([\d,]+) +[\d,]+\n", out)}
    assert {table: rows for table, rows in printed.items() if rows} == added
    assert out.startswith(f"{SEEN} to {day(30)}: {sum(added.values()):,} rows added, ")
    assert run_log.stored_rows(Run.objects.all()[0]) == after


def _rows() -> dict[str, int]:
    return {
        table: int(value(database, f'SELECT count(*) FROM "{table}"'))
        for database in FILLED
        for table in table_names(database)
    }


def test_what_a_day_brings_is_shown_beforehand(ahead: dict[str, str]) -> None:
    assert status()["next_day"] is None
    report = json.loads(command("seed_status", as_json=True, next_day=True))
    expected = report["next_day"]
    assert expected["day"] == str(day(1))
    lines = command("seed_status", next_day=True).splitlines()
    assert f"ahead     184 days, until {UNTIL}: seed_advance shows the next" in lines
    alone = command("seed_ahead").splitlines()
    printed = command("seed_advance").splitlines()
    assert alone == [f"{day(1)}: {printed[0].partition(': ')[2]}", *printed[1:-1]]
    assert lines[lines.index(printed[1]) - 1].removeprefix(f"next day  {day(1)}: ") == printed[0].partition(": ")[2]
    counts = {line.split()[0]: [int(number) for number in line.split()[1:]] for line in printed if line[:2] == "  "}
    assert counts == {table: [count["added"], count["changed"]] for table, count in expected["tables"].items()}


def test_on_the_last_day_no_next_day_is_shown(ahead: dict[str, str]) -> None:
    command("seed_advance", to=str(UNTIL))
    assert json.loads(command("seed_status", as_json=True, next_day=True))["next_day"] is None
    with pytest.raises(CommandError, match=f"no day is laid out after {UNTIL}; seed_all --as-of {UNTIL} --until DATE"):
        command("seed_ahead")


def test_unchanged_rows_are_not_touched(ahead: dict[str, str]) -> None:
    def versions() -> dict[str, tuple[str, str, str]]:
        query = "SELECT string_agg(concat_ws(' ', transaction_id, ctid, xmin, md5(t::text)), ';') FROM transactions t"
        rows = (row.split() for row in str(value("accounts_db", query)).split(";"))
        return {key: (ctid, xmin, digest) for key, ctid, xmin, digest in rows}

    before = versions()
    command("seed_advance", days="10")
    after = versions()
    assert len(after) > len(before)
    assert [key for key, row in before.items() if after[key] != row and after[key][2] == row[2]] == []


def test_keys_and_constraints_stay(ahead: dict[str, str]) -> None:
    query = "SELECT string_agg(format('%s %s', oid, conname), ',' ORDER BY oid) FROM pg_constraint"
    before = [value(database, query) for database in FILLED]
    command("seed_advance", days="10")
    assert [value(database, query) for database in FILLED] == before


def test_sequences_continue_after_the_last_row(ahead: dict[str, str]) -> None:
    command("seed_advance", days="120")
    last = value("accounts_db", "SELECT max(relationship_id) FROM account_relationships")
    following = "SELECT nextval(pg_get_serial_sequence('account_relationships', 'relationship_id'))"
    assert value("accounts_db", following) == last + 1


@pytest.mark.hard
def test_a_bank_is_reset_dumped_and_restored_with_its_three_days(
    ahead: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    directory = str(tmp_path_factory.mktemp("dumps") / "bank")
    command("seed_advance", days="3")
    plan, advanced = status()["plan"], contents()
    command("db_dump", directory)
    command("seed_reset")
    assert (status()["plan"], contents()) == (plan, advanced)
    command("seed_clear", confirm=True)
    command("db_restore", directory)
    assert (status()["plan"], contents()) == (plan, advanced)
    command("seed_advance", days="3")
    assert contents() == seen_on(day(6))


def test_the_current_day_is_nothing_to_do(ahead: dict[str, str]) -> None:
    assert command("seed_advance", to=str(SEEN)).startswith("nothing to do")
    assert Run.objects.count() == 1


def test_an_interrupt_between_two_days_ends_a_stream_cleanly(
    ahead: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(seed_advance.time, "sleep", interrupt)
    assert command("seed_advance", every="60").splitlines()[1:] == ["stopped between two days"]
    assert (status()["state"], status()["plan"]["as_of"]) == ("complete", str(day(1)))


@pytest.mark.hard
def test_an_interrupt_within_a_day_leaves_the_bank_on_the_day_before(
    ahead: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = AdvanceSink.finish, 0

    def interrupt_the_second(sink: AdvanceSink) -> None:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise KeyboardInterrupt
        real(sink)

    monkeypatch.setattr(AdvanceSink, "finish", interrupt_the_second)
    with pytest.raises(CommandError, match="interrupted; the databases are as before") as raised:
        command("seed_advance", every="0")
    assert raised.value.returncode == INTERRUPTED
    assert contents() == seen_on(day(1))


def test_two_words_of_dhub_are_the_command(ahead: dict[str, str]) -> None:
    outcome = manage_here("seed_advance", "--to", str(date(2026, 5, 22)))
    assert (outcome.code, outcome.out.splitlines()[0].split(":")[0]) == (0, f"{SEEN} to 2026-05-22")
