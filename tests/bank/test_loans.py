"""loans_db.loans: what becomes of approved applications."""

from itertools import pairwise

import polars as pl
import pytest

from seeding.bank.storylines import ROLES
from tests.bank.baked import Baked, plan_of
from tests.bank.bank import Bank, business, is_business, nothing_in
from tests.bank.documented import PROMISED_FROM, SCALE_ONE
from tests.bank.lending import DB, FOUNDERS, MANAGERS, OFFICERS, not_in_service

RATES = {
    "mortgage": (0.0325, 0.0675),
    "personal": (0.0599, 0.1799),
    "auto": (0.0399, 0.0899),
    "business": (0.0499, 0.1299),
    "education": (0.0425, 0.0875),
}
TERMS = {"mortgage": (180, 360), "personal": (12, 60), "auto": (36, 72), "business": (36, 120), "education": (60, 180)}
"""In months."""
GRADES = ("AAA", "AA", "A", "BBB", "BB", "B", "CCC", "C")
BOTH = "FROM loans FULL JOIN loan_applications asked USING (application_id)"


def test_a_loan_is_what_an_approved_application_was_granted(bank: Bank) -> None:
    """L1, L2: same customer, same type, the amount that was approved."""
    bank.finds_none(
        DB,
        f"""
        SELECT loan_id, asked.* {BOTH}
        WHERE loan_id IS NOT NULL AND (
            asked.status IS DISTINCT FROM 'approved' OR asked.customer_id <> loans.customer_id
            OR asked.loan_type <> loans.loan_type OR principal_amount <> approved_amount)
        """,
    )


def test_an_application_leads_to_one_loan_at_most(bank: Bank) -> None:
    """L1: the keys say so, too."""
    bank.finds_none(DB, "SELECT application_id FROM loans GROUP BY 1 HAVING count(*) > 1 OR application_id IS NULL")
    bank.finds_none(DB, "SELECT * FROM loans WHERE 'LOAN' || substr(application_id, 4) <> loan_id")


def test_what_was_approved_is_disbursed_unless_its_day_may_still_come(bank: Bank) -> None:
    """L1: five to thirty days after the decision."""
    bank.finds_none(
        DB,
        f"SELECT asked.* {BOTH} WHERE status = 'approved' AND loan_id IS NULL AND decision_date <= %s::date - 30",
        [bank.as_of],
    )


def test_loans_are_disbursed_on_a_business_day_five_to_thirty_days_after_the_decision(bank: Bank) -> None:
    """L3."""
    bank.finds_none(
        DB,
        f"""
        SELECT loan_id, decision_date, disbursement_date {BOTH}
        WHERE disbursement_date - decision_date NOT BETWEEN 5 AND 30 OR disbursement_date > %s
              OR NOT {business("disbursement_date")}
        """,
        [bank.as_of],
    )


def test_borrowers_know_their_loan_by_a_number_that_looks_random(bank: Bank) -> None:
    """G1."""
    bank.finds_none(DB, r"SELECT loan_id, loan_number FROM loans WHERE loan_number !~ '^LN\d{10}$'")
    numbers = [number for (number,) in bank.rows(DB, "SELECT loan_number FROM loans ORDER BY loan_id")]
    if len(numbers) > 10:
        assert numbers != sorted(numbers)


@pytest.mark.parametrize("kind", RATES)
def test_rates_and_terms_lie_in_the_band_of_the_type(bank: Bank, kind: str) -> None:
    """L12: the rate is a fraction."""
    bank.finds_none(
        DB,
        """
        SELECT loan_id, interest_rate, term_months FROM loans
        WHERE loan_type = %s AND (interest_rate NOT BETWEEN %s AND %s OR term_months NOT BETWEEN %s AND %s)
        """,
        [kind, *RATES[kind], *TERMS[kind]],
    )


def test_a_worse_grade_pays_a_higher_rate(bank: Bank) -> None:
    """L12: compared by the place in the band of the type, and on average within each type."""
    bank.needs(SCALE_ONE)
    graded = bank.frame(
        DB,
        """
        SELECT loan_type, interest_rate::float8 AS rate, credit_grade, risk_score
        FROM loans JOIN risk_assessments USING (application_id)
        """,
    )
    low, high = (pl.col("loan_type").replace_strict({k: b[i] for k, b in RATES.items()}) for i in (0, 1))
    graded = graded.with_columns(place=(pl.col("rate") - low) / (high - low))
    mean = dict(graded.group_by("credit_grade").agg(pl.col("place").mean()).iter_rows())
    assert set(mean) == set(GRADES)
    assert all(mean[better] < mean[worse] for better, worse in pairwise(GRADES)), mean
    for kind in RATES:
        of_type = graded.filter(pl.col("loan_type") == kind)
        assert of_type.select(pl.corr("rate", "risk_score", method="spearman")).item() < -0.7, kind


def test_a_loan_is_approved_by_a_loan_officer_or_a_manager_in_service(bank: Bank) -> None:
    """L16, X2."""
    loans = bank.table("loans").join(bank.table("loan_applications"), on="application_id")
    nothing_in(not_in_service(bank, loans, "approved_by", "decision_date", (*OFFICERS, *MANAGERS)))


def test_two_people_sign_for_more_than_a_hundred_thousand(bank: Bank) -> None:
    """L16."""
    bank.finds_none(
        DB,
        f"SELECT loan_id, principal_amount {BOTH} WHERE principal_amount > 100000 AND approved_by = officer_id",
    )


