"""The staff in numbers: roles, their shares and salaries, careers."""

from dataclasses import dataclass

from seeding.bank import places
from seeding.bank.products import require_same_names
from seeding.engine.shares import CategoryShares, Range, share_range

PRESIDENT = "President"
REGIONAL_DIRECTOR = "Regional Director"
DEPARTMENT_MANAGER = "Department Manager"
BRANCH_MANAGER = "Branch Manager"
TEAM_LEADER = "Team Leader"
SERVICE = "Customer Service Representative"
LOAN_OFFICER = "Loan Officer"
INSURANCE_AGENT = "Insurance Agent"
COMPLIANCE_OFFICER = "Compliance Officer"
RISK_ANALYST = "Risk Analyst"

FOUNDING_ROLES = (PRESIDENT, SERVICE, LOAN_OFFICER, INSURANCE_AGENT, COMPLIANCE_OFFICER)
"""Roles of EMP-00001 to EMP-00005, who were hired before the first customer joined and are the same at every size.

The staff of every later region begins with the same roles, led by a regional director instead of the president."""


DEPARTMENTS = (
    "Retail Banking",
    "Lending",
    "Insurance",
    "Compliance",
    "Operations",
    "Customer Service",
    "Risk Management",
    "Information Technology",
    "Human Resources",
    "Finance",
    "Internal Audit",
    "Marketing",
)

MANAGED_FIRST = (
    "Customer Service",
    "Lending",
    "Insurance",
    "Compliance",
    "Retail Banking",
    "Risk Management",
    "Operations",
    "Information Technology",
    "Finance",
    "Human Resources",
    "Internal Audit",
    "Marketing",
)
"""The order in which a growing bank gives its departments a manager."""

require_same_names("department with a manager", MANAGED_FIRST, "the departments", DEPARTMENTS)

FAMILIES = CategoryShares.of(service=0.40, lending=0.20, insurance=0.15, compliance=0.10, others=0.15)
"""Shares of the staff by family of roles."""
OTHERS = "others"
"""The family of president, managers and specialists."""


@dataclass(frozen=True)
class Role:
    """A job.

    `departments` are those it can belong to, the usual one first; `salary` runs from that of a new employee to that of
    a veteran, in USD a year. `family` is the group of roles whose share of the staff is fixed. A `specialist` shares
    the posts of the family `others` that no manager holds.

    Raises ValueError for a department or a family that does not exist.
    """

    title: str
    departments: tuple[str, ...]
    salary: Range
    family: str = OTHERS
    managerial: bool = False
    at_branch: bool = False
    specialist: bool = False

    def __post_init__(self) -> None:
        if not self.departments or not set(self.departments) <= set(DEPARTMENTS):
            raise ValueError(f"role {self.title}: departments must be among {', '.join(DEPARTMENTS)}")
        if self.family not in FAMILIES.names:
            raise ValueError(f"role {self.title}: family {self.family!r} is not one of {', '.join(FAMILIES.names)}")


# Salaries lie around the medians of the U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics,
# May 2024: customer service representatives 42,830; loan officers 74,180; insurance sales agents 60,370; compliance
# officers 78,420; financial risk specialists 106,000; financial managers 161,700. The ranges are the bank's own.
ROLES = (
    Role(PRESIDENT, ("Operations",), Range(290_000, 360_000), managerial=True),
    Role(DEPARTMENT_MANAGER, DEPARTMENTS, Range(125_000, 175_000), managerial=True),
    Role(BRANCH_MANAGER, ("Retail Banking",), Range(90_000, 124_000), managerial=True, at_branch=True),
    Role(TEAM_LEADER, DEPARTMENTS, Range(84_000, 122_000), managerial=True),
    Role(SERVICE, ("Customer Service", "Retail Banking"), Range(36_000, 52_000), "service", at_branch=True),
    Role(LOAN_OFFICER, ("Lending",), Range(56_000, 92_000), "lending", at_branch=True),
    Role(INSURANCE_AGENT, ("Insurance",), Range(46_000, 78_000), "insurance", at_branch=True),
    Role(COMPLIANCE_OFFICER, ("Compliance",), Range(60_000, 98_000), "compliance"),
    Role(RISK_ANALYST, ("Risk Management",), Range(72_000, 116_000), specialist=True),
    Role("Operations Specialist", ("Operations",), Range(48_000, 76_000), specialist=True),
    Role("Systems Engineer", ("Information Technology",), Range(82_000, 122_000), specialist=True),
    Role("Financial Analyst", ("Finance",), Range(68_000, 108_000), specialist=True),
    Role("HR Specialist", ("Human Resources",), Range(54_000, 84_000), specialist=True),
    Role("Internal Auditor", ("Internal Audit",), Range(62_000, 98_000), specialist=True),
    Role("Marketing Specialist", ("Marketing",), Range(50_000, 82_000), specialist=True),
    Role(REGIONAL_DIRECTOR, ("Operations",), Range(190_000, 250_000), managerial=True),
)

