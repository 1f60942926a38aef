"""Running checks: several at a time, each timed."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from seeding.checks.check import Check, Outcome
from seeding.checks.reader import BankReader

AT_ONCE = 3
"""Checks that run at a time: on two cores the server works on two, and some wait for a result that they share."""

SLOWEST = ("L4", "K6", "A1", "G8", "K16", "G3", "X4")
"""Checks that read a large table or run every rule: they start first, and quick ones fill the rest of the time."""


def run_checks(bank: BankReader, checks: Sequence[Check], sample: int) -> Iterator[Outcome]:
    """Yield the outcome of each check as it completes, with up to `sample` violations."""
    longest_first = sorted(checks, key=lambda check: check.id not in SLOWEST)
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="check") as pool:
        running = [pool.submit(run_check, bank, check, sample) for check in longest_first]
        try:
            for done in as_completed(running):
                yield done.result()
        finally:
            for waiting in running:
                waiting.cancel()


def run_check(bank: BankReader, check: Check, sample: int) -> Outcome:
    """Return the outcome of one check."""
    started = time.monotonic()
    with bank.asking() as queries:
        result = check.evaluate(bank, sample)
    return Outcome(check, result, time.monotonic() - started, tuple(queries))
