"""Policies: who is insured against what, how premiums are paid, and how each policy ends."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.contracts import (
    choose_contract_holders,
    eligible_for_contract,
    linkable_accounts,
    linked_accounts,
)
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.numbers import BRANCH_HOURS
from seeding.bank.employees.numbers import FOUNDING_ROLES, INSURANCE_AGENT
from seeding.bank.employees.staff import Staff
from seeding.bank.insurance import numbers
from seeding.bank.insurance.insured import insured_persons
from seeding.bank.insurance.policy_terms import IS_RENEWED, IS_SINGLE_TRIP, end_days, paying_years, target_statuses
from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.bank.insurance.pricing import coverages, premiums_per_period
from seeding.bank.storyline_codes import storyline_codes
from seeding.bank.storylines import ROLES, Role
from seeding.engine.arrays import (
    NONE,
    BoolArray,
    Cents,
    Code,
    DayNumber,
    Index,
    IntArray,
    Key,
    Months,
    Ordinal,
    SecondOfDay,
    rank_within,
)
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.numbering import business_numbers
from seeding.engine.rows import Rows

METHODS = ("auto_debit", *numbers.OTHER_METHODS.names)
AUTO_DEBIT = METHODS.index("auto_debit")
FOUNDING_INSURANCE_AGENT = FOUNDING_ROLES.index(INSURANCE_AGENT)
"""Index into the staff: this founder serves the people of storylines."""
POLICIES_OF_CUSTOMER = Room("policies of a customer", 2)

_ANNUAL = numbers.FREQUENCIES.code("annual")
_PERIOD_MONTHS: Months = np.array(numbers.PERIOD_MONTHS)
_INSURES_LIFE = POLICY_TYPES.flags(lambda each: each.insures_life)
_NUMBER_DIGITS = 10


@dataclass(frozen=True)
class Policies(Rows):
    """The policies of a block, customer by customer.

    `customer` and `linked_account` are indices into the block's tables, the account NONE for policies without one;
    `agent` is an index into the staff; `ordinal` counts a customer's policies from 0. `type`, `frequency` and
    `payment_method` are codes of POLICY_TYPES, FREQUENCIES and METHODS. `premium` is due every `period_months` of the
    last policy year of the history. `insured` is a code of RELATIONSHIPS, NONE for policies that insure a thing; the
    insured was born on `insured_born`. `paying_years` is how long life insurance is paid.
    `target_status` is ACTIVE, LAPSED or CANCELED: the policy is laid out so that it ends in it. `stop_day` is the day
    of the lapse or cancellation, else NO_DAY; `unpaid_period` the period, from 0, whose premium is not paid so that
    the policy lapses, else NONE. `end_day` is the last day of the term, or of the last year.
    """

    customer: Index
    ordinal: Ordinal
    type: Code
    frequency: Code
    period_months: Months
    insured: Code
    insured_born: DayNumber
    paying_years: IntArray
    coverage: Cents
    premium: Cents
    start_day: DayNumber
    start_second: SecondOfDay
    end_day: DayNumber
    target_status: Code
    stop_day: DayNumber
    unpaid_period: Ordinal
    linked_account: Index
    payment_method: Code
    agent: Index
    in_storyline: BoolArray

    @property
    def customer_key(self) -> Key:
        """The key of each policy's customer."""
        return self.key // POLICIES_OF_CUSTOMER.size

    @property
    def insures_life(self) -> BoolArray:
        """Whether each policy pays its coverage on the death of the insured."""
        return _INSURES_LIFE[self.type]

    @property
    def is_renewed(self) -> BoolArray:
        """Whether each policy runs for a year at a time."""
        return IS_RENEWED[self.type]

    @property
    def is_single_trip(self) -> BoolArray:
        """Whether each policy insures one trip for a single premium."""
        return IS_SINGLE_TRIP[self.type]

    def day_of_month(self, calendar: Calendar, policy: Index, month: Months, days: IntArray) -> DayNumber:
        """Return the day that lies some days after the start of a month of each policy, given by index.

        Month 0 begins on the policy's first day.
        """
        return calendar.months_later(self.start_day[policy], month) + days


@dataclass(frozen=True)
class PolicyNumbers:
    """The number of each policy of the block, as its policyholder knows it: PL and ten digits."""

    text: pl.Series


@node(stream="policy numbers")
def policy_numbers(policies: Policies, draw: Draw) -> PolicyNumbers:
    """Return a unique number per policy that looks random."""
    return PolicyNumbers(business_numbers(draw, "PL", policies.key, _NUMBER_DIGITS))


