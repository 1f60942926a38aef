"""The sources of the figures of charts: the only place that says how pay, rent or a purchase is found in the ledger.

Each source is an SQL condition or expression on a row of `transactions` named `entry`.
"""

from datahub.accounts.models import Transaction
from seeding.bank.accounts.ledger_numbers import POSTING_KINDS


def _posted_as(*names: str) -> str:
    """Return the condition that a row is a posting of one of these kinds, which its description starts with."""
    texts = {kind.description.replace("'", "''") for kind in POSTING_KINDS if kind.name in names}
    if not texts:
        raise ValueError(f"no kind of posting is named {' or '.join(names)}")
    return "(" + " OR ".join(f"starts_with(entry.description, '{text}')" for text in sorted(texts)) + ")"


INCOME = f"(entry.transaction_type = 'salary' OR {_posted_as('salary', 'social_security', 'pension')})"
"""Pay and pensions."""
RENT = _posted_as("rent")
DEBT_SERVICE = _posted_as("installment")
"""Installments of loans; early payoffs are none."""
PREMIUM = _posted_as("premium")
PURCHASE = "(entry.channel = 'card' AND entry.transaction_type = 'payment')"

MERCHANT_CATEGORY_COLUMN = "merchant_category"

CARD_GROUPS = {
    "Groceries": ("5411", "5499", "5462", "5310", "5300"),
    "Restaurants and bars": ("5812", "5813", "5814", "5921"),
    "Fuel and transit": ("5541", "5542", "4111", "4121", "4784", "7523", "7538", "7542"),
    "Utilities and telecom": ("4900", "4814", "4899", "5815", "5818", "5968"),
    "Travel": ("4511", "7011", "7512"),
    "Health and leisure": ("5912", "8011", "8021", "7230", "7832", "7997"),
}
"""Groups of merchant categories (MCC, ISO 18245); all others are shopping."""
OTHER_PURCHASES = "Shopping"

LEDGER_GROUPS = {
    "Card purchases": PURCHASE,
    "Cash": "entry.transaction_type = 'withdrawal'",
    "Rent": RENT,
    "Loan installments": DEBT_SERVICE,
    "Insurance premiums": PREMIUM,
    "Fees": "entry.transaction_type = 'fee'",
}
"""Spending by what the ledger knows without categories of merchants."""


def _by_merchant() -> tuple[tuple[str, ...], str]:
    cases = " ".join(
        f"WHEN entry.{MERCHANT_CATEGORY_COLUMN} = ANY (ARRAY{list(codes)}) THEN '{group}'"
        for group, codes in CARD_GROUPS.items()
    )
    expression = f"CASE WHEN NOT {PURCHASE} THEN NULL {cases} ELSE '{OTHER_PURCHASES}' END"
    return (*CARD_GROUPS, OTHER_PURCHASES), expression


def _by_posting() -> tuple[tuple[str, ...], str]:
    cases = " ".join(f"WHEN {condition} THEN '{group}'" for group, condition in LEDGER_GROUPS.items())
    return tuple(LEDGER_GROUPS), f"CASE {cases} END"


_HAS_CATEGORIES = any(field.name == MERCHANT_CATEGORY_COLUMN for field in Transaction._meta.get_fields())

SPENDING_GROUPS, SPENDING = _by_merchant() if _HAS_CATEGORIES else _by_posting()
"""The groups of spending, and the expression of a row's group; null for a row that is no spending."""
