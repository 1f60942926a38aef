"""Interactions: time, channel and employee, and surveys about them."""

import polars as pl

from datahub.customers.models import Interaction, SatisfactionSurvey
from seeding.bank.customers.service_numbers import ANSWER_DAYS, PASSIVE_FROM, PROMOTER_FROM
from seeding.bank.employees.numbers import ROLES
from seeding.checks.builders import frame_check, sql_check, statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import CUSTOMER_DB, EMPLOYEES_DB
from seeding.checks.days import is_business_day
from seeding.checks.enforcement import not_enforced
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader
from seeding.checks.staff_references import not_in_roles, not_in_service, staff_reference

CUSTOMER_FACING = [role.title for role in ROLES if role.at_branch]

_DAY, _HOUR = "interaction_date::date", "extract(hour FROM interaction_date)"

_WRONG_TIME = f"""
    SELECT interaction_id, channel, interaction_date::text AS at, onboarding_date, handled_by
    FROM interactions LEFT JOIN customer_profiles USING (customer_id)
    WHERE ({_DAY} > onboarding_date AND {_DAY} <= %(as_of)s
           AND (%(history)s = 'full' OR {_DAY} >= %(start)s::date - interval '24 months')) IS NOT TRUE
          OR (channel = 'branch' AND NOT ({is_business_day(_DAY)} AND {_HOUR} BETWEEN 9 AND 16))
          OR (channel = 'phone' AND NOT ({is_business_day(_DAY)} AND {_HOUR} BETWEEN 8 AND 19))
          OR (channel IN ('branch', 'phone') AND handled_by IS NULL)
"""
"""Branches are open from 9 to 17, the telephone is staffed from 8 to 20."""


def _wrong_interactions(bank: BankReader) -> pl.DataFrame:
    handled = staff_reference(Interaction, "handled_by")
    by_others = [
        not_in_service(bank, handled),
        not_in_roles(bank, handled, CUSTOMER_FACING, required=False),
    ]
    return pl.concat([bank.frame(CUSTOMER_DB, _WRONG_TIME), *by_others], how="diagonal")


C5 = frame_check(
    "C5",
    "Interactions lie between joining and the as-of day, in a brief history since 24 months before the bank was first "
    "seen, and in opening hours, with customer-facing staff in service",
    [CUSTOMER_DB, EMPLOYEES_DB],
    _wrong_interactions,
    fault(
        "an interaction handled by the president",
        update_row(Interaction, "handled_by = 'EMP-00001'", "handled_by IS NOT NULL"),
    ),
)

C6 = sql_check(
    "C6",
    "The type of an interaction fits its channel; all but emails last 1 to 120 minutes",
    CUSTOMER_DB,
    """
    SELECT interaction_id, interaction_type, channel, duration_minutes FROM interactions
    WHERE (channel = 'email') IS DISTINCT FROM (duration_minutes IS NULL) OR duration_minutes NOT BETWEEN 1 AND 120
          OR (interaction_type = 'complaint' OR (interaction_type, channel) IN (
              ('call', 'phone'), ('email', 'email'), ('chat', 'web'), ('chat', 'mobile_app'), ('branch_visit', 'branch')
          )) IS NOT TRUE
    """,
    fault(
        "a call in the web channel",
        update_row(Interaction, "channel = 'web'", "interaction_type = 'call'"),
    ),
)

# Surveys are answered one to three days after the interaction, never on the same day.
C7 = sql_check(
    "C7",
    "A survey follows an interaction of the same customer by one to three days, and no interaction has two",
    CUSTOMER_DB,
    """
    SELECT * FROM (
        SELECT survey_id, interaction_id, s.customer_id, i.customer_id AS in_contact, survey_date,
               interaction_date::date AS day, count(*) OVER (PARTITION BY interaction_id) AS surveys
        FROM satisfaction_surveys s LEFT JOIN interactions i USING (interaction_id)
    ) answers
    WHERE (customer_id = in_contact AND survey_date - day BETWEEN %(soonest)s AND %(latest)s) IS NOT TRUE
          OR surveys > 1
    """,
    fault(
        "a survey dated before its interaction",
        update_row(SatisfactionSurvey, "survey_date = survey_date - 7"),
    ),
    soonest=ANSWER_DAYS[0],
    latest=ANSWER_DAYS[1],
)


def _satisfaction(bank: BankReader) -> list[Figure]:
    """Return the differences of mean satisfaction between promoters, passives and detractors."""
    answers = bank.frame(
        CUSTOMER_DB, "SELECT nps_score AS score, satisfaction_rating AS rating FROM satisfaction_surveys"
    )
    score, rating = pl.col("score"), pl.col("rating")
    detractors, passives, promoters = (
        answers.select(rating.filter(score.is_between(low, high)).mean()).item() or 0.0
        for low, high in ((0, PASSIVE_FROM - 1), (PASSIVE_FROM, PROMOTER_FROM - 1), (PROMOTER_FROM, 10))
    )
    small = not_enforced(bank)
    return [
        Figure("mean satisfaction of promoters above passives", promoters - passives, 0, None, len(answers), small),
        Figure("mean satisfaction of passives above detractors", passives - detractors, 0, None, len(answers), small),
    ]


C8 = statistical_check(
    "C8",
    "Mean satisfaction is highest for promoters and lowest for detractors",
    [CUSTOMER_DB],
    _satisfaction,
    fault(
        "net promoter scores turned upside down",
        (CUSTOMER_DB, "UPDATE satisfaction_surveys SET nps_score = 10 - nps_score RETURNING survey_id, nps_score"),
    ),
)
