"""The tours of loans: the mortgage that defaults, and the loan that is paid off early."""

from datahub.accounts.models import Account, Customer, Transaction
from datahub.customers.models import CustomerProfile
from datahub.employees.models import Department, Employee
from datahub.insurance.models import Policy
from datahub.loans.models import Collateral, Loan, LoanApplication, LoanGuarantor, RepaymentSchedule, RiskAssessment
from seeding.tours.tour import Page, Stop, tour

_CUSTOMER = Page(Customer, "{customer}")
_LOAN = Page(Loan, "{loan}")

MORTGAGE_DEFAULT = tour(
    "mortgage-default",
    Stop(
        "The customer applied for a mortgage; the bank decided some days later. The income carries the installments: "
        "all debts together take at most 43 percent of it.",
        LoanApplication,
        """
        SELECT application_id, loan_type, requested_amount, annual_income, debt_to_income, application_date, status,
        decision_date, approved_amount, officer_id
        FROM loan_applications
        WHERE customer_id = '{customer}'
        ORDER BY application_id
        """,
        Page(LoanApplication, "{application}"),
        captures=("officer_id",),
    ),
    Stop(
        "The bank decided on the basis of this risk assessment.",
        RiskAssessment,
        """
        SELECT assessment_id, assessment_date, risk_score, credit_grade, pd_probability, assessed_by
        FROM risk_assessments
        WHERE application_id = '{application}'
        ORDER BY assessment_id
        """,
        Page(RiskAssessment, "{assessment_id}"),
        captures=("assessment_id",),
    ),
    Stop(
        "The collateral is a house that is worth more than the loan.",
        Collateral,
        """
        SELECT collateral_id, collateral_type, description, appraised_value, appraisal_date, ltv_ratio
        FROM collateral
        WHERE loan_id = '{loan}'
        ORDER BY collateral_id
        """,
        Page(Collateral, "{collateral}"),
    ),
    Stop(
        "A guarantor is liable for a part of the loan.",
        LoanGuarantor,
        """
        SELECT guarantor_id, guarantor_name, relationship, guarantee_amount
        FROM loan_guarantors
        WHERE loan_id = '{loan}'
        ORDER BY guarantor_id
        """,
        Page(LoanGuarantor, "{guarantor_id}"),
        captures=("guarantor_id",),
    ),
    Stop(
        "The mortgage is in default. Almost all of it is still outstanding.",
        Loan,
        """
        SELECT loan_id, loan_number, principal_amount, outstanding_balance, disbursement_date, loan_status,
        default_status, approved_by
        FROM loans
        WHERE loan_id = '{loan}'
        """,
        _LOAN,
        captures=("loan_number", "approved_by"),
    ),
    Stop(
        "Loans above 100,000 need two decisions: a loan officer's and a superior's.",
        Employee,
        """
        SELECT e.employee_id, e.first_name, e.last_name, e.role, d.department_id, d.department_name
        FROM employees AS e
        JOIN departments AS d ON d.department_name = e.department
        WHERE e.employee_id IN ('{officer_id}', '{approved_by}')
        ORDER BY length(e.employee_id) DESC, e.employee_id DESC
        """,
        Page(Department, "{department_id}"),
        captures=("department_id",),
    ),
    Stop(
        "The schedule shows when the payments stopped: the first installments are paid, the others are not.",
        RepaymentSchedule,
        """
        SELECT installment_number, due_date, total_amount, payment_status, payment_date
        FROM repayment_schedule
        WHERE loan_id = '{loan}'
        ORDER BY installment_number
        LIMIT 6
        """,
        _LOAN,
    ),
    Stop(
        "Soon after, the customer lost the job. The pay that comes now, from another employer, is less than half of "
        "what the application states.",
        Transaction,
        """
        SELECT transaction_id, transaction_date::date AS day, transaction_amount, description
        FROM transactions
        WHERE account_id = '{account}' AND transaction_type = 'salary'
        ORDER BY transaction_date DESC
        LIMIT 4
        """,
        Page(Account, "{account}", "statement"),
    ),
    Stop(
        "The ledger agrees: the bank paid out the money, it went to the seller, and the same number of installments "
        "followed.",
        Transaction,
        """
        SELECT transaction_id, transaction_date::date AS day, transaction_amount, balance_after, description
        FROM transactions
        WHERE account_id = '{account}' AND description LIKE '%{loan_number}%'
        ORDER BY transaction_id
        """,
        Page(Account, "{account}", "statement"),
    ),
    Stop(
        "The rest of the account looks normal: a salary comes in, and everyday spending goes on.",
        Transaction,
        """
        SELECT transaction_type, count(*) AS bookings, sum(transaction_amount) AS total
        FROM transactions
        WHERE account_id = '{account}' AND description NOT LIKE '%{loan_number}%'
        GROUP BY transaction_type
        ORDER BY transaction_type
        """,
        Page(Account, "{account}"),
    ),
    Stop(
        "The CRM database shows a regular customer: it records neither loans nor payments.",
        CustomerProfile,
        """
        SELECT customer_id, full_name, customer_segment, customer_status, kyc_status, risk_rating
        FROM customer_profiles
        WHERE customer_id = '{customer}'
        """,
        _CUSTOMER,
    ),
)

EARLY_PAYOFF = tour(
    "early-payoff",
    Stop(
        "A five-year personal loan that is already paid off.",
        Loan,
        """
        SELECT loan_id, loan_number, principal_amount, interest_rate, term_months, disbursement_date, maturity_date,
        loan_status, outstanding_balance
        FROM loans
        WHERE loan_id = '{loan}'
        """,
        _LOAN,
        captures=("loan_number",),
    ),
    Stop(
        "The first installments were paid when they were due. All others were paid on one day, before they were due.",
        RepaymentSchedule,
        """
        SELECT payment_date < due_date AS before_due, count(*) AS installments, min(payment_date) AS first_paid,
        max(payment_date) AS last_paid, sum(principal_amount) AS principal, sum(interest_amount) AS interest
        FROM repayment_schedule
        WHERE loan_id = '{loan}'
        GROUP BY payment_date < due_date
        ORDER BY before_due
        """,
        _LOAN,
    ),
    Stop(
        "In the ledger the payoff is one debit: the principal of all those rows, because their interest is waived. A "
        "transfer before it brought the money.",
        Transaction,
        """
        SELECT transaction_id, transaction_date::date AS day, transaction_type, transaction_amount, balance_after,
        description
        FROM transactions
        WHERE account_id = '{account}' AND description LIKE '%pay%off%{loan_number}'
        ORDER BY transaction_id
        """,
        Page(Account, "{account}", "statement"),
    ),
    Stop(
        "The customer also insures a car. The payoff does not change this policy.",
        Policy,
        """
        SELECT policy_id, policy_type, policy_status, coverage_amount, premium_amount, start_date, end_date
        FROM policies
        WHERE customer_id = '{customer}'
        ORDER BY policy_id
        """,
        Page(Policy, "{policy}"),
    ),
    Stop(
        "The borrower remains an active customer.",
        CustomerProfile,
        """
        SELECT customer_id, full_name, customer_segment, customer_status, risk_rating
        FROM customer_profiles
        WHERE customer_id = '{customer}'
        """,
        _CUSTOMER,
    ),
)
