"""The reporting lines: the posts of managers that a staff needs, and the manager of each employee."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.employees import numbers
from seeding.bank.employees.numbers import ROLE_CODE, ROLES
from seeding.bank.employees.region_numbers import LED_BY_OPERATIONS
from seeding.engine.arrays import NONE, Code, DayNumber, Index, IntArray, rank_within, starts
from seeding.engine.regions import Region

HEAD = 0
"""The index of the head of a region's staff: the president in the first region, else a regional director."""
DEPARTMENT_CODE = {name: code for code, name in enumerate(numbers.DEPARTMENTS)}
RETAIL = DEPARTMENT_CODE["Retail Banking"]
_LED_BY_RETAIL = DEPARTMENT_CODE[numbers.LED_BY_RETAIL_BANKING]
_OPERATIONS, _LED_BY_OPERATIONS = DEPARTMENT_CODE["Operations"], DEPARTMENT_CODE[LED_BY_OPERATIONS]
_FOUNDERS = len(numbers.FOUNDING_ROLES)
_TEAMS = len(numbers.DEPARTMENTS)
"""Units are the departments by their code, then the teams of the branch managers."""
_MANAGERIAL = np.array([role.managerial for role in ROLES])
_DEPARTMENT_MANAGER, _BRANCH_MANAGER, _TEAM_LEADER = (
    ROLE_CODE[title] for title in (numbers.DEPARTMENT_MANAGER, numbers.BRANCH_MANAGER, numbers.TEAM_LEADER)
)
_MANAGED_FIRST = [DEPARTMENT_CODE[name] for name in numbers.MANAGED_FIRST]
_USUAL_DEPARTMENT = np.array([DEPARTMENT_CODE[role.departments[0]] for role in ROLES])
_MOST_LEVELS = 6


@dataclass(frozen=True)
class Posts:
    """The posts that managers and specialists share: the role and the department of each, and the `unit` it works in.

    A unit is a department, or beyond these the team of a branch manager. `branch_managers` is their number.
    """

    role: Code
    department: Code
    unit: Code
    branch_managers: int


