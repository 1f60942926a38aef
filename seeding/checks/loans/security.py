"""Security: collateral and guarantors."""

import polars as pl

from datahub.loans.models import Collateral, LoanGuarantor
from datahub.loans.models.risk import HIGHEST_LTV, LOWEST_LTV
from seeding.bank.loans.loan_types import HOMES, LOAN_TYPES
from seeding.checks.builders import figures_from, first_failing, sql_check, violations_from, violations_in
from seeding.checks.check import Check, Figure
from seeding.checks.databases import ACCOUNTS_DB, LOANS_DB
from seeding.checks.enforcement import not_enforced
from seeding.checks.faults import delete_row, fault, update_row
from seeding.checks.reader import BankReader

_APPRAISED_WITHIN_DAYS = 180
_APPRAISED = (1.1, 1.5)
"""Range of the appraised value as a multiple of the principal."""
_FITS = ", ".join(f"('{each.name}', '{collateral}')" for each in LOAN_TYPES for collateral in each.collateral_names)

L13 = sql_check(
    "L13",
    "Collateral fits its loan, was appraised at most 180 days before disbursement, and its loan-to-value "
    "ratio is right",
    LOANS_DB,
    f"""
    SELECT collateral_id, loan_id, loan_type, collateral_type, principal_amount, appraised_value, ltv_ratio,
           round(principal_amount / appraised_value, 4) AS ratio, appraisal_date, disbursement_date, times
    FROM (SELECT *, count(*) OVER (PARTITION BY loan_id) AS times FROM collateral) collateral JOIN loans USING (loan_id)
    WHERE times > 1 OR coalesce(description, '') = '' OR (loan_type, collateral_type) NOT IN ({_FITS})
          OR ltv_ratio IS DISTINCT FROM round(principal_amount / appraised_value, 4)
          OR ltv_ratio NOT BETWEEN {LOWEST_LTV} AND {HIGHEST_LTV}
          OR appraised_value NOT BETWEEN {_APPRAISED[0]} * principal_amount AND {_APPRAISED[1]} * principal_amount
          OR appraisal_date IS NULL OR disbursement_date - appraisal_date NOT BETWEEN 0 AND {_APPRAISED_WITHIN_DAYS}
    """,
    fault(
        "collateral worth more than its loan-to-value ratio says",
        update_row(Collateral, "appraised_value = appraised_value + 1000"),
    ),
)


def _own_guarantors(bank: BankReader) -> pl.DataFrame:
    """Return the guarantors with the borrower's name."""
    named = bank.frame(
        LOANS_DB,
        "SELECT guarantor_id, loan_id, customer_id, guarantor_name FROM loan_guarantors JOIN loans USING (loan_id)",
    )
    borrowers = bank.frame(
        ACCOUNTS_DB,
        """
        SELECT customer_id, first_name || ' ' || last_name AS borrower FROM customers
        WHERE customer_id = ANY(%(who)s)
        """,
        who=named["customer_id"].unique().to_list(),
    )
    both = named.join(borrowers, on="customer_id", how="left")
    return both.filter(pl.col("guarantor_name") == pl.col("borrower"))


L14 = Check(
    "L14",
    "A loan has at most two guarantors, neither of them the borrower, for at most the principal together",
    (LOANS_DB, ACCOUNTS_DB),
    first_failing(
        violations_in(
            LOANS_DB,
            """
            SELECT loan_id, loans.principal_amount, sum(guarantee_amount) AS guaranteed,
                   array_agg(guarantor_name) AS names, array_agg(relationship) AS relationships
            FROM loan_guarantors JOIN loans USING (loan_id) GROUP BY loan_id, loans.principal_amount
            HAVING sum(guarantee_amount) > loans.principal_amount OR min(guarantee_amount) <= 0
                   OR count(guarantee_amount) < count(*) OR count(*) > 2 OR count(DISTINCT guarantor_name) < count(*)
                   OR count(*) FILTER (WHERE relationship = 'spouse') > 1
            """,
        ),
        violations_from(_own_guarantors),
    ),
    fault(
        "a guarantor with the borrower's name",
        update_row(LoanGuarantor, "guarantor_name = 'Jo Doe'"),
        (ACCOUNTS_DB, "UPDATE customers SET first_name = 'Jo', last_name = 'Doe' RETURNING customer_id"),
    ),
)


def _secured_shares(bank: BankReader) -> list[Figure]:
    """Return how much more often auto loans are secured than business loans."""
    shares = dict(
        bank.frame(
            LOANS_DB,
            """
            SELECT loan_type, avg((collateral_id IS NOT NULL)::int)::float8 AS secured
            FROM loans LEFT JOIN collateral USING (loan_id) GROUP BY loan_type
            """,
        ).iter_rows()
    )
    step = shares.get("auto", 0) - shares.get("business", 0)
    loans = bank.value(LOANS_DB, "SELECT count(*) FROM loans WHERE loan_type IN ('auto', 'business')")
    return [Figure("secured auto loans above secured business loans", step, 0, None, loans, not_enforced(bank))]


M36 = Check(
    "M36",
    "Every mortgage rests on a home, a condominium, a townhouse or land; auto loans come next, business loans last",
    (LOANS_DB,),
    first_failing(
        violations_in(
            LOANS_DB,
            """
            SELECT loan_id, loan_type, collateral_id, description
            FROM loans LEFT JOIN collateral USING (loan_id)
            WHERE loan_type = 'mortgage' AND (
                collateral_id IS NULL OR regexp_replace(description, ', built in .*$', '') <> ALL (%(homes)s))
            """,
            homes=list(HOMES),
        ),
        figures_from(_secured_shares),
    ),
    fault(
        "a mortgage without collateral",
        delete_row(Collateral, "loan_id IN (SELECT loan_id FROM loans WHERE loan_type = 'mortgage')"),
    ),
)
