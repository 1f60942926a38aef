"""The recipes of policies, beneficiaries, premium payments, claims and policy events."""

import numpy as np
import polars as pl

from datahub.insurance.models import Beneficiary, Claim, Policy, PolicyEvent, PremiumPayment
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.identities import Identities
from seeding.bank.accounts.recipes import customer_ids
from seeding.bank.contact_details import email_addresses, phone_numbers
from seeding.bank.employees.recipes import employee_ids
from seeding.bank.employees.staff import Staff
from seeding.bank.insurance import numbers
from seeding.bank.insurance.beneficiaries import Beneficiaries, Relatives
from seeding.bank.insurance.claim_texts import incident_texts, incidents, rejection_texts
from seeding.bank.insurance.claims import ClaimNumbers, Claims
from seeding.bank.insurance.event_texts import event_texts
from seeding.bank.insurance.insured_names import InsuredNames
from seeding.bank.insurance.insured_numbers import RELATIONSHIPS
from seeding.bank.insurance.numbers import APPROVED, OTHER, PAID, REJECTED, SUBMITTED
from seeding.bank.insurance.policies import (
    AUTO_DEBIT,
    METHODS,
    POLICIES_OF_CUSTOMER,
    Policies,
    PolicyNumbers,
)
from seeding.bank.insurance.policies_on_day import PoliciesOnDay
from seeding.bank.insurance.policy_events import PolicyEvents
from seeding.bank.insurance.policy_terms import STATUSES
from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.bank.insurance.premiums import STATUSES as PREMIUM_STATUSES
from seeding.bank.insurance.premiums import Premiums
from seeding.bank.insurance.product_names import product_names
from seeding.bank.insurance.renewal_prices import RenewalPrices
from seeding.bank.insurance.row_counts import per_policyholder
from seeding.bank.vocabularies import EMAIL_DOMAINS, LAST_NAMES
from seeding.engine.arrays import NONE, Code, Key, rank_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.columns import NO_NUMBER, Coded, Columns, Days, Integers, Money, Text, Timestamps
from seeding.engine.draw import Draw
from seeding.engine.expected import per_customer
from seeding.engine.layout import AsOf
from seeding.engine.recipe import EXISTS_FROM, recipe
from seeding.engine.text import gather, join, padded, string_series

_RELATIONS = string_series(*("a " + name.replace("_", " ") for name in RELATIONSHIPS))
_REACHED_BY_PHONE = 0.5
"""Part of the beneficiaries whose contact is a phone number; the others have an email address."""


def _ids(prefix: str, policy_key: Key, *more: pl.Series | str) -> pl.Series:
    """Return ids made of a prefix, the customer's number, the policy's place from 1, and more."""
    customer, ordinal = np.divmod(policy_key, POLICIES_OF_CUSTOMER.size)
    return join(prefix, "-", padded(customer, 8), "-", padded(ordinal + 1, 1), *more)


def policy_ids(policy_key: Key) -> pl.Series:
    """Return the id of each policy."""
    return _ids("POL", policy_key)


@recipe(Policy, per_customer(0.322, 0.4), since="created_at")
def policy(
    customers: Customers,
    policies: Policies,
    policy_numbers: PolicyNumbers,
    policies_on_day: PoliciesOnDay,
    insured_names: InsuredNames,
    accounts: Accounts,
    staff: Staff,
) -> Columns:
    """Write the policies of a block, as they are on the day on which the bank is seen."""
    return {
        "policy_id": Text(policy_ids(policies.key)),
        "policy_number": Text(policy_numbers.text),
        "customer_id": Text(customer_ids(policies.customer_key)),
        "policy_type": Coded(POLICY_TYPES.names, policies.type),
        "product_name": Text(product_names(policies, customers.corporate[policies.customer])),
        "policy_status": Coded(STATUSES, policies_on_day.status),
        "insured_name": Text(insured_names.text),
        "insured_relationship": Coded(RELATIONSHIPS, policies.insured),
        "insured_birth_date": Days(np.where(policies.insured == NONE, NO_DAY, policies.insured_born)),
        "coverage_amount": Money(policies.coverage),
        "premium_amount": Money(policies_on_day.premium),
        "premium_frequency": Coded(numbers.FREQUENCIES.names, policies.frequency),
        "start_date": Days(policies.start_day),
        "end_date": Days(policies_on_day.end_day),
        "linked_account_id": Text(gather(accounts.ids, policies.linked_account)),
        "agent_id": Text(employee_ids(staff, policies.agent)),
        "created_at": Timestamps(policies.start_day, policies.start_second),
    }


