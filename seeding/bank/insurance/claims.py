"""Claims: when losses happened, what was claimed and approved, and who settled it when."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.employees.numbers import FOUNDING_ROLES, PRESIDENT
from seeding.bank.employees.staff import Staff
from seeding.bank.insurance import numbers
from seeding.bank.insurance.deaths import Deaths
from seeding.bank.insurance.losses import DEATH, STORM, Losses, claimable_months
from seeding.bank.insurance.numbers import APPROVED, PAID, UNDER_REVIEW
from seeding.bank.insurance.policies import Policies
from seeding.bank.insurance.policy_states import PolicyStates
from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.bank.storyline_codes import storyline_codes
from seeding.engine.arrays import BoolArray, Cents, Code, DayNumber, Index, Ordinal, rank_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.columns import NO_NUMBER
from seeding.engine.draw import Draw
from seeding.engine.money import CENTS
from seeding.engine.node import node
from seeding.engine.numbering import business_numbers
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_NUMBER_DIGITS = 10
_FOUNDING_PRESIDENT = FOUNDING_ROLES.index(PRESIDENT)
_DEDUCTIBLES: Cents = CENTS * POLICY_TYPES.integers(lambda each: each.loss.deductible if each.loss else 0)


@dataclass(frozen=True)
class Claims(Rows):
    """The claims of a block, policy by policy in order of time.

    `policy` is an index, `processed_by` one into the staff; `ordinal` counts the claims of a policy from 1. `status`
    is a code of CLAIM_STATUSES. `approved_amount` is NO_NUMBER, and `settlement_day` NO_DAY, where there is none.
    `is_storm` marks the claim of the storyline.
    """

    policy: Index
    ordinal: Ordinal
    loss_day: DayNumber
    status: Code
    claimed_amount: Cents
    approved_amount: Cents
    settlement_day: DayNumber
    processed_by: Index
    is_storm: BoolArray


@dataclass(frozen=True)
class ClaimNumbers:
    """The number of each claim of the block, as its policyholder knows it: CL and ten digits."""

    text: pl.Series


@node(stream="claim numbers")
def claim_numbers(claims: Claims, draw: Draw) -> ClaimNumbers:
    """Return a unique number per claim that looks random."""
    return ClaimNumbers(business_numbers(draw, "CL", claims.key, _NUMBER_DIGITS))


@node(stream="claims")
def claims(
    policies: Policies,
    losses: Losses,
    policy_states: PolicyStates,
    deaths: Deaths,
    staff: Staff,
    plan: Plan,
    calendar: Calendar,
    draw: Draw,
) -> Claims:
    """Return a claim for every loss; the claimed amount includes the deductible, which the policyholder bears."""
    day = _loss_days(policies, losses, policy_states, deaths, plan, calendar, draw)
    order = np.lexsort((losses.key, day, losses.policy))
    day, in_order = day[order], losses.take(order)
    policy, status, amount = in_order.policy, in_order.status, in_order.amount
    is_granted = (status == PAID) | (status == APPROVED)
    deductible = is_granted * _DEDUCTIBLES[policies.type[policy]]
    settlement_day = calendar.next_business(day + draw.integers("settled", in_order, *numbers.SETTLED_AFTER_DAYS))
    return Claims(
        key=in_order.key,
        cell=in_order.cell,
        policy=policy,
        ordinal=rank_within(policy) + 1,
        loss_day=day,
        status=status,
        claimed_amount=np.minimum(amount + deductible, policies.coverage[policy]),
        approved_amount=np.where(is_granted, amount, NO_NUMBER),
        settlement_day=np.where(status == PAID, settlement_day, NO_DAY),
        processed_by=_processors(policies, in_order, policy, day, staff, draw),
        is_storm=in_order.ordinal == STORM,
    )


def _loss_days(
    policies: Policies,
    losses: Losses,
    policy_states: PolicyStates,
    deaths: Deaths,
    plan: Plan,
    calendar: Calendar,
    draw: Draw,
) -> DayNumber:
    """Return the day of each loss: on any month of the policy, on one of the last months if it is not settled yet."""
    policy = losses.policy
    last_day = policy_states.last_day[policy]
    months = claimable_months(policies, policy, last_day, losses.status, plan, calendar).clip(0)
    is_unsettled = (losses.status == APPROVED) | (losses.status == UNDER_REVIEW)
    first = np.where(is_unsettled, (months - numbers.UNSETTLED_MONTHS + 1).clip(0), 0)
    month = draw.integers("month", losses, first, months)
    days = draw.integers("day", losses, *numbers.LOSS_DAYS)
    drawn = policies.day_of_month(calendar, policy, month, days)
    storm_day = plan.last_day - storyline_codes(policies.customer_key[policy], lambda role: role.storm_days_ago)
    return np.select([losses.ordinal == DEATH, losses.ordinal == STORM], [deaths.day[policy], storm_day], drawn)


def _processors(policies: Policies, rows: Rows, policy: Index, day: DayNumber, staff: Staff, draw: Draw) -> Index:
    """Return who processes each claim, by index into the staff: an agent, a manager if that agent sold the policy."""
    agent = staff.serving(draw, "agent", rows, day, numbers.AGENTS)
    manager = staff.serving(draw, "manager", rows, day, numbers.MANAGERS)
    processor = np.where(agent == policies.agent[policy], manager, agent)
    return np.where(policies.in_storyline[policy], _FOUNDING_PRESIDENT, processor)
