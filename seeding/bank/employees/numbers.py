"""The staff in numbers: roles, their shares and salaries, careers."""

from dataclasses import dataclass

from seeding.engine.shares import Range, Shares, part

PRESIDENT = "President"
DEPARTMENT_MANAGER = "Department Manager"
BRANCH_MANAGER = "Branch Manager"
SERVICE = "Customer Service Representative"
LOAN_OFFICER = "Loan Officer"
INSURANCE_AGENT = "Insurance Agent"
COMPLIANCE_OFFICER = "Compliance Officer"
RISK_ANALYST = "Risk Analyst"

FOUNDING_ROLES = (PRESIDENT, SERVICE, LOAN_OFFICER, INSURANCE_AGENT, COMPLIANCE_OFFICER)
"""Roles of EMP-00001 to EMP-00005, who joined before the first customer and are the same at every size."""


@dataclass(frozen=True)
class Role:
    """A job: where it can sit, and its yearly salary in whole USD from newcomer to veteran."""

    title: str
    departments: tuple[str, ...]
    salary: Range
    managerial: bool = False
    at_branch: bool = False


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

# Salaries lie around the medians of the U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics,
# May 2024: customer service representatives 42,830; loan officers 74,180; insurance sales agents 60,370; compliance
# officers 78,420; financial risk specialists 106,000; financial managers 161,700. The bands are the bank's own.
ROLES = (
    Role(PRESIDENT, ("Operations",), Range(290_000, 360_000), managerial=True),
    Role(DEPARTMENT_MANAGER, DEPARTMENTS, Range(125_000, 175_000), managerial=True),
    Role(BRANCH_MANAGER, ("Retail Banking",), Range(90_000, 124_000), managerial=True, at_branch=True),
    Role(SERVICE, ("Customer Service", "Retail Banking"), Range(36_000, 52_000), at_branch=True),
    Role(LOAN_OFFICER, ("Lending",), Range(56_000, 92_000), at_branch=True),
    Role(INSURANCE_AGENT, ("Insurance",), Range(46_000, 78_000), at_branch=True),
    Role(COMPLIANCE_OFFICER, ("Compliance",), Range(60_000, 98_000)),
    Role(RISK_ANALYST, ("Risk Management",), Range(72_000, 116_000)),
    Role("Operations Specialist", ("Operations",), Range(48_000, 76_000)),
    Role("Systems Engineer", ("Information Technology",), Range(82_000, 122_000)),
    Role("Financial Analyst", ("Finance",), Range(68_000, 108_000)),
    Role("HR Specialist", ("Human Resources",), Range(54_000, 84_000)),
    Role("Internal Auditor", ("Internal Audit",), Range(62_000, 98_000)),
    Role("Marketing Specialist", ("Marketing",), Range(50_000, 82_000)),
)

ROLE_CODE = {role.title: code for code, role in enumerate(ROLES)}
SPECIALISTS = tuple(ROLE_CODE[role.title] for role in ROLES[ROLE_CODE[RISK_ANALYST] :])

FAMILIES = Shares.of(service=0.40, lending=0.20, insurance=0.15, compliance=0.10, others=0.15)
FAMILY_ROLES = (SERVICE, LOAN_OFFICER, INSURANCE_AGENT, COMPLIANCE_OFFICER)
"""The role of each family but the last, which holds president, managers and specialists."""

MANAGERS_OF_OTHERS = 0.35
"""Part of the family `others`, the president apart, that manages a department while the bank is small."""

OTHERS_BEFORE_BRANCH_MANAGERS = 40
OTHERS_PER_BRANCH_MANAGER = 6
RETAIL_BANKING_SERVICE = part(0.25)
"""Part of the service representatives who work in Retail Banking and not in Customer Service."""

BRANCHES = tuple(f"BR{number:03}" for number in range(1, 19))

TERMINATED = part(0.05)
ON_LEAVE = part(0.02)
CAREER_YEARS = 10
PRESIDENT_HIRED_YEARS_AGO = Range(9.85, 9.97)
"""Before everybody else: all but the president report to somebody hired no later than they were."""
FOUNDERS_HIRED_YEARS_AGO = Range(7.2, 9.8)
"""Before the first customer, who joined seven years ago at the earliest."""
MANAGERS_HIRED_YEARS_AGO = Range(6, 9.5)
HIRED_YEARS_AGO = Range(0.02, 9.8)
SHORTEST_CAREER_DAYS = 60
"""Nobody leaves sooner after joining."""

SENIORITY_PART = 0.75
"""Part of a salary band that ten years of service are worth; the rest is personal."""

BUDGET_OVER_SALARIES = Range(1.15, 1.45)
"""A department's budget as a multiple of its active salaries: benefits, rooms, systems."""
SMALLEST_BUDGET = 120_000
"""USD a year that a department without staff still has."""


@dataclass(frozen=True)
class Program:
    """A training program."""

    name: str
    description: str
    hours: int
    certifies: bool = False

    def __post_init__(self) -> None:
        if not 2 <= self.hours <= 40:
            raise ValueError(f"{self.name} takes {self.hours} hours; programs take 2 to 40")


AML_PROGRAM = "Anti-Money Laundering Essentials"

PROGRAMS = (
    Program(AML_PROGRAM, "Recognising, documenting and reporting suspicious activity.", 16, certifies=True),
    Program("Know Your Customer Procedures", "Identifying customers and keeping their records current.", 8),
    Program("Sanctions and Watchlist Screening", "Reading screening results and clearing false matches.", 6),
    Program("Data Privacy and Information Security", "Handling personal data and spotting phishing.", 4),
    Program("Fair Lending and Consumer Protection", "Treating applicants equally and explaining decisions.", 8),
    Program("Code of Conduct and Ethics", "Gifts, conflicts of interest and how to raise a concern.", 2),
    Program("Deposit Products", "Checking, savings, money market accounts and certificates of deposit.", 6),
    Program("Mortgage Lending", "From application to closing: documents, appraisal and pricing.", 24, certifies=True),
    Program("Consumer and Auto Credit", "Affordability, scoring and collateral in consumer lending.", 16),
    Program(
        "Insurance Products and Licensing", "Life, property, vehicle, health and travel cover.", 40, certifies=True
    ),
    Program("Claims Handling", "Taking, assessing and settling claims fairly and fast.", 12),
    Program("Service Excellence", "Listening, solving and following up at the counter and on the phone.", 8),
    Program("Complaint Resolution", "Turning a complaint into an answer within the promised time.", 6),
    Program("Credit Risk Analysis", "Reading financial statements and estimating default.", 32, certifies=True),
    Program("Core Banking System", "Booking, searching and correcting in the core banking system.", 12),
    Program("Data Analysis with SQL", "Answering business questions from the bank's databases.", 20),
    Program("First Line Leadership", "Leading a small team: goals, feedback and coaching.", 24, certifies=True),
    Program("Leading Change", "Planning and explaining change, and keeping people on board.", 16),
)
CERTIFYING = 0.30
"""Part of the programs that certify."""
if abs(sum(program.certifies for program in PROGRAMS) - CERTIFYING * len(PROGRAMS)) >= 1:
    raise ValueError(f"{CERTIFYING:.0%} of the programs certify, to less than one program")
