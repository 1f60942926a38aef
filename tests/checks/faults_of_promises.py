"""Everything that checks of insurance and across databases say, broken once."""

from seeding.checks.check import change
from tests.checks.faults_of_money import ACCOUNTS, APPLICATIONS, LEDGER, LOANS, SCHEDULE, gone

E, C, A, L, P, K = "employees_db", "customer_db", "accounts_db", "loans_db", "insurance_db", "compliance_db"
POLICIES = (P, "policies", "policy_id")
NAMED = (P, "beneficiaries", "beneficiary_id")
CLAIMS = (P, "claims", "claim_id")
PREMIUMS = (P, "premium_payments", "payment_id")
EVENTS = (P, "policy_events", "event_id")
COMPLAINTS = (C, "complaints", "complaint_id")
CONTACTS = (C, "interactions", "interaction_id")

LIVES = "policy_id IN (SELECT policy_id FROM policies WHERE policy_type = 'life')"
LAPSED = "policy_id IN (SELECT policy_id FROM policies WHERE policy_status = 'lapsed')"
RETRIED = (
    "payment_status = 'failed' AND EXISTS (SELECT FROM premium_payments retry WHERE retry.policy_id = "
    "premium_payments.policy_id AND retry.payment_date - premium_payments.payment_date BETWEEN 1 AND 10)"
)

