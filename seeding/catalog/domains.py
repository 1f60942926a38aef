"""The domains of the bank, one per database, and the departments that own its tables."""

from dataclasses import dataclass

from seeding.bank.employees.numbers import DEPARTMENTS
from seeding.catalog.columns import table

ENGINEERS = "Information Technology"
"""The department that is the technical owner of every table."""


def _require_department(name: str) -> None:
    if name not in DEPARTMENTS:
        raise ValueError(f"the bank has no department {name}; it has {', '.join(DEPARTMENTS)}")


@dataclass(frozen=True)
class Domain:
    """A part of the bank's business: its database, what it covers, and the department that owns its data.

    Raises ValueError for a department that the bank does not have.
    """

    database: str
    name: str
    description: str
    owner: str

    def __post_init__(self) -> None:
        _require_department(self.owner)


DOMAINS = (
    Domain(
        "employees_db",
        "Human Resources",
        "The bank's staff: departments and budgets, careers and pay, training, reviews, and who looks after whom.",
        "Human Resources",
    ),
    Domain(
        "customer_db",
        "Customer Relations",
        "What the bank knows of its customers and hears from them: profiles, segments, contacts, complaints, surveys "
        "and campaigns.",
        "Customer Service",
    ),
    Domain(
        "accounts_db",
        "Core Banking",
        "Customers, deposit accounts and the ledger: the book of record that every other domain refers to.",
        "Retail Banking",
    ),
    Domain(
        "loans_db",
        "Lending",
        "Loans from application to payoff or default: decisions, schedules, collateral, guarantors and credit risk.",
        "Lending",
    ),
    Domain(
        "insurance_db",
        "Insurance",
        "Policies, premiums, beneficiaries and claims of the bank's insurance business.",
        "Insurance",
    ),
    Domain(
        "compliance_db",
        "Compliance",
        "Know your customer, the fight against money laundering, reports to the authorities and the audit trail.",
        "Compliance",
    ),
)

OTHER_OWNERS = {
    table("campaigns"): "Marketing",
    table("campaign_responses"): "Marketing",
    table("satisfaction_surveys"): "Marketing",
    table("transactions"): "Operations",
    table("account_relationships"): "Operations",
    table("repayment_schedule"): "Operations",
    table("premium_payments"): "Operations",
    table("risk_assessments"): "Risk Management",
    table("collateral"): "Risk Management",
    table("regulatory_reports"): "Finance",
    table("audit_trails"): "Internal Audit",
}
"""The tables that another department owns than their domain's."""

_DOMAIN_OF_DATABASE = {domain.database: domain for domain in DOMAINS}


def domain_of(database: str) -> Domain:
    """Return the domain of a database."""
    return _DOMAIN_OF_DATABASE[database]


def owner_of(database: str, name: str) -> str:
    """Return the department that owns a table or a view of a database."""
    return OTHER_OWNERS.get(name, domain_of(database).owner)


for _owner in (ENGINEERS, *OTHER_OWNERS.values()):
    _require_department(_owner)
