"""Transactions: their types, amounts and days, and who booked them."""

from datahub.accounts.models import Account, Transaction
from seeding.bank.accounts.ledger_numbers import OPENING_AT_COUNTER
from seeding.checks.accounts.ledger import INITIATED, LEDGER
from seeding.checks.builders import first_failing, violations_from
from seeding.checks.check import Check, Severity
from seeding.checks.databases import ACCOUNTS_DB, EMPLOYEES_DB
from seeding.checks.days import is_business_day
from seeding.checks.faults import fault, update_row
from seeding.checks.staff_references import not_in_service, staff_reference

A3 = Check(
    "A3",
    "The sign of an amount fits its transaction type, and no amount is zero",
    (ACCOUNTS_DB,),
    LEDGER.violations(
        """transaction_amount = 0
           OR transaction_amount < 0 AND transaction_type IN ('deposit', 'salary', 'interest', 'refund')
           OR transaction_amount > 0 AND transaction_type IN ('withdrawal', 'payment', 'fee')""",
        "transaction_type, transaction_amount",
    ),
    fault(
        "a purchase that adds to the balance",
        update_row(
            Transaction,
            "transaction_amount = -transaction_amount",
            "transaction_type = 'payment'",
        ),
    ),
    Severity.CRITICAL,
)

A5 = Check(
    "A5",
    "Transactions lie between the opening and closing of their account, and the first is the opening deposit",
    (ACCOUNTS_DB,),
    LEDGER.violations(
        f"""transaction_date IS NULL OR day < opened_date OR day > coalesce(closed_date, %(as_of)s) OR place = 1 AND (
            day <> opened_date OR transaction_type <> 'deposit'
            OR CASE WHEN transaction_amount * 100 <= {OPENING_AT_COUNTER} THEN channel <> 'branch'
               ELSE channel NOT IN ('ach', 'branch', 'wire') END)""",
        "opened_date, transaction_date, closed_date, transaction_type, channel, transaction_amount",
    ),
    fault(
        "a transaction ten years too early",
        update_row(Transaction, "transaction_date = transaction_date - interval '10 years'"),
    ),
)

A7 = Check(
    "A7",
    "Only frozen accounts have a freezing date, and their owner initiates no debit after it",
    (ACCOUNTS_DB,),
    first_failing(
        LEDGER.violations(
            """following IS NULL AND (
                (account_status = 'frozen') IS DISTINCT FROM (frozen_date IS NOT NULL)
                OR frozen_date <= opened_date OR frozen_date > %(as_of)s)""",
            "account_status, opened_date, frozen_date",
        ),
        LEDGER.violations(
            f"day > frozen_date AND transaction_amount < 0 AND {INITIATED}",
            "frozen_date, transaction_date, channel, transaction_amount",
        ),
    ),
    fault(
        "an account frozen the day before a debit",
        update_row(
            Account,
            f"""account_status = 'frozen', frozen_date = (
                SELECT max(transaction_date)::date - 1 FROM transactions
                WHERE transactions.account_id = accounts.account_id AND transaction_amount < 0 AND {INITIATED})""",
            f"""account_status = 'active' AND EXISTS (
                SELECT FROM transactions WHERE transactions.account_id = accounts.account_id
                AND transaction_amount < 0 AND {INITIATED} AND transaction_date::date > opened_date + 1)""",
        ),
    ),
)

A15 = Check(
    "A15",
    "Branch, wire and ACH transactions are on business days, branch ones from 9 to 17; so are openings and closings",
    (ACCOUNTS_DB,),
    first_failing(
        LEDGER.violations(
            f"""channel IN ('wire', 'ach', 'branch') AND (NOT {is_business_day("day")}
                OR channel = 'branch' AND transaction_date::time NOT BETWEEN '09:00' AND '17:00')""",
            "channel, transaction_date",
        ),
        LEDGER.violations(
            f"""place = 1 AND NOT ({is_business_day("opened_date")}
                AND coalesce({is_business_day("closed_date")}, true))""",
            "opened_date, closed_date",
        ),
    ),
    fault(
        "a cash transaction at a branch on a Sunday",
        update_row(
            Transaction,
            "transaction_date = date_trunc('week', transaction_date) + interval '6 days 12 hours'",
            "channel = 'branch'",
        ),
    ),
)

_BOOKED = staff_reference(Transaction, "processed_by")

A16 = Check(
    "A16",
    "Every branch and wire transaction was booked by someone employed on that day, all others by nobody",
    (ACCOUNTS_DB, EMPLOYEES_DB),
    first_failing(
        LEDGER.violations("(processed_by IS NOT NULL) <> (channel IN ('branch', 'wire'))", "channel, processed_by"),
        violations_from(lambda bank: not_in_service(bank, _BOOKED)),
    ),
    fault(
        "a branch transaction without an employee",
        update_row(Transaction, "processed_by = NULL", "channel = 'branch'"),
    ),
)

A19 = Check(
    "A19",
    "A certificate of deposit has no customer-initiated debit except its closing transaction",
    (ACCOUNTS_DB,),
    LEDGER.violations(
        f"""account_type = 'cd' AND transaction_amount < 0 AND {INITIATED}
            AND NOT (account_status = 'closed' AND following IS NULL)""",
        "transaction_type, channel, transaction_amount",
    ),
    fault(
        "a transfer out of a certificate of deposit before it is closed",
        update_row(
            Transaction,
            "transaction_type = 'transfer', channel = 'online', transaction_amount = -1",
            "account_id IN (SELECT account_id FROM accounts WHERE account_type = 'cd' AND account_status <> 'closed')",
        ),
    ),
)
"""Transactions have no currency of their own: A9 checks that both sides of a transfer are in one currency."""
