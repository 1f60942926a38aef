"""What recurs in the ledger, row by row (interest, fees, salaries), and what is believable as a whole."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest

from seeding.bank.accounts import ledger_numbers as numbers
from tests.bank.bank import Bank, last_business_day, nothing_in
from tests.bank.documented import SCALE_ONE, Over
from tests.bank.test_ledger import CHAIN, DB

HOLIDAY_SHIFT = 4
"""Days by which a payday on a weekend or holiday may be brought forward, at most."""
FULL_MONTH = f"""
    {CHAIN},
    months AS (SELECT first::date, (first + interval '1 month' - interval '1 day')::date AS last
               FROM unnest(%s::date[]) AS first),
    ends AS (
        SELECT account_id, account_type, first, last, (
            SELECT max(day)::date FROM generate_series(first, last, interval '1 day') AS day
            WHERE extract(isodow FROM day) < 6 AND to_char(day, 'MM-DD') NOT IN ('01-01', '07-04', '12-25')
        ) AS posting_day
        FROM accounts CROSS JOIN months WHERE opened_date <= first AND (closed_date IS NULL OR closed_date > last)
    ),
    -- What an account held when interest or a fee was due: the balance before it, or else after the day's last row.
    due AS (
        SELECT ends.*, posted.transaction_id, posted.transaction_amount, posted.transaction_type,
               coalesce(posted.before, (
            SELECT balance_after FROM transactions t
            WHERE t.account_id = ends.account_id AND transaction_date < posting_day + 1
            ORDER BY transaction_date DESC, t.transaction_id DESC LIMIT 1)) AS held
        FROM ends LEFT JOIN chain posted ON posted.account_id = ends.account_id AND posted.day = posting_day
             AND (posted.transaction_type = 'interest' OR posted.description = 'Monthly maintenance fee')
    )
