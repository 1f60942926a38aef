"""Places: real cities with the ZIP codes and phone numbers of their state, and branches near the customers."""

import polars as pl

from datahub.accounts.models import Account
from datahub.customers.models import CustomerProfile
from seeding.bank import places
from seeding.bank.accounts.home_numbers import NEAR_BRANCH, PHONES_FOR_CHANGES, PHONES_FOR_CUSTOMERS
from seeding.bank.places import NEAR_MILES
from seeding.checks.builders import frame_check, statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import ACCOUNTS_DB, CUSTOMER_DB
from seeding.checks.enforcement import SCALE_HALF, not_enforced
from seeding.checks.faults import fault, update_row, update_rows
from seeding.checks.reader import BankReader
from seeding.checks.regions import branches

_HOMES = """
    SELECT customer_id, address, city, state, postal_code, country, phone FROM customer_profiles
"""
_AREA_CODE = r"^\+1-(\d{3})-"


def _homes(bank: BankReader) -> pl.DataFrame:
    return bank.frame(CUSTOMER_DB, _HOMES)


def homes(bank: BankReader) -> pl.DataFrame:
    """Return where each customer lives, and the phone number; read once."""
    return bank.cached(_homes)


def _unreal(bank: BankReader) -> pl.DataFrame:
    """Return the homes that are in no city of the list, or have a ZIP code that the city's state does not have."""
    cities = pl.DataFrame(
        [(city.name, city.state, city.first_zip, city.first_zip + city.zip_codes - 1) for city in places.CITIES],
        schema=["city", "state", "first_zip", "last_zip"],
        orient="row",
    )
    found = homes(bank).join(cities, on=["city", "state"], how="left")
    code = pl.col("postal_code").str.extract(r"^(\d{5})$").cast(pl.Int64)
    fits = code.is_between(pl.col("first_zip"), pl.col("last_zip")) & (pl.col("country") == places.COUNTRY)
    return found.filter(~fits.fill_null(False)).drop("first_zip", "last_zip", "phone")


M20 = frame_check(
    "M20",
    "Customers live in real cities of the United States, each with its state and a ZIP code of that city",
    [CUSTOMER_DB],
    _unreal,
    fault(
        "a customer of New York with a ZIP code of Beverly Hills",
        update_row(CustomerProfile, "city = 'New York', state = 'NY', postal_code = '90210'"),
    ),
)


def _called_elsewhere(bank: BankReader) -> pl.DataFrame:
    """Return the customers whose phone number has no area code of the state in which they live."""
    states = pl.DataFrame(list(places.STATE_OF_AREA_CODE.items()), schema=["area_code", "state_of_phone"], orient="row")
    with_area_code = homes(bank).with_columns(area_code=pl.col("phone").str.extract(_AREA_CODE))
    found = with_area_code.join(states, on="area_code", how="left")
    is_same = (pl.col("state") == pl.col("state_of_phone")).fill_null(False)
    return found.filter(~is_same).select("customer_id", "phone", "state", "state_of_phone")


M21 = frame_check(
    "M21",
    "Customers' phone numbers have an area code of the state in which they live",
    [CUSTOMER_DB],
    _called_elsewhere,
    fault(
        "a customer with a phone number of another state",
        update_row(CustomerProfile, "phone = '+1-907-555-0100'", "state <> 'AK'"),
    ),
)


def _strangers_with_one_phone(bank: BankReader) -> pl.DataFrame:
    """Return the phone numbers of customers who do not live together, as far as there are numbers for all.

    Before the last day of a history, when all changes of numbers have come, customers have two numbers each.
    """
    enough = PHONES_FOR_CUSTOMERS if bank.plan.shows_all else PHONES_FOR_CHANGES
    shared = (
        homes(bank)
        .filter(pl.col("phone").is_not_null())
        .group_by("phone")
        .agg(
            pl.col("customer_id").sort(),
            pl.struct("address", "city", "state", "postal_code").n_unique().alias("homes"),
        )
        .filter(pl.col("homes") > 1)
        .with_columns(pl.col("customer_id").list.join(", "))
    )
    return shared.clear() if bank.customers > enough else shared


M22 = frame_check(
    "M22",
    "Customers with the same phone number live together, while the numbers reserved for fiction suffice",
    [CUSTOMER_DB],
    _strangers_with_one_phone,
    fault(
        "two strangers with one phone number",
        update_rows(
            CustomerProfile,
            "phone = '+1-212-555-0100'",
            "customer_id IN ((SELECT min(customer_id) FROM customer_profiles), "
            "(SELECT max(customer_id) FROM customer_profiles))",
        ),
    ),
)


def _near_branch(bank: BankReader) -> list[Figure]:
    """Return the share of customers with an account whose city is near that of their branch."""
    miles = pl.DataFrame(places.miles_to_branches(), schema=list(places.BRANCHES)).with_columns(
        city=pl.Series([city.name for city in places.CITIES]), state=pl.Series([city.state for city in places.CITIES])
    )
    distances = miles.unpivot(index=["city", "state"], variable_name="home_code", value_name="miles")
    accounts = bank.frame(ACCOUNTS_DB, "SELECT DISTINCT customer_id, branch_code FROM accounts")
    found = (
        accounts.join(homes(bank), on="customer_id")
        .join(branches(bank.parameters["branches"]), on="branch_code", how="left")
        .join(distances, on=["city", "state", "home_code"], how="left")
    )
    share = float(found.select((pl.col("miles") <= NEAR_MILES).fill_null(False).mean()).item() or 0)
    margin = max(0.03, 4 * (NEAR_BRANCH * (1 - NEAR_BRANCH) / max(len(found), 1)) ** 0.5)
    return [
        Figure(
            f"share of account holders within {NEAR_MILES} miles of their branch",
            share,
            NEAR_BRANCH - margin,
            NEAR_BRANCH + margin,
            len(found),
            not_enforced(bank, SCALE_HALF),
        )
    ]


M23 = statistical_check(
    "M23",
    f"{NEAR_BRANCH:.0%} of account holders live within {NEAR_MILES} miles of the city of their branch".replace(
        "%", " %"
    ),
    [CUSTOMER_DB, ACCOUNTS_DB],
    _near_branch,
    fault("all accounts at the first branch", update_rows(Account, "branch_code = 'BR001'")),
)


def _branches_of(bank: BankReader) -> pl.DataFrame:
    """Return the customers whose accounts are at several branches."""
    return bank.frame(
        ACCOUNTS_DB,
        """
        SELECT customer_id, min(branch_code) AS branch_code, max(branch_code) AS other_branch
        FROM accounts GROUP BY customer_id HAVING count(DISTINCT branch_code) > 1
        """,
    )


M24 = frame_check(
    "M24",
    "All accounts of a customer are at one branch",
    [ACCOUNTS_DB],
    _branches_of,
    fault(
        "a second account at another branch",
        update_row(
            Account,
            "branch_code = CASE branch_code WHEN 'BR001' THEN 'BR002' ELSE 'BR001' END",
            "account_id LIKE '%%-2'",
        ),
    ),
)
