"""Blocks that other processes make for this one to store."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path

from seeding.engine.recipe import TableRows
from seeding.execution.block_files import BlockFiles, directory_of_blocks, read_table
from seeding.execution.executors import results_in_order

BYTES_PER_BLOCK = 150_000_000
"""The most that the tables of a block take; decides where their files go."""

MOST_BY_DEFAULT = 6
"""Processes that are used unless more are asked for: about this many make rows faster than one server stores them."""

SPARE_CORES = 2
"""Cores that are left to the server and to the thread that sends rows."""

MakeBlock = Callable[[str, int], BlockFiles]
"""Writes the tables of a block, by its number from 0, into a directory and returns the files."""


def default_workers(cores: int) -> int:
    """Return how many processes make rows unless a number is given; 0 means a thread of the command does it."""
    return min(max(cores - SPARE_CORES, 0), MOST_BY_DEFAULT)


@contextmanager
def bake_elsewhere(
    first: Iterable[TableRows], make_block: MakeBlock, blocks: int, workers: int
) -> Generator[Iterator[TableRows], None, None]:
    """Give an iterator of the rows of a bank in the order of `bake`, whose later blocks several processes make.

    `first` are the rows of the bank as a whole and of its first block. This process makes them, when they are taken,
    while the others start, which takes about as long. Memory holds at most `workers` + 2 blocks: those in the making,
    one that is being taken, and one that waits. The processes end with the block of the context. `make_block` must be
    picklable. The iterator raises its errors, and WorkersLostError if a process dies.
    """
    with directory_of_blocks((workers + 2) * BYTES_PER_BLOCK) as directory:
        task = partial(make_block, str(directory))
        with results_in_order(task, range(1, blocks), workers, ahead=workers + 1) as made:
            yield chain(first, _read(made, directory))


def _read(made: Iterable[BlockFiles], directory: Path) -> Iterator[TableRows]:
    for files in made:
        for label, name in files:
            yield read_table(label, directory / name)
