"""Beneficiaries: who receives the benefit of a policy, in what shares, and the first names of people around it."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.identities import Identities, Spouses, random_first_names
from seeding.bank.accounts.numbers import DAYS_PER_YEAR
from seeding.bank.insurance import numbers
from seeding.bank.insurance.insured_numbers import SPOUSE as INSURED_SPOUSE
from seeding.bank.insurance.numbers import CHILD, OTHER, PARENT, SPOUSE
from seeding.bank.insurance.policies import Policies
from seeding.bank.vocabularies import FIRST_NAMES_FEMALE, FIRST_NAMES_MALE
from seeding.engine.arrays import Code, Index, IntArray, Ordinal, rank_within
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows

MOST_BENEFICIARIES = len(numbers.PERCENTAGES)
BENEFICIARIES_OF_POLICY = Room("beneficiaries of a policy", 4)
NAMES_AROUND_POLICY = Room("first names around a policy", MOST_BENEFICIARIES + 1)
"""Those of its beneficiaries, and of a relative whose life it insures."""
_PERCENTAGES = np.array([
    [(*split, *(0,) * (MOST_BENEFICIARIES - len(split))) for split in splits] for splits in numbers.PERCENTAGES
])  # fmt: skip
"""By number of beneficiaries - 1, split and ordinal."""


@dataclass(frozen=True)
class Beneficiaries(Rows):
    """The beneficiaries of a block, policy by policy.

    `policy` is an index; `ordinal` counts those of a policy from 0; `relationship` is a code of RELATIONSHIPS.
    """

    policy: Index
    ordinal: Ordinal
    relationship: Code
    percentage: IntArray


@node(stream="beneficiaries")
def beneficiaries(customers: Customers, policies: Policies, layout: Layout, draw: Draw) -> Beneficiaries:
    """Return one to three beneficiaries for every life policy."""
    # NONE + 1 is 0: nobody for the other policies.
    count = 1 + draw.stratified_category(
        "count", policies, numbers.BENEFICIARIES_OF_LIFE_POLICIES, subset=policies.insures_life
    )
    policy = np.repeat(np.arange(len(policies)), count)
    ordinal = rank_within(policy)
    rows = Rows(child_key(policies.key[policy], ordinal, BENEFICIARIES_OF_POLICY), policies.cell[policy])
    split = draw.integers("split", policies, 0, _PERCENTAGES.shape[1] - 1)[policy]
    return Beneficiaries(
        key=rows.key,
        cell=rows.cell,
        policy=policy,
        ordinal=ordinal,
        relationship=_relationships(customers, rows, policies, policy, ordinal, layout, draw),
        percentage=_PERCENTAGES[count[policy] - 1, split, ordinal],
    )


def _relationships(
    customers: Customers, rows: Rows, policies: Policies, policy: Index, ordinal: Ordinal, layout: Layout, draw: Draw
) -> Code:
    """Return the relationship of each beneficiary to the policyholder.

    The first one may be a spouse, who is not the insured. The policyholder's age on the first day on which the
    beneficiary is seen allows for children and parents.
    Those of companies are not related.
    """
    customer = policies.customer[policy]
    first_seen = np.maximum(policies.start_day[policy], layout.start)
    age = (first_seen - customers.born[customer]) / DAYS_PER_YEAR
    unrelated = ~customers.corporate[customer]
    relationship = np.full(len(rows), OTHER)
    for code, part, eligible in (
        (SPOUSE, numbers.SPOUSES, (ordinal == 0) & (policies.insured[policy] != INSURED_SPOUSE)),
        (CHILD, numbers.CHILDREN, age >= numbers.AGE_WITH_CHILDREN),
        (PARENT, numbers.PARENTS, age <= numbers.AGE_WITH_PARENTS),
    ):
        name = numbers.RELATIONSHIPS[code]
        chosen = draw.stratified_sample(name, rows, part, unrelated & eligible, rounding="relationship")
        relationship[chosen] = code
        unrelated &= ~chosen
    return relationship


@dataclass(frozen=True)
class Relatives:
    """First names of people around each policy; no two of a policy are equal, and none is the policyholder's.

    `name` has one row per policy and holds codes of `names`: one column per beneficiary, by ordinal, and last the
    relative whose life the policy insures.
    """

    names: pl.Series
    name: Code


@node(stream="relatives")
def relatives(
    customers: Customers,
    identities: Identities,
    spouses: Spouses,
    policies: Policies,
    beneficiaries: Beneficiaries,
    draw: Draw,
) -> Relatives:
    """Return names for everyone who can appear on a policy; the first beneficiary may be the spouse."""
    has_spouse = np.zeros(len(policies), bool)
    has_spouse[beneficiaries.policy[beneficiaries.relationship == SPOUSE]] = True
    names = pl.concat([FIRST_NAMES_FEMALE.series, FIRST_NAMES_MALE.series]).unique().sort()
    known_names = pl.Enum(names)

    def codes(text: pl.Series) -> Code:
        return text.cast(known_names).to_physical().to_numpy().astype(np.int64)

    is_spouse = has_spouse, policies.insured == INSURED_SPOUSE
    spouse = codes(spouses.first_name)[policies.customer]
    taken = [codes(identities.first_name)[policies.customer]]
    for column in range(NAMES_AROUND_POLICY.size):
        rows = Rows(child_key(policies.key, column, NAMES_AROUND_POLICY), policies.cell)
        name = codes(random_first_names(draw, "name", rows))
        if column in (0, MOST_BENEFICIARIES):
            name = np.where(is_spouse[column // MOST_BENEFICIARIES], spouse, name)
        taken.append(_unlike(name, taken, len(names)))
    return Relatives(names, np.column_stack(taken[1:]))


def _unlike(name: Code, taken: list[Code], count: int) -> Code:
    """Return the names, replaced by the next of the `count` names while they equal one that is taken."""
    for _ in taken:
        clashes = np.any([name == other for other in taken], axis=0)
        name = np.where(clashes, (name + 1) % count, name)
    return name
