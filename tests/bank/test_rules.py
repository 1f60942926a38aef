"""compliance_db.compliance_rules and rule_violations: the rules, and how their violations were settled."""

import polars as pl

from tests.bank.bank import Bank, nothing_in

DB = "compliance_db"
RULES = [
    ("R01", "amount_threshold", 10_000, True),
    ("R02", "amount_threshold", 100_000, True),
    ("R03", "amount_threshold", 25_000, True),
    ("R04", "amount_threshold", 7_500, True),
    ("R05", "velocity_check", 10_000, True),
    ("R06", "velocity_check", 20_000, True),
    ("R07", "velocity_check", 5, True),
    ("R08", "velocity_check", 5_000, True),
    ("R09", "velocity_check", 4, True),
    ("R10", "velocity_check", 4, True),
    ("R11", "velocity_check", 2_000, True),
    ("R12", "geographic_restriction", 1_000, True),
    ("R13", "geographic_restriction", 15_000, True),
    ("R14", "transaction_limit", 2_000, True),
    ("R15", "transaction_limit", 1_000, True),
    ("R16", "transaction_limit", 5_000, True),
    ("R17", "amount_threshold", 50_000, False),
    ("R18", "transaction_limit", 3, False),
]
"""Id, type, threshold, and whether the rule is active."""
SETTLED = ["resolved", "false_positive"]
ALERT_KEY = ["rule_id", "entity_id", "at"]


def violations(bank: Bank) -> pl.DataFrame:
    """Return the violations with the `day` and the time `at` which each happened."""
    return bank.table("rule_violations").with_columns(
        at=pl.col("violation_date"), day=pl.col("violation_date").dt.date()
    )


def violations_with_alerts(bank: Bank, catches: pl.DataFrame) -> pl.DataFrame:
    """Return the violations with the ledger rows of their alerts."""
    return violations(bank).join(catches, on=ALERT_KEY)


def test_the_rules_have_their_documented_thresholds_and_two_are_inactive(bank: Bank) -> None:
    rules = bank.rows(DB, "SELECT rule_id, rule_type, threshold_value, is_active FROM compliance_rules ORDER BY 1")
    assert rules == RULES


def test_every_rule_has_a_name_of_its_own_and_a_description(bank: Bank) -> None:
    bank.finds_none(
        DB,
        r"""
        SELECT rule_name, description FROM compliance_rules
        WHERE rule_name !~ '^[A-Z][^.]+[a-z]$' OR description !~ '^[A-Z].*[.]$' OR description IS NULL
        """,
    )
    assert bank.table("compliance_rules")["rule_name"].is_unique().all()


def test_rules_are_older_than_the_first_customer(bank: Bank) -> None:
    """K14."""
    joined = bank.value("customer_db", "SELECT min(onboarding_date) FROM customer_profiles")
    bank.finds_none(DB, "SELECT rule_id, created_date FROM compliance_rules WHERE created_date >= %s", [joined])


def test_the_violations_of_a_customer_are_numbered_in_order_of_time(bank: Bank, catches: pl.DataFrame) -> None:
    owners = bank.table("accounts").select("customer_id", pl.col("account_id").str.slice(4).alias("account"))
    found = violations_with_alerts(bank, catches).with_columns(account=pl.col("transaction_id").str.slice(4, 10))
    numbered = found.join(owners, on="account", how="left").sort("violation_id")
    wrong = (pl.col("violation_id").str.slice(4, 8) != pl.col("customer_id").str.slice(5)).fill_null(value=True)
    backwards = pl.col("at") < pl.col("at").shift().over("customer_id")
    ordinal = pl.int_range(1, pl.len() + 1).over("customer_id").cast(pl.String).str.zfill(3)
    nothing_in(numbered.filter(wrong | backwards | (pl.col("violation_id").str.slice(13) != ordinal)))


def test_exactly_the_settled_violations_have_resolution_notes(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT violation_id, status, resolution_notes FROM rule_violations
        WHERE (status IN ('resolved', 'false_positive')) <> (resolution_notes IS NOT NULL)
        """,
    )


def test_the_status_of_a_violation_follows_the_report_that_it_led_to(bank: Bank, catches: pl.DataFrame) -> None:
    """It is resolved if the report was filed, a false positive if it was closed, and else under investigation."""
    checks = bank.table("aml_checks").with_columns(
        pl.col("sar_id", "transaction_id").cast(pl.String), rule_id=pl.col("screening_result").str.head(3)
    )
    checked = violations_with_alerts(bank, catches).explode("rows").join(
        checks, left_on=["rule_id", "rows"], right_on=["rule_id", "transaction_id"]
    )  # fmt: skip
    within = pl.col("check_date").is_between(pl.col("at"), pl.col("at") + pl.duration(days=1))
    led = checked.filter(within & pl.col("sar_id").is_not_null()).join(
        bank.table("suspicious_activity_reports"), on="sar_id"
    )
    expected = pl.col("sar_status").replace_strict(
        {"filed": "resolved", "closed": "false_positive", "draft": "investigating", "under_review": "investigating"}
    )
    named = pl.col("resolution_notes").str.extract(r"^Led to (SAR-\S+)\.$")
    wrong = (pl.col("status") != expected) | pl.when(pl.col("status").is_in(SETTLED)).then(
        named.ne_missing(pl.col("sar_id"))
    ).otherwise(named.is_not_null())
    nothing_in(led.filter(wrong).select("violation_id", "status", "sar_id", "sar_status", "resolution_notes"))
    noted = violations(bank).filter(pl.col("resolution_notes").str.starts_with("Led to "))
    nothing_in(noted.join(led, on="violation_id", how="anti"), "violations name a report that they did not lead to")
