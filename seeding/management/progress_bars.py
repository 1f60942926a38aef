"""Live progress bars on a terminal."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, Task, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.text import Text

from seeding.storage.progress import DatabaseProgress, LoadStage, ProgressCallback

ALL = "all tables"
_INCOMPLETE_STAGES = (LoadStage.WAITING, LoadStage.COPYING)


class _Rate(ProgressColumn):
    """The column that shows the rows per second, from the beginning to the last row."""

    def render(self, task: Task) -> Text:
        """Return the rate, or nothing before the first row."""
        first, last = task.fields["first"], task.fields["last"]
        rate = task.completed / (last - first) if task.completed and last > first else 0
        return Text(f"{rate:>7,.0f} rows/s" if rate else "", style="cyan", no_wrap=True)


@contextmanager
def table_bars(expected: Mapping[str, int]) -> Iterator[ProgressCallback]:
    """Yield the function that shows the progress of a load, one bar per table, in 80 columns.

    `expected` has the approximate number of rows of each table.
    """
    columns = (
        TextColumn("{task.description:<21}"),
        BarColumn(bar_width=10),
        TextColumn("{task.completed:>11,.0f}"),
        _Rate(),
        TextColumn("{task.fields[stage]:<8}"),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True)) as live_bars:
        yield _TableBars(live_bars, expected).report


@contextmanager
def step_bar(what: str, total: int) -> Iterator[Callable[[str], None]]:
    """Yield the function that advances one bar by one step of `total` and shows the name of the step."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.completed} of {task.total}"),
        TextColumn("{task.fields[name]:<12}"),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as live_bars:
        task = live_bars.add_task(what, total=total, name="")
        yield lambda name: live_bars.update(task, advance=1, name=name)


class _TableBars:
    """One bar per table, and one for all tables."""

    def __init__(self, live_bars: Bars, expected: Mapping[str, int]) -> None:
        self._bars = live_bars
        totals = {ALL: sum(expected.values()), **expected}
        self._tasks = {name: self._add(name, total) for name, total in totals.items()}
        self._first = live_bars.get_time()

    def _add(self, name: str, total: int) -> TaskID:
        return self._bars.add_task(name, total=total, stage="", first=0.0, last=0.0)

    def report(self, progress: Sequence[DatabaseProgress]) -> None:
        """Update the bars."""
        rows = {table: (count, database.stage) for database in progress for table, count in database.rows.items()}
        for table, (count, stage) in rows.items():
            self._update(
                table,
                count,
                "" if stage is LoadStage.WAITING else stage.value,
                complete=stage not in _INCOMPLETE_STAGES,
            )
        complete = all(stage not in _INCOMPLETE_STAGES for _, stage in rows.values())
        self._update(ALL, sum(count for count, _ in rows.values()), "", complete=complete)

    def _update(self, table: str, count: int, stage: str, *, complete: bool) -> None:
        if table not in self._tasks:
            self._tasks[table] = self._add(table, 0)
        task = self._bars.tasks[self._tasks[table]]
        if count != task.completed:
            self._bars.update(task.id, completed=count, first=self._first, last=self._bars.get_time())
        # The expected number is approximate: the bar of a complete table is complete.
        self._bars.update(task.id, stage=stage, total=count if complete else task.total)
