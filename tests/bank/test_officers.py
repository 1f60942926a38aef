"""Who verifies, reviews, settles, files and reports: compliance officers, in service on the day of what they did."""

import polars as pl
import pytest

from tests.bank.bank import Bank, nothing_in
from tests.bank.service import served_by

DONE = [
    ("kyc_records", "verified_by", "verification_date"),
    ("aml_checks", "reviewed_by", "check_date"),
    ("rule_violations", "resolved_by", "resolved_date"),
    ("suspicious_activity_reports", "filed_by", "filed_date"),
    ("regulatory_reports", "prepared_by", "submission_date"),
    ("regulatory_reports", "approved_by", "submission_date"),
]
MAY_BE_THE_PRESIDENT = "approved_by"


@pytest.mark.parametrize(("table", "column", "day"), DONE, ids=str)
def test_an_officer_in_service_did_it(bank: Bank, table: str, column: str, day: str) -> None:
    """K4, K8, K10, K13, K15, X2: what has no day yet is done by somebody who is in service today."""
    done = served_by(bank, table, column, pl.col(day).cast(pl.Date).fill_null(bank.as_of))
    roles = ["Compliance Officer", *(["President"] if column == MAY_BE_THE_PRESIDENT else [])]
    wrong = ~pl.col("in_service") | ~pl.col("role").is_in(roles).fill_null(value=False)
    nothing_in(done.filter(wrong).select(column, "on_day", "role", "in_service"))
