"""A clock that was set back, or stands still, changes nothing but the times that are recorded."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from seeding.models import Run, Verification
from seeding.storage import verification_log
from seeding.storage.planted_faults import planted_faults, statements_to_restore
from seeding.storage.run_log import duration
from seeding.storage.verification_log import record_verification
from tests.seeded import SMALL, command, digests, kept_bank, small_bank, status

pytestmark = pytest.mark.hard

WITH_DAYS = {**SMALL, "until": "2026-07-02"}
DROPS_A_CONSTRAINT = "K1"

YEAR = timedelta(days=365)


@pytest.fixture(params=["set back by a year", "frozen at the last run"])
def odd_clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seed a bank, and set the clock to another time afterwards."""
    kept_bank(WITH_DAYS)
    of_the_last_run = Run.objects.latest("started_at").started_at
    now = {
        "set back by a year": lambda: datetime.now(UTC) - YEAR,
        "frozen at the last run": lambda: of_the_last_run,
    }
    monkeypatch.setattr(timezone, "now", now[request.param])


@pytest.mark.usefixtures("odd_clock")
class TestAnOddClock:
    def test_the_last_run_is_the_one_that_came_last(self) -> None:
        command("seed_reset")
        command("seed_advance", allow_future=True)
        assert [run.kind for run in Run.objects.order_by("-started_at")[:2]] == [Run.Kind.ADVANCE, Run.Kind.RESET]
        assert status()["run"]["command"] == "seed_advance"

    def test_a_planted_fault_is_reported_until_a_later_load(self) -> None:
        command("seed_break", check=DROPS_A_CONSTRAINT)
        assert [fault.check_id for fault in planted_faults()] == [DROPS_A_CONSTRAINT]
        assert statements_to_restore()
        command("seed_reset")
        assert (planted_faults(), statements_to_restore()) == ([], {})

    def test_no_run_ends_before_it_begins(self) -> None:
        command("seed_reset")
        assert all(duration(run) >= timedelta() for run in Run.objects.all())
        assert "after -" not in command("seed_status")

    def test_the_bank_is_advanced_as_ever(self) -> None:
        command("seed_advance", days="2", allow_future=True)
        advanced = digests()
        command(
            "seed_all", **{**WITH_DAYS, "as_of": "2026-07-02"}, start=SMALL["as_of"], allow_future=True, replace=True
        )
        assert advanced == digests()

    @pytest.mark.parametrize(
        ("name", "arguments"), [("seed_tour", ("storm-claim",)), ("seed_all", ()), ("seed_fingerprint", ())]
    )
    def test_the_current_bank_is_shown_and_kept(self, name: str, arguments: tuple[str, ...]) -> None:
        before = digests()
        assert command(name, *arguments)
        assert digests() == before

    def test_the_latest_verifications_are_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(verification_log, "MOST_RECORDED", 2)
        run = Run.objects.latest("started_at")
        Verification.objects.create(run=run, verified_at=datetime.now(UTC), results='"in the future"')
        for number in range(2):
            record_verification(run, {"number": number})
        kept = Verification.objects.filter(run=run).order_by("pk")
        assert [verification.results for verification in kept] == ['{"number": 0}', '{"number": 1}']


def test_a_load_that_took_no_time_has_a_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    small_bank()
    stopped: Any = SimpleNamespace(monotonic=lambda: 1000.0)
    monkeypatch.setattr("seeding.management.bank_load.time", stopped)
    monkeypatch.setattr("seeding.management.display.time", stopped)
    assert " rows/s" in command("seed_reset")
