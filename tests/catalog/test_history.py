"""The month of a check: what was verified, and what is simulated for the other days."""

from datetime import UTC, date, datetime, timedelta

from seeding.catalog.verification_history import PastVerification, history

DAY = date(2026, 6, 30)


def verified(days_before: int, *, passed: bool) -> PastVerification:
    moment = datetime(2026, 6, 30, 9, tzinfo=UTC) - timedelta(days=days_before)
    return PastVerification(moment, {"checks": [{"id": "A1", "passed": passed}], "faults": []})


def test_a_simulated_run_repeats_the_verification_before_it() -> None:
    runs = history("A1", [verified(20, passed=True), verified(5, passed=False), verified(2, passed=True)], DAY)
    assert len(runs) == 30
    assert [run.moment for run in runs] == sorted(run.moment for run in runs)
    outcomes = [(run.passed, run.simulated) for run in runs]
    assert outcomes[-6:] == [(False, False), (False, True), (False, True), (True, False), (True, True), (True, True)]
    assert {run.passed for run in runs[:24]} == {True}


def test_a_verification_after_the_banks_day_comes_last() -> None:
    runs = history("A1", [verified(-40, passed=False)], DAY)
    assert len(runs) == 31
    assert [run.passed for run in runs] == [True] * 30 + [False]


def test_a_check_that_did_not_run_is_simulated() -> None:
    assert {run.simulated for run in history("A2", [verified(1, passed=False)], DAY)} == {True}
