"""Terms about loans and credit risk."""

from seeding.catalog.glossary.term import GlossaryArea, Term

LENDING = GlossaryArea(
    "Lending",
    "Loans from application to payoff, and the risk that they are not repaid.",
    "Lending",
    (
        Term(
            "Loan application",
            "A customer's request for a loan, which the bank decides within thirty days.",
            ("loan_applications.application_id", "loans.application_id", "risk_assessments.application_id"),
            source="12 CFR 1002.9(a)",
        ),
        Term(
            "Requested amount",
            "The amount for which the customer applied.",
            ("loan_applications.requested_amount",),
        ),
        Term(
            "Approved amount",
            "The amount that the bank is ready to lend; at most the requested amount.",
            ("loan_applications.approved_amount",),
        ),
        Term(
            "Adverse action",
            "The refusal of an application. The applicant is told the principal reason.",
            ("loan_applications.rejection_reason", "loan_applications.status"),
            source="12 CFR 1002.9",
            synonyms=("Rejection",),
        ),
        Term(
            "Loan",
            "Money lent for a term at a fixed rate, which the borrower repays in equal monthly installments.",
            (
                "loans.loan_id", "repayment_schedule.loan_id", "collateral.loan_id", "loan_guarantors.loan_id",
                "risk_assessments.loan_id",
            ),
        ),
        Term(
            "Principal",
            "The amount that was disbursed, without interest.",
            ("loans.principal_amount", "repayment_schedule.principal_amount"),
        ),
        Term(
            "Interest rate",
            "The nominal annual rate of a loan, as a fraction of one. A month's interest is a twelfth of it on what is "
            "outstanding.",
            ("loans.interest_rate", "repayment_schedule.interest_amount"),
        ),
        Term(
            "Outstanding balance",
            "The principal that has not been repaid yet.",
            ("loans.outstanding_balance",),
            synonyms=("Exposure", "Unpaid principal balance"),
        ),
        Term(
            "Disbursement",
            "The payment of the loan to the borrower's account or, for a purchase, to the seller.",
            ("loans.disbursement_date",),
        ),
        Term(
            "Maturity",
            "The day on which the last installment is due.",
            ("loans.maturity_date", "loans.term_months"),
        ),
        Term(
            "Installment",
            "A monthly payment of interest on what is outstanding and of a part of the principal.",
            (
                "repayment_schedule.schedule_id", "repayment_schedule.installment_number",
                "repayment_schedule.total_amount", "repayment_schedule.due_date",
            ),
        ),
        Term(
            "Delinquency",
            "The state of an installment that was not paid when it was due. It is late when paid more than ten days "
            "past due, and missed when not paid at all.",
            ("repayment_schedule.payment_status", "repayment_schedule.payment_date"),
            synonyms=("Arrears", "Past due"),
        ),
        Term(
            "Default",
            "The state of a loan with an installment ninety days past due.",
            ("loans.default_status", "loans.loan_status"),
            source="Basel Framework, CRE36 (definition of default)",
        ),
        Term(
            "Restructuring",
            "A change of a loan's terms because the borrower had difficulty in paying; payments then resume.",
            ("loans.loan_status",),
            synonyms=("Forbearance", "Modification"),
        ),
        Term(
            "Credit score",
            "A number from 300 to 850 that ranks borrowers by the likelihood that they repay; the higher the better.",
            ("risk_assessments.risk_score",),
            source="15 U.S.C. 1681g(f)(2)(A)",
        ),
        Term(
            "Probability of default",
            "The probability that a borrower defaults within a year.",
            ("risk_assessments.pd_probability",),
            source="Basel Framework, CRE36",
            synonyms=("PD",),
        ),
        Term(
            "Credit grade",
            "A class of credit scores, from AAA (the best) to C.",
            ("risk_assessments.credit_grade",),
            synonyms=("Rating",),
        ),
        Term(
            "Collateral",
            "Property that the borrower pledges and the bank may sell if the loan is not repaid.",
            ("collateral.collateral_id", "collateral.collateral_type", "collateral.appraised_value"),
        ),
        Term(
            "Loan-to-value ratio",
            "The principal of a loan divided by the appraised value of its collateral.",
            ("collateral.ltv_ratio",),
            source="12 CFR 34, Subpart D",
            synonyms=("LTV",),
        ),
        Term(
            "Guarantor",
            "A person who promises to pay, up to an amount, what the borrower does not.",
            ("loan_guarantors.guarantor_id", "loan_guarantors.guarantee_amount"),
            synonyms=("Surety",),
        ),
    ),
)  # fmt: skip
