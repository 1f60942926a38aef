"""The base class of the commands that load a bank: it makes the rows of a plan, shows the progress, and reports."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice

from seeding.bank.graph import BANK
from seeding.engine.expected import expected_on
from seeding.engine.plan import Plan
from seeding.engine.recipe import TableRows
from seeding.execution.blocks_elsewhere import bake_elsewhere, default_workers
from seeding.execution.pipeline import bake, bake_ahead, blocks_of, number_of_blocks
from seeding.management.bank_run import BankRunCommand
from seeding.management.block_worker import maker_of
from seeding.management.display import display
from seeding.models import Run
from seeding.storage.bank_lock import application_name
from seeding.storage.postgres import PostgresSink
from seeding.storage.progress import DatabaseProgress, ProgressCallback
from seeding.storage.sink import store
from seeding.storage.space import refuse_without_space
from seeding.storage.tables import FILLED

SHORTEST_S = 1e-3
"""The time that a load takes at least, for its rate: a coarse clock may not have moved."""


class BankLoadCommand(BankRunCommand):
    """A command that replaces the contents of the databases by the bank of a plan."""

    prints_summary = True

    def load(self, plan: Plan, kind: Run.Kind, workers: int | None = None) -> None:
        """Replace the contents of the databases and print a summary. The caller must hold the lock of the bank.

        `workers` processes make the rows; 0 means a thread of this one, None what suits the machine.
        Raises RunRefusedError, LoadError or WorkersLostError.
        """
        expected = {recipe.table: expected_on(plan, recipe.expects(plan.layout)) for recipe in BANK.recipes}
        refuse_without_space(plan, sum(rows.high for rows in expected.values()))
        run = self.begin(kind, plan, expected)

        def work(report: ProgressCallback) -> None:
            with _baked(plan, workers) as rows:  # made while the sink makes the databases ready
                store(rows, PostgresSink(FILLED, run.run_id, application_name(run.command), report))

        started = time.monotonic()
        with display(self.stderr, expected) as show:
            progress = self.recorded(run, show, work)
        if self.prints_summary:
            self._print_summary(plan, progress, time.monotonic() - started)

    def _print_summary(self, plan: Plan, progress: Sequence[DatabaseProgress], seconds: float) -> None:
        total = sum(sum(database.rows.values()) for database in progress)
        self.show(f"seeded {plan}")
        for database in progress:
            tables = f"{len(database.rows)} table{'' if len(database.rows) == 1 else 's'}"
            self.stdout.write(f"  {database.database:13} {sum(database.rows.values()):>12,} rows in {tables}")
        self.stdout.write(f"{total:,} rows in {seconds:.1f} s, {total / max(seconds, SHORTEST_S):,.0f} rows/s")


def _baked(plan: Plan, workers: int | None) -> AbstractContextManager[Iterator[TableRows]]:
    """Give the rows of a bank. One of a single block is made before other processes have started."""
    blocks = number_of_blocks(plan)
    if workers is None:
        workers = default_workers(os.cpu_count() or 1)
    if workers == 0 or blocks == 1:
        return bake_ahead(BANK, plan)
    first = bake(BANK, plan, islice(blocks_of(plan), 1))
    return bake_elsewhere(first, maker_of(plan), blocks, min(workers, blocks - 1))
