"""The block pipeline in several processes: each makes whole blocks, and this one takes their tables in order."""

from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from itertools import islice
from pathlib import Path

from seeding.bank.graph import BANK
from seeding.engine.plan import Plan
from seeding.engine.recipe import TableRows
from seeding.execution.block_files import directory_of_blocks, read_table, write_tables
from seeding.execution.pipeline import Parts
from seeding.execution.process_pool import process_pool
from seeding.storage.errors import WorkerDiedError

BYTES_PER_BLOCK = 150_000_000
"""The most that the tables of a block take; used to choose where their files go."""

Files = list[tuple[str, Path]]


def bake_in_processes(plan: Plan, workers: int) -> Generator[TableRows, None, None]:
    """Yield the same rows in the same order as `bake`, made by several processes.

    Memory holds at most `workers` + 2 blocks: those in the making, one that is being taken, and one that waits. A
    caller that may stop early must close the generator, which ends the processes. Raises RecipeError as `bake` does,
    and WorkerDiedError.
    """
    with directory_of_blocks((workers + 2) * BYTES_PER_BLOCK) as directory, process_pool(workers) as pool:
        tasks = (pool.submit(_make_part, plan, number, directory) for number in range(_parts(plan).count))
        try:
            yield from _tables_in_order(tasks, workers + 1)
        except BrokenProcessPool:
            raise WorkerDiedError from None


def _tables_in_order(tasks: Iterator[Future[Files]], ahead: int) -> Iterator[TableRows]:
    """Yield the tables of all parts in order, while at most `ahead` parts are made or wait."""
    pending = deque(islice(tasks, ahead))
    while pending:
        for label, path in pending.popleft().result():
            yield read_table(label, path)
        pending.extend(islice(tasks, 1))


def _make_part(plan: Plan, number: int, directory: Path) -> Files:
    """Make a part of the bank in a process of the pool, and return the files of its tables."""
    return write_tables(_parts(plan).tables(number), directory, str(number))


@lru_cache(1)
def _parts(plan: Plan) -> Parts:
    """Return the parts of a bank: a process makes what they share once."""
    return Parts(BANK, plan)
