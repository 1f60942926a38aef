"""loans_db.loans: the approved applications that were paid out."""

from itertools import pairwise

import polars as pl
import pytest

from seeding.bank.storylines import ROLES
from seeding.checks.enforcement import SHARES_FROM
from tests.bank.baked import Baked, banks_of_sizes, plan_of
from tests.bank.bank import Bank, nothing_in
from tests.bank.lending import DB, FOUNDERS


def test_a_loan_id_matches_the_id_of_its_application(bank: Bank) -> None:
    """G1."""
    bank.finds_none(DB, "SELECT * FROM loans WHERE 'LOAN' || substr(application_id, 4) <> loan_id")


def test_loan_numbers_look_random(bank: Bank) -> None:
    """G1."""
    bank.finds_none(DB, r"SELECT loan_id, loan_number FROM loans WHERE loan_number !~ '^LN\d{10}$'")
    numbers = [number for (number,) in bank.rows(DB, "SELECT loan_number FROM loans ORDER BY loan_id")]
    if len(numbers) > 10:
        assert numbers != sorted(numbers)


def test_a_linked_account_is_an_active_dollar_account_of_the_borrower_opened_before_the_loan(bank: Bank) -> None:
    """X3: checking or savings, open and never frozen."""
    linked = bank.table("loans").join(
        bank.table("accounts"), left_on="linked_account_id", right_on="account_id", suffix="_of_account"
    )
    assert len(linked) == bank.table("loans")["linked_account_id"].count()
    is_allowed = (
        (pl.col("customer_id") == pl.col("customer_id_of_account"))
        & pl.col("account_type").is_in(["checking", "savings"])
        & (pl.col("currency") == "USD")
        & (pl.col("opened_date") < pl.col("disbursement_date"))
        & (pl.col("account_status") == "active")
    )
    nothing_in(linked.filter(~is_allowed))


def test_closed_customers_owe_no_loan_and_dormant_ones_got_none_in_the_last_year(bank: Bank) -> None:
    """C3, X6."""
    loans = bank.table("loans").join(bank.table("customer_profiles"), on="customer_id")
    status, is_recent = (
        pl.col("customer_status"),
        pl.col("disbursement_date") > pl.lit(bank.as_of).dt.offset_by("-12mo"),
    )
    is_owed = pl.col("loan_status") != "paid_off"
    nothing_in(loans.filter((status == "closed") & is_owed | (status == "dormant") & is_recent))


# Storylines

LENDING = ("loan_applications", "loans", "repayment_schedule", "collateral", "loan_guarantors", "risk_assessments")


def of_customers(bank: Bank | Baked, table: str, customers: list[str]) -> pl.DataFrame:
    """Return the rows of a lending table that belong to some customers."""
    rows = bank.table(table)
    keys = [pl.col(name) for name in ("loan_id", "application_id") if name in rows.columns]
    key = pl.coalesce(keys).str.split("-").list.get(1)
    return rows.filter(key.is_in([customer.split("-")[1] for customer in customers]))


@pytest.mark.parametrize(
    ("customer", "loan_type", "status"),
    [(1, "auto", "active"), (5, "mortgage", "defaulted"), (11, "personal", "paid_off")],
    ids=["model-customer", "mortgage-default", "early-payoff"],
)
def test_a_storyline_has_its_loan_linked_with_the_first_account(
    bank: Bank, customer: int, loan_type: str, status: str
) -> None:
    bank.needs(SHARES_FROM)
    loan = bank.table("loans").row(by_predicate=pl.col("customer_id") == f"CUST-{customer:08}", named=True)
    assert (loan["loan_type"], loan["loan_status"]) == (loan_type, status)
    assert loan["linked_account_id"] == f"ACC-{customer:08}-1"


def test_the_early_payoff_comes_before_the_last_installment_is_due(bank: Bank) -> None:
    bank.needs(SHARES_FROM)
    loan = bank.table("loans").row(by_predicate=pl.col("customer_id") == "CUST-00000011", named=True)
    rows = bank.table("repayment_schedule").filter(pl.col("loan_id") == loan["loan_id"])
    assert rows["payment_date"].max() < loan["maturity_date"]
    assert len(rows.filter(pl.col("due_date") > pl.col("payment_date"))) > 1


def test_only_three_customers_of_storylines_borrow(bank: Bank) -> None:
    """The other storylines are not about loans."""
    customer_ids = [role.customer_id for role in ROLES.values()]
    borrowers = set(bank.table("loan_applications").filter(pl.col("customer_id").is_in(customer_ids))["customer_id"])
    if bank.customers >= SHARES_FROM:
        assert borrowers == {"CUST-00000001", "CUST-00000005", "CUST-00000011"}


def test_only_founders_handle_the_loans_of_storylines(bank: Bank) -> None:
    bank.needs(SHARES_FROM)
    customer_ids = [role.customer_id for role in ROLES.values()]
    for table, employee in (
        ("loan_applications", "officer_id"),
        ("loans", "approved_by"),
        ("risk_assessments", "assessed_by"),
    ):
        rows = of_customers(bank, table, customer_ids)
        assert len(rows) >= 3
        nothing_in(rows.filter(~pl.col(employee).is_in(FOUNDERS)), f"rows of {table} name other employees")


@pytest.mark.parametrize("table", LENDING)
def test_the_loans_of_storylines_are_the_same_rows_in_banks_of_every_size(table: str) -> None:
    customer_ids = [role.customer_id for role in ROLES.values()]
    rows = [of_customers(bank, table, customer_ids) for bank in banks_of_sizes((60, 7), (61, 5), (2_400, 300))]
    assert len(rows[0])
    for smaller, larger in pairwise(rows):
        assert smaller.equals(larger), table


def test_storyline_borrowers_were_customers_with_an_account_before_they_borrowed() -> None:
    """X6, with twenty seeds."""
    for seed in range(1, 21):
        bank = Baked(plan_of(seed, 60, 7), only=("loans", "accounts", "customers"))
        loans = bank.table("loans").filter(pl.col("customer_id").is_in([role.customer_id for role in ROLES.values()]))
        assert loans["linked_account_id"].null_count() == 0, f"seed {seed}"
        opened = loans.join(bank.table("accounts"), left_on="linked_account_id", right_on="account_id")
        nothing_in(opened.filter(pl.col("opened_date") >= pl.col("disbursement_date")), f"with seed {seed}")