def test_a_linked_account_is_the_borrowers_dollar_account_in_use_opened_before(bank: Bank) -> None:
    """X3: checking or savings, open and never frozen."""
    linked = bank.table("loans").join(
        bank.table("accounts"), left_on="linked_account_id", right_on="account_id", suffix="_of_account"
    )
    assert len(linked) == bank.table("loans")["linked_account_id"].count()
    fits = (
        (pl.col("customer_id") == pl.col("customer_id_of_account"))
        & pl.col("account_type").is_in(["checking", "savings"])
        & (pl.col("currency") == "USD")
        & (pl.col("opened_date") < pl.col("disbursement_date"))
        & (pl.col("account_status") == "active")
    )
    nothing_in(linked.filter(~fits))


def test_customers_who_left_have_no_loan_and_dormant_ones_got_none_in_a_year(bank: Bank) -> None:
    """C3, X6."""
    lent = bank.table("loans").join(bank.table("customer_profiles"), on="customer_id")
    status, lately = pl.col("customer_status"), pl.col("disbursement_date") > pl.lit(bank.as_of).dt.offset_by("-12mo")
    owing = pl.col("loan_status") != "paid_off"
    nothing_in(lent.filter((status == "closed") & owing | (status == "dormant") & lately))


# Storylines

LENDING = ("loan_applications", "loans", "repayment_schedule", "collateral", "loan_guarantors", "risk_assessments")


def of_customers(bank: Bank | Baked, table: str, customers: list[str]) -> pl.DataFrame:
    """Return the rows of a lending table that belong to some customers."""
    rows = bank.table(table)
    keys = [pl.col(name) for name in ("loan_id", "application_id") if name in rows.columns]
    key = pl.coalesce(keys).str.split("-").list.get(1)
    return rows.filter(key.is_in([customer.split("-")[1] for customer in customers]))


@pytest.mark.parametrize(
    ("customer", "kind", "status"),
    [(1, "auto", "active"), (5, "mortgage", "defaulted"), (11, "personal", "paid_off")],
    ids=["model-customer", "mortgage-default", "early-payoff"],
)
def test_a_storylines_loan_is_what_the_story_tells(bank: Bank, customer: int, kind: str, status: str) -> None:
    bank.needs(PROMISED_FROM)
    loan = bank.table("loans").row(by_predicate=pl.col("customer_id") == f"CUST-{customer:08}", named=True)
    assert (loan["loan_type"], loan["loan_status"]) == (kind, status)
    assert loan["linked_account_id"] == f"ACC-{customer:08}-1"


def test_the_early_payoff_comes_before_the_last_instalment_is_due(bank: Bank) -> None:
    bank.needs(PROMISED_FROM)
    loan = bank.table("loans").row(by_predicate=pl.col("customer_id") == "CUST-00000011", named=True)
    rows = bank.table("repayment_schedule").filter(pl.col("loan_id") == loan["loan_id"])
    assert rows["payment_date"].max() < loan["maturity_date"]
    assert len(rows.filter(pl.col("due_date") > pl.col("payment_date"))) > 1


def test_only_three_of_the_storylines_borrow(bank: Bank) -> None:
    """The others' stories are about other things."""
    told = [role.customer_id for role in ROLES.values()]
    borrowers = set(bank.table("loan_applications").filter(pl.col("customer_id").is_in(told))["customer_id"])
    if bank.customers >= PROMISED_FROM:
        assert borrowers == {"CUST-00000001", "CUST-00000005", "CUST-00000011"}


def test_founders_alone_lend_to_the_people_of_storylines(bank: Bank) -> None:
    bank.needs(PROMISED_FROM)
    told = [role.customer_id for role in ROLES.values()]
    for table, who in (
        ("loan_applications", "officer_id"),
        ("loans", "approved_by"),
        ("risk_assessments", "assessed_by"),
    ):
        rows = of_customers(bank, table, told)
        assert len(rows) >= 3
        nothing_in(rows.filter(~pl.col(who).is_in(FOUNDERS)), f"rows of {table} are by others")


@pytest.mark.parametrize("table", LENDING)
def test_the_loans_of_storylines_are_the_same_rows_in_every_bank(table: str) -> None:
    told = [role.customer_id for role in ROLES.values()]
    banks = [Baked(plan_of(7, customers, employees)) for customers, employees in ((60, 7), (61, 5), (2_400, 300))]
    stories = [of_customers(bank, table, told) for bank in banks]
    assert len(stories[0])
    for smaller, larger in pairwise(stories):
        assert smaller.equals(larger), table


def test_storyline_borrowers_were_customers_with_an_account_before_they_borrowed() -> None:
    """X6, over twenty seeds."""
    for seed in range(1, 21):
        bank = Baked(plan_of(seed, 60, 7), only=("loans", "accounts", "customers"))
        told = bank.table("loans").filter(pl.col("customer_id").is_in([role.customer_id for role in ROLES.values()]))
        assert told["linked_account_id"].null_count() == 0, f"seed {seed}"
        opened = told.join(bank.table("accounts"), left_on="linked_account_id", right_on="account_id")
        nothing_in(opened.filter(pl.col("opened_date") >= pl.col("disbursement_date")), f"with seed {seed}")


def test_appraisals_payments_and_disbursements_of_one_loan_fit_in_time(bank: Bank) -> None:
    """No instalment is due or paid before the loan was paid out."""
    rows = bank.table("repayment_schedule").join(bank.table("loans"), on="loan_id")
    early = (pl.col("due_date") <= pl.col("disbursement_date")) | (
        pl.col("payment_date") <= pl.col("disbursement_date")
    )
    nothing_in(rows.filter(early.fill_null(value=False)))
    nothing_in(rows.filter(pl.col("payment_date").is_not_null() & ~is_business("payment_date")))
