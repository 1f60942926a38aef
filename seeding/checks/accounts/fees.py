"""Fees of the fee table: monthly, and with what they are for."""

from datahub.accounts.models import Transaction
from seeding.bank.accounts.account_types import CHECKING_FEE
from seeding.bank.accounts.everyday_numbers import ATM_FEE, FOREIGN_FEE_PERCENT, RETURNED_PAYMENT_FEE, WIRE_FEE
from seeding.bank.accounts.ledger_numbers import POSTING_CODES, POSTING_KINDS
from seeding.bank.accounts.merchant_numbers import ABROAD, MERCHANT_NAMES
from seeding.checks.accounts.ledger import LEDGER
from seeding.checks.builders import first_failing, violations_in
from seeding.checks.check import Check
from seeding.checks.databases import ACCOUNTS_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.posting_kinds import described_as

_LOW_BALANCE = f"{{balance}} * 100 >= {CHECKING_FEE.cents} AND {{balance}} * 100 < {CHECKING_FEE.below}"
"""The condition that a balance is charged the maintenance fee: low, but enough to pay it."""


def _text(kind: str) -> str:
    return POSTING_KINDS[POSTING_CODES[kind]].description.replace("'", "''")


_FEE_TEXTS = ", ".join(f"'{_text(kind.name)}'" for kind in POSTING_KINDS if kind.transaction_type == "fee")
_ABROAD = ", ".join(
    "'{} {}'".format(_text("card"), name.replace("'", "''"))
    for name, abroad in zip(MERCHANT_NAMES.words, ABROAD, strict=True)
    if abroad
)
_WITH_CAUSE = f"""
    SELECT account_id, transaction_date, count(*) AS rows, sum(transaction_amount) FILTER (WHERE fee) AS fees
    FROM (
        SELECT account_id, transaction_date, transaction_amount, transaction_type = 'fee' AS fee,
               description = '{_text("atm_fee")}' AS for_cash, description = '{_text("other_atm_withdrawal")}' AS cash,
               description = '{_text("wire_fee")}' AS for_wire,
               description LIKE '{_text("wire_abroad")} %%' AND channel = 'wire' AS wire,
               description = '{_text("foreign_fee")}' AS for_purchase,
               description = ANY (ARRAY[{_ABROAD}]) AND channel = 'card' AS purchase
        FROM transactions
        WHERE channel = 'atm' OR transaction_type = 'fee' OR channel = 'wire'
              OR channel = 'card' AND description = ANY (ARRAY[{_ABROAD}])
    ) booked
    WHERE for_cash OR cash OR for_wire OR wire OR for_purchase OR purchase
    GROUP BY account_id, transaction_date
    HAVING coalesce(sum(transaction_amount) FILTER (WHERE for_cash), 0) * 100
           <> -{ATM_FEE} * count(*) FILTER (WHERE cash)
        OR count(*) FILTER (WHERE for_cash) <> count(*) FILTER (WHERE cash)
        OR coalesce(sum(transaction_amount) FILTER (WHERE for_wire), 0) * 100
           <> -{WIRE_FEE} * count(*) FILTER (WHERE wire)
        OR coalesce(sum(transaction_amount) FILTER (WHERE for_purchase), 0)
           <> -coalesce(sum(round(-transaction_amount * {FOREIGN_FEE_PERCENT} / 100, 2)) FILTER (WHERE purchase), 0)
"""
"""Fees that are booked in the same second as what they are for, and the transactions that they are for."""

A13 = Check(
    "A13",
    "Fees match the fee table: for low balances, other banks' ATMs, wires abroad, purchases abroad, refused payments",
    (ACCOUNTS_DB,),
    first_failing(
        LEDGER.violations(
            f"""maintains AND (account_type <> 'checking' OR NOT closes_month OR transaction_type <> 'fee'
                OR channel <> 'system' OR transaction_amount * 100 <> -{CHECKING_FEE.cents}
                OR NOT ({_LOW_BALANCE.format(balance="before")}))""",
            "transaction_date, account_type, before, transaction_amount",
        ),
        LEDGER.violations(
            f"account_type = 'checking' AND leaves_month AND {_LOW_BALANCE.format(balance='balance_after')}",
            "transaction_date, following, balance_after",
        ),
        violations_in(ACCOUNTS_DB, _WITH_CAUSE),
        violations_in(
            ACCOUNTS_DB,
            f"""
            SELECT transaction_id, account_id, description, transaction_amount FROM transactions
            WHERE transaction_type = 'fee' AND (description IS NULL
                OR description <> ALL (ARRAY[{_FEE_TEXTS}]) AND NOT {described_as("late_fee")}
                OR description = '{_text("returned_fee")}' AND transaction_amount * 100 <> -{RETURNED_PAYMENT_FEE})
            """,
        ),
    ),
    fault(
        "a fee that is not in the fee table",
        update_row(
            Transaction,
            "transaction_amount = transaction_amount - 2",
            "transaction_type = 'fee'",
        ),
    ),
)
