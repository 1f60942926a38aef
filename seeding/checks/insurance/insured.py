"""The insured, in whom the policyholder has an insurable interest, and lapses at the end of the grace period."""

import polars as pl

from datahub.insurance.models import Policy, PolicyEvent
from seeding.checks.builders import frame_check, sql_check
from seeding.checks.databases import ACCOUNTS_DB, INSURANCE_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.insurance.policy_terms import PERIODS
from seeding.checks.reader import BankReader

_ADULT, _GENERATION = 18, 15
"""Years of age of an insured spouse or partner at least, and between parents and children at least."""
_DAYS_PER_YEAR = 365.25


def _wrong_insured(bank: BankReader) -> pl.DataFrame:
    """Return policies whose insured is missing, is not the person that the relationship says, or has a wrong age."""
    policies = bank.frame(
        INSURANCE_DB,
        """
        SELECT policy_id, policy_type, product_name, insured_name, insured_relationship, insured_birth_date,
               start_date, customer_id FROM policies
        """,
    ).join(
        bank.frame(
            ACCOUNTS_DB,
            "SELECT customer_id, first_name || ' ' || last_name AS holder, date_of_birth FROM customers",
        ),
        on="customer_id",
        how="left",
    )
    relationship, born, holder_born = (
        pl.col("insured_relationship"),
        pl.col("insured_birth_date"),
        pl.col("date_of_birth"),
    )
    known = pl.sum_horizontal(
        pl.col(name).is_not_null() for name in ("insured_name", "insured_relationship", "insured_birth_date")
    )
    insures_thing = pl.col("policy_type").is_in(["property", "vehicle"])
    expected = pl.when(insures_thing).then(0).otherwise(3)
    is_holder = pl.col("insured_name") == pl.col("holder")
    age = (pl.col("start_date") - born).dt.total_days() / _DAYS_PER_YEAR
    older = (holder_born - born).dt.total_days() / _DAYS_PER_YEAR
    fits = (
        pl.when(relationship == "self").then(is_holder & (born == holder_born))
        .when(relationship == "child").then(~is_holder & (older <= -_GENERATION) & (age >= 0))
        .when(relationship == "parent").then(~is_holder & (older >= _GENERATION))
        .when(relationship.is_in(["spouse", "business_partner"])).then(~is_holder & (age >= _ADULT))
        .otherwise(insures_thing)
    )  # fmt: skip
    right = fits & (known == expected) & pl.col("product_name").is_not_null()
    return policies.filter(~right.fill_null(False))


M46 = frame_check(
    "M46",
    "A policy names its product and, unless it insures a thing, its insured: the policyholder, a grown spouse or "
    "business partner, a child or a parent a generation apart",
    [INSURANCE_DB, ACCOUNTS_DB],
    _wrong_insured,
    fault(
        "a policyholder insured under another name",
        update_row(Policy, "insured_name = 'Ann Doe'", "insured_relationship = 'self'"),
    ),
)

M48 = sql_check(
    "M48",
    "A policy lapses 30 or 31 days after the due date of a premium that failed",
    INSURANCE_DB,
    PERIODS
    + """
    SELECT policy_id, event_id, event_date FROM policy_events event
    WHERE event_type = 'lapse' AND NOT EXISTS (
        SELECT FROM periods JOIN premium_payments payment USING (policy_id)
        WHERE periods.policy_id = event.policy_id AND event_date - begins BETWEEN 30 AND 31
              AND payment_status = 'failed' AND payment_date BETWEEN begins AND begins + 10)
    """,
    fault(
        "a lapse a week early",
        update_row(PolicyEvent, "event_date = event_date - 7", "event_type = 'lapse'"),
    ),
)
