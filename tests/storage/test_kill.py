"""A killed run leaves the databases as before, or torn in a way that the next command detects and repairs."""

import random
import signal

import pytest

from seeding.models import Run
from seeding.storage.tables import FILLED
from tests.seeded import SMALL, command, digests, small_bank, status
from tests.storage.killing import kill_between_commits, signal_after_start, start

pytestmark = pytest.mark.hard

MOMENTS = random.Random(20_240_229).sample(range(1_200), 4)
"""Milliseconds between the beginning of a run and its kill."""


@pytest.fixture
def seeded() -> dict[str, str]:
    return small_bank()


@pytest.mark.parametrize("milliseconds", MOMENTS)
def test_after_a_kill_at_any_moment_the_bank_is_as_before_or_complete(
    seeded: dict[str, str], milliseconds: int
) -> None:
    signal_after_start(
        start("seed_all", "--scale", "4", "--as-of", "2026-06-30", "--replace"), milliseconds, signal.SIGKILL
    )
    report = status()
    if report["plan"]["customers"] == int(SMALL["customers"]):
        assert digests() == seeded
        assert report["run"]["state"] == "interrupted"
    assert report["state"] == "complete"
    command("seed_all", replace=True, **SMALL)
    assert digests() == seeded
    assert not Run.objects.filter(state=Run.State.RUNNING).exists()


def test_a_terminated_run_cleans_up(seeded: dict[str, str]) -> None:
    code = signal_after_start(start("seed_all", "--scale", "20", "--replace"), 300, signal.SIGTERM)
    assert code == 130
    assert Run.objects.filter(state=Run.State.INTERRUPTED).count() == 1
    assert digests() == seeded


@pytest.mark.parametrize("remedy", ["seed_all", "seed_clear"])
def test_after_a_kill_between_two_commits_the_bank_is_torn_and_the_next_run_repairs_it(
    seeded: dict[str, str], remedy: str
) -> None:
    kill_between_commits("seed_all", "--scale", "0.1", "--replace")
    report = status()
    assert report["state"] == "torn"
    others = ", ".join(database for database in FILLED if database != "accounts_db")
    assert f"{others} of seed_all --scale 0.1" in report["explanation"]
    assert "accounts_db of seed_all of" in report["explanation"]
    if remedy == "seed_all":
        command("seed_all")
        assert status()["plan"]["customers"] == 120
    else:
        command("seed_clear", confirm=True)
        assert status()["state"] == "empty"
    assert status()["state"] in ("complete", "empty")


def test_a_run_killed_after_its_last_commit_is_complete(seeded: dict[str, str]) -> None:
    run = Run.objects.get(state=Run.State.COMPLETE, kind=Run.Kind.SEED)
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, finished_at=None)
    assert command("seed_all", **SMALL).startswith("nothing to do")
    run.refresh_from_db()
    assert run.state == Run.State.COMPLETE