OF_INSURANCE = (
    ("I1", change(*POLICIES, "policy_status = NULL")),
    ("I1", change(*POLICIES, "end_date = start_date", "policy_status = 'active'")),
    ("I1", change(*POLICIES, "end_date = %(as_of)s::date - 1", "policy_status = 'active'")),
    ("I1", change(*POLICIES, "policy_status = 'matured'", "policy_status = 'active'")),
    ("I1", change(*POLICIES, "policy_status = 'active'", "policy_status = 'matured'")),
    ("I1", change(*POLICIES, "policy_status = 'active'", "policy_status = 'cancelled'")),
    ("I1", gone(*EVENTS, "event_type = 'cancellation'")),
    ("I1", gone(*EVENTS, f"event_type = 'lapse' AND {LAPSED}")),
    ("I1", change(*PREMIUMS, "payment_status = 'completed'", f"payment_status = 'failed' AND {LAPSED}")),
    ("I1", change(*EVENTS, "event_date = event_date + 60", f"event_type = 'lapse' AND {LAPSED}")),
    ("I2", change(*PREMIUMS, "payment_date = payment_date + 14", "payment_status = 'completed'")),
    ("I2", change(*PREMIUMS, "payment_date = payment_date - 14", "payment_status = 'completed'")),
    ("I2", change(*PREMIUMS, "payment_status = 'pending'", "payment_date < %(as_of)s::date - 40")),
    ("I2", change(*PREMIUMS, "payment_date = payment_date - 60", RETRIED)),
    ("I2", (P, "INSERT INTO premium_payments SELECT 'PAY-X', policy_id, payment_date, amount, payment_method, "
               "from_account_id, payment_status FROM premium_payments LIMIT 1 RETURNING policy_id")),
    ("I3", change(*POLICIES, "coverage_amount = 1")),
    ("I3", change(*PREMIUMS, "amount = amount + 0.01")),
    ("I3", (P, "UPDATE policies SET premium_amount = round(coverage_amount * 0.01 / CASE premium_frequency "
               "WHEN 'monthly' THEN 12 WHEN 'quarterly' THEN 4 ELSE 1 END, 2) WHERE policy_type = 'life' "
               "RETURNING policy_id")),
    ("I4", gone(*NAMED, f"{LIVES} AND percentage = 100")),
    ("I4", change(*NAMED, "percentage = NULL")),
    ("I4", change(*NAMED, "percentage = 100", "percentage < 100")),
    ("I4", (P, "UPDATE beneficiaries SET beneficiary_name = 'Ann Doe' WHERE policy_id = (SELECT policy_id FROM "
               "beneficiaries GROUP BY policy_id HAVING count(*) > 1 LIMIT 1) RETURNING policy_id")),
    ("I4", (P, "UPDATE beneficiaries SET beneficiary_name = died.name FROM (SELECT policy_id, substring(description "
               "FROM '^Death of the insured, ([^,]+),') AS name FROM claims WHERE claim_type = 'death') died "
               "WHERE died.policy_id = beneficiaries.policy_id RETURNING beneficiary_id")),
    ("I4", (P, "UPDATE beneficiaries SET policy_id = (SELECT min(policy_id) FROM policies WHERE policy_type <> "
               "'life') RETURNING beneficiary_id")),
    ("I4", (P, "UPDATE beneficiaries SET relationship = 'spouse' WHERE policy_id = (SELECT policy_id FROM "
               "beneficiaries GROUP BY policy_id HAVING count(*) > 1 LIMIT 1) RETURNING policy_id")),
    ("I5", change(*CLAIMS, "claim_date = %(as_of)s::date + 1")),
    ("I5", change(*EVENTS, "event_date = (SELECT min(claim_date) FROM claims WHERE claims.policy_id = "
                           "policy_events.policy_id)",
                  "event_type IN ('lapse', 'cancellation') AND policy_id IN (SELECT policy_id FROM claims)")),
    ("I5", (P, "UPDATE claims SET claim_date = event_date FROM policy_events event WHERE event_type = 'lapse' AND "
               "event.policy_id = claims.policy_id RETURNING claim_id")),
    ("I6", change(*CLAIMS, "approved_amount = approved_amount + 10000000", "status = 'paid'")),
    ("I6", change(*CLAIMS, "approved_amount = approved_amount - 1", "claim_type = 'death'")),
    ("I6", change(*CLAIMS, f"policy_id = (SELECT policy_id FROM claims WHERE {LIVES} ORDER BY 1 LIMIT 1)",
                  f"claim_id = (SELECT max(claim_id) FROM claims WHERE {LIVES})")),
    ("I7", change(*CLAIMS, "status = NULL")),
    ("I7", change(*CLAIMS, "approved_amount = NULL", "status = 'paid'")),
    ("I7", change(*CLAIMS, "approved_amount = claim_amount + 0.01", "status = 'paid'")),
    ("I7", change(*CLAIMS, "approved_amount = 0", "status = 'paid'")),
    ("I7", change(*CLAIMS, "settlement_date = NULL", "status = 'paid'")),
    ("I7", change(*CLAIMS, "settlement_date = claim_date - 1", "status = 'paid'")),
    ("I7", change(*CLAIMS, "settlement_date = date_trunc('week', settlement_date)::date + 5", "status = 'paid'")),
    ("I7", change(*CLAIMS, "status = 'under_review'", "status = 'rejected' AND claim_date < %(as_of)s::date - 121")),
    ("I8", change(*CLAIMS, "claim_type = 'travel'", "claim_type = 'medical'")),
    ("I8", change(*CLAIMS, "processed_by = NULL")),
    ("I8", change(*CLAIMS, "processed_by = 'EMP-00002'")),
    ("I10", gone(*EVENTS, "event_type = 'renewal'")),
    ("I10", change(*EVENTS, "event_date = event_date - 4000", "event_type = 'modification'")),
    ("I10", change(*EVENTS, "event_date = %(as_of)s::date + 1", "event_type = 'modification'")),
    ("I10", change(*EVENTS, "event_type = 'modification'", f"event_type = 'lapse' AND NOT {LAPSED}")),
    ("I10", change(*EVENTS, "event_date = event_date + 11", "event_type = 'reinstatement'")),
    ("I10", change(*EVENTS, "event_type = 'cancellation'",
                   "event_type = 'renewal' AND event_date < (SELECT max(event_date) FROM policy_events later "
                   "WHERE later.policy_id = policy_events.policy_id AND later.event_type = 'renewal')")),
    ("I11", change(*POLICIES, "agent_id = NULL")),
    ("I11", change(*POLICIES, "agent_id = 'EMP-99999'")),
    ("I11", change(*POLICIES, "start_date = start_date - 4000")),
)  # fmt: skip

