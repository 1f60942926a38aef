"""Planted cases: the answer key names transactions, and each case and its innocent twin match their definition.

Both are recognized by what their transactions do; they differ in that money shrinks on its way in a case. A case that
has begun lately may not be over, and its twin may not have begun.
"""

from datetime import timedelta

import polars as pl

from seeding.bank.compliance.case_numbers import UNREPORTED_DAYS_AGO
from seeding.bank.compliance.numbers import HIGH_RISK_COUNTRIES
from seeding.checks.builders import first_failing, statistical_check, violations_from
from seeding.checks.check import Figure
from seeding.checks.cross_database.leakage import leakage
from seeding.checks.cross_database.products import accounts
from seeding.checks.databases import ACCOUNTS_DB
from seeding.checks.enforcement import SHARES_FROM, not_enforced
from seeding.checks.faults import fault
from seeding.checks.reader import BankReader

DEFAULT_DB = "default"
WEEK, MONTH, TEN_DAYS = 6, 29, timedelta(days=10)
"""Most days from the first to the last transaction; a cycle is timed to the second."""


def answer_key(bank: BankReader) -> pl.DataFrame:
    """Return the answer key: the transactions of cases and twins."""
    return bank.frame(
        DEFAULT_DB,
        """
        SELECT transaction_id, case_id, kind, planted, account_id, customer_id, subject
        FROM seeding_planted_transaction
        """,
    )


def _rows(bank: BankReader) -> pl.DataFrame:
    """Return the answer key with the transactions, in order of time; `payee` is the counterparty's account, if ours."""
    key = answer_key(bank)
    ledger = bank.frame(
        ACCOUNTS_DB,
        """
        SELECT transaction_id, account_id AS account, channel, transaction_type AS type, counterparty_account AS other,
               (transaction_amount * 100)::bigint AS signed, (abs(transaction_amount) * 100)::bigint AS cents,
               transaction_date::date AS day, extract(epoch FROM transaction_date)::bigint AS at
        FROM transactions WHERE transaction_id = ANY(%(planted)s::text[])
        """,
        planted=key["transaction_id"].to_list(),
    )
    kept = bank.cached(accounts)
    return (
        key.join(ledger, on="transaction_id", how="left")
        .join(kept.select("account", "owner"), on="account", how="left")
        .join(kept.select(payee="account", other="account_number"), on="other", how="left")
        .sort("case_id", "at")
    )


def _not_in_ledger(bank: BankReader) -> pl.DataFrame:
    """Return the rows of the answer key without a transaction, or with another account or customer than it."""
    right = (pl.col("account") == pl.col("account_id")) & (pl.col("owner") == pl.col("customer_id"))
    return bank.cached(_rows).filter(~right.fill_null(False))


def _without_twin(bank: BankReader) -> pl.DataFrame:
    """Return the cases that are not a pair of a case and a twin of its kind, each about one account."""
    cases = (
        bank.cached(_rows)
        .group_by("case_id", "kind", "planted")
        .agg(subjects=pl.col("account_id").filter("subject").n_unique())
    )
    pairs = cases.group_by(case=pl.col("case_id").str.strip_suffix("-T")).agg(
        "subjects", both=pl.col("planted").sort(), kinds=pl.col("kind").n_unique()
    )
    if bank.customers < SHARES_FROM:  # an incomplete cell may have a case without its twin
        return pairs.clear()
    if not bank.plan.shows_all:  # a case and its twin begin on days of their own, with any account
        several = (pl.col("both").list.n_unique() < pl.col("both").list.len()) | (pl.col("subjects").list.max() > 1)
        return pairs.filter(several | (pl.col("kinds") != 1))
    return pairs.filter((pl.col("both") != [False, True]) | (pl.col("subjects") != [1, 1]) | (pl.col("kinds") != 1))


def _exceeds_within(number: int, days: int, more_than: int) -> pl.Expr:
    """Return whether `number` consecutive transactions are within some days and exceed a sum of whole dollars."""
    within = (pl.col("day") - pl.col("day").shift(number - 1)).dt.total_days() <= days
    return (within & (pl.col("cents").rolling_sum(number) > 100 * more_than)).any()


def _structured(rows: pl.DataFrame) -> pl.DataFrame:
    """Return cases of cash deposits below the reporting threshold that exceed it together; a shop takes longer."""
    cash = pl.col("channel").is_in(["branch", "atm"])
    deposits = rows.filter((pl.col("kind") == "structuring") & cash)
    small = ((pl.col("type") == "deposit") & pl.col("cents").is_between(100_000, 999_999)).all()
    of_case, of_shop = _exceeds_within(3, WEEK, 10_000), _exceeds_within(6, MONTH, 20_000)
    exceeds = pl.when(pl.col("planted").first()).then(of_case).otherwise(of_shop)
    return deposits.group_by("case_id", "account", maintain_order=True).agg(fits=small & exceeds)


