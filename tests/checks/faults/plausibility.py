"""Faults that the checks of people, places, loans, staff, service and compliance must find, one per condition."""

from datahub.accounts.models import Account, AccountRelationship, Customer, Transaction
from datahub.compliance.models import AmlCheck, AuditTrail, KycRecord, RuleViolation
from datahub.customers.models import CampaignResponse, Complaint, CustomerProfile, SatisfactionSurvey
from datahub.employees.models import Employee, EmployeeTraining
from datahub.loans.models import Collateral, Loan, LoanApplication, RepaymentSchedule, RiskAssessment
from seeding.checks.faults import delete_row, delete_rows, update_row, update_rows
from seeding.checks.posting_kinds import described_as

REGISTERED = "action = 'create' AND entity_type = 'customer'"
LATE = "payment_status = 'late'"
OF_RESTRUCTURED = "loan_id IN (SELECT loan_id FROM loans WHERE loan_status = 'restructured')"
SECURED_MORTGAGE = "loan_id IN (SELECT loan_id FROM loans WHERE loan_type = 'mortgage')"
SETTLED_WIRE = (
    "resolution_notes LIKE '%% wire of %%' AND entity_type = 'transaction' AND resolution_notes NOT LIKE '%%SAR%%'"
)

OF_TWO = """entity_type = 'transaction' AND resolution_notes NOT LIKE '%%SAR-%%' AND EXISTS (
    SELECT FROM rule_violations other WHERE other.violation_date = rule_violations.violation_date
    AND other.entity_id = rule_violations.entity_id AND other.rule_id <> rule_violations.rule_id)"""

