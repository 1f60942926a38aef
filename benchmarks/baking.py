"""Measures the rows per second that one core bakes, without storing them: `python benchmarks/baking.py --scale 10`."""

import argparse
import os
import sys
import time
from decimal import Decimal
from pathlib import Path

os.environ["POLARS_MAX_THREADS"] = "1"  # polars reads this when it is imported
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django

django.setup()

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
    started = time.perf_counter()
    rows = sum(table.batch.num_rows for table in bake(BANK, plan))
    seconds = time.perf_counter() - started
    print(f"{rows} rows baked on one core in {seconds:.2f} s: {rows / seconds:,.0f} rows/s")


if __name__ == "__main__":
    main()
