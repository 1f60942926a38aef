"""Loss experience: yearly loss ratios, frequencies and severities, and losses soon after inception."""

from datahub.insurance.models import Claim
from seeding.checks.builders import statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import INSURANCE_DB
from seeding.checks.enforcement import SCALE_ONE, not_enforced
from seeding.checks.faults import delete_rows, fault, update_rows
from seeding.checks.insurance.policy_terms import ENDED
from seeding.checks.reader import BankReader, Row
from seeding.engine.expected import STANDARD_ERRORS

_SCALE_FIVE = 6_000
_LINES = "('property', 'vehicle', 'health')"
_YEARLY_RATIO = (0.50, 0.90)
_DEVIATION_OF_RATIO = 0.85
"""Standard deviation of a year's ratio times the square root of its claims: 0.5 to 1.1 by size and day, whatever the
year, over 1,310 banks of 6,000 to 24,000 customers that were seen on seven days of a year."""
_ERRORS_OF_YEAR = 2
"""Standard errors by which a year's ratio may lie outside the range. On average it lies inside, at 0.55 to 0.72 in the
first year and about 0.72 in the others: none of the 4,990 years of these banks was more than 1.7 outside."""
_LARGEST_MARGIN = 0.40
"""That of 18 claims: a year has 28 or more from 6,000 customers. One without claims fails whatever chance may do."""
_MARGIN_OF_ALL = 0.05
"""Of the ratio of all full years together, for a bank of 1,200 customers."""
_DECIDED_AFTER_DAYS = 120
"""Claims are decided within this many days, so that a year's ratio is known that long after its end."""

_BY_YEAR = f"""
    WITH years AS (
        SELECT year FROM generate_series(2000, extract(year FROM %(as_of)s::date)::int) AS year
        WHERE make_date(year, 12, 31) <= %(as_of)s::date - {_DECIDED_AFTER_DAYS}
              AND make_date(year, 1, 1) > (SELECT min(start_date) FROM policies)
    ), paid AS (
        SELECT extract(year FROM payment_date)::int AS year, sum(amount) AS premiums
        FROM premium_payments JOIN policies USING (policy_id)
        WHERE payment_status = 'completed' AND policy_type IN {_LINES} GROUP BY 1
    ), lost AS (
        SELECT extract(year FROM claim_date)::int AS year, sum(approved_amount) AS approved, count(*) AS claims
        FROM claims JOIN policies USING (policy_id) WHERE policy_type IN {_LINES} GROUP BY 1
    )
    SELECT year, coalesce(premiums, 0)::float8 AS premiums, coalesce(approved, 0)::float8 AS approved,
           coalesce(claims, 0)::int AS claims
    FROM years LEFT JOIN paid USING (year) LEFT JOIN lost USING (year) ORDER BY year
"""


def _yearly_ratios(bank: BankReader) -> list[Figure]:
    years = bank.rows(INSURANCE_DB, _BY_YEAR)
    figures = []
    for year in years:
        chance = _ERRORS_OF_YEAR * _DEVIATION_OF_RATIO / max(year["claims"], 1) ** 0.5
        margin = min(chance, _LARGEST_MARGIN)
        figures.append(_ratio(f"loss ratio of {year['year']}", [year], margin, not_enforced(bank, _SCALE_FIVE)))
    return (
        [*figures, _ratio("loss ratio of all full years", years, _MARGIN_OF_ALL, not_enforced(bank))] if years else []
    )


def _ratio(name: str, years: list[Row], margin: float, reason: str) -> Figure:
    premiums, approved, claims = (sum(year[part] for year in years) for part in ("premiums", "approved", "claims"))
    low, high = _YEARLY_RATIO[0] - margin, _YEARLY_RATIO[1] + margin
    return Figure(name, approved / premiums if premiums else 0.0, low, high, claims, reason)


M40 = statistical_check(
    "M40",
    "Each full year the claims approved on property, vehicle and health policies are 50 to 90 % of the premiums paid, "
    "within two standard errors of the number of claims; single years are enforced from 6,000 customers",
    [INSURANCE_DB],
    _yearly_ratios,
    fault(
        "every claim of more than a year ago paid at a tenth",
        update_rows(Claim, "approved_amount = approved_amount / 10", "claim_date < %(as_of)s::date - 365"),
    ),
)

