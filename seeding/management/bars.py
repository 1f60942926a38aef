"""Live bars, one per table, on a terminal."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, Task, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.text import Text

from seeding.storage.transaction import LoadStage
from seeding.storage.workers import Progress, Report

ALL = "all tables"
_UNDER_WAY = (LoadStage.WAITING, LoadStage.COPYING)


class _Rate(ProgressColumn):
    """Rows a second from the first row to the last."""

    def render(self, task: Task) -> Text:
        """Return the rate, empty before the first row."""
        first, last = task.fields["first"], task.fields["last"]
        rate = task.completed / (last - first) if task.completed and last > first else 0
        return Text(f"{rate:>7,.0f} rows/s" if rate else "", style="cyan", no_wrap=True)


@contextmanager
def bars(expected: Mapping[str, int]) -> Iterator[Report]:
    """Give what shows reports as bars in 80 characters. `expected` says how many rows each table gets, about."""
    columns = (
        TextColumn("{task.description:<21}"),
        BarColumn(bar_width=10),
        TextColumn("{task.completed:>11,.0f}"),
        _Rate(),
        TextColumn("{task.fields[stage]:<8}"),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True)) as shown:
        yield _Shown(shown, expected).report


@contextmanager
def step_bar(what: str, total: int) -> Iterator[Callable[[str], None]]:
    """Give what moves one bar on by a step and shows the step's name."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.completed} of {task.total}"),
        TextColumn("{task.fields[name]:<12}"),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=total, name="")
        yield lambda name: shown.update(task, advance=1, name=name)


class _Shown:
    """The bars on the screen."""

    def __init__(self, shown: Bars, expected: Mapping[str, int]) -> None:
        self._shown = shown
        totals = {ALL: sum(expected.values()), **expected}
        self._tasks = {name: self._add(name, total) for name, total in totals.items()}
        self._first = shown.get_time()

    def _add(self, name: str, total: int) -> TaskID:
        return self._shown.add_task(name, total=total, stage="", first=0.0, last=0.0)

    def report(self, progress: Sequence[Progress]) -> None:
        """Bring the bars up to date."""
        rows = {table: (count, each.stage) for each in progress for table, count in each.rows.items()}
        for table, (count, stage) in rows.items():
            self._update(table, count, "" if stage is LoadStage.WAITING else stage.value, whole=stage not in _UNDER_WAY)
        whole = all(stage not in _UNDER_WAY for _, stage in rows.values())
        self._update(ALL, sum(count for count, _ in rows.values()), "", whole=whole)

    def _update(self, table: str, count: int, stage: str, *, whole: bool) -> None:
        if table not in self._tasks:
            self._tasks[table] = self._add(table, 0)
        task = self._shown.tasks[self._tasks[table]]
        if count != task.completed:
            self._shown.update(task.id, completed=count, first=self._first, last=self._shown.get_time())
        # What was expected is a range; once a table is whole, its bar is.
        self._shown.update(task.id, stage=stage, total=count if whole else task.total)
