"""The recipe of the audit trail."""

import numpy as np
import polars as pl

from datahub.compliance.models import AuditTrail
from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from seeding.bank.accounts.accounts import STATUSES as ACCOUNT_STATUSES
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.identities import Identities
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.ledger_numbers import POSTING_KINDS
from seeding.bank.accounts.numbers import CURRENCIES
from seeding.bank.accounts.phones import Phones, other_lines
from seeding.bank.accounts.recipes import customer_ids, transaction_ids
from seeding.bank.compliance import numbers
from seeding.bank.compliance.audit_entries import ACTIONS, CREATE, ENTITIES, TRANSACTION, UPDATE, AuditEntries
from seeding.bank.compliance.audit_entries import AuditTrail as Trail
from seeding.bank.compliance.size_numbers import ENTRIES
from seeding.bank.employees.recipes import employee_ids
from seeding.bank.employees.staff import Staff
from seeding.bank.insurance.policies import Policies
from seeding.bank.insurance.policy_states import PolicyStates
from seeding.bank.insurance.policy_terms import STATUSES as POLICY_STATUSES
from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.bank.insurance.premium_changes import PremiumChanges
from seeding.bank.insurance.recipes import policy_ids
from seeding.bank.loans import numbers as loan_numbers
from seeding.bank.loans.loan_states import LoanStates
from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.bank.loans.loans import Loans
from seeding.bank.loans.recipes import loan_ids
from seeding.engine.arrays import NONE, Code, Index
from seeding.engine.columns import Coded, Columns, Integers, Text, Timestamps
from seeding.engine.draw import Draw
from seeding.engine.expected import by_history, per_customer
from seeding.engine.layout import Layout
from seeding.engine.recipe import recipe
from seeding.engine.text import gather, join, padded, plain_amounts, string_series


@recipe(
    AuditTrail,
    by_history(ENTRIES.added_to(per_customer(5.19, 0.5, storylines=25)), per_customer(13.12, 3, storylines=600)),
    since="performed_at",
)
def audit_trail(
    customers: Customers,
    identities: Identities,
    phones: Phones,
    accounts: Accounts,
    ledger: Ledger,
    loans: Loans,
    loan_states: LoanStates,
    policies: Policies,
    policy_states: PolicyStates,
    premium_changes: PremiumChanges,
    trail: Trail,
    staff: Staff,
    layout: Layout,
    draw: Draw,
) -> Columns:
    """Write who did what to which row, with old and new values.

    Every status was active before its update, every phone number had another line, and premiums change at renewals.
    """
    entries = trail.entries
    booked = np.flatnonzero(ledger.processed_by != NONE)
    ids = [
        customer_ids(customers.key),
        accounts.ids,
        loan_ids(loans.key),
        policy_ids(policies.key),
        transaction_ids(accounts, ledger, booked),
    ]
    statuses = (accounts.status, loan_states.status, policy_states.status)
    after = _changing_values(identities.phone, *statuses)
    # A number that changed before the bank was first seen is in no other table on any day.
    never_seen = other_lines(identities.phone, customers, "old_line", draw)
    was_seen = pl.Series(phones.changed > layout.start)
    before = _changing_values(phones.former.zip_with(was_seen, never_seen), *map(np.zeros_like, statuses))
    row = _positions(entries, [len(part) for part in ids], booked)
    created = _created_values(identities, accounts, loans, policies, ledger, booked)
    old, new = _old_and_new(entries.action, row, created, before, after)
    is_price = pl.Series(entries.price != NONE)
    old, new = (
        gather(_json(premium_amount=plain_amounts(premium)), entries.price).zip_with(is_price, value)
        for premium, value in ((premium_changes.before, old), (premium_changes.after, new))
    )
    return {
        "audit_id": Integers(trail.key),
        "entity_type": Coded(ENTITIES, entries.entity),
        "entity_id": Text(gather(pl.concat(ids), row)),
        "action": Coded(ACTIONS, entries.action),
        "performed_by": Text(employee_ids(staff, entries.employee)),
        "performed_at": Timestamps(entries.day, entries.second),
        "old_value": Text(old),
        "new_value": Text(new),
        "ip_address": Text(gather(_workstation_addresses(staff), entries.employee)),
    }


