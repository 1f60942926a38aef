"""`seed_changes` writes the same events in each format, completely or not at all, and refuses what it cannot do."""

import csv
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.core.management import CommandError

from seeding import __version__
from seeding.engine.layout import History
from seeding.engine.plan import Plan
from seeding.execution.pipeline import CELLS_PER_BLOCK_OF_CHANGES
from seeding.management import change_feed
from tests.advancing import AHEAD, bank_ahead, contents, day
from tests.commandline import CHECKOUT, manage
from tests.feed import rows_on
from tests.seeded import command, start_afresh
from tests.waiting import running

SMALL = {"seed": "7", "customers": "130", "employees": "12", "start": "2026-06-28", "until": "2026-07-01"}
PLAN = Plan(7, 130, 12, date(2026, 6, 28), date(2026, 6, 28), date(2026, 7, 1))
"""Three days, with the end of a month and of a quarter."""


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    return [json.loads(line) for line in command("seed_changes", **SMALL).splitlines()]


def _refusal(**options: Any) -> str:
    with pytest.raises(CommandError) as refused:
        command("seed_changes", **{**SMALL, **options})
    line = str(refused.value)
    assert "\n" not in line
    return line


def test_an_event_has_the_envelope_of_debezium(lines: list[dict[str, Any]]) -> None:
    for event in lines:
        assert list(event) == ["before", "after", "source", "transaction", "op", "ts_ms", "ts_us", "ts_ns"]
        source = event["source"]
        assert source["version"] == __version__
        assert (source["connector"], source["name"], source["schema"]) == ("postgresql", "bank", "public")
        assert (source["snapshot"], source["lsn"], source["txId"]) == ("false", None, None)
        assert event["ts_ms"] == source["ts_ms"] == event["ts_us"] // 1000 == event["ts_ns"] // 1_000_000
    assert {event["op"] for event in lines} == {"c", "u"}


def test_the_answer_key_is_not_in_the_feed(lines: list[dict[str, Any]]) -> None:
    assert {event["source"]["db"] for event in lines} <= set(change_feed.BANK_DATABASES)
    assert not any("planted" in event["source"]["table"] for event in lines)


def test_csv_has_the_same_events(lines: list[dict[str, Any]]) -> None:
    rows = list(csv.DictReader(io.StringIO(command("seed_changes", feed_format="csv", **SMALL))))
    assert len(rows) == len(lines)
    for row, event in zip(rows, lines, strict=True):
        source, before, after = event["source"], event["before"], event["after"]
        assert (row["op"], row["database"], row["table"]) == (event["op"], source["db"], source["table"])
        assert json.loads(row["after"]).keys() == after.keys()
        assert row["key"] in map(str, after.values())
        changed = [name for name in after if before and before[name] != after[name]]
        assert row["changed"].split() == changed


def test_parquet_has_the_same_events(lines: list[dict[str, Any]], tmp_path: Path) -> None:
    target = tmp_path / "feed"
    command("seed_changes", feed_format="parquet", output=str(target), **SMALL)
    rows = {path.name: pl.read_parquet(path).height for path in target.iterdir()}
    names = [f"{event['source']['db']}.{event['source']['table']}.parquet" for event in lines]
    assert rows == {name: names.count(name) for name in names}
    accounts = pl.read_parquet(target / "accounts_db.accounts.parquet")
    assert accounts["ts"].is_sorted()
    assert accounts.select(pl.col("after").struct.field("balance")).to_series().dtype == pl.Decimal(15, 2)
    assert accounts.filter(op="c")["before"].is_null().all()


def test_a_file_holds_what_the_screen_shows(lines: list[dict[str, Any]], tmp_path: Path) -> None:
    target = tmp_path / "feed.jsonl"
    command("seed_changes", output=str(target), **SMALL)
    assert [json.loads(line) for line in target.read_text().splitlines()] == lines
    assert list(tmp_path.iterdir()) == [target]


