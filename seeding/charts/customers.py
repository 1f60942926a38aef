"""Charts of customers: their ages, their deposits, and what housing and loans take of their pay."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from datahub.accounts.models import Customer
from datahub.browsing.chart_data import ChartKind, Series, Unit
from datahub.customers.models import CustomerProfile
from seeding.charts.bank import ACCOUNTS_DB, CUSTOMER_DB, Bank, utc
from seeding.charts.definition import BankChart, Figures
from seeding.charts.sampling import MAX_CUSTOMERS, sample_of
from seeding.charts.sources import DEBT_SERVICE, INCOME, RENT

YOUNGEST, OLDEST, AGE_STEP = 20, 85, 5
"""Customers below the youngest and above the oldest age share a bar with those next to them."""
AGE_GROUPS = (18, 25, 35, 45, 55, 65, 75)
"""The lowest age of each group but the first, whose customers are younger."""
PAY_BANDS = (1_500, 2_500, 3_500, 5_000, 7_000, 10_000)
"""Bounds of monthly pay, in USD."""
PAY_MONTHS = 3

_AGE = "extract(year FROM age(%(as_of)s::date, customer.date_of_birth))::int"
_PEOPLE_BY_AGE = f"""
    SELECT least(greatest({_AGE} / {AGE_STEP} * {AGE_STEP}, {YOUNGEST - AGE_STEP}), {OLDEST}) AS age,
           count(*) FILTER (WHERE customer.customer_id = ANY(%(wealthy)s)) AS wealthy, count(*) AS people
    FROM customers AS customer
    WHERE customer.date_of_birth IS NOT NULL AND customer.customer_id <> ALL(%(companies)s)
    GROUP BY 1 ORDER BY 1
"""
_DEPOSITS_BY_AGE = f"""
    WITH deposits AS (
        SELECT {_AGE} AS age, sum(account.balance) AS balance
        FROM customers AS customer JOIN accounts AS account USING (customer_id)
        WHERE account.account_status <> 'closed' AND account.currency = 'USD' AND account.balance IS NOT NULL
          AND customer.date_of_birth IS NOT NULL AND customer.customer_id <> ALL(%(companies)s)
        GROUP BY customer.customer_id
    )
    SELECT width_bucket(age, ARRAY{list(AGE_GROUPS)}) AS place, count(*) AS customers,
           percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY balance) AS quartiles
    FROM deposits GROUP BY 1
"""


def _pay_query(sample: str) -> str:
    """Return the query of the monthly pay, rent and installments of customers who are paid into an account."""
    return f"""
        WITH account AS (
            SELECT customer_id, account_id FROM customers {sample} JOIN accounts USING (customer_id)
            WHERE currency = 'USD' AND customer_id <> ALL(%(companies)s)
        ),
        flow AS (
            SELECT account.customer_id,
                   sum(entry.transaction_amount) FILTER (WHERE {INCOME}) / {PAY_MONTHS} AS pay,
                   -sum(entry.transaction_amount) FILTER (WHERE {RENT}) / {PAY_MONTHS} AS rent,
                   -sum(entry.transaction_amount) FILTER (WHERE {DEBT_SERVICE}) / {PAY_MONTHS} AS debt
            FROM account JOIN transactions AS entry USING (account_id)
            WHERE entry.transaction_date >= {utc("first")} AND entry.transaction_date < {utc("end")}
            GROUP BY account.customer_id
        )
        SELECT width_bucket(pay, ARRAY{list(PAY_BANDS)}::numeric[]) AS place, count(*) AS customers,
               count(rent) AS tenants, percentile_cont(0.5) WITHIN GROUP (ORDER BY rent / pay) AS rent,
               count(debt) AS borrowers, percentile_cont(0.5) WITHIN GROUP (ORDER BY debt / pay) AS debt
        FROM flow WHERE pay > 0 GROUP BY 1
    """


def _customers_in(bank: Bank, *segments: str) -> list[str]:
    """Return the keys of the customers of some segments, which only customer_db knows."""
    query = "SELECT customer_id FROM customer_profiles WHERE customer_segment = ANY(%(segments)s)"
    return [row["customer_id"] for row in bank.rows(CUSTOMER_DB, query, segments=list(segments))]


def _companies(bank: Bank) -> list[str]:
    return _customers_in(bank, str(CustomerProfile.Segment.CORPORATE))


def _ages(bank: Bank) -> Figures:
    wealthy = _customers_in(bank, str(CustomerProfile.Segment.PREMIUM), str(CustomerProfile.Segment.PRIVATE))
    found = bank.rows(ACCOUNTS_DB, _PEOPLE_BY_AGE, as_of=bank.as_of, wealthy=wealthy, companies=_companies(bank))
    counts = {row["age"]: (row["people"] - row["wealthy"], row["wealthy"]) for row in found}
    between = range(YOUNGEST, OLDEST, AGE_STEP)
    labels = [f"under {YOUNGEST}", *(f"{age}\N{EN DASH}{age + AGE_STEP - 1}" for age in between), f"{OLDEST}+"]
    places = [YOUNGEST - AGE_STEP, *between, OLDEST]
    sides = [[counts.get(age, (0, 0))[side] for age in places] for side in (0, 1)]
    links = _links_by_age(bank, [None, *places[1:], None])
    return Figures(
        labels, (Series("retail", sides[0], links=links), Series("premium and private", sides[1], links=links))
    )


def _links_by_age(bank: Bank, ages: Sequence[int | None]) -> list[str]:
    """Return the address of the list of the customers between each two ages, of which the second is excluded.

    None is no bound. Contact persons of companies are among them: only customer_db knows that they are.
    """
    return [
        bank.list_url(
            Customer,
            **({} if end is None else {"date_of_birth__gt": _birthday(bank.as_of, end)}),
            **({} if start is None else {"date_of_birth__lte": _birthday(bank.as_of, start)}),
        )
        for start, end in pairwise(ages)
    ]


def _birthday(as_of: date, age: int) -> str:
    """Return the last day of birth of those who have an age, as PostgreSQL's `age` counts years."""
    year = as_of.year - age
    day = min(as_of.day, monthrange(year, as_of.month)[1])
    return as_of.replace(year=year, day=day).isoformat()


