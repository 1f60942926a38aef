"""The views of loans_db: arrears, the loan book, vintages, and decisions on applications.

A balance sheet has a day. The views take the last day with an entry in loans_db, not the clock: a bank that was seeded
last month has not been in arrears since.
"""

from datahub.database_views import DatabaseView

VIEWS = (
    DatabaseView(
        name="loan_arrears",
        purpose="Loans in arrears, one row per loan; installments skipped in a restructuring do not count",
        columns={
            "loan_id": "Loan",
            "customer_id": "Borrower: accounts_db.customers.customer_id",
            "loan_type": "mortgage, personal, auto, business or education",
            "loan_status": "active, defaulted or restructured",
            "as_of_date": "Day of the figures: the last day with an entry in loans_db",
            "oldest_due_date": "Due date of the oldest unpaid installment",
            "days_past_due": "Days from oldest_due_date to as_of_date",
            "days_past_due_band": "1-30, 31-60, 61-90 or over 90 days past due",
            "installments_past_due": "Number of unpaid installments that were due before as_of_date",
            "amount_past_due": "Principal and interest of these installments, in USD",
            "outstanding_balance": "Principal not yet repaid, in USD",
        },
        query="""
            WITH books AS (
                SELECT greatest(
                           (SELECT max(payment_date) FROM public.repayment_schedule),
                           (SELECT max(application_date) FROM public.loan_applications),
                           (SELECT max(assessment_date) FROM public.risk_assessments)
                       ) AS as_of_date
            ),
            settled AS (
                SELECT loan.loan_id, max(installment.installment_number) AS last_settled
                FROM public.loans AS loan
                JOIN public.repayment_schedule AS first_installment
                    ON first_installment.loan_id = loan.loan_id AND first_installment.installment_number = 1
                JOIN public.repayment_schedule AS installment ON installment.loan_id = loan.loan_id
                WHERE installment.payment_date IS NOT NULL
                   OR loan.loan_status = 'restructured'
                      AND installment.total_amount = first_installment.total_amount
                GROUP BY loan.loan_id
            ),
            arrears AS (
                SELECT installment.loan_id,
                       min(installment.due_date) AS oldest_due_date,
                       count(*) AS installments_past_due,
                       sum(installment.total_amount)::numeric(18, 2) AS amount_past_due
                FROM public.repayment_schedule AS installment
                CROSS JOIN books
                LEFT JOIN settled ON settled.loan_id = installment.loan_id
                WHERE installment.payment_date IS NULL
                  AND installment.due_date < books.as_of_date
                  AND installment.installment_number > coalesce(settled.last_settled, 0)
                GROUP BY installment.loan_id
            )
            SELECT loan.loan_id,
                   loan.customer_id,
                   loan.loan_type,
                   loan.loan_status,
                   books.as_of_date,
                   arrears.oldest_due_date,
                   books.as_of_date - arrears.oldest_due_date AS days_past_due,
                   CASE WHEN books.as_of_date - arrears.oldest_due_date > 90 THEN 'over 90'
                        WHEN books.as_of_date - arrears.oldest_due_date > 60 THEN '61-90'
                        WHEN books.as_of_date - arrears.oldest_due_date > 30 THEN '31-60'
                        ELSE '1-30' END AS days_past_due_band,
                   arrears.installments_past_due,
                   arrears.amount_past_due,
                   loan.outstanding_balance
            FROM arrears
            JOIN public.loans AS loan ON loan.loan_id = arrears.loan_id
            CROSS JOIN books
        """,
    ),
    DatabaseView(
        name="arrears_by_days_past_due",
        purpose="The outstanding loan book by days past due, as a risk committee reads it; always five rows",
        columns={
            "days_past_due_band": "current, 1-30, 31-60, 61-90 or over 90 days past due",
            "loans": "Number of loans with an outstanding balance",
            "outstanding_balance": "Principal not yet repaid, in USD",
            "amount_past_due": "Principal and interest of the installments past due, in USD",
            "share_of_book": "Outstanding balance / that of all bands, a fraction; null if nothing is outstanding",
        },
        query="""
            WITH book AS (
                SELECT coalesce(arrears.days_past_due_band, 'current') AS days_past_due_band,
                       loan.outstanding_balance,
                       arrears.amount_past_due
                FROM public.loans AS loan
                LEFT JOIN analytics.loan_arrears AS arrears ON arrears.loan_id = loan.loan_id
                WHERE loan.outstanding_balance > 0
            )
            SELECT band.days_past_due_band,
                   count(book.outstanding_balance) AS loans,
                   coalesce(sum(book.outstanding_balance), 0)::numeric(18, 2) AS outstanding_balance,
                   coalesce(sum(book.amount_past_due), 0)::numeric(18, 2) AS amount_past_due,
                   (coalesce(sum(book.outstanding_balance), 0)
                       / nullif(sum(sum(book.outstanding_balance)) OVER (), 0))::numeric(18, 4) AS share_of_book
            FROM (VALUES (1, 'current'), (2, '1-30'), (3, '31-60'), (4, '61-90'), (5, 'over 90'))
                AS band (position, days_past_due_band)
            LEFT JOIN book ON book.days_past_due_band = band.days_past_due_band
            GROUP BY band.position, band.days_past_due_band
            ORDER BY band.position
        """,
    ),
    DatabaseView(
        name="loan_book_by_grade",
        purpose="Loans with an outstanding balance per credit grade and loan type",
        columns={
            "credit_grade": "Grade of the loan's latest assessment, best to worst: AAA, AA, A, BBB, BB, B, CCC, C",
            "loan_type": "mortgage, personal, auto, business or education",
            "loans": "Number of loans",
            "principal_amount": "Amounts disbursed, in USD",
            "outstanding_balance": "Principal not yet repaid, in USD",
            "average_interest_rate": "Mean annual rate as a fraction, weighted by the outstanding balance",
            "average_pd": "Mean probability of default within a year, 0-1, weighted by the outstanding balance",
            "defaulted_loans": "Number of these loans in default",
        },
        query="""
            WITH assessed AS (
                SELECT loan_id, assessment_date, assessment_id, credit_grade, pd_probability
                FROM public.risk_assessments
                WHERE loan_id IS NOT NULL
                UNION ALL
                SELECT loan.loan_id, assessment.assessment_date, assessment.assessment_id,
                       assessment.credit_grade, assessment.pd_probability
                FROM public.risk_assessments AS assessment
                JOIN public.loans AS loan ON loan.application_id = assessment.application_id
            ),
            latest AS (
                SELECT DISTINCT ON (loan_id) loan_id, credit_grade, pd_probability
                FROM assessed
                ORDER BY loan_id, assessment_date DESC, assessment_id DESC
            )
            SELECT latest.credit_grade,
                   loan.loan_type,
                   count(*) AS loans,
                   sum(loan.principal_amount)::numeric(18, 2) AS principal_amount,
                   sum(loan.outstanding_balance)::numeric(18, 2) AS outstanding_balance,
                   (sum(loan.interest_rate * loan.outstanding_balance) / nullif(sum(loan.outstanding_balance), 0))
                       ::numeric(18, 4) AS average_interest_rate,
                   (sum(latest.pd_probability * loan.outstanding_balance) / nullif(sum(loan.outstanding_balance), 0))
                       ::numeric(18, 4) AS average_pd,
                   count(*) FILTER (WHERE loan.loan_status = 'defaulted') AS defaulted_loans
            FROM public.loans AS loan
            LEFT JOIN latest ON latest.loan_id = loan.loan_id
            WHERE loan.outstanding_balance > 0
            GROUP BY latest.credit_grade, loan.loan_type
            ORDER BY array_position(ARRAY['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'CCC', 'C'], latest.credit_grade::text),
                     loan.loan_type
        """,
    ),
    DatabaseView(
        name="loan_vintages",
        purpose="What became of the loans of a quarter: one row per quarter of disbursement and loan type",
        columns={
            "quarter": "First day of the quarter of disbursement",
            "loan_type": "mortgage, personal, auto, business or education",
            "loans": "Number of loans disbursed",
            "principal_amount": "Amounts disbursed, in USD",
            "outstanding_balance": "Principal not yet repaid, in USD",
            "paid_off_loans": "Number of the loans that are paid off",
            "restructured_loans": "Number of the loans that were restructured",
            "defaulted_loans": "Number of the loans in default",
            "defaulted_balance": "Outstanding balance of the loans in default, in USD",
            "default_rate": "Defaulted loans / loans, a fraction",
        },
        query="""
            SELECT date_trunc('quarter', disbursement_date::timestamp)::date AS quarter,
                   loan_type,
                   count(*) AS loans,
                   sum(principal_amount)::numeric(18, 2) AS principal_amount,
                   coalesce(sum(outstanding_balance), 0)::numeric(18, 2) AS outstanding_balance,
                   count(*) FILTER (WHERE loan_status = 'paid_off') AS paid_off_loans,
                   count(*) FILTER (WHERE loan_status = 'restructured') AS restructured_loans,
                   count(*) FILTER (WHERE loan_status = 'defaulted') AS defaulted_loans,
                   coalesce(sum(outstanding_balance) FILTER (WHERE loan_status = 'defaulted'), 0)::numeric(18, 2)
                       AS defaulted_balance,
                   (count(*) FILTER (WHERE loan_status = 'defaulted')::numeric / count(*))::numeric(18, 4)
                       AS default_rate
            FROM public.loans
            GROUP BY quarter, loan_type
            ORDER BY quarter, loan_type
        """,
    ),
    DatabaseView(
        name="application_decisions",
        purpose="Loan applications and the decisions on them, per quarter of application and loan type",
        columns={
            "quarter": "First day of the quarter of application",
            "loan_type": "mortgage, personal, auto, business or education",
            "applications": "Number of applications",
            "approved": "Number of approved applications",
            "rejected": "Number of rejected applications",
            "withdrawn": "Number of applications that the customer withdrew",
            "pending": "Number of applications that await a decision",
            "approval_rate": "Approved / (approved + rejected), a fraction; null before the first decision",
            "requested_amount": "Amounts requested, in USD",
            "approved_amount": "Amounts approved, in USD",
            "average_days_to_decision": "Mean days from application to approval or rejection; null before the first",
        },
        query="""
            SELECT date_trunc('quarter', application_date::timestamp)::date AS quarter,
                   loan_type,
                   count(*) AS applications,
                   count(*) FILTER (WHERE status = 'approved') AS approved,
                   count(*) FILTER (WHERE status = 'rejected') AS rejected,
                   count(*) FILTER (WHERE status = 'withdrawn') AS withdrawn,
                   count(*) FILTER (WHERE status = 'pending') AS pending,
                   (count(*) FILTER (WHERE status = 'approved')::numeric
                       / nullif(count(*) FILTER (WHERE status IN ('approved', 'rejected')), 0))::numeric(18, 4)
                       AS approval_rate,
                   sum(requested_amount)::numeric(18, 2) AS requested_amount,
                   coalesce(sum(approved_amount), 0)::numeric(18, 2) AS approved_amount,
                   avg(decision_date - application_date)::numeric(9, 2) AS average_days_to_decision
            FROM public.loan_applications
            GROUP BY quarter, loan_type
            ORDER BY quarter, loan_type
        """,
    ),
)
"""In the order of creation: the second reads the first."""
