"""The customers of the bank: segment, status, and how many accounts they hold."""

from dataclasses import dataclass, fields

import numpy as np

from seeding.bank.accounts import numbers
from seeding.bank.accounts.demographics import Demographics
from seeding.bank.case_assignments import CaseAssignments
from seeding.bank.storylines import code_of, storyline_codes, storyline_mask
from seeding.engine.arrays import NONE, BoolArray, IntArray
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan

PERSON_ACTIVE, PERSON_DORMANT, PERSON_CLOSED = range(len(numbers.STATUSES))
_CORPORATE = numbers.SEGMENTS.index("corporate")


@dataclass(frozen=True)
class Customers(Demographics):
    """The customers of a block who exist, with what the bank makes of them.

    `segment` and `status` are places in SEGMENTS and STATUSES; `accounts` is how many accounts they have, 0 to 2.
    """

    segment: IntArray
    status: IntArray
    accounts: IntArray
    in_storyline: BoolArray
    in_case: BoolArray
    subject: BoolArray

    @property
    def corporate(self) -> BoolArray:
        """Who is the contact of a company."""
        return self.segment == _CORPORATE


@node(stream="customers")
def customers(demographics: Demographics, case_assignments: CaseAssignments, plan: Plan, draw: Draw) -> Customers:
    """Take the people who exist in a bank of this size, and give them a segment, a status and a number of accounts."""
    in_storyline = storyline_mask(demographics.key)
    segment = _segments(demographics, in_storyline | case_assignments.reserved, draw)
    exists = demographics.key <= plan.customers
    here = demographics.where(exists)
    household = here.in_household & (here.household_id < plan.customers)
    in_storyline, in_case = in_storyline[exists], case_assignments.takes_part[exists]
    holder = _holders(here, household, in_storyline | in_case, plan, draw)
    status = _statuses(here, holder, ~in_storyline & ~in_case, plan, draw)
    return Customers(
        **{field.name: getattr(here, field.name) for field in fields(Demographics) if field.name != "in_household"},
        in_household=household,
        segment=segment[exists],
        status=status,
        accounts=_how_many(here, holder, status, draw),
        in_storyline=in_storyline,
        in_case=in_case,
        subject=case_assignments.subject[exists],
    )


def _segments(demographics: Demographics, persons_only: BoolArray, draw: Draw) -> IntArray:
    windows = demographics.windows(numbers.SEGMENT_WINDOW)
    corporate = draw.stratified_sample(
        "corporate", windows, numbers.CORPORATE, ~demographics.in_household & ~persons_only
    )
    pinned = storyline_codes(demographics.key, code_of(numbers.SEGMENTS, lambda role: role.segment))
    segment = draw.stratified_category("segment", windows, numbers.SEGMENTS_OF_PERSONS, among=~corporate, pinned=pinned)
    return np.where(corporate, _CORPORATE, segment)


def _holders(here: Demographics, household: BoolArray, must: BoolArray, plan: Plan, draw: Draw) -> BoolArray:
    """Return who has an account: both adults of a household or neither, and nobody who joined these days."""
    yes, no = numbers.ACCOUNT_HOLDERS.code("holder"), numbers.ACCOUNT_HOLDERS.code("without")
    pinned = np.where(
        must, yes, np.where(here.joined > plan.last_day - 2 * numbers.OPENED_AFTER_JOINING_DAYS[1], no, NONE)
    )
    first = household & (here.key == here.household_id)
    second = household & ~first
    can = (pinned[first] != no) & (pinned[second] != no)
    pinned[first] = np.where(must[first] | must[second], yes, np.where(can, NONE, no))
    pinned[first] = draw.stratified_category(
        "account/household", here, numbers.ACCOUNT_HOLDERS, among=first, pinned=pinned
    )[first]
    pinned[second] = pinned[first]
    return draw.stratified_category("account", here, numbers.ACCOUNT_HOLDERS, pinned=pinned) == yes


def _statuses(here: Demographics, holder: BoolArray, free: BoolArray, plan: Plan, draw: Draw) -> IntArray:
    """Return statuses: some of the customers with an account, then as many of the others as make up the shares."""
    status = np.full(len(here), PERSON_ACTIVE)
    for code, part, part_of_holders, days in (
        (PERSON_CLOSED, numbers.CLOSED, numbers.CLOSED_HOLDERS, numbers.CLOSED_STANDING_DAYS),
        (PERSON_DORMANT, numbers.DORMANT, numbers.DORMANT_HOLDERS, numbers.DORMANT_STANDING_DAYS),
    ):
        pinned = storyline_codes(here.key, code_of(numbers.STATUSES, lambda role: role.status)) == code
        eligible = free & (status == PERSON_ACTIVE) & (here.joined <= plan.last_day - days)
        chosen = pinned.copy()
        name = numbers.STATUSES[code]
        chosen[holder] |= draw.stratified_sample(
            f"{name}/holder",
            here.where(holder),
            part_of_holders,
            eligible[holder],
            rounding="status/holder",
            already_selected=pinned[holder],
        )
        chosen |= draw.stratified_sample(
            name, here, part, eligible & ~holder, rounding="status", already_selected=chosen
        )
        status[chosen] = code
    return status


def _how_many(here: Demographics, holder: BoolArray, status: IntArray, draw: Draw) -> IntArray:
    pinned = storyline_codes(here.key, lambda role: len(role.accounts) - 1)
    pinned[status == PERSON_CLOSED] = numbers.ACCOUNTS_OF_HOLDERS.code("one")
    ordinal = draw.stratified_category("accounts", here, numbers.ACCOUNTS_OF_HOLDERS, among=holder, pinned=pinned)
    return np.where(holder, ordinal + 1, 0)