"""
"""Every account and full month that it was open throughout, with what was posted on the last business day."""


@pytest.mark.parametrize("kind", numbers.RATES_E4)
def test_a_full_month_bears_interest_once_on_what_the_account_held(bank: Bank, kind: str) -> None:
    """A12: round(balance x rate / 12, 2), half up, where that is a cent or more."""
    bank.finds_none(
        DB,
        FULL_MONTH
        + """
        SELECT account_id, posting_day, held, transaction_id, transaction_amount,
               round(held * %s / 120000, 2) AS expected
        FROM due WHERE account_type = %s AND round(held * %s / 120000, 2)
              <> CASE transaction_type WHEN 'interest' THEN transaction_amount ELSE 0 END
        """,
        [list(bank.full_months), numbers.RATES_E4[kind], kind, numbers.RATES_E4[kind]],
    )


def test_no_interest_is_posted_besides(bank: Bank) -> None:
    """A12: at most one row for each account and full month, and none elsewhere."""
    bank.finds_none(
        DB,
        FULL_MONTH
        + """
        SELECT transaction_id, transaction_date, transaction_amount FROM transactions t
        WHERE transaction_type = 'interest' AND NOT EXISTS (SELECT FROM due WHERE due.transaction_id = t.transaction_id)
        """,
        [list(bank.full_months)],
    )
    bank.finds_none(
        DB,
        """
        SELECT account_id, date_trunc('month', transaction_date), array_agg(transaction_id) FROM transactions
        WHERE transaction_type = 'interest' OR description = 'Monthly maintenance fee' GROUP BY 1, 2 HAVING count(*) > 1
        """,
    )


def test_a_poor_checking_account_pays_its_maintenance_fee_once_a_full_month(bank: Bank) -> None:
    """A13."""
    fee, below = numbers.MAINTENANCE_FEE, numbers.MAINTENANCE_FEE_BELOW
    bank.finds_none(
        DB,
        FULL_MONTH
        + """
        SELECT account_id, posting_day, held, transaction_id, transaction_amount FROM due
        WHERE account_type = 'checking' AND coalesce(transaction_amount, 0)
              <> CASE WHEN held * 100 >= %s AND held * 100 < %s THEN -%s / 100.0 ELSE 0 END
        """,
        [list(bank.full_months), fee, below, fee],
    )
    bank.finds_none(
        DB,
        FULL_MONTH
        + """
        SELECT * FROM transactions t WHERE description = 'Monthly maintenance fee'
        AND NOT EXISTS (SELECT FROM due WHERE due.transaction_id = t.transaction_id AND account_type = 'checking')
        """,
        [list(bank.full_months)],
    )


def test_every_other_fee_is_for_cash_from_another_banks_machine(bank: Bank) -> None:
    """A13: 3.00 for each, at the same time."""
    bank.finds_none(
        DB,
        """
        WITH cash AS (SELECT * FROM transactions WHERE channel = 'atm' AND description LIKE '%%another bank%%'),
             fees AS (SELECT * FROM transactions
                      WHERE transaction_type = 'fee' AND description <> 'Monthly maintenance fee')
        SELECT account_id, transaction_date, count(cash) AS withdrawals, count(fees) AS fees,
               sum(fees.transaction_amount)
        FROM cash FULL JOIN fees USING (account_id, transaction_date) GROUP BY account_id, transaction_date
        HAVING count(cash) <> count(fees) OR sum(fees.transaction_amount) * 100 <> -%s * count(cash)
        """,
        [numbers.ATM_FEE],
    )


def salaries(bank: Bank) -> Iterator[tuple[str, str, list[date], list[float]]]:
    """Yield each account and employer with the paydays and the amounts, in order."""
    paid = bank.frame(
        DB,
        """
        SELECT account_id, counterparty_account, array_agg(transaction_date::date ORDER BY transaction_date) AS days,
               array_agg(transaction_amount::float ORDER BY transaction_date) AS amounts
        FROM transactions WHERE transaction_type = 'salary' GROUP BY 1, 2 ORDER BY 1, 2
        """,
    )
    yield from paid.iter_rows()


def test_a_salary_is_steady_and_comes_monthly_twice_a_month_or_every_other_week(bank: Bank) -> None:
    """A14."""
    offenders = [
        (account, days, amounts)
        for account, _, days, amounts in salaries(bank)
        if max(amounts) > 1.1 * min(amounts) or not (_monthly(days) or _twice_a_month(days) or _fortnightly(days))
    ]
    assert not offenders, "\n".join(map(str, offenders[:10]))


def _month_end(day: date) -> date:
    """Return the payday at the end of the month of a day."""
    return last_business_day((day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1))


def _monthly(days: list[date]) -> bool:
    months = [day.year * 12 + day.month for day in days]
    return all(day == _month_end(day) for day in days) and months == list(range(months[0], months[0] + len(days)))


def _twice_a_month(days: list[date]) -> bool:
    halves = [2 * (day.year * 12 + day.month) + (day == _month_end(day)) for day in days]
    due = {*(_month_end(day) for day in days), *(last_business_day(day.replace(day=15)) for day in days)}
    return set(days) <= due and halves == list(range(halves[0], halves[0] + len(days)))


def _fortnightly(days: list[date]) -> bool:
    return all(abs((after - before).days - 14) <= HOLIDAY_SHIFT for before, after in pairwise(days))


def test_salaries_reach_the_checking_accounts_of_persons_from_two_employers_at_most(bank: Bank) -> None:
    """A14."""
    bank.finds_none(
        DB,
        """
        SELECT account_id, account_type, count(DISTINCT counterparty_account) AS employers
        FROM transactions JOIN accounts USING (account_id)
        WHERE transaction_type = 'salary' GROUP BY account_id, account_type
        HAVING count(DISTINCT counterparty_account) > 2 OR account_type <> 'checking'
        """,
    )


def test_no_payday_is_left_out_while_the_account_is_there(bank: Bank) -> None:
    """A14: who is paid monthly or twice a month is paid at each full month's end."""
    accounts = bank.table("accounts").select("account_id", "opened_date", pl.col("closed_date").fill_null(date.max))
    lives = {account: (opened, closed) for account, opened, closed in accounts.iter_rows()}
    ends = [_month_end(first) for first in bank.full_months]
    offenders = [
        (account, days, missing)
        for account, _, days, _ in salaries(bank)
        if _monthly(days) or _twice_a_month(days)
        for missing in [[end for end in ends if lives[account][0] < end < lives[account][1] and end not in days]]
        if missing
    ]
    assert not offenders, "\n".join(map(str, offenders[:10]))


