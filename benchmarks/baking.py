"""Measures the rows per second that one core bakes, without storing them: `python benchmarks/baking.py --scale 10`."""

import argparse
import os
import sys
import time
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from config.startup import BANK_SETTINGS, configure_process, load_apps, start_collector

configure_process(BANK_SETTINGS)  # as commands do: it decides how many threads polars has, and what the heap keeps
load_apps()
start_collector()

from django.utils import timezone

from seeding.bank.graph import BANK
from seeding.engine.layout import History
from seeding.engine.options import Options, resolve
from seeding.execution.pipeline import bake


def main() -> None:
    """Bake a bank and print the rows and the rows per second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=Decimal, default=Decimal(10))
    parser.add_argument("--history", type=History, default=History.BRIEF)
    given = parser.parse_args()
    plan = resolve(Options(scale=given.scale, history=given.history), None, timezone.localdate())
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    started = time.process_time()  # of the processor, so that what else the machine does matters less
    rows = sum(table.batch.num_rows for table in bake(BANK, plan))
    seconds = time.process_time() - started
    print(f"{rows} rows baked on one core in {seconds:.2f} s: {rows / seconds:,.0f} rows/s")


if __name__ == "__main__":
    main()
