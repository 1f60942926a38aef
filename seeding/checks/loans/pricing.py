"""Pricing: credit scores, and the interest rates that follow from them."""

from itertools import pairwise

import polars as pl

from datahub.loans.models import RiskAssessment
from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.bank.loans.numbers import ASSESSORS, GRADES, HIGHEST_SCORE
from seeding.checks.builders import figures_from, first_failing, violations_from, violations_in
from seeding.checks.check import Check, Figure, Severity
from seeding.checks.databases import EMPLOYEES_DB, LOANS_DB
from seeding.checks.enforcement import not_enforced
from seeding.checks.faults import fault, update_row
from seeding.checks.loans.market import priced_loans
from seeding.checks.reader import BankReader
from seeding.checks.staff_references import not_in_roles, staff_reference

_FALLS_BY = -0.7
"""Largest rank correlation of score and price within a loan type."""
_ENOUGH_LOANS = 12
"""Loans of a grade or of a type from which they are compared."""
_POINTS_APART = 30
"""Points by which rejected applicants score lower on average, at least."""

_ROWS = ", ".join(
    f"('{each.name}', {each.rates[0]}, {each.rates[1]}, {min(each.terms)}, {max(each.terms)})" for each in LOAN_TYPES
)
_BANDS = f"(VALUES {_ROWS}) band (loan_type, low, high, shortest, longest)"
"""Ranges by loan type: yearly rates in ten-thousandths, terms in months."""


def _priced(bank: BankReader) -> list[Figure]:
    """Return how prices (rates above the market's) rise with the grade and fall with the score.

    A price is relative to the range of the type and to the type's mean. Rates at an end of the range are left out:
    there, it is the range that decides.
    """
    above_market = (pl.col("rate") - pl.col("market")) / (pl.col("high") - pl.col("low"))
    loans = bank.cached(priced_loans).filter(pl.col("rate") > pl.col("low"), pl.col("rate") < pl.col("high"))
    loans = loans.with_columns(place=above_market - above_market.mean().over("loan_type"))
    small = not_enforced(bank)
    graded = loans.group_by("grade").agg(pl.col("place").mean(), pl.len()).filter(pl.col("len") >= _ENOUGH_LOANS)
    mean = {grade: (place, rows) for grade, place, rows in graded.iter_rows()}
    worst_first = [grade.name for grade in GRADES if grade.name in mean]
    steps = [
        Figure(
            f"mean relative price, {worse} above {better}",
            mean[worse][0] - mean[better][0],
            0,
            None,
            mean[worse][1] + mean[better][1],
            small,
        )
        for worse, better in pairwise(worst_first)
    ]
    ranked = loans.group_by("loan_type").agg(pl.corr("score", "place", method="spearman").alias("rank"), pl.len())
    return steps + [
        Figure(f"rank correlation of score and price, {kind}", rank, None, _FALLS_BY, rows, small)
        for kind, rank, rows in ranked.sort("loan_type").iter_rows()
        if rows >= _ENOUGH_LOANS
    ]


L12 = Check(
    "L12",
    "Rates and terms are within the range of the loan type, and rates rise as the grade worsens",
    (LOANS_DB,),
    first_failing(
        violations_in(
            LOANS_DB,
            f"""
            SELECT loan_id, loan_type, interest_rate, term_months, low, high, shortest, longest
            FROM loans JOIN {_BANDS} USING (loan_type)
            WHERE interest_rate * 10000 NOT BETWEEN low AND high OR term_months NOT BETWEEN shortest AND longest
            """,
        ),
        figures_from(_priced),
    ),
    fault(
        "interest rates turned upside down within their range",
        (
            LOANS_DB,
            f"""
            UPDATE loans SET interest_rate = (low + high) / 10000.0 - interest_rate
            FROM {_BANDS} WHERE band.loan_type = loans.loan_type RETURNING loan_id
            """,
        ),
    ),
    Severity.WARNING,
)

_ASSESSED = staff_reference(RiskAssessment, "assessed_by")