def test_everyday_rows_begin_with_the_window(bank: Bank) -> None:
    """The window starts with the third-last full month."""
    bank.finds_none(
        DB,
        """
        SELECT * FROM transactions WHERE transaction_date < %s
        AND (channel IN ('card', 'atm', 'system') OR transaction_type = 'salary')
        AND transaction_id <> ALL(%s)
        """,
        [bank.full_months[0], bank.of_cases],
    )


def purchases(bank: Bank) -> pl.DataFrame:
    """Return the card purchases of a bank that is large enough for statistics."""
    bank.needs(SCALE_ONE)
    card = (pl.col("channel") == "card") & (pl.col("transaction_type") == "payment")
    return bank.table("transactions").filter(card).with_columns(
        amount=-pl.col("transaction_amount").cast(pl.Float64), day=pl.col("transaction_date").dt.date()
    )  # fmt: skip


def test_purchases_follow_the_hours_of_the_day(bank: Bank) -> None:
    hours = purchases(bank)["transaction_date"].dt.hour()
    weights = numbers.HOURS["card"]
    for hour, weight in enumerate(weights):
        share, count = weight / sum(weights), (hours == hour).sum()
        assert abs(count - share * len(hours)) <= Over.EVENTS.slack(len(hours), share), (hour, count, len(hours))
    assert (hours < 6).mean() < 0.05


def test_purchases_follow_the_days_of_the_week_and_jump_after_paydays(bank: Bank) -> None:
    """Compared per day of the full months, so that no weekday or payday counts more often than another."""
    rows = purchases(bank)
    daily = rows.filter(pl.col("day") < _after(bank)).group_by("day").len().sort("day")
    weekday = dict(daily.group_by(pl.col("day").dt.weekday()).agg(pl.col("len").mean()).iter_rows())
    assert weekday[5] > 1.1 * weekday[2], weekday
    assert weekday[6] > 1.1 * weekday[3], weekday
    payday = pl.col("day").dt.day().is_in([1, 2, 3, 15, 16, 17])
    assert daily.filter(payday)["len"].mean() > 1.15 * daily.filter(~payday)["len"].mean()


def _after(bank: Bank) -> date:
    return (bank.full_months[-1] + timedelta(days=32)).replace(day=1)


def test_amounts_are_long_tailed(bank: Bank) -> None:
    """A18."""
    assert purchases(bank)["amount"].skew() > 2
    assert bank.table("transactions")["transaction_amount"].cast(pl.Float64).abs().skew() > 2


def test_first_digits_of_purchases_follow_benford(bank: Bank) -> None:
    """A18: a mean absolute deviation within 0.015, where Nigrini draws the line."""
    amounts = purchases(bank)["amount"]
    first = amounts.map_elements(lambda amount: int(f"{amount:e}"[0]), return_dtype=pl.Int64)
    expected = {digit: pl.Series([1 + 1 / digit]).log10().item() for digit in range(1, 10)}
    deviation = sum(abs((first == digit).mean() - share) for digit, share in expected.items()) / 9
    assert deviation < 0.015, f"{deviation:.4f}"


def test_round_amounts_are_a_matter_of_cash(bank: Bank) -> None:
    """A18."""
    card = purchases(bank)["amount"]
    cash = (
        bank.table("transactions")
        .filter(
            (pl.col("channel") == "atm")
            | (pl.col("channel") == "branch") & pl.col("description").str.starts_with("Cash")
        )["transaction_amount"]
        .cast(pl.Float64)
    )
    assert (cash % 10 == 0).mean() > 0.95
    assert (card % 10 == 0).mean() < 0.02


def test_every_full_month_sees_everyday_life(bank: Bank) -> None:
    """Counts are per window, not bunched in one month."""
    monthly = purchases(bank).group_by(pl.col("day").dt.month_start()).len().sort("day")
    full = monthly.filter(pl.col("day").is_in(list(bank.full_months)))
    assert len(full) == 3
    nothing_in(full.filter((pl.col("len") < 0.75 * full["len"].mean()) | (pl.col("len") > 1.25 * full["len"].mean())))
