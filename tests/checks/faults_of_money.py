"""Everything that checks of the ledger and of lending say, broken once."""

from seeding.checks.check import change

E, C, A, L = "employees_db", "customer_db", "accounts_db", "loans_db"
LEDGER = (A, "transactions", "transaction_id")
ACCOUNTS = (A, "accounts", "account_id")
LINKS = (A, "account_relationships", "relationship_id")
APPLICATIONS = (L, "loan_applications", "application_id")
LOANS = (L, "loans", "loan_id")
SCHEDULE = (L, "repayment_schedule", "schedule_id")
COLLATERAL = (L, "collateral", "collateral_id")
ASSESSMENTS = (L, "risk_assessments", "assessment_id")

OPENING = "transaction_id LIKE '%%-00001'"
MAINTENANCE = "description = 'Monthly maintenance fee'"
INSIDE = "counterparty_account IN (SELECT account_number FROM accounts)"
LAST_ROW = (
    "transaction_id = (SELECT max(transaction_id) FROM transactions t WHERE t.account_id = transactions.account_id)"
)
OF_CLOSED = "account_id IN (SELECT account_id FROM accounts WHERE account_status = 'closed')"
OF_ACTIVE_LOANS = "loan_id IN (SELECT loan_id FROM loans WHERE loan_status = 'active')"


def gone(database: str, table: str, key: str, where: str) -> tuple[str, str]:
    """Return the statement that deletes one row of a table."""
    return database, f"DELETE FROM {table} WHERE {key} = (SELECT min({key}) FROM {table} WHERE {where}) RETURNING {key}"


