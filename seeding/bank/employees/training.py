"""Which programs employees take, and how far they got."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.employees import development_numbers as numbers
from seeding.bank.employees.numbers import AML_PROGRAM, DEPARTMENTS, PROGRAMS, ROLES
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, BoolArray, FloatArray, IntArray, rank_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.columns import NO_NUMBER
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows, one_stratum

_AML = numbers.PROGRAM_CODE[AML_PROGRAM]
_COMPLIANCE = DEPARTMENTS.index("Compliance")
_MANAGERIAL = np.array([role.managerial for role in ROLES])
_HOURS = np.array([program.hours for program in PROGRAMS])
_FAN_OUT = 10


def _weights() -> FloatArray:
    """Return how likely each program is chosen in each department; two of them manage as well."""
    weights = np.full((len(DEPARTMENTS), len(PROGRAMS)), numbers.CHOSEN_BY_ALL)
    for department, programs in numbers.PROGRAMS_OF_DEPARTMENTS.items():
        chosen = [numbers.PROGRAM_CODE[name] for name in programs]
        weights[DEPARTMENTS.index(department), chosen] = numbers.CHOSEN_FOR_THE_JOB
    return weights


_WEIGHTS = _weights()
_OF_MANAGERS = np.array([numbers.PROGRAM_CODE[name] for name in numbers.PROGRAMS_OF_MANAGERS])


@dataclass(frozen=True)
class Training(Rows):
    """What the staff were trained in, in the order of enrolment; `key` is the employee number x 10 + a number from 1.

    `employee` is an index into the staff; `program` and `status` are places in PROGRAMS and TRAINING. `completed` is
    NO_DAY and `score` NO_NUMBER for what is not completed.
    """

    employee: IntArray
    program: IntArray
    status: IntArray
    enrolled: IntArray
    completed: IntArray
    score: IntArray


@node(stream="training")
def training(staff: Staff, plan: Plan, calendar: Calendar, draw: Draw) -> Training:
    """Train everybody in two to four programs that suit their department."""
    new = staff.hired > plan.last_day - numbers.NEW_DAYS
    employee, program = _taken(staff, new, draw)
    # Until they are put in the order of time, records are told apart by employee and program.
    rows = one_stratum(staff.key[employee] * len(PROGRAMS) + program)
    left = staff.terminated[employee]
    last = np.where(left == NO_DAY, plan.last_day, left - 1)
    status = _statuses(staff, employee, program, new[employee], rows, draw)
    enrolled, completed = _days(rows, staff.hired[employee], last, program, status, calendar, draw)
    score = draw.normal("score", rows, numbers.MEAN_SCORE, numbers.SCORE_DEVIATION, numbers.SCORES)
    passed = status == numbers.COMPLETED
    order = np.lexsort((program, enrolled, employee))
    return Training(
        key=staff.key[employee] * _FAN_OUT + rank_within(employee) + 1,
        cell=rows.cell,
        employee=employee,
        program=program[order],
        status=status[order],
        enrolled=enrolled[order],
        completed=np.where(passed, completed, NO_DAY)[order],
        score=np.where(passed, np.round(score).astype(np.int64), NO_NUMBER)[order],
    )


def _taken(staff: Staff, new: BoolArray, draw: Draw) -> tuple[IntArray, IntArray]:
    """Return employee and program of each record: a weighted choice without repetition, the fewest for newcomers.

    The programs with the largest u^(1/weight) are taken (Efraimidis and Spirakis, "Weighted random sampling with a
    reservoir", 2006).
    """
    people, programs = len(staff), len(PROGRAMS)
    weights = _WEIGHTS[staff.department]
    weights[np.ix_(_MANAGERIAL[staff.role], _OF_MANAGERS)] = numbers.CHOSEN_FOR_THE_JOB
    pairs = one_stratum((staff.key[:, None] * programs + np.arange(programs)).ravel())
    # Rounded: libraries differ in the last bits of a power.
    luck = np.round(draw.uniform("program", pairs).reshape(people, programs) ** (1 / weights), 9)
    luck[staff.department == _COMPLIANCE, _AML] = 2
    best = np.argsort(-luck, axis=1, kind="stable")
    pinned = np.where(new, 0, NONE)
    count = draw.stratified_category("programs", staff, numbers.PROGRAMS_TAKEN, pinned=pinned) + numbers.FEWEST_PROGRAMS
    employee = np.repeat(np.arange(people), count)
    return employee, best[employee, rank_within(employee)]


def _statuses(staff: Staff, employee: IntArray, program: IntArray, new: BoolArray, rows: Rows, draw: Draw) -> IntArray:
    """Return how far each record got: nobody completes anything at once, who left completed what they took.

    Compliance staff have completed the program against money laundering.
    """
    must = (staff.terminated[employee] != NO_DAY) | ((staff.department[employee] == _COMPLIANCE) & (program == _AML))
    pinned = np.where(new, numbers.ENROLLED, np.where(must, numbers.COMPLETED, NONE))
    return draw.stratified_category("status", rows, numbers.TRAINING, pinned=pinned)


def _days(
    rows: Rows,
    hired: IntArray,
    last: IntArray,
    program: IntArray,
    status: IntArray,
    calendar: Calendar,
    draw: Draw,
) -> tuple[IntArray, IntArray]:
    """Return the business days of enrolment and completion; the latter is right for what is completed."""
    takes = _HOURS[program] // numbers.HOURS_PER_DAY
    completed = draw.dates("completed", rows, np.minimum(hired + takes, last), last)
    begun = completed - takes - draw.integers("begun", rows, 0, numbers.COMPLETED_WITHIN_DAYS)
    recent = np.where(status == numbers.ENROLLED, numbers.ENROLLED_DAYS, numbers.IN_PROGRESS_DAYS)
    unfinished = draw.dates("enrolled", rows, np.maximum(hired, last - recent), last)
    enrolled = np.where(status == numbers.COMPLETED, begun, unfinished)
    # The day of hiring is a business day: the last one before a later day is no earlier.
    return calendar.last_business(np.maximum(enrolled, hired)), calendar.last_business(completed)
