"""A planted fault turns red in the pack, and green again once the bank is repaired."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError

from seeding.models import Verification
from seeding.storage import verification_log
from seeding.storage.bank_state import read_bank_state
from seeding.storage.tables import FILLED
from tests.catalog.conftest import BANK, current_pack, proposals_of
from tests.seeded import command, kept_bank

pytestmark = pytest.mark.hard

BALANCE = ("accounts_db.public.accounts,PROD)", "accounts_db.public.accounts,PROD),balance)")


@pytest.fixture(autouse=True)
def unverified() -> Iterator[None]:
    """Begin and end without a verification on record."""
    Verification.objects.all().delete()
    yield
    Verification.objects.all().delete()


@pytest.fixture(scope="module", autouse=True)
def other_banks() -> Iterator[None]:
    """End with the bank as it was."""
    yield
    kept_bank(BANK)


def about_balance() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the runs of check A1 and its incidents, as the pack of the current bank has them."""
    pack = current_pack("runs", "incidents")
    runs = [found for found in proposals_of(pack, "runs") if found["entityUrn"].endswith("accounts_db.accounts.A1")]
    incidents = [
        found for found in proposals_of(pack, "incidents") if found["entityUrn"].endswith("accounts_db.accounts.A1")
    ]
    return [run["aspect"]["json"] for run in runs], [incident["aspect"]["json"] for incident in incidents]


def test_a_planted_fault_has_an_incident_until_it_is_repaired() -> None:
    command("seed_verify", check=["A1"])
    runs, incidents = about_balance()
    assert (runs[-1]["result"]["type"], incidents) == ("SUCCESS", [])
    assert "simulated" not in runs[-1]["runtimeContext"]

    command("seed_break", check="A1")
    with pytest.raises(CommandError, match="A1"):
        command("seed_verify", check=["A1"], json_file="-")
    runs, (incident,) = about_balance()
    assert runs[-1]["result"]["type"] == "FAILURE"
    assert runs[-1]["result"]["unexpectedCount"] == 1
    assert runs[-1]["result"]["nativeResults"]["violation 1"].startswith("account_id ACC-")
    assert incident["status"]["state"] == "ACTIVE"
    assert incident["startedAt"] == runs[-1]["timestampMillis"]
    assert all(urn.endswith(end) for urn, end in zip(incident["entities"], BALANCE, strict=True))
    assert "Planted on purpose: a balance one cent above the ledger's, account_id ACC-" in incident["description"]

    command("seed_reset")
    runs, (incident,) = about_balance()
    assert [run["result"]["type"] for run in runs[-3:]] == ["SUCCESS", "FAILURE", "SUCCESS"]
    assert incident["status"]["state"] == "RESOLVED"
    assert incident["startedAt"] == runs[-2]["timestampMillis"]
    assert incident["status"]["lastUpdated"]["time"] == runs[-1]["timestampMillis"]


def test_verifications_of_another_bank_are_left_out() -> None:
    command("seed_verify", check=["A1"])
    plan = read_bank_state(FILLED).plan
    assert plan is not None
    assert len(verification_log.verifications_of(plan)) == 1
    command("seed_all", **{**BANK, "as_of": "2026-06-29"}, replace=True)
    plan = read_bank_state(FILLED).plan
    assert plan is not None
    assert len(verification_log.verifications_of(plan)) == 1
    command("seed_all", **{**BANK, "seed": "5"}, replace=True)
    plan = read_bank_state(FILLED).plan
    assert plan is not None
    assert verification_log.verifications_of(plan) == []


def test_the_oldest_verifications_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification_log, "MOST_RECORDED", 2)
    for _ in range(3):
        command("seed_verify", check=["A3"])
    assert Verification.objects.count() == 2