ACROSS = (
    ("X1", change(L, "loans", "loan_id", "linked_account_id = 'ACC-99999999-1'", "linked_account_id IS NOT NULL")),
    ("X1", change(K, "aml_checks", "check_id", "customer_id = 'CUST-99999999'")),
    ("X1", (A, "DELETE FROM customers WHERE customer_id = 'CUST-00000001' RETURNING customer_id")),
    ("X2", change(*LEDGER, "processed_by = 'EMP-99999'", "channel = 'wire'")),
    ("X2", change(*CONTACTS, "handled_by = 'SYSTEM'")),
    ("X2", (E, "UPDATE employees SET termination_date = %(as_of)s WHERE employee_id = 'EMP-00002' "
               "RETURNING employee_id")),
    ("X2", (E, "UPDATE employees SET hire_date = %(as_of)s WHERE employee_id = 'EMP-00003' RETURNING employee_id")),
    ("X3", change(*POLICIES, "start_date = start_date - 4000", "linked_account_id IS NOT NULL")),
    ("X3", (A, "UPDATE accounts SET currency = 'EUR' RETURNING account_id")),
    ("X4", gone(*LEDGER, "description LIKE 'Disbursement of loan %%'")),
    ("X4", gone(*LEDGER, "description LIKE 'Instalment of loan %%'")),
    ("X4", gone(*LEDGER, "description LIKE 'Early payoff of loan %%'")),
    ("X4", change(*LEDGER, "transaction_date = transaction_date + interval '1 day'",
                  "description LIKE 'Early payoff of loan %%'")),
    ("X4", change(*LEDGER, "account_id = 'ACC-00000001-1'",
                  "description LIKE 'Instalment of loan %%' AND account_id <> 'ACC-00000001-1'")),
    ("X4", change(*SCHEDULE, "payment_date = payment_date - 1", "payment_date > due_date AND loan_id IN ("
                  "SELECT loan_id FROM loans WHERE linked_account_id IS NOT NULL)")),
    ("X5", gone(*LEDGER, "description LIKE 'Premium of policy %%'")),
    ("X5", gone(*LEDGER, "description LIKE 'Settlement of claim %%'")),
    ("X5", change(*LEDGER, "description = 'A deposit'", "description LIKE 'Settlement of claim %%'")),
    ("X5", change(*PREMIUMS, "payment_status = 'completed'",
                  "payment_status = 'failed' AND from_account_id IS NOT NULL")),
    ("X6", change(*ACCOUNTS, "opened_date = opened_date - 4000")),
    ("X6", change(*APPLICATIONS, "application_date = application_date - 4000")),
    ("X6", change(*LOANS, "disbursement_date = disbursement_date - 4000")),
    ("X6", change(*ACCOUNTS, "closed_date = NULL", "account_status = 'closed'")),
    ("X6", change(*POLICIES, "customer_id = 'CUST-99999999'")),
    ("X6", (C, "UPDATE customer_profiles SET customer_status = 'closed' WHERE customer_id = 'CUST-00000001' "
               "RETURNING customer_id")),
    ("X8", gone(*COMPLAINTS, "true")),
    ("X8", gone(*CONTACTS, "interaction_type = 'complaint'")),
    ("X8", change(*COMPLAINTS, "filed_date = filed_date - interval '2 days'")),
    ("X9", change(*ACCOUNTS, "branch_code = NULL")),
    ("X9", (A, "UPDATE accounts SET branch_code = 'BR001' WHERE branch_code = 'BR002' RETURNING account_id")),
    ("X10", (A, "DELETE FROM transactions WHERE channel = 'wire' AND left(counterparty_account, 2) = 'VE' "
                "RETURNING transaction_id")),
    ("X10", (A, "UPDATE transactions SET transaction_amount = transaction_amount / 10 "
                "WHERE transaction_type = 'transfer' AND counterparty_account LIKE '77%%' RETURNING transaction_id")),
    ("X10", (A, "UPDATE transactions SET transaction_amount = transaction_amount * 2 "
                "WHERE channel IN ('branch', 'atm') RETURNING transaction_id")),
    ("X10", (A, "UPDATE accounts SET customer_id = 'CUST-00000001' RETURNING account_id")),
    ("X11", gone(*LEDGER, "description LIKE 'Premium of policy %%'")),
)  # fmt: skip
