"""Credit risk: scores predict who defaults and who pays late."""

from itertools import pairwise

import polars as pl

from datahub.loans.models import RiskAssessment
from seeding.bank.loans.numbers import GRADE_NAMES
from seeding.checks.builders import statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import LOANS_DB
from seeding.checks.enforcement import not_enforced
from seeding.checks.faults import fault, update_rows
from seeding.checks.reader import BankReader
from seeding.engine.expected import STANDARD_ERRORS

_AUC = (0.70, 0.85)
"""Bounds of the area under the ROC curve of scores of applicants: good credit scores reach 0.7 to 0.85."""
_SCALE_FIVE = 6_000
"""Customers from which there are enough defaults for tighter bounds: about 50."""
_ENOUGH_LOANS, _ENOUGH_INSTALLMENTS = 30, 300
"""Rows of a grade from which it is compared with others."""
_CLASSES = (("AAA", "AA"), ("A", "BBB"), ("BB", "B", "CCC", "C"))
"""Grades that are compared strictly where single ones have few defaults."""
_UPSIDE_DOWN = " ".join(
    f"WHEN credit_grade = '{grade}' THEN '{opposite}'"
    for grade, opposite in zip(GRADE_NAMES, reversed(GRADE_NAMES), strict=True)
)
_OF_DEFAULTED = "application_id IN (SELECT application_id FROM loans WHERE default_status)"


def _scored_loans(bank: BankReader) -> pl.DataFrame:
    """Return the score and the grade of every loan's application, and whether it defaulted."""
    return bank.frame(
        LOANS_DB,
        """
        SELECT risk_score AS score, credit_grade AS grade, loan_status = 'defaulted' AS event
        FROM loans JOIN risk_assessments USING (application_id)
        """,
    )


def _installments(bank: BankReader) -> pl.DataFrame:
    """Return how many installments of each grade have come due in their turn, and how many of them were paid late."""
    return bank.frame(
        LOANS_DB,
        """
        SELECT credit_grade AS grade, count(*) AS rows, count(*) FILTER (WHERE payment_status = 'late') AS events
        FROM repayment_schedule plan JOIN loans USING (loan_id)
             JOIN risk_assessments scored ON scored.application_id = loans.application_id
        WHERE payment_status IN ('paid', 'late') AND payment_date >= due_date GROUP BY credit_grade
        """,
    )


def _discrimination(bank: BankReader) -> list[Figure]:
    """Return the AUC: how often a loan that defaulted has a lower score than one that did not; ties count half."""
    loans = bank.cached(_scored_loans).with_columns(pl.col("score").rank().alias("rank"))
    defaulted = loans.filter("event")
    events, others = len(defaulted), len(loans) - len(defaulted)
    if not events or not others:
        return [Figure("AUC of score against default", float("nan"), *_AUC, events, "not enforced: no defaults")]
    above = float(defaulted["rank"].sum()) - events * (events + 1) / 2
    auc = 1 - above / (events * others)
    errors = 1 if bank.customers >= _SCALE_FIVE else STANDARD_ERRORS
    low, high = (
        bound + sign * errors * _error(bound, events, others) for bound, sign in zip(_AUC, (-1, 1), strict=True)
    )
    return [Figure("AUC of score against default", auc, low, high, events, not_enforced(bank))]


def _error(auc: float, events: int, others: int) -> float:
    """Return the standard error of an AUC (Hanley and McNeil, 1982)."""
    both_events, both_others = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    variance = auc * (1 - auc) + (events - 1) * (both_events - auc**2) + (others - 1) * (both_others - auc**2)
    return float((variance / (events * others)) ** 0.5)


M30 = statistical_check(
    "M30",
    "Scores predict defaults: their AUC is 0.70 to 0.85, within a standard error",
    [LOANS_DB],
    _discrimination,
    fault(
        "the highest score for all borrowers who defaulted",
        update_rows(RiskAssessment, "risk_score = 850", _OF_DEFAULTED),
    ),
)


def _steps(name: str, grades: pl.DataFrame, enough: int, reason: str) -> list[Figure]:
    """Return how much larger the part of events is in each grade than in the next better one with enough rows.

    `grades` has the number of `rows` and of `events` by grade. A step may be negative within three standard errors.
    """
    counted = {grade: (rows, events) for grade, rows, events in grades.select("grade", "rows", "events").iter_rows()}
    present = [grade for grade in GRADE_NAMES if counted.get(grade, (0, 0))[0] >= enough]
    figures = []
    for worse, better in pairwise(present):
        (rows, events), (rows_better, events_better) = counted[worse], counted[better]
        pooled = (events + events_better) / (rows + rows_better)
        error = (pooled * (1 - pooled) * (1 / rows + 1 / rows_better)) ** 0.5
        step = events / rows - events_better / rows_better
        figures.append(Figure(f"{name}, {worse} above {better}", step, -STANDARD_ERRORS * error, None, rows, reason))
    return figures


def _of_classes(name: str, grades: pl.DataFrame, reason: str) -> list[Figure]:
    """Return the steps between classes of grades, all of which are positive: see `_steps`."""
    parts: list[tuple[str, float, int]] = []
    for names in _CLASSES:
        of_class = grades.filter(pl.col("grade").is_in(names))
        rows = int(of_class["rows"].sum())
        parts.append((f"{names[0]} to {names[-1]}", int(of_class["events"].sum()) / max(rows, 1), rows))
    return [
        Figure(f"{name}, {worse} above {better}", part - part_better, 0, None, rows, reason)
        for (better, part_better, _), (worse, part, rows) in pairwise(parts)
    ]


def _rising(bank: BankReader) -> list[Figure]:
    defaults = bank.cached(_scored_loans).group_by("grade").agg(rows=pl.len(), events=pl.col("event").sum())
    installments, small = _installments(bank), not_enforced(bank)
    return [
        *_steps("default rate", defaults, _ENOUGH_LOANS, small),
        *_of_classes("default rate", defaults, not_enforced(bank, _SCALE_FIVE)),
        *_steps("late installments", installments, _ENOUGH_INSTALLMENTS, small),
        *_of_classes("late installments", installments, small),
    ]


M31 = statistical_check(
    "M31",
    "Default rates and late payments rise as the grade worsens",
    [LOANS_DB],
    _rising,
    fault("grades turned upside down", update_rows(RiskAssessment, f"credit_grade = CASE {_UPSIDE_DOWN} END")),
)
