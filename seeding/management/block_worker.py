"""The functions that a process runs which makes blocks for a load."""

from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from config.worker import call_in_project
from seeding.bank.graph import BANK
from seeding.engine.evaluation import Evaluation
from seeding.engine.plan import Plan
from seeding.execution.block_files import BlockFiles, write_tables
from seeding.execution.blocks_elsewhere import MakeBlock
from seeding.execution.pipeline import bake_blocks, blocks_of

_TASK = f"{__name__}.make_block"
"""What other processes call: they must set up Django before they import this module."""


def maker_of(plan: Plan) -> MakeBlock:
    """Return what makes the blocks of a plan in any process."""
    return partial(call_in_project, _TASK, plan.to_record())


def make_block(record: dict[str, Any], directory: str, number: int) -> BlockFiles:
    """Write the tables of a block, by its number from 0, into a directory and return their files.

    Arguments and results are plain values, for this is called from other processes (see `call_in_project`).
    """
    plan = Plan.from_record(record)
    block = islice(blocks_of(plan), number, number + 1)
    return write_tables(bake_blocks(BANK, _bank(plan), block), Path(directory), number)


@lru_cache(maxsize=1)
def _bank(plan: Plan) -> Evaluation:
    """Return the bank as a whole, which a process keeps from block to block, with the staff of the latest region."""
    return Evaluation.of_bank(BANK, plan)
