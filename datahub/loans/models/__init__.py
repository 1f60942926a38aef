"""loans_db: loan applications, loans, repayment, collateral and credit scores."""

from datahub.loans.models.lending import Loan, LoanApplication, RepaymentSchedule
from datahub.loans.models.risk import Collateral, LoanGuarantor, RiskAssessment

__all__ = [
    "Collateral",
    "Loan",
    "LoanApplication",
    "LoanGuarantor",
    "RepaymentSchedule",
    "RiskAssessment",
]
