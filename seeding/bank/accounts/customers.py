"""The customers of the bank: segment, status, and how many accounts they hold."""

from dataclasses import dataclass, fields

import numpy as np

from seeding.bank.accounts import numbers
from seeding.bank.accounts.demographics import Demographics
from seeding.bank.case_assignments import CaseAssignments
from seeding.bank.storyline_codes import code_of, storyline_codes, storyline_mask
from seeding.engine.arrays import NONE, BoolArray, Code, IntArray
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.node import node

PERSON_ACTIVE, PERSON_DORMANT, PERSON_CLOSED = range(len(numbers.STATUSES))
_RETAIL, _CORPORATE = (numbers.SEGMENTS.index(name) for name in ("retail", "corporate"))


@dataclass(frozen=True)
class Customers(Demographics):
    """The customers of a block whose numbers are within the size of the bank.

    `segment` and `status` are codes in SEGMENTS and STATUSES; `accounts` is the number of accounts, 0 to 2. `in_case`
    marks participants in planted cases and twins, `subject` the customers whom a case is about.
    """

    segment: Code
    status: Code
    accounts: IntArray
    in_storyline: BoolArray
    in_case: BoolArray
    subject: BoolArray

    @property
    def corporate(self) -> BoolArray:
        """Whether each customer is a company, of which the person is the contact."""
        return self.segment == _CORPORATE


@node(stream="customers")
def customers(demographics: Demographics, case_assignments: CaseAssignments, layout: Layout, draw: Draw) -> Customers:
    """Return the customers of the block, each with a segment, a status and a number of accounts."""
    in_storyline = storyline_mask(demographics.key)
    segment = _segments(demographics, in_storyline | case_assignments.reserved, layout, draw)
    exists = demographics.key <= layout.customers
    people = demographics.where(exists)
    in_household = people.in_household & (people.household_id < layout.customers)
    in_storyline, in_case = in_storyline[exists], case_assignments.takes_part[exists]
    holder = _account_holders(people, in_household, in_storyline | in_case, layout, draw)
    status = _statuses(people, holder, ~in_storyline & ~in_case, layout, draw)
    return Customers(
        **{field.name: getattr(people, field.name) for field in fields(Demographics) if field.name != "in_household"},
        in_household=in_household,
        segment=segment[exists],
        status=status,
        accounts=_account_counts(people, holder, status, draw),
        in_storyline=in_storyline,
        in_case=in_case,
        subject=case_assignments.subject[exists],
    )


def _segments(demographics: Demographics, persons_only: BoolArray, layout: Layout, draw: Draw) -> Code:
    """Return the segment of each person, as the age allows; retail customers are those in no other segment.

    A person is old enough on the first day on which the bank is seen, or on joining it later. The adults of households
    and `persons_only` are no contacts of companies.
    """
    windows = demographics.windows(numbers.SEGMENT_WINDOW)
    age = (np.maximum(demographics.joined, layout.start) - demographics.born) / numbers.DAYS_PER_YEAR
    pinned = storyline_codes(demographics.key, code_of(numbers.SEGMENTS, lambda role: role.segment))
    segment = np.where(pinned == NONE, _RETAIL, pinned)
    can_be_corporate = ~demographics.in_household & ~persons_only
    for name, share, youngest, others in (
        ("corporate", numbers.CORPORATE, numbers.CONTACT_FROM_AGE, can_be_corporate),
        ("private", numbers.PRIVATE, numbers.PRIVATE_FROM_AGE, True),
        ("premium", numbers.PREMIUM, numbers.PREMIUM_FROM_AGE, True),
    ):
        code = numbers.SEGMENTS.index(name)
        eligible = (segment == _RETAIL) & (pinned == NONE) & (age >= youngest) & others
        chosen = draw.stratified_sample(name, windows, share, eligible, already_selected=segment == code)
        segment[chosen] = code
    return segment


def _account_holders(
    people: Demographics, in_household: BoolArray, must_hold: BoolArray, layout: Layout, draw: Draw
) -> BoolArray:
    """Return whether each person holds an account: both adults of a household or neither.

    People who joined in the last weeks hold none yet.
    """
    holds, without = numbers.ACCOUNT_HOLDERS.code("holder"), numbers.ACCOUNT_HOLDERS.code("without")
    too_new = people.joined > layout.until - 2 * numbers.OPENED_AFTER_JOINING_DAYS[1]
    pinned = np.where(must_hold, holds, np.where(too_new, without, NONE))
    first = in_household & (people.key == people.household_id)
    second = in_household & ~first
    can_hold = (pinned[first] != without) & (pinned[second] != without)
    pinned[first] = np.where(must_hold[first] | must_hold[second], holds, np.where(can_hold, NONE, without))
    pinned[first] = draw.stratified_category(
        "account/household", people, numbers.ACCOUNT_HOLDERS, subset=first, pinned=pinned
    )[first]
    pinned[second] = pinned[first]
    return draw.stratified_category("account", people, numbers.ACCOUNT_HOLDERS, pinned=pinned) == holds


def _statuses(people: Demographics, holder: BoolArray, can_change: BoolArray, layout: Layout, draw: Draw) -> Code:
    """Return the status of each person; only people who `can_change` are drawn.

    First a share of the account holders are chosen, then as many others as the share of all people needs. Customers of
    storylines have the status of their role.
    """
    status = np.full(len(people), PERSON_ACTIVE)
    for code, share, share_of_holders, min_days in (
        (PERSON_CLOSED, numbers.CLOSED, numbers.CLOSED_HOLDERS, numbers.CLOSED_MIN_DAYS_SINCE_JOINING),
        (PERSON_DORMANT, numbers.DORMANT, numbers.DORMANT_HOLDERS, numbers.DORMANT_MIN_DAYS_SINCE_JOINING),
    ):
        pinned = storyline_codes(people.key, code_of(numbers.STATUSES, lambda role: role.status)) == code
        eligible = can_change & (status == PERSON_ACTIVE) & (people.joined <= layout.until - min_days)
        chosen = pinned.copy()
        name = numbers.STATUSES[code]
        chosen[holder] |= draw.stratified_sample(
            f"{name}/holder",
            people.where(holder),
            share_of_holders,
            eligible[holder],
            rounding="status/holder",
            already_selected=pinned[holder],
        )
        chosen |= draw.stratified_sample(
            name, people, share, eligible & ~holder, rounding="status", already_selected=chosen
        )
        status[chosen] = code
    return status


def _account_counts(people: Demographics, holder: BoolArray, status: Code, draw: Draw) -> IntArray:
    """Return the number of accounts of each person: 0, 1 or 2; customers who closed had one."""
    pinned = storyline_codes(people.key, lambda role: len(role.accounts) - 1)
    pinned[status == PERSON_CLOSED] = numbers.ACCOUNTS_OF_HOLDERS.code("one")
    count = draw.stratified_category("accounts", people, numbers.ACCOUNTS_OF_HOLDERS, subset=holder, pinned=pinned)
    return np.where(holder, count + 1, 0)