OF_LEDGER = (
    ("A1", gone(*LEDGER, "transaction_type = 'payment'")),
    ("A1", (A, "DELETE FROM transactions WHERE account_id = 'ACC-00000001-1' RETURNING transaction_id")),
    ("A1", change(*ACCOUNTS, "balance = NULL")),
    ("A2", change(*LEDGER, "balance_after = balance_after - 0.01", OPENING)),
    ("A2", change(*LEDGER, "balance_after = NULL")),
    ("A3", change(*LEDGER, "transaction_amount = 0")),
    ("A3", change(*LEDGER, "transaction_amount = -transaction_amount", "transaction_type = 'refund'")),
    ("A5", change(*LEDGER, "transaction_date = NULL")),
    ("A5", change(*LEDGER, "transaction_date = %(last)s::timestamptz + interval '1 second'")),
    ("A5", change(*ACCOUNTS, "closed_date = closed_date - 1", "account_status = 'closed'")),
    ("A5", change(*LEDGER, "transaction_type = 'transfer'", OPENING)),
    ("A5", change(*LEDGER, "channel = 'branch'", f"{OPENING} AND transaction_amount > 5000")),
    ("A5", change(*LEDGER, "channel = 'online'", f"{OPENING} AND transaction_amount <= 5000")),
    ("A6", change(*ACCOUNTS, "closed_date = NULL", "account_status = 'closed'")),
    ("A6", change(*ACCOUNTS, "account_status = 'active'", "account_status = 'closed'")),
    ("A6", change(*ACCOUNTS, "balance = 0.01", "account_status = 'closed'")),
    ("A6", change(*ACCOUNTS, "balance = 0", "account_status = 'active'")),
    ("A6", change(*LEDGER, "channel = 'card', transaction_type = 'payment'", f"{LAST_ROW} AND {OF_CLOSED}")),
    ("A6", change(*LEDGER, "balance_after = 0.01", f"{LAST_ROW} AND {OF_CLOSED}")),
    ("A7", change(*ACCOUNTS, "frozen_date = NULL", "account_status = 'frozen'")),
    ("A7", change(*ACCOUNTS, "account_status = 'frozen'", "account_status = 'active'")),
    ("A7", change(*ACCOUNTS, "frozen_date = %(as_of)s::date + 1", "account_status = 'frozen'")),
    ("A8", (A, "UPDATE customers SET date_of_birth = created_at::date - 6000 RETURNING customer_id")),
    ("A8", (A, "UPDATE customers SET created_at = %(as_of)s::date RETURNING customer_id")),
    ("A9", gone(*LEDGER, INSIDE)),
    ("A9", change(*LEDGER, "transaction_date = transaction_date + interval '1 second'", INSIDE)),
    ("A9", change(*LEDGER, "transaction_type = 'payment'", f"{INSIDE} AND transaction_amount < 0")),
    ("A9", change(*ACCOUNTS, "currency = 'CAD'",
                  f"account_id IN (SELECT account_id FROM transactions WHERE {INSIDE})")),
    ("A10", change(*LEDGER, "counterparty_account = NULL", "transaction_type = 'salary'")),
    ("A10", change(*LEDGER, "counterparty_account = '770000000000'", "transaction_type = 'transfer'")),
    ("A11", change(*ACCOUNTS, "balance = balance + 1")),
    ("A12", gone(*LEDGER, "transaction_type = 'interest'")),
    ("A12", change(*LEDGER, "transaction_date = transaction_date - interval '1 day'", "transaction_type = 'interest'")),
    ("A12", change(*LEDGER, "transaction_type = 'interest', transaction_amount = 5", MAINTENANCE)),
    ("A12", change(*ACCOUNTS, "opened_date = %(as_of)s::date - 10", "account_type = 'savings'")),
    ("A12", change(*ACCOUNTS, "account_type = 'money_market'", "account_type = 'savings'")),
    ("A13", gone(*LEDGER, MAINTENANCE)),
    ("A13", gone(*LEDGER, f"transaction_type = 'fee' AND NOT {MAINTENANCE}")),
    ("A13", change(*LEDGER, "transaction_amount = -9", MAINTENANCE)),
    ("A13", change(*LEDGER, "transaction_amount = -4", f"transaction_type = 'fee' AND NOT {MAINTENANCE}")),
    ("A13", change(*LEDGER, "transaction_date = transaction_date - interval '1 day'", MAINTENANCE)),
    ("A13", change(*LEDGER, "balance_after = balance_after + 5000, transaction_amount = -5010", MAINTENANCE)),
    ("A14", change(*LEDGER, "transaction_date = transaction_date - interval '9 days'", "transaction_type = 'salary'")),
    ("A14", (A, "UPDATE transactions SET counterparty_account = 'US00000000' || right(transaction_id, 2) "
                "WHERE transaction_type = 'salary' RETURNING transaction_id")),
    ("A14", (A, "UPDATE accounts SET account_type = 'savings' WHERE account_type = 'checking' RETURNING account_id")),
    ("A15", change(*LEDGER, "transaction_date = transaction_date::date + interval '17 hours 1 second'",
                   "channel = 'branch'")),
    ("A15", change(*LEDGER, "transaction_date = make_date(extract(year FROM transaction_date)::int, 7, 4)",
                   "channel = 'ach'")),
    ("A15", change(*ACCOUNTS, "opened_date = date_trunc('week', opened_date)::date - 1")),
    ("A15", change(*ACCOUNTS, "closed_date = date_trunc('week', closed_date)::date - 1", "closed_date IS NOT NULL")),
    ("A16", change(*LEDGER, "processed_by = 'EMP-00001'", "channel = 'card'")),
    ("A16", change(*LEDGER, "processed_by = 'EMP-99999'", "channel = 'wire'")),
    ("A16", (E, "UPDATE employees SET hire_date = %(as_of)s WHERE role = 'Customer Service Representative' "
                "RETURNING employee_id")),
    ("A16", (E, "UPDATE employees SET termination_date = hire_date WHERE role = 'Customer Service Representative' "
                "RETURNING employee_id")),
    ("A17", change(*LINKS, "related_account_id = primary_account_id")),
    ("A17", change(*LINKS, "(primary_account_id, related_account_id) = ("
                           "SELECT related_account_id, primary_account_id FROM account_relationships "
                           "ORDER BY relationship_id LIMIT 1)",
                   "relationship_id > (SELECT min(relationship_id) FROM account_relationships)")),
    ("A17", change(*LINKS, "created_at = created_at - interval '8 years'")),
    ("A17", change(*LINKS, "relationship_type = 'beneficiary'", "relationship_type = 'linked_savings'")),
    ("A17", (C, "UPDATE customer_profiles SET address = customer_id RETURNING customer_id")),
    ("A18", (A, "UPDATE transactions SET transaction_amount = least(greatest(transaction_amount, -90), 90) "
                "RETURNING transaction_id")),
    ("A18", (A, "UPDATE transactions SET transaction_amount = transaction_amount - 1 WHERE channel = 'atm' "
                "RETURNING transaction_id")),
    ("A18", (A, "UPDATE transactions SET transaction_amount = -9.99 WHERE channel = 'card' RETURNING transaction_id")),
)  # fmt: skip

