"""Everyday activity: what the holders of each type of account do, such as purchases, cash and transfers."""

import numpy as np

from seeding.bank.accounts import everyday_numbers as numbers
from seeding.bank.accounts import external_party_numbers as parties
from seeding.bank.accounts.account_type_definitions import Activity
from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.amounts import draw_amounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.external_parties import draw_external_parties
from seeding.bank.accounts.ledger_numbers import EVERYDAY_STREAM, NO_REFERENCE, POSTING_CODES, POSTING_KINDS
from seeding.bank.accounts.numbers import SEGMENTS
from seeding.bank.accounts.posting_times import LATEST_SECOND, Clock
from seeding.bank.accounts.postings import Postings, possible, posted
from seeding.engine.arrays import NONE, BoolArray, Code, FloatArray, Index, ordinals
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.node import node
from seeding.engine.rows import Rows, concat

SPENDING = np.array([numbers.SPENDING[name] for name in SEGMENTS])
"""What each segment spends, as a multiple of an activity's amounts."""
_ACTIVITIES_OF_ACCOUNT = Room("numbers of activities", 100)
_ROWS_OF_ACTIVITY = Room("rows of one activity on one account", 1_000)
_TICKETS = np.array([merchant.ticket for merchant in parties.MERCHANTS])


@node(stream=EVERYDAY_STREAM, order=100)
def everyday_activity(customers: Customers, accounts: Accounts, clock: Clock, draw: Draw) -> Postings:
    """Return the postings of every activity of every account type, and the fees for other banks' ATMs."""
    activity_level = draw.between("liveliness", accounts, numbers.ACTIVITY_LEVEL)
    activity_level[accounts.in_storyline] = numbers.STORYLINE_ACTIVITY_LEVEL
    segment = customers.segment[accounts.owner]
    corporate = customers.corporate[accounts.owner]
    parts = []
    for account_type, activity in ACCOUNT_TYPES.activities:
        active = accounts.in_use & (accounts.type == account_type) & (corporate == activity.corporate)
        account, rows = _occurrences(accounts, activity, active, activity_level, draw)
        parts.append(_post_activity(account, rows, activity, segment, clock, draw))
    booked = concat(parts)
    booked = booked.where(possible(booked, accounts))
    return concat((booked, _atm_fees(booked)))


def _occurrences(
    accounts: Accounts, activity: Activity, active: BoolArray, activity_level: FloatArray, draw: Draw
) -> tuple[Index, Rows]:
    """Return the account, by index, and the row of each time that an activity happens on the `active` accounts."""
    index = np.flatnonzero(active)
    rounding = draw.uniform(f"times/{activity.number}", accounts)[index]
    count = np.floor(np.round(activity.times * activity_level[index] + rounding, 9)).astype(np.int64)
    account = np.repeat(index, count)
    key = child_key(accounts.key[account], activity.number, _ACTIVITIES_OF_ACCOUNT)
    return account, Rows(child_key(key, ordinals(count), _ROWS_OF_ACTIVITY), accounts.cell[account])


def _post_activity(account: Index, rows: Rows, activity: Activity, segment: Code, clock: Clock, draw: Draw) -> Postings:
    """Return one posting per row of an activity; `segment` is the code of each account's owner."""
    kind = POSTING_KINDS[POSTING_CODES[activity.posting_kind]]
    reference = _references(kind.refers_to, rows, draw)
    if kind.refers_to == "merchant":
        factors, factor = np.outer(SPENDING, _TICKETS).ravel(), segment[account] * len(_TICKETS) + reference
    else:
        factors, factor = SPENDING, segment[account]
    amount = draw_amounts(draw, "amount", rows, activity.amount, factors, factor)
    day = clock.days(draw, "day", rows, kind.channel)
    second = np.minimum(clock.seconds(draw, "second", rows, kind.channel), LATEST_SECOND)
    booked = posted(account, day, second, -amount if kind.is_debit else amount, kind.name, reference)
    if kind.name == "atm_withdrawal":
        booked.kind[draw.uniform("other_atm", rows) < numbers.OTHER_ATM] = POSTING_CODES["other_atm_withdrawal"]
    return booked


def _atm_fees(booked: Postings) -> Postings:
    """Return the fee for each withdrawal at another bank's ATM, in the same second."""
    charged = booked.where(booked.kind == POSTING_CODES["other_atm_withdrawal"])
    return posted(charged.account, charged.day, charged.second, np.full(len(charged), -numbers.ATM_FEE), "atm_fee")


def _references(refers_to: str, rows: Rows, draw: Draw) -> Index:
    """Return an index of a merchant or a party outside per row, as the kind refers to one.

    Raises ValueError for what no everyday activity can refer to.
    """
    if refers_to == "merchant":
        return parties.MERCHANT_NAMES.pick(draw, "merchant", rows)
    if refers_to in ("person", "company"):
        return draw_external_parties(draw, "party", rows)
    if refers_to == "abroad":
        return draw.integers("party", rows, parties.HIGH_RISK_PARTIES, parties.PARTIES_ABROAD - 1)
    if refers_to == NO_REFERENCE:
        return np.full(len(rows), NONE)
    raise ValueError(f"an everyday activity cannot refer to {refers_to}")
