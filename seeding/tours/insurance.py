"""The tour of the storm claim: from the policy to the payment for the repair."""

from datahub.accounts.models import Account, Transaction
from datahub.compliance.models import AuditTrail
from datahub.employees.models import Employee
from datahub.insurance.models import Claim, Policy, PolicyEvent, PremiumPayment
from seeding.tours.tour import Page, Stop, tour

_POLICY = Page(Policy, "{policy}")

STORM_CLAIM = tour(
    "storm-claim",
    Stop(
        "The policy insures a house and is linked to the owner's account.",
        Policy,
        """
        SELECT policy_id, policy_number, product_name, policy_status, coverage_amount, premium_amount,
        linked_account_id, agent_id
        FROM policies
        WHERE policy_id = '{policy}'
        """,
        _POLICY,
        captures=("policy_number", "agent_id"),
    ),
    Stop(
        "The owner paid a premium every year, each within ten days of its due date.",
        PremiumPayment,
        """
        SELECT payment_id, payment_date, amount, payment_method, from_account_id, payment_status
        FROM premium_payments
        WHERE policy_id = '{policy}'
        ORDER BY payment_id
        """,
        _POLICY,
    ),
    Stop(
        "The policy was renewed every year, so it was in force when the storm came. Renewals name the new premium.",
        PolicyEvent,
        """
        SELECT event_type, event_date, description, performed_by
        FROM policy_events
        WHERE policy_id = '{policy}'
        ORDER BY event_date, event_id
        """,
        _POLICY,
    ),
    Stop(
        "The claim: the amount claimed, the amount approved, and the day of the settlement.",
        Claim,
        """
        SELECT claim_id, claim_number, claim_date, description, claim_amount, approved_amount, status, settlement_date,
        processed_by
        FROM claims
        WHERE policy_id = '{policy}'
        ORDER BY claim_id
        """,
        Page(Claim, "{claim_id}"),
        captures=("claim_id", "claim_number", "processed_by"),
    ),
    Stop(
        "The agent who sold the policy did not process its claim: two different people.",
        Employee,
        """
        SELECT employee_id, first_name, last_name, role, department
        FROM employees
        WHERE employee_id IN ('{agent_id}', '{processed_by}')
        ORDER BY length(employee_id), employee_id
        """,
        Page(Employee, "{processed_by}"),
    ),
    Stop(
        "The ledger shows the settlement on that day, to the cent. Some days later the owner paid the repair company.",
        Transaction,
        """
        SELECT transaction_id, transaction_date::date AS day, channel, transaction_amount, balance_after, description
        FROM transactions
        WHERE account_id = '{account}' AND description LIKE '%{claim_number}%'
        ORDER BY transaction_id
        """,
        Page(Account, "{account}", "statement"),
    ),
    Stop(
        "The ledger shows the same number of premiums, on the same days.",
        Transaction,
        """
        SELECT transaction_id, transaction_date::date AS day, transaction_amount, balance_after, description
        FROM transactions
        WHERE account_id = '{account}' AND description LIKE '%{policy_number}%'
        ORDER BY transaction_id
        """,
        _POLICY,
    ),
    Stop(
        "The audit trail shows who created the policy, and who changed its premium at a renewal.",
        AuditTrail,
        """
        SELECT audit_id, performed_at, action, performed_by, old_value, new_value
        FROM audit_trails
        WHERE entity_type = 'policy' AND entity_id = '{policy}'
        ORDER BY audit_id
        """,
        Page(AuditTrail, "{audit_id}"),
        captures=("audit_id",),
    ),
)
