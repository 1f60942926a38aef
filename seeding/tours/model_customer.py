"""The tour of the model customer, which leads through all six databases."""

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
        "Who they are: a premium customer of low risk, with an adviser of their own.",
        CustomerProfile,
        """
        SELECT full_name, customer_segment, customer_status, kyc_status, risk_rating, assigned_agent_id
        FROM customer_profiles
        WHERE customer_id = '{customer}'
        """,
        _CUSTOMER,
        keeps=("assigned_agent_id",),
    ),
    Stop(
        "The adviser is somebody in human resources' database: the key leads from one database into the other.",
        Employee,
        """
        SELECT employee_id, first_name, last_name, role, department, hire_date
        FROM employees
        WHERE employee_id = '{assigned_agent_id}'
        """,
        Page(Employee, "{assigned_agent_id}"),
    ),
    Stop(
        "Since when the customer is in that adviser's portfolio.",
        EmployeeAssignment,
        """
        SELECT assignment_id, employee_id, assignment_type, related_entity_id, start_date, end_date
        FROM employee_assignments
        WHERE related_entity_id = '{customer}'
        ORDER BY assignment_id
        """,
        Page(EmployeeAssignment, "{assignment_id}"),
        keeps=("assignment_id",),
    ),
    Stop(
        "Two accounts. The balance is no number of its own: it is the sum of all that was ever booked, to the cent.",
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
        "An auto loan, paid out to the checking account and still running.",
        Loan,
        """
        SELECT loan_id, loan_number, loan_type, principal_amount, interest_rate, loan_status, outstanding_balance
        FROM loans
        WHERE customer_id = '{customer}'
        ORDER BY loan_id
        """,
        Page(Loan, "{loan}"),
        keeps=("loan_number",),
    ),
    Stop(
        "The same loan in the ledger, by its number: the money came, went on to the dealer, and is paid back month by "
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
        "Life and property insurance, paid from the same account.",
        Policy,
        """
        SELECT policy_id, policy_type, policy_status, coverage_amount, premium_amount, premium_frequency, agent_id
        FROM policies
        WHERE customer_id = '{customer}'
        ORDER BY policy_id
        """,
        Page(Policy, "{policy}"),
    ),
    Stop(
        "Whom the policies benefit: the shares of each add up to 100 percent.",
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
        "What was said: each contact, by which way, and who took care of it.",
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
        "One contact was a complaint, filed at that moment; it was settled within the hours that it says.",
        Complaint,
        """
        SELECT complaint_id, complaint_type, priority, status, filed_date, resolved_date, resolution_time_hours
        FROM complaints
        WHERE customer_id = '{customer}'
        ORDER BY complaint_id
        """,
        Page(Complaint, "{complaint_id}"),
        keeps=("complaint_id",),
    ),
    Stop(
        "What the customer thought of these contacts, asked within three days of each.",
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
        "How far a campaign came with them; the answer lies within the days of the campaign.",
        CampaignResponse,
        """
        SELECT c.campaign_id, c.campaign_name, c.start_date, r.response_date, c.end_date, r.response_type, r.converted
        FROM campaign_responses AS r
        JOIN campaigns AS c ON c.campaign_id = r.campaign_id
        WHERE r.customer_id = '{customer}'
        ORDER BY r.response_id
        """,
        Page(Campaign, "{campaign_id}"),
        keeps=("campaign_id",),
    ),
    Stop(
        "What compliance knows: checked when they joined and later again; large sums were looked at for their size.",
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
        "Who opened, sold and granted all this: the audit trail begins each thing with its creation.",
        AuditTrail,
        """
        SELECT performed_at::date AS day, entity_id, action, performed_by, new_value
        FROM audit_trails
        WHERE entity_id IN ('{customer}', '{account}', '{second_account}', '{loan}', '{policy}', '{second_policy}')
        ORDER BY audit_id
        """,
        _FILE,
    ),
)
