"""How policies, beneficiaries, premiums, claims and events are written."""

import numpy as np
import polars as pl

from datahub.insurance.models import Beneficiary, Claim, Policy, PolicyEvent, PremiumPayment
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.identities import Identities
from seeding.bank.accounts.recipes import customer_ids
from seeding.bank.contact_details import email_addresses, phone_numbers
from seeding.bank.employees.recipes import employee_ids
from seeding.bank.employees.staff import Staff
from seeding.bank.insurance import numbers, texts
from seeding.bank.insurance.beneficiaries import Beneficiaries, Relatives
from seeding.bank.insurance.claims import ClaimNumbers, Claims
from seeding.bank.insurance.deaths import Terms
from seeding.bank.insurance.events import Events
from seeding.bank.insurance.numbers import LIFE, MODIFICATION, OTHER, REJECTED, RENEWAL, TYPES
from seeding.bank.insurance.policies import AUTO_DEBIT, METHODS, STATUSES, Policies, PolicyNumbers
from seeding.bank.insurance.premiums import STATUSES as PREMIUM_STATUSES
from seeding.bank.insurance.premiums import Premiums
from seeding.bank.vocabularies import EMAIL_DOMAINS, LAST_NAMES
from seeding.engine.arrays import NONE, IntArray, rank_within
from seeding.engine.calendar import Calendar
from seeding.engine.columns import Coded, Columns, Days, Integers, Money, Text, Timestamps
from seeding.engine.draw import Draw
from seeding.engine.expected import per_customer
from seeding.engine.recipe import recipe
from seeding.engine.text import gather, iso_dates, join, padded, string_series


