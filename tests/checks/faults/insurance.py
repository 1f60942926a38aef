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

WINTER = "extract(month FROM claim_date) IN (1, 2, 11)"
REPRICED = "policy_id IN (SELECT policy_id FROM policies WHERE policy_type IN ('property', 'vehicle'))"

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
    ("I3", update_row(PremiumPayment, "amount = amount + 0.01", f"NOT ({REPRICED})")),
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
            "UPDATE beneficiaries SET beneficiary_name = insured_name FROM policies "
            "WHERE policies.policy_id = beneficiaries.policy_id RETURNING beneficiary_id",
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
    ("M40", update_rows(Claim, "claim_date = claim_date + 1500", "claim_date < %(as_of)s::date - 500")),
    ("M41", update_rows(Claim, "approved_amount = approved_amount / 10", "claim_type = 'accident'")),
    ("M43", update_row(Claim, "description = 'Hail cracked the solar panels'", WINTER)),
    ("M43", update_row(Claim, "description = 'Collision with a deer'", "extract(month FROM claim_date) < 9")),
    ("M44", update_row(Claim, "description = description || '. Billed twice'", "status = 'paid'")),
    ("M44", update_row(Claim, "description = split_part(description, '. ', 1)", "status = 'rejected'")),
    (
        "M44",
        update_row(
            Claim,
            "description = split_part(description, '. ', 1) || '. The loss is below the deductible of 500'",
            "status = 'rejected' AND claim_amount > 500",
        ),
    ),
    ("M45", update_rows(Policy, "insured_birth_date = start_date - 10000", "policy_type = 'health'")),
    ("M46", update_row(Policy, "product_name = NULL")),
    ("M46", update_row(Policy, "insured_birth_date = insured_birth_date - 1", "insured_relationship = 'self'")),
    ("M46", update_row(Policy, "insured_relationship = 'child'", "insured_relationship = 'parent'")),
    ("M46", update_row(Policy, "insured_name = 'Ann Doe'", "policy_type = 'property'")),
    ("M47", update_row(Policy, "premium_amount = premium_amount + 1", "policy_type = 'vehicle'")),
    ("M47", update_row(PolicyEvent, "description = 'Renewed'", f"event_type = 'renewal' AND {REPRICED}")),
    ("M48", update_row(PremiumPayment, "payment_status = 'completed'", f"payment_status = 'failed' AND {LAPSED}")),
    ("M49", update_rows(PolicyEvent, "description = 'Renewed'", "event_type = 'renewal'")),
)
