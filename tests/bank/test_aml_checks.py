"""compliance_db.aml_checks: customers held against lists, and what rules caught looked at row by row."""

import polars as pl

from tests.bank.bank import Bank, nothing_in
from tests.bank.rules import RULES

DB = "compliance_db"
PATTERNS = [rule.id for rule in RULES if rule.pattern]
LISTS = ["watchlist", "sanctions", "pep_screening"]
A_DAY = pl.duration(days=1)


def screenings(bank: Bank) -> pl.DataFrame:
    """Return the checks of customers against lists with the customers' profiles, `day` by day."""
    profiles = bank.table("customer_profiles").select("customer_id", "onboarding_date", "customer_segment")
    checks = bank.table("aml_checks").filter(pl.col("check_type").is_in(LISTS))
    return checks.join(profiles, on="customer_id", how="left").with_columns(day=pl.col("check_date").dt.date())


def monitorings(bank: Bank) -> pl.DataFrame:
    """Return the checks of transactions, each with the rule that it speaks of."""
    checks = bank.table("aml_checks").filter(pl.col("check_type") == "transaction_monitoring")
    return checks.with_columns(rule_id=pl.col("screening_result").str.extract(r"^(R\d\d) "))


def to_be_checked(catches: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of the ledger that catches have checked: all of a pattern, of a size the one that reached it."""
    pattern = pl.col("rule_id").is_in(PATTERNS)
    own = pl.concat_list("transaction_id")
    rows = catches.with_columns(pl.when(pattern).then("rows").otherwise(own)).explode("rows")
    return rows.select("rule_id", "at", transaction_id="rows", pattern=pattern)


def test_everybody_is_screened_at_once_against_the_lists_that_are_meant_for_them(bank: Bank) -> None:
    """K5: watchlist and sanctions within three days of onboarding; all but retail customers for political exposure."""
    at_once = (pl.col("day") - pl.col("onboarding_date")).dt.total_days().is_between(0, 3)
    done = screenings(bank).filter(at_once).group_by("customer_id").agg(pl.col("check_type").unique())
    everybody = bank.table("customer_profiles").join(done, on="customer_id", how="left")
    lists = pl.col("check_type").list
    complete = lists.contains("watchlist") & lists.contains("sanctions")
    exposed = lists.contains("pep_screening") == (pl.col("customer_segment") != "retail")
    nothing_in(everybody.filter(~(complete & exposed).fill_null(value=False)).select("customer_id", "check_type"))


def test_nobody_is_screened_before_joining_or_more_than_twice(bank: Bank) -> None:
    """X6: and whoever is screened again is held against the same lists."""
    nothing_in(screenings(bank).filter((pl.col("day") < pl.col("onboarding_date")).fill_null(value=True)))
    times = screenings(bank).group_by("customer_id", "check_type").len("times")
    nothing_in(times.filter(pl.col("times") > 2))
    nothing_in(times.group_by("customer_id").agg(pl.col("times").n_unique()).filter(pl.col("times") > 1))


def test_nobody_is_checked_after_leaving(bank: Bank) -> None:
    """X6: but for what was caught on the last day, which is checked within another."""
    left = bank.table("accounts").group_by("customer_id").agg(left=pl.col("closed_date").max())
    closed = bank.table("customer_profiles").filter(pl.col("customer_status") == "closed").join(
        left, on="customer_id", how="left"
    )  # fmt: skip
    end = closed.select("customer_id", end=pl.coalesce("left", pl.col("updated_at").dt.date()) + A_DAY)
    checks = bank.table("aml_checks").join(end, on="customer_id")
    nothing_in(checks.filter(pl.col("check_date").dt.date() > pl.col("end")))


def test_every_catch_is_checked_row_by_row_within_a_day(bank: Bank, catches: pl.DataFrame) -> None:
    """K6: of a pattern every row of its window, of a size the row that reached it."""
    due = to_be_checked(catches)
    checks = monitorings(bank).select("rule_id", "transaction_id", "check_date")
    within = pl.col("check_date").is_between(pl.col("at"), pl.col("at") + A_DAY)
    done = due.join(checks, on=["rule_id", "transaction_id"]).filter(within)
    nothing_in(due.join(done, on=["rule_id", "transaction_id", "at"], how="anti"), "rows of catches are not checked")


def test_nothing_is_checked_that_no_rule_caught(bank: Bank, catches: pl.DataFrame) -> None:
    """As often as a row belongs to a catch it is checked, and no oftener."""
    key = ["rule_id", "transaction_id"]
    due, done = to_be_checked(catches).group_by(key).len("due"), monitorings(bank).group_by(key).len("done")
    both = due.join(done, on=key, how="full", coalesce=True, nulls_equal=True)
    nothing_in(both.filter(pl.col("due").ne_missing(pl.col("done"))))


def test_a_check_of_a_transaction_concerns_its_owner_and_comes_after_it(bank: Bank) -> None:
    """K7."""
    owners = bank.table("accounts").select("account_id", owner="customer_id")
    ledger = bank.table("transactions").select("transaction_id", "account_id", "transaction_date")
    checks = monitorings(bank).join(ledger.join(owners, on="account_id"), on="transaction_id", how="left")
    right = (pl.col("owner") == pl.col("customer_id")) & (pl.col("check_date") >= pl.col("transaction_date"))
    nothing_in(checks.filter(~right.fill_null(value=False)))


def test_a_check_names_a_transaction_where_it_is_about_one(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT check_id, check_type, transaction_id FROM aml_checks
        WHERE (check_type = 'transaction_monitoring') <> (transaction_id IS NOT NULL)
              OR customer_id IS NULL OR check_date IS NULL OR screening_result IS NULL
        """,
    )


def test_patterns_are_flagged_and_sizes_are_not(bank: Bank) -> None:
    nothing_in(monitorings(bank).filter(pl.col("aml_flag").ne_missing(pl.col("rule_id").is_in(PATTERNS))))


def test_what_is_flagged_is_reviewed_and_nothing_else_is_a_risk_or_led_to_a_report(bank: Bank) -> None:
    """K8."""
    bank.finds_none(
        DB,
        """
        SELECT check_id, aml_flag, reviewed_by, risk_level, sar_id FROM aml_checks
        WHERE aml_flag IS NULL
              OR aml_flag AND (reviewed_by IS NULL OR risk_level IS NULL OR risk_level = 'low')
              OR NOT aml_flag AND (reviewed_by IS NOT NULL OR sar_id IS NOT NULL OR risk_level <> 'low')
        """,
    )


def test_what_a_check_found_agrees_with_what_became_of_it(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT check_id, aml_flag, sar_id, screening_result FROM aml_checks
        WHERE (screening_result LIKE '%%reviewed and reported') <> (sar_id IS NOT NULL)
              OR (screening_result LIKE '%%reviewed, no suspicion')
                 <> (aml_flag AND check_type = 'transaction_monitoring' AND sar_id IS NULL)
              OR (screening_result LIKE 'Same name%%') <> (aml_flag AND check_type <> 'transaction_monitoring')
              OR (screening_result LIKE 'No%%') <> (NOT aml_flag AND check_type <> 'transaction_monitoring')
        """,
        [],
    )


def test_a_customers_checks_are_numbered_in_order_of_time(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT * FROM (
            SELECT check_id, customer_id, check_date,
                   row_number() OVER (PARTITION BY customer_id ORDER BY check_date, check_id) AS place
            FROM aml_checks
        ) AS numbered
        WHERE check_id <> replace(customer_id, 'CUST', 'AML') || '-' || lpad(place::text, 3, '0')
        """,
    )
