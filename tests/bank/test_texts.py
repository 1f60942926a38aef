"""Free texts: of 300 of each kind no text, and no wording of it, makes up more than 6 %, and each fits its row."""

import polars as pl
import pytest

from seeding.bank.customers.new_products import PRODUCTS
from seeding.bank.customers.service_numbers import PRODUCT_SURVEY_DAYS
from seeding.bank.customers.survey_texts import PRODUCT_WORDS
from seeding.checks.cross_database.texts import MOST_REPEATED
from tests.bank.baked import Baked, plan_of
from tests.bank.bank import nothing_in

EACH = 300
KINDS = (
    ("aml_checks", "screening_result"), ("suspicious_activity_reports", "description"),
    ("rule_violations", "resolution_notes"), ("performance_reviews", "comments"), ("interactions", "notes"),
    ("satisfaction_surveys", "comments"), ("complaints", "description"), ("claims", "description"),
    ("policy_events", "description"), ("loan_applications", "rejection_reason"), ("collateral", "description"),
    ("transactions", "description"),
)  # fmt: skip
pytestmark = pytest.mark.hard

CONTRACTS = ("transactions", "policy_events", "collateral")
"""Tables in which a wording is that of a kind of row: of every premium, or of every renewal."""

NAMING_A_REPORT = "^(CTR filed. )?(Named in|Led to) SAR-"
"""Notes of violations that name the report in which the story stands."""


@pytest.fixture(scope="module")
def baked() -> Baked:
    tables = (*(table for table, _ in KINDS), "accounts", "risk_assessments", "loans", "policies")
    return Baked(plan_of(1, 15_600, 1_950), only=tuple(dict.fromkeys(tables)))


def most_frequent(texts: pl.Series) -> tuple[float, str]:
    """Return the share of the most frequent text, and the text."""
    first = texts.value_counts(sort=True).row(0)
    return first[1] / len(texts), first[0]


@pytest.mark.parametrize(("table", "column"), KINDS, ids=lambda name: name)
def test_no_text_repeats_itself(baked: Baked, table: str, column: str) -> None:
    found = baked.table(table)[column].drop_nulls()
    assert len(found) >= EACH
    share, text = most_frequent(found.sample(EACH, seed=1))
    assert share <= MOST_REPEATED, text


@pytest.mark.parametrize(
    ("table", "column"), [kind for kind in KINDS if kind[0] not in CONTRACTS], ids=lambda name: name
)
def test_no_wording_repeats_itself(baked: Baked, table: str, column: str) -> None:
    """Amounts, days and numbers do not make another text."""
    texts = baked.table(table)[column].drop_nulls()
    found = texts.filter(~texts.str.contains(NAMING_A_REPORT)).str.replace_all(r"\d[\d,.-]*", "#")
    share, text = most_frequent(found.sample(EACH, seed=2))
    assert share <= MOST_REPEATED, text


def test_the_result_of_a_check_states_the_amount_of_its_transaction_and_the_list_of_its_day(baked: Baked) -> None:
    ledger = baked.table("transactions").select("transaction_id", "transaction_amount")
    checks = baked.table("aml_checks").join(ledger, on="transaction_id", how="left")
    result = pl.col("screening_result")
    amount = result.str.extract(r" of ([\d,.]+) [A-Z]{3}").str.replace_all(",", "").cast(pl.Decimal(scale=2))
    nothing_in(
        checks.filter(pl.col("transaction_id").is_not_null() & amount.ne_missing(pl.col("transaction_amount").abs()))
    )
    age = pl.col("check_date").dt.date() - result.str.extract(r"list of (\d{4}-\d\d-\d\d)").str.to_date()
    screened = checks.filter(pl.col("transaction_id").is_null())
    nothing_in(screened.filter(~age.dt.total_days().is_between(1, 5).fill_null(value=False)))
    score = result.str.extract(r"nearest score (\d+)$").cast(pl.Int64)
    nothing_in(screened.filter(pl.col("aml_flag").ne_missing(score > 85)))


