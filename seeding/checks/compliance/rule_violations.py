"""Rule violations are the alerts of the active rules, and are settled in time."""

import polars as pl

from datahub.compliance.models import RuleViolation
from seeding.bank.compliance.numbers import OFFICERS, RULES, SEVERITIES, SEVERITY_FROM_PERCENT
from seeding.checks.builders import frame_check
from seeding.checks.compliance.alerts import active_rules, alerts
from seeding.checks.databases import ACCOUNTS_DB, COMPLIANCE_DB, EMPLOYEES_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader
from seeding.checks.staff_references import not_in_roles, staff_reference

ALERT_KEY = ["rule_id", "entity_id", "at"]
ENTITY = {rule.id: rule.entity for rule in RULES}
OPEN, INVESTIGATING = 30, 150
"""Most days for which a violation is open or under investigation."""


def _severity() -> pl.Expr:
    """Return the severity, from the measured value as a multiple of the threshold."""
    excess = pl.col("hundredfold") * 100
    named = pl.lit(SEVERITIES[0])
    for percent, name in zip(SEVERITY_FROM_PERCENT, SEVERITIES[1:], strict=True):
        named = pl.when(excess >= pl.col("threshold") * percent).then(pl.lit(name)).otherwise(named)
    return named


def _not_the_alerts(bank: BankReader) -> pl.DataFrame:
    """Return violations without an alert, with other values or repeated, and alerts without a violation."""
    recorded = bank.frame(
        COMPLIANCE_DB,
        """
        SELECT violation_id, rule_id, entity_type, entity_id, violation_date::date AS day,
               extract(epoch FROM violation_date)::bigint AS at, severity,
               row_number() OVER (PARTITION BY rule_id, entity_id, violation_date) AS times
        FROM rule_violations
        """,
    )
    alerted = bank.cached(alerts).drop("rows")
    both = recorded.join(alerted, on=ALERT_KEY, how="full", coalesce=True).join(
        bank.cached(active_rules), on="rule_id", how="left"
    )
    fits = (
        (pl.col("created_date") < pl.col("day"))
        & (pl.col("entity_type") == pl.col("rule_id").replace_strict(ENTITY, default=None))
        & (pl.col("severity") == _severity())
        & (pl.col("times") == 1)
        & pl.col("transaction_id").is_not_null()
    )
    return both.filter(~fits.fill_null(False))


K14 = frame_check(
    "K14",
    "Rule violations are exactly the alerts of the active rules since 24 months before the bank was first seen, with a "
    "severity that follows the excess",
    [COMPLIANCE_DB, ACCOUNTS_DB],
    _not_the_alerts,
    fault(
        "a missing rule violation",
        (
            COMPLIANCE_DB,
            "DELETE FROM rule_violations WHERE violation_id = (SELECT violation_id FROM rule_violations "
            "ORDER BY md5(violation_id || %(pick)s) LIMIT 1) RETURNING violation_id, rule_id, entity_id",
        ),
    ),
)

SETTLED = staff_reference(RuleViolation, "resolved_by")


def _wrong_resolutions(bank: BankReader) -> pl.DataFrame:
    violations = bank.frame(
        COMPLIANCE_DB,
        f"""
        SELECT violation_id, status, violation_date::date AS day, resolved_date, resolved_by AS who
        FROM rule_violations
        WHERE status IS NULL OR resolved_date NOT BETWEEN violation_date::date AND %(as_of)s
              OR (status IN ('resolved', 'false_positive')) <> (resolved_date IS NOT NULL)
              OR (resolved_date IS NULL) <> (resolved_by IS NULL)
              OR status = 'open' AND violation_date::date < %(as_of)s - {OPEN}
              OR status = 'investigating' AND violation_date::date < %(as_of)s - {INVESTIGATING}
        """,
    )
    others = not_in_roles(bank, SETTLED, OFFICERS, required=False).select("violation_id", "who", "role")
    return pl.concat([violations, others], how="diagonal")


K15 = frame_check(
    "K15",
    "Only settled violations have a resolution date and a compliance officer; open ones are at most 30 or 150 days old",
    [COMPLIANCE_DB, EMPLOYEES_DB],
    _wrong_resolutions,
    fault(
        "a violation resolved before it happened",
        update_row(
            RuleViolation,
            "resolved_date = violation_date::date - 1",
            "resolved_date IS NOT NULL",
        ),
    ),
)
