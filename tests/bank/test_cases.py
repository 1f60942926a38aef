"""The layout of planted cases: who will take part in which, before anything of it is booked."""

import numpy as np
import polars as pl
import pytest

from seeding.bank.accounts.lives import ACTIVE, CHECKING, Accounts, Customers
from seeding.bank.accounts.numbers import CURRENCIES
from seeding.bank.case_assignments import KINDS, PRECINCT, SIZES, CaseAssignments
from seeding.bank.graph import BANK
from seeding.bank.storylines import ROLES
from seeding.checks.shares import Tolerance
from seeding.engine.blocks import blocks
from seeding.engine.graph import evaluations
from seeding.engine.node import Need
from seeding.engine.plan import CELL, FIRST_CELL, Plan
from tests.bank.baked import Baked, plan_of
from tests.bank.bank import nothing_in

SIZE = 2_400
"""Customers of scale 2."""
PLAN = plan_of(20_240_229, SIZE, 300)


def lived(plan: Plan, kind: type) -> list:
    """Return what the lives of a bank give of one type, block by block."""
    staged = list(evaluations(BANK, plan, blocks(plan, 100)))[1:]
    return [stage.sources({"wanted": Need(kind)}, "test")["wanted"] for stage, _ in staged]


def cast_of(plan: Plan) -> pl.DataFrame:
    """Return everybody who takes part in a case or a twin."""
    frames = [
        pl.DataFrame(
            {name: getattr(case_assignments, name) for name in ("key", "cell", "case", "kind", "place", "size")}
        ).filter(pl.Series(case_assignments.takes_part))
        for case_assignments in lived(plan, CaseAssignments)
    ]
    return pl.concat(frames).with_columns(twin=pl.col("place") >= pl.col("size"))


@pytest.fixture(scope="module")
def case_assignments() -> pl.DataFrame:
    return cast_of(PLAN)


def test_every_case_lies_in_one_cell_and_has_a_twin_of_the_same_size(case_assignments: pl.DataFrame) -> None:
    cases = case_assignments.group_by("case").agg(
        cells=pl.col("cell").n_unique(), kinds=pl.col("kind").n_unique(), size=pl.col("size").first(),
        members=(~pl.col("twin")).sum(), twins=pl.col("twin").sum(), places=pl.col("place").sort(),
    )  # fmt: skip
    complete = pl.col("places") == pl.int_ranges(0, 2 * pl.col("size"))
    alike = (pl.col("members") == pl.col("size")) & (pl.col("twins") == pl.col("size"))
    nothing_in(cases.filter((pl.col("cells") > 1) | (pl.col("kinds") > 1) | ~complete | ~alike))


def test_the_sizes_of_cases_are_those_of_their_kinds(case_assignments: pl.DataFrame) -> None:
    assert SIZES["structuring"] == SIZES["high_risk_wires"] == (1, 1)
    assert SIZES["cycle"] == (3, 6)
    for code, name in enumerate(KINDS.names):
        sizes = case_assignments.filter(pl.col("kind") == code)["size"]
        assert sizes.is_between(*SIZES[name]).all(), (name, sizes.unique().to_list())


def test_there_are_twenty_to_twenty_five_cases_at_scale_1() -> None:
    for seed in range(1, 11):
        cases = cast_of(plan_of(seed, 1_200, 150))["case"].n_unique()
        assert 20 <= cases <= 25, f"seed {seed}: {cases} cases"


def test_the_kinds_of_cases_come_in_their_shares() -> None:
    """40 % structuring, 35 % unusual patterns, 25 % high-risk countries, over scale 10."""
    kinds = cast_of(plan_of(1, 12_000, 1_500)).group_by("case").agg(pl.col("kind").first())["kind"]
    names = kinds.replace_strict(dict(enumerate(KINDS.names)), return_dtype=pl.String)
    for name, share in {"structuring": 0.40, "high_risk_wires": 0.25}.items():
        count = (names == name).sum()
        slack = Tolerance.SUB_POPULATION.of(len(names), share) * len(names)
        assert abs(count - share * len(names)) <= slack, f"{count} of {len(names)} are {name}"


def test_who_a_case_is_about_is_rated_a_high_risk() -> None:
    bank = Baked(PLAN)
    (case_assignments,) = lived(PLAN, CaseAssignments)
    subjects = [f"CUST-{key:08}" for key in case_assignments.key[case_assignments.subject].tolist()]
    rated = bank.table("customer_profiles").filter(pl.col("customer_id").is_in(subjects))
    assert len(rated) == len(subjects) > 20
    nothing_in(rated.filter(pl.col("risk_rating") != "high").select("customer_id", "risk_rating"))


def test_nobody_in_a_storyline_or_household_or_company_is_cast(case_assignments: pl.DataFrame) -> None:
    members = set(case_assignments["key"])
    assert not members & set(ROLES)
    (customers,) = lived(PLAN, Customers)
    apart = customers.household | customers.corporate
    assert not members & set(customers.key[apart].tolist())
    assert set(customers.key[customers.in_case].tolist()) == members


def test_everybody_cast_holds_an_open_dollar_checking_account_of_long_standing(case_assignments: pl.DataFrame) -> None:
    (accounts,) = lived(PLAN, Accounts)
    first = accounts.in_case & (accounts.ordinal == 0)
    assert sorted((accounts.key[first] // 2).tolist()) == sorted(case_assignments["key"])
    assert set(accounts.type[first]) == {CHECKING}
    assert set(accounts.status[first]) == {ACTIVE}
    assert set(accounts.currency[first]) == {CURRENCIES.index("USD")}
    assert not accounts.dormant[first].any()
    assert accounts.opened[first].max() < PLAN.last_day - 365


def test_a_complete_cell_has_the_same_cases_in_every_larger_bank(case_assignments: pl.DataFrame) -> None:
    cells = 3
    smaller = cast_of(plan_of(PLAN.seed, FIRST_CELL + cells * CELL, 75))
    assert smaller.equals(case_assignments.filter(pl.col("cell") <= cells))


def test_a_cell_cut_short_keeps_only_cases_that_are_whole() -> None:
    customers = FIRST_CELL + CELL + CELL // 2 + 7
    cut = cast_of(plan_of(PLAN.seed, customers, 75))
    assert cut["key"].max() <= customers
    assert (cut.group_by("case").len()["len"] % 2 == 0).all()
    assert cut["case"].n_unique() <= customers // PRECINCT + 1
    assert np.unique(cut["key"].to_numpy()).size == len(cut)
