"""Tours of loans: the mortgage that defaults, the loan that is paid off early."""

from datahub.accounts.models import Account, Customer, Transaction
from datahub.customers.models import CustomerProfile, Interaction
from datahub.employees.models import Department, Employee
from datahub.insurance.models import Policy
from datahub.loans.models import Collateral, Loan, LoanApplication, LoanGuarantor, RepaymentSchedule, RiskAssessment
from seeding.tours.tour import Page, Stop, tour

_CUSTOMER = Page(Customer, "{customer}")
_LOAN = Page(Loan, "{loan}")

MORTGAGE_DEFAULT = tour(
    "mortgage-default",
    Stop(
        "It begins with an application, decided some days later.",
        LoanApplication,
        """
        SELECT application_id, loan_type, requested_amount, application_date, status, decision_date, approved_amount,
        officer_id
        FROM loan_applications
        WHERE customer_id = '{customer}'
        ORDER BY application_id
        """,
        Page(LoanApplication, "{application}"),
        keeps=("officer_id",),
    ),
    Stop(
        "The score on which it was decided.",
        RiskAssessment,
        """
        SELECT assessment_id, assessment_date, risk_score, credit_grade, pd_probability, assessed_by
        FROM risk_assessments
        WHERE application_id = '{application}'
        ORDER BY assessment_id
        """,
        Page(RiskAssessment, "{assessment_id}"),
        keeps=("assessment_id",),
    ),
    Stop(
        "The house is worth more than the loan.",
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
        "Somebody answers for a part of it.",
        LoanGuarantor,
        """
        SELECT guarantor_id, guarantor_name, relationship, guarantee_amount
        FROM loan_guarantors
        WHERE loan_id = '{loan}'
        ORDER BY guarantor_id
        """,
        Page(LoanGuarantor, "{guarantor_id}"),
        keeps=("guarantor_id",),
    ),
    Stop(
        "The mortgage in default: almost all of it is still owed.",
        Loan,
        """
        SELECT loan_id, loan_number, principal_amount, outstanding_balance, disbursement_date, loan_status,
        default_status, approved_by
        FROM loans
        WHERE loan_id = '{loan}'
        """,
        _LOAN,
        keeps=("loan_number", "approved_by"),
    ),
    Stop(
        "Above 100,000 two people decide: a loan officer, and somebody above.",
        Employee,
        """
        SELECT e.employee_id, e.first_name, e.last_name, e.role, d.department_id, d.department_name
        FROM employees AS e
        JOIN departments AS d ON d.department_name = e.department
        WHERE e.employee_id IN ('{officer_id}', '{approved_by}')
        ORDER BY e.employee_id DESC
        """,
        Page(Department, "{department_id}"),
        keeps=("department_id",),
    ),
    Stop(
        "The schedule tells when it stopped: the first instalments were paid, then none.",
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
        "The account tells the same: the money came and went to the seller, and as many instalments followed.",
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
        "And yet a salary comes in, and everyday life goes on.",
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
        "What customer relations see of it: contacts about something else.",
        Interaction,
        """
        SELECT interaction_id, interaction_type, channel, interaction_date::date AS day, outcome, notes
        FROM interactions
        WHERE customer_id = '{customer}'
        ORDER BY interaction_id
        """,
        _CUSTOMER,
    ),
)

EARLY_PAYOFF = tour(
    "early-payoff",
    Stop(
        "A personal loan over five years that is paid off already.",
        Loan,
        """
        SELECT loan_id, loan_number, principal_amount, interest_rate, term_months, disbursement_date, maturity_date,
        loan_status, outstanding_balance
        FROM loans
        WHERE loan_id = '{loan}'
        """,
        _LOAN,
        keeps=("loan_number",),
    ),
    Stop(
        "The first instalments were paid in their turn; all others on one day, before they were due.",
        RepaymentSchedule,
        """
        SELECT payment_date < due_date AS before_due, count(*) AS instalments, min(payment_date) AS first_paid,
        max(payment_date) AS last_paid, sum(principal_amount) AS principal, sum(interest_amount) AS interest
        FROM repayment_schedule
        WHERE loan_id = '{loan}'
        GROUP BY payment_date < due_date
        ORDER BY before_due
        """,
        _LOAN,
    ),
    Stop(
        "In the ledger the payoff is one debit: the principal of all those rows, for their interest is waived. The "
        "money for it came before.",
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
        "The car stays insured: this policy goes on by itself.",
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
        "A customer whom the bank would like to lend to again.",
        CustomerProfile,
        """
        SELECT customer_id, full_name, customer_segment, customer_status, risk_rating
        FROM customer_profiles
        WHERE customer_id = '{customer}'
        """,
        _CUSTOMER,
    ),
)
