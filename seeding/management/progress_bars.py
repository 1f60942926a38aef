"""Live progress bars on a terminal."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, Task, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.text import Text

from seeding.storage.progress import DatabaseProgress, LoadStage, ProgressCallback

_COMING = (LoadStage.WAITING, LoadStage.COPYING)
"""The stages in which rows of a database are still to come."""


class _Rate(ProgressColumn):
    """The column that shows the rows per second, from the beginning to the last row."""

    def render(self, task: Task) -> Text:
        """Return the rate, or nothing before the first row."""
        first, last = task.fields["first"], task.fields["last"]
        rate = task.completed / (last - first) if task.completed and last > first else 0
        return Text(f"{rate:>9,.0f} rows/s" if rate else "", style="cyan", no_wrap=True)


@contextmanager
def load_bar(expected: int) -> Iterator[ProgressCallback]:
    """Yield the function that shows the progress of a load in one bar, which is gone at the end.

    `expected` is the most rows that there can be.
    """
    columns = (
        TextColumn("{task.fields[stage]:<8}"),
        BarColumn(bar_width=None),
        TextColumn("{task.completed:>11,.0f} rows"),
        _Rate(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True, expand=True) as live_bars:
        yield _LoadBar(live_bars, expected).report


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


@contextmanager
def text_bar(total: int) -> Iterator[Callable[[int, str], None]]:
    """Yield the function that shows how much of a total is done in one bar, with a text beside it."""
    columns = (BarColumn(bar_width=20), TextColumn("{task.description}"), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as live_bars:
        task = live_bars.add_task("", total=total)
        yield lambda done, text: live_bars.update(task, completed=min(done, total), description=text)


class _LoadBar:
    """The bar of a load: all rows of all databases."""

    def __init__(self, live_bars: Bars, expected: int) -> None:
        self._bars = live_bars
        self._first = live_bars.get_time()
        self._task = live_bars.add_task("", total=expected, stage=LoadStage.COPYING, first=self._first, last=0.0)

    def report(self, progress: Sequence[DatabaseProgress]) -> None:
        """Update the bar. Its stage is that of the slowest database."""
        rows = sum(sum(database.rows.values()) for database in progress)
        stages = [database.stage for database in progress]
        if any(stage in _COMING for stage in stages):
            self._bars.update(self._task, completed=rows, stage=LoadStage.COPYING, last=self._bars.get_time())
            return
        # The expected number is an upper bound: the bar of complete tables is complete.
        self._bars.update(self._task, completed=rows, total=rows, stage=_slowest(stages))


def _slowest(stages: Sequence[LoadStage]) -> LoadStage:
    return min(stages, key=list(LoadStage).index, default=LoadStage.COPYING)