def _deposits(bank: Bank) -> Figures:
    found = bank.rows(ACCOUNTS_DB, _DEPOSITS_BY_AGE, as_of=bank.as_of, companies=_companies(bank))
    groups = {row["place"]: row for row in found}
    between = [f"{low}\N{EN DASH}{high - 1}" for low, high in pairwise(AGE_GROUPS)]
    labels = [f"under {AGE_GROUPS[0]}", *between, f"{AGE_GROUPS[-1]}+"]
    shown = [place for place in range(len(labels)) if place in groups]
    names = ("lower quartile", "median", "upper quartile")
    links = _links_by_age(bank, [None, *AGE_GROUPS, None])
    return Figures(
        [labels[place] for place in shown],
        tuple(
            Series(
                name,
                [round(groups[place]["quartiles"][number]) for place in shown],
                links=[links[place] for place in shown],
            )
            for number, name in enumerate(names)
        ),
        [f"{groups[place]['customers']:,} customers" for place in shown],
    )


def _burdens(bank: Bank) -> Figures:
    sample = sample_of(bank, ACCOUNTS_DB, "customers", MAX_CUSTOMERS)
    found = bank.rows(
        ACCOUNTS_DB,
        _pay_query(sample.clause),
        companies=_companies(bank),
        first=bank.full_months(PAY_MONTHS)[0],
        end=bank.months_end,
    )
    bands = {row["place"]: row for row in found}
    thousands = [f"{bound / 1_000:g}" for bound in PAY_BANDS]
    between = [f"{low}\N{EN DASH}{high}" for low, high in pairwise(thousands)]
    labels = [f"under {thousands[0]}", *between, f"{thousands[-1]}+"]
    shown = [place for place in range(len(labels)) if place in bands]
    return Figures(
        [labels[place] for place in shown],
        (
            Series("rent", [_percent(bands[place]["rent"]) for place in shown]),
            Series("loan installments", [_percent(bands[place]["debt"]) for place in shown]),
        ),
        [
            f"{bands[place]['tenants']:,} tenants and {bands[place]['borrowers']:,} borrowers "
            f"of {bands[place]['customers']:,} paid"
            for place in shown
        ],
        sample.note,
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * float(share), 1)


CHARTS = (
    BankChart(
        "Customers by age",
        "A retail bank is broad between 30 and 60 and narrow at both ends; premium and private clients are older.",
        ChartKind.PYRAMID,
        "age in years",
        "customers",
        Unit.COUNT,
        _ages,
    ),
    BankChart(
        "Rent and debt service by income",
        f"Over the last {PAY_MONTHS} full months, rent takes about a third of net pay, less as pay rises, and "
        "installments stay well below half.",
        ChartKind.GROUPED,
        "net pay a month, thousand USD",
        "median share of pay, %",
        Unit.PERCENT,
        _burdens,
    ),
    BankChart(
        "Deposits by age",
        "Balances rise with age until retirement, and the upper quartile is several times the median.",
        ChartKind.GROUPED,
        "age in years",
        "deposits per customer, USD",
        Unit.USD,
        _deposits,
    ),
)
"""In the order of the page."""
