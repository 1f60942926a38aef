"""Beneficiaries: whom policies benefit, in what shares, and the names of all who belong to a policy."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.identities import Identities, Spouses, random_first_names
from seeding.bank.accounts.numbers import DAYS_PER_YEAR
from seeding.bank.insurance import numbers
from seeding.bank.insurance.numbers import CHILD, LIFE, OTHER, PARENT, SPOUSE
from seeding.bank.insurance.policies import Policies
from seeding.bank.vocabularies import FIRST_NAMES_FEMALE, FIRST_NAMES_MALE
from seeding.engine.arrays import IntArray, rank_within
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_FANOUT = 4
MOST = 3
"""Beneficiaries of one policy."""
_PERCENTAGES = np.array([
    [(*shares, *(0,) * (MOST - len(shares))) for shares in splits] for splits in numbers.PERCENTAGES
])  # fmt: skip


@dataclass(frozen=True)
class Beneficiaries(Rows):
    """The beneficiaries of a block, policy by policy; the key is the policy's x 4 + ordinal.

    `policy` is an index, `relationship` a place in RELATIONSHIPS.
    """

    policy: IntArray
    ordinal: IntArray
    relationship: IntArray
    percentage: IntArray


@node(stream="beneficiaries")
def beneficiaries(customers: Customers, policies: Policies, plan: Plan, draw: Draw) -> Beneficiaries:
    """Let every life benefit one to three people, and some of the other policies one."""
    on_life = policies.type == LIFE
    count = draw.stratified_category("count", policies, numbers.BENEFICIARIES_OF_LIVES, among=on_life) + 1
    others = np.flatnonzero(~on_life)
    rows = Rows(policies.key[others], policies.cell[others])
    count[others] = draw.stratified_sample("named", rows, numbers.WITH_BENEFICIARY, np.ones(len(rows), bool))
    policy = np.repeat(np.arange(len(policies)), count)
    ordinal = rank_within(policy)
    rows = Rows(policies.key[policy] * _FANOUT + ordinal, policies.cell[policy])
    split = draw.integers("split", policies, 0, _PERCENTAGES.shape[1] - 1)[policy]
    return Beneficiaries(
        key=rows.key,
        cell=rows.cell,
        policy=policy,
        ordinal=ordinal,
        relationship=_relationships(customers, rows, policies.owner[policy], ordinal, plan, draw),
        percentage=_PERCENTAGES[count[policy] - 1, split, ordinal],
    )


def _relationships(
    customers: Customers, rows: Rows, owner: IntArray, ordinal: IntArray, plan: Plan, draw: Draw
) -> IntArray:
    """Return what each is to the policyholder: one spouse at most, children and parents as the age allows."""
    age = (plan.last_day - customers.born[owner]) / DAYS_PER_YEAR
    free = ~customers.corporate[owner]
    relationship = np.full(len(rows), OTHER)
    for code, part, eligible in (
        (SPOUSE, numbers.SPOUSES, ordinal == 0),
        (CHILD, numbers.CHILDREN, age >= numbers.AGE_WITH_CHILDREN),
        (PARENT, numbers.PARENTS, age <= numbers.AGE_WITH_PARENTS),
    ):
        name = numbers.RELATIONSHIPS[code]
        chosen = draw.stratified_sample(name, rows, part, free & eligible, rounding="relationship")
        relationship[chosen] = code
        free &= ~chosen
    return relationship


@dataclass(frozen=True)
class Relatives:
    """First names of people around a policy, none twice and none the policyholder's, as a matrix of places in a list.

    A row per policy; the columns are its beneficiaries, by ordinal, and last a relative on whose life it is written.
    """

    names: pl.Series
    place: IntArray


@node(stream="relatives")
def relatives(
    customers: Customers,
    identities: Identities,
    spouses: Spouses,
    policies: Policies,
    beneficiaries: Beneficiaries,
    draw: Draw,
) -> Relatives:
    """Name everybody who can appear on a policy; a spouse is always the first."""
    married = np.zeros(len(policies), bool)
    married[beneficiaries.policy[beneficiaries.relationship == SPOUSE]] = True
    names = pl.concat([FIRST_NAMES_FEMALE.series, FIRST_NAMES_MALE.series]).unique().sort()
    place_of = pl.Enum(names)

    def places(text: pl.Series) -> IntArray:
        return text.cast(place_of).to_physical().to_numpy().astype(np.int64)

    spouse = places(spouses.first_name)[policies.owner]
    taken = [places(identities.first_name)[policies.owner]]
    for column in range(MOST + 1):
        rows = Rows(policies.key * (MOST + 1) + column, policies.cell)
        place = places(random_first_names(draw, "name", rows))
        if column == 0:
            place = np.where(married, spouse, place)
        taken.append(_apart(place, taken, len(names)))
    return Relatives(names, np.column_stack(taken[1:]))


def _apart(place: IntArray, taken: list[IntArray], size: int) -> IntArray:
    """Return names of which none is taken: who bears such a one is given the next of the list."""
    for _ in taken:
        clash = np.any([place == other for other in taken], axis=0)
        place = np.where(clash, (place + 1) % size, place)
    return place
