"""customer_db.satisfaction_surveys: the scores that customers gave, and what they commented."""

import polars as pl

from seeding.checks.enforcement import SCALE_HALF, SCALE_ONE
from tests.bank.bank import Bank, nothing_in

DB = "customer_db"
PROMOTER_FROM, PASSIVE_FROM = 9, 7
"""Lowest net promoter scores of promoters and passives."""


def surveys_with_interactions(bank: Bank) -> pl.DataFrame:
    """Return every survey with its interaction and its `respondent` class."""
    nps = pl.col("nps_score")
    is_promoter, is_passive = nps >= PROMOTER_FROM, nps >= PASSIVE_FROM
    respondent = pl.when(is_promoter).then(pl.lit("promoter")).when(is_passive).then(pl.lit("passive"))
    surveys = bank.table("satisfaction_surveys").with_columns(respondent=respondent.otherwise(pl.lit("detractor")))
    return surveys.join(bank.table("interactions"), on="interaction_id", how="left", suffix="_of_interaction")


def test_scores_lie_within_their_scales(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT survey_id, nps_score, satisfaction_rating FROM satisfaction_surveys
        WHERE nps_score IS NULL OR nps_score NOT BETWEEN 0 AND 10
              OR satisfaction_rating IS NULL OR satisfaction_rating NOT BETWEEN 1 AND 5
        """,
    )


def test_promoters_outnumber_detractors_and_complaints_and_open_matters_lower_the_score(bank: Bank) -> None:
    bank.needs(SCALE_HALF)
    surveys = surveys_with_interactions(bank)
    respondent = surveys["respondent"]
    assert (respondent == "promoter").mean() > (respondent == "detractor").mean() + 0.1
    if bank.customers >= SCALE_ONE:
        is_complaint = pl.col("interaction_type") == "complaint"
        scores = dict(surveys.group_by(is_complaint.alias("is_complaint")).agg(pl.col("nps_score").mean()).iter_rows())
        assert scores[True] < scores[False] - 1.5, scores
        outcomes = dict(surveys.filter(~is_complaint).group_by("outcome").agg(pl.col("nps_score").mean()).iter_rows())
        assert outcomes["resolved"] > max(outcomes["escalated"], outcomes["follow_up_needed"]), outcomes


def test_comments_suit_the_score_and_the_channel(bank: Bank) -> None:
    commented = surveys_with_interactions(bank).filter(pl.col("comments").is_not_null())
    # Where no survey has a comment, the column has no type of its own.
    comments = pl.col("comments").cast(pl.String)
    praises = comments.str.contains("Love|great|Warm|Keep it up|Five stars|Very satisfied|Great team")
    criticizes = comments.str.contains("Disappointing|Nobody|of no use|gave up|crashed|leaving|Not good enough")
    nothing_in(commented.filter(praises & (pl.col("respondent") != "promoter")).select("nps_score", "comments"))
    nothing_in(commented.filter(criticizes & (pl.col("respondent") != "detractor")).select("nps_score", "comments"))
    for word, channels in {
        r"\b[Aa]pp\b": ["mobile_app"],
        r"on the phone|on hold": ["phone"],
        r"[Bb]ranch|counter": ["branch"],
    }.items():
        wrong = comments.str.contains(word) & ~pl.col("channel").is_in(channels)
        nothing_in(commented.filter(wrong).select("channel", "comments"), f"comments mention {word}")
