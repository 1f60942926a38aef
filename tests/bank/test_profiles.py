"""customer_db.customer_profiles: statuses, advisors and addresses of the customers."""

import polars as pl

from tests.bank.bank import Bank, nothing_in
from tests.bank.service import ADVISORS

DB = "customer_db"


def test_exactly_the_accounts_of_closed_customers_are_closed(bank: Bank) -> None:
    """C3."""
    accounts = bank.table("accounts").join(bank.table("customer_profiles"), on="customer_id")
    differs = (pl.col("account_status") == "closed") != (pl.col("customer_status") == "closed")
    nothing_in(accounts.filter(differs).select("account_id", "account_status", "customer_id", "customer_status"))


def test_dormant_customers_joined_more_than_a_year_ago(bank: Bank) -> None:
    """C3: a customer cannot have been silent since before joining."""
    bank.finds_none(
        DB,
        """
        SELECT customer_id, onboarding_date FROM customer_profiles
        WHERE customer_status = 'dormant' AND onboarding_date > %s::date - interval '12 months'
        """,
        [bank.as_of],
    )


def test_companies_have_no_salary_and_no_joint_account(bank: Bank) -> None:
    companies = bank.table("customer_profiles").filter(pl.col("customer_segment") == "corporate")["customer_id"]
    bank.finds_none(
        "accounts_db",
        """
        SELECT customer_id, account_id FROM accounts WHERE customer_id = ANY(%s) AND (
            EXISTS (SELECT FROM transactions t WHERE t.account_id = accounts.account_id AND transaction_type = 'salary')
            OR EXISTS (SELECT FROM account_relationships WHERE relationship_type = 'joint_owner'
                       AND account_id IN (primary_account_id, related_account_id)))
        """,
        [companies.to_list()],
    )


def test_advisors_are_in_service_and_have_a_role_that_advises_customers(bank: Bank) -> None:
    """X2."""
    assigned = bank.table("customer_profiles").filter(pl.col("assigned_agent_id").is_not_null())
    staff = bank.table("employees").select("employee_id", "role", "hire_date", "termination_date")
    agents = assigned.join(staff, left_on="assigned_agent_id", right_on="employee_id", how="left")
    is_advisor = (
        (pl.col("hire_date") <= bank.as_of) & pl.col("termination_date").is_null() & pl.col("role").is_in(ADVISORS)
    )
    nothing_in(agents.filter(~is_advisor.fill_null(value=False)).select("customer_id", "assigned_agent_id", "role"))


def test_every_profile_has_a_complete_address(bank: Bank) -> None:
    bank.finds_none(
        DB,
        r"""
        SELECT customer_id, address, city, state, postal_code, country FROM customer_profiles
        WHERE address !~ '^[1-9]\d{0,4} [A-Z][\w ''-]+$' OR city !~ '^[A-Z][\w ''.-]+$' OR country IS NULL
              OR address IS NULL OR city IS NULL
              OR (state ~ '^[A-Z]{2}$' AND postal_code ~ '^\d{5}$') IS NOT TRUE
        """,
    )
