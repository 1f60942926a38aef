"""The two histories: when everyday rows begin, how many there are, seasons, growth, rents without gaps, balance."""

from itertools import pairwise

from datahub.accounts.models import Transaction
from seeding.bank.accounts.ledger_numbers import FULL_MONTHS
from seeding.checks.builders import sql_check, statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import ACCOUNTS_DB
from seeding.checks.enforcement import SCALE_HALF, SCALE_ONE, SCALE_TWO, not_enforced
from seeding.checks.faults import delete_rows, fault, update_rows
from seeding.checks.posting_kinds import described_as
from seeding.checks.reader import BankReader

BEFORE_WINDOW, BEFORE_WINDOW_IN_FULL = (0.0, 0.02), (0.80, 0.97)
"""Bounds of the part of card purchases that are older than the last three full months, in a brief history than those
before the bank is first seen."""
PURCHASES, PURCHASES_IN_FULL = (0.5, 4.0), (20.0, 45.0)
"""Bounds of the median number of card purchases a month on an account to which a salary comes."""
WEEKEND, WEEKEND_OF_FEW = (0.31, 0.39), (0.29, 0.41)
"""Bounds of the part of card purchases on Fridays and Saturdays: 35 % by the numbers of the bank. The wider ones are
for banks below SCALE_TWO: the standard error of 1,700 purchases is 1.2 points; equal days would have 2/7 = 28.6 %."""
DECEMBER, SUMMER_TRAVEL = 1.12, 1.4
"""Least purchases in December as a multiple of an average month, and of travel in summer."""
YEARS_OF_GROWTH = 4
"""Calendar years that are compared with the year before; the bank grows by as many customers every year."""
BALANCED = (0.90, 1.10)
"""Bounds of what goes out of the accounts with salaries as a part of what comes in, in each calendar year."""
_FEWEST_SALARIES = 200

_RUNNING = "date_trunc('month', %(as_of)s::date + interval '1 day')"
_LAST_MONTHS = f"({_RUNNING} - interval '{FULL_MONTHS} months')"
_FIRST_SEEN = "CASE WHEN %(history)s = 'full' THEN %(as_of)s ELSE %(start)s END::date"
_SINCE = f"(date_trunc('month', {_FIRST_SEEN} + interval '1 day') - interval '{FULL_MONTHS} months')"
"""The first of the last three full months; in a brief history of those before the bank is first seen."""
_NO_SEASONS = "not enforced: a brief history has no seasons"
_PURCHASE = "channel = 'card' AND transaction_type = 'payment'"


def _before_window(bank: BankReader) -> list[Figure]:
    (found,) = bank.rows(
        ACCOUNTS_DB,
        f"""
        SELECT count(*) AS rows, count(*) FILTER (WHERE transaction_date < {_SINCE}) AS before
        FROM transactions JOIN accounts USING (account_id) WHERE {_PURCHASE} AND account_status = 'active'
        """,
    )
    bounds = BEFORE_WINDOW_IN_FULL if bank.plan.is_full else BEFORE_WINDOW
    rows = found["rows"]
    share = found["before"] / max(rows, 1)
    return [Figure("purchases before the last full months", share, *bounds, rows, not_enforced(bank, SCALE_HALF))]


M70 = statistical_check(
    "M70",
    "Everyday transactions begin with the last three full months, in a full history with the accounts",
    [ACCOUNTS_DB],
    _before_window,
    fault(
        "card purchases moved a year back, and those of a full history to its end",
        update_rows(
            Transaction,
            f"""transaction_date = CASE WHEN transaction_date < {_SINCE} THEN %(as_of)s
                ELSE transaction_date - interval '1 year' END""",
            "channel = 'card'",
        ),
    ),
)


def _purchases(bank: BankReader) -> list[Figure]:
    (found,) = bank.rows(
        ACCOUNTS_DB,
        f"""
        SELECT count(*) AS accounts, percentile_cont(0.5) WITHIN GROUP (ORDER BY purchases) / {FULL_MONTHS}.0 AS median
        FROM (
            SELECT account_id, count(*) FILTER (WHERE {_PURCHASE}) AS purchases
            FROM transactions WHERE transaction_date >= {_LAST_MONTHS} AND transaction_date < {_RUNNING}
            GROUP BY account_id HAVING count(*) FILTER (WHERE transaction_type = 'salary') >= {FULL_MONTHS}
        ) paid
        """,
    )
    bounds = PURCHASES_IN_FULL if bank.plan.is_full else PURCHASES
    median, accounts = float(found["median"] or 0), found["accounts"]
    return [Figure("median purchases a month", median, *bounds, accounts, not_enforced(bank, SCALE_HALF))]


M71 = statistical_check(
    "M71",
    "Accounts with salaries have a few card purchases a month at the median, 20 to 45 in a full history",
    [ACCOUNTS_DB],
    _purchases,
    fault(
        "six in seven card purchases deleted",
        delete_rows(Transaction, "channel = 'card' AND right(transaction_id, 1) <> '7'"),
    ),
)


