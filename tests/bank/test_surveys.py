"""customer_db.satisfaction_surveys: what customers answered when they were asked how a contact went."""

import polars as pl

from seeding.checks.enforcement import SCALE_HALF, SCALE_ONE
from tests.bank.bank import Bank, nothing_in

DB = "customer_db"


def answers(bank: Bank) -> pl.DataFrame:
    """Return every survey with its contact and what kind of answer it is."""
    nps = pl.col("nps_score")
    kind = pl.when(nps >= 9).then(pl.lit("promoter")).when(nps >= 7).then(pl.lit("passive"))
    surveys = bank.table("satisfaction_surveys").with_columns(kind=kind.otherwise(pl.lit("detractor")))
    return surveys.join(bank.table("interactions"), on="interaction_id", how="left", suffix="_there")


def test_scores_lie_on_their_scales(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT survey_id, nps_score, satisfaction_rating FROM satisfaction_surveys
        WHERE nps_score IS NULL OR nps_score NOT BETWEEN 0 AND 10
              OR satisfaction_rating IS NULL OR satisfaction_rating NOT BETWEEN 1 AND 5
        """,
    )


def test_customers_recommend_the_bank_more_often_than_not_but_rarely_after_a_complaint(bank: Bank) -> None:
    bank.needs(SCALE_HALF)
    kinds = answers(bank)
    assert (kinds["kind"] == "promoter").mean() > (kinds["kind"] == "detractor").mean() + 0.1
    if bank.customers >= SCALE_ONE:
        complained = pl.col("interaction_type") == "complaint"
        scores = dict(kinds.group_by(complained.alias("complained")).agg(pl.col("nps_score").mean()).iter_rows())
        assert scores[True] < scores[False] - 1.5, scores
        outcomes = dict(kinds.filter(~complained).group_by("outcome").agg(pl.col("nps_score").mean()).iter_rows())
        assert outcomes["resolved"] > max(outcomes["escalated"], outcomes["follow_up_needed"]), outcomes


def test_comments_suit_the_score_and_the_channel(bank: Bank) -> None:
    said = answers(bank).filter(pl.col("comments").is_not_null())
    praise = pl.col("comments").str.contains("Love|great|Warm|Keep it up|Five stars|Very satisfied|Great team")
    blame = pl.col("comments").str.contains("Disappointing|Nobody|of no use|gave up|crashed|leaving|Not good enough")
    nothing_in(said.filter(praise & (pl.col("kind") != "promoter")).select("nps_score", "comments"))
    nothing_in(said.filter(blame & (pl.col("kind") != "detractor")).select("nps_score", "comments"))
    for word, channels in {
        r"\b[Aa]pp\b": ["mobile_app"],
        r"on the phone|on hold": ["phone"],
        r"[Bb]ranch|counter": ["branch"],
    }.items():
        wrong = pl.col("comments").str.contains(word) & ~pl.col("channel").is_in(channels)
        nothing_in(said.filter(wrong).select("channel", "comments"), f"speak of {word}")
