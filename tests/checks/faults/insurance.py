"""Faults that checks of insurance_db must find: each condition is violated once."""

from datahub.insurance.models import Beneficiary, Claim, Policy, PolicyEvent, PremiumPayment
from seeding.checks.faults import delete_row, delete_rows, update_row, update_rows

LIVES = "policy_id IN (SELECT policy_id FROM policies WHERE policy_type = 'life')"
LAPSED = "policy_id IN (SELECT policy_id FROM policies WHERE policy_status = 'lapsed')"
NOT_MONTHLY = "policy_id IN (SELECT policy_id FROM policies WHERE premium_frequency <> 'monthly')"
RETRIED = (
    "payment_status = 'failed' AND EXISTS (SELECT FROM premium_payments retry WHERE retry.policy_id = "
    "premium_payments.policy_id AND retry.payment_date - premium_payments.payment_date BETWEEN 1 AND 10)"
)

FAULTS = (
    ("I12", update_rows(Policy, "policy_type = 'health'", "policy_type = 'travel'")),
    ("I12", delete_rows(Claim, "claim_type = 'accident'")),
    ("I1", update_row(Policy, "policy_status = NULL")),
    ("I1", update_row(Policy, "end_date = start_date", "policy_status = 'active'")),
    ("I1", update_row(Policy, "end_date = %(as_of)s::date - 1", "policy_status = 'active'")),
    ("I1", update_row(Policy, "policy_status = 'matured'", "policy_status = 'active'")),
    ("I1", update_row(Policy, "policy_status = 'active'", "policy_status = 'matured'")),
    ("I1", update_row(Policy, "policy_status = 'active'", "policy_status = 'cancelled'")),
    ("I1", delete_row(PolicyEvent, "event_type = 'cancellation'")),
    ("I1", delete_row(PolicyEvent, f"event_type = 'lapse' AND {LAPSED}")),
    ("I1", update_row(PremiumPayment, "payment_status = 'completed'", f"payment_status = 'failed' AND {LAPSED}")),
    ("I1", update_row(PolicyEvent, "event_date = event_date + 60", f"event_type = 'lapse' AND {LAPSED}")),
    ("I2", update_row(PremiumPayment, "payment_date = payment_date + 14", "payment_status = 'completed'")),
    ("I2", update_row(PremiumPayment, "payment_date = payment_date - 14", "payment_status = 'completed'")),
    ("I2", update_row(PremiumPayment, "payment_status = 'pending'", "payment_date < %(as_of)s::date - 40")),
    ("I2", update_row(PremiumPayment, "payment_date = payment_date - 60", f"{RETRIED} AND {NOT_MONTHLY}")),
    (
        "I2",
        (
            "insurance_db",
            "INSERT INTO premium_payments SELECT 'PAY-X', policy_id, payment_date, amount, "
            "payment_method, from_account_id, payment_status FROM premium_payments LIMIT 1 RETURNING "
            "policy_id",
        ),
    ),
    ("I3", update_row(Policy, "coverage_amount = 1")),
    ("I3", update_row(PremiumPayment, "amount = amount + 0.01")),
    (
        "I3",
        update_rows(
            Policy,
            "premium_amount = round(coverage_amount * 0.01 / CASE premium_frequency WHEN 'monthly' THEN "
            "12 WHEN 'quarterly' THEN 4 ELSE 1 END, 2)",
            "policy_type = 'life'",
        ),
    ),
    ("I4", delete_row(Beneficiary, f"{LIVES} AND percentage = 100")),
    ("I4", update_row(Beneficiary, "percentage = NULL")),
    ("I4", update_row(Beneficiary, "percentage = 100", "percentage < 100")),
    (
        "I4",
        (
            "insurance_db",
            "UPDATE beneficiaries SET beneficiary_name = 'Ann Doe' WHERE policy_id = (SELECT policy_id "
            "FROM beneficiaries GROUP BY policy_id HAVING count(*) > 1 LIMIT 1) RETURNING policy_id",
        ),
    ),
    (
        "I4",
        (
            "insurance_db",
            "UPDATE beneficiaries SET beneficiary_name = died.name FROM (SELECT policy_id, "
            "substring(description FROM '^Death of the insured, ([^,]+),') AS name FROM claims WHERE "
            "claim_type = 'death') died WHERE died.policy_id = beneficiaries.policy_id RETURNING "
            "beneficiary_id",
        ),
    ),
    (
        "I4",
        (
            "insurance_db",
            "UPDATE beneficiaries SET policy_id = (SELECT min(policy_id) FROM policies WHERE policy_type "
            "<> 'life') RETURNING beneficiary_id",
        ),
    ),
    (
        "I4",
        (
            "insurance_db",
            "UPDATE beneficiaries SET relationship = 'spouse' WHERE policy_id = (SELECT policy_id FROM "
            "beneficiaries GROUP BY policy_id HAVING count(*) > 1 LIMIT 1) RETURNING policy_id",
        ),
    ),
    ("I5", update_row(Claim, "claim_date = %(as_of)s::date + 1")),
    (
        "I5",
        update_row(
            PolicyEvent,
            "event_date = (SELECT min(claim_date) FROM claims WHERE claims.policy_id = policy_events.policy_id)",
            "event_type IN ('lapse', 'cancellation') AND policy_id IN (SELECT policy_id FROM claims)",
        ),
    ),
    (
        "I5",
        (
            "insurance_db",
            "UPDATE claims SET claim_date = event_date FROM policy_events event WHERE event_type = "
            "'lapse' AND event.policy_id = claims.policy_id RETURNING claim_id",
        ),
    ),
    ("I6", update_row(Claim, "approved_amount = approved_amount + 10000000", "status = 'paid'")),
    ("I6", update_row(Claim, "approved_amount = approved_amount - 1", "claim_type = 'death'")),
    (
        "I6",
        update_row(
            Claim,
            f"policy_id = (SELECT policy_id FROM claims WHERE {LIVES} ORDER BY 1 LIMIT 1)",
            f"claim_id = (SELECT max(claim_id) FROM claims WHERE {LIVES})",
        ),
    ),
    ("I7", update_row(Claim, "status = NULL")),
    ("I7", update_row(Claim, "approved_amount = NULL", "status = 'paid'")),
    ("I7", update_row(Claim, "approved_amount = claim_amount + 0.01", "status = 'paid'")),
    ("I7", update_row(Claim, "approved_amount = 0", "status = 'paid'")),
    ("I7", update_row(Claim, "settlement_date = NULL", "status = 'paid'")),
    ("I7", update_row(Claim, "settlement_date = claim_date - 1", "status = 'paid'")),
    ("I7", update_row(Claim, "settlement_date = date_trunc('week', settlement_date)::date + 5", "status = 'paid'")),
    ("I7", update_row(Claim, "status = 'under_review'", "status = 'rejected' AND claim_date < %(as_of)s::date - 121")),
    ("I8", update_row(Claim, "claim_type = 'travel'", "claim_type = 'medical'")),
    ("I8", update_row(Claim, "processed_by = NULL")),
    ("I8", update_row(Claim, "processed_by = 'EMP-00002'")),
    ("I10", delete_row(PolicyEvent, "event_type = 'renewal'")),
    ("I10", update_row(PolicyEvent, "event_date = event_date - 4000", "event_type = 'modification'")),
    ("I10", update_row(PolicyEvent, "event_date = %(as_of)s::date + 1", "event_type = 'modification'")),
    ("I10", update_row(PolicyEvent, "event_type = 'reinstatement'", "event_type = 'renewal'")),
    (
        "I10",
        (
            "insurance_db",
            "INSERT INTO policy_events (event_id, policy_id, event_type, event_date) "
            "SELECT -1, policy_id, 'reinstatement', event_date + 11 FROM policy_events WHERE event_type = 'lapse' "
            "ORDER BY event_date LIMIT 1 RETURNING policy_id",
        ),
    ),
    (
        "I10",
        update_row(
            PolicyEvent,
            "event_type = 'cancellation'",
            "event_type = 'renewal' AND event_date < (SELECT max(event_date) FROM policy_events later "
            "WHERE later.policy_id = policy_events.policy_id AND later.event_type = 'renewal')",
        ),
    ),
    ("I11", update_row(Policy, "agent_id = NULL")),
    ("I11", update_row(Policy, "agent_id = 'EMP-99999'")),
    ("I11", update_row(Policy, "start_date = start_date - 4000")),
)
