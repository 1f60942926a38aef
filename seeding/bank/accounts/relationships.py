"""How accounts are linked: joint owners of a household, a customer's own pair, heirs and authorised users."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import numbers
from seeding.bank.accounts.accounts import CHECKING, CLOSED, SAVINGS, Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.storylines import storyline_codes
from seeding.engine.arrays import NONE, BoolArray, IntArray, rank_within, run_lengths
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

KINDS = ("joint_owner", "linked_savings", "beneficiary", "authorized_user")
JOINT, LINKED, BENEFICIARY, AUTHORISED = range(len(KINDS))


@dataclass(frozen=True)
class Relationships(Rows):
    """Links between accounts of a block, by index; `kind` is a place in KINDS.

    `key` is the primary's key x 2, plus 1 for its second link.
    """

    primary: IntArray
    related: IntArray
    kind: IntArray
    day: IntArray
    second: IntArray


@node(stream="account relationships")
def relationships(customers: Customers, accounts: Accounts, plan: Plan, draw: Draw) -> Relationships:
    """Link accounts: each at most twice as primary, no two accounts twice."""
    open_ = accounts.status != CLOSED
    candidates = (
        _joint_partners(customers, accounts, open_),
        _own_savings(accounts, open_),
        *_strangers(customers, accounts, open_, draw),
    )
    pinned = storyline_codes(customers.key, lambda role: int(role.shares_account))[accounts.owner] == 1
    pinned &= candidates[JOINT] != NONE
    count = np.zeros(len(accounts), np.int64)
    chosen = []
    for column, link, part, links_before in (
        ("joint", JOINT, numbers.JOINT_OWNER, 0),
        ("linked", LINKED, numbers.LINKED_SAVINGS, 0),
        ("user", AUTHORISED, numbers.AUTHORIZED_USER, 0),
        ("second_heir", BENEFICIARY, numbers.SECOND_BENEFICIARY, 1),
        ("heir", BENEFICIARY, numbers.FIRST_LINK, 0),
    ):
        eligible = (candidates[link] != NONE) & (count == links_before)
        must = pinned & (link == JOINT)
        counted = count > 0 if part is numbers.FIRST_LINK else must
        drawn = draw.stratified_sample(
            column, accounts, part, eligible & ~must, rounding="links", already_selected=counted
        )
        primary = np.flatnonzero(drawn | must)
        chosen.append((primary, candidates[link][primary], np.full(len(primary), link), count[primary].copy()))
        count[primary] += 1
    primary, related, kind, ordinal = (np.concatenate(parts) for parts in zip(*chosen, strict=True))
    order = np.lexsort((ordinal, primary))
    primary, related, kind = primary[order], related[order], kind[order]
    rows = Rows(accounts.key[primary] * 2 + ordinal[order], accounts.cell[primary])
    both_open = np.maximum(accounts.opened[primary], accounts.opened[related])
    latest = np.minimum(both_open + numbers.LINK_WITHIN_DAYS, plan.last_day)
    return Relationships(
        key=rows.key,
        cell=rows.cell,
        primary=primary,
        related=related,
        kind=kind,
        day=draw.dates("day", rows, both_open, latest),
        second=draw.integers("second", rows, *numbers.BRANCH_HOURS),
    )


def _joint_partners(customers: Customers, accounts: Accounts, open_: BoolArray) -> IntArray:
    """Return for each account of a household the other adult's account that it can share, no pair twice.

    With accounts A1, A2 and B1, B2 the pairs are A1-B1, A2-B2, B1-A2 and B2-A1; where one is missing its pairs are.
    """
    unit = customers.household_id[accounts.owner] * 2
    adult = (customers.key[accounts.owner] != customers.household_id[accounts.owner]).astype(np.int64)
    place = {}
    for who in (0, 1):
        for ordinal in (0, 1):
            at = np.full(len(accounts), NONE, np.int64)
            fits = customers.in_household[accounts.owner] & (adult == who) & (accounts.ordinal == ordinal) & open_
            found = np.searchsorted(unit[fits], unit)
            known = found < fits.sum()
            known[known] = unit[fits][found[known]] == unit[known]
            at[known] = np.flatnonzero(fits)[found[known]]
            place[who, ordinal] = at
    has_other = {who: place[who, 1] != NONE for who in (0, 1)}
    partner = np.full(len(accounts), NONE, np.int64)
    household = customers.in_household[accounts.owner] & open_
    for who, ordinal, other in (
        (0, 0, place[1, 0]),
        (0, 1, np.where(has_other[1], place[1, 1], place[1, 0])),
        (1, 0, np.where(has_other[1], place[0, 1], NONE)),
        (1, 1, place[0, 0]),
    ):
        here = household & (adult == who) & (accounts.ordinal == ordinal)
        partner[here] = other[here]
    return partner


def _own_savings(accounts: Accounts, open_: BoolArray) -> IntArray:
    """Return for each checking account its owner's savings account, where there is one."""
    partner = accounts.partner()
    eligible = (accounts.type == CHECKING) & (partner != NONE) & open_ & (accounts.type[partner] == SAVINGS)
    return np.where(eligible, partner, NONE)


def _strangers(customers: Customers, accounts: Accounts, open_: BoolArray, draw: Draw) -> tuple[IntArray, IntArray]:
    """Return for each open account the one of an heir and the one of an authorised user, people of other households.

    The cell's accounts stand in a circle in keyed order: an heir's is the next one, a user's the next but one. So no
    pair comes twice, and where the neighbour is of the same household the account names nobody.
    """
    heir, user = np.full(len(accounts), NONE, np.int64), np.full(len(accounts), NONE, np.int64)
    index = np.flatnonzero(open_)
    order = index[np.lexsort((draw.bits("circle", accounts.key[index]), accounts.cell[index]))]
    cell = accounts.cell[order]
    first, sizes = run_lengths(cell)
    size, base, rank = np.repeat(sizes, sizes), np.repeat(first, sizes), rank_within(cell)
    unit = customers.household_id[accounts.owner]
    for step, target in ((1, heir), (2, user)):
        neighbour = order[base + (rank + step) % size] if len(order) else order
        fits = (size > 4) & (unit[neighbour] != unit[order])
        target[order[fits]] = neighbour[fits]
    return heir, user
