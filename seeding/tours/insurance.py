"""The tour of a claim: from the storm to the repairer's account."""

from datahub.accounts.models import Account, Transaction
from datahub.compliance.models import AuditTrail
from datahub.employees.models import Employee
from datahub.insurance.models import Claim, Policy, PolicyEvent, PremiumPayment
from seeding.tours.tour import Page, Stop, tour

_POLICY = Page(Policy, "{policy}")

STORM_CLAIM = tour(
    "storm-claim",
    Stop(
        "A house is insured, and the policy is linked with the owner's account.",
        Policy,
        """
        SELECT policy_id, policy_number, policy_type, policy_status, coverage_amount, premium_amount, linked_account_id,
        agent_id
        FROM policies
        WHERE policy_id = '{policy}'
        """,
        _POLICY,
        keeps=("policy_number", "agent_id"),
    ),
    Stop(
        "The premiums were paid year by year, each within ten days of the policy's own day.",
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
        "Each year it was renewed, so that it was in force when the storm came.",
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
        "The claim: what was lost, what was granted of it, and when it was paid.",
        Claim,
        """
        SELECT claim_id, claim_number, claim_date, description, claim_amount, approved_amount, status, settlement_date,
        processed_by
        FROM claims
        WHERE policy_id = '{policy}'
        ORDER BY claim_id
        """,
        Page(Claim, "{claim_id}"),
        keeps=("claim_id", "claim_number", "processed_by"),
    ),
    Stop(
        "Who sold the policy does not handle its claims.",
        Employee,
        """
        SELECT employee_id, first_name, last_name, role, department
        FROM employees
        WHERE employee_id IN ('{agent_id}', '{processed_by}')
        ORDER BY employee_id
        """,
        Page(Employee, "{processed_by}"),
    ),
    Stop(
        "The settlement in the ledger, on that day and to the cent; some days later it went on to the repairer.",
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
        "The premiums in the ledger: as many, on the same days.",
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
        "Who wrote the policy, as the audit trail has it.",
        AuditTrail,
        """
        SELECT audit_id, performed_at, action, performed_by, new_value
        FROM audit_trails
        WHERE entity_type = 'policy' AND entity_id = '{policy}'
        ORDER BY audit_id
        """,
        Page(AuditTrail, "{audit_id}"),
        keeps=("audit_id",),
    ),
)
