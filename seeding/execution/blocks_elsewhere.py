"""Blocks that other processes make for this one to store."""

from collections.abc import Callable, Generator
from contextlib import closing
from functools import partial

from seeding.engine.recipe import TableRows
from seeding.execution.block_files import BlockFiles, directory_of_blocks, read_table
from seeding.execution.executors import run_in_order

BYTES_PER_BLOCK = 150_000_000
"""The most that the tables of a block take; decides where their files go."""

MOST_BY_DEFAULT = 6
"""Processes that are used unless more are asked for: about this many make rows faster than one server stores them."""

SPARE_CORES = 2
"""Cores that are left to the server and to the thread that sends rows."""

MakeBlock = Callable[[str, int], BlockFiles]
"""Writes the tables of a block into a directory and returns the files; number 0 is the bank as a whole."""


def default_workers(cores: int) -> int:
    """Return how many processes make rows unless a number is given; 0 means a thread of the command does it."""
    return min(max(cores - SPARE_CORES, 0), MOST_BY_DEFAULT)


def bake_elsewhere(make_block: MakeBlock, blocks: int, workers: int) -> Generator[TableRows, None, None]:
    """Yield the rows of the bank as a whole and of its blocks, in the order of `bake`, made by several processes.

    Memory holds at most `workers` + 2 blocks: those in the making, one that is being taken, and one that waits. A
    caller that may stop early must close the generator, which ends the processes. `make_block` must be picklable.
    Raises its errors, and WorkersLostError if a process dies.
    """
    with directory_of_blocks((workers + 2) * BYTES_PER_BLOCK) as directory:
        task = partial(make_block, str(directory))
        with closing(run_in_order(task, range(1 + blocks), workers, ahead=workers + 1)) as made:
            for files in made:
                for label, name in files:
                    yield read_table(label, directory / name)
