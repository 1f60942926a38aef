"""Measures what a block costs in banks of several sizes: `python benchmarks/blocks.py --scale 20`, once per size.

Makes the bank as a whole, and the first and the last blocks of the bank alone, on one core and without storing them.
"""

import argparse
import os
import resource
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

os.environ["POLARS_MAX_THREADS"] = "1"  # polars reads this when it is imported
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django

django.setup()

from django.utils import timezone

from seeding.bank.graph import BANK
from seeding.engine.blocks import blocks
from seeding.engine.evaluation import Evaluation
from seeding.engine.options import Options, resolve
from seeding.engine.recipe import TableRows
from seeding.execution.pipeline import CELLS_PER_BLOCK, bake_bank, bake_blocks


def processor_seconds() -> float:
    """Return the processor time that this process has used, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def made(tables: Iterable[TableRows]) -> tuple[float, int]:
    """Make some tables, and return the processor time that it took, in seconds, and the number of rows."""
    before = processor_seconds()
    rows = sum(table.batch.num_rows for table in tables)
    return processor_seconds() - before, rows


def main() -> None:
    """Print the processor time of the bank as a whole and of each block, and the peak memory of the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=Decimal, default=Decimal(20))
    parser.add_argument("--blocks", type=int, default=3, help="blocks at the beginning, and as many at the end")
    given = parser.parse_args()
    plan = resolve(Options(scale=given.scale), None, timezone.localdate())
    bank = Evaluation.of_bank(BANK, plan)
    every_block = list(blocks(plan.layout, CELLS_PER_BLOCK[plan.history]))
    chosen = list(dict.fromkeys((*every_block[: given.blocks], *every_block[-given.blocks :])))
    # The first block also imports and reads word lists: it is made once before anything is measured.
    _, rows = made(bake_blocks(BANK, bank, chosen[:1]))
    print(f"scale {given.scale}: {len(every_block):,} blocks; the first one is {rows:,} rows")
    seconds, _ = made(bake_bank(BANK, Evaluation.of_bank(BANK, plan)))
    print(f"the bank as a whole: {seconds:.2f} s")
    for block in chosen:
        seconds, rows = made(bake_blocks(BANK, bank, [block]))
        print(f"cells {block.first:,} to {block.end - 1:,}: {seconds:.2f} s, {rows / seconds:,.0f} rows/s")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024:.0f} MB")


if __name__ == "__main__":
    main()
