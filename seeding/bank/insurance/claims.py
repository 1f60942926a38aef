"""Claims: when losses happened, what was claimed and granted, when it was settled and by whom."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.employees.staff import Staff
from seeding.bank.insurance import numbers
from seeding.bank.insurance.deaths import Deaths, Terms
from seeding.bank.insurance.losses import DEATH, STORM, Losses, claimable_months
from seeding.bank.insurance.numbers import APPROVED, LINES, PAID, UNDER_REVIEW
from seeding.bank.insurance.policies import Policies
from seeding.bank.storylines import storyline_codes
from seeding.engine.arrays import BoolArray, IntArray, rank_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.columns import NO_NUMBER
from seeding.engine.draw import Draw
from seeding.engine.money import CENTS
from seeding.engine.node import node
from seeding.engine.numbering import business_numbers
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_NUMBER_DIGITS = 10
_PRESIDENT = 0


@dataclass(frozen=True)
class Claims(Rows):
    """The claims of a block, policy by policy in the order of time; `ordinal` counts those of a policy from 1.

    `status` is a place in CLAIM_STATUSES; `claimed` and `granted` are cents, the latter NO_NUMBER where nothing is;
    `settled` is NO_DAY for what is not paid; `staff` is who handled it, by index. `storm` marks the storyline's.
    """

    policy: IntArray
    ordinal: IntArray
    day: IntArray
    status: IntArray
    claimed: IntArray
    granted: IntArray
    settled: IntArray
    staff: IntArray
    storm: BoolArray


@dataclass(frozen=True)
class ClaimNumbers:
    """The number that policyholders know each claim of the block by: CL and ten digits."""

    text: pl.Series


@node(stream="claim numbers")
def claim_numbers(claims: Claims, draw: Draw) -> ClaimNumbers:
    """Number the claims."""
    return ClaimNumbers(business_numbers(draw, "CL", claims.key, _NUMBER_DIGITS))


@node(stream="claims")
def claims(
    policies: Policies,
    losses: Losses,
    terms: Terms,
    deaths: Deaths,
    staff: Staff,
    plan: Plan,
    calendar: Calendar,
    draw: Draw,
) -> Claims:
    """Claim every loss, with a deductible on top that the policyholder bears, and settle what is granted."""
    day = _days(policies, losses, terms, deaths, plan, calendar, draw)
    order = np.lexsort((losses.key, day, losses.policy))
    day, rows, policy = day[order], Rows(losses.key[order], losses.cell[order]), losses.policy[order]
    status, lost = losses.status[order], losses.cents[order]
    granted = (status == PAID) | (status == APPROVED)
    deductible = CENTS * np.array([line.deductible for line in LINES.values()])[policies.type[policy]]
    settled = calendar.next_business(day + draw.integers("settled", rows, *numbers.SETTLED_AFTER_DAYS))
    return Claims(
        key=rows.key,
        cell=rows.cell,
        policy=policy,
        ordinal=rank_within(policy) + 1,
        day=day,
        status=status,
        claimed=np.minimum(lost + granted * deductible, policies.cover[policy]),
        granted=np.where(granted, lost, NO_NUMBER),
        settled=np.where(status == PAID, settled, NO_DAY),
        staff=_handled_by(policies, rows, policy, day, staff, draw),
        storm=losses.place[order] == STORM,
    )


def _days(
    policies: Policies, losses: Losses, terms: Terms, deaths: Deaths, plan: Plan, calendar: Calendar, draw: Draw
) -> IntArray:
    """Return the day of each loss: any under the policy, the last months' where it is not settled yet."""
    policy = losses.policy
    whole = claimable_months(policies, policy, terms.last[policy], losses.status, plan, calendar).clip(0)
    unsettled = (losses.status == APPROVED) | (losses.status == UNDER_REVIEW)
    first = np.where(unsettled, (whole - numbers.OPEN_MONTHS + 1).clip(0), 0)
    month = draw.integers("month", losses, first, whole)
    drawn = policies.within_month(calendar, policy, month, draw.integers("day", losses, *numbers.LOSS_DAYS))
    pinned = plan.last_day - storyline_codes(policies.key[policy] // 2, lambda role: role.storm_days_ago)
    return np.select([losses.place == DEATH, losses.place == STORM], [deaths.day[policy], pinned], drawn)


def _handled_by(policies: Policies, rows: Rows, policy: IntArray, day: IntArray, staff: Staff, draw: Draw) -> IntArray:
    """Return who handled each claim: an insurance agent, or a manager where that one sold the policy."""
    agent = staff.serving(draw, "agent", rows, day, numbers.AGENTS)
    manager = staff.serving(draw, "manager", rows, day, numbers.MANAGERS)
    handled = np.where(agent == policies.agent[policy], manager, agent)
    return np.where(policies.in_storyline[policy], _PRESIDENT, handled)
