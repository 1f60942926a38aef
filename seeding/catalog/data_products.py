"""The bank's data products: tables that are offered together, and which of them come with a contract."""

from dataclasses import dataclass

from seeding.catalog.columns import table


@dataclass(frozen=True)
class DataProduct:
    """Tables that are used together; those under contract promise that their checks pass.

    Raises ValueError where a table under contract is not part of the product, and UnknownColumnError for a table that
    does not exist.
    """

    database: str
    name: str
    description: str
    tables: tuple[str, ...]
    contracts: tuple[str, ...]

    def __post_init__(self) -> None:
        for name in self.tables:
            table(name)
        if not set(self.contracts) <= set(self.tables):
            raise ValueError(f"{self.name}: a table under contract is not part of the product")


DATA_PRODUCTS = (
    DataProduct(
        "customer_db",
        "Customer Profile",
        "Who the customers are: one profile each, with segment, status, advisor and risk.",
        ("customer_profiles", "customers"),
        ("customer_profiles", "customers"),
    ),
    DataProduct(
        "customer_db",
        "Customer Contact",
        "What customers and the bank say to each other: contacts, complaints and surveys.",
        ("interactions", "complaints", "satisfaction_surveys"),
        ("interactions", "complaints"),
    ),
    DataProduct(
        "customer_db",
        "Campaign Results",
        "Marketing campaigns and how customers responded.",
        ("campaigns", "campaign_responses"),
        (),
    ),
    DataProduct(
        "accounts_db",
        "Deposit Ledger",
        "Accounts and every transaction on them; balances agree with the ledger to the cent.",
        ("accounts", "transactions", "account_relationships"),
        ("accounts", "transactions"),
    ),
    DataProduct(
        "loans_db",
        "Loan Book",
        "Loans with their applications and schedules; what is outstanding follows from what was paid.",
        ("loan_applications", "loans", "repayment_schedule"),
        ("loans", "repayment_schedule"),
    ),
    DataProduct(
        "loans_db",
        "Credit Risk",
        "Scores, collateral and guarantees behind the loan book.",
        ("risk_assessments", "collateral", "loan_guarantors"),
        ("risk_assessments",),
    ),
    DataProduct(
        "insurance_db",
        "Policies and Claims",
        "Policies, their premiums and events, and the claims on them: what a loss ratio needs.",
        ("policies", "premium_payments", "claims", "policy_events", "beneficiaries"),
        ("policies", "premium_payments", "claims"),
    ),
    DataProduct(
        "compliance_db",
        "Financial Crime Monitoring",
        "Rules and their violations, checks and reports of suspicious activity, know-your-customer records.",
        ("compliance_rules", "rule_violations", "aml_checks", "suspicious_activity_reports", "kyc_records"),
        ("kyc_records", "aml_checks", "suspicious_activity_reports"),
    ),
    DataProduct(
        "compliance_db",
        "Regulatory Evidence",
        "Reports to the regulator, and who changed what and when.",
        ("regulatory_reports", "audit_trails"),
        ("regulatory_reports", "audit_trails"),
    ),
    DataProduct(
        "employees_db",
        "Workforce",
        "Staff, departments and assignments, with training and reviews.",
        (
            "employees", "departments", "employee_assignments", "performance_reviews", "training_programs",
            "employee_training",
        ),
        ("employees", "departments"),
    ),
)  # fmt: skip