ROLE_CODE = {role.title: code for code, role in enumerate(ROLES)}
SPECIALISTS = tuple(ROLE_CODE[role.title] for role in ROLES if role.specialist)
"""The codes of specialists' roles."""
FAMILY_ROLES = {role.family: ROLE_CODE[role.title] for role in ROLES if role.family != OTHERS}
"""The code of the one role of each family except `others`."""

require_same_names("role", [role.title for role in ROLES], "the roles", ROLE_CODE)
require_same_names(
    "role of a family",
    [role.family for role in ROLES if role.family != OTHERS],
    "the families",
    [family for family in FAMILIES.names if family != OTHERS],
)
require_same_names(
    "founding role", FOUNDING_ROLES, "the roles", [title for title in ROLE_CODE if title in FOUNDING_ROLES]
)

MOST_REPORTS = 15
"""Most direct reports of anybody."""
FIRST_MANAGERS = 5
"""Departments, the first of MANAGED_FIRST, that have a manager before the family `others` has specialists."""
LED_BY_RETAIL_BANKING = "Marketing"
"""The department whose manager, or whose staff while it has none, reports to the manager of Retail Banking: the
president leads the founders and the other departments, 15 people in all."""
RETAIL_BANKING_SERVICE = share_range(0.25)
"""Share of the service representatives who work in Retail Banking instead of Customer Service."""

BRANCHES = tuple(places.BRANCHES)
"""The branches of the first region; every later one has as many in the same cities (see `region_numbers`)."""

AT_OWN_BRANCH = 0.85
"""Share of the bookings at counters by staff of the account's branch; visitors from other branches book the rest."""

TERMINATED = share_range(0.05)
"""Share of the staff who leave in half a year."""
ON_LEAVE = share_range(0.02)
"""Share of the staff on leave."""
LONGEST_LEAVE_DAYS = 84
"""Most days of a leave: the Family and Medical Leave Act gives twelve weeks (29 U.S.C. 2612(a)(1))."""
SHORTEST_LEAVE_DAYS = 42
"""Fewest days of a leave that has ended: the six weeks that usually follow a birth; an assumption."""
LEAVES_BEFORE = share_range(
    round(ON_LEAVE.high * 2 * LONGEST_LEAVE_DAYS / (SHORTEST_LEAVE_DAYS + LONGEST_LEAVE_DAYS), 9)
)
"""Share of the staff whose leave begins within LONGEST_LEAVE_DAYS: at any time, ON_LEAVE of the staff are then on
leave."""
CAREER_YEARS = 10
"""Years of service after which an employee is a veteran."""
PRESIDENT_HIRED_YEARS_AGO = Range(9.85, 9.97)
"""Before everybody else: nobody reports to a person who was hired later."""
FOUNDERS_HIRED_YEARS_AGO = Range(7.2, 9.8)
"""Before the first customers of storylines. Years of president and founders end on the first day on which the bank is
seen, those of everybody else on the last day of its history."""
MANAGERS_HIRED_YEARS_AGO = Range(9.8, 9.845)
"""Department managers, before everybody who reports to them."""
LEADERS_HIRED_YEARS_AGO = Range(3, 9.5)
"""Team leaders and branch managers, unless one of their reports was hired earlier; then on the same day."""
HIRED_YEARS_AGO = Range(0.02, 9.5)
TURNOVER = 0.10
"""Part of the staff that leaves in a year. Banks lose 8 to 14 % a year (Bureau of Labor Statistics, JOLTS, finance and
insurance, without layoffs at the end of a contract)."""
LEAVERS_KEPT_DAYS = 183
"""The personnel list keeps employees for half a year after they left: with TURNOVER they are 5 % of the list. Those
who leave after the bank was first seen stay on it."""
SHORTEST_CAREER_DAYS = 60
"""Fewest days from hiring to termination."""

SENIORITY_PART = 0.75
"""Part of a salary range that depends on years of service; the rest is personal."""

BUDGET_OVER_SALARIES = Range(1.15, 1.45)
"""A department's budget as a multiple of the salaries of its active employees: benefits, offices, systems."""
SMALLEST_BUDGET = 120_000
"""USD a year that even a department without employees has."""
