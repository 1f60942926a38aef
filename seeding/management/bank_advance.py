"""The base class of the command that advances a bank: one step from the day on which it is seen to a later one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing

from django.db import router

from seeding.bank.graph import BANK
from seeding.engine.changes import TableChanges
from seeding.engine.expected import expected_on
from seeding.engine.plan import Plan
from seeding.execution.passing_days import PassingDays
from seeding.management.bank_run import BankRunCommand
from seeding.management.display import steps
from seeding.management.tally import Tally
from seeding.models import Run
from seeding.storage.advance import AdvanceSink
from seeding.storage.bank_lock import application_name
from seeding.storage.bank_state import BankState
from seeding.storage.progress import DatabaseProgress, ProgressCallback
from seeding.storage.run_log import stored_rows
from seeding.storage.sink import store
from seeding.storage.space import refuse_without_space_for_days
from seeding.storage.tables import table_names


class BankAdvanceCommand(BankRunCommand):
    """A command that shows a bank on a later day."""

    _days: PassingDays | None = None

    def advance(self, state: BankState, plan: Plan) -> tuple[Run, Tally]:
        """Add and change rows until the databases hold the bank of a plan, and return the run and what it did.

        The plan is that of the current bank on a later day. Each database goes on from the day of its own rows: they
        differ if a run died between two commits. The caller must hold the lock of the bank, and the bank must be one
        that can be advanced. A further step of the same command reuses the results of nodes that depend on the layout
        only.

        Raises RunRefusedError or LoadError.
        """
        expected = {recipe.table: expected_on(plan, recipe.expects(plan.layout)) for recipe in BANK.recipes}
        stored = {each.database: _stored(each.database, each.run) for each in state.databases}
        days = {database: stored_plan.seen_on for database, stored_plan in state.plans.items()}
        first = state.complete_until
        refuse_without_space_for_days(
            plan,
            first,
            sum(sum(rows.values()) for rows in stored.values()),
            sum(rows.high for rows in expected.values()),
        )
        passing = self._passing_days(plan)
        run = self.begin(Run.Kind.ADVANCE, plan, expected)
        tally = Tally()

        def work(report: ProgressCallback) -> None:
            sink = AdvanceSink(stored, run.run_id, application_name(run.command), report)
            changes = passing.changes(lambda model: days[router.db_for_write(model)], plan.seen_on)
            with steps(self.stderr, "parts", passing.part_count) as done, closing(changes) as parts:
                store(_counted(parts, tally, done), sink)

        self.recorded(run, _show_nothing, work)
        return run, tally

    def _passing_days(self, plan: Plan) -> PassingDays:
        if self._days is None or self._days.layout != plan.layout:
            self._days = PassingDays(BANK, plan)
        return self._days


def _stored(database: str, run: Run | None) -> dict[str, int]:
    """Return the rows of the tables of a database that its run recorded."""
    recorded = stored_rows(run) if run else {}
    return {table: recorded[table] for table in table_names(database) if table in recorded}


def _counted(
    parts: Iterable[Sequence[TableChanges]], tally: Tally, done: Callable[[str], None]
) -> Iterator[TableChanges]:
    """Yield all changes, count their rows, and call `done` after each part with its number."""
    for number, part in enumerate(parts, 1):
        for found in part:
            tally.count(found.model._meta.db_table, found.inserted.num_rows, found.after.num_rows)
            yield found
        done(f"part {number}")


def _show_nothing(progress: Sequence[DatabaseProgress]) -> None:
    """Ignore the progress of the databases, because that of the parts is shown."""
