"""insurance_db.beneficiaries: whom policies benefit, and in what shares."""

import polars as pl

from tests.bank.bank import Bank, nothing_in
from tests.bank.insurance import DB


def named(bank: Bank) -> pl.DataFrame:
    """Return beneficiaries with their policyholders."""
    policies = bank.table("policies").join(bank.table("customers"), on="customer_id").join(
        bank.table("customer_profiles").select("customer_id", "customer_segment"), on="customer_id"
    )  # fmt: skip
    return bank.table("beneficiaries").join(policies, on="policy_id")


def test_spouses_and_children_bear_the_family_name_and_companies_have_neither(bank: Bank) -> None:
    family = pl.col("relationship").is_in(["spouse", "child", "parent"])
    own = pl.col("beneficiary_name").str.ends_with(" " + pl.col("last_name"))
    nothing_in(named(bank).filter(family & (~own | (pl.col("customer_segment") == "corporate"))))


def test_a_spouse_in_a_household_is_its_other_adult(bank: Bank) -> None:
    """Those of whom two live at one address, but for couples who bear one first name."""
    homes = bank.table("customer_profiles").select("customer_id", "address", "city").join(
        bank.table("customers").select("customer_id", "first_name", "last_name"), on="customer_id"
    )  # fmt: skip
    at_home = ["address", "city", "last_name"]
    couples = homes.join(homes, on=at_home).filter(
        (pl.col("customer_id") != pl.col("customer_id_right")) & (pl.col("first_name") != pl.col("first_name_right"))
    ).select("customer_id", adult=pl.concat_str("first_name_right", pl.lit(" "), "last_name"))  # fmt: skip
    spouses = named(bank).filter(pl.col("relationship") == "spouse").join(couples, on="customer_id")
    nothing_in(spouses.filter(pl.col("beneficiary_name") != pl.col("adult")))


def test_beneficiaries_can_be_reached_only_in_fiction(bank: Bank) -> None:
    """G8."""
    bank.finds_none(
        DB,
        r"""
        SELECT * FROM beneficiaries WHERE contact_info IS NULL
        OR contact_info !~ '^[a-z0-9.]+@example\.(com|org|net)$' AND contact_info !~ '-555-01\d\d$'
        """,
    )
