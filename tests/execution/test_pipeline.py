"""The pipeline runs each node once, keeps no result longer than it is needed, and makes the same rows a step ahead."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import wraps
from threading import enumerate as running_threads
from typing import Any
from weakref import ref

from seeding.bank.graph import BANK
from seeding.engine.blocks import Block
from seeding.engine.evaluation import evaluations
from seeding.engine.graph import Graph
from seeding.engine.plan import Plan
from seeding.execution.pipeline import bake, bake_ahead, blocks_of_changes, part_count
from tests.commandline import CHECKOUT

DAY = date(2026, 6, 30)
PLAN = Plan(seed=11, customers=130, employees=12, start=DAY, as_of=DAY, until=DAY)
AHEAD = replace(PLAN, until=DAY + timedelta(days=60))

IMPORTED = """
import sys, django
django.setup()
import seeding.management.commands.seed_all
import seeding.management.commands.seed_advance
from seeding.management.next_day import next_day_tally
from seeding.storage.copy_binary import as_copy_binary
from seeding.storage.row_order import mixed_places
from tests.execution.test_pipeline import AHEAD, BANK, bake
for table in bake(BANK, AHEAD):
    assert as_copy_binary(table.batch, mixed_places(table.batch.num_rows))
assert next_day_tally(AHEAD).changed.total()
print(*sys.modules)
"""


class CountingBank:
    """The graph of the bank with nodes that count how often they run, and the results that are alive, by stream."""

    def __init__(self) -> None:
        self.runs: Counter[str] = Counter()
        self._results: dict[str, ref[Any]] = {}
        nodes = (replace(node, function=self._counting(node.stream, node.function)) for node in BANK.nodes)
        self.graph = Graph(tuple(nodes), BANK.recipes)

    def _counting(self, stream: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def counting(**arguments: Any) -> Any:
            self.runs[stream] += 1
            result = function(**arguments)
            self._results[stream] = ref(result)
            return result

        return counting

    @property
    def alive(self) -> set[str]:
        """The streams of the block whose results something still refers to."""
        return {
            node.stream
            for node in self.graph.nodes
            if self.graph.runs_per_block(node) and (result := self._results.get(node.stream)) and result() is not None
        }


def test_the_results_of_a_block_are_dropped_after_their_last_use() -> None:
    counting = CountingBank()
    most = 0
    for table in bake(counting.graph, PLAN, [Block(0, 2)]):
        most = max(most, len(counting.alive))
        last = table.model._meta.db_table
    assert last  # the last table is still referred to, and no result is
    assert not counting.alive
    per_block = [node for node in counting.graph.nodes if counting.graph.runs_per_block(node)]
    assert 0 < most < len(per_block)


def test_each_node_of_the_bank_runs_once_although_results_are_dropped() -> None:
    counting = CountingBank()
    list(bake(counting.graph, PLAN, [Block(0, 2)]))
    assert set(counting.runs.values()) == {1}
    assert counting.runs.keys() == {node.stream for node in BANK.nodes}


def test_rows_that_are_made_ahead_are_the_same_in_the_same_order() -> None:
    with bake_ahead(BANK, PLAN) as rows:
        assert list(rows) == list(bake(BANK, PLAN))


def test_changes_come_in_as_many_parts_as_are_counted() -> None:
    plan = replace(PLAN, customers=1_300, employees=3_900, cells_per_region=2)
    parts = list(evaluations(BANK, plan, blocks_of_changes(plan)))
    assert [evaluation.level.name for evaluation, _ in parts] == ["BANK", *["REGION", "BLOCK"] * 3]
    assert len(parts) == part_count(plan)


def test_the_thread_that_makes_rows_starts_at_once_and_ends_with_the_context() -> None:
    with bake_ahead(BANK, PLAN) as rows:
        assert any(thread.name.startswith("bake") for thread in running_threads())
        next(rows)
    assert not any(thread.name.startswith("bake") for thread in running_threads())


def test_neither_a_load_nor_a_day_imports_the_functions_of_arrow() -> None:
    """They take 13 MB of memory, and more time than a day of a small bank."""
    done = subprocess.run([sys.executable, "-c", IMPORTED], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    imported = set(done.stdout.split())
    assert "pyarrow" in imported
    assert "pyarrow.compute" not in imported