def test_only_closed_reports_have_an_innocent_explanation(baked: Baked) -> None:
    reports = baked.table("suspicious_activity_reports")
    explains = pl.col("description").str.contains(r"not filed: [a-z].*\.$")
    nothing_in(reports.filter(explains != (pl.col("sar_status") == "closed")))
    nothing_in(reports.filter(pl.col("description").str.contains("FinCEN") != (pl.col("sar_status") == "filed")))


def test_a_rejection_states_the_ratio_the_score_and_the_amount(baked: Baked) -> None:
    scores = baked.table("risk_assessments").filter(pl.col("application_id").is_not_null())
    rejected = baked.table("loan_applications").filter(pl.col("status") == "rejected").join(
        scores.select("application_id", "risk_score"), on="application_id", how="left"
    )  # fmt: skip
    reason = pl.col("rejection_reason")
    percent = reason.str.extract(r"\((\d+) % of income\)").cast(pl.Int64)
    score = reason.str.extract(r"\(score (\d+)\)").cast(pl.Int64)
    amount = reason.str.extract(r" of ([\d,.]+) USD$").str.replace_all(",", "").cast(pl.Decimal(scale=2))
    ratio = (pl.col("debt_to_income").cast(pl.Float64) * 100 + 1e-9).floor().cast(pl.Int64)
    nothing_in(rejected.filter(amount.ne_missing(pl.col("requested_amount"))))
    nothing_in(rejected.filter(percent.is_null() == reason.str.starts_with("Debt")))
    nothing_in(rejected.filter(percent.is_not_null() & (percent != ratio)))
    nothing_in(rejected.filter(score.is_null() == reason.str.starts_with("Insufficient credit")))
    nothing_in(rejected.filter(score.is_not_null() & (score != pl.col("risk_score"))))


def test_cash_at_the_counter_names_the_city_of_the_branch_and_interest_its_month(baked: Baked) -> None:
    rows = baked.table("transactions").join(
        baked.table("accounts").select("account_id", "branch_code"), on="account_id"
    )  # fmt: skip
    at_counter = rows.filter(pl.col("description").str.contains("at the counter"))
    city = pl.col("description").str.extract(r"at the counter in (.+, [A-Z]{2})$")
    nothing_in(at_counter.filter(city.is_null()))
    cities = at_counter.group_by("branch_code").agg(city.n_unique().alias("cities"))
    nothing_in(cities.filter(pl.col("cities") != 1))
    month = pl.format("Interest credited {}", pl.col("transaction_date").dt.strftime("%B %Y"))
    nothing_in(rows.filter((pl.col("transaction_type") == "interest") & (pl.col("description") != month)))


def test_a_survey_on_a_product_follows_the_product_bought(baked: Baked) -> None:
    word = pl.col("comments").str.extract(f"my new ({'|'.join(PRODUCT_WORDS)})|My new ({'|'.join(PRODUCT_WORDS)})", 0)
    product = word.str.slice(len("my new ")).replace_strict(PRODUCT_WORDS, PRODUCTS, default=None)
    surveys = baked.table("satisfaction_surveys").with_columns(product=product)
    on_product = surveys.filter(pl.col("product").is_not_null())
    assert len(on_product) >= 0.02 * len(surveys.filter(pl.col("comments").is_not_null()))
    bought = pl.concat((
        baked.table("accounts").select("customer_id", product="account_type", bought="opened_date"),
        baked.table("loans").select("customer_id", product="loan_type", bought="disbursement_date"),
        baked.table("policies").select("customer_id", product="policy_type", bought="start_date"),
    ))  # fmt: skip
    days = (pl.col("survey_date") - pl.col("bought")).dt.total_days()
    followed = on_product.join(bought, on=["customer_id", "product"]).filter(days.is_between(1, PRODUCT_SURVEY_DAYS))
    nothing_in(on_product.join(followed, on="survey_id", how="anti"))