def _created_values(
    identities: Identities, accounts: Accounts, loans: Loans, policies: Policies, ledger: Ledger, booked: Index
) -> list[pl.Series]:
    """Return the values with which rows were created, as JSON: customers, accounts, loans, policies, booked rows."""
    return [
        _json(first_name=_quoted(identities.first_name), last_name=_quoted(identities.last_name)),
        _json(
            account_type=_quoted_code(ACCOUNT_TYPES.names, accounts.type),
            currency=_quoted_code(CURRENCIES, accounts.currency),
        ),
        _json(loan_type=_quoted_code(LOAN_TYPES.names, loans.type), principal_amount=plain_amounts(loans.principal)),
        _json(
            policy_type=_quoted_code(POLICY_TYPES.names, policies.type),
            coverage_amount=plain_amounts(policies.coverage),
        ),
        _json(
            transaction_type=_quoted_code(tuple(kind.transaction_type for kind in POSTING_KINDS), ledger.kind[booked]),
            transaction_amount=plain_amounts(ledger.cents[booked]),
        ),
    ]


def _changing_values(phone: pl.Series, account_status: Code, loan_status: Code, policy_status: Code) -> list[pl.Series]:
    """Return the values of customers, accounts, loans and policies that may change, as JSON: one series per table."""
    return [
        _json(phone=_quoted(phone)),
        _json(account_status=_quoted_code(ACCOUNT_STATUSES, account_status)),
        _json(loan_status=_quoted_code(loan_numbers.LOAN_STATUSES, loan_status)),
        _json(policy_status=_quoted_code(POLICY_STATUSES, policy_status)),
    ]


def _old_and_new(
    action: Code, row: Index, created: list[pl.Series], before: list[pl.Series], after: list[pl.Series]
) -> tuple[pl.Series, pl.Series]:
    """Return the old and the new value of each entry: a creation has a new one, an update both, a view none.

    `row` is the entry's position in the tables laid end to end, as `_positions` returns it.
    """
    created_count, changing_count = sum(map(len, created)), sum(map(len, after))
    new = np.select([action == CREATE, action == UPDATE], [row, created_count + row], NONE)
    old = np.where(action == UPDATE, created_count + changing_count + row, NONE)
    texts = pl.concat((*created, *after, *before))
    return gather(texts, old), gather(texts, new)


def _positions(entries: AuditEntries, sizes: list[int], booked: Index) -> Index:
    """Return the position of each entry's row when the tables of ENTITIES, of these sizes, are laid end to end.

    Of the ledger, only the `booked` rows are there.
    """
    first = np.cumsum([0, *sizes[:-1]])
    index = np.where(entries.entity == TRANSACTION, np.searchsorted(booked, entries.index), entries.index)
    return first[entries.entity] + index


def _json(**values: pl.Series) -> pl.Series:
    """Return JSON objects; the values are JSON already."""
    parts = [part for name, value in values.items() for part in (f', "{name}": ', value)]
    return join("{" + str(parts[0])[2:], *parts[1:], "}")


def _quoted(text: pl.Series) -> pl.Series:
    return join('"', text, '"')


def _quoted_code(names: tuple[str, ...], codes: Code) -> pl.Series:
    return gather(string_series(*(f'"{name}"' for name in names)), codes)


def _workstation_addresses(staff: Staff) -> pl.Series:
    """Return the IP address of each employee's workstation."""
    subnet, host = np.divmod(staff.key - 1, numbers.WORKSTATIONS_PER_SUBNET)
    network, subnet = np.divmod(subnet, numbers.SUBNETS_PER_NETWORK)
    return join("10.", padded(20 + network, 1), ".", padded(subnet, 1), ".", padded(host + 1, 1))
