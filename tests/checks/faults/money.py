"""Faults that the checks of incomes, flows, merchants and rents must find: each condition is violated once."""

from datahub.accounts.models import Account, Transaction
from datahub.customers.models import CustomerProfile
from datahub.loans.models import Loan, LoanApplication
from seeding.checks.faults import delete_rows, update_row, update_rows
from seeding.checks.posting_kinds import described_as

OPENS = "right(transaction_id, 6) = '-00001'"
SALARY = "transaction_type = 'salary'"
PURCHASE = "channel = 'card' AND transaction_type = 'payment'"
BENEFIT = "description = 'Social Security benefit'"
RENT = described_as("rent")
OF_HALF = "hashtext(account_id) %% 2 = 0"
PAID_ACCOUNT = f"account_id = (SELECT min(account_id) FROM transactions WHERE {SALARY})"

FAULTS = (
    ("M1", update_rows(Transaction, "transaction_type = 'deposit'", f"{SALARY} AND {OF_HALF}")),
    ("M2", update_rows(Transaction, "description = 'Benefit'", f"{BENEFIT} AND {OF_HALF}")),
    ("M3", update_rows(Transaction, "transaction_amount = transaction_amount / 4", RENT)),
    ("M3", update_rows(Transaction, "transaction_amount = transaction_amount * 1.25", RENT)),
    ("M4", update_rows(CustomerProfile, "address = '1 Main Street', full_name = 'Jo Doe'")),
    ("M5", update_rows(Transaction, "description = 'Rent to Doe LLC'", "description LIKE 'Standing transfer to %%'")),
    ("M6", update_rows(Transaction, "transaction_amount = transaction_amount * 2", SALARY)),
    ("M6", update_rows(Transaction, "transaction_amount = transaction_amount * 2", "transaction_amount < 0")),
    ("M7", update_rows(Transaction, "transaction_date = transaction_date - interval '60 days'", f"NOT ({OPENS})")),
    ("M8", delete_rows(Transaction, "transaction_type = 'interest' AND transaction_date > %(as_of)s::date - 2000")),
    (
        "M8",
        update_rows(
            Transaction,
            "transaction_date = transaction_date - interval '40 days'",
            "transaction_type = 'interest' AND account_id IN "
            "(SELECT account_id FROM accounts WHERE account_status = 'closed')",
        ),
    ),
    (
        "M9",
        delete_rows(
            Transaction,
            f"NOT ({OPENS}) AND account_id = (SELECT min(account_id) FROM accounts WHERE account_status = 'closed')",
        ),
    ),
    ("M10", update_rows(Transaction, "channel = 'ach'", f"{OPENS} AND channel = 'branch'")),
    ("M10", update_rows(Transaction, "channel = 'branch'", f"{OPENS} AND channel = 'ach'")),
    ("M11", update_rows(Transaction, "description = 'Check to A. Doe'",
                        f"{PURCHASE} AND hashtext(transaction_id) %% 4 = 0")),
    *(
        ("M12", delete_rows(Transaction, f"description LIKE '{text}%%' AND transaction_type = 'fee'"))
        for text in ("Monthly", "Fee for another bank", "Foreign", "Fee for a payment")
    ),
    ("M13", update_row(Transaction, "merchant_category = NULL", "channel = 'card'")),
    ("M13", update_row(Transaction, "merchant_category = '5411'", "channel = 'atm'")),
    ("M13", update_row(Transaction, "description = 'Card purchase Nowhere'", PURCHASE)),
    ("M14", update_rows(Transaction, "merchant_category = '5411'", f"{PURCHASE} AND merchant_category > '5000'")),
    ("M14", delete_rows(Transaction, f"{PURCHASE} AND merchant_category = '5411'")),
    ("M15", update_rows(Transaction, "transaction_amount = 5000", described_as("customer"))),
    ("M16", update_rows(Transaction, "transaction_amount = transaction_amount * 2", SALARY)),
    ("M17", delete_rows(Account, "opened_date < %(as_of)s::date - 400")),
    ("M18", update_rows(Transaction, "transaction_amount = -300", described_as("standing_transfer"))),
    ("M19", update_rows(Account, "closed_date = opened_date + 1", PAID_ACCOUNT)),
    ("M19", update_rows(Account, "frozen_date = opened_date + 1", PAID_ACCOUNT)),
    ("M33", update_row(LoanApplication, "annual_income = NULL")),
    ("M33", update_row(LoanApplication, "debt_to_income = NULL")),
    ("M33", update_row(LoanApplication, "debt_to_income = 0.44", "status = 'approved'")),
    ("M33", update_rows(LoanApplication, "debt_to_income = 0.001", "status = 'approved'")),
    ("M36", update_rows(Loan, "loan_type = 'mortgage'", "loan_type = 'personal'")),
    ("M72", update_rows(Transaction, "transaction_date = date_trunc('week', transaction_date) + interval '5 days'",
                        PURCHASE)),
    ("M73", delete_rows(Transaction, "extract(year FROM transaction_date) = extract(year FROM %(as_of)s::date) - 2 "
                        "AND hashtext(transaction_id) %% 3 <> 0")),
    ("M74", delete_rows(Transaction, f"{RENT} AND {OF_HALF} AND extract(month FROM transaction_date) = 5")),
    ("M74", update_row(Transaction, "transaction_date = transaction_date - interval '35 days'", RENT)),
    ("M75", update_rows(Transaction, "transaction_amount = transaction_amount * 1.5", "transaction_amount < 0")),
)  # fmt: skip
