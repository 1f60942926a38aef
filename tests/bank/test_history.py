"""The two histories of a bank: the plan that tells them apart, and what is the same in both."""

from dataclasses import replace
from datetime import date

import pytest

from seeding.engine.plan import History, Options, Plan, PlanError, resolve
from seeding.management.arguments import read_options

DAY = date(2026, 6, 30)
BRIEF = Plan(seed=5, customers=60, employees=7, as_of=DAY, epoch=DAY)
FULL = replace(BRIEF, history=History.FULL)
NOTHING = dict.fromkeys(("scale", "customers", "employees", "seed", "as_of", "history"))


def test_a_plan_without_a_history_is_brief() -> None:
    record = BRIEF.to_record()
    del record["history"]
    assert Plan.from_record(record) == BRIEF


def test_the_history_is_part_of_the_plan() -> None:
    assert Plan.from_record(FULL.to_record()) == FULL
    assert not FULL.same_bank(BRIEF)
    assert str(FULL).endswith("full history")


def test_an_omitted_history_keeps_that_of_the_current_bank() -> None:
    assert resolve(Options(), None, DAY).history is History.BRIEF
    assert resolve(Options(customers=60), FULL, DAY).history is History.FULL
    assert resolve(Options(history=History.BRIEF), FULL, DAY) == BRIEF


def test_another_history_is_an_error() -> None:
    assert read_options({**NOTHING, "history": "full"}, DAY).history is History.FULL
    with pytest.raises(PlanError, match="give brief or full"):
        read_options({**NOTHING, "history": "whole"}, DAY)
