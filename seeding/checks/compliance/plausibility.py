"""Plausibility to an anti-money-laundering analyst: deposits, documents, reviews, thresholds and queues."""

from math import sqrt

import polars as pl

from datahub.compliance.models import KycRecord, RuleViolation
from seeding.bank.compliance.kyc_numbers import DOCUMENT_OF_COMPANIES
from seeding.bank.compliance.size_numbers import part_of_violations
from seeding.checks.builders import frame_check, statistical_check
from seeding.checks.check import Figure
from seeding.checks.compliance.kyc import profiles
from seeding.checks.compliance.notes import SCALE_FIVE
from seeding.checks.databases import ACCOUNTS_DB, COMPLIANCE_DB, CUSTOMER_DB
from seeding.checks.enforcement import SCALE_ONE, not_enforced
from seeding.checks.faults import delete_rows, fault, update_row, update_rows
from seeding.checks.posting_kinds import described_as
from seeding.checks.reader import BankReader
from seeding.engine.expected import STANDARD_ERRORS

JUST_BELOW, LEAST_JUST_BELOW = (8_000, 9_900), 0.60
"""Amounts just below the reporting threshold, and the smallest share of structured deposits among them."""
RARE_RULES, PER_THOUSAND = ("R07", "R14"), (0.5, 20.0)
"""Rules that find a few customers, and the bounds of their violations per 1,000 customers."""
LASTING_RULES = ("R02", "R03", "R05", "R06", "R09", "R10", "R11", "R12")
"""Rules on transactions of the whole history: everyday ones exist for the last three full months only."""
LAST_DAYS, YEAR_DAYS = 92, 365
OFF_THE_MEAN = 0.40
OLD_DAYS, STILL_UNSETTLED = (91, 149), (0.03, 0.50)
"""Days since violations that are three to five months old, and bounds of the part of them that is unsettled."""


def _structured(bank: BankReader) -> list[Figure]:
    """Return the share of the deposits in reports on structuring that are just below the reporting threshold."""
    checked = bank.frame(
        COMPLIANCE_DB,
        """
        SELECT DISTINCT transaction_id FROM suspicious_activity_reports JOIN aml_checks USING (sar_id)
        WHERE activity_type = 'structuring' AND sar_status <> 'closed'
        """,
    )
    (row,) = bank.rows(
        ACCOUNTS_DB,
        f"""
        SELECT count(*) AS deposits, count(*) FILTER (
            WHERE transaction_amount BETWEEN {JUST_BELOW[0]} AND {JUST_BELOW[1]}) AS just_below
        FROM transactions WHERE transaction_id = ANY(%(checked)s::text[]) AND transaction_type = 'deposit'
        """,
        checked=checked["transaction_id"].to_list(),
    )
    deposits = int(row["deposits"])
    share = row["just_below"] / max(deposits, 1)
    return [Figure("share just below", share, LEAST_JUST_BELOW, None, deposits, not_enforced(bank, SCALE_ONE))]


M54 = statistical_check(
    "M54",
    "At least 60 % of the deposits in reports on structuring are between 8,000 and 9,900",
    [COMPLIANCE_DB, ACCOUNTS_DB],
    _structured,
    fault(
        "structured deposits of 3,500",
        (
            ACCOUNTS_DB,
            "UPDATE transactions SET transaction_amount = 3500 WHERE transaction_type = 'deposit' "
            "AND transaction_amount BETWEEN 8000 AND 9900 RETURNING transaction_id",
        ),
    ),
)


def _wrong_documents(bank: BankReader) -> pl.DataFrame:
    records = bank.frame(COMPLIANCE_DB, "SELECT kyc_id, customer_id, document_type FROM kyc_records")
    joined = records.join(bank.cached(profiles).select("customer_id", "customer_segment"), on="customer_id")
    is_company = pl.col("customer_segment") == "corporate"
    return joined.filter(is_company != (pl.col("document_type") == DOCUMENT_OF_COMPANIES))


M55 = frame_check(
    "M55",
    "Companies are identified by their registration, and nobody else is",
    [COMPLIANCE_DB, CUSTOMER_DB],
    _wrong_documents,
    fault(
        "a company with a passport",
        update_row(
            KycRecord,
            "document_type = 'passport', document_number = 'XP99999999'",
            f"document_type = '{DOCUMENT_OF_COMPANIES}'",
        ),
    ),
)


def _verified_after_leaving(bank: BankReader) -> pl.DataFrame:
    """Return the records of closed customers that were verified after the profile changed for the last time."""
    left = bank.cached(profiles).filter(pl.col("customer_status") == "closed").select("customer_id", "changed")
    records = bank.frame(COMPLIANCE_DB, "SELECT kyc_id, customer_id, kyc_status, verification_date FROM kyc_records")
    fits = (pl.col("verification_date") <= pl.col("changed")) & (pl.col("kyc_status") != "pending")
    return records.join(left, on="customer_id").filter(~fits)


