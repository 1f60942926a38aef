"""Small graphs whose nodes make nothing, or count how often they run."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from datahub.employees.models import Department, Employee, TrainingProgram
from seeding.engine.blocks import Block, blocks
from seeding.engine.calendar import Calendar
from seeding.engine.columns import Columns
from seeding.engine.draw import Draw
from seeding.engine.evaluation import evaluations
from seeding.engine.expected import exactly
from seeding.engine.graph import Graph, GraphError
from seeding.engine.layout import Layout
from seeding.engine.node import All, EachRegion, node
from seeding.engine.plan import Plan
from seeding.engine.recipe import Recipe, recipe
from seeding.engine.regions import Region
from seeding.engine.rows import one_stratum

DAY = date(2026, 6, 30)


PLAN = Plan(seed=3, customers=700, employees=1_500, start=DAY, as_of=DAY, until=DAY, cells_per_region=2)
"""Four cells in two regions."""


@dataclass(frozen=True)
class People:
    names: tuple[str, ...]


@dataclass(frozen=True)
class Homes:
    count: int


@dataclass(frozen=True)
class Staff:
    region: int


@dataclass(frozen=True)
class Payroll:
    regions: tuple[int, ...]
    first: Staff


@dataclass(frozen=True)
class Ledger:
    entries: tuple[object, ...]


@dataclass(frozen=True)
class Postings:
    source: str


def never(*_: object, **__: object) -> Any:
    raise AssertionError("a row was made before the graph was checked")


def table(write: Callable[..., Columns], model: type = TrainingProgram) -> Recipe:
    return recipe(model, lambda layout: exactly(1), since=None)(write)


def refused(nodes: tuple[Any, ...], recipes: tuple[Recipe, ...] = ()) -> str:
    with pytest.raises(GraphError) as error:
        Graph(nodes, recipes).check()
    return str(error.value)


def module_of(name: str, **contents: object) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(contents)
    return module


@node(stream="ledger")
def ledger(everything: All[Postings]) -> Ledger:
    return Ledger(tuple(posting.source for posting in everything.items))


class CountingGraph:
    """Nodes that count how often they run."""

    def __init__(self) -> None:
        calls: Counter[str] = Counter()
        self.calls = calls

        @node(stream="staff")
        def staff(layout: Layout, draw: Draw) -> Homes:
            calls["staff"] += 1
            return Homes(int(draw.integers("count", one_stratum(np.arange(1)), 1, 10**9)[0]))

        @node(stream="served")
        def served(region: Region, homes: Homes) -> Staff:
            calls["served"] += 1
            return Staff(region.number)

        @node(stream="payroll")
        def payroll(staff: EachRegion[Staff]) -> Payroll:
            calls["payroll"] += 1
            return Payroll(tuple(each.region for each in staff), staff.first)

        @node(stream="crowd")
        def crowd(block: Block, homes: Homes) -> People:
            calls["crowd"] += 1
            return People((f"{block.first}-{block.end}",))

        @node(stream="borrowers", order=2)
        def borrowers(people: People, homes: Homes) -> Postings:
            calls["borrowers"] += 1
            return Postings(f"loans of {people.names[0]}")

        @node(stream="arrears", order=1)
        def arrears() -> Postings:
            return Postings("arrears")

        def department(homes: Homes, payroll: Payroll, draw: Draw, calendar: Calendar) -> Columns:
            return never()

        def employee(staff: Staff, region: Region) -> Columns:
            return never()

        def training_program(people: People, book: Ledger, homes: Homes, staff: Staff, block: Block) -> Columns:
            return never()

        recipes = (table(department, Department), table(employee, Employee), table(training_program))
        items = (crowd, borrowers, arrears, ledger, served, payroll, staff, *recipes)
        self.graph = Graph.of([module_of(__name__, **{str(index): item for index, item in enumerate(items)})])


def arguments_of_recipes(counting: CountingGraph, cells_per_block: int = 1) -> list[dict[str, Any]]:
    return [
        evaluation.arguments(recipe)
        for evaluation, recipes in evaluations(counting.graph, PLAN, blocks(PLAN.layout, cells_per_block))
        for recipe in recipes
    ]


def per_block_of(counting: CountingGraph) -> list[dict[str, Any]]:
    return [given for given in arguments_of_recipes(counting) if "block" in given]
