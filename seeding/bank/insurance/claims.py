"""Claims: when losses happened, what was claimed and approved, and who reviewed and settled it when."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.employees.numbers import FOUNDING_ROLES, PRESIDENT
from seeding.bank.employees.staff import Staff
from seeding.bank.insurance import numbers
from seeding.bank.insurance.losses import DEDUCTIBLES
from seeding.bank.insurance.numbers import APPROVED, PAID, REJECTED, SUBMITTED, UNDER_REVIEW
from seeding.bank.insurance.placed_losses import PlacedLosses
from seeding.bank.insurance.policies import Policies
from seeding.engine.arrays import BoolArray, Cents, Code, DayNumber, Index, Ordinal, rank_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.columns import NO_NUMBER
from seeding.engine.draw import Draw
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import node
from seeding.engine.numbering import business_numbers
from seeding.engine.rows import Rows

_NUMBER_DIGITS = 10
"""Claims of customers beyond 34 million may have a digit more."""
_FOUNDING_PRESIDENT = FOUNDING_ROLES.index(PRESIDENT)


@dataclass(frozen=True)
class Claims(Rows):
    """The claims of a block, policy by policy in order of time.

    `policy` is an index, `processed_by` one into the staff; `ordinal` counts the claims of a policy from 1. `status` is
    the final status of the claim in this history, a code of CLAIM_STATUSES: it is submitted on `loss_day`, under review
    from `review_day` on, approved or rejected on `decision_day` and paid on `settlement_day`. These two are NO_DAY, and
    `approved_amount` is NO_NUMBER, where there is none. `is_below` marks claims of no more than the deductible,
    `is_storm` the claim of the storyline.
    """

    policy: Index
    ordinal: Ordinal
    loss_day: DayNumber
    review_day: DayNumber
    decision_day: DayNumber
    status: Code
    claimed_amount: Cents
    approved_amount: Cents
    settlement_day: DayNumber
    processed_by: Index
    is_below: BoolArray
    is_storm: BoolArray

    def statuses_on(self, as_of: AsOf) -> Code:
        """Return the status of each claim on a day, as a code of CLAIM_STATUSES."""
        decided = np.where((self.status == PAID) & ~as_of.has_come(self.settlement_day), APPROVED, self.status)
        is_reviewed = as_of.has_come(self.review_day)
        return np.select([as_of.has_come(self.decision_day), is_reviewed], [decided, UNDER_REVIEW], SUBMITTED)


@dataclass(frozen=True)
class ClaimNumbers:
    """The number of each claim of the block, as its policyholder knows it: CL and ten digits, or eleven."""

    text: pl.Series


@node(stream="claim numbers")
def claim_numbers(claims: Claims, draw: Draw) -> ClaimNumbers:
    """Return a unique number per claim that looks random."""
    return ClaimNumbers(business_numbers(draw, "CL", claims.key, _NUMBER_DIGITS))


@node(stream="claims")
def claims(
    policies: Policies, placed_losses: PlacedLosses, staff: Staff, layout: Layout, calendar: Calendar, draw: Draw
) -> Claims:
    """Return a claim for every loss; the claimed amount includes the deductible, which the policyholder bears."""
    placed, policy, status, day = placed_losses, placed_losses.policy, placed_losses.status, placed_losses.day
    is_granted = (status == PAID) | (status == APPROVED)
    bears_deductible = ~placed.is_below & ~policies.insures_life[policy]
    claimed_amount = placed.amount + bears_deductible * DEDUCTIBLES[policies.type[policy]]
    settlement_day = calendar.next_business(day + draw.integers("settled", placed, *numbers.SETTLED_AFTER_DAYS))
    review_day = np.minimum(day + draw.integers("reviewed", placed, *numbers.REVIEWED_AFTER_DAYS), layout.until)
    decision_day = _decision_days(placed, settlement_day, layout, calendar, draw)
    return Claims(
        key=placed.key,
        cell=placed.cell,
        policy=policy,
        ordinal=rank_within(policy) + 1,
        loss_day=day,
        review_day=review_day,
        decision_day=np.where(status == UNDER_REVIEW, NO_DAY, np.maximum(review_day, decision_day)),
        status=status,
        claimed_amount=np.minimum(claimed_amount, policies.coverage[policy]),
        approved_amount=np.where(is_granted, placed.amount, NO_NUMBER),
        settlement_day=np.where(status == PAID, settlement_day, NO_DAY),
        processed_by=_processors(policies, placed, policy, day, staff, draw),
        is_below=placed.is_below,
        is_storm=placed.is_storm,
    )


def _decision_days(
    placed: PlacedLosses, settlement_day: DayNumber, layout: Layout, calendar: Calendar, draw: Draw
) -> DayNumber:
    """Return the business day on which each claim is approved or rejected; meaningless for claims under review."""
    before = settlement_day - draw.integers("paid_after", placed, *numbers.PAID_AFTER_DECISION_DAYS)
    approved = placed.day + draw.integers("approved_after", placed, *numbers.APPROVED_AFTER_DAYS)
    rejected = placed.day + draw.integers("rejected_after", placed, *numbers.REJECTED_WITHIN_DAYS)
    decided = np.select([placed.status == PAID, placed.status == REJECTED], [before, rejected], approved)
    return calendar.last_business(np.minimum(decided, layout.until))


def _processors(policies: Policies, rows: Rows, policy: Index, day: DayNumber, staff: Staff, draw: Draw) -> Index:
    """Return who processes each claim, by index into the staff: an agent, a manager if that agent sold the policy."""
    agent = staff.serving(draw, "agent", rows, day, numbers.AGENTS)
    manager = staff.serving(draw, "manager", rows, day, numbers.MANAGERS)
    processor = np.where(agent == policies.agent[policy], manager, agent)
    return np.where(policies.in_storyline[policy], _FOUNDING_PRESIDENT, processor)
