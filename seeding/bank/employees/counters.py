"""The staff at the counters on each day: the staff of the branch, and a visitor from another one."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from seeding.bank.employees import numbers
from seeding.bank.employees.numbers import BRANCHES, FOUNDING_ROLES, ROLE_CODE, SERVICE
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, BoolArray, Code, DayNumber, FloatArray, Index, IntArray
from seeding.engine.calendar import NO_DAY
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.node import node
from seeding.engine.rows import Rows, one_stratum

_FOUNDERS = len(FOUNDING_ROLES)
_BRANCHES_OF_DAY = Room("branches on a day", len(BRANCHES))
_DRAWS = 4
"""How often a member of the branch, who may have left, is drawn before somebody else stands in."""
_BITS_OF_DAY = 18
_DAY_OFFSET = 1 << (_BITS_OF_DAY - 1)
Count: TypeAlias = IntArray


@dataclass(frozen=True)
class Counters:
    """The service staff of each branch of a region in the order of their hire days, without the founder.

    `member` has indexes of the staff; those of branch b begin at `first[b]`. `hired` packs branch and hire day, in
    order, so that a search counts who was hired by a day. `left` is the last day of each member, far away for those
    who stay.
    """

    member: Index
    first: Index
    hired: IntArray
    left: DayNumber

    def hired_by(self, branch: Code, day: DayNumber) -> Count:
        """Return how many members of each row's branch were hired by the row's day."""
        return np.searchsorted(self.hired, _packed(branch, day), side="right") - self.first[branch]

    def serving(self, staff: Staff, draw: Draw, rows: Rows, branch: Code, day: DayNumber) -> Index:
        """Return an employee, by index into the staff, who serves at each row's branch on its day.

        A member of the branch in 85 % of rows. The others are served by the visitor of that day, whom another branch
        sends; it keeps at least one of its own. Nobody serves at two branches on a day, unless both have no staff.
        """
        employee = self._members(draw, rows, branch, day)
        wants_visitor = draw.uniform("visitor", rows) >= numbers.AT_OWN_BRANCH
        visitor = self._visitors(draw, branch, day)
        employee = np.where((visitor != NONE) & (wants_visitor | (employee == NONE)), visitor, employee)
        nobody = employee == NONE
        employee[nobody] = staff.serving(draw, "staff", rows.where(nobody), day[nobody], (SERVICE,))
        return employee

    def _members(self, draw: Draw, rows: Rows, branch: Code, day: DayNumber) -> Index:
        """Return a member of each row's branch who is there on its day, NONE where there is nobody."""
        count = self.hired_by(branch, day)
        away = _place_away(draw, branch, day, count)
        there = count - (count > 1)
        employee = np.full(len(rows), NONE)
        for attempt in range(_DRAWS):
            open_rows = np.flatnonzero((employee == NONE) & (there > 0))
            some = rows.take(open_rows)
            place = _place(draw.uniform(f"member/{attempt}", some), there[open_rows])
            place += (count[open_rows] > 1) & (place >= away[open_rows])
            employee[open_rows] = self._in_service(self.first[branch[open_rows]] + place, day[open_rows])
        return employee

    def _visitors(self, draw: Draw, branch: Code, day: DayNumber) -> Index:
        """Return who visits each row's branch on its day: every branch sends one employee to the same next branch."""
        if not len(self.member):
            return np.full(len(branch), NONE)
        shift = draw.integers("shift", one_stratum(day), 1, len(BRANCHES) - 1)
        home = (branch - shift) % len(BRANCHES)
        count = self.hired_by(home, day)
        place = np.minimum(self.first[home] + _place_away(draw, home, day, count), len(self.member) - 1)
        return np.where(count > 1, self._in_service(place, day), NONE)

    def _in_service(self, place: Index, day: DayNumber) -> Index:
        """Return the members at some places, NONE for those who have left by the day."""
        return np.where(self.left[place] > day, self.member[place], NONE)


@node(stream="counters")
def counters(staff: Staff) -> Counters:
    """Return the service staff of every branch of a region."""
    is_member: BoolArray = staff.role == ROLE_CODE[SERVICE]
    is_member[:_FOUNDERS] = False
    member = np.flatnonzero(is_member)
    member = member[np.lexsort((staff.hired[member], staff.branch[member]))]
    terminated = staff.terminated[member]
    return Counters(
        member=member,
        first=np.searchsorted(staff.branch[member], np.arange(len(BRANCHES))),
        hired=_packed(staff.branch[member], staff.hired[member]),
        left=np.where(terminated == NO_DAY, np.iinfo(np.int64).max, terminated),
    )


def _packed(branch: Code, day: DayNumber) -> IntArray:
    return (branch << _BITS_OF_DAY) | (day + _DAY_OFFSET)


def _place(uniform: FloatArray, count: Count) -> Index:
    return np.floor(np.round(uniform * count, 9)).astype(np.int64).clip(0, np.maximum(count - 1, 0))


def _place_away(draw: Draw, branch: Code, day: DayNumber, count: Count) -> Index:
    """Return the place, among the members of a branch, of the one who is sent to another branch on a day."""
    return _place(draw.uniform("away", one_stratum(child_key(day, branch, _BRANCHES_OF_DAY))), count)
