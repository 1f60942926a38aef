"""Faults that checks of all tables must find: each condition is violated once."""

from datahub.accounts.models import Account, Customer, Transaction
from datahub.compliance.models import AuditTrail
from datahub.customers.models import Complaint, CustomerProfile, Interaction
from datahub.employees.models import Employee
from datahub.loans.models import LoanGuarantor, RepaymentSchedule
from seeding.checks.faults import update_row, update_rows

FAULTS = (
    ("G1", update_row(Customer, "email = (SELECT min(email) FROM customers)", "email > 'b'")),
    ("G1", update_row(Account, "account_number = NULL")),
    (
        "G1",
        update_row(
            Interaction,
            "interaction_id = (SELECT max(interaction_id) FROM interactions)",
            "interaction_id < 'INT-00000100'",
        ),
    ),
    ("G2", update_row(Employee, "hire_date = %(as_of)s::date + 1")),
    ("G2", update_row(RepaymentSchedule, "payment_date = %(as_of)s::date + 1")),
    ("G3", update_row(Employee, "employment_status = NULL")),
    ("G3", update_rows(Complaint, "priority = 'high'", "priority = 'critical'")),
    ("G4", update_row(CustomerProfile, "created_at = NULL")),
    ("G5", update_row(Employee, "salary = 'NaN'")),
    ("G5", update_row(Employee, "salary = NULL")),
    ("G8", update_row(CustomerProfile, "phone = '+1-212-555-1234'")),
    ("G8", update_row(LoanGuarantor, "contact_info = 'ask at the door'")),
    ("G8", update_row(Transaction, "description = 'Paid from 4111 1111 1111 1111'")),
    ("G8", update_row(AuditTrail, 'new_value = \'{"ssn": "123-45-6789"}\'')),
    ("G8", update_row(Interaction, "notes = 'Wrote to ann@bank.test'")),
)
