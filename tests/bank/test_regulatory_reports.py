"""compliance_db.regulatory_reports: four reports to the regulator for each of the last six quarters."""

from tests.bank.bank import Bank, business

DB = "compliance_db"


def test_four_reports_are_there_on_each_of_the_last_six_quarters(bank: Bank) -> None:
    """K13: contiguous up to the last quarter that has ended."""
    bank.finds_none(
        DB,
        """
        WITH quarters AS (
            SELECT type, first::date AS start, (first + interval '3 months')::date - 1 AS until
            FROM generate_series(1, 6) AS back, date_trunc('quarter', %s::date + 1) AS today,
                 LATERAL (SELECT today - back * interval '3 months' AS first) AS quarter,
                 unnest(ARRAY['capital_adequacy', 'liquidity', 'stress_test', 'quarterly_filing']) AS type
        )
        SELECT type, start, until, report_id, report_type, reporting_period_start, reporting_period_end
        FROM quarters FULL JOIN regulatory_reports ON report_type = type AND reporting_period_start = start
        WHERE type IS NULL OR report_id IS NULL OR reporting_period_end <> until
        """,
        [bank.as_of],
    )
    assert bank.value(DB, "SELECT count(*) FROM regulatory_reports") == 4 * 6


def test_a_report_is_submitted_on_a_business_day_within_30_days_of_its_quarter(bank: Bank) -> None:
    """K13: and what is overdue today has been submitted."""
    bank.finds_none(
        DB,
        f"""
        SELECT report_id, reporting_period_end, submission_date, status FROM regulatory_reports
        WHERE submission_date NOT BETWEEN reporting_period_end + 1 AND reporting_period_end + 30
              OR NOT {business("submission_date")} OR submission_date > %s
              OR (submission_date IS NULL AND reporting_period_end + 30 < %s)
              OR status IS NULL OR (status = 'pending') <> (submission_date IS NULL)
        """,
        [bank.as_of, bank.as_of],
    )


def test_two_people_answer_for_a_report(bank: Bank) -> None:
    """K13."""
    bank.finds_none(
        DB,
        """
        SELECT report_id, prepared_by, approved_by FROM regulatory_reports
        WHERE prepared_by IS NULL OR approved_by IS NULL OR prepared_by = approved_by
        """,
    )