@recipe(Beneficiary, per_customer(0.196, 0.8, storylines=3), since=EXISTS_FROM)
def beneficiary(
    policies: Policies, beneficiaries: Beneficiaries, relatives: Relatives, identities: Identities, draw: Draw
) -> Columns:
    """Write the beneficiaries of the policies of a block."""
    first_name = gather(relatives.names, relatives.name[beneficiaries.policy, beneficiaries.ordinal])
    of_family = gather(identities.last_name, policies.customer[beneficiaries.policy])
    is_other = pl.Series(beneficiaries.relationship == OTHER)
    last_name = LAST_NAMES.text(draw, "last_name", beneficiaries).zip_with(is_other, of_family)
    unique = pl.Series(beneficiaries.key).cast(pl.String)
    email = email_addresses(first_name, last_name, unique, EMAIL_DOMAINS.text(draw, "domain", beneficiaries))
    by_phone = pl.Series(draw.uniform("calls", beneficiaries) < _REACHED_BY_PHONE)
    return {
        "beneficiary_id": Integers(beneficiaries.key),
        "policy_id": Text(gather(policy_ids(policies.key), beneficiaries.policy)),
        "beneficiary_name": Text(join(first_name, " ", last_name)),
        "relationship": Coded(numbers.RELATIONSHIPS, beneficiaries.relationship),
        "percentage": Integers(beneficiaries.percentage),
        "contact_info": Text(phone_numbers(draw, beneficiaries).zip_with(by_phone, email)),
        EXISTS_FROM: Days(policies.start_day[beneficiaries.policy]),
    }


@recipe(PremiumPayment, per_policyholder(2.48, 10.5, storylines=90), since=EXISTS_FROM)
def premium_payment(policies: Policies, premiums: Premiums, accounts: Accounts, as_of: AsOf) -> Columns:
    """Write the premium payments of a block, failed ones included."""
    policy = premiums.policy
    number = padded(rank_within(policy) + 1, 3)
    method = policies.payment_method[policy]
    debited_account = np.where(method == AUTO_DEBIT, policies.linked_account[policy], NONE)
    return {
        "payment_id": Text(_ids("PAY", policies.key[policy], "-", number)),
        "policy_id": Text(gather(policy_ids(policies.key), policy)),
        "payment_date": Days(premiums.dates_on(as_of)),
        "amount": Money(premiums.amount),
        "payment_method": Coded(METHODS, method),
        "from_account_id": Text(gather(accounts.ids, debited_account)),
        "payment_status": Coded(PREMIUM_STATUSES, premiums.statuses_on(as_of)),
        EXISTS_FROM: Days(premiums.submitted_day),
    }


@recipe(Claim, per_policyholder(0.137, 17, storylines=15), since="claim_date")
def claim(
    policies: Policies,
    claims: Claims,
    claim_numbers: ClaimNumbers,
    customers: Customers,
    insured_names: InsuredNames,
    staff: Staff,
    calendar: Calendar,
    as_of: AsOf,
    draw: Draw,
) -> Columns:
    """Write the claims of a block, each with a description."""
    policy, status = claims.policy, claims.statuses_on(as_of)
    is_granted = (status == APPROVED) | (status == PAID)
    return {
        "claim_id": Text(_ids("CLM", policies.key[policy], "-", padded(claims.ordinal, 1))),
        "policy_id": Text(gather(policy_ids(policies.key), policy)),
        "claim_number": Text(claim_numbers.text),
        "claim_type": Coded(POLICY_TYPES.claim_types, policies.type[policy]),
        "claim_amount": Money(claims.claimed_amount),
        "claim_date": Days(claims.loss_day),
        "status": Coded(numbers.CLAIM_STATUSES, status),
        "approved_amount": Money(np.where(is_granted, claims.approved_amount, NO_NUMBER)),
        "settlement_date": Days(as_of.known(claims.settlement_day)),
        "description": Text(_claim_descriptions(policies, claims, status, customers, insured_names, calendar, draw)),
        "processed_by": Text(employee_ids(staff, np.where(status == SUBMITTED, NONE, claims.processed_by))),
    }


def _claim_descriptions(
    policies: Policies,
    claims: Claims,
    status: Code,
    customers: Customers,
    insured_names: InsuredNames,
    calendar: Calendar,
    draw: Draw,
) -> pl.Series:
    """Return what happened, after a death who the insured was, and why a claim was rejected.

    `status` is that of the day.
    """
    policy = claims.policy
    policy_type, corporate = policies.type[policy], customers.corporate[policies.customer[policy]]
    incident = incidents(claims, policy_type, corporate, calendar.month(claims.loss_day), claims.claimed_amount, draw)
    reason = rejection_texts(claims, incident, policy_type, status == REJECTED, claims.is_below, draw)
    relationship = gather(_RELATIONS, np.where(policies.insures_life[policy], policies.insured[policy], NONE))
    insured = join(", ", gather(insured_names.text, policy), ", ", relationship, " of the policyholder")
    return join(incident_texts(incident, claims.is_storm), insured, reason, separator="")


@recipe(PolicyEvent, per_policyholder(0.346, 9.2, storylines=8), since="event_date")
def policy_event(
    policies: Policies,
    policy_events: PolicyEvents,
    renewal_prices: RenewalPrices,
    staff: Staff,
    calendar: Calendar,
    draw: Draw,
) -> Columns:
    """Write the events of the policies of a block."""
    policy = policy_events.policy
    return {
        "event_id": Integers(policy_events.key + 1),
        "policy_id": Text(gather(policy_ids(policies.key), policy)),
        "event_type": Coded(numbers.EVENT_TYPES, policy_events.type),
        "event_date": Days(policy_events.day),
        "description": Text(event_texts(policies, policy_events, renewal_prices, calendar, draw)),
        "performed_by": Text(employee_ids(staff, policy_events.performed_by)),
    }
