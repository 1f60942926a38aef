"""seed_fingerprint shows whether two banks have the same rows; TESTING.md lists the digests of the default seed."""

import json

import pytest
from django.core.management import CommandError
from django.db import connections

from datahub.databases import BANK_DATABASES
from seeding.bank.graph import BANK
from seeding.engine.digest import TableDigest
from seeding.engine.plan import Plan
from seeding.execution.pipeline import bake
from seeding.storage import fingerprint as storage
from seeding.storage.connection import connect
from seeding.storage.fingerprint import digests_of
from seeding.storage.tables import table_names
from tests.digests import assert_published
from tests.sampling import first
from tests.seeded import command, execute, start_afresh, value

TABLES = [table for database in BANK_DATABASES for table in table_names(database)]
SCALES = first(["0.05", "0.5", "1", "5"])
FULL_SCALES = first(["0.05", "1"])
DAY = "2026-06-30"


def fingerprint() -> dict[str, object]:
    return json.loads(command("seed_fingerprint", as_json=True))


def test_every_table_and_the_bank_have_a_digest(seeded: dict[str, str]) -> None:
    found = fingerprint()
    assert len(found["tables"]) == len(TABLES)
    assert len(set(found["tables"].values())) == len(TABLES)
    lines = command("seed_fingerprint").splitlines()
    assert lines[-1].startswith(found["bank"])
    assert len(lines) == len(TABLES) + 1


def test_it_depends_only_on_the_rows(seeded: dict[str, str]) -> None:
    before = fingerprint()
    execute("accounts_db", "SET timezone = 'Asia/Kathmandu'", "UPDATE accounts SET branch_code = branch_code")
    assert fingerprint() == before
    execute("accounts_db", "UPDATE accounts SET branch_code = 'BR999' WHERE account_id = 'ACC-00000001-1'")
    after = fingerprint()
    assert after["bank"] != before["bank"]
    changed = {name for name, digest in after["tables"].items() if digest != before["tables"][name]}
    assert changed == {"accounts_db.accounts"}
    connections["accounts_db"].close()


def test_the_databases_have_the_digests_of_the_rows_that_were_generated(seeded: dict[str, str]) -> None:
    found = fingerprint()
    generated = dict.fromkeys(TABLES, TableDigest())
    for table in bake(BANK, Plan.from_record(found["plan"])):
        if table.model._meta.db_table in generated:
            generated[table.model._meta.db_table] += TableDigest.of(table.batch)
    assert {name.split(".")[1]: digest for name, digest in found["tables"].items()} == {
        name: digest.hex() for name, digest in generated.items()
    }


def test_it_does_not_depend_on_the_settings_of_a_session(seeded: dict[str, str]) -> None:
    before = fingerprint()["tables"]
    with connect("accounts_db", "test") as connection:
        connection.execute("SET DateStyle = 'German'; SET TimeZone = 'Asia/Kathmandu'; SET extra_float_digits = -5")
        connection.execute("SET bytea_output = 'escape'; SET IntervalStyle = 'sql_standard'")
        found = {name: digest.hex() for name, digest in digests_of(connection, "accounts_db").items()}
    assert found == {name: before[name] for name in found}


def test_it_does_not_depend_on_how_many_rows_are_read_at_a_time(
    seeded: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fingerprint()
    monkeypatch.setattr(storage, "BLOCKS_AT_A_TIME", 1)
    assert fingerprint() == before


@pytest.mark.hard
def test_a_text_may_hold_the_character_that_separates_texts(seeded: dict[str, str]) -> None:
    before = fingerprint()
    name = "UPDATE accounts SET branch_code = {} WHERE account_id = 'ACC-00000001-1'"
    original = value("accounts_db", "SELECT branch_code FROM accounts WHERE account_id = 'ACC-00000001-1'")
    banks = []
    for changed in ("'B' || chr(1) || 'R'", "chr(1) || 'BR'", "'BR' || chr(1)", "'BR'", "NULL", "''"):
        execute("accounts_db", name.format(changed))
        banks.append(fingerprint()["bank"])
    assert len({before["bank"], *banks}) == 7
    execute("accounts_db", name.format(f"'{original}'"))
    assert fingerprint() == before


def test_an_amount_that_is_no_number_is_refused_in_one_line(seeded: dict[str, str]) -> None:
    execute("accounts_db", "UPDATE accounts SET balance = 'NaN' WHERE account_id = 'ACC-00000001-1'")
    with pytest.raises(CommandError, match=r"^accounts holds an amount that is not a number") as refused:
        fingerprint()
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("scale", SCALES)
def test_the_published_digests_are_those_of_this_version(scale: str, pytestconfig: pytest.Config) -> None:
    start_afresh()
    command("seed_all", scale=scale, as_of=DAY, allow_future=True)
    assert_published(scale, str(fingerprint()["bank"]), pytestconfig)


@pytest.mark.parametrize("scale", FULL_SCALES)
def test_the_published_digests_of_full_histories_are_those_of_this_version(
    scale: str, pytestconfig: pytest.Config
) -> None:
    start_afresh()
    command("seed_all", scale=scale, as_of=DAY, history="full", allow_future=True)
    assert_published(f"{scale}, full history", str(fingerprint()["bank"]), pytestconfig)