def _seasons(bank: BankReader) -> list[Figure]:
    (found,) = bank.rows(
        ACCOUNTS_DB,
        f"""
        SELECT count(*) AS rows, count(*) FILTER (WHERE weekday IN (5, 6)) AS weekend,
               count(*) FILTER (WHERE whole) AS whole, count(*) FILTER (WHERE whole AND month = 12) AS december,
               count(*) FILTER (WHERE whole AND travel) AS travel,
               count(*) FILTER (WHERE whole AND travel AND month IN (6, 7, 8)) AS summer
        FROM (
            SELECT extract(isodow FROM transaction_date) AS weekday, extract(month FROM transaction_date) AS month,
                   transaction_date < date_trunc('year', %(as_of)s::date + interval '1 day') AS whole,
                   merchant_category IN ('4511', '7011', '7512') AS travel
            FROM transactions WHERE {_PURCHASE}
        ) purchases
        """,
    )
    small = not_enforced(bank, SCALE_ONE)
    seasonal = small or ("" if bank.plan.is_full else _NO_SEASONS)
    rows, whole, travel = found["rows"], found["whole"], found["travel"]
    weekend = WEEKEND if bank.customers >= SCALE_TWO else WEEKEND_OF_FEW
    return [
        Figure("purchases on Fridays and Saturdays", found["weekend"] / max(rows, 1), *weekend, rows, small),
        Figure(
            "December's, of an average month's", found["december"] * 12 / max(whole, 1), DECEMBER, None, whole, seasonal
        ),
        Figure(
            "travel in summer, of the average",
            found["summer"] * 4 / max(travel, 1),
            SUMMER_TRAVEL,
            None,
            travel,
            seasonal,
        ),
    ]


M72 = statistical_check(
    "M72",
    "People shop on Fridays and Saturdays; in a full history most in December, and they travel in summer",
    [ACCOUNTS_DB],
    _seasons,
    fault(
        "all purchases on a Monday",
        update_rows(Transaction, "transaction_date = date_trunc('week', transaction_date)", "channel = 'card'"),
    ),
)


def _growth(bank: BankReader) -> list[Figure]:
    rows = bank.rows(
        ACCOUNTS_DB,
        """
        SELECT extract(year FROM transaction_date)::int AS year, count(*) AS rows FROM transactions
        WHERE transaction_date < date_trunc('year', %(as_of)s::date + interval '1 day') GROUP BY 1 ORDER BY 1
        """,
    )
    last = rows[-YEARS_OF_GROWTH - 1 :]
    small = not_enforced(bank, SCALE_ONE)
    return [
        Figure(
            f"rows of {row['year']}, of the year before", row["rows"] / before["rows"], 1.0, None, row["rows"], small
        )
        for before, row in pairwise(last)
    ]


M73 = statistical_check(
    "M73",
    "The ledger grows: each of the last four whole calendar years has more transactions than the year before",
    [ACCOUNTS_DB],
    _growth,
    fault(
        "half of last year's transactions deleted",
        delete_rows(
            Transaction,
            """extract(year FROM transaction_date) = extract(year FROM %(as_of)s::date + 1) - 1
               AND hashtext(transaction_id) %% 2 = 0""",
        ),
    ),
)

_RENT = described_as("rent")

M74 = sql_check(
    "M74",
    "Tenants pay their rent every month: no month is left out between two rents to a landlord",
    ACCOUNTS_DB,
    f"""
    SELECT transaction_id, account_id, counterparty_account, transaction_date, month - earlier AS months
    FROM (
        SELECT *, lag(month) OVER (PARTITION BY account_id, counterparty_account ORDER BY month) AS earlier
        FROM (
            SELECT *, extract(year FROM transaction_date) * 12 + extract(month FROM transaction_date) AS month
            FROM transactions WHERE {_RENT}
        ) rents
    ) paid
    WHERE month - earlier <> 1
    """,
    fault(
        "the rents of a month deleted",
        delete_rows(
            Transaction,
            f"{_RENT} AND date_trunc('month', transaction_date) = {_RUNNING} - interval '2 months'",
        ),
    ),
)


def _balance(bank: BankReader) -> list[Figure]:
    rows = bank.rows(
        ACCOUNTS_DB,
        f"""
        WITH paid AS (
            SELECT account_id, min(transaction_date) AS since FROM transactions WHERE transaction_type = 'salary'
            GROUP BY account_id
        )
        SELECT extract(year FROM transaction_date)::int AS year,
               count(*) FILTER (WHERE transaction_type = 'salary') AS salaries,
               sum(transaction_amount) FILTER (WHERE transaction_amount > 0)::float8 AS money_in,
               -sum(transaction_amount) FILTER (WHERE transaction_amount < 0)::float8 AS money_out
        FROM transactions JOIN paid USING (account_id)
        WHERE transaction_date >= date_trunc('month', since) AND right(transaction_id, 6) <> '-00001'
              AND transaction_date < date_trunc('month', %(as_of)s::date + interval '1 day')
              AND ({
            described_as(
                "disbursement",
                "passed_on_ach",
                "passed_on_wire",
                "payoff",
                "payoff_funds_ach",
                "payoff_funds_wire",
                "settlement",
            )
        }) IS NOT TRUE
        GROUP BY 1 ORDER BY 1
        """,
    )
    small = not_enforced(bank, SCALE_ONE)
    return [
        Figure(
            f"money out, of money in, {row['year']}",
            row["money_out"] / row["money_in"],
            *BALANCED,
            row["salaries"],
            small,
        )
        for row in rows
        if row["salaries"] >= _FEWEST_SALARIES
    ]


M75 = statistical_check(
    "M75",
    "Accounts with salaries give out 90 to 110 % of what they take in, in the full months of every calendar year",
    [ACCOUNTS_DB],
    _balance,
    fault(
        "all salaries raised by half",
        update_rows(Transaction, "transaction_amount = transaction_amount * 1.5", "transaction_type = 'salary'"),
    ),
)
