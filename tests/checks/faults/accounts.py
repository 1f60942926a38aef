"""Faults that checks of accounts_db must find: each condition is violated once."""

from datahub.accounts.models import Account, AccountRelationship, Customer, Transaction
from datahub.customers.models import CustomerProfile
from datahub.employees.models import Employee
from seeding.checks.accounts.ledger import MAINTENANCE_TEXT
from seeding.checks.faults import delete_row, delete_rows, update_row, update_rows

OPENING = "transaction_id LIKE '%%-00001'"
MAINTENANCE = f"description = '{MAINTENANCE_TEXT}'"
BEARS_INTEREST = (
    "account_id IN (SELECT account_id FROM transactions WHERE transaction_type = 'interest' AND transaction_amount > 1)"
)
INSIDE = "counterparty_account IN (SELECT account_number FROM accounts)"
LAST_ROW = (
    "transaction_id = (SELECT max(transaction_id) FROM transactions t WHERE t.account_id = transactions.account_id)"
)
OF_CLOSED = "account_id IN (SELECT account_id FROM accounts WHERE account_status = 'closed')"

FAULTS = (
    ("A20", update_rows(Account, "account_type = 'checking'", "account_type = 'cd'")),
    ("A20", update_rows(Transaction, "description = 'Transfer to account 1'", "description LIKE 'Transfer to %%'")),
    ("A20", update_rows(CustomerProfile, "customer_segment = 'corporate'", "customer_segment = 'retail'")),
    ("A1", delete_row(Transaction, "transaction_type = 'payment'")),
    ("A1", delete_rows(Transaction, "account_id = 'ACC-00000001-1'")),
    ("A1", update_row(Account, "balance = NULL")),
    ("A2", update_row(Transaction, "balance_after = balance_after - 0.01", OPENING)),
    ("A2", update_row(Transaction, "balance_after = NULL")),
    ("A3", update_row(Transaction, "transaction_amount = 0")),
    ("A3", update_row(Transaction, "transaction_amount = -transaction_amount", "transaction_type = 'refund'")),
    ("A5", update_row(Transaction, "transaction_date = NULL")),
    ("A5", update_row(Transaction, "transaction_date = %(last)s::timestamptz + interval '1 second'")),
    ("A5", update_row(Account, "closed_date = closed_date - 1", "account_status = 'closed'")),
    ("A5", update_row(Transaction, "transaction_type = 'transfer'", OPENING)),
    ("A5", update_row(Transaction, "channel = 'online'", f"{OPENING} AND transaction_amount > 5000")),
    ("A5", update_row(Transaction, "channel = 'online'", f"{OPENING} AND transaction_amount <= 5000")),
    ("A6", update_row(Account, "closed_date = NULL", "account_status = 'closed'")),
    ("A6", update_row(Account, "account_status = 'active'", "account_status = 'closed'")),
    ("A6", update_row(Account, "balance = 0.01", "account_status = 'closed'")),
    ("A6", update_row(Account, "balance = 0", "account_status = 'active'")),
    ("A6", update_row(Transaction, "channel = 'card', transaction_type = 'payment'", f"{LAST_ROW} AND {OF_CLOSED}")),
    ("A6", update_row(Transaction, "balance_after = 0.01", f"{LAST_ROW} AND {OF_CLOSED}")),
    ("A7", update_row(Account, "frozen_date = NULL", "account_status = 'frozen'")),
    ("A7", update_row(Account, "account_status = 'frozen'", "account_status = 'active'")),
    ("A7", update_row(Account, "frozen_date = %(as_of)s::date + 1", "account_status = 'frozen'")),
    ("A8", update_rows(Customer, "date_of_birth = created_at::date - 6000")),
    ("A8", update_rows(Customer, "created_at = %(as_of)s::date")),
    ("A9", delete_row(Transaction, INSIDE)),
    ("A9", update_row(Transaction, "transaction_date = transaction_date + interval '1 second'", INSIDE)),
    ("A9", update_row(Transaction, "transaction_type = 'payment'", f"{INSIDE} AND transaction_amount < 0")),
    (
        "A9",
        update_row(Account, "currency = 'CAD'", f"account_id IN (SELECT account_id FROM transactions WHERE {INSIDE})"),
    ),
    ("A10", update_row(Transaction, "counterparty_account = NULL", "transaction_type = 'salary'")),
    ("A10", update_row(Transaction, "counterparty_account = '770000000000'", "transaction_type = 'transfer'")),
    ("A11", update_row(Account, "balance = balance + 1")),
    ("A12", delete_row(Transaction, "transaction_type = 'interest'")),
    (
        "A12",
        update_row(
            Transaction, "transaction_date = transaction_date - interval '1 day'", "transaction_type = 'interest'"
        ),
    ),
    ("A12", update_row(Transaction, "transaction_type = 'interest', transaction_amount = 5", MAINTENANCE)),
    (
        "A12",
        update_row(Account, "opened_date = %(as_of)s::date - 10", f"account_type = 'savings' AND {BEARS_INTEREST}"),
    ),
    ("A12", update_row(Account, "account_type = 'money_market'", f"account_type = 'savings' AND {BEARS_INTEREST}")),
    ("A13", delete_row(Transaction, MAINTENANCE)),
    ("A13", delete_row(Transaction, "description = 'Fee for another bank''s ATM'")),
    ("A13", update_row(Transaction, "transaction_amount = -9", MAINTENANCE)),
    ("A13", update_row(Transaction, "transaction_amount = -4", "description = 'Fee for another bank''s ATM'")),
    ("A13", update_row(Transaction, "transaction_date = transaction_date - interval '1 day'", MAINTENANCE)),
    ("A13", update_row(Transaction, "balance_after = balance_after + 5000, transaction_amount = -5010", MAINTENANCE)),
    (
        "A14",
        update_row(
            Transaction, "transaction_date = transaction_date - interval '9 days'", "transaction_type = 'salary'"
        ),
    ),
    (
        "A14",
        update_rows(
            Transaction,
            "counterparty_account = 'US00000000' || right(transaction_id, 2)",
            "transaction_type = 'salary'",
        ),
    ),
    ("A14", update_rows(Account, "account_type = 'savings'", "account_type = 'checking'")),
    (
        "A15",
        update_row(
            Transaction,
            "transaction_date = transaction_date::date + interval '17 hours 1 second'",
            "channel = 'branch'",
        ),
    ),
    (
        "A15",
        update_row(
            Transaction,
            "transaction_date = make_date(extract(year FROM transaction_date)::int, 7, 4)",
            "channel = 'ach'",
        ),
    ),
    ("A15", update_row(Account, "opened_date = date_trunc('week', opened_date)::date - 1")),
    ("A15", update_row(Account, "closed_date = date_trunc('week', closed_date)::date - 1", "closed_date IS NOT NULL")),
    ("A16", update_row(Transaction, "processed_by = 'EMP-00001'", "channel = 'card'")),
    ("A16", update_row(Transaction, "processed_by = 'EMP-99999'", "channel = 'wire'")),
    ("A16", update_rows(Employee, "hire_date = %(as_of)s", "role = 'Customer Service Representative'")),
    ("A16", update_rows(Employee, "termination_date = hire_date", "role = 'Customer Service Representative'")),
    ("A17", update_row(AccountRelationship, "related_account_id = primary_account_id")),
    (
        "A17",
        update_row(
            AccountRelationship,
            "(primary_account_id, related_account_id) = (SELECT related_account_id, primary_account_id "
            "FROM account_relationships ORDER BY relationship_id LIMIT 1)",
            "relationship_id > (SELECT min(relationship_id) FROM account_relationships)",
        ),
    ),
    ("A17", update_row(AccountRelationship, "created_at = created_at - interval '8 years'")),
    (
        "A17",
        update_row(AccountRelationship, "relationship_type = 'beneficiary'", "relationship_type = 'linked_savings'"),
    ),
    ("A17", update_rows(CustomerProfile, "address = customer_id")),
    ("A18", update_rows(Transaction, "transaction_amount = least(greatest(transaction_amount, -90), 90)")),
    ("A18", update_rows(Transaction, "transaction_amount = transaction_amount - 1", "channel = 'atm'")),
    ("A18", update_rows(Transaction, "transaction_amount = -9.99", "channel = 'card'")),
)
