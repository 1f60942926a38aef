"""How policies, beneficiaries, premium payments, claims and policy events are written."""

import numpy as np
import polars as pl

from datahub.insurance.models import Beneficiary, Claim, Policy, PolicyEvent, PremiumPayment
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.identities import Identities
from seeding.bank.accounts.recipes import customer_ids
from seeding.bank.contact_details import email_addresses, phone_numbers
from seeding.bank.employees.recipes import employee_ids
from seeding.bank.employees.staff import Staff
from seeding.bank.insurance import descriptions, numbers
from seeding.bank.insurance.beneficiaries import Beneficiaries, Relatives
from seeding.bank.insurance.claims import ClaimNumbers, Claims
from seeding.bank.insurance.numbers import MODIFICATION, OTHER, REJECTED, RENEWAL
from seeding.bank.insurance.policies import (
    AUTO_DEBIT,
    METHODS,
    POLICIES_OF_CUSTOMER,
    STATUSES,
    Policies,
    PolicyNumbers,
)
from seeding.bank.insurance.policy_events import PolicyEvents
from seeding.bank.insurance.policy_states import PolicyStates
from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.bank.insurance.premiums import STATUSES as PREMIUM_STATUSES
from seeding.bank.insurance.premiums import Premiums
from seeding.bank.vocabularies import EMAIL_DOMAINS, LAST_NAMES
from seeding.engine.arrays import NONE, Key, rank_within
from seeding.engine.calendar import Calendar
from seeding.engine.columns import Coded, Columns, Days, Integers, Money, Text, Timestamps
from seeding.engine.draw import Draw
from seeding.engine.expected import per_customer
from seeding.engine.recipe import recipe
from seeding.engine.text import gather, iso_dates, join, padded, string_series

_REACHED_BY_PHONE = 0.5
"""Part of the beneficiaries whose contact is a phone number; the others have an email address."""


def _ids(prefix: str, policy_key: Key, *more: pl.Series | str) -> pl.Series:
    """Return ids made of a prefix, the customer's number, the policy's place from 1, and more."""
    customer, ordinal = np.divmod(policy_key, POLICIES_OF_CUSTOMER.size)
    return join(prefix, "-", padded(customer, 8), "-", padded(ordinal + 1, 1), *more)


def policy_ids(policy_key: Key) -> pl.Series:
    """Return the id of each policy."""
    return _ids("POL", policy_key)


@recipe(Policy, per_customer(0.322, 0.4))
def policy(
    policies: Policies, policy_numbers: PolicyNumbers, policy_states: PolicyStates, accounts: Accounts, staff: Staff
) -> Columns:
    return {
        "policy_id": Text(policy_ids(policies.key)),
        "policy_number": Text(policy_numbers.text),
        "customer_id": Text(customer_ids(policies.customer_key)),
        "policy_type": Coded(POLICY_TYPES.names, policies.type),
        "policy_status": Coded(STATUSES, policy_states.status),
        "coverage_amount": Money(policies.coverage),
        "premium_amount": Money(policies.premium),
        "premium_frequency": Coded(numbers.FREQUENCIES.names, policies.frequency),
        "start_date": Days(policies.start_day),
        "end_date": Days(policies.end_day),
        "linked_account_id": Text(gather(accounts.ids, policies.linked_account)),
        "agent_id": Text(employee_ids(staff, policies.agent)),
        "created_at": Timestamps(policies.start_day, policies.start_second),
    }


@recipe(Beneficiary, per_customer(0.245, 0.8, storylines=3))
def beneficiary(
    policies: Policies, beneficiaries: Beneficiaries, relatives: Relatives, identities: Identities, draw: Draw
) -> Columns:
    first_name = relatives.names.gather(relatives.name[beneficiaries.policy, beneficiaries.ordinal])
    of_family = identities.last_name.gather(policies.customer[beneficiaries.policy])
    is_other = pl.Series(beneficiaries.relationship == OTHER)
    last_name = LAST_NAMES.text(draw, "last_name", beneficiaries).zip_with(is_other, of_family)
    unique = pl.Series(beneficiaries.key).cast(pl.String)
    email = email_addresses(first_name, last_name, unique, EMAIL_DOMAINS.text(draw, "domain", beneficiaries))
    by_phone = pl.Series(draw.uniform("calls", beneficiaries) < _REACHED_BY_PHONE)
    return {
        "beneficiary_id": Integers(beneficiaries.key),
        "policy_id": Text(policy_ids(policies.key).gather(beneficiaries.policy)),
        "beneficiary_name": Text(join(first_name, " ", last_name)),
        "relationship": Coded(numbers.RELATIONSHIPS, beneficiaries.relationship),
        "percentage": Integers(beneficiaries.percentage),
        "contact_info": Text(phone_numbers(draw, beneficiaries).zip_with(by_phone, email)),
    }


