"""Links between accounts: joint owners of a household, the owner's savings, beneficiaries and authorized users."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import numbers
from seeding.bank.accounts.accounts import CLOSED, Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.storyline_codes import storyline_codes
from seeding.engine.arrays import (
    NONE,
    BoolArray,
    Code,
    DayNumber,
    Index,
    Key,
    Ordinal,
    SecondOfDay,
    order_within,
    rank_within,
    run_lengths,
)
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows

LINK_TYPES = ("joint_owner", "linked_savings", "beneficiary", "authorized_user")
JOINT_OWNER, LINKED_SAVINGS, BENEFICIARY, AUTHORIZED_USER = range(len(LINK_TYPES))
_LINKS_OF_ACCOUNT = Room("links of a primary account", 2)
_MIN_ACCOUNTS_OF_CIRCLE = 5
"""In a smaller circle of accounts, the same pair could be linked twice."""


@dataclass(frozen=True)
class Relationships(Rows):
    """Links between accounts of a block; `key` is a child of the primary account's key.

    `primary` and `related` are indexes of accounts; `type` is a code in LINK_TYPES.
    """

    primary: Index
    related: Index
    type: Code
    day: DayNumber
    second: SecondOfDay


@node(stream="account relationships")
def relationships(customers: Customers, accounts: Accounts, layout: Layout, draw: Draw) -> Relationships:
    """Return the links: at most two per primary account, and no pair of accounts twice."""
    primary, related, link_type, ordinal = _chosen_links(customers, accounts, draw)
    order = np.lexsort((ordinal, primary))
    primary, related, link_type = primary[order], related[order], link_type[order]
    key = child_key(accounts.key[primary], ordinal[order], _LINKS_OF_ACCOUNT)
    rows = Rows(key, accounts.cell[primary])
    both_open = np.maximum(accounts.opened[primary], accounts.opened[related])
    latest = np.minimum(both_open + numbers.LINK_WITHIN_DAYS, layout.until)
    return Relationships(
        key=rows.key,
        cell=rows.cell,
        primary=primary,
        related=related,
        type=link_type,
        day=draw.dates("day", rows, both_open, latest),
        second=draw.integers("second", rows, *numbers.BRANCH_HOURS),
    )


def _chosen_links(customers: Customers, accounts: Accounts, draw: Draw) -> tuple[Index, Index, Code, Ordinal]:
    """Return the primary account, the related account, the type and the ordinal of each link, in no order."""
    is_open = accounts.status != CLOSED
    candidates = {
        JOINT_OWNER: _joint_accounts(customers, accounts, is_open),
        LINKED_SAVINGS: np.where(is_open, accounts.own_savings(), NONE),
    }
    everyone = np.ones(len(accounts), bool)
    preferred = {JOINT_OWNER: everyone, LINKED_SAVINGS: everyone}
    relatives = _accounts_of_relatives(customers, accounts, is_open, draw)
    others = _accounts_of_others(customers, accounts, is_open, draw)
    for link_type in (BENEFICIARY, AUTHORIZED_USER):
        names_other = draw.uniform(f"other/{LINK_TYPES[link_type]}", accounts) < numbers.UNRELATED
        preferred[link_type] = relatives[link_type] != NONE
        candidates[link_type] = np.where(preferred[link_type] & ~names_other, relatives[link_type], others[link_type])
    shares_account = storyline_codes(customers.key, lambda role: int(role.shares_account))[accounts.owner] == 1
    pinned = shares_account & (candidates[JOINT_OWNER] != NONE)
    count = np.zeros(len(accounts), np.int64)
    chosen = []
    for column, link_type, share, links_before in (
        ("joint", JOINT_OWNER, numbers.JOINT_OWNER, 0),
        ("linked", LINKED_SAVINGS, numbers.LINKED_SAVINGS, 0),
        ("user", AUTHORIZED_USER, numbers.AUTHORIZED_USER, 0),
        ("second_heir", BENEFICIARY, numbers.SECOND_BENEFICIARY, 1),
        ("heir", BENEFICIARY, numbers.FIRST_LINK, 0),
    ):
        eligible = (candidates[link_type] != NONE) & (count == links_before)
        must_link = pinned & (link_type == JOINT_OWNER)
        counted = count > 0 if share is numbers.FIRST_LINK else must_link
        # Owners with relatives first, and others only where a cell has too few.
        drawn = must_link
        for suffix, suitable in (("", eligible & preferred[link_type]), ("/other", eligible)):
            drawn = drawn | draw.stratified_sample(
                column + suffix,
                accounts,
                share,
                suitable & ~drawn,
                rounding="links",
                already_selected=counted | drawn,
            )
        primary = np.flatnonzero(drawn)
        related = candidates[link_type][primary]
        chosen.append((primary, related, np.full(len(primary), link_type), count[primary].copy()))
        count[primary] += 1
    primary, related, types, ordinal = (np.concatenate(parts) for parts in zip(*chosen, strict=True))
    return primary, related, types, ordinal


def _joint_accounts(customers: Customers, accounts: Accounts, is_open: BoolArray) -> Index:
    """Return for each account of a household the other adult's account that it can share; NONE where there is none.

    With accounts A1, A2 and B1, B2 the pairs are A1-B1, A2-B2, B1-A2 and B2-A1, so that no pair comes twice. A pair
    with a missing account is left out; only A2 pairs with B1 if there is no B2.
    """
    household = customers.household_id[accounts.owner]
    in_household = customers.in_household[accounts.owner] & is_open
    is_second_adult = customers.key[accounts.owner] != household

    def members(second_adult: bool, ordinal: int) -> BoolArray:
        return in_household & (is_second_adult == second_adult) & (accounts.ordinal == ordinal)

    a1, a2, b1, b2 = (members(adult, ordinal) for adult in (False, True) for ordinal in (0, 1))
    to_a1, to_a2, to_b1, to_b2 = (_matching(household, wanted) for wanted in (a1, a2, b1, b2))
    partner = np.full(len(accounts), NONE, np.int64)
    for mask, other in (
        (a1, to_b1),
        (a2, np.where(to_b2 != NONE, to_b2, to_b1)),
        (b1, np.where(to_b2 != NONE, to_a2, NONE)),
        (b2, to_a1),
    ):
        partner[mask] = other[mask]
    return partner


def _matching(household: Key, wanted: BoolArray) -> Index:
    """Return for each account the index of the `wanted` account of its household; NONE where there is none.

    `household` has the household of each account, in non-decreasing order.
    """
    wanted_index = np.flatnonzero(wanted)
    place = np.searchsorted(household[wanted_index], household)
    matches = place < len(wanted_index)
    matches[matches] = household[wanted_index[place[matches]]] == household[matches]
    index = np.full(len(household), NONE, np.int64)
    index[matches] = wanted_index[place[matches]]
    return index


def _accounts_of_relatives(
    customers: Customers, accounts: Accounts, is_open: BoolArray, draw: Draw
) -> dict[int, Index]:
    """Return for each open account that of a beneficiary and that of an authorized user in a related household.

    The households of a family are in the order of a hash: the beneficiary's account is the first of the next household
    that has one, the authorized user's that of the household after it. So no pair comes twice. The entry is NONE where
    there is none.
    """
    index = np.flatnonzero(is_open & ~customers.corporate[accounts.owner])
    household = customers.household_id[accounts.owner[index]]
    family, rank = customers.family_id[accounts.owner[index]], draw.bits("relatives", household)
    order = np.lexsort((index, household, rank, family))
    index, family = index[order], family[order]
    first, sizes = run_lengths(household[order])
    place = np.repeat(np.arange(len(first)), sizes)
    candidates = {}
    for step, link_type in ((1, BENEFICIARY), (2, AUTHORIZED_USER)):
        other = np.minimum(place + step, len(first) - 1)
        is_relative = (other == place + step) & (family[first[other]] == family)
        candidates[link_type] = np.full(len(accounts), NONE, np.int64)
        candidates[link_type][index[is_relative]] = index[first[other[is_relative]]]
    return candidates


def _accounts_of_others(customers: Customers, accounts: Accounts, is_open: BoolArray, draw: Draw) -> dict[int, Index]:
    """Return for each open account that of a beneficiary and that of an authorized user, of other families.

    The open accounts of a cell form a circle in the order of a hash: the beneficiary's is the next one, the authorized
    user's the one after that. So no pair comes twice. Where that account is of the same family, the entry is NONE.
    Companies have no beneficiaries.
    """
    index = np.flatnonzero(is_open)
    order = index[order_within(accounts.cell[index], draw.bits("circle", accounts.key[index]))]
    cell = accounts.cell[order]
    first, sizes = run_lengths(cell)
    size, base, rank = np.repeat(sizes, sizes), np.repeat(first, sizes), rank_within(cell)
    family = customers.family_id[accounts.owner]
    is_company = customers.corporate[accounts.owner]
    candidates = {}
    for step, link_type in ((1, BENEFICIARY), (2, AUTHORIZED_USER)):
        neighbor = order[base + (rank + step) % size] if len(order) else order
        suitable = (size >= _MIN_ACCOUNTS_OF_CIRCLE) & (family[neighbor] != family[order])
        if link_type == BENEFICIARY:
            suitable &= ~is_company[order] & ~is_company[neighbor]
        related = np.full(len(accounts), NONE, np.int64)
        related[order[suitable]] = neighbor[suitable]
        candidates[link_type] = related
    return candidates
