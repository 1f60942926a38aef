"""The tour of the model customer, which visits all six databases."""

from datahub.accounts.models import Account, Customer, Transaction
from datahub.compliance.models import AmlCheck, AuditTrail
from datahub.customers.models import (
    Campaign,
    CampaignResponse,
    Complaint,
    CustomerProfile,
    Interaction,
    SatisfactionSurvey,
)
from datahub.employees.models import Employee, EmployeeAssignment
from datahub.insurance.models import Beneficiary, Policy
from datahub.loans.models import Loan
from seeding.tours.tour import Page, Stop, tour

_CUSTOMER = Page(Customer, "{customer}")
_FILE = Page(Customer, "{customer}", "compliance")

MODEL_CUSTOMER = tour(
    "model-customer",
    Stop(
        "The customer is in the premium segment, is rated low risk, and has an advisor.",
        CustomerProfile,
        """
        SELECT full_name, customer_segment, customer_status, kyc_status, risk_rating, assigned_agent_id
        FROM customer_profiles
        WHERE customer_id = '{customer}'
        """,
        _CUSTOMER,
        captures=("assigned_agent_id",),
    ),
    Stop(
        "The advisor is an employee in the HR database. The key leads from one database to the other.",
        Employee,
        """
        SELECT employee_id, first_name, last_name, role, department, hire_date
        FROM employees
        WHERE employee_id = '{assigned_agent_id}'
        """,
        Page(Employee, "{assigned_agent_id}"),
    ),
    Stop(
        "The day on which the customer entered that advisor's portfolio.",
        EmployeeAssignment,
        """
        SELECT assignment_id, employee_id, assignment_type, related_entity_id, start_date, end_date
        FROM employee_assignments
        WHERE related_entity_id = '{customer}'
        ORDER BY assignment_id
        """,
        Page(EmployeeAssignment, "{assignment_id}"),
        captures=("assignment_id",),
    ),
    Stop(
        "The customer has two accounts. Each balance is the sum of all transactions of the account, to the cent.",
        Account,
        """
        SELECT a.account_id, a.account_type, a.opened_date, a.balance, sum(t.transaction_amount) AS sum_of_the_ledger
        FROM accounts AS a
        JOIN transactions AS t ON t.account_id = a.account_id
        WHERE a.customer_id = '{customer}'
        GROUP BY a.account_id
        ORDER BY a.account_id
        """,
        Page(Account, "{account}", "statement"),
    ),
    Stop(
        "An auto loan that was paid out to the checking account and is still active.",
        Loan,
        """
        SELECT loan_id, loan_number, loan_type, principal_amount, interest_rate, loan_status, outstanding_balance
        FROM loans
        WHERE customer_id = '{customer}'
        ORDER BY loan_id
        """,
        Page(Loan, "{loan}"),
        captures=("loan_number",),
    ),
    Stop(
        "The same loan in the ledger, by its number: the money came in, went to the dealer, and is paid back every "
        "month.",
        Transaction,
        """
        SELECT transaction_id, transaction_date::date AS day, transaction_amount, balance_after, description
        FROM transactions
        WHERE account_id = '{account}' AND description LIKE '%{loan_number}%'
        ORDER BY transaction_id
        LIMIT 6
        """,
        Page(Loan, "{loan}"),
    ),
    Stop(
        "A life and a property policy, paid from the same account. The life policy names the insured person.",
        Policy,
        """
        SELECT policy_id, product_name, insured_name, insured_relationship, coverage_amount, premium_amount,
        premium_frequency, agent_id
        FROM policies
        WHERE customer_id = '{customer}'
        ORDER BY policy_id
        """,
        Page(Policy, "{policy}"),
    ),
    Stop(
        "The beneficiaries of the policies. The percentages of each policy add up to 100.",
        Beneficiary,
        """
        SELECT policy_id, beneficiary_name, relationship, percentage
        FROM beneficiaries
        WHERE policy_id IN ('{policy}', '{second_policy}')
        ORDER BY beneficiary_id
        """,
        Page(Policy, "{policy}"),
    ),
    Stop(
        "The customer's interactions with the bank, each with its channel and the employee who handled it.",
        Interaction,
        """
        SELECT interaction_id, interaction_type, channel, interaction_date::date AS day, handled_by, outcome
        FROM interactions
        WHERE customer_id = '{customer}'
        ORDER BY interaction_id
        """,
        _CUSTOMER,
    ),
    Stop(
        "One of the interactions was a complaint. It was filed at that moment and resolved after the hours in the "
        "last column.",
        Complaint,
        """
        SELECT complaint_id, complaint_type, priority, status, filed_date, resolved_date, resolution_time_hours
        FROM complaints
        WHERE customer_id = '{customer}'
        ORDER BY complaint_id
        """,
        Page(Complaint, "{complaint_id}"),
        captures=("complaint_id",),
    ),
    Stop(
        "The surveys that the customer answered, each within three days of an interaction.",
        SatisfactionSurvey,
        """
        SELECT i.interaction_type, s.survey_date, s.nps_score, s.satisfaction_rating
        FROM satisfaction_surveys AS s
        JOIN interactions AS i ON i.interaction_id = s.interaction_id
        WHERE s.customer_id = '{customer}'
        ORDER BY s.survey_date, s.survey_id
        """,
        _CUSTOMER,
    ),
    Stop(
        "The customer's response to a campaign. The response date lies within the campaign.",
        CampaignResponse,
        """
        SELECT c.campaign_id, c.campaign_name, c.start_date, r.response_date, c.end_date, r.response_type, r.converted
        FROM campaign_responses AS r
        JOIN campaigns AS c ON c.campaign_id = r.campaign_id
        WHERE r.customer_id = '{customer}'
        ORDER BY r.response_id
        """,
        Page(Campaign, "{campaign_id}"),
        captures=("campaign_id",),
    ),
    Stop(
        "The checks of the customer: at onboarding, later again, and of large transactions.",
        AmlCheck,
        """
        SELECT check_date::date AS day, check_type, transaction_id, aml_flag, screening_result
        FROM aml_checks
        WHERE customer_id = '{customer}'
        ORDER BY check_id
        """,
        _FILE,
    ),
    Stop(
        "The audit trail shows which employee created each account, policy and loan, and when.",
        AuditTrail,
        """
        SELECT performed_at::date AS day, entity_id, action, performed_by, new_value
        FROM audit_trails
        WHERE entity_id IN ('{customer}', '{account}', '{second_account}', '{loan}', '{policy}', '{second_policy}')
        AND action = 'create'
        ORDER BY audit_id
        """,
        _FILE,
    ),
)
