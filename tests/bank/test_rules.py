"""compliance_db.compliance_rules and rule_violations: what the active rules find in the ledger, no more and no less."""

import polars as pl
import pytest

from tests.bank.bank import Bank, nothing_in
from tests.bank.rules import RULES, Rule

DB = "compliance_db"
ACTIVE = [(rule.id, rule.type, rule.threshold, True) for rule in RULES]
SWITCHED_OFF = [("R17", "amount_threshold", 50_000, False), ("R18", "transaction_limit", 3, False)]
SETTLED = ["resolved", "false_positive"]
ONE_CATCH = ["rule_id", "entity_id", "at"]


def violations(bank: Bank) -> pl.DataFrame:
    """Return the violations, `day` and time `at` which they happened."""
    return bank.table("rule_violations").with_columns(
        at=pl.col("violation_date"), day=pl.col("violation_date").dt.date()
    )


def caught(bank: Bank, catches: pl.DataFrame) -> pl.DataFrame:
    """Return the violations with what was caught."""
    return violations(bank).join(catches, on=ONE_CATCH)


def test_the_rules_have_their_thresholds_and_two_are_switched_off(bank: Bank) -> None:
    rules = bank.rows(DB, "SELECT rule_id, rule_type, threshold_value, is_active FROM compliance_rules ORDER BY 1")
    assert rules == ACTIVE + SWITCHED_OFF


def test_a_rule_tells_what_it_is_about(bank: Bank) -> None:
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


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_broken_by_what_the_ledger_shows_and_by_nothing_else(
    bank: Bank, catches: pl.DataFrame, rule: Rule
) -> None:
    """K14: every catch of the 24 months to today is a violation, and every violation a catch."""
    expected = catches.filter(pl.col("rule_id") == rule.id)
    written = violations(bank).filter(pl.col("rule_id") == rule.id)
    nothing_in(expected.join(written, on=ONE_CATCH, how="anti"), "catches are missing")
    nothing_in(written.join(expected, on=ONE_CATCH, how="anti"), "violations break nothing")
    nothing_in(written.filter(pl.struct(ONE_CATCH).is_duplicated()), "violations are written twice")
    nothing_in(written.filter(pl.col("entity_type") != rule.entity).select("violation_id", "entity_type"))


def test_rules_that_are_switched_off_find_nothing(bank: Bank) -> None:
    """K14."""
    nothing_in(violations(bank).filter(pl.col("rule_id").is_in(["R17", "R18"])))


def test_a_violation_is_as_severe_as_the_threshold_is_exceeded(bank: Bank, catches: pl.DataFrame) -> None:
    """Critical from three times the threshold, high from twice, medium from one and a quarter."""
    rules = bank.table("compliance_rules").select("rule_id", "threshold_value")
    found = caught(bank, catches).join(rules, on="rule_id").with_columns(
        hundredfold=pl.col("value") * 100, threshold=pl.col("threshold_value")
    )  # fmt: skip
    severity = (
        pl.when(pl.col("hundredfold") >= pl.col("threshold") * 300).then(pl.lit("critical"))
        .when(pl.col("hundredfold") >= pl.col("threshold") * 200).then(pl.lit("high"))
        .when(pl.col("hundredfold") >= pl.col("threshold") * 125).then(pl.lit("medium"))
        .otherwise(pl.lit("low"))
    )  # fmt: skip
    assert len(found) == len(violations(bank))
    nothing_in(found.filter(pl.col("severity").ne_missing(severity)).select("rule_id", "value", "severity"))


def test_violations_are_numbered_by_customer_in_order_of_time(bank: Bank, catches: pl.DataFrame) -> None:
    owners = bank.table("accounts").select("customer_id", pl.col("account_id").str.slice(4).alias("account"))
    found = caught(bank, catches).with_columns(account=pl.col("transaction_id").str.slice(4, 10))
    told = found.join(owners, on="account", how="left").sort("violation_id")
    wrong = (pl.col("violation_id").str.slice(4, 8) != pl.col("customer_id").str.slice(5)).fill_null(value=True)
    backwards = pl.col("at") < pl.col("at").shift().over("customer_id")
    place = pl.int_range(1, pl.len() + 1).over("customer_id").cast(pl.String).str.zfill(3)
    nothing_in(told.filter(wrong | backwards | (pl.col("violation_id").str.slice(13) != place)))


def test_settled_violations_and_no_others_say_who_settled_them_and_when(bank: Bank) -> None:
    """K15."""
    bank.finds_none(
        DB,
        """
        SELECT violation_id, status, violation_date, resolved_date, resolved_by, resolution_notes FROM rule_violations
        WHERE status IS NULL OR resolved_date < violation_date::date OR resolved_date > %s
              OR (status IN ('resolved', 'false_positive'))
                 <> ANY (ARRAY[resolved_date IS NOT NULL, resolved_by IS NOT NULL, resolution_notes IS NOT NULL])
        """,
        [bank.as_of],
    )


def test_what_is_not_settled_is_recent(bank: Bank) -> None:
    """K15: open for 30 days at most, investigated for 90."""
    bank.finds_none(
        DB,
        """
        SELECT violation_id, status, violation_date FROM rule_violations
        WHERE (status = 'open' AND violation_date::date < %s::date - 30)
              OR (status = 'investigating' AND violation_date::date < %s::date - 90)
        """,
        [bank.as_of, bank.as_of],
    )


def test_a_violation_that_led_to_a_report_stands_as_the_report_does(bank: Bank, catches: pl.DataFrame) -> None:
    """Resolved where it was filed, a false positive where it was closed again, and under investigation until then."""
    checks = bank.table("aml_checks").with_columns(
        pl.col("sar_id", "transaction_id").cast(pl.String), rule_id=pl.col("screening_result").str.head(3)
    )
    checked = caught(bank, catches).explode("rows").join(
        checks, left_on=["rule_id", "rows"], right_on=["rule_id", "transaction_id"]
    )  # fmt: skip
    within = pl.col("check_date").is_between(pl.col("at"), pl.col("at") + pl.duration(days=1))
    led = checked.filter(within & pl.col("sar_id").is_not_null()).join(
        bank.table("suspicious_activity_reports"), on="sar_id"
    )
    expected = pl.col("sar_status").replace_strict(
        {"filed": "resolved", "closed": "false_positive", "draft": "investigating", "under_review": "investigating"}
    )
    said = pl.col("resolution_notes").str.extract(r"^Led to (SAR-\S+)\.$")
    wrong = (pl.col("status") != expected) | pl.when(pl.col("status").is_in(SETTLED)).then(
        said.ne_missing(pl.col("sar_id"))
    ).otherwise(said.is_not_null())
    nothing_in(led.filter(wrong).select("violation_id", "status", "sar_id", "sar_status", "resolution_notes"))
    noted = violations(bank).filter(pl.col("resolution_notes").str.contains("SAR-"))
    nothing_in(noted.join(led, on="violation_id", how="anti"), "violations speak of a report that they did not lead to")