def _fanned(rows: pl.DataFrame) -> pl.DataFrame:
    """Return cases of at least four accounts sending to one, or one to four, 5,000 or more within a week."""
    fans = rows.filter(pl.col("kind").is_in(["fan_in", "fan_out"]))
    hub = fans.filter("subject")
    sign = pl.when(pl.col("kind").first() == "fan_in").then(1).otherwise(-1)
    fits = (
        pl.col("payee").is_not_null().all()
        & (pl.col("payee").n_unique() >= 4)
        & (pl.col("cents").sum() >= 500_000)
        & ((pl.col("day").max() - pl.col("day").min()).dt.total_days() <= WEEK)
        & (pl.col("signed").sign() == sign).all()
    )
    both_sides = fans.group_by("case_id").agg(both=pl.col("subject").sum() * 2 == pl.len())
    return (
        hub.group_by("case_id")
        .agg(fits=fits)
        .join(both_sides, on="case_id")
        .select("case_id", fits=pl.col("fits") & pl.col("both"))
    )


def _cycled(rows: pl.DataFrame) -> pl.DataFrame:
    """Return cases of a sum that passes three to six accounts and returns in ten days, less at each stop of a case."""
    account, cents = pl.col("account"), pl.col("cents")
    kept = cents.diff().drop_nulls()
    fits = (
        (account.shift(-1, fill_value=account.first()) == pl.col("payee")).all()
        & pl.col("subject").first()
        & account.n_unique().is_between(3, 6)
        & (pl.len() == account.n_unique())
        & (pl.col("at").max() - pl.col("at").min() <= int(TEN_DAYS.total_seconds()))
        & (cents.last() * 10 >= cents.first() * 8)
        & (cents.first() >= 200_000)
        & pl.when(pl.col("planted").first()).then((kept < 0).all()).otherwise((kept == 0).all())
    )
    debits = rows.filter((pl.col("kind") == "cycle") & (pl.col("signed") < 0))
    return debits.group_by("case_id", maintain_order=True).agg(fits=fits)


def _wired(rows: pl.DataFrame) -> pl.DataFrame:
    """Return cases of wires of 1,000 or more to or from a high-risk country."""
    risky = (pl.col("channel") == "wire") & pl.col("other").str.head(2).is_in(HIGH_RISK_COUNTRIES)
    wires = rows.filter(pl.col("kind") == "high_risk_wires")
    return wires.group_by("case_id").agg(fits=(risky & (pl.col("cents") >= 100_000)).all())


def _not_as_defined(bank: BankReader) -> pl.DataFrame:
    """Return the cases that do not match the definition of their kind, except for those that may not be over."""
    rows = bank.cached(_rows)
    is_over = pl.col("day").min().over("case_id") <= bank.as_of - timedelta(days=UNREPORTED_DAYS_AGO)
    rows = rows.filter(is_over)
    matched = [kind(rows).select("case_id", "fits") for kind in (_structured, _fanned, _cycled, _wired)]
    fits = pl.concat(matched).group_by("case_id").agg(pl.col("fits").all())
    return (
        rows.select("case_id", "kind")
        .unique()
        .join(fits, on="case_id", how="left")
        .filter(~pl.col("fits").fill_null(False))
    )


def _figures(bank: BankReader) -> list[Figure]:
    rows = bank.cached(_rows)
    cases = rows.filter("planted")["case_id"].n_unique()
    return [
        Figure("planted cases", cases, 1, None, len(rows), not_enforced(bank, SHARES_FROM)),
        *leakage(bank, rows.filter("planted")["transaction_id"]),
    ]


X10 = statistical_check(
    "X10",
    "Planted cases and their twins match their definitions in the ledger, and no single column reveals them",
    [DEFAULT_DB, ACCOUNTS_DB],
    _figures,
    fault(
        "wires to high-risk countries redirected to Germany",
        (
            ACCOUNTS_DB,
            f"""
            UPDATE transactions SET counterparty_account = 'DE' || substr(counterparty_account, 3)
            WHERE channel = 'wire' AND left(counterparty_account, 2) IN {HIGH_RISK_COUNTRIES}
            RETURNING transaction_id
            """,
        ),
    ),
    rows=first_failing(
        violations_from(_not_in_ledger), violations_from(_without_twin), violations_from(_not_as_defined)
    ),
)
