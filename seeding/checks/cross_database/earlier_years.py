"""Events of a full history before the years of a brief one: as many a year as in these, and none in a brief history.

The years of a brief history are counted back from the day on which the bank was first seen.
"""

from dataclasses import dataclass

import polars as pl

from datahub.customers.models import Complaint
from seeding.bank.accounts.full_history_numbers import YEAR_DAYS
from seeding.bank.customers import campaign_numbers, service_numbers
from seeding.bank.customers.campaign_numbers import MEAN_RESPONSES, RESPONDS_A_YEAR, RESPONSES
from seeding.bank.customers.service_numbers import COMPLAINTS_A_YEAR, FIRST_WEEKS_DAYS
from seeding.bank.loans.numbers import APPLIED_WITHIN_DAYS, UNSUCCESSFUL_A_YEAR
from seeding.checks.builders import statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import CUSTOMER_DB, LOANS_DB
from seeding.checks.enforcement import not_enforced
from seeding.checks.faults import fault, update_rows
from seeding.checks.reader import BankReader
from seeding.engine.expected import STANDARD_ERRORS


@dataclass(frozen=True)
class _Events:
    """Events of one kind: `counted` counts those in `database` that are earlier than `days` before the first day seen.

    Active customers have `a_year` on average, or a little less, at least `least` times that, from `after_joining` days
    on. `size` and `square` are the mean number of events that come together, and of its square.
    """

    name: str
    database: str
    counted: str
    days: int
    a_year: float
    least: float = 1.0
    after_joining: int = 1
    size: float = 1.0
    square: float = 1.0

    def bounds(self, years: float) -> tuple[float, float]:
        """Return the bounds of the events a year, within three standard errors, given the years of all customers."""
        rate = self.a_year * self.size
        margin = STANDARD_ERRORS * (self.a_year * self.square / years) ** 0.5
        return self.least * rate - margin, rate + margin


_EVENTS = (
    _Events(
        "complaints",
        CUSTOMER_DB,
        "SELECT count(*)::int FROM complaints WHERE filed_date::date < %(start)s::date - %(days)s",
        service_numbers.WINDOW_DAYS,
        COMPLAINTS_A_YEAR,
        after_joining=FIRST_WEEKS_DAYS,
    ),
    _Events(
        "campaign responses",
        CUSTOMER_DB,
        """
        SELECT count(*)::int FROM campaign_responses JOIN campaigns USING (campaign_id)
        WHERE start_date < %(start)s::date - %(days)s
        """,
        campaign_numbers.FIRST_START_DAYS_AGO,
        RESPONDS_A_YEAR,
        size=MEAN_RESPONSES,
        square=sum(count**2 * share for count, share in enumerate(RESPONSES.weights, start=1)),
    ),
    _Events(
        "unsuccessful loan applications",
        LOANS_DB,
        "SELECT count(*)::int FROM loan_applications WHERE application_date < %(start)s::date - %(days)s",
        APPLIED_WITHIN_DAYS,
        UNSUCCESSFUL_A_YEAR,
        least=0.88,  # One person in ten earns too little to apply.
    ),
)


def _customer_years(bank: BankReader, events: _Events) -> float:
    """Return for how many years active customers could have events before the years of a brief history."""
    joined = bank.frame(CUSTOMER_DB, "SELECT onboarding_date FROM customer_profiles WHERE customer_status = 'active'")
    end = pl.lit(bank.plan.start) - pl.duration(days=events.days + events.after_joining)
    days = (end - pl.col("onboarding_date")).dt.total_days().clip(lower_bound=0)
    return float(joined.select(days.sum()).item()) / YEAR_DAYS


def _earlier_events(bank: BankReader) -> list[Figure]:
    figures = []
    for events in _EVENTS:
        years = max(_customer_years(bank, events), 1.0)
        found = bank.value(events.database, events.counted, days=events.days)
        low, high = events.bounds(years) if bank.plan.is_full else (0.0, 0.0)
        small = not_enforced(bank) if bank.plan.is_full else ""
        figures.append(Figure(f"earlier {events.name} a year", found / years, low, high, found, small))
    return figures


X14 = statistical_check(
    "X14",
    "In a full history, customers complained, responded to campaigns and applied for loans without success as often a "
    "year before the years of a brief history as in them, within three standard errors; in a brief history never",
    [CUSTOMER_DB, LOANS_DB],
    _earlier_events,
    fault(
        "complaints filed five years ago",
        update_rows(Complaint, "filed_date = filed_date - interval '5 years'"),
    ),
)
