"""How the audit trail is written."""

import numpy as np
import polars as pl

from datahub.compliance.models import AuditTrail
from seeding.bank.accounts.identities import Identities
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.ledger_numbers import KINDS
from seeding.bank.accounts.lives import TYPES as ACCOUNT_TYPES
from seeding.bank.accounts.lives import Accounts, Customers
from seeding.bank.accounts.numbers import CURRENCIES
from seeding.bank.accounts.recipes import STATUSES as ACCOUNT_STATUSES
from seeding.bank.accounts.recipes import customer_ids, transaction_ids
from seeding.bank.compliance import numbers
from seeding.bank.compliance.audit import ACTIONS, CREATE, ENTITIES, TRANSACTION, UPDATE, AuditEntries, Trail
from seeding.bank.employees.recipes import employee_ids
from seeding.bank.employees.staff import Staff
from seeding.bank.insurance.policies import STATUSES as POLICY_STATUSES
from seeding.bank.insurance.policies import Policies
from seeding.bank.insurance.policy_states import PolicyStates
from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.bank.insurance.recipes import policy_ids
from seeding.bank.loans import numbers as loan_numbers
from seeding.bank.loans.loan_states import LoanStates
from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.bank.loans.loans import Loans
from seeding.bank.loans.recipes import loan_ids
from seeding.engine.arrays import NONE, IntArray
from seeding.engine.columns import Coded, Columns, Integers, Text, Timestamps
from seeding.engine.draw import Draw
from seeding.engine.expected import per_customer
from seeding.engine.recipe import recipe
from seeding.engine.text import gather, join, padded, plain_amounts, string_series

_LINES = 100
"""Telephone numbers end in one of so many lines."""


@recipe(AuditTrail, per_customer(5.33, 0.5, first=25))
def audit_trail(
    customers: Customers,
    identities: Identities,
    accounts: Accounts,
    ledger: Ledger,
    loans: Loans,
    loan_states: LoanStates,
    policies: Policies,
    policy_states: PolicyStates,
    trail: Trail,
    staff: Staff,
    draw: Draw,
) -> Columns:
    """Write who did what; statuses began as active, and telephone numbers as another line."""
    entries = trail.entries
    booked = np.flatnonzero(ledger.staff != NONE)
    names = [
        customer_ids(customers.key),
        accounts.ids,
        loan_ids(loans.key),
        policy_ids(policies.key),
        transaction_ids(accounts, ledger, booked),
    ]
    created = [
        _json(first_name=_quoted(identities.first_name), last_name=_quoted(identities.last_name)),
        _json(account_type=_word(ACCOUNT_TYPES, accounts.type), currency=_word(CURRENCIES, accounts.currency)),
        _json(loan_type=_word(LOAN_TYPES.names, loans.type), principal_amount=_amount(loans.principal)),
        _json(policy_type=_word(POLICY_TYPES.names, policies.type), coverage_amount=_amount(policies.coverage)),
        _json(
            transaction_type=_word(tuple(kind.type for kind in KINDS), ledger.kind[booked]),
            transaction_amount=_amount(ledger.cents[booked]),
        ),
    ]
    statuses = (accounts.status, loan_states.status, policy_states.status)
    changed = _changeable(identities.phone, *statuses)
    before = _changeable(_old_phones(identities, customers, draw), *map(np.zeros_like, statuses))
    place = _places(entries, [len(part) for part in names], booked)
    old, new = _told(entries.action, place, created, changed, before)
    return {
        "audit_id": Integers(trail.key),
        "entity_type": Coded(ENTITIES, entries.entity),
        "entity_id": Text(pl.concat(names).gather(place)),
        "action": Coded(ACTIONS, entries.action),
        "performed_by": Text(employee_ids(staff, entries.by)),
        "performed_at": Timestamps(entries.day, entries.second),
        "old_value": Text(old),
        "new_value": Text(new),
        "ip_address": Text(_addresses(staff).gather(entries.by)),
    }


def _changeable(phone: pl.Series, account: IntArray, loan: IntArray, policy: IntArray) -> list[pl.Series]:
    """Return what of customers, accounts, loans and policies may change: a number, and statuses by their codes."""
    return [
        _json(phone=_quoted(phone)),
        _json(account_status=_word(ACCOUNT_STATUSES, account)),
        _json(loan_status=_word(loan_numbers.LOAN_STATUSES, loan)),
        _json(policy_status=_word(POLICY_STATUSES, policy)),
    ]


def _told(
    action: IntArray, place: IntArray, created: list[pl.Series], changed: list[pl.Series], before: list[pl.Series]
) -> tuple[pl.Series, pl.Series]:
    """Return the old and the new values of entries: of a creation the new ones, of an update both, of a view none."""
    of_created, of_changed = sum(map(len, created)), sum(map(len, changed))
    new = np.select([action == CREATE, action == UPDATE], [place, of_created + place], NONE)
    old = np.where(action == UPDATE, of_created + of_changed + place, NONE)
    texts = pl.concat((*created, *changed, *before))
    return gather(texts, old), gather(texts, new)


def _places(entries: AuditEntries, sizes: list[int], booked: IntArray) -> IntArray:
    """Return the place of each entry's row when the tables are laid one behind the other."""
    first = np.cumsum([0, *sizes[:-1]])
    index = np.where(entries.entity == TRANSACTION, np.searchsorted(booked, entries.index), entries.index)
    return first[entries.entity] + index


def _json(**values: pl.Series) -> pl.Series:
    """Return JSON objects of values that are JSON already."""
    parts = [part for name, value in values.items() for part in (f', "{name}": ', value)]
    return join("{" + str(parts[0])[2:], *parts[1:], "}")


def _quoted(text: pl.Series) -> pl.Series:
    return join('"', text, '"')


def _word(words: tuple[str, ...], codes: IntArray) -> pl.Series:
    return string_series(*(f'"{word}"' for word in words)).gather(codes)


def _amount(cents: IntArray) -> pl.Series:
    return plain_amounts(cents)


def _old_phones(identities: Identities, customers: Customers, draw: Draw) -> pl.Series:
    """Return the number that each customer may have had before: another line of the same exchange."""
    line = identities.phone.str.slice(-2).cast(pl.Int64).to_numpy()
    other = (line + draw.integers("old_line", customers, 1, _LINES - 1)) % _LINES
    return join(identities.phone.str.head(-2), padded(other, 2))


def _addresses(staff: Staff) -> pl.Series:
    """Return the address of everybody's workstation."""
    subnet, host = np.divmod(staff.key - 1, numbers.WORKSTATIONS)
    return join("10.20.", padded(subnet, 1), ".", padded(host + 1, 1))