OF_LENDING = (
    ("L1", change(*APPLICATIONS, "status = 'approved'", "status = 'rejected'")),
    ("L1", change(*APPLICATIONS, "status = 'rejected'", "application_id IN (SELECT application_id FROM loans)")),
    ("L1", change(*LOANS, "application_id = (SELECT min(application_id) FROM loans)")),
    ("L1", change(*LOANS, "application_id = NULL")),
    ("L1", change(*LOANS, "loan_type = 'personal'", "loan_type <> 'personal'")),
    ("L2", change(*LOANS, "principal_amount = principal_amount + 0.01")),
    ("L2", change(*APPLICATIONS, "requested_amount = 2 * requested_amount", "status = 'approved'")),
    ("L3", change(*APPLICATIONS, "application_date = application_date - 90", "status = 'pending'")),
    ("L3", change(*APPLICATIONS, "rejection_reason = NULL", "status = 'rejected'")),
    ("L3", change(*APPLICATIONS, "rejection_reason = 'We did not like it'", "status = 'rejected'")),
    ("L3", change(*APPLICATIONS, "application_date = decision_date - 31", "status = 'approved'")),
    ("L3", change(*APPLICATIONS, "approved_amount = requested_amount", "status = 'withdrawn'")),
    ("L3", change(*APPLICATIONS, "decision_date = application_date + 1", "status = 'pending'")),
    ("L3", change(*APPLICATIONS, "application_date = %(as_of)s::date + 1", "status = 'withdrawn'")),
    ("L3", change(*LOANS, "disbursement_date = date_trunc('week', disbursement_date)::date + 6")),
    ("L3", change(*LOANS, "disbursement_date = disbursement_date - 60")),
    ("L4", gone(*SCHEDULE, "installment_number = 12")),
    ("L4", (L, "DELETE FROM repayment_schedule WHERE loan_id = (SELECT min(loan_id) FROM loans) "
               "RETURNING schedule_id")),
    ("L5", change(*LOANS, "maturity_date = maturity_date + 1")),
    ("L6", change(*SCHEDULE, "total_amount = total_amount + 0.01")),
    ("L6", change(*LOANS, "interest_rate = interest_rate + 0.0001")),
    ("L6", (L, "UPDATE repayment_schedule SET principal_amount = total_amount - interest_amount - 1, "
               "total_amount = total_amount - 1 "
               "FROM loans WHERE loans.loan_id = repayment_schedule.loan_id AND installment_number = term_months "
               "RETURNING schedule_id")),
    ("L7", (L, "UPDATE repayment_schedule SET total_amount = total_amount + 40 "
               "FROM loans WHERE loans.loan_id = repayment_schedule.loan_id AND installment_number = term_months "
               "RETURNING schedule_id")),
    ("L7", change(*SCHEDULE, "principal_amount = 0")),
    ("L8", change(*SCHEDULE, "payment_status = 'missed'", "payment_status = 'paid'")),
    ("L9", change(*SCHEDULE, "payment_status = 'missed'", "payment_status = 'pending'")),
    ("L9", change(*SCHEDULE, "payment_status = 'pending'", "payment_status = 'missed'")),
    ("L9", change(*SCHEDULE, "payment_status = NULL")),
    ("L9", change(*SCHEDULE, "payment_date = date_trunc('week', payment_date)::date + 6", "payment_status = 'paid'")),
    ("L9", change(*SCHEDULE, "payment_date = due_date - 7", f"payment_status = 'paid' AND {OF_ACTIVE_LOANS}")),
    ("L9", change(*SCHEDULE, "payment_date = due_date + 28", "payment_status = 'late'")),
    ("L9", change(*SCHEDULE, "payment_date = %(as_of)s::date + 1", "payment_status = 'paid'")),
    ("L10", (L, "UPDATE repayment_schedule SET payment_date = due_date WHERE payment_date IS NULL AND loan_id IN "
                "(SELECT loan_id FROM loans WHERE loan_status = 'restructured') RETURNING schedule_id")),
    ("L11", change(*LOANS, "loan_status = 'restructured'", "loan_status = 'active'")),
    ("L11", change(*LOANS, "loan_status = 'active'", "loan_status = 'paid_off'")),
    ("L11", change(*LOANS, "default_status = NULL", "loan_status = 'active'")),
    ("L11", change(*SCHEDULE, "payment_date = payment_date - 1", "payment_date < due_date - 60")),
    ("L12", change(*LOANS, "interest_rate = 0.5")),
    ("L12", change(*LOANS, "term_months = 361")),
    ("L13", change(*COLLATERAL, "collateral_type = 'inventory'", "collateral_type = 'vehicle'")),
    ("L13", change(*COLLATERAL, "appraisal_date = appraisal_date - 180")),
    ("L13", change(*COLLATERAL, "appraisal_date = NULL")),
    ("L13", change(*COLLATERAL, "ltv_ratio = NULL")),
    ("L13", change(*COLLATERAL, "description = ''")),
    ("L13", change(*COLLATERAL, "loan_id = (SELECT min(loan_id) FROM collateral)")),
    ("L14", change(L, "loan_guarantors", "guarantor_id", "guarantee_amount = 10000000")),
    ("L14", change(L, "loan_guarantors", "guarantor_id", "guarantee_amount = NULL")),
    ("L14", (L, "UPDATE loan_guarantors SET guarantor_name = 'Jo Doe' RETURNING guarantor_id")),
    ("L14", (L, "UPDATE loan_guarantors SET relationship = 'spouse' RETURNING guarantor_id")),
    ("L15", change(*ASSESSMENTS, "credit_grade = 'AA'", "credit_grade = 'AAA'")),
    ("L15", change(*ASSESSMENTS, "application_id = NULL", "loan_id IS NULL")),
    ("L15", gone(*ASSESSMENTS, "loan_id IS NULL")),
    ("L15", change(*ASSESSMENTS, "application_id = (SELECT min(application_id) FROM loan_applications)",
                   "loan_id IS NULL")),
    ("L15", change(*ASSESSMENTS, "assessment_date = date '2015-03-03'", "loan_id IS NOT NULL")),
    ("L15", change(*ASSESSMENTS, "loan_id = (SELECT min(loan_id) FROM risk_assessments)", "loan_id IS NOT NULL "
                   "AND loan_id > (SELECT min(loan_id) FROM risk_assessments)")),
    ("L15", change(*ASSESSMENTS, "pd_probability = pd_probability + 0.3", "risk_score > 600")),
    ("L15", change(*ASSESSMENTS, "assessed_by = 'EMP-00001'")),
    ("L15", change(*ASSESSMENTS, "assessed_by = NULL")),
    ("L15", (L, "UPDATE risk_assessments SET risk_score = 850, credit_grade = 'AAA', "
                "pd_probability = (SELECT min(pd_probability) FROM risk_assessments) WHERE application_id IN "
                "(SELECT application_id FROM loan_applications WHERE status = 'rejected') RETURNING assessment_id")),
    ("L16", change(*APPLICATIONS, "officer_id = NULL")),
    ("L16", change(*APPLICATIONS, "officer_id = 'EMP-00001'")),
    ("L16", change(*LOANS, "approved_by = 'EMP-00005'")),
    ("L16", (E, "UPDATE employees SET hire_date = %(as_of)s WHERE role = 'Loan Officer' RETURNING employee_id")),
    ("L17", (L, "UPDATE loan_applications SET loan_type = 'auto' WHERE loan_type = 'education' "
                "RETURNING application_id")),
    ("L17", (L, "UPDATE loans SET loan_type = 'personal' WHERE loan_type = 'business' RETURNING loan_id")),
)  # fmt: skip
