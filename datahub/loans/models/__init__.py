"""loans_db: applications, the loans that came of them, their repayment, security and risk."""

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
