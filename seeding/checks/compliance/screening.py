"""Screening: customers are screened against lists, and alerts are checked transaction by transaction."""

from datetime import timedelta

import polars as pl

from datahub.compliance.models import AmlCheck
from seeding.bank.compliance.numbers import OFFICERS, RULES
from seeding.checks.builders import frame_check
from seeding.checks.compliance.alerts import alerts
from seeding.checks.compliance.kyc import profiles
from seeding.checks.databases import ACCOUNTS_DB, COMPLIANCE_DB, CUSTOMER_DB, EMPLOYEES_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader
from seeding.checks.staff_references import not_in_roles, staff_reference

SCREENED_WITHIN = 3
"""Days after onboarding within which customers are screened."""
A_DAY = 86_400
PATTERNS = [rule.id for rule in RULES if rule.pattern]
"""Rules whose alerts have every transaction checked and flagged; of the others, the one that reached the limit."""


def _not_screened(bank: BankReader) -> pl.DataFrame:
    """Return customers who were not screened in time against the lists for their segment; the newest may still be."""
    first = bank.frame(
        COMPLIANCE_DB,
        """
        SELECT customer_id, min(day) FILTER (WHERE check_type = 'watchlist') AS watchlist,
               min(day) FILTER (WHERE check_type = 'sanctions') AS sanctions,
               min(day) FILTER (WHERE check_type = 'pep_screening') AS pep_screening
        FROM (SELECT *, check_date::date AS day FROM aml_checks WHERE check_type <> 'transaction_monitoring') screened
        GROUP BY customer_id
        """,
    )
    since = (pl.col("watchlist", "sanctions", "pep_screening") - pl.col("onboarding_date")).dt.total_days()
    is_new = pl.col("onboarding_date") > bank.as_of - timedelta(days=SCREENED_WITHIN)
    in_time_columns = since.is_between(0, SCREENED_WITHIN).fill_null(is_new)
    exposed = pl.col("customer_segment") != "retail"
    screened = (
        bank.cached(profiles)
        .join(first, on="customer_id", how="left")
        .with_columns(in_time_columns.name.suffix("_done"))
    )
    fits = pl.col("watchlist_done") & pl.col("sanctions_done") & (pl.col("pep_screening_done") | ~exposed)
    return screened.filter(~fits).select(
        "customer_id", "onboarding_date", "customer_segment", "watchlist", "sanctions", "pep_screening"
    )


K5 = frame_check(
    "K5",
    "Customers are screened within three days of onboarding: watchlist, sanctions, and PEP for all but retail",
    [COMPLIANCE_DB, CUSTOMER_DB],
    _not_screened,
    fault(
        "a screening ten days late",
        update_row(
            AmlCheck,
            "check_date = check_date + interval '10 days'",
            "check_type = 'watchlist' AND customer_id IN ("
            "SELECT customer_id FROM aml_checks WHERE check_type = 'watchlist' GROUP BY 1 HAVING count(*) = 1)",
        ),
    ),
)


def alert_checks(bank: BankReader) -> pl.DataFrame:
    """Return the checks of transactions, each with its rule."""
    return bank.frame(
        COMPLIANCE_DB,
        """
        SELECT check_id, customer_id, transaction_id, left(screening_result, 3) AS rule_id, aml_flag,
               extract(epoch FROM check_date)::bigint AS checked
        FROM aml_checks WHERE check_type = 'transaction_monitoring'
        """,
    )


def rows_to_check(alerted: pl.DataFrame) -> pl.DataFrame:
    """Return the transactions that alerts require to be checked, and whether the checks are flagged."""
    pattern = pl.col("rule_id").is_in(PATTERNS)
    rows = pl.when(pattern).then("rows").otherwise("transaction_id").str.split(" ")
    return alerted.select("rule_id", "at", pattern.alias("aml_flag"), transaction_id=rows).explode("transaction_id")


