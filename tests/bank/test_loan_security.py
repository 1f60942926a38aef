"""What stands behind loans: collateral, guarantors, and the scores by which the bank watches them."""

import polars as pl
import pytest

from tests.bank.bank import Bank, nothing_in
from tests.bank.documented import SCALE_ONE
from tests.bank.lending import ASSESSORS, DB, not_in_service

COLLATERAL = {
    "mortgage": ("property", "real_estate"),
    "auto": ("vehicle",),
    "business": ("equipment", "inventory", "real_estate"),
    "personal": (),
    "education": (),
}
RELATIONSHIPS = ("spouse", "parent", "sibling", "business_partner", "friend")
BAND_OF_SCORE = """
    CASE WHEN risk_score >= 800 THEN 'AAA' WHEN risk_score >= 750 THEN 'AA' WHEN risk_score >= 700 THEN 'A'
         WHEN risk_score >= 650 THEN 'BBB' WHEN risk_score >= 600 THEN 'BB' WHEN risk_score >= 550 THEN 'B'
         WHEN risk_score >= 500 THEN 'CCC' ELSE 'C' END
"""
ASSESSED = """
    FROM risk_assessments scored
         LEFT JOIN loan_applications asked USING (application_id) LEFT JOIN loans USING (loan_id)
"""


@pytest.mark.parametrize("kind", COLLATERAL)
def test_collateral_fits_the_type_of_the_loan(bank: Bank, kind: str) -> None:
    """L13: none for personal and education loans."""
    bank.finds_none(
        DB,
        """
        SELECT * FROM collateral JOIN loans USING (loan_id)
        WHERE loan_type = %s AND (NOT collateral_type = ANY(%s) OR coalesce(collateral.description, '') = '')
        """,
        [kind, list(COLLATERAL[kind])],
    )


def test_a_loan_has_one_piece_of_collateral_at_most(bank: Bank) -> None:
    bank.finds_none(DB, "SELECT loan_id FROM collateral GROUP BY 1 HAVING count(*) > 1")


def test_the_ratio_of_loan_to_value_is_rounded_half_up_to_four_places(bank: Bank) -> None:
    """L13: between 0.66 and 0.92, so that the value is 110 to 150 % of the principal."""
    bank.finds_none(
        DB,
        """
        SELECT collateral.*, principal_amount FROM collateral JOIN loans USING (loan_id)
        WHERE ltv_ratio IS DISTINCT FROM round(principal_amount / appraised_value, 4)
              OR ltv_ratio NOT BETWEEN 0.66 AND 0.92
              OR appraised_value NOT BETWEEN 1.1 * principal_amount AND 1.5 * principal_amount
        """,
    )


def test_collateral_is_appraised_in_the_half_year_before_the_loan_is_disbursed(bank: Bank) -> None:
    """L13."""
    bank.finds_none(
        DB,
        """
        SELECT collateral.*, disbursement_date FROM collateral JOIN loans USING (loan_id)
        WHERE appraisal_date IS NULL OR disbursement_date - appraisal_date NOT BETWEEN 0 AND 180
        """,
    )


def test_guarantors_together_answer_for_the_principal_at_most(bank: Bank) -> None:
    """L14: one or two of them, each for something."""
    bank.finds_none(
        DB,
        """
        SELECT loan_id, loans.principal_amount, sum(guarantee_amount), count(*)
        FROM loan_guarantors JOIN loans USING (loan_id) GROUP BY 1, 2
        HAVING sum(guarantee_amount) > loans.principal_amount OR count(*) > 2 OR min(guarantee_amount) <= 0
               OR bool_or(guarantee_amount IS NULL)
        """,
    )


def test_nobody_guarantees_their_own_loan(bank: Bank) -> None:
    """L14."""
    loans = bank.table("loans").join(bank.table("customers"), on="customer_id")
    named = bank.table("loan_guarantors").join(loans, on="loan_id")
    nothing_in(named.filter(pl.col("guarantor_name") == pl.concat_str("first_name", pl.lit(" "), "last_name")))


