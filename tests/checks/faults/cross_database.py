"""Faults that checks of several databases must find: each condition is violated once."""

from datahub.accounts.models import Account, Customer, Transaction
from datahub.compliance.models import AmlCheck
from datahub.customers.models import Complaint, CustomerProfile, Interaction
from datahub.employees.models import Employee
from datahub.insurance.models import Policy, PremiumPayment
from datahub.loans.models import Loan, LoanApplication, RepaymentSchedule
from seeding.checks.faults import delete_row, delete_rows, update_row, update_rows
from seeding.checks.posting_kinds import described_as

FAULTS = (
    ("X1", update_row(Loan, "linked_account_id = 'ACC-99999999-1'", "linked_account_id IS NOT NULL")),
    ("X1", update_row(AmlCheck, "customer_id = 'CUST-99999999'")),
    ("X1", delete_rows(Customer, "customer_id = 'CUST-00000001'")),
    ("X2", update_row(Transaction, "processed_by = 'EMP-99999'", "channel = 'wire'")),
    ("X2", update_row(Interaction, "handled_by = 'SYSTEM'")),
    ("X2", update_rows(Employee, "termination_date = %(as_of)s", "employee_id = 'EMP-00002'")),
    ("X2", update_rows(Employee, "hire_date = %(as_of)s", "employee_id = 'EMP-00003'")),
    ("X3", update_row(Policy, "start_date = start_date - 4000", "linked_account_id IS NOT NULL")),
    ("X3", update_rows(Account, "currency = 'EUR'")),
    ("X4", delete_row(Transaction, described_as("disbursement"))),
    ("X4", delete_row(Transaction, described_as("installment"))),
    ("X4", delete_row(Transaction, described_as("payoff"))),
    (
        "X4",
        update_row(
            Transaction,
            "transaction_date = transaction_date + interval '1 day'",
            described_as("payoff"),
        ),
    ),
    (
        "X4",
        update_row(
            Transaction,
            "account_id = 'ACC-00000001-1'",
            f"{described_as('installment')} AND account_id <> 'ACC-00000001-1'",
        ),
    ),
    (
        "X4",
        update_row(
            RepaymentSchedule,
            "payment_date = payment_date - 1",
            "payment_date > due_date AND loan_id IN (SELECT loan_id FROM loans WHERE linked_account_id IS NOT NULL)",
        ),
    ),
    ("X5", delete_row(Transaction, described_as("premium"))),
    ("X5", delete_row(Transaction, described_as("settlement"))),
    ("X5", update_row(Transaction, "description = 'A deposit'", described_as("settlement"))),
    (
        "X5",
        update_row(
            PremiumPayment, "payment_status = 'completed'", "payment_status = 'failed' AND from_account_id IS NOT NULL"
        ),
    ),
    ("X6", update_row(Account, "opened_date = opened_date - 4000")),
    ("X6", update_row(LoanApplication, "application_date = application_date - 4000")),
    ("X6", update_row(Loan, "disbursement_date = disbursement_date - 4000")),
    ("X6", update_row(Account, "closed_date = NULL", "account_status = 'closed'")),
    ("X6", update_row(Policy, "customer_id = 'CUST-99999999'")),
    ("X6", update_rows(CustomerProfile, "customer_status = 'closed'", "customer_id = 'CUST-00000001'")),
    ("X8", delete_row(Complaint)),
    ("X8", delete_row(Interaction, "interaction_type = 'complaint'")),
    ("X8", update_row(Complaint, "filed_date = filed_date - interval '2 days'")),
    ("X9", update_row(Account, "branch_code = NULL")),
    ("X9", update_rows(Account, "branch_code = 'BR001'", "branch_code = 'BR002'")),
    ("X10", delete_rows(Transaction, "channel = 'wire' AND left(counterparty_account, 2) = 'VE'")),
    (
        "X10",
        update_rows(
            Transaction,
            "transaction_amount = transaction_amount / 10",
            "transaction_type = 'transfer' AND counterparty_account LIKE '77%%'",
        ),
    ),
    ("X10", update_rows(Transaction, "transaction_amount = transaction_amount * 2", "channel IN ('branch', 'atm')")),
    ("X10", update_rows(Account, "customer_id = 'CUST-00000001'")),
    ("X11", delete_row(Transaction, described_as("premium"))),
)
