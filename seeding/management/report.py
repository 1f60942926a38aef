"""The report of `seed_status`, as lines for people and as JSON for scripts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat

from config.prompt import invocation
from datahub.databases import BANK_DATABASES
from seeding.bank.storylines import STORYLINES, Storyline
from seeding.engine.plan import FIRST_CELL, Plan
from seeding.management.survey import TableSurvey
from seeding.management.tally import Tally
from seeding.management.wording import state_in_one_line
from seeding.models import Run
from seeding.storage.bank_state import BankState, Condition
from seeding.storage.run_log import duration
from seeding.storage.tables import table_names


@dataclass(frozen=True)
class StatusReport:
    """The last or current run, and what the databases contain.

    During a run, `under_way` is true, `state` is None and `tables` is empty: the tables are not read then. `next_day`
    is what the next day brings, None unless it was asked for and there is a next day.
    """

    run: Run | None
    state: BankState | None
    tables: Sequence[TableSurvey]
    under_way: bool
    next_day: Tally | None = None

    def as_lines(self) -> Iterator[str]:
        """Yield the report line by line."""
        if self.state is None:
            yield from self._progress_lines()
            return
        yield f"bank      {state_in_one_line(self.state)}"
        if self.run:
            yield f"last run  {self._run_line(self.run)}"
        yield from self._ahead_lines()
        yield from self._table_lines()
        yield from self._storyline_lines()

    def _run_line(self, run: Run) -> str:
        described = (
            f'"{run.command}" of {run.user}@{run.host}, process {run.pid}, {run.started_at:%Y-%m-%d %H:%M:%S} UTC'
        )
        if self.under_way:
            return f"{described}: under way for {duration(run).total_seconds():.0f} s"
        if self._died:
            return f"{described}: interrupted{self._left_behind}"
        took = f" after {duration(run).total_seconds():.1f} s" if run.finished_at else ""
        return f"{described}: {run.state}{took}" + (f": {run.error}" if run.error else "")

    @property
    def _died(self) -> bool:
        """Whether the process of the last run died: its record still says that it runs."""
        return not self.under_way and self.run is not None and self.run.state == Run.State.RUNNING

    @property
    def _end_unknown(self) -> bool:
        """Whether a later run found that the process of the last run had died."""
        return self.run is not None and self.run.state == Run.State.INTERRUPTED and self.run.finished_at is None

    @property
    def _left_behind(self) -> str:
        """A remark on the databases after a run whose process died."""
        if self.state is None or self.state.condition is Condition.TORN:
            return " while it committed"
        committed = self.state.condition is Condition.COMPLETE and self.state.run == self.run
        return " after everything was committed" if committed else "; the databases are as before"

    def _progress_lines(self) -> Iterator[str]:
        if self.run is None:
            return
        yield self._run_line(self.run)
        if self.run.plan:
            yield f"plan      {Plan.from_record(self.run.plan)}"
        for database in BANK_DATABASES:
            progress = self.run.progress.get(database, {"stage": "waiting", "rows": {}})
            yield f"{database}  {progress['stage']}"
            for table in table_names(database):
                yield f"  {table:28} {progress['rows'].get(table, 0):>12,} rows"

    def _ahead_lines(self) -> Iterator[str]:
        """Yield how many days are laid out ahead, and what the next one brings if that was asked for."""
        plan = self._complete_plan
        if plan is None or plan.shows_all:
            return
        days = (plan.until - plan.as_of).days
        asked = self.next_day is not None
        hint = "" if asked else ", seed_status --next-day what it brings (takes a second or more)"
        yield f"ahead     {days:,} day{'' if days == 1 else 's'}, until {plan.until}: seed_advance shows the next{hint}"
        if self.next_day is not None:
            yield f"next day  {plan.next_day}: {self.next_day}"
            yield from self.next_day.as_lines()

    @property
    def _complete_plan(self) -> Plan | None:
        """The plan of the bank if it is complete."""
        return self.state.plan if self.state and self.state.condition is Condition.COMPLETE else None

    def _table_lines(self) -> Iterator[str]:
        for database in BANK_DATABASES:
            tables = [table for table in self.tables if table.database == database]
            yield f"{database:30} {'rows':>12} {'expected':>21} {'size':>10}"
            for table in tables:
                expected = "" if table.expected is None else str(table.expected)
                remark = "" if table.as_expected else "  not as planned"
                yield f"  {table.table:28} {table.rows:>12,} {expected:>21} {file_size(table.bytes):>10}{remark}"

    def _storyline_lines(self) -> Iterator[str]:
        storylines = self._storylines()
        for storyline in storylines:
            yield f"  {storyline.key:18} {storyline.title}: {', '.join(role.customer_id for role in storyline.roles)}"
        if storylines and self.state and self.state.plan and self.state.plan.customers >= FIRST_CELL:
            yield f"walk through one: {invocation('seed_tour')} KEY"

    def _storylines(self) -> tuple[Storyline, ...]:
        """Return the storylines whose customers are all in the bank."""
        plan = self._complete_plan
        if plan is None:
            return ()
        return tuple(
            storyline for storyline in STORYLINES if all(role.customer <= plan.customers for role in storyline.roles)
        )

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return {
            "state": "running" if self.state is None else self.state.condition.value,
            "explanation": None if self.state is None else str(self.state),
            "plan": self._plan_record(),
            "next_day": self._next_day_record(),
            "run": self._run_record(),
            "databases": {database: self._tables_record(database) for database in BANK_DATABASES},
            "storylines": [
                {
                    "key": storyline.key,
                    "title": storyline.title,
                    "customers": [role.customer_id for role in storyline.roles],
                }
                for storyline in self._storylines()
            ],
        }

    def _plan_record(self) -> dict[str, Any] | None:
        if self.state is None:
            return self.run.plan if self.run else None
        return self.state.plan.to_record() if self.state.plan else None

    def _next_day_record(self) -> dict[str, Any] | None:
        plan = self._complete_plan
        if plan is None or self.next_day is None:
            return None
        return {"day": plan.next_day.isoformat(), "tables": self.next_day.as_json()}

    def _run_record(self) -> dict[str, Any] | None:
        run = self.run
        if run is None:
            return None
        return {
            "run_id": str(run.run_id),
            "kind": run.kind,
            "state": Run.State.INTERRUPTED.value if self._died else run.state,
            "command": run.command,
            "user": run.user,
            "host": run.host,
            "pid": run.pid,
            "generator": run.generator,
            "started_at": run.started_at.isoformat(),
            "finished_at": run.finished_at.isoformat() if run.finished_at else None,
            "seconds": None if self._died or self._end_unknown else round(duration(run).total_seconds(), 3),
            "error": run.error or None,
            "progress": run.progress,
        }

    def _tables_record(self, database: str) -> dict[str, Any]:
        return {
            table.table: {
                "rows": table.rows,
                "expected": [table.expected.low, table.expected.high] if table.expected else None,
                "bytes": table.bytes,
            }
            for table in self.tables
            if table.database == database
        }


def file_size(size: int) -> str:
    """Return a number of bytes as text, with an ordinary space before the unit."""
    return filesizeformat(size).replace("\xa0", " ")
