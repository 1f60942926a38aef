"""Merchants: categories of card purchases, and spending that rises with income."""

from datahub.accounts.models import Transaction
from seeding.bank.accounts.merchant_numbers import MERCHANT_CODES, MERCHANT_NAMES
from seeding.checks.accounts.incomes import holders
from seeding.checks.builders import sql_check, statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import ACCOUNTS_DB, CUSTOMER_DB
from seeding.checks.enforcement import SCALE_ONE, not_enforced
from seeding.checks.faults import fault, update_row, update_rows
from seeding.checks.posting_kinds import described_as
from seeding.checks.reader import BankReader

MERCHANTS_USED, CATEGORIES_USED = 120, 40
"""Of 161 merchants in 48 categories, how many customers use at scale 1."""
_CODES = ", ".join(f"'{code}'" for code in sorted(set(MERCHANT_CODES)))
RISING, RISING_PAY = 1.15, 1.5
"""Premium customers' median purchase as a multiple of retail customers', and standing transfers."""
_REPEATED = 0.01

M13 = sql_check(
    "M13",
    "Card transactions, and no others, have the category of their merchant, which is always the same",
    ACCOUNTS_DB,
    f"""
    SELECT transaction_id, channel, transactions.description, merchant_category FROM transactions
    LEFT JOIN (
        SELECT booked || name AS description, code
        FROM unnest(%(names)s::text[], %(codes)s::text[]) AS merchant (name, code),
             unnest(ARRAY['Card purchase ', 'Card refund ']) AS booked
    ) merchants ON channel = 'card' AND transactions.description = merchants.description
    WHERE (channel = 'card') IS DISTINCT FROM (merchant_category IS NOT NULL)
          OR channel = 'card' AND (code IS DISTINCT FROM merchant_category OR merchant_category NOT IN ({_CODES}))
    """,
    fault(
        "a purchase in the category of airlines",
        update_row(Transaction, "merchant_category = '4511'", "channel = 'card' AND merchant_category = '5411'"),
    ),
    names=list(MERCHANT_NAMES.words),
    codes=list(MERCHANT_CODES),
)


def _used(bank: BankReader) -> list[Figure]:
    (found,) = bank.rows(
        ACCOUNTS_DB,
        """
        SELECT count(DISTINCT description) AS merchants, count(DISTINCT merchant_category) AS categories,
               count(*) FILTER (WHERE merchant_category = '5411')::float8 / greatest(count(*), 1) AS groceries,
               count(*) AS rows
        FROM transactions WHERE channel = 'card' AND transaction_type = 'payment'
        """,
    )
    small, rows = not_enforced(bank, SCALE_ONE), found["rows"]
    return [
        Figure("merchants", found["merchants"], MERCHANTS_USED, None, rows, small),
        Figure("categories", found["categories"], CATEGORIES_USED, None, rows, small),
        Figure("groceries", found["groceries"], 0.12, 0.30, rows, small),
    ]


M14 = statistical_check(
    "M14",
    "Customers buy at 120 merchants or more, of 40 categories or more, and most often groceries",
    [ACCOUNTS_DB],
    _used,
    fault(
        "all purchases at one market",
        update_rows(
            Transaction,
            "description = 'Card purchase Harvest Lane Market', merchant_category = '5411'",
            "channel = 'card'",
        ),
    ),
)


def _repeated(bank: BankReader) -> list[Figure]:
    (found,) = bank.rows(
        ACCOUNTS_DB,
        f"""
        SELECT count(*) AS rows, count(*) - count(DISTINCT (account_id, transaction_amount)) AS repeated
        FROM transactions WHERE description LIKE 'Payroll of the month%%' OR {described_as("customer")}
        """,
    )
    rows = found["rows"]
    return [Figure("repeated amounts", found["repeated"] / max(rows, 1), None, _REPEATED, rows, not_enforced(bank))]


M15 = statistical_check(
    "M15",
    "Payrolls and receipts of a company do not repeat to the cent",
    [ACCOUNTS_DB],
    _repeated,
    fault(
        "payrolls of whole thousands",
        update_rows(Transaction, "transaction_amount = -3000", "description LIKE 'Payroll of the month%%'"),
    ),
)

_SPENT = f"""
    SELECT segment, transaction_type = 'payment' AS is_purchase, count(*) AS rows,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY (-transaction_amount)::float8) AS median
    FROM transactions JOIN unnest(%(accounts)s::text[], %(segments)s::text[]) AS holder (account_id, segment)
         USING (account_id)
    WHERE channel = 'card' AND transaction_type = 'payment' OR {described_as("standing_transfer")} GROUP BY 1, 2
"""


def _spending(bank: BankReader) -> list[Figure]:
    accounts = bank.cached(holders).select("account_id", "segment").drop_nulls()
    # The server finds the medians: the purchases of a full history would take gigabytes here.
    spent = bank.rows(
        ACCOUNTS_DB, _SPENT, accounts=accounts["account_id"].to_list(), segments=accounts["segment"].to_list()
    )
    medians = {(row["segment"], row["is_purchase"]): float(row["median"]) for row in spent}
    count = sum(row["rows"] for row in spent)
    small = not_enforced(bank, SCALE_ONE)
    return [
        Figure(
            f"premium customers' {name}, as a multiple of retail customers'",
            medians.get(("premium", purchase), 0.0) / max(medians.get(("retail", purchase), 0.0), 1),
            least,
            None,
            count,
            small,
        )
        for name, purchase, least in (("purchases", True, RISING), ("standing transfers", False, RISING_PAY))
    ]


M18 = statistical_check(
    "M18",
    "Card purchases and standing transfers rise with income",
    [ACCOUNTS_DB, CUSTOMER_DB],
    _spending,
    fault(
        "the same amount for every purchase",
        update_rows(Transaction, "transaction_amount = -25", "channel = 'card' AND transaction_type = 'payment'"),
    ),
)
