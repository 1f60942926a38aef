"""The base of the commands that load a bank: a plan is made into rows, shown on the way, and summed up."""

import time
from collections.abc import Sequence

from seeding.bank.graph import BANK
from seeding.engine.plan import Plan
from seeding.execution.pipeline import bake_ahead
from seeding.management.bank_run import BankRunCommand
from seeding.management.display import display
from seeding.models import Run
from seeding.storage.bank_lock import application_name
from seeding.storage.postgres import PostgresSink
from seeding.storage.sink import store
from seeding.storage.space import refuse_without_room
from seeding.storage.tables import FILLED
from seeding.storage.workers import Progress, Report


class BankLoadCommand(BankRunCommand):
    """A command that replaces what the databases hold by the bank of a plan."""

    def load(self, plan: Plan, kind: Run.Kind) -> None:
        """Replace what the databases hold, and sum up. The caller holds the bank's lock."""
        expected = {recipe.table: recipe.expects(plan) for recipe in BANK.recipes}
        refuse_without_room(plan, sum(rows.high for rows in expected.values()))
        run = self.begin(kind, plan, expected)

        def work(report: Report) -> None:
            sink = PostgresSink(FILLED, run.run_id, application_name(run.command), report)
            store(bake_ahead(BANK, plan), sink)

        started = time.monotonic()
        with display(self.stderr, expected) as show:
            last = self.recorded(run, show, work)
        self._sum_up(plan, last, time.monotonic() - started)

    def _sum_up(self, plan: Plan, last: Sequence[Progress], seconds: float) -> None:
        total = sum(sum(progress.rows.values()) for progress in last)
        self.stdout.write(f"seeded {plan}")
        for progress in last:
            tables = ", ".join(f"{table} {rows:,}" for table, rows in progress.rows.items())
            self.stdout.write(f"  {progress.database:13} {sum(progress.rows.values()):>12,} rows  {tables}".rstrip())
        self.stdout.write(f"{total:,} rows in {seconds:.1f} s, {total / seconds:,.0f} rows/s")
