"""Loan applications before those of a brief history: rejected or withdrawn, so that the loans are the same in both."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.incomes import Incomes
from seeding.bank.earlier_years import YEARS_OF_CUSTOMER, earlier_years
from seeding.bank.employees.staff import Staff
from seeding.bank.loans import numbers
from seeding.bank.loans.applications import APPLICATIONS_OF_CUSTOMER, Applications, FiledApplications, assessed
from seeding.bank.loans.decisions import Decisions, decisions
from seeding.bank.loans.loan_terms import loan_terms
from seeding.bank.loans.underwriting_numbers import LEAST_INCOME
from seeding.engine.arrays import NONE, Key, Ordinal
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import child_key
from seeding.engine.layout import Layout
from seeding.engine.money import CENTS
from seeding.engine.node import node
from seeding.engine.plan import MAX_CUSTOMERS

_UNSUCCESSFUL = np.array(numbers.UNSUCCESSFUL)

_BEFORE_APPLICATIONS = 25_000_000
"""The keys of earlier applications are those of years of customers whose numbers are higher by this: 200,000,008 to
999,999,999.

They are above those of other applications, and two keys for each still fit into 32 bits.
"""

if (_BEFORE_APPLICATIONS + 1) * YEARS_OF_CUSTOMER.size < (MAX_CUSTOMERS + 1) * APPLICATIONS_OF_CUSTOMER.size:
    raise ValueError(f"loan applications of {MAX_CUSTOMERS:,} customers and earlier ones would share keys")


@dataclass(frozen=True)
class EarlierApplications:
    """Applications of a block that became no loan, and the decision on each; none in a brief history.

    Their ordinals follow those of the customer's other applications, back in time.
    """

    applications: Applications
    decisions: Decisions


@node(stream="earlier loan applications")
def earlier_applications(
    customers: Customers, incomes: Incomes, staff: Staff, layout: Layout, calendar: Calendar, draw: Draw
) -> EarlierApplications:
    """Return the unsuccessful applications of the years before the last three, in a full history."""
    end = layout.start - numbers.APPLIED_WITHIN_DAYS - numbers.LONGEST_MONTH_DAYS
    years = earlier_years(customers, customers.joined + 1, end)
    years = years.where(layout.is_full & (incomes.gross >= LEAST_INCOME * CENTS)[years.customer])
    years = years.with_event("applies", numbers.UNSUCCESSFUL_A_YEAR, draw)
    filed = FiledApplications(
        key=child_key(customers.key[years.customer] + _BEFORE_APPLICATIONS, years.place, YEARS_OF_CUSTOMER),
        cell=years.cell,
        customer=years.customer,
        ordinal=APPLICATIONS_OF_CUSTOMER.size + years.place,
        status=_UNSUCCESSFUL[draw.stratified_category("status", years, numbers.UNSUCCESSFUL_SHARES)],
        application_day=draw.dates("day", years, years.first, years.last),
        linkable_account=np.full(len(years), NONE),
    )
    applications = assessed(filed, customers, incomes, staff, layout, calendar, draw)
    terms = loan_terms(customers, applications, layout, calendar, draw)
    return EarlierApplications(applications, decisions(customers, applications, terms, staff, draw))


def owner_and_year(application_key: Key) -> tuple[Key, Ordinal]:
    """Return the customer number and the place of the year of each earlier application; of others a number below 1."""
    owner, place = np.divmod(application_key, YEARS_OF_CUSTOMER.size)
    return owner - _BEFORE_APPLICATIONS, place
