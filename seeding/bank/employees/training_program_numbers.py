"""The training programs of the bank in numbers: their length, for whom they are, and which of them certify."""

from dataclasses import dataclass

from seeding.bank.employees.numbers import DEPARTMENTS
from seeding.bank.products import require_same_names


@dataclass(frozen=True)
class Program:
    """A training program: its name, description and length in hours, and whether it ends with a certificate.

    Employees of its `departments`, and managers if it is `for_managers`, choose it more often than others. Everybody
    takes a `yearly` program, once a year.

    Raises ValueError for a length outside 2 to 40 hours and for a department that does not exist.
    """

    name: str
    description: str
    hours: int
    departments: tuple[str, ...]
    for_managers: bool = False
    certifies: bool = False
    yearly: bool = False

    def __post_init__(self) -> None:
        if not 2 <= self.hours <= 40:
            raise ValueError(f"program {self.name}: {self.hours} hours are not between 2 and 40")
        if not set(self.departments) <= set(DEPARTMENTS):
            raise ValueError(f"program {self.name}: departments must be among {', '.join(DEPARTMENTS)}")


AML_PROGRAM = "Anti-Money Laundering Essentials"

PROGRAMS = (
    Program(
        AML_PROGRAM, "Recognizing and reporting suspicious activity; every employee, once a year.", 4,
        ("Compliance", "Finance", "Internal Audit"), certifies=True, yearly=True,
    ),
    Program(
        "Know Your Customer Procedures", "Identifying customers and keeping their records current.", 8,
        ("Compliance",),
    ),
    Program(
        "Sanctions and Watchlist Screening", "Reading screening results and clearing false matches.", 6,
        ("Compliance", "Internal Audit"),
    ),
    Program(
        "Data Privacy and Information Security", "Handling personal data and spotting phishing.", 4,
        ("Information Technology", "Human Resources", "Marketing"),
    ),
    Program(
        "Fair Lending and Consumer Protection", "Treating applicants equally and explaining decisions.", 8,
        ("Lending", "Risk Management"),
    ),
    Program(
        "Code of Conduct and Ethics", "Gifts, conflicts of interest, raising concerns; every employee, once a year.", 2,
        ("Human Resources",), yearly=True,
    ),
    Program(
        "Deposit Products", "Checking, savings, money market accounts and certificates of deposit.", 6,
        ("Retail Banking", "Customer Service", "Marketing"),
    ),
    Program(
        "Mortgage Lending", "From application to closing: documents, appraisal and pricing.", 24,
        ("Lending",), certifies=True,
    ),
    Program(
        "Consumer and Auto Credit", "Affordability, scoring and collateral in consumer lending.", 16,
        ("Lending",),
    ),
    Program(
        "Insurance Products and Licensing", "Life, property, vehicle, health and travel coverage.", 40,
        ("Insurance",), certifies=True,
    ),
    Program(
        "Claims Handling", "Taking, assessing and settling claims fairly and fast.", 12,
        ("Insurance",),
    ),
    Program(
        "Service Excellence", "Listening, solving and following up at the counter and on the phone.", 8,
        ("Retail Banking", "Insurance", "Customer Service"),
    ),
    Program(
        "Complaint Resolution", "Turning a complaint into an answer within the promised time.", 6,
        ("Retail Banking", "Customer Service"),
    ),
    Program(
        "Credit Risk Analysis", "Reading financial statements and estimating default.", 32,
        ("Risk Management", "Finance", "Internal Audit"), certifies=True,
    ),
    Program(
        "Core Banking System", "Posting, searching and correcting in the core banking system.", 12,
        ("Retail Banking", "Operations", "Customer Service"),
    ),
    Program(
        "Data Analysis with SQL", "Answering business questions from the bank's databases.", 20,
        ("Compliance", "Operations", "Risk Management", "Information Technology", "Finance", "Marketing"),
    ),
    Program(
        "First Line Leadership", "Leading a small team: goals, feedback and coaching.", 24,
        (), for_managers=True, certifies=True,
    ),
    Program(
        "Leading Change", "Planning and explaining change, and keeping people on board.", 16,
        ("Operations", "Information Technology", "Human Resources"), for_managers=True,
    ),
)  # fmt: skip
"""The programs against money laundering and on conduct are yearly: 31 U.S.C. 5318(h)(1)(C) asks for an ongoing employee
training program, and examiners (FFIEC BSA/AML Manual, Training) expect it to reach everybody."""
PROGRAM_CODE = {program.name: code for code, program in enumerate(PROGRAMS)}

require_same_names("training program", [program.name for program in PROGRAMS], "the programs", PROGRAM_CODE)
require_same_names(
    "department of a training program",
    sorted({department for program in PROGRAMS for department in program.departments}),
    "the departments",
    DEPARTMENTS,
)
YEARLY = tuple(code for code, program in enumerate(PROGRAMS) if program.yearly)
"""The codes of the yearly programs."""
CERTIFYING = 0.30
"""Part of the programs that certify."""
if abs(sum(program.certifies for program in PROGRAMS) - CERTIFYING * len(PROGRAMS)) >= 1:
    raise ValueError(f"{CERTIFYING:.0%} of the programs certify, to less than one program")
