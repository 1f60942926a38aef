"""Shares of policyholders, policies, premiums, claims, beneficiaries and events."""

from datahub.accounts.models import Customer
from datahub.insurance.models import Beneficiary, Claim, Policy, PolicyEvent, PremiumPayment
from seeding.bank.accounts.numbers import LINKED
from seeding.bank.insurance.numbers import (
    AUTO_DEBITED,
    CANCELLATIONS,
    CHILDREN,
    CLAIMS,
    FREQUENCIES,
    LAPSES,
    MODIFIED_POLICIES,
    OTHER_METHODS,
    PARENTS,
    POLICIES_OF_HOLDERS,
    POLICYHOLDERS,
    PREMIUM_STATUSES,
    RECORDED_BY_STAFF,
    SPOUSES,
)
from seeding.bank.insurance.policy_types import POLICY_TYPES, Term
from seeding.checks.databases import ACCOUNTS_DB, INSURANCE_DB
from seeding.checks.faults import delete_rows, fault, update_rows
from seeding.checks.shares import (
    Category,
    Population,
    Tolerance,
    all_rows,
    by_name,
    given_to_one_customer,
    measured,
    recategorized,
    share_check,
    size,
    with_others,
)

_HOLDERS = Population(INSURANCE_DB, "SELECT customer_id, count(*) AS policies FROM policies GROUP BY customer_id")

I13 = share_check(
    "I13",
    "{} of customers have a policy",
    measured((INSURANCE_DB, ACCOUNTS_DB), POLICYHOLDERS, _HOLDERS.aggregate("count(*)"), all_rows(Customer)),
    Tolerance.ENTITIES,
    given_to_one_customer(Policy, "all policies of a third of the holders"),
)

I14 = share_check(
    "I14",
    "{} of policyholders have two policies",
    _HOLDERS.where("policies > 1", by_name(POLICIES_OF_HOLDERS)["two"]),
    Tolerance.SUB_POPULATION,
    fault("all second policies deleted", delete_rows(Policy, "policy_id LIKE '%%-2'")),
)

_POLICIES = Population(
    INSURANCE_DB,
    """
    SELECT policy_type, premium_frequency, policy_status, linked_account_id, payment_method, modifications
    FROM policies
    LEFT JOIN (SELECT policy_id, min(payment_method) AS payment_method FROM premium_payments GROUP BY policy_id) p
        USING (policy_id)
    LEFT JOIN (
        SELECT policy_id, count(*) AS modifications FROM policy_events WHERE event_type = 'modification'
        GROUP BY policy_id
    ) m USING (policy_id)
    """,
)
_TYPES: dict[Category, float] = {each.name: each.share for each in POLICY_TYPES}

I15 = share_check(
    "I15",
    "Policies by type: {}",
    _POLICIES.by("policy_type", _TYPES),
    Tolerance.SUB_POPULATION,
    recategorized(Policy, "policy_type", _TYPES),
)

I16 = share_check(
    "I16",
    "Policies by premium frequency: {}",
    _POLICIES.by("premium_frequency", by_name(FREQUENCIES)),
    Tolerance.SUB_POPULATION,
    recategorized(Policy, "premium_frequency", by_name(FREQUENCIES)),
)

_TRIPS = ", ".join(f"'{each.name}'" for each in POLICY_TYPES if each.term is Term.SINGLE_TRIP)
_STATUS: dict[Category, float] = {
    "active": round(1 - size(LAPSES) - size(CANCELLATIONS), 9),
    "lapsed": size(LAPSES),
    "cancelled": size(CANCELLATIONS),
}

I17 = share_check(
    "I17",
    "Policies other than single trips and those that a death ended, by status: {}",
    _POLICIES.by("policy_status", _STATUS, among=f"policy_type NOT IN ({_TRIPS}) AND policy_status <> 'matured'"),
    Tolerance.SUB_POPULATION,
    recategorized(Policy, "policy_status", _STATUS),
)

_IS_LINKED = "linked_account_id IS NOT NULL"

I18 = share_check(
    "I18",
    "{} of policies have a linked account",
    _POLICIES.where(_IS_LINKED, size(LINKED)),
    Tolerance.SUB_POPULATION,
    fault("no policy linked to an account", update_rows(Policy, "linked_account_id = NULL")),
)

I19 = share_check(
    "I19",
    "{} of linked policies are paid by auto-debit",
    _POLICIES.where(
        "payment_method = 'auto_debit'",
        size(AUTO_DEBITED) / size(LINKED),
        among=f"{_IS_LINKED} AND payment_method IS NOT NULL",
    ),
    Tolerance.SUB_POPULATION,
    fault("all premiums paid online", update_rows(PremiumPayment, "payment_method = 'online'")),
)

_METHODS = with_others("auto_debit", size(AUTO_DEBITED), OTHER_METHODS)

I20 = share_check(
    "I20",
    "Policies by payment method: {}",
    _POLICIES.by("payment_method", _METHODS, among="payment_method IS NOT NULL"),
    Tolerance.SUB_POPULATION,
    fault("all premiums paid online", update_rows(PremiumPayment, "payment_method = 'online'")),
)

I21 = share_check(
    "I21",
    "Premiums by status: {}",
    Population(INSURANCE_DB, "SELECT payment_status FROM premium_payments").by(
        "payment_status", by_name(PREMIUM_STATUSES)
    ),
    Tolerance.DRAWS,
    recategorized(PremiumPayment, "payment_status", by_name(PREMIUM_STATUSES)),
)

CLAIMS_BY_STATUS = Population(INSURANCE_DB, "SELECT status FROM claims").by("status", by_name(CLAIMS))

I22 = share_check(
    "I22",
    "Claims by status: {}",
    CLAIMS_BY_STATUS,
    Tolerance.EVENTS,
    recategorized(Claim, "status", by_name(CLAIMS)),
)

_RELATIONSHIPS: dict[Category, float] = {
    "spouse": size(SPOUSES),
    "child": size(CHILDREN),
    "parent": size(PARENTS),
    "other": round(1 - size(SPOUSES) - size(CHILDREN) - size(PARENTS), 9),
}

I24 = share_check(
    "I24",
    "Beneficiaries by relationship: {}",
    Population(INSURANCE_DB, "SELECT relationship FROM beneficiaries").by("relationship", _RELATIONSHIPS),
    Tolerance.SUB_POPULATION,
    recategorized(Beneficiary, "relationship", _RELATIONSHIPS),
)

I25 = share_check(
    "I25",
    "{} of policies were modified",
    _POLICIES.where("modifications > 0", size(MODIFIED_POLICIES)),
    Tolerance.SUB_POPULATION,
    fault("all modifications deleted", delete_rows(PolicyEvent, "event_type = 'modification'")),
)

I26 = share_check(
    "I26",
    "{} of policy events are recorded by an employee",
    Population(INSURANCE_DB, "SELECT performed_by FROM policy_events").where(
        "performed_by IS NOT NULL", size(RECORDED_BY_STAFF)
    ),
    Tolerance.EVENTS,
    fault("no policy event recorded by an employee", update_rows(PolicyEvent, "performed_by = NULL")),
)