def leaders_needed(members: int) -> int:
    """Return how many team leaders a unit with a number of members needs, so that nobody has more than MOST_REPORTS."""
    return max(0, -((numbers.MOST_REPORTS - members) // (numbers.MOST_REPORTS - 1)))


def posts(free: int, sizes: IntArray, region: Region) -> Posts:
    """Return `free` posts, for a staff of which `sizes` has the number of service staff and others by department.

    First come the managers of the first departments and the team leaders that their size needs, then a specialist of
    each kind, branch managers, managers of the other departments, and further specialists.
    """
    first, branches = numbers.FIRST_MANAGERS, len(numbers.BRANCHES)
    kinds = len(numbers.SPECIALISTS)
    leaders = [(code, leaders_needed(int(sizes[code]))) for code in _MANAGED_FIRST[:first] if code != RETAIL]
    spare = free - first - sum(count for _, count in leaders) - kinds
    branch_managers = int(np.clip(spare, 0, branches))
    branch_managers = max(0, min(branch_managers, spare - leaders_needed(branch_managers + 1)))
    most_of_branch = -(-branches // max(branch_managers, 1)) * -(-int(sizes[RETAIL]) // branches)
    of_branch = leaders_needed(min(int(sizes[RETAIL]), most_of_branch)) if branch_managers else 0
    leaders += [(_TEAMS + team, of_branch) for team in range(branch_managers)]
    leaders.append((RETAIL, leaders_needed(branch_managers + 1)))
    spare -= branch_managers + of_branch * branch_managers + leaders[-1][1]
    later = int(np.clip(spare, 0, len(_MANAGED_FIRST) - first))
    specialists_of_kind = -(-(kinds + max(0, spare - later)) // kinds)
    departments = [int(_USUAL_DEPARTMENT[code]) for code in numbers.SPECIALISTS]
    led_by_operations = int(region.is_complete)
    leaders += [
        (code, leaders_needed(specialists_of_kind + led_by_operations * (code == _OPERATIONS))) for code in departments
    ]
    ordered = [
        *((_DEPARTMENT_MANAGER, code, code) for code in _MANAGED_FIRST[: min(first, free)]),
        *((_TEAM_LEADER, min(unit, _TEAMS), unit) for unit, count in leaders for _ in range(count)),
        *((code, NONE, NONE) for code in numbers.SPECIALISTS),
        *((_BRANCH_MANAGER, RETAIL, RETAIL) for _ in range(branch_managers)),
        *((_DEPARTMENT_MANAGER, code, code) for code in _MANAGED_FIRST[first : first + later]),
    ][:free]
    further = np.array(numbers.SPECIALISTS)[np.arange(free - len(ordered)) % kinds]
    role, department, unit = np.array([*ordered, *((code, NONE, NONE) for code in further)], np.int64).reshape(-1, 3).T
    usual = _USUAL_DEPARTMENT[role]
    department = np.where(department == NONE, usual, np.where(department == _TEAMS, RETAIL, department))
    return Posts(role, department, np.where(unit == NONE, usual, unit), branch_managers)


def units(role: Code, department: Code, branch: Code, branch_managers: int) -> Code:
    """Return the unit of each employee who holds no post: the department, or in Retail Banking the branch's team."""
    if not branch_managers:
        return department
    at_counter = (department == RETAIL) & (role == ROLE_CODE[numbers.SERVICE])
    return np.where(at_counter, _TEAMS + branch.clip(0) % branch_managers, department)


def managers(role: Code, department: Code, unit: Code, hired: DayNumber, region: Region) -> Index:
    """Return the manager of each employee of a region, by index, NONE for the head of the region.

    A unit is a tree whose nodes have MOST_REPORTS children at most: its head, its leaders and its members, each in the
    order of their hire days. Where a unit has no head, its members report to the head of the region, and so do the
    managers of departments but one or two, and the founders of the bank.
    """
    head_of_unit = np.full(_TEAMS + len(numbers.BRANCHES), HEAD)
    is_head = role == _DEPARTMENT_MANAGER
    head_of_unit[department[is_head]] = np.flatnonzero(is_head)
    branch_managers = np.flatnonzero(role == _BRANCH_MANAGER)
    head_of_unit[_TEAMS + np.arange(len(branch_managers))] = branch_managers
    manager = np.full(len(role), HEAD)
    is_led_by_operations = region.is_complete & is_head & (department == _LED_BY_OPERATIONS)
    unit = np.where(is_led_by_operations, _OPERATIONS, unit)
    is_led = is_head & (department == _LED_BY_RETAIL)
    unit = np.where(is_led | ((unit == _LED_BY_RETAIL) & (head_of_unit[unit] == HEAD)), RETAIL, unit)
    in_tree = (head_of_unit[unit] != HEAD) & (~is_head | is_led | is_led_by_operations)
    in_tree[: _FOUNDERS if region.number == 0 else HEAD + 1] = False
    member = np.flatnonzero(in_tree)
    member = member[np.lexsort((hired[member], role[member] != _TEAM_LEADER, unit[member]))]
    above = rank_within(unit[member]) // numbers.MOST_REPORTS
    first_of_unit = np.zeros(len(head_of_unit), np.int64)
    first = starts(unit[member])
    first_of_unit[unit[member][first]] = first
    leader = member[first_of_unit[unit[member]] + above - 1] if len(member) else member
    manager[member] = np.where((above > 0) & _MANAGERIAL[role[leader]], leader, head_of_unit[unit[member]])
    manager[HEAD] = NONE
    return manager


def hired_before_reports(hired: DayNumber, manager: Index) -> DayNumber:
    """Return the hire days, of a manager no later than those of everybody below."""
    earliest = hired.copy()
    reports = np.flatnonzero(manager != NONE)
    for _ in range(_MOST_LEVELS):
        np.minimum.at(earliest, manager[reports], earliest[reports])
    return earliest
