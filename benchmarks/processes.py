"""Measures how much faster two processes make a bank than one: `python benchmarks/processes.py --scale 50`.

Nothing is stored. What two processes can gain at most depends on what else the machine does, so that it is measured in
the same minute: two processes that each make the whole bank at once, beside one. On a machine that others use, seconds
of the clock say little, and processor seconds more: what all processes took decides what two free cores would gain.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import islice
from pathlib import Path
from statistics import median
from subprocess import run

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from config.startup import BANK_SETTINGS, configure_process, load_apps, start_collector

# As commands and their processes do; the processes import this module, too.
configure_process(BANK_SETTINGS)
load_apps()

from django.utils import timezone

from seeding.bank.graph import BANK
from seeding.engine.options import Options, resolve
from seeding.engine.plan import Plan
from seeding.execution.blocks_elsewhere import bake_elsewhere
from seeding.execution.pipeline import bake, blocks_of, number_of_blocks
from seeding.management.block_worker import maker_of

WARM_UP_BLOCKS = 1
"""Blocks that are made before the clock starts: the first one reads word lists."""


def alone(plan: Plan) -> float:
    """Make a bank in this process, and return the seconds that took."""
    started = time.perf_counter()
    for _ in bake(BANK, plan):
        pass
    return time.perf_counter() - started


def elsewhere(plan: Plan, workers: int) -> float:
    """Make a bank with processes, and return the seconds that took, from before they start until they have ended."""
    started = time.perf_counter()
    first = bake(BANK, plan, islice(blocks_of(plan), 1))
    with bake_elsewhere(first, maker_of(plan), number_of_blocks(plan), workers) as rows:
        for _ in rows:
            pass
    return time.perf_counter() - started


def processor_seconds() -> float:
    """Return the processor time of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def measured(mode: str, scale: Decimal) -> tuple[float, float]:
    """Return the seconds and the processor seconds of one making in a new process, its own start left out."""
    command = [sys.executable, __file__, "--scale", str(scale), "--once", mode]
    seconds, used = run(command, check=True, capture_output=True, text=True, cwd=CHECKOUT).stdout.split()
    return float(seconds), float(used)


def two_at_once(scale: Decimal) -> float:
    """Return the average seconds of two processes that each make the whole bank at the same time."""
    with ThreadPoolExecutor(2) as pool:
        return sum(seconds for seconds, _ in pool.map(lambda _: measured("alone", scale), range(2))) / 2


def once(mode: str, scale: Decimal) -> None:
    """Make a bank, and print the seconds and the processor seconds that took."""
    plan = resolve(Options(scale=scale), None, timezone.localdate())
    start_collector()
    for _ in bake(BANK, plan, islice(blocks_of(plan), WARM_UP_BLOCKS)):
        pass
    modes: dict[str, Callable[[], float]] = {"alone": lambda: alone(plan), "elsewhere": lambda: elsewhere(plan, 2)}
    before = processor_seconds()
    seconds = modes[mode]()
    print(seconds, processor_seconds() - before)


def main() -> None:
    """Print what each round measured, and the median of what two processes gain, of what they could gain."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=Decimal, default=Decimal(50))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--once", choices=["alone", "elsewhere"], help="print the seconds of one making")
    given = parser.parse_args()
    if given.once:
        once(given.once, given.scale)
        return
    gains, limits = [], []
    for _ in range(given.rounds):
        one, used_by_one = measured("alone", given.scale)
        both = two_at_once(given.scale)
        two, used_by_two = measured("elsewhere", given.scale)
        gains.append(2 * (one / two) / (2 * one / both))
        limits.append(2 * used_by_one / used_by_two)
        print(f"one {one:.1f} s, two alone at once {both:.1f} s, two processes {two:.1f} s; ", end="")
        print(f"processor seconds: one {used_by_one:.1f}, two processes {used_by_two:.1f}", flush=True)
    print(f"medians: {median(gains):.2f} x one for each 2 x that the machine gave; ", end="")
    print(f"by processor seconds, at most {median(limits):.2f} x on two free cores")


if __name__ == "__main__":
    main()
