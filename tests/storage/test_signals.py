"""Signals interrupt a run before its commits, and wait once these have begun: half of them would tear the bank."""

import signal

import pytest

from seeding.models import Run
from seeding.storage.signals import TERMINATION_SIGNALS
from tests.advancing import SEEN, bank_ahead, contents, day
from tests.seeded import status
from tests.storage.killing import between_commits, signal_after_start, start
from tests.waiting import PATIENCE_S

pytestmark = pytest.mark.hard

FIRST_SIGNAL_AND_HARD_OTHERS = [
    pytest.param(number, marks=[pytest.mark.hard] if place else []) for place, number in enumerate(TERMINATION_SIGNALS)
]


@pytest.fixture
def ahead() -> dict[str, str]:
    return bank_ahead()


@pytest.mark.parametrize(
    ("typed", "condition", "seen"),
    [
        ("seed_advance --days 3", "complete", day(3)),
        pytest.param("seed_advance --every 600", "complete", day(1), marks=pytest.mark.hard),
        pytest.param("seed_all --as-of 2026-06-30 --replace", "complete", "2026-06-30", marks=pytest.mark.hard),
        pytest.param("seed_clear --confirm", "empty", None, marks=pytest.mark.hard),
    ],
)
def test_every_signal_waits_for_the_end_of_the_commits(
    ahead: dict[str, str], typed: str, condition: str, seen: object
) -> None:
    with between_commits(*typed.split()) as process:
        for number in TERMINATION_SIGNALS:
            process.send_signal(number)
    assert process.wait(PATIENCE_S) == 0
    report = status()
    assert report["state"] == condition
    assert report["run"]["state"] == "complete"
    assert seen is None or report["plan"]["as_of"] == str(seen)


@pytest.mark.parametrize("number", FIRST_SIGNAL_AND_HARD_OTHERS)
def test_every_signal_interrupts_a_run_before_its_commits(ahead: dict[str, str], number: int) -> None:
    assert signal_after_start(start("seed_advance", "--days", "180"), 20, number) == 130
    assert Run.objects.filter(state=Run.State.INTERRUPTED).count() == 1
    assert contents() == ahead
    assert status()["plan"]["as_of"] == str(SEEN)


def test_a_closed_terminal_interrupts_a_load(ahead: dict[str, str]) -> None:
    assert signal_after_start(start("seed_all", "--scale", "20", "--replace"), 300, signal.SIGHUP) == 130
    assert contents() == ahead
