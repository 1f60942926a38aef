"""Case assignments: which customers take part in which planted case or twin."""

import numpy as np
import polars as pl
import pytest

from seeding.bank.accounts.accounts import ACTIVE, CHECKING, Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.numbers import CURRENCIES
from seeding.bank.case_assignments import CASE_SIZES, CUSTOMERS_PER_CASE, CaseAssignments
from seeding.bank.compliance.case_numbers import TYPOLOGIES
from seeding.bank.graph import BANK
from seeding.bank.storylines import ROLES
from seeding.checks.shares import Tolerance
from seeding.engine.blocks import blocks
from seeding.engine.evaluation import evaluations
from seeding.engine.node import Need, Node
from seeding.engine.plan import CELL, CUSTOMERS_PER_SCALE, DEFAULT_SEED, EMPLOYEES_PER_SCALE, FIRST_CELL, Plan
from tests.bank.baked import CELLS_PER_BLOCK, Baked, plan_of
from tests.bank.bank import nothing_in

PLAN = plan_of(DEFAULT_SEED, 2 * CUSTOMERS_PER_SCALE, 2 * EMPLOYEES_PER_SCALE)
"""A bank of scale 2."""


def results_of(plan: Plan, wanted: type) -> list:
    """Return what the nodes of a bank return of one type, block by block."""
    asking = Node(lambda result: result, "test", {"result": Need(wanted)}, wanted)
    by_block = list(evaluations(BANK, plan, blocks(plan.layout, CELLS_PER_BLOCK)))[2:]
    return [asking(**evaluation.arguments(asking)) for evaluation, _ in by_block]


def participants_of(plan: Plan) -> pl.DataFrame:
    """Return the customers who take part in a case or a twin."""
    frames = [
        pl.DataFrame(
            {name: getattr(case_assignments, name) for name in ("key", "cell", "case", "typology", "position", "size")}
        ).filter(pl.Series(case_assignments.takes_part))
        for case_assignments in results_of(plan, CaseAssignments)
    ]
    return pl.concat(frames).with_columns(twin=pl.col("position") >= pl.col("size"))


@pytest.fixture(scope="module")
def participants() -> pl.DataFrame:
    return participants_of(PLAN)


def test_every_case_lies_in_one_cell_and_has_a_twin_of_the_same_size(participants: pl.DataFrame) -> None:
    cases = participants.group_by("case").agg(
        cells=pl.col("cell").n_unique(), typologies=pl.col("typology").n_unique(), size=pl.col("size").first(),
        in_case=(~pl.col("twin")).sum(), in_twin=pl.col("twin").sum(), positions=pl.col("position").sort(),
    )  # fmt: skip
    complete = pl.col("positions") == pl.int_ranges(0, 2 * pl.col("size"))
    same_size = (pl.col("in_case") == pl.col("size")) & (pl.col("in_twin") == pl.col("size"))
    nothing_in(cases.filter((pl.col("cells") > 1) | (pl.col("typologies") > 1) | ~complete | ~same_size))


def test_cases_have_the_sizes_of_their_typologies(participants: pl.DataFrame) -> None:
    assert CASE_SIZES["structuring"] == CASE_SIZES["high_risk_wires"] == (1, 1)
    assert CASE_SIZES["cycle"] == (3, 6)
    for code, name in enumerate(TYPOLOGIES.names):
        sizes = participants.filter(pl.col("typology") == code)["size"]
        assert sizes.is_between(*CASE_SIZES[name]).all(), (name, sizes.unique().to_list())


def test_there_are_twenty_to_twenty_five_cases_at_scale_1() -> None:
    for seed in range(1, 11):
        cases = participants_of(plan_of(seed, CUSTOMERS_PER_SCALE, EMPLOYEES_PER_SCALE))["case"].n_unique()
        assert 20 <= cases <= 25, f"seed {seed}: {cases} cases"


def test_typologies_have_their_shares() -> None:
    """40 % structuring, 35 % unusual patterns, 25 % high-risk countries, over scale 10."""
    typologies = (
        participants_of(plan_of(1, 10 * CUSTOMERS_PER_SCALE, 10 * EMPLOYEES_PER_SCALE))
        .group_by("case")
        .agg(pl.col("typology").first())["typology"]
    )
    names = typologies.replace_strict(dict(enumerate(TYPOLOGIES.names)), return_dtype=pl.String)
    for name, share in {"structuring": 0.40, "high_risk_wires": 0.25}.items():
        count = (names == name).sum()
        slack = Tolerance.SUB_POPULATION.of(len(names), share) * len(names)
        assert abs(count - share * len(names)) <= slack, f"{count} of {len(names)} are {name}"


def test_subjects_of_cases_have_a_high_risk_rating() -> None:
    bank = Baked(PLAN)
    (case_assignments,) = results_of(PLAN, CaseAssignments)
    subjects = [f"CUST-{key:08}" for key in case_assignments.key[case_assignments.subject].tolist()]
    rated = bank.table("customer_profiles").filter(pl.col("customer_id").is_in(subjects))
    assert len(rated) == len(subjects) > 20
    nothing_in(rated.filter(pl.col("risk_rating") != "high").select("customer_id", "risk_rating"))


def test_no_one_in_a_storyline_a_household_or_a_company_takes_part_in_a_case(participants: pl.DataFrame) -> None:
    keys = set(participants["key"])
    assert not keys & set(ROLES)
    (customers,) = results_of(PLAN, Customers)
    excluded = customers.in_household | customers.corporate
    assert not keys & set(customers.key[excluded].tolist())
    assert set(customers.key[customers.in_case].tolist()) == keys


def test_participants_hold_an_active_checking_account_in_dollars_for_more_than_a_year(
    participants: pl.DataFrame,
) -> None:
    (accounts,) = results_of(PLAN, Accounts)
    first = accounts.in_case & (accounts.ordinal == 0)
    assert sorted(accounts.customer[first].tolist()) == sorted(participants["key"])
    assert set(accounts.type[first]) == {CHECKING}
    assert set(accounts.status[first]) == {ACTIVE}
    assert set(accounts.currency[first]) == {CURRENCIES.index("USD")}
    assert not accounts.dormant[first].any()
    assert accounts.opened[first].max() < PLAN.layout.until - 365


def test_a_complete_cell_has_the_same_cases_in_every_larger_bank(participants: pl.DataFrame) -> None:
    cells = 3
    smaller = participants_of(plan_of(PLAN.seed, FIRST_CELL + cells * CELL, 75))
    assert smaller.equals(participants.filter(pl.col("cell") <= cells))


def test_a_cell_cut_short_keeps_only_cases_that_are_whole() -> None:
    customers = FIRST_CELL + CELL + CELL // 2 + 7
    cut = participants_of(plan_of(PLAN.seed, customers, 75))
    assert cut["key"].max() <= customers
    assert (cut.group_by("case").len()["len"] % 2 == 0).all()
    assert cut["case"].n_unique() <= customers // CUSTOMERS_PER_CASE + 1
    assert np.unique(cut["key"].to_numpy()).size == len(cut)