M56 = frame_check(
    "M56",
    "Customers who left were last verified while they were customers, and no review of them is pending",
    [COMPLIANCE_DB, CUSTOMER_DB],
    _verified_after_leaving,
    fault(
        "a customer verified after leaving",
        update_row(KycRecord, "verification_date = %(as_of)s", "next_review_date IS NULL"),
    ),
)


def _rare_rules(bank: BankReader) -> list[Figure]:
    counted = bank.rows(COMPLIANCE_DB, "SELECT rule_id, count(*) AS violations FROM rule_violations GROUP BY rule_id")
    found = {row["rule_id"]: int(row["violations"]) for row in counted}
    thousands = max(bank.customers, 1) / 1_000
    low, high = PER_THOUSAND
    if not bank.plan.is_full:  # a longer window has more of them, as it has more violations of all rules
        high /= part_of_violations(bank.plan.layout)
    violations = [found.get(rule, 0) for rule in RARE_RULES]
    return [
        Figure("violations of both", sum(violations), 1, None, sum(violations), not_enforced(bank, SCALE_ONE)),
        *(
            Figure(f"{rule} per 1,000 customers", number / thousands, low, high, number, reason)
            for rule, number in zip(RARE_RULES, violations, strict=True)
            for reason in (not_enforced(bank, SCALE_FIVE),)
        ),
    ]


M57 = statistical_check(
    "M57",
    "The rules on many debits and on quiet accounts find violations: 0.5 to 20 each per 1,000 customers from 6,000 "
    "customers on, more where the bank is first seen before the last day of its history",
    [COMPLIANCE_DB],
    _rare_rules,
    fault("no violation of them", delete_rows(RuleViolation, f"rule_id IN {RARE_RULES}")),
)


def _lasting(bank: BankReader, violations: pl.DataFrame) -> pl.DataFrame:
    """Return the violations by transactions of the whole history: everyday wires are large, too."""
    found = violations.filter(pl.col("rule_id").is_in(LASTING_RULES))
    everyday = bank.frame(
        ACCOUNTS_DB,
        f"""
        SELECT transaction_id AS entity_id FROM transactions
        WHERE transaction_id = ANY(%(found)s::text[]) AND {described_as("wire_abroad")}
        """,
        found=found.filter(pl.col("rule_id") == "R03")["entity_id"].to_list(),
    )
    large = found.filter(pl.col("rule_id") == "R03").join(everyday, on="entity_id", how="anti")
    return pl.concat([found.filter(pl.col("rule_id") != "R03"), large])


def _queues(bank: BankReader) -> list[Figure]:
    """Return the violations of the last months in relation to the year before, and how many old ones are unsettled."""
    violations = bank.frame(
        COMPLIANCE_DB,
        """
        SELECT entity_id, rule_id, %(as_of)s::date - violation_date::date AS age,
               status IN ('open', 'investigating') AS unsettled
        FROM rule_violations
        """,
    )
    age = pl.col("age")
    lasting = _lasting(bank, violations)
    last = lasting.filter(age < LAST_DAYS).height
    mean = lasting.filter(age.is_between(LAST_DAYS, LAST_DAYS + YEAR_DAYS - 1)).height * LAST_DAYS / YEAR_DAYS
    # Many transactions violate two rules: twice the variance of a count.
    margin = OFF_THE_MEAN + STANDARD_ERRORS * sqrt(2 / max(mean, 1))
    old = violations.filter(age.is_between(*OLD_DAYS))
    unsettled = old.filter("unsettled").height / max(old.height, 1)
    return [
        Figure(
            "last three months / year before", last / max(mean, 1), 1 - margin, 1 + margin, last, not_enforced(bank)
        ),
        Figure(
            "unsettled after three to five months",
            unsettled,
            *STILL_UNSETTLED,
            old.height,
            not_enforced(bank, SCALE_FIVE),
        ),
    ]


M59 = statistical_check(
    "M59",
    "Queues do not spike today: violations of rules on lasting activity in the last three months are within 40 % and "
    "three standard errors of the year before, and 3 to 50 % of those of three to five months ago are unsettled, the "
    "latter from 6,000 customers on",
    [COMPLIANCE_DB, ACCOUNTS_DB],
    _queues,
    fault(
        "all large wires of the last months",
        update_rows(RuleViolation, "violation_date = %(as_of)s", f"rule_id IN {LASTING_RULES[:2]}"),
    ),
)
