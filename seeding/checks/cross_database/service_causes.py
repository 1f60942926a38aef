"""Causes in service: a complaint follows a fee or a disputed payment, a purchase a campaign, and so on."""

import polars as pl

from datahub.accounts.models import Transaction
from datahub.compliance.models import AuditTrail
from datahub.customers.models import CampaignResponse
from seeding.bank.accounts.ledger_numbers import POSTING_CODES, POSTING_KINDS
from seeding.bank.customers.campaign_numbers import PURCHASE_WITHIN_DAYS
from seeding.bank.customers.service_numbers import COMPLAINT_AFTER_DAYS
from seeding.checks.builders import frame_check
from seeding.checks.databases import ACCOUNTS_DB, COMPLIANCE_DB, CUSTOMER_DB, INSURANCE_DB, LOANS_DB
from seeding.checks.days import is_business_day
from seeding.checks.faults import delete_rows, fault, update_row, update_rows
from seeding.checks.reader import BankReader

CREDIT_TEXT = POSTING_KINDS[POSTING_CODES["provisional_credit"]].description
REGULATION_E_DAYS = 16
"""Days in which ten business days pass, with two weekends and two holidays."""

_FEES = """
    SELECT customer_id, transaction_date::date AS stated_day, (-100 * transaction_amount)::bigint AS stated
    FROM transactions JOIN accounts USING (account_id) WHERE transaction_type = 'fee'
"""
_DISPUTES = """
    SELECT customer_id, paid.transaction_date::date AS stated_day, (100 * credit.transaction_amount)::bigint AS stated,
           credit.transaction_date::date AS credited_on
    FROM transactions credit JOIN accounts USING (account_id)
         JOIN transactions paid ON paid.account_id = credit.account_id AND paid.channel = 'card'
              AND paid.transaction_amount = -credit.transaction_amount
              AND paid.transaction_date < credit.transaction_date
    WHERE credit.transaction_type = 'refund' AND credit.description = %(credit)s
"""
_CARD_PAYMENTS = """
    SELECT customer_id, transaction_date::date AS stated_day, (-100 * transaction_amount)::bigint AS stated
    FROM transactions JOIN accounts USING (account_id)
    WHERE channel = 'card' AND transaction_type = 'payment' AND customer_id = ANY(%(customers)s::text[])
"""


def _complaints_without_cause(bank: BankReader) -> pl.DataFrame:
    """Return the complaints about fees and fraud that do not follow what they are about.

    A fee or a card payment of the amount and the day that the complaint states must lie in the weeks before and, once
    its time has come, a provisional credit after it.
    """
    filed = bank.frame(
        CUSTOMER_DB,
        r"""
        SELECT complaint_id, customer_id, complaint_type, filed_date::date AS filed,
               filed_date::date > %(as_of)s::date - %(days)s AS is_new,
               to_date(substring(description from ' ([A-Z][a-z]+ \d+, \d{4}): '), 'FMMonth DD, YYYY') AS stated_day,
               (substring(description from ' \d{4}: (\d+\.\d\d) ')::numeric * 100)::bigint AS stated
        FROM complaints WHERE complaint_type IN ('fee', 'fraud')
        """,
        days=REGULATION_E_DAYS,
    )
    weeks = pl.duration(days=COMPLAINT_AFTER_DAYS[1] + 1)
    recent = filed.filter(pl.col("stated_day").is_between(pl.col("filed") - weeks, pl.col("filed")))
    customers = recent.filter(pl.col("is_new"))["customer_id"].unique().to_list()
    after_fee, after_payment, disputes = (
        recent.join(bank.frame(ACCOUNTS_DB, query, **values), on=["customer_id", "stated_day", "stated"])
        for query, values in (
            (_FEES, {}),
            (_CARD_PAYMENTS, {"customers": customers}),  # a payment is a cause without its credit for new ones only
            (_DISPUTES, {"credit": CREDIT_TEXT}),
        )
    )
    within = pl.duration(days=REGULATION_E_DAYS)
    credited = disputes.filter(pl.col("credited_on").is_between(pl.col("filed"), pl.col("filed") + within))
    key = pl.col("complaint_id")
    has_cause = (
        pl.when(pl.col("complaint_type") == "fee")
        .then(key.is_in(after_fee["complaint_id"].implode()))
        .otherwise(
            key.is_in(credited["complaint_id"].implode())
            | (pl.col("is_new") & key.is_in(after_payment["complaint_id"].implode()))
        )
    )
    return filed.filter(~has_cause)


M65 = frame_check(
    "M65",
    "A complaint about a fee follows a fee, and one about fraud a card payment, of the day and the amount that it "
    "states; the payment is credited within ten business days",
    [CUSTOMER_DB, ACCOUNTS_DB],
    _complaints_without_cause,
    fault(
        "all provisional credits deleted",
        delete_rows(Transaction, f"description = '{CREDIT_TEXT}'"),
    ),
)

_REGISTERED = f"""
    SELECT entity_id AS customer_id, performed_by, performed_at::text AS at,
           {is_business_day("performed_at::date")} AND extract(hour FROM performed_at) BETWEEN 9 AND 16 AS is_open
    FROM audit_trails WHERE entity_type = 'customer' AND action = 'create'
"""
_NEW_ADULTS = """
    SELECT customer_id, created_at::date - 7 < date_of_birth + interval '18 years' AS is_new_adult FROM customers
"""


def _registered_out_of_hours(bank: BankReader) -> pl.DataFrame:
    registered = bank.frame(COMPLIANCE_DB, _REGISTERED).join(
        bank.frame(ACCOUNTS_DB, _NEW_ADULTS), on="customer_id", how="left"
    )
    return registered.filter(
        ~pl.col("is_open") & ~pl.col("is_new_adult").fill_null(False) | pl.col("performed_by").is_null()
    )


M66 = frame_check(
    "M66",
    "An employee registers every customer in opening hours, unless the customer came of age that week",
    [COMPLIANCE_DB, ACCOUNTS_DB],
    _registered_out_of_hours,
    fault(
        "a customer registered at night",
        update_row(
            AuditTrail,
            "performed_at = date_trunc('day', performed_at) + interval '3 hours'",
            "entity_type = 'customer' AND action = 'create'",
        ),
    ),
)

_NEW_PRODUCTS = (
    (ACCOUNTS_DB, "SELECT customer_id, opened_date AS day FROM accounts"),
    (LOANS_DB, "SELECT customer_id, application_date AS day FROM loan_applications"),
    (INSURANCE_DB, "SELECT customer_id, start_date AS day FROM policies"),
)


def _purchases_without_product(bank: BankReader) -> pl.DataFrame:
    purchased = bank.frame(
        CUSTOMER_DB,
        "SELECT response_id, customer_id, response_date FROM campaign_responses WHERE response_type = 'purchased'",
    )
    products = pl.concat([bank.frame(database, query) for database, query in _NEW_PRODUCTS])
    within = pl.duration(days=PURCHASE_WITHIN_DAYS)
    followed = purchased.join(products, on="customer_id").filter(
        pl.col("day").is_between(pl.col("response_date"), pl.col("response_date") + within)
    )
    return purchased.join(followed, on="response_id", how="anti")


M67 = frame_check(
    "M67",
    f"A customer who purchased in a campaign has an account, a loan application or a policy within "
    f"{PURCHASE_WITHIN_DAYS} days",
    [CUSTOMER_DB, ACCOUNTS_DB, LOANS_DB, INSURANCE_DB],
    _purchases_without_product,
    fault(
        "every response a purchase",
        update_rows(CampaignResponse, "response_type = 'purchased', converted = true"),
    ),
)
