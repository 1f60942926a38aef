"""seed_fingerprint shows whether two banks have the same rows; TESTING.md lists the digests of the default seed."""

import json

import pytest
from django.db import connections

from datahub.databases import BANK_DATABASES
from seeding.storage.tables import table_names
from tests.digests import assert_published
from tests.seeded import command, execute, start_afresh

TABLES = [table for database in BANK_DATABASES for table in table_names(database)]
SCALES = ("0.05", "0.5", "1", "5")
FULL_SCALES = ("0.05", "1")
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
