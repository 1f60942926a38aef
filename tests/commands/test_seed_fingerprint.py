"""seed_fingerprint tells whether two banks hold the same rows; TESTING.md publishes those of the default seed."""

import json
import re

import pytest
from django.db import connections

from seeding import __version__
from tests.commandline import CHECKOUT
from tests.seeded import command, execute, start_afresh

SCALES = ("0.05", "0.5", "1", "5")
DAY = "2026-06-30"


def fingerprint() -> dict[str, object]:
    return json.loads(command("seed_fingerprint", as_json=True))


def test_every_table_has_a_digest_and_the_bank_one_of_all(seeded: dict[str, str]) -> None:
    found = fingerprint()
    assert len(found["tables"]) == 34
    assert len(set(found["tables"].values())) == 34
    lines = command("seed_fingerprint").splitlines()
    assert lines[-1].startswith(found["bank"])
    assert len(lines) == 35


def test_it_depends_on_every_row_and_on_nothing_else(seeded: dict[str, str]) -> None:
    before = fingerprint()
    execute("accounts_db", "SET timezone = 'Asia/Kathmandu'", "UPDATE accounts SET branch_code = branch_code")
    assert fingerprint() == before
    execute("accounts_db", "UPDATE accounts SET branch_code = 'BR999' WHERE account_id = 'ACC-00000001-1'")
    after = fingerprint()
    assert after["bank"] != before["bank"]
    changed = {name for name, digest in after["tables"].items() if digest != before["tables"][name]}
    assert changed == {"accounts_db.accounts"}
    connections["accounts_db"].close()


def published() -> dict[str, str]:
    text = (CHECKOUT / "TESTING.md").read_text(encoding="utf-8")
    assert f"version {__version__}" in text
    return dict(re.findall(r"^\| ([0-9.]+) \| `([0-9a-f]{64})` \|$", text, re.MULTILINE))


@pytest.mark.parametrize("scale", SCALES)
def test_the_published_fingerprints_are_those_of_this_version(scale: str) -> None:
    start_afresh()
    command("seed_all", scale=scale, as_of=DAY, allow_future=True)
    assert fingerprint()["bank"] == published()[scale], "if that is intended: renew TESTING.md"
