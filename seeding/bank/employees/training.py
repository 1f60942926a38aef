"""The training of employees: their programs, and how far they got."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.employees import development_numbers as numbers
from seeding.bank.employees.numbers import DEPARTMENTS, ROLES
from seeding.bank.employees.staff import Staff
from seeding.bank.employees.training_program_numbers import AML_PROGRAM, PROGRAM_CODE, PROGRAMS, YEARLY
from seeding.engine.arrays import NONE, BoolArray, Code, DayNumber, FloatArray, Index, IntArray, rank_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.columns import NO_NUMBER
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows

_AML = PROGRAM_CODE[AML_PROGRAM]
_COMPLIANCE = DEPARTMENTS.index("Compliance")
_MANAGERIAL = np.array([role.managerial for role in ROLES])
_HOURS = np.array([program.hours for program in PROGRAMS])
_FOR_MANAGERS = np.array([program.for_managers for program in PROGRAMS])
_WEIGHTS = np.array([
    [
        numbers.CHOSEN_FOR_THE_JOB if department in program.departments else numbers.CHOSEN_BY_ALL
        for program in PROGRAMS
    ]
    for department in DEPARTMENTS
])  # fmt: skip
"""By department and program: how likely the program is chosen."""
_RECORDS_OF_EMPLOYEE = Room("training records of an employee", 10)
_NEVER = np.iinfo(np.int64).max
_PROGRAMS_OF_EMPLOYEE = Room("programs that an employee may take", len(PROGRAMS))


@dataclass(frozen=True)
class Training(Rows):
    """The training records of the staff, employee by employee in the order of enrollment.

    `employee` is an index into the staff; `program` and `status` are codes of PROGRAMS and TRAINING, `status` that of
    the last day of the history. The other arrays have a row per record and a column per round of its program, the
    latest first: yearly programs are taken again, other programs have one round, and rounds that do not exist are
    NO_DAY. `begun` is the day of the first lesson, `completed` the last day: NO_DAY, and `score` NO_NUMBER, where the
    last day of the history comes before.
    """

    employee: Index
    program: Code
    status: Code
    enrolled: DayNumber
    begun: DayNumber
    completed: DayNumber
    score: IntArray

    @property
    def first_enrolled(self) -> DayNumber:
        """The day from which each record exists."""
        return np.where(self.enrolled == NO_DAY, _NEVER, self.enrolled).min(axis=1)

    def rounds_on(self, as_of: AsOf) -> Index:
        """Return the place of the round that each record shows on a day.

        That is the latest one that is completed; before the first completion, and after the enrollment in a round that
        is not completed by the last day of the history, the one under way.
        """
        is_shown = as_of.has_come(self.completed)
        is_shown[:, 0] |= (self.completed[:, 0] == NO_DAY) & as_of.has_come(self.enrolled[:, 0])
        first = (self.enrolled != NO_DAY).sum(axis=1) - 1
        return np.where(is_shown.any(axis=1), is_shown.argmax(axis=1), first)


@node(stream="training")
def training(staff: Staff, layout: Layout, calendar: Calendar, draw: Draw) -> Training:
    """Return two to four programs for every employee: the yearly ones, and others that mostly suit the department."""
    is_new = staff.hired > layout.until - numbers.NEW_DAYS
    employee, program = _chosen_programs(staff, is_new, draw)
    # Before they are in order of time, records are identified by employee and program.
    rows = Rows(child_key(staff.key[employee], program, _PROGRAMS_OF_EMPLOYEE), staff.cell[employee])
    terminated = staff.terminated[employee]
    last = np.where(terminated == NO_DAY, layout.until, terminated - 1)
    status = _statuses(staff, employee, program, is_new[employee], rows, draw)
    hired = staff.hired[employee]
    enrolled, completed = _days(rows, hired, last, program, status, calendar, draw)
    enrolled, completed = _rounds(rows, hired, program, status, enrolled, completed, layout, calendar, draw)
    begun = _first_lessons(rows, program, status, enrolled, completed, last, draw)
    score = draw.normal("score", rows, numbers.MEAN_SCORE, numbers.SCORE_DEVIATION, numbers.SCORES)
    score = np.column_stack((score, *_earlier_scores(rows, enrolled.shape[1] - 1, draw)))
    order = np.lexsort((program, enrolled[:, 0], employee))
    return Training(
        key=child_key(staff.key[employee], rank_within(employee) + 1, _RECORDS_OF_EMPLOYEE),
        cell=rows.cell,
        employee=employee,
        program=program[order],
        status=status[order],
        enrolled=enrolled[order],
        begun=begun[order],
        completed=completed[order],
        score=np.where(completed != NO_DAY, np.round(score).astype(np.int64), NO_NUMBER)[order],
    )


def _chosen_programs(staff: Staff, is_new: BoolArray, draw: Draw) -> tuple[Index, Code]:
    """Return employee and program of each record: a weighted choice without repetition, the fewest for newcomers.

    The yearly programs come first.

    An employee takes the programs with the largest u^(1/weight) (Efraimidis and Spirakis, "Weighted random sampling
    with a reservoir", 2006).
    """
    employees, programs = len(staff), len(PROGRAMS)
    weights = _WEIGHTS[staff.department]
    weights[np.ix_(_MANAGERIAL[staff.role], _FOR_MANAGERS)] = numbers.CHOSEN_FOR_THE_JOB
    every_program = np.tile(np.arange(programs), employees)
    pair_key = child_key(np.repeat(staff.key, programs), every_program, _PROGRAMS_OF_EMPLOYEE)
    pairs = Rows(pair_key, np.repeat(staff.cell, programs))
    uniform: FloatArray = draw.uniform("program", pairs).reshape(employees, programs)
    # Rounded, because libraries differ in the last bits of a power.
    priority = np.round(uniform ** (1 / weights), 9)
    priority[:, list(YEARLY)] = 2
    by_priority = np.argsort(-priority, axis=1, kind="stable")
    pinned = np.where(is_new, 0, NONE)
    count = draw.stratified_category("programs", staff, numbers.PROGRAMS_TAKEN, pinned=pinned) + numbers.FEWEST_PROGRAMS
    employee = np.repeat(np.arange(employees), count)
    return employee, by_priority[employee, rank_within(employee)]


def _statuses(staff: Staff, employee: Index, program: Code, is_new: BoolArray, rows: Rows, draw: Draw) -> Code:
    """Return the status of each record, a code of TRAINING.

    Newcomers have completed nothing; employees who left have completed all their programs, and compliance staff the
    program against money laundering.
    """
    has_left = staff.terminated[employee] != NO_DAY
    is_required = (staff.department[employee] == _COMPLIANCE) & (program == _AML)
    pinned = np.where(is_new, numbers.ENROLLED, np.where(has_left | is_required, numbers.COMPLETED, NONE))
    return draw.stratified_category("status", rows, numbers.TRAINING, pinned=pinned)


def _days(
    rows: Rows,
    hired: DayNumber,
    last: DayNumber,
    program: Code,
    status: Code,
    calendar: Calendar,
    draw: Draw,
) -> tuple[DayNumber, DayNumber]:
    """Return the business days of enrollment and of completion; the second means nothing for unfinished programs."""
    work_days = _HOURS[program] // numbers.HOURS_PER_DAY
    is_yearly = np.isin(program, YEARLY)
    first = np.where(is_yearly, np.maximum(hired + work_days, last - numbers.RENEWED_DAYS), hired + work_days)
    completed = draw.dates("completed", rows, np.minimum(first, last), last)
    begun = completed - work_days - draw.integers("begun", rows, 0, numbers.COMPLETED_WITHIN_DAYS)
    most_days_ago = np.where(status == numbers.ENROLLED, numbers.ENROLLED_DAYS, numbers.IN_PROGRESS_DAYS)
    unfinished = draw.dates("enrolled", rows, np.maximum(hired, last - most_days_ago), last)
    enrolled = np.where(status == numbers.COMPLETED, begun, unfinished)
    # Employees are hired on business days, so that the last business day before a later day is no earlier.
    return calendar.last_business(np.maximum(enrolled, hired)), calendar.last_business(completed)


def _rounds(
    rows: Rows,
    hired: DayNumber,
    program: Code,
    status: Code,
    enrolled: DayNumber,
    completed: DayNumber,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> tuple[DayNumber, DayNumber]:
    """Return the days of enrollment and of completion of each record's rounds, given those of the latest one.

    There are as many rounds before as it takes to show one on the first day on which the bank is seen. The first one
    after hiring is soon enough. All take as long, so that they end as far apart as they begin.
    """
    count = -(-(layout.until - layout.start) // numbers.RENEWAL_DAYS) + 1
    work_days = _HOURS[program] // numbers.HOURS_PER_DAY
    length = work_days + draw.integers("length", rows, 0, numbers.COMPLETED_WITHIN_DAYS)
    # A round that is not completed has rounds before it as if it took that long.
    end = np.where(status == numbers.COMPLETED, completed, enrolled + length)
    earlier = numbers.RENEWAL_DAYS * (np.arange(count) + 1)
    begins, ends = calendar.last_business(enrolled[:, None] - earlier), calendar.last_business(end[:, None] - earlier)
    exists = np.isin(program, YEARLY)[:, None] & (begins >= hired[:, None])
    begins, ends = np.where(exists, begins, NO_DAY), np.where(exists, ends, NO_DAY)
    completed = np.where(status == numbers.COMPLETED, completed, NO_DAY)
    begins, ends = np.column_stack((enrolled, begins)), np.column_stack((completed, ends))
    place = exists.sum(axis=1)
    first = begins[np.arange(len(rows)), place]
    is_late = np.isin(program, YEARLY) & (place < count) & (first > hired + numbers.FIRST_ROUND_DAYS)
    late, place = np.flatnonzero(is_late), place[is_late] + 1
    begins[late, place] = hired[late]
    ends[late, place] = calendar.last_business(hired[late] + (end - enrolled)[late])
    return begins, ends


def _first_lessons(
    rows: Rows,
    program: Code,
    status: Code,
    enrolled: DayNumber,
    completed: DayNumber,
    last: DayNumber,
    draw: Draw,
) -> DayNumber:
    """Return the day of the first lesson of each round: after the enrollment, with time for its hours; else NO_DAY."""
    work_days = (_HOURS[program] // numbers.HOURS_PER_DAY)[:, None]
    latest = np.where(completed == NO_DAY, last[:, None], completed - work_days)
    earliest = np.where(enrolled == NO_DAY, latest, enrolled)
    part = draw.uniform("begun", rows)[:, None]
    begun = earliest + np.floor(np.round(part * (np.maximum(latest - earliest, 0) + 1), 9)).astype(np.int64)
    has_begun = enrolled != NO_DAY
    has_begun[:, 0] &= status != numbers.ENROLLED
    return np.where(has_begun, begun, NO_DAY)


def _earlier_scores(rows: Rows, count: int, draw: Draw) -> list[FloatArray]:
    """Return the score of each record in each round before the latest one."""
    return [
        draw.normal(f"score/{place}", rows, numbers.MEAN_SCORE, numbers.SCORE_DEVIATION, numbers.SCORES)
        for place in range(count)
    ]