def _unchecked(bank: BankReader) -> pl.DataFrame:
    """Return transactions that were not checked within a day of their alert, and checks without an alert.

    A transaction is checked once for each alert of a rule that it belongs to; alerts of the last day may still wait.
    """
    check = ["rule_id", "transaction_id", "aml_flag"]
    due, done = rows_to_check(bank.cached(alerts)), bank.cached(alert_checks)
    within = pl.col("checked").is_between(pl.col("at"), pl.col("at") + A_DAY)
    in_time = due.join(done, on=check).filter(within)
    missing = due.join(in_time, on=[*check, "at"], how="anti")
    has_time = pl.col("at") + A_DAY > bank.parameters["last"].timestamp()
    waiting, late = missing.filter(has_time), missing.filter(~has_time)
    due = due.join(waiting, on=[*check, "at"], how="anti")
    times = (
        due.group_by(check)
        .len("alerts")
        .join(done.group_by(check).len("checks"), on=check, how="full", coalesce=True, nulls_equal=True)
    )
    unequal = times.filter(pl.col("alerts").ne_missing(pl.col("checks")))
    return pl.concat([late, unequal], how="diagonal")


K6 = frame_check(
    "K6",
    "Every alert of an active rule, and nothing else, has a transaction-monitoring check within a day; "
    "pattern alerts are flagged",
    [COMPLIANCE_DB, ACCOUNTS_DB],
    _unchecked,
    fault(
        "a check two days late",
        update_row(
            AmlCheck,
            "check_date = check_date + interval '2 days'",
            "check_type = 'transaction_monitoring' AND check_date < %(as_of)s - 3",
        ),
    ),
)


def _wrong_checks(bank: BankReader) -> pl.DataFrame:
    """Return checks of transactions that do not exist, belong to another customer or are later than the check."""
    checks = bank.cached(alert_checks)
    ledger = bank.frame(
        ACCOUNTS_DB,
        """
        SELECT transaction_id, customer_id AS owner, extract(epoch FROM transaction_date)::bigint AS at
        FROM transactions JOIN accounts USING (account_id) WHERE transaction_id = ANY(%(checked)s::text[])
        """,
        checked=checks["transaction_id"].drop_nulls().unique().to_list(),
    )
    right = (pl.col("owner") == pl.col("customer_id")) & (pl.col("checked") >= pl.col("at"))
    return checks.join(ledger, on="transaction_id", how="left").filter(~right.fill_null(False))


K7 = frame_check(
    "K7",
    "A check of a transaction belongs to the account's customer and is dated after the transaction",
    [COMPLIANCE_DB, ACCOUNTS_DB],
    _wrong_checks,
    fault(
        "a check assigned to another customer",
        update_row(
            AmlCheck,
            "customer_id = 'CUST-00000002'",
            "transaction_id IS NOT NULL AND customer_id <> 'CUST-00000002'",
        ),
    ),
)

REVIEWED = staff_reference(AmlCheck, "reviewed_by")


def _wrong_reviews(bank: BankReader) -> pl.DataFrame:
    """Return flags without a reviewer, risks without a flag, and reviews by employees of other roles."""
    checks = bank.frame(
        COMPLIANCE_DB,
        """
        SELECT check_id, aml_flag, reviewed_by AS who, risk_level, sar_id FROM aml_checks
        WHERE aml_flag IS NULL OR aml_flag AND (reviewed_by IS NULL OR risk_level IS NULL)
              OR NOT aml_flag AND (risk_level <> 'low' OR sar_id IS NOT NULL)
        """,
    )
    others = not_in_roles(bank, REVIEWED, OFFICERS, required=False).select("check_id", "who", "role")
    return pl.concat([checks, others], how="diagonal")


K8 = frame_check(
    "K8",
    "Flagged checks were reviewed by a compliance officer; others carry no risk and led to no report",
    [COMPLIANCE_DB, EMPLOYEES_DB],
    _wrong_reviews,
    fault(
        "a flagged check without a reviewer",
        update_row(AmlCheck, "reviewed_by = NULL", "aml_flag"),
    ),
)