def test_a_loans_two_guarantors_are_two_people_and_not_both_the_spouse(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT loan_id, array_agg(guarantor_name) AS names, array_agg(relationship) AS bonds
        FROM loan_guarantors GROUP BY loan_id
        HAVING count(DISTINCT guarantor_name) < count(*) OR count(*) FILTER (WHERE relationship = 'spouse') > 1
        """,
    )


def test_guarantors_are_close_to_the_borrower_and_can_be_called_only_in_fiction(bank: Bank) -> None:
    """G8."""
    bank.finds_none(
        DB,
        r"SELECT * FROM loan_guarantors WHERE NOT relationship = ANY(%s) OR relationship IS NULL"
        r" OR contact_info !~ '555-01\d\d$' OR contact_info IS NULL",
        [list(RELATIONSHIPS)],
    )


def test_companies_have_no_parents_or_siblings(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT * FROM loan_guarantors JOIN loans USING (loan_id)
        WHERE loan_type = 'business' AND relationship IN ('parent', 'sibling')
        """,
    )


def test_an_assessment_is_of_an_application_or_of_a_loan(bank: Bank) -> None:
    """L15."""
    bank.finds_none(DB, "SELECT * FROM risk_assessments WHERE (application_id IS NULL) = (loan_id IS NULL)")


def test_every_application_is_assessed_once_before_it_is_decided(bank: Bank) -> None:
    """L15."""
    bank.finds_none(
        DB,
        """
        SELECT asked.application_id, array_agg(assessment_date) FROM loan_applications asked
        LEFT JOIN risk_assessments scored ON scored.application_id = asked.application_id
             AND assessment_date BETWEEN application_date AND coalesce(decision_date, %s)
        GROUP BY 1 HAVING count(assessment_id) <> 1
        """,
        [bank.as_of],
    )
    bank.finds_none(
        DB, "SELECT application_id FROM risk_assessments WHERE loan_id IS NULL GROUP BY 1 HAVING count(*) > 1"
    )


def test_a_loan_that_is_assessed_again_is_active_and_was_disbursed_before(bank: Bank) -> None:
    """L15."""
    bank.finds_none(
        DB,
        f"""
        SELECT scored.*, loan_status, disbursement_date {ASSESSED}
        WHERE scored.loan_id IS NOT NULL
              AND (loan_status <> 'active' OR assessment_date <= disbursement_date OR assessment_date > %s)
        """,
        [bank.as_of],
    )
    bank.finds_none(DB, "SELECT loan_id FROM risk_assessments WHERE loan_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1")


def test_a_grade_is_a_band_of_scores(bank: Bank) -> None:
    """L15."""
    bank.finds_none(
        DB,
        f"""
        SELECT * FROM risk_assessments
        WHERE credit_grade IS DISTINCT FROM {BAND_OF_SCORE} OR risk_score NOT BETWEEN 300 AND 850
        """,
    )


def test_the_probability_of_default_falls_as_the_score_rises(bank: Bank) -> None:
    """L15: to four places, so that the best scores can share one; from grade to grade it falls for certain."""
    bank.finds_none(
        DB,
        """
        SELECT worse.risk_score, worse.pd_probability, better.risk_score AS better, better.pd_probability AS less
        FROM risk_assessments worse JOIN risk_assessments better ON worse.risk_score < better.risk_score
        WHERE better.pd_probability > worse.pd_probability
              OR better.pd_probability = worse.pd_probability AND better.risk_score - worse.risk_score > 10
              OR worse.pd_probability NOT BETWEEN 0.0001 AND 0.9999
        """,
    )


def test_rejected_applicants_have_lower_scores(bank: Bank) -> None:
    """L15."""
    bank.needs(SCALE_ONE)
    mean = dict(
        bank.rows(DB, f"SELECT asked.status, avg(risk_score) {ASSESSED} WHERE asked.status IS NOT NULL GROUP BY 1")
    )
    assert mean["rejected"] < mean["approved"] - 30, mean


def test_scores_are_given_by_the_system_or_by_compliance_and_risk_staff_in_service(bank: Bank) -> None:
    """L15, X2."""
    by_people = bank.table("risk_assessments").filter(pl.col("assessed_by") != "SYSTEM")
    assert bank.table("risk_assessments")["assessed_by"].null_count() == 0
    nothing_in(not_in_service(bank, by_people, "assessed_by", "assessment_date", ASSESSORS))