def _numbered(prefix: str, keys: IntArray, *more: pl.Series | str) -> pl.Series:
    """Return keys that carry the customer, the policy's ordinal, and more."""
    return join(prefix, "-", padded(keys // 2, 8), "-", padded(keys % 2 + 1, 1), *more)


def policy_ids(keys: IntArray) -> pl.Series:
    """Return policies' keys, from their numbers."""
    return _numbered("POL", keys)


@recipe(Policy, per_customer(0.322, 0.4))
def policy(
    policies: Policies, policy_numbers: PolicyNumbers, terms: Terms, accounts: Accounts, staff: Staff
) -> Columns:
    return {
        "policy_id": Text(policy_ids(policies.key)),
        "policy_number": Text(policy_numbers.text),
        "customer_id": Text(customer_ids(policies.key // 2)),
        "policy_type": Coded(TYPES.names, policies.type),
        "policy_status": Coded(STATUSES, terms.status),
        "coverage_amount": Money(policies.cover),
        "premium_amount": Money(policies.premium),
        "premium_frequency": Coded(numbers.FREQUENCIES.names, policies.frequency),
        "start_date": Days(policies.start),
        "end_date": Days(policies.end),
        "linked_account_id": Text(gather(accounts.ids, policies.account)),
        "agent_id": Text(employee_ids(staff, policies.agent)),
        "created_at": Timestamps(policies.start, policies.start_at),
    }


@recipe(Beneficiary, per_customer(0.245, 0.8, first=3))
def beneficiary(
    policies: Policies, beneficiaries: Beneficiaries, relatives: Relatives, identities: Identities, draw: Draw
) -> Columns:
    first = relatives.names.gather(relatives.place[beneficiaries.policy, beneficiaries.ordinal])
    family = identities.last_name.gather(policies.owner[beneficiaries.policy])
    stranger = pl.Series(beneficiaries.relationship == OTHER)
    last = LAST_NAMES.text(draw, "last_name", beneficiaries).zip_with(stranger, family)
    mark = pl.Series(beneficiaries.key).cast(pl.String)
    email = email_addresses(first, last, mark, EMAIL_DOMAINS.text(draw, "domain", beneficiaries))
    calls = pl.Series(draw.uniform("calls", beneficiaries) < 0.5)
    return {
        "beneficiary_id": Integers(beneficiaries.key),
        "policy_id": Text(policy_ids(policies.key).gather(beneficiaries.policy)),
        "beneficiary_name": Text(join(first, " ", last)),
        "relationship": Coded(numbers.RELATIONSHIPS, beneficiaries.relationship),
        "percentage": Integers(beneficiaries.percentage),
        "contact_info": Text(phone_numbers(draw, beneficiaries).zip_with(calls, email)),
    }


@recipe(PremiumPayment, per_customer(2.15, 2.5, first=90))
def premium_payment(policies: Policies, premiums: Premiums, accounts: Accounts) -> Columns:
    at = premiums.policy
    nth = padded(rank_within(at) + 1, 3)
    method = policies.method[at]
    return {
        "payment_id": Text(_numbered("PAY", policies.key[at], "-", nth)),
        "policy_id": Text(policy_ids(policies.key).gather(at)),
        "payment_date": Days(premiums.day),
        "amount": Money(premiums.cents),
        "payment_method": Coded(METHODS, method),
        "from_account_id": Text(gather(accounts.ids, np.where(method == AUTO_DEBIT, policies.account[at], NONE))),
        "payment_status": Coded(PREMIUM_STATUSES, premiums.status),
    }


@recipe(Claim, per_customer(0.131, 2.5, first=15))
def claim(
    policies: Policies,
    claims: Claims,
    claim_numbers: ClaimNumbers,
    relatives: Relatives,
    identities: Identities,
    staff: Staff,
    draw: Draw,
) -> Columns:
    at = claims.policy
    kind = policies.type[at]
    return {
        "claim_id": Text(_numbered("CLM", policies.key[at], "-", padded(claims.ordinal, 1))),
        "policy_id": Text(policy_ids(policies.key).gather(at)),
        "claim_number": Text(claim_numbers.text),
        "claim_type": Coded(numbers.CLAIM_TYPES, kind),
        "claim_amount": Money(claims.claimed),
        "claim_date": Days(claims.day),
        "status": Coded(numbers.CLAIM_STATUSES, claims.status),
        "approved_amount": Money(claims.granted),
        "settlement_date": Days(claims.settled),
        "description": Text(_what_happened(policies, claims, relatives, identities, draw)),
        "processed_by": Text(employee_ids(staff, claims.staff)),
    }


def _what_happened(
    policies: Policies, claims: Claims, relatives: Relatives, identities: Identities, draw: Draw
) -> pl.Series:
    """Return what a claim says: after a death who the insured was, and why a claim was rejected."""
    at = claims.policy
    kind = policies.type[at]
    loss = texts.LOSSES.text(draw, "loss", claims, kind).zip_with(pl.Series(~claims.storm), string_series(texts.STORM))
    name = join(relatives.names.gather(relatives.place[at, -1]), " ", identities.last_name.gather(policies.owner[at]))
    relative = string_series(*numbers.RELATIVES_INSURED.names).gather(
        draw.categorical("insured", claims, numbers.RELATIVES_INSURED)
    )
    insured = join(", ", name, ", a ", relative, " of the policyholder")
    reason = join(". ", texts.REASONS.text(draw, "reason", claims, np.where(claims.status == REJECTED, 0, NONE)))
    return join(loss, gather(insured, np.where(kind == LIFE, np.arange(len(at)), NONE)), reason, separator="")


@recipe(PolicyEvent, per_customer(0.3, 2.0, first=8))
def policy_event(policies: Policies, events: Events, staff: Staff, calendar: Calendar, draw: Draw) -> Columns:
    at = events.policy
    until = calendar.months_later(events.day, 12) - 1
    change = texts.CHANGES.text(draw, "change", events, np.where(events.kind == MODIFICATION, policies.type[at], NONE))
    year = iso_dates(until, events.kind == RENEWAL)
    plain = np.where(events.kind == MODIFICATION, NONE, events.kind)
    return {
        "event_id": Integers(events.key + 1),
        "policy_id": Text(policy_ids(policies.key).gather(at)),
        "event_type": Coded(numbers.EVENTS, events.kind),
        "event_date": Days(events.day),
        "description": Text(join(gather(string_series(*texts.EVENT_TEXTS), plain), change, year, separator=" ")),
        "performed_by": Text(employee_ids(staff, events.staff)),
    }
