"""insurance_db.beneficiaries: the names and contacts of those who receive the benefit of a policy."""

import polars as pl

from tests.bank.bank import Bank, nothing_in
from tests.bank.insurance import DB


def with_policyholders(bank: Bank) -> pl.DataFrame:
    """Return every beneficiary with the policyholder."""
    policies = bank.table("policies").join(bank.table("customers"), on="customer_id").join(
        bank.table("customer_profiles").select("customer_id", "customer_segment"), on="customer_id"
    )  # fmt: skip
    return bank.table("beneficiaries").join(policies, on="policy_id")


def test_relatives_have_the_last_name_of_the_policyholder_and_companies_have_no_relatives(bank: Bank) -> None:
    is_relative = pl.col("relationship").is_in(["spouse", "child", "parent"])
    has_last_name = pl.col("beneficiary_name").str.ends_with(" " + pl.col("last_name"))
    nothing_in(
        with_policyholders(bank).filter(is_relative & (~has_last_name | (pl.col("customer_segment") == "corporate")))
    )


def test_the_spouse_of_a_household_member_is_the_other_adult(bank: Bank) -> None:
    """For every two customers with one address and last name, except couples who share their first name."""
    homes = bank.table("customer_profiles").select("customer_id", "address", "city").join(
        bank.table("customers").select("customer_id", "first_name", "last_name"), on="customer_id"
    )  # fmt: skip
    household = ["address", "city", "last_name"]
    couples = homes.join(homes, on=household).filter(
        (pl.col("customer_id") != pl.col("customer_id_right")) & (pl.col("first_name") != pl.col("first_name_right"))
    ).select("customer_id", adult=pl.concat_str("first_name_right", pl.lit(" "), "last_name"))  # fmt: skip
    spouses = with_policyholders(bank).filter(pl.col("relationship") == "spouse").join(couples, on="customer_id")
    nothing_in(spouses.filter(pl.col("beneficiary_name") != pl.col("adult")))


def test_every_beneficiary_has_a_fictional_email_address_or_phone_number(bank: Bank) -> None:
    """G8."""
    bank.finds_none(
        DB,
        r"""
        SELECT * FROM beneficiaries WHERE contact_info IS NULL
        OR contact_info !~ '^[a-z0-9.]+@example\.(com|org|net)$' AND contact_info !~ '-555-01\d\d$'
        """,
    )