FAULTS = (
    ("M20", update_row(CustomerProfile, "city = 'Springfield Falls'")),
    ("M20", update_row(CustomerProfile, "state = 'AK'", "state <> 'AK'")),
    ("M20", update_row(CustomerProfile, "postal_code = '1234'")),
    ("M20", update_row(CustomerProfile, "country = 'Canada'")),
    ("M21", update_row(CustomerProfile, "phone = '555-0100'")),
    ("M21", update_row(CustomerProfile, "state = 'AK'", "state <> 'AK'")),
    ("M22", update_rows(CustomerProfile, "phone = '+1-212-555-0100'", "customer_id < 'CUST-00000100'")),
    ("M23", update_rows(CustomerProfile, "city = 'New York', state = 'NY'")),
    ("M24", update_row(Account, "branch_code = CASE branch_code WHEN 'BR001' THEN 'BR002' ELSE 'BR001' END",
                       "right(account_id, 2) = '-2'")),
    ("M25", update_rows(Customer, "date_of_birth = date_of_birth - (right(customer_id, 1)::int %% 2) * 900")),
    ("M26", update_rows(AccountRelationship, "relationship_type = 'joint_owner'",
                        "relationship_type = 'beneficiary'")),
    ("M27", update_rows(CustomerProfile, "customer_segment = 'private'", "customer_segment = 'retail'")),
    ("M27", update_rows(CustomerProfile, "customer_segment = 'corporate'", "customer_segment = 'retail'")),
    ("M28", update_row(Complaint, "description = 'My neighbours saw the direct debit.'")),
    ("M28", update_row(LoanApplication, "rejection_reason = 'No colour copy of the licence'", "status = 'rejected'")),
    ("M28", update_row(AmlCheck, "screening_result = 'No match, programme of a holiday phoned in'")),
    ("M31", update_rows(RepaymentSchedule, "payment_status = 'late'", "payment_status = 'paid' AND loan_id IN ("
                        "SELECT loans.loan_id FROM loans JOIN risk_assessments USING (application_id) "
                        "WHERE credit_grade = 'AAA')")),
    ("M32", update_rows(RiskAssessment, "risk_score = 570", "application_id IN ("
                        "SELECT application_id FROM loan_applications "
                        "WHERE status = 'approved' AND loan_type = 'auto')")),
    ("M34", update_rows(LoanApplication, "debt_to_income = 0.43", "rejection_reason LIKE 'Debt-to-income%%'")),
    ("M35", update_row(Loan, "interest_rate = interest_rate + 0.03", "loan_type = 'auto'")),
    ("M35", update_row(Loan, "interest_rate = NULL")),
    ("M36", delete_row(Collateral, SECURED_MORTGAGE)),
    ("M36", update_row(Collateral, "description = 'Forklift'", SECURED_MORTGAGE)),
    ("M37", update_row(LoanApplication, "rejection_reason = 'Insufficient cash for down payment and closing costs'",
                       "status = 'rejected' AND loan_type = 'personal'")),
    ("M38", update_rows(RepaymentSchedule, "total_amount = total_amount + 5", OF_RESTRUCTURED)),
    ("M38", update_rows(Loan, "interest_rate = interest_rate + 0.05", "loan_status = 'restructured'")),
    ("M39", update_row(Transaction, "transaction_amount = transaction_amount - 1", described_as("late_fee"))),
    ("M39", update_row(Transaction, "transaction_date = transaction_date + interval '1 day'",
                       described_as("late_fee"))),
    ("M39", update_row(RepaymentSchedule, "payment_status = 'paid'", f"{LATE} AND loan_id IN ("
                       "SELECT loan_id FROM loans WHERE linked_account_id IS NOT NULL)")),
    ("M51", update_row(RuleViolation, "resolution_notes = 'Explained.'", "resolution_notes LIKE 'CTR filed%%'")),
    ("M51", update_row(RuleViolation, "resolved_date = resolved_date + 30", "resolution_notes LIKE 'CTR filed%%'")),
    ("M51", update_row(RuleViolation, "status = 'open'", "resolution_notes LIKE 'CTR filed%%' "
                       "AND violation_date < %(as_of)s::date - 40")),
    ("M51", update_row(RuleViolation, "resolution_notes = 'CTR filed. ' || resolution_notes", "rule_id = 'R15'")),
    ("M52", update_row(RuleViolation, "resolution_notes = replace(resolution_notes, ' wire of ', ' payment of ')",
                       SETTLED_WIRE)),
    ("M52", update_row(RuleViolation, "resolution_notes = translate(resolution_notes, '0123456789', '1234567890')",
                       SETTLED_WIRE)),
    ("M52", update_row(RuleViolation, "resolution_notes = replace(replace(resolution_notes, 'Out', 'In'), 'In', 'A')",
                       SETTLED_WIRE)),
    ("M52", update_row(RuleViolation, "resolution_notes = resolution_notes || ' A solicitor wrote.'", SETTLED_WIRE)),
    ("M53", update_row(RuleViolation, "status = CASE status WHEN 'resolved' THEN 'false_positive' ELSE 'resolved' END",
                       OF_TWO)),
    ("M53", update_row(RuleViolation, "resolved_by = 'EMP-00003'", f"resolved_by <> 'EMP-00003' AND {OF_TWO}")),
    ("M54", update_rows(Transaction, "transaction_amount = 9950", "transaction_type = 'deposit' "
                        "AND transaction_amount BETWEEN 8000 AND 9900")),
    ("M55", update_row(KycRecord, "document_type = 'business_registration'", "document_type = 'passport'")),
    ("M56", update_rows(KycRecord, "kyc_status = 'pending'", "next_review_date IS NULL")),
    ("M58", update_rows(RuleViolation, "resolution_notes = 'Cash deposit of 1.00 USD: a gift.'",
                        "resolution_notes LIKE '%%: %%' AND hashtext(violation_id) %% 4 = 0")),
    ("M60", update_rows(Employee, "manager_id = 'EMP-00002'", "role = 'Customer Service Representative'")),
    ("M61", update_rows(Transaction, "processed_by = 'EMP-00010'", "channel = 'branch'")),
    ("M62", update_rows(Employee, "role = 'Branch Manager'", "branch_code = 'BR001'")),
    ("M63", update_row(Employee, "termination_date = %(as_of)s::date - 200", "employment_status = 'terminated'")),
    ("M64", update_row(EmployeeTraining, "completion_date = completion_date - 400", """program_id IN (
        SELECT program_id FROM training_programs WHERE program_name LIKE 'Anti-Money%%')
        AND completion_date IS NOT NULL""")),
    ("M65", delete_rows(Transaction, "transaction_type = 'fee'")),
    ("M65", update_row(Complaint, "description = replace(description, ': ', ': 9')", "complaint_type = 'fee'")),
    ("M65", update_row(Complaint, "filed_date = filed_date + interval '30 days'", "complaint_type = 'fee'")),
    ("M65", update_row(Complaint, "complaint_type = 'fee'", "complaint_type = 'service'")),
    ("M65", update_rows(Transaction, "transaction_date = transaction_date + interval '60 days'",
                        "description LIKE 'Provisional credit%%'")),
    ("M66", update_row(AuditTrail, "performed_at = date_trunc('week', performed_at) + interval '6 days 10 hours'",
                       REGISTERED)),
    ("M66", update_row(AuditTrail, "performed_by = NULL", REGISTERED)),
    ("M67", update_row(CampaignResponse, "response_date = response_date - 400", "response_type = 'purchased'")),
    ("M68", delete_rows(Complaint, "filed_date > %(as_of)s::date - 90")),
    ("M69", update_rows(SatisfactionSurvey, "comments = 'Fine.'", "nps_score > 8 AND comments IS NOT NULL")),
    ("M69", update_rows(AmlCheck, "screening_result = 'No match'", "check_type = 'watchlist'")),
)  # fmt: skip