def _scored(bank: BankReader) -> list[Figure]:
    scores = dict(
        bank.frame(
            LOANS_DB,
            """
            SELECT status, avg(risk_score)::float8 AS score FROM loan_applications
            JOIN risk_assessments USING (application_id) GROUP BY status
            """,
        ).iter_rows()
    )
    apart = scores.get("rejected", 0) - scores.get("approved", 0)
    count = bank.value(LOANS_DB, "SELECT count(*) FROM loan_applications WHERE status IN ('approved', 'rejected')")
    name = "mean score of rejected applicants less that of approved ones"
    return [Figure(name, apart, None, -_POINTS_APART, count, not_enforced(bank))]


_ASSESSED_WITHIN_DAYS = 30
"""Most days from an application to its score, which is due by the decision; none waits on the last day of a history."""
_EQUALLY_LIKELY = 10
"""Points within which two scores may have the same probability of default, to four decimals."""
_GRADED = " ".join(f"WHEN risk_score >= {grade.lowest} THEN '{grade.name}'" for grade in reversed(GRADES))

L15 = Check(
    "L15",
    "Every application is scored once before its decision; grade and default probability follow the score",
    (LOANS_DB, EMPLOYEES_DB),
    first_failing(
        violations_in(
            LOANS_DB,
            f"""
            SELECT assessment_id, scored.application_id, loan_id, assessment_date, assessed_by, risk_score,
                   credit_grade, pd_probability, disbursement_date, loan_status
            FROM risk_assessments scored LEFT JOIN loans USING (loan_id)
            WHERE (scored.application_id IS NULL) = (loan_id IS NULL)
                  OR credit_grade IS DISTINCT FROM CASE {_GRADED} END
                  OR risk_score NOT BETWEEN {GRADES[0].lowest} AND {HIGHEST_SCORE}
                  OR assessed_by IS NULL OR pd_probability IS NULL OR pd_probability NOT BETWEEN 0.0001 AND 0.9999
                  OR loan_status <> 'active' OR assessment_date NOT BETWEEN disbursement_date + 1 AND %(as_of)s
            """,
        ),
        violations_in(
            LOANS_DB,
            f"""
            SELECT application.application_id, application_date, decision_date, array_agg(assessment_date) AS assessed
            FROM loan_applications application LEFT JOIN risk_assessments USING (application_id)
            GROUP BY application.application_id
            HAVING count(assessment_id) > 1 OR NOT bool_and(
                assessment_date BETWEEN application_date AND coalesce(decision_date, %(as_of)s))
                OR count(assessment_id) = 0 AND (
                    status <> 'pending' OR application_date < %(as_of)s::date - {_ASSESSED_WITHIN_DAYS}
                    OR %(as_of)s::date = %(until)s::date)
            """,
        ),
        violations_in(
            LOANS_DB,
            """
            SELECT loan_id, array_agg(assessment_date) AS assessed FROM risk_assessments
            WHERE loan_id IS NOT NULL GROUP BY loan_id HAVING count(*) > 1
            """,
        ),
        violations_in(
            LOANS_DB,
            f"""
            SELECT * FROM (
                SELECT risk_score, max(pd_probability) AS highest,
                       lag(min(pd_probability)) OVER scores AS of_score_below,
                       min(min(pd_probability)) OVER (
                           ORDER BY risk_score RANGE BETWEEN UNBOUNDED PRECEDING AND {_EQUALLY_LIKELY + 1} PRECEDING
                       ) AS of_scores_well_below
                FROM risk_assessments GROUP BY risk_score WINDOW scores AS (ORDER BY risk_score)
            ) scores
            WHERE highest > of_score_below OR highest >= of_scores_well_below
            """,
        ),
        violations_from(lambda bank: not_in_roles(bank, _ASSESSED, ASSESSORS, required=False)),
        figures_from(_scored),
    ),
    fault(
        "a score dated the day before the application",
        update_row(
            RiskAssessment,
            """assessment_date = (
                SELECT application_date - 1 FROM loan_applications application
                WHERE application.application_id = risk_assessments.application_id)""",
            "application_id IS NOT NULL",
        ),
    ),
    Severity.WARNING,
)
