"""Month ends: interest at the account's rate, and fees of the fee table."""

from datahub.accounts.models import Transaction
from seeding.bank.accounts.account_types import CHECKING_FEE
from seeding.bank.accounts.everyday_numbers import ATM_FEE
from seeding.bank.accounts.ledger_numbers import POSTING_CODES, POSTING_KINDS
from seeding.checks.accounts.ledger import LEDGER, MAINTENANCE_TEXT
from seeding.checks.builders import first_failing, violations_in
from seeding.checks.check import Check, Severity
from seeding.checks.databases import ACCOUNTS_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.posting_kinds import described_as

_INTEREST = "round({balance} * rate_e4 / 120000, 2)"
_LOW_BALANCE = f"{{balance}} * 100 >= {CHECKING_FEE.cents} AND {{balance}} * 100 < {CHECKING_FEE.below}"
"""The condition that a balance is charged the maintenance fee: low, but enough to pay it."""

A12 = Check(
    "A12",
    "Interest is computed on actual balances, once for each full month, rounded half up to the cent",
    (ACCOUNTS_DB,),
    first_failing(
        LEDGER.violations(
            f"""bears_interest AND (NOT closes_month OR channel <> 'system'
                OR transaction_amount <> {_INTEREST.format(balance="before")})""",
            "transaction_date, before, rate_e4, transaction_amount",
        ),
        LEDGER.violations(
            f"rate_e4 > 0 AND leaves_month AND {_INTEREST.format(balance='balance_after')} > 0",
            "transaction_date, following, balance_after, rate_e4",
        ),
    ),
    fault(
        "an interest credit one cent too high",
        update_row(
            Transaction,
            "transaction_amount = transaction_amount + 0.01",
            "transaction_type = 'interest'",
        ),
    ),
    Severity.CRITICAL,
)

A13 = Check(
    "A13",
    "Fees match the fee table: a monthly maintenance fee for low balances, and a fee for other banks' ATMs",
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
        violations_in(
            ACCOUNTS_DB,
            f"""
            SELECT account_id, transaction_date, count(*) FILTER (WHERE channel = 'atm') AS withdrawals,
                   count(*) FILTER (WHERE transaction_type = 'fee') AS fees,
                   sum(transaction_amount) FILTER (WHERE transaction_type = 'fee') AS total
            FROM transactions
            WHERE channel = 'atm' AND description = %(another)s
                  OR transaction_type = 'fee' AND description IS DISTINCT FROM %(maintenance)s
                     AND NOT {described_as("late_fee")}
            GROUP BY account_id, transaction_date
            HAVING coalesce(sum(transaction_amount) FILTER (WHERE transaction_type = 'fee'), 0) * 100
                   <> -{ATM_FEE} * count(*) FILTER (WHERE channel = 'atm')
                   OR count(*) <> 2 * count(*) FILTER (WHERE channel = 'atm')
            """,
            another=POSTING_KINDS[POSTING_CODES["other_atm_withdrawal"]].description,
            maintenance=MAINTENANCE_TEXT,
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
