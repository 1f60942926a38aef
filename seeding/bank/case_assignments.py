"""The layout of planted cases: who takes part in which, told from the customer number before anybody has a profile.

A cell of customers is cut into precincts of fifty, cell 0 is one; each holds one case and its innocent twin. The rows
that they add to the ledger are another life's matter.
"""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.demographics import Demographics
from seeding.bank.compliance.numbers import CASE_KINDS
from seeding.bank.storylines import storyline_members
from seeding.engine.arrays import NONE, BoolArray, IntArray, rank_within
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

PRECINCT = 50
"""Customers per case: with it, 1,200 customers hold 24 cases, the 20 to 25 reports that the bank writes."""

KINDS = CASE_KINDS

SIZES = {"structuring": (1, 1), "high_risk_wires": (1, 1), "fan_in": (5, 6), "fan_out": (5, 6), "cycle": (3, 6)}
"""Fewest and most customers in a case of each kind; the twin has as many."""

LONGEST_STANDING_DAYS = 420
"""Everybody in a case joined at least so long ago, so that there is a history before it."""

_DECK = 20
"""Cases per window in which the shares of the kinds are kept."""


@dataclass(frozen=True)
class CaseAssignments(Rows):
    """What each customer of some complete cells plays in a planted case.

    `case` numbers the cases of the whole bank and is NONE for everybody else; `kind` is a place in KINDS; `place`
    counts from 0, the subject, through the case's customers and on through its twin's, who begin at `size`.
    `laid_out` are also those whose case does not fit into the bank: what belongs to a person must not depend on that.
    """

    laid_out: BoolArray
    case: IntArray
    kind: IntArray
    place: IntArray
    size: IntArray

    @property
    def takes_part(self) -> BoolArray:
        """Who is in a case or a twin."""
        return self.case != NONE

    @property
    def subject(self) -> BoolArray:
        """Who a case is about: the customer of a report to come."""
        return self.takes_part & (self.place == 0)


@node(stream="case assignments")
def case_assignments(demographics: Demographics, plan: Plan, draw: Draw) -> CaseAssignments:
    """Lay out the cases of the block's cells that fit into the bank as a whole."""
    # Cell 0, which holds the storylines' ring already, is one precinct.
    precinct = demographics.cell * 1_000 + np.where(demographics.cell == 0, 0, demographics.rank // PRECINCT)
    number, first = np.unique(precinct, return_index=True)
    cases = Rows(number, demographics.cell[first])
    # The storylines of cell 0 hold a structuring ring already; a larger case would crowd out its ordinary people.
    pinned = np.where(cases.cell == 0, KINDS.code("high_risk_wires"), NONE)
    kind = draw.stratified_category("kind", cases.windows(_DECK), KINDS, pinned=pinned)
    low, high = np.array([SIZES[name] for name in KINDS.names])[kind].T
    size = draw.integers("size", cases, low, high)
    eligible = (
        ~storyline_members(demographics.key)
        & ~demographics.household
        & (demographics.joined <= plan.last_day - LONGEST_STANDING_DAYS)
    )
    index = np.searchsorted(number, precinct)
    place = _keyed_place(demographics, precinct, eligible, draw)
    within = eligible & (place < 2 * size[index])
    last = np.zeros(len(number), np.int64)
    np.maximum.at(last, index[within], demographics.key[within])
    filled = np.bincount(index[within], minlength=len(number)) == 2 * size
    laid_out = within & filled[index]
    plays = laid_out & (last <= plan.customers)[index]
    return CaseAssignments(
        key=demographics.key,
        cell=demographics.cell,
        laid_out=laid_out,
        case=np.where(plays, number[index], NONE),
        kind=np.where(plays, kind[index], NONE),
        place=np.where(plays, place, NONE),
        size=np.where(plays, size[index], 0),
    )


def _keyed_place(demographics: Demographics, precinct: IntArray, eligible: BoolArray, draw: Draw) -> IntArray:
    """Return each suitable customer's place when its precinct is sorted by hash."""
    order = np.lexsort((draw.bits("place", demographics.key), ~eligible, precinct))
    place = np.empty(len(demographics), np.int64)
    place[order] = rank_within(precinct)
    return place
