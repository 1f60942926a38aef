"""The account types of the bank: to add one, add its AccountType and its pairs here, and its choice to the model."""

from datahub.accounts.models import Account
from seeding.bank.accounts.account_type_definitions import (
    AccountPair,
    AccountType,
    AccountTypes,
    Activity,
    MaintenanceFee,
    TargetBalance,
)
from seeding.bank.accounts.amounts import Amount
from seeding.bank.accounts.ledger_numbers import HOURS, POSTING_KINDS
from seeding.engine.shares import Range

_PERSONS, _COMPANIES = False, True
"""Who does an activity: `Activity.corporate`."""

_CARD = Amount(1, 0.55, Range(1.5, 3_500))
"""As multiples of the merchant's median ticket."""
_ATM_WITHDRAWAL = Amount(90, 0.6, Range(20, 500), unit=2_000)
_COUNTER_WITHDRAWAL = Amount(320, 0.9, Range(20, 6_000), unit=1_000)
_CASH_DEPOSIT = Amount(260, 0.9, Range(20, 4_500), unit=1_000)
_PERSONAL_TRANSFER = Amount(75, 0.9, Range(5, 2_500), unit=100)
_LARGE_WITHDRAWAL = Amount(1_200, 0.7, Range(100, 7_000), unit=5_000)
_DAILY_RECEIPTS = Amount(7_500, 0.5, Range(2_000, 18_000), unit=1_000)
_INVOICE = Amount(1_100, 1.0, Range(60, 24_000))

CHECKING_FEE = MaintenanceFee(cents=1_000, below=200_000)

# The limits of balances are the bank's policy. The medians follow the Federal Reserve's Survey of Consumer Finances
# 2022 in order, not in detail: transaction accounts 8,000 at the median, certificates of deposit 25,000. The rates are
# the FDIC's National Rates and Rate Caps, autumn 2025: savings 0.40 %, money market 0.58 %, 12-month certificates
# 1.6 %.
ACCOUNT_TYPES = AccountTypes(
    kind="account type",
    choices=Account.Type.values,
    types=(
        AccountType(
            "checking",
            share=0.50,
            balance=TargetBalance(Range(50, 25_000), median=2_200, spread=0.9),
            rate=0,
            maintenance_fee=CHECKING_FEE,
            everyday=True,
            pays_contracts=True,
            activities=(
                Activity(1, "card", _PERSONS, 3.55, 23, _CARD),
                Activity(2, "refund", _PERSONS, 0.04, 0.35, _CARD),
                Activity(3, "atm_withdrawal", _PERSONS, 1.05, 2.2, _ATM_WITHDRAWAL),
                Activity(4, "branch_withdrawal", _PERSONS, 1.75, 0.25, _COUNTER_WITHDRAWAL),
                Activity(5, "branch_deposit", _PERSONS, 0.06, 0.08, _CASH_DEPOSIT),
                Activity(6, "atm_deposit", _PERSONS, 0.03, 0.08, _CASH_DEPOSIT),
                Activity(7, "sent", _PERSONS, 0.60, 1.1, _PERSONAL_TRANSFER),
                Activity(8, "received", _PERSONS, 0.04, 0.60, _PERSONAL_TRANSFER),
                Activity(22, "check", _PERSONS, 0.50, 1.3, Amount(140, 0.9, Range(10, 4_000))),
                Activity(9, "card", _COMPANIES, 4.40, 16, Amount(3, 0.8, Range(4, 9_000))),
                Activity(10, "supplier", _COMPANIES, 4.60, 2.2, _INVOICE),
                Activity(12, "branch_withdrawal", _COMPANIES, 0.80, 0.50, _COUNTER_WITHDRAWAL),
                Activity(13, "branch_deposit", _COMPANIES, 0.30, 0.50, Amount(700, 0.8, Range(50, 6_000), unit=1_000)),
                # Amounts large enough for the rules on sizes: daily receipts, equipment bought by card, goods
                # from abroad.
                Activity(18, "branch_deposit", _COMPANIES, 1.20, 0.40, _DAILY_RECEIPTS),
                Activity(19, "card", _COMPANIES, 0.25, 0.08, Amount(60, 0.8, Range(200, 9_000))),
                Activity(20, "wire_abroad", _COMPANIES, 1.60, 0.53, Amount(7_000, 0.8, Range(1_000, 40_000))),
                Activity(21, "atm_deposit", _COMPANIES, 0.60, 0.20, Amount(900, 0.5, Range(200, 3_000), unit=1_000)),
            ),
        ),
        AccountType(
            "savings",
            share=0.30,
            balance=TargetBalance(Range(100, 100_000), median=6_500, spread=1.0),
            rate=40,
            takes_savings=True,
            pays_contracts=True,
            activities=(
                Activity(14, "branch_withdrawal", _PERSONS, 0.32, 0.11, _COUNTER_WITHDRAWAL),
                Activity(15, "branch_deposit", _PERSONS, 0.06, 0.04, _CASH_DEPOSIT),
            ),
        ),
        AccountType(
            "money_market",
            share=0.15,
            balance=TargetBalance(Range(10_000, 500_000), median=38_000, spread=0.7),
            rate=58,
            activities=(
                Activity(16, "branch_withdrawal", _PERSONS, 0.17, 0.06, _LARGE_WITHDRAWAL),
                Activity(17, "branch_deposit", _PERSONS, 0.12, 0.04, Amount(1_000, 0.7, Range(100, 4_500), unit=5_000)),
            ),
        ),
        AccountType(
            "cd",
            share=0.05,
            balance=TargetBalance(Range(5_000, 200_000), median=18_000, spread=0.7),
            rate=165,
            on_demand=False,
            activities=(),
        ),
    ),
    # 40 % of customers with two accounts hold checking and savings; each type keeps its share of all accounts.
    pairs=(
        AccountPair("checking", "savings", 0.40),
        AccountPair("checking", "checking", 0.22),
        AccountPair("checking", "money_market", 0.12),
        AccountPair("checking", "cd", 0.04),
        AccountPair("savings", "savings", 0.05),
        AccountPair("savings", "money_market", 0.07),
        AccountPair("savings", "cd", 0.03),
        AccountPair("money_market", "money_market", 0.04),
        AccountPair("money_market", "cd", 0.03),
    ),
    posting_kinds=POSTING_KINDS,
    hours=HOURS,
)  # fmt: skip
"""Every account type. Activity numbers run through all types: the next activity gets number 23."""