@recipe(PremiumPayment, per_customer(2.14, 10.5, storylines=90))
def premium_payment(policies: Policies, premiums: Premiums, accounts: Accounts) -> Columns:
    policy = premiums.policy
    number = padded(rank_within(policy) + 1, 3)
    method = policies.payment_method[policy]
    debited_account = np.where(method == AUTO_DEBIT, policies.linked_account[policy], NONE)
    return {
        "payment_id": Text(_ids("PAY", policies.key[policy], "-", number)),
        "policy_id": Text(policy_ids(policies.key).gather(policy)),
        "payment_date": Days(premiums.payment_day),
        "amount": Money(premiums.amount),
        "payment_method": Coded(METHODS, method),
        "from_account_id": Text(gather(accounts.ids, debited_account)),
        "payment_status": Coded(PREMIUM_STATUSES, premiums.status),
    }


@recipe(Claim, per_customer(0.129, 17, storylines=15))
def claim(
    policies: Policies,
    claims: Claims,
    claim_numbers: ClaimNumbers,
    relatives: Relatives,
    identities: Identities,
    staff: Staff,
    draw: Draw,
) -> Columns:
    policy = claims.policy
    return {
        "claim_id": Text(_ids("CLM", policies.key[policy], "-", padded(claims.ordinal, 1))),
        "policy_id": Text(policy_ids(policies.key).gather(policy)),
        "claim_number": Text(claim_numbers.text),
        "claim_type": Coded(POLICY_TYPES.claim_types, policies.type[policy]),
        "claim_amount": Money(claims.claimed_amount),
        "claim_date": Days(claims.loss_day),
        "status": Coded(numbers.CLAIM_STATUSES, claims.status),
        "approved_amount": Money(claims.approved_amount),
        "settlement_date": Days(claims.settlement_day),
        "description": Text(_claim_descriptions(policies, claims, relatives, identities, draw)),
        "processed_by": Text(employee_ids(staff, claims.processed_by)),
    }


def _claim_descriptions(
    policies: Policies, claims: Claims, relatives: Relatives, identities: Identities, draw: Draw
) -> pl.Series:
    """Return what happened, after a death who the insured was, and why a claim was rejected."""
    policy = claims.policy
    peril = descriptions.PERILS.text(draw, "loss", claims, policies.type[policy])
    peril = peril.zip_with(pl.Series(~claims.is_storm), string_series(descriptions.STORM))
    first_name = relatives.names.gather(relatives.name[policy, -1])
    last_name = identities.last_name.gather(policies.customer[policy])
    relative = string_series(*numbers.INSURED_RELATIVES.names).gather(
        draw.categorical("insured", claims, numbers.INSURED_RELATIVES)
    )
    insured = join(", ", first_name, " ", last_name, ", a ", relative, " of the policyholder")
    insured = gather(insured, np.where(policies.insures_life[policy], np.arange(len(policy)), NONE))
    only_rejected = np.where(claims.status == REJECTED, 0, NONE)
    reason = join(". ", descriptions.REJECTION_REASONS.text(draw, "reason", claims, only_rejected))
    return join(peril, insured, reason, separator="")


@recipe(PolicyEvent, per_customer(0.298, 9.2, storylines=8))
def policy_event(
    policies: Policies, policy_events: PolicyEvents, staff: Staff, calendar: Calendar, draw: Draw
) -> Columns:
    policy = policy_events.policy
    return {
        "event_id": Integers(policy_events.key + 1),
        "policy_id": Text(policy_ids(policies.key).gather(policy)),
        "event_type": Coded(numbers.EVENT_TYPES, policy_events.type),
        "event_date": Days(policy_events.day),
        "description": Text(_event_descriptions(policies, policy_events, calendar, draw)),
        "performed_by": Text(employee_ids(staff, policy_events.performed_by)),
    }


def _event_descriptions(policies: Policies, policy_events: PolicyEvents, calendar: Calendar, draw: Draw) -> pl.Series:
    """Return what a modification changed, the last day that a renewal is for, and the text of any other event."""
    is_modification = policy_events.type == MODIFICATION
    text = gather(string_series(*descriptions.EVENTS), np.where(is_modification, NONE, policy_events.type))
    type_of_modified = np.where(is_modification, policies.type[policy_events.policy], NONE)
    change = descriptions.MODIFICATIONS.text(draw, "change", policy_events, type_of_modified)
    renewed_until = iso_dates(calendar.months_later(policy_events.day, 12) - 1, policy_events.type == RENEWAL)
    return join(text, change, renewed_until, separator=" ")