def test_feeds_of_consecutive_days_are_one_feed(lines: list[dict[str, Any]]) -> None:
    parts = command("seed_changes", last="2026-06-30", **SMALL) + command("seed_changes", first="2026-06-30", **SMALL)
    assert [json.loads(line) for line in parts.splitlines()] == lines


@pytest.mark.hard
def test_blocks_change_nothing(lines: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CELLS_PER_BLOCK_OF_CHANGES, History.BRIEF, 1)
    found = [json.loads(line) for line in command("seed_changes", **SMALL).splitlines()]
    assert sorted(found, key=str) == sorted(lines, key=str)
    assert [event["ts_us"] for event in found] == [event["ts_us"] for event in lines]


@pytest.mark.hard
def test_no_server_is_needed_if_the_options_make_the_bank() -> None:
    options = [part for name, value in SMALL.items() for part in (f"--{name}", value)]
    outcome = manage("seed_changes", *options, POSTGRES_URL="postgresql://nobody@127.0.0.1:1/none")
    assert outcome.code == 0
    assert json.loads(outcome.out.splitlines()[0])["op"] in "cu"
    assert outcome.errors[-1].endswith("seed 7, brief history")


@pytest.mark.hard
def test_a_closed_pipe_ends_it_quietly() -> None:
    options = [part for name, value in SMALL.items() for part in (f"--{name}", value)]
    with running(
        [sys.executable, str(CHECKOUT / "manage.py"), "seed_changes", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read().decode()
        assert (process.wait(), [line for line in errors.splitlines() if "last" not in line]) == (0, [])


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"first": "someday"}, "--from someday is not a date"),
        ({"first": "2026-06-27"}, "--from 2026-06-27 is outside 2026-06-28 to 2026-07-01"),
        ({"last": "2026-07-02"}, "--to 2026-07-02 is outside 2026-06-28 to 2026-07-01"),
        ({"first": "2026-06-30", "last": "2026-06-30"}, "--to 2026-06-30 is not after --from 2026-06-30"),
        ({"until": "2026-05-01"}, "--until 2026-05-01 is before --as-of 2026-06-28"),
        ({"scale": "0"}, "--scale 0 is not a size"),
        ({"feed_format": "parquet"}, "name it with --output"),
        ({"output": "/nowhere/feed"}, "/nowhere/feed cannot be written: there is no directory /nowhere"),
        ({"output": __file__}, "already exists"),
    ],
)
def test_what_is_not_possible_is_refused_in_one_line(options: dict[str, str], named: str) -> None:
    assert named in _refusal(**options)


@pytest.mark.parametrize("feed_format", ["debezium", "parquet"])
def test_a_run_that_fails_leaves_no_file(feed_format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(change_feed, "events_of_day", fail)
    line = _refusal(feed_format=feed_format, output=str(tmp_path / "feed"))
    assert "cannot be written: No space left on device" in line
    assert list(tmp_path.iterdir()) == []


class TestTheCurrentBank:
    def test_is_what_the_feed_is_about_without_options(self) -> None:
        before = bank_ahead()
        feed = command("seed_changes", last=str(day(2)))
        assert feed == command("seed_changes", last=str(day(2)), **AHEAD)
        assert feed
        assert contents() == before

    def test_without_one_there_is_nothing_to_report(self) -> None:
        start_afresh()
        with pytest.raises(CommandError, match="there is no bank to read"):
            command("seed_changes")


def test_two_words_of_dhub_are_the_command() -> None:
    outcome = subprocess.run(
        [sys.executable, "dhub", "seed", "changes", "--help"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (outcome.returncode, "docs/streaming.md" in outcome.stdout) == (0, True)


@pytest.mark.hard
def test_rows_that_are_created_are_those_that_the_bank_gets(lines: list[dict[str, Any]]) -> None:
    before, after = rows_on(PLAN, PLAN.start), rows_on(PLAN, PLAN.until)
    for table in after:
        new = len(after[table]) - len(before[table])
        names = [f"{event['source']['db']}.{event['source']['table']}" for event in lines if event["op"] == "c"]
        assert names.count(table) == new, table