@node(stream="policies")
def policies(
    customers: Customers, accounts: Accounts, staff: Staff, layout: Layout, calendar: Calendar, draw: Draw
) -> Policies:
    """Return the policies of more than a quarter of the customers."""
    account_of_customer = linkable_accounts(customers, accounts, layout)
    customer, ordinal = _policyholders(customers, account_of_customer, layout, draw)
    account = account_of_customer[customer]
    key = child_key(customers.key[customer], ordinal, POLICIES_OF_CUSTOMER)
    rows = Rows(key, customers.cell[customer])
    in_storyline = customers.in_storyline[customer]
    policy_type = _types(customers, rows, customer, ordinal, draw)
    start_day = _start_days(customers, accounts, rows, customer, account, layout, calendar, draw)
    pinned_frequency = np.where(IS_SINGLE_TRIP[policy_type], _ANNUAL, NONE)
    frequency = draw.stratified_category("frequency", rows, numbers.FREQUENCIES, pinned=pinned_frequency)
    period_months = _PERIOD_MONTHS[frequency]
    target_status, stop_day, unpaid_period = target_statuses(
        rows, policy_type, start_day, period_months, in_storyline, layout, calendar, draw
    )
    coverage = coverages(rows, policy_type, customers.segment[customer], draw)
    insured, insured_born = insured_persons(customers, rows, customer, policy_type, start_day, draw)
    years, age_days = paying_years(rows, draw), start_day - insured_born
    linked_account = linked_accounts(accounts, account, rows, start_day, in_storyline, draw)
    agent = staff.serving(draw, "agent", rows, start_day, numbers.AGENTS)
    return Policies(
        key=rows.key,
        cell=rows.cell,
        customer=customer,
        ordinal=ordinal,
        type=policy_type,
        frequency=frequency,
        period_months=period_months,
        insured=insured,
        insured_born=insured_born,
        paying_years=years,
        coverage=coverage,
        premium=premiums_per_period(rows, policy_type, coverage, period_months, age_days, years, draw),
        start_day=start_day,
        start_second=draw.integers("start_at", rows, *BRANCH_HOURS),
        end_day=end_days(rows, policy_type, years, start_day, stop_day, layout, calendar, draw),
        target_status=target_status,
        stop_day=stop_day,
        unpaid_period=unpaid_period,
        linked_account=linked_account,
        payment_method=_payment_methods(rows, linked_account, draw),
        agent=np.where(in_storyline, FOUNDING_INSURANCE_AGENT, agent),
        in_storyline=in_storyline,
    )


def _policyholders(customers: Customers, account: Index, layout: Layout, draw: Draw) -> tuple[Index, Ordinal]:
    """Return the customer of each policy, and the policy's place among those of the customer.

    `account` is each customer's account that a policy can be linked with.
    """
    pinned = storyline_codes(customers.key, lambda role: len(role.policies))
    eligible = (pinned == NONE) & eligible_for_contract(customers, layout)
    holds = choose_contract_holders(customers, account, numbers.POLICYHOLDERS, eligible, pinned > 0, "holders", draw)
    second = draw.stratified_category(
        "count", customers, numbers.POLICIES_OF_HOLDERS, subset=holds, pinned=np.maximum(pinned - 1, NONE)
    )
    customer = np.repeat(np.arange(len(customers)), np.where(holds, second + 1, 0))
    return customer, rank_within(customer)


def _types(customers: Customers, rows: Rows, customer: Index, ordinal: Ordinal, draw: Draw) -> Code:
    """Return policy types: companies hold types for companies, and persons make up the shares of all policies."""
    shares_of_companies = POLICY_TYPES.shares_of_companies
    corporate = customers.corporate[customer]
    of_companies = draw.stratified_category("type/company", rows, shares_of_companies, subset=corporate)
    codes_of_companies = np.array([POLICY_TYPES.code(name) for name in shares_of_companies.names])
    pinned = np.where(corporate, codes_of_companies[of_companies], NONE)
    customer_key = customers.key[customer]
    for place in range(max(len(role.policies) for role in ROLES.values())):
        of_storyline = storyline_codes(customer_key, _type_in_storyline(place))
        pinned = np.where(ordinal == place, np.maximum(pinned, of_storyline), pinned)
    return draw.stratified_category("type", rows, POLICY_TYPES.shares, pinned=pinned)


def _type_in_storyline(place: int) -> Callable[[Role], int]:
    """Return the trait: the code of the type of a role's policy at this place, NONE where it has fewer."""
    return lambda role: POLICY_TYPES.code(role.policies[place]) if place < len(role.policies) else NONE


def _start_days(
    customers: Customers,
    accounts: Accounts,
    rows: Rows,
    customer: Index,
    account: Index,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> DayNumber:
    """Return the business day on which each policy begins: after the account that it may be linked with was opened.

    The days reach back from the day on which the bank is first seen, so that it has policies of every age on that day.
    """
    opened = np.where(account == NONE, customers.joined[customer], accounts.opened[account])
    first_seen, last_day = np.full(len(rows), layout.start), np.full(len(rows), layout.until)
    first = np.maximum(opened, calendar.years_before(first_seen, numbers.STARTED_WITHIN_YEARS)) + 1
    last = calendar.last_business(last_day)
    latest, earliest = (layout.start - days for days in numbers.STORYLINE_AGE_DAYS)
    in_storyline = customers.in_storyline[customer]
    first, last = np.where(in_storyline, earliest, first), np.where(in_storyline, latest, last)
    days = np.floor(np.round(draw.uniform("start", rows) ** numbers.SOLD_EARLY * (last - first + 1), 6))
    return calendar.next_business(np.minimum(first + days.astype(np.int64), last))


def _payment_methods(rows: Rows, linked_account: Index, draw: Draw) -> Code:
    by_auto_debit = draw.stratified_sample("auto_debit", rows, numbers.AUTO_DEBITED, linked_account != NONE)
    others = draw.stratified_category("method", rows, numbers.OTHER_METHODS, subset=~by_auto_debit)
    return np.where(by_auto_debit, AUTO_DEBIT, others + 1)
