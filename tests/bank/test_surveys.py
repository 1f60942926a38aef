"""customer_db.satisfaction_surveys: what customers answered when they were asked how a contact went."""

import polars as pl

from tests.bank.bank import Bank, nothing_in
from tests.bank.documented import SCALE_HALF, SCALE_ONE

DB = "customer_db"


def answers(bank: Bank) -> pl.DataFrame:
    """Return every survey with its contact and what kind of answer it is."""
    nps = pl.col("nps_score")
    kind = pl.when(nps >= 9).then(pl.lit("promoter")).when(nps >= 7).then(pl.lit("passive"))
    surveys = bank.table("satisfaction_surveys").with_columns(kind=kind.otherwise(pl.lit("detractor")))
    return surveys.join(bank.table("interactions"), on="interaction_id", how="left", suffix="_there")


def test_a_survey_follows_one_contact_of_its_customer_within_three_days(bank: Bank) -> None:
    """C7."""
    after = (pl.col("survey_date") - pl.col("interaction_date").dt.date()).dt.total_days()
    wrong = (pl.col("customer_id") != pl.col("customer_id_there")) | ~after.is_between(1, 3) | after.is_null()
    nothing_in(answers(bank).filter(wrong).select("survey_id", "interaction_id", "survey_date", "interaction_date"))
    nothing_in(bank.table("satisfaction_surveys").filter(pl.col("interaction_id").is_duplicated()))


def test_no_survey_is_answered_after_today_or_after_a_closing(bank: Bank) -> None:
    """G2, C3."""
    bank.finds_none(
        DB,
        """
        SELECT survey_id, survey_date, updated_at FROM satisfaction_surveys JOIN customer_profiles USING (customer_id)
        WHERE survey_date > %s OR (customer_status = 'closed' AND survey_date > updated_at::date)
        """,
        [bank.as_of],
    )


def test_scores_lie_on_their_scales(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT survey_id, nps_score, satisfaction_rating FROM satisfaction_surveys
        WHERE nps_score IS NULL OR nps_score NOT BETWEEN 0 AND 10
              OR satisfaction_rating IS NULL OR satisfaction_rating NOT BETWEEN 1 AND 5
        """,
    )


def test_satisfaction_rises_from_detractors_over_passives_to_promoters(bank: Bank) -> None:
    """C8."""
    bank.needs(SCALE_HALF)
    means = dict(answers(bank).group_by("kind").agg(pl.col("satisfaction_rating").mean()).iter_rows())
    assert means["detractor"] < means["passive"] < means["promoter"], means


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
