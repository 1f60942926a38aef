"""Checks say several things at once: each of them is broken once."""

from dataclasses import replace

import psycopg
import pytest

from seeding.checks.breaking import plant
from seeding.checks.check import breaks, change
from seeding.checks.reader import BankReader
from seeding.checks.suite import CHECKS
from seeding.checks.verify import verdict
from tests.checks import faults_of_compliance, faults_of_money, faults_of_promises

pytestmark = pytest.mark.xdist_group("checks")

E, C, A, L, K = "employees_db", "customer_db", "accounts_db", "loans_db", "compliance_db"
OF_ID = {check.id: check for check in CHECKS}
STAFF = (E, "employees", "employee_id")
REVIEWS = (E, "performance_reviews", "review_id")
TRAINING = (E, "employee_training", "training_record_id")
ASSIGNMENTS = (E, "employee_assignments", "assignment_id")
PROFILES = (C, "customer_profiles", "customer_id")
CONTACTS = (C, "interactions", "interaction_id")
SURVEYS = (C, "satisfaction_surveys", "survey_id")
COMPLAINTS = (C, "complaints", "complaint_id")
CAMPAIGNS = (C, "campaigns", "campaign_id")
RESPONSES = (C, "campaign_responses", "response_id")

FAULTS = (
    ("G1", change(A, "customers", "customer_id", "email = (SELECT min(email) FROM customers)", "email > 'b'")),
    ("G1", change(A, "accounts", "account_id", "account_number = NULL")),
    ("G1", change(*CONTACTS, "interaction_id = (SELECT max(interaction_id) FROM interactions)",
                  "interaction_id < 'INT-00000100'")),
    ("G2", change(*STAFF, "hire_date = %(as_of)s::date + 1")),
    ("G2", change(L, "repayment_schedule", "schedule_id", "payment_date = %(as_of)s::date + 1")),
    ("G3", change(*STAFF, "employment_status = NULL")),
    ("G3", (C, "UPDATE complaints SET priority = 'high' WHERE priority = 'critical' RETURNING complaint_id")),
    ("G4", change(*PROFILES, "created_at = NULL")),
    ("G5", change(*STAFF, "salary = 'NaN'")),
    ("G5", change(*STAFF, "salary = NULL")),
    ("G8", change(*PROFILES, "phone = '+1-212-555-1234'")),
    ("G8", change(L, "loan_guarantors", "guarantor_id", "contact_info = 'ask at the door'")),
    ("G8", change(A, "transactions", "transaction_id", "description = 'Paid from 4111 1111 1111 1111'")),
    ("G8", change(K, "audit_trails", "audit_id", """new_value = '{"ssn": "123-45-6789"}'""")),
    ("G8", change(*CONTACTS, "notes = 'Wrote to ann@bank.test'")),
    ("E1", change(*STAFF, "manager_id = employee_id", "manager_id IS NOT NULL")),
    ("E1", change(*STAFF, "manager_id = NULL", "manager_id IS NOT NULL")),
    ("E2", change(*STAFF, "role = 'Branch Manager', employment_status = 'on_leave'", "role = 'Department Manager'")),
    ("E2", change(*STAFF, "role = 'Risk Analyst'", "role = 'Department Manager'")),
    ("E3", change(E, "departments", "department_id", "department_head_id = NULL", "department_head_id IS NOT NULL")),
    ("E4", change(*STAFF, "department = 'Treasury'")),
    ("E4", change(*STAFF, "role = 'Teller'")),
    ("E5", change(*STAFF, "termination_date = hire_date", "employment_status = 'terminated'")),
    ("E5", change(*STAFF, "termination_date = %(as_of)s::date + 1", "employment_status = 'terminated'")),
    ("E5", change(*STAFF, "employment_status = 'terminated'", "employment_status = 'active'")),
    ("E6", (E, "UPDATE employees SET salary = 124000 - salary WHERE role = 'Insurance Agent' RETURNING employee_id")),
    ("E6", (E, "UPDATE employees SET salary = 150000 - salary WHERE role = 'Loan Officer' RETURNING employee_id")),
    ("E7", change(E, "departments", "department_id", "budget = NULL")),
    ("E8", change(*STAFF, "hire_date = make_date(extract(year FROM hire_date)::int, 7, 4)")),
    ("E8", change(*STAFF, "hire_date = date '2010-03-03'")),
    ("E9", change(*REVIEWS, "review_date = (SELECT max(review_date) FROM performance_reviews r "
                            "WHERE r.employee_id = performance_reviews.employee_id)",
                  "review_date < (SELECT max(review_date) FROM performance_reviews r "
                  "WHERE r.employee_id = performance_reviews.employee_id)")),
    ("E10", change(*REVIEWS, "rating = 6")),
    ("E10", change(*REVIEWS, "goals_met = 101")),
    ("E10", change(*REVIEWS, "rating = NULL")),
    ("E10", change(*REVIEWS, "review_date = %(as_of)s::date + 1")),
    ("E10", (E, "UPDATE performance_reviews SET goals_met = 160 - goals_met RETURNING review_id")),
    ("E11", change(*TRAINING, "enrollment_date = NULL")),
    ("E11", change(*TRAINING, "enrollment_date = completion_date + 7", "status = 'completed'")),
    ("E11", change(*TRAINING, "score = NULL", "status = 'completed'")),
    ("E11", change(*TRAINING, "status = 'completed'", "status = 'enrolled'")),
    ("E11", change(*TRAINING, "enrollment_date = date '2012-03-05'")),
    ("E11", change(*TRAINING, "completion_date = %(as_of)s::date + 1", "status = 'completed'")),
    ("E12", change(E, "training_programs", "program_id", "duration_hours = 41")),
    ("E12", change(*TRAINING, "program_id = (SELECT min(program_id) FROM employee_training t "
                              "WHERE t.employee_id = employee_training.employee_id)",
                   "program_id > (SELECT min(program_id) FROM employee_training t "
                   "WHERE t.employee_id = employee_training.employee_id)")),
    ("E12", (E, "DELETE FROM employee_training WHERE employee_id = 'EMP-00001' RETURNING employee_id")),
    ("E13", change(*ASSIGNMENTS, "end_date = start_date - 1")),
    ("E13", change(*ASSIGNMENTS, "start_date = date '2001-03-05'")),
    ("E13", change(*ASSIGNMENTS, "end_date = %(as_of)s::date + 1")),
    ("E13", change(*ASSIGNMENTS, "related_entity_id = 'BR019'", "assignment_type = 'branch_coverage'")),
    ("E13", change(*ASSIGNMENTS, "related_entity_id = 'BR001'", "assignment_type = 'project'")),
    ("E13", change(*ASSIGNMENTS, "related_entity_id = NULL", "assignment_type = 'customer_portfolio'")),
    ("E13", change(*ASSIGNMENTS, "related_entity_id = 'BR001'",
                   "related_entity_id = 'BR007' AND end_date IS NULL")),
    ("C1", change(*PROFILES, "full_name = 'Somebody Else'", "customer_segment = 'retail'")),
    ("C1", change(*PROFILES, "email = NULL")),
    ("C1", (C, "DELETE FROM customer_profiles WHERE customer_id = 'CUST-00000007' RETURNING customer_id")),
    ("C2", change(A, "customers", "customer_id", "date_of_birth = created_at::date - 6000")),
    ("C2", change(*PROFILES, "created_at = created_at - interval '1 day'")),
    ("C3", change(*PROFILES, "customer_status = 'closed'",
                  "customer_id IN (SELECT customer_id FROM interactions) AND updated_at < onboarding_date + 100")),
    ("C3", (A, "UPDATE accounts SET opened_date = %(as_of)s::date - 30 RETURNING account_id")),
    ("C3", (C, "UPDATE customer_profiles SET customer_status = 'dormant' WHERE customer_status = 'active' "
               "RETURNING customer_id")),
    ("C4", (C, "UPDATE customer_profiles SET customer_segment = CASE customer_segment WHEN 'retail' THEN 'private' "
               "WHEN 'private' THEN 'retail' ELSE customer_segment END RETURNING customer_id")),
    ("C5", change(*CONTACTS, "interaction_date = %(as_of)s::date - interval '25 months'", "channel = 'web'")),
    ("C5", change(*CONTACTS, "interaction_date = interaction_date::date + interval '8 hours'", "channel = 'branch'")),
    ("C5", change(*CONTACTS, "interaction_date = date_trunc('week', interaction_date) - interval '10 hours'",
                  "channel = 'branch'")),
    ("C5", change(*CONTACTS, "interaction_date = interaction_date::date + interval '22 hours'", "channel = 'phone'")),
    ("C5", change(*CONTACTS, "handled_by = NULL", "channel = 'phone'")),
    ("C5", change(*CONTACTS, "handled_by = 'EMP-99999'", "handled_by IS NOT NULL")),
    ("C5", change(*PROFILES, "onboarding_date = %(as_of)s", "customer_id IN (SELECT customer_id FROM interactions)")),
    ("C6", change(*CONTACTS, "duration_minutes = 5", "channel = 'email'")),
    ("C6", change(*CONTACTS, "duration_minutes = 121", "channel = 'phone'")),
    ("C6", change(*CONTACTS, "duration_minutes = NULL", "channel = 'phone'")),
    ("C7", change(*SURVEYS, "customer_id = 'CUST-00000001'", "customer_id <> 'CUST-00000001'")),
    ("C7", change(*SURVEYS, "interaction_id = NULL")),
    ("C7", (C, "INSERT INTO satisfaction_surveys (survey_id, customer_id, interaction_id, survey_date) "
               "SELECT -1, customer_id, interaction_id, survey_date FROM satisfaction_surveys LIMIT 1 "
               "RETURNING interaction_id")),
    ("C9", change(*COMPLAINTS, "resolved_date = NULL, resolution_time_hours = NULL", "status = 'resolved'")),
    ("C9", change(*COMPLAINTS, "resolution_time_hours = NULL", "status = 'resolved'")),
    ("C9", change(*COMPLAINTS, "resolution_time_hours = -1, resolved_date = filed_date - interval '1 hour'",
                  "status = 'resolved'")),
    ("C9", (C, "UPDATE complaints SET priority = CASE priority WHEN 'low' THEN 'critical' "
               "WHEN 'critical' THEN 'low' ELSE priority END RETURNING complaint_id")),
    ("C10", change(*COMPLAINTS, "filed_date = %(as_of)s::date - interval '3 years'")),
    ("C10", change(*COMPLAINTS, "assigned_to = NULL")),
    ("C10", change(*COMPLAINTS, "assigned_to = 'EMP-00001'")),
    ("C10", (A, "UPDATE accounts SET opened_date = %(as_of)s RETURNING account_id")),
    ("C11", change(*CAMPAIGNS, "target_segment = 'students'")),
    ("C11", change(*CAMPAIGNS, "start_date = NULL")),
    ("C11", change(*CAMPAIGNS, "start_date = start_date - 1000, end_date = end_date - 1000")),
    ("C12", change(*RESPONSES, "response_date = response_date - 100")),
    ("C12", change(*RESPONSES, "converted = false", "response_type = 'purchased'")),
    ("C12", change(*RESPONSES, "converted = NULL")),
    ("C12", change(*RESPONSES,
                   "campaign_id = (SELECT min(campaign_id) FROM campaigns WHERE target_segment = 'private')",
                   "customer_id IN (SELECT customer_id FROM customer_profiles WHERE customer_segment = 'retail')")),
    ("C12", (C, "UPDATE campaign_responses first SET response_type = 'unsubscribed', converted = false "
                "FROM campaign_responses later WHERE later.customer_id = first.customer_id "
                "AND later.response_date > first.response_date RETURNING first.response_id")),
    ("C12", (C, "UPDATE campaign_responses first SET campaign_id = later.campaign_id, "
                "response_date = later.response_date FROM campaign_responses later "
                "WHERE later.customer_id = first.customer_id AND later.response_date > first.response_date "
                "RETURNING first.response_id")),
)  # fmt: skip

ALL = (
    *FAULTS,
    *faults_of_money.OF_LEDGER,
    *faults_of_money.OF_LENDING,
    *faults_of_promises.OF_INSURANCE,
    *faults_of_promises.ACROSS,
    *faults_of_compliance.OF_COMPLIANCE,
)


@pytest.mark.parametrize(
    ("check_id", "statement"),
    ALL,
    ids=[f"{check_id}-{place}" for place, (check_id, _) in enumerate(ALL)],
)
def test_a_further_fault_is_found(
    bank: BankReader, connections: dict[str, psycopg.Connection], check_id: str, statement: tuple[str, str]
) -> None:
    check = replace(OF_ID[check_id], breakage=breaks("a further fault", statement))
    plant(connections.__getitem__, check, bank.parameters, pick="1")
    assert not verdict(bank, check, 5).passed, statement


def test_a_column_of_another_type_is_found(bank: BankReader, connections: dict[str, psycopg.Connection]) -> None:
    connections[L].execute("ALTER TABLE collateral ALTER COLUMN appraised_value TYPE numeric(15, 3)")
    assert not verdict(bank, OF_ID["G5"], 5).passed