_FREQUENCY = {"property": (6, 10), "vehicle": (11, 16), "health": (50, 400)}
"""Claims, without the rejected ones, per 100 policy years. Property: 5.9 (III, 2018-2022); vehicle: collision and
comprehensive; the bank's health policies pay for hospital stays and visits."""
_SEVERITY = {"property": (10_000, 20_000), "vehicle": (5_500, 12_000), "health": (200, 1_200)}
"""Mean approved amounts in USD. Property: 15,091 (III, 2018-2022)."""
_DEVIATION = 0.8
"""Deviation of approved amounts as a part of their mean."""

_BY_LINE = (
    ENDED
    + f"""
    , claimed AS (
        SELECT policy_id, count(*) FILTER (WHERE status <> 'rejected') AS claims,
               count(approved_amount) AS granted, sum(approved_amount) AS approved
        FROM claims GROUP BY policy_id
    )
    SELECT policy_type AS line, sum(last - start_date) / 365.25 AS years, coalesce(sum(claims), 0)::int AS claims,
           coalesce(sum(granted), 0)::int AS granted, coalesce(sum(approved), 0)::float8 AS approved
    FROM ended LEFT JOIN claimed USING (policy_id) WHERE policy_type IN {_LINES} GROUP BY policy_type ORDER BY 1
    """
)


def _frequencies(bank: BankReader) -> list[Figure]:
    """Return frequencies and severities; the bounds are widened by three standard errors."""
    reason, figures = not_enforced(bank), []
    for row in bank.rows(INSURANCE_DB, _BY_LINE):
        years, granted, line = float(row["years"]), max(row["granted"], 1), row["line"]
        low, high = _FREQUENCY[line]
        margins = [STANDARD_ERRORS * (end * 100 / years) ** 0.5 for end in (low, high)]
        frequency = 100 * row["claims"] / years
        name = f"claims per 100 policy years, {line}"
        figures.append(Figure(name, frequency, low - margins[0], high + margins[1], row["claims"], reason))
        low, high = _SEVERITY[line]
        margin = STANDARD_ERRORS * _DEVIATION / granted**0.5
        severity = row["approved"] / granted
        name = f"mean approved amount, {line}"
        figures.append(Figure(name, severity, low * (1 - margin), high * (1 + margin), granted, reason))
    return figures


M41 = statistical_check(
    "M41",
    "Property has 6 to 10 claims per 100 policy years, vehicle 11 to 16, health 50 to 400; they cost 10,000 to 20,000, "
    "5,500 to 12,000 and 200 to 1,200 USD on average, within three standard errors",
    [INSURANCE_DB],
    _frequencies,
    fault("nine of ten claims deleted", delete_rows(Claim, "hashtext(claim_id) %% 10 <> 0")),
)

_EARLY_DAYS = 14
_EARLY = (
    ENDED
    + f"""
    SELECT count(*)::int AS claims, count(*) FILTER (WHERE claim_date < start_date + {_EARLY_DAYS})::int AS early,
           (SELECT sum(least({_EARLY_DAYS}, last - start_date + 1))::float8 / sum(last - start_date + 1) FROM ended
            WHERE policy_type <> 'life') AS chance
    FROM claims JOIN policies USING (policy_id) WHERE policy_type <> 'life'
    """
)


def _early_claims(bank: BankReader) -> list[Figure]:
    (row,) = bank.rows(INSURANCE_DB, _EARLY)
    if not row["claims"]:
        return []
    high = row["chance"] + STANDARD_ERRORS * (row["chance"] / row["claims"]) ** 0.5
    name = f"claims in the first {_EARLY_DAYS} days"
    return [Figure(name, row["early"] / row["claims"], None, high, row["claims"], not_enforced(bank, SCALE_ONE))]


M42 = statistical_check(
    "M42",
    "The share of claims within 14 days of a policy's start is at most that of days of coverage, plus three standard "
    "errors",
    [INSURANCE_DB],
    _early_claims,
    fault(
        "every claim dated a week after the start of its policy",
        (
            INSURANCE_DB,
            "UPDATE claims SET claim_date = start_date + 7 FROM policies WHERE policies.policy_id = claims.policy_id "
            "RETURNING claim_id",
        ),
    ),
)
