"""Beneficiaries: their number and percentages."""

import polars as pl

from datahub.insurance.models import Beneficiary
from seeding.checks.builders import frame_check
from seeding.checks.databases import ACCOUNTS_DB, INSURANCE_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader

MOST = 3
"""Most beneficiaries of a life policy."""


def _wrong_shares(bank: BankReader) -> pl.DataFrame:
    """Return policies with too many, too few or repeated beneficiaries, or percentages that do not sum to 100.

    Neither the policyholder nor the insured is one; only life policies have some.
    """
    shared = bank.frame(
        INSURANCE_DB,
        r"""
        SELECT policy_id, policy_type, customer_id, count(beneficiary_id) AS people,
               count(DISTINCT beneficiary_name) AS names, sum(percentage) AS percent, min(percentage) AS least,
               count(percentage) AS shares, count(*) FILTER (WHERE relationship = 'spouse') AS spouses,
               string_agg(beneficiary_name, '|' ORDER BY beneficiary_id) AS named, insured_name
        FROM policies LEFT JOIN beneficiaries USING (policy_id) GROUP BY policy_id
        """,
    ).join(
        bank.frame(ACCOUNTS_DB, "SELECT customer_id, first_name || ' ' || last_name AS holder FROM customers"),
        on="customer_id",
        how="left",
    )
    life, people, named = pl.col("policy_type") == "life", pl.col("people"), pl.col("named").str.split("|")
    adds_up = (pl.col("percent") == 100) & (pl.col("least") > 0) & (pl.col("shares") == people)
    insured = named.list.contains(pl.col("holder")) | named.list.contains(pl.col("insured_name")).fill_null(False)
    differ = (pl.col("names") == people) & (pl.col("spouses") < 2)
    fits = pl.when(people == 0).then(~life).otherwise(life & (people <= MOST) & differ & adds_up & ~insured)
    return shared.filter(~fits.fill_null(False))


I4 = frame_check(
    "I4",
    "Only life policies have beneficiaries, one to three, never the insured; percentages sum to 100",
    [INSURANCE_DB, ACCOUNTS_DB],
    _wrong_shares,
    fault(
        "a beneficiary with a percentage one point too low",
        update_row(Beneficiary, "percentage = percentage - 1"),
    ),
)
