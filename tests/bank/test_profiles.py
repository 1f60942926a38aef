"""customer_db.customer_profiles: the same customers as marketing and service see them."""

import polars as pl

from tests.bank.bank import Bank, nothing_in
from tests.bank.documented import SCALE_HALF

DB = "customer_db"
COMPANY = r"^([\w' -]+ (Inc|LLC|Ltd|PLC|Group|and Sons)|[\w']+-[\w']+|[\w' -]+, [\w' -]+ and [\w' -]+)$"
ADVISERS = ["Customer Service Representative", "Loan Officer", "Insurance Agent"]


def both(bank: Bank) -> pl.DataFrame:
    """Return every profile beside its customer's row, whose columns end in `_there`."""
    profiles, customers = bank.table("customer_profiles"), bank.table("customers")
    return profiles.join(customers, on="customer_id", how="full", suffix="_there", coalesce=True)


def wealth(bank: Bank) -> pl.DataFrame:
    """Return the account holders with their segment and the sum of their balances, currencies taken alike."""
    owned = bank.table("accounts").group_by("customer_id").agg(pl.col("balance").cast(pl.Float64).sum())
    return owned.join(bank.table("customer_profiles").select("customer_id", "customer_segment"), on="customer_id")


def test_every_customer_has_one_profile_with_the_same_contact_details(bank: Bank) -> None:
    """C1, X1."""
    joined = both(bank)
    assert len(joined) == bank.customers
    nothing_in(
        joined.filter(
            pl.any_horizontal(pl.col("full_name", "first_name").is_null())
            | ~pl.col("email").eq_missing(pl.col("email_there"))
            | ~pl.col("phone").eq_missing(pl.col("phone_there"))
        )
    )


def test_a_person_is_called_the_same_in_both_databases(bank: Bank) -> None:
    """C1."""
    persons = both(bank).filter(pl.col("customer_segment") != "corporate")
    nothing_in(persons.filter(pl.col("full_name") != pl.col("first_name") + " " + pl.col("last_name")))


def test_a_corporate_profile_names_a_company_and_not_its_contact(bank: Bank) -> None:
    """C1, C4."""
    companies = both(bank).filter(pl.col("customer_segment") == "corporate")
    contact = pl.col("first_name") + " " + pl.col("last_name")
    nothing_in(companies.filter((pl.col("full_name") == contact) | ~pl.col("full_name").str.contains(COMPANY)))


def test_onboarding_is_the_day_the_customer_joined(bank: Bank) -> None:
    """C2."""
    joined_on = pl.col("created_at_there").dt.date()
    nothing_in(
        both(bank).filter((pl.col("onboarding_date") != joined_on) | (pl.col("created_at").dt.date() != joined_on))
    )


def test_a_profile_is_updated_after_it_was_made_and_not_after_today(bank: Bank) -> None:
    """G2, G4."""
    bank.finds_none(
        DB,
        """
        SELECT customer_id, created_at, updated_at FROM customer_profiles
        WHERE updated_at < created_at OR updated_at::date > %s OR updated_at IS NULL OR created_at IS NULL
        """,
        [bank.as_of],
    )


def test_closed_accounts_are_exactly_those_of_closed_customers(bank: Bank) -> None:
    """C3."""
    accounts = bank.table("accounts").join(bank.table("customer_profiles"), on="customer_id")
    apart = (pl.col("account_status") == "closed") != (pl.col("customer_status") == "closed")
    nothing_in(accounts.filter(apart).select("account_id", "account_status", "customer_id", "customer_status"))


def test_dormant_customers_opened_everything_and_initiated_their_last_row_more_than_a_year_ago(bank: Bank) -> None:
    """C3."""
    last = bank.frame(
        "accounts_db",
        """
        SELECT customer_id, account_id, opened_date, max(transaction_date) AS last_initiated
        FROM accounts JOIN transactions USING (account_id)
        WHERE channel IN ('branch', 'atm', 'card', 'online', 'wire') GROUP BY account_id
        """,
    )
    dormant = bank.table("customer_profiles").filter(pl.col("customer_status") == "dormant").select("customer_id")
    since = pl.lit(bank.as_of).dt.offset_by("-12mo")
    recent = (pl.col("opened_date") > since) | (pl.col("last_initiated").dt.date() > since)
    if len(last):
        nothing_in(last.join(dormant, on="customer_id").filter(recent))


def test_dormant_customers_joined_more_than_a_year_ago(bank: Bank) -> None:
    """C3: nobody can have been silent for longer than they are there."""
    bank.finds_none(
        DB,
        """
        SELECT customer_id, onboarding_date FROM customer_profiles
        WHERE customer_status = 'dormant' AND onboarding_date > %s::date - interval '12 months'
        """,
        [bank.as_of],
    )


def test_wealth_rises_from_retail_over_premium_to_private_customers(bank: Bank) -> None:
    """C4."""
    bank.needs(SCALE_HALF)
    medians = dict(wealth(bank).group_by("customer_segment").agg(pl.col("balance").median()).iter_rows())
    assert medians["retail"] < medians["premium"] < medians["private"], medians


def test_companies_receive_no_salary_and_own_no_account_jointly(bank: Bank) -> None:
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


def test_agents_are_in_service_and_keep_customers_by_their_role(bank: Bank) -> None:
    """X2."""
    kept = bank.table("customer_profiles").filter(pl.col("assigned_agent_id").is_not_null())
    staff = bank.table("employees").select("employee_id", "role", "hire_date", "termination_date")
    agents = kept.join(staff, left_on="assigned_agent_id", right_on="employee_id", how="left")
    serving = (
        (pl.col("hire_date") <= bank.as_of) & pl.col("termination_date").is_null() & pl.col("role").is_in(ADVISERS)
    )
    nothing_in(agents.filter(~serving.fill_null(value=False)).select("customer_id", "assigned_agent_id", "role"))


def test_profiles_say_where_the_customer_lives(bank: Bank) -> None:
    bank.finds_none(
        DB,
        r"""
        SELECT customer_id, address, city, country FROM customer_profiles
        WHERE address !~ '^[1-9]\d{0,4} [A-Z][\w ''-]+$' OR city !~ '^[A-Z][\w ''-]+$' OR country IS NULL
              OR address IS NULL OR city IS NULL
        """,
    )
