"""The customers who take part in each planted case and its innocent twin, decided from the customer number alone.

Each cell of customers is cut into case blocks of 50 neighboring customers; cell 0 is one case block. Every case block
holds one case and its innocent twin. The rows that they add to the ledger are planned by the compliance scenarios.
"""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.demographics import Demographics
from seeding.bank.compliance.case_numbers import TYPOLOGIES
from seeding.bank.storyline_codes import storyline_mask
from seeding.engine.arrays import NONE, BoolArray, Code, IntArray, Key, Ordinal, rank_within
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows

CUSTOMERS_PER_CASE = 50
"""The size of a case block: 1,200 customers then hold 24 cases, which lead to 20 to 25 reports."""

CASE_SIZES = {"structuring": (1, 1), "high_risk_wires": (1, 1), "fan_in": (5, 6), "fan_out": (5, 6), "cycle": (3, 6)}
"""The fewest and the most customers in a case of each typology; its twin has as many customers as the case."""

MIN_DAYS_SINCE_JOINING = 420
"""Participants joined at least this many days ago, so that their accounts have a history before the case."""

_CASES_PER_WINDOW = 20
"""Cases per window in which the shares of the typologies are kept."""
_CASES_OF_CELL = Room("cases of a cell", 1_000)


@dataclass(frozen=True)
class CaseAssignments(Rows):
    """The role of each customer of some complete cells in a planted case; `key` is the customer number.

    `case` is the key of the case, NONE for customers who take part in none; `typology` is a code in TYPOLOGIES.
    `position` counts a case's customers from 0, the subject; those of its twin follow and begin at `size`, the number
    of customers in the case. `reserved` also includes the customers of cases that the bank is too small for: attributes
    of a person must not depend on the size of the bank.
    """

    reserved: BoolArray
    case: Key
    typology: Code
    position: Ordinal
    size: IntArray

    @property
    def takes_part(self) -> BoolArray:
        """Whether each customer takes part in a case or a twin."""
        return self.case != NONE

    @property
    def subject(self) -> BoolArray:
        """Whether a case is about the customer, who is then the subject of its report."""
        return self.takes_part & (self.position == 0)


@node(stream="case assignments")
def case_assignments(demographics: Demographics, layout: Layout, draw: Draw) -> CaseAssignments:
    """Return the participants of the cases that fit into the bank, one row per customer of the block's cells."""
    case_of_customer = _case_keys(demographics)
    case, first_customer = np.unique(case_of_customer, return_index=True)
    cases = Rows(case, demographics.cell[first_customer])
    # The storylines of cell 0 already include a structuring ring, and a case of many customers would leave cell 0 with
    # too few people outside of storylines and cases.
    pinned = np.where(cases.cell == 0, TYPOLOGIES.code("high_risk_wires"), NONE)
    typology = draw.stratified_category("kind", cases.windows(_CASES_PER_WINDOW), TYPOLOGIES, pinned=pinned)
    fewest, most = np.array([CASE_SIZES[name] for name in TYPOLOGIES.names])[typology].T
    size = draw.integers("size", cases, fewest, most)
    eligible = (
        ~storyline_mask(demographics.key)
        & ~demographics.in_household
        & (demographics.joined <= layout.until - MIN_DAYS_SINCE_JOINING)
    )
    index = np.searchsorted(case, case_of_customer)
    position = _positions_by_hash(demographics, case_of_customer, eligible, draw)
    chosen = eligible & (position < 2 * size[index])
    last_customer = np.zeros(len(case), np.int64)
    np.maximum.at(last_customer, index[chosen], demographics.key[chosen])
    complete = np.bincount(index[chosen], minlength=len(case)) == 2 * size
    reserved = chosen & complete[index]
    takes_part = reserved & (last_customer <= layout.customers)[index]
    return CaseAssignments(
        key=demographics.key,
        cell=demographics.cell,
        reserved=reserved,
        case=np.where(takes_part, case[index], NONE),
        typology=np.where(takes_part, typology[index], NONE),
        position=np.where(takes_part, position, NONE),
        size=np.where(takes_part, size[index], 0),
    )


def _case_keys(demographics: Demographics) -> Key:
    """Return the key of the case of each customer's case block, in non-decreasing order."""
    case_block = np.where(demographics.cell == 0, 0, demographics.rank // CUSTOMERS_PER_CASE)
    return child_key(demographics.cell, case_block, _CASES_OF_CELL)


def _positions_by_hash(demographics: Demographics, case: Key, eligible: BoolArray, draw: Draw) -> Ordinal:
    """Return each customer's position, from 0, in its case block: eligible customers first, in the order of a hash."""
    order = np.lexsort((draw.bits("place", demographics.key), ~eligible, case))
    position = np.empty(len(demographics), np.int64)
    position[order] = rank_within(case)
    return position
