"""Texts of claims and policy events: they fit the season, the peril and the amount, and seldom repeat."""

from datahub.insurance.models import Claim
from seeding.checks.builders import sql_check, statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import INSURANCE_DB
from seeding.checks.enforcement import not_enforced
from seeding.checks.faults import fault, update_row, update_rows
from seeding.checks.reader import BankReader

_HAPPENED = "split_part(description, '. ', 1)"
_MONTH = "extract(month FROM claim_date)"
_NAMELESS = "SELECT * FROM claims WHERE claim_type <> 'death'"
"""Claims after a death name the insured, who may be called Snow."""
_SEASONS = f"""
    SELECT claim_id, claim_date, description FROM ({_NAMELESS}) claims
    WHERE {_HAPPENED} ~* '\\m(froze|ice|snow|snowy|snowstorm|influenza)\\M' AND {_MONTH} NOT IN (12, 1, 2, 3)
          OR {_HAPPENED} ~* '\\mhail' AND {_MONTH} NOT BETWEEN 3 AND 8
          OR {_HAPPENED} ~* '\\mlightning' AND {_MONTH} NOT BETWEEN 4 AND 9
          OR {_HAPPENED} ~* '\\mdeer\\M' AND {_MONTH} NOT BETWEEN 10 AND 12
          OR {_HAPPENED} ~* '\\m(heat exhaustion|dehydration|insect)\\M' AND {_MONTH} NOT BETWEEN 6 AND 8
"""

M43 = sql_check(
    "M43",
    "Frost and snow do damage from December to March, hail from March to August, lightning from April to September, "
    "deer from October to December, heat from June to August",
    INSURANCE_DB,
    _SEASONS,
    fault(
        "a pipe that froze in spring or summer",
        update_row(
            Claim, "description = 'Pipe froze and burst in the kitchen'", f"{_MONTH} BETWEEN 4 AND 9"
        ),
    ),
)  # fmt: skip

_FITTING = (
    ("wear and tear|maintenance", "property_damage", "roof|hail|wind|storm|lightning|leak|tree|power surge|limb"),
    ("seepage", "property_damage", "leak"),
    ("surface water|water backup", "property_damage", "sewage|sump"),
    ("without heat|vacant", "property_damage", "froze|ice|snow"),
    ("police report|forced entry|proof of ownership", "property_damage|accident", "stolen|burglar|break-in|broken"),
    ("driver|deliveries", "accident", "collision|skidded|slid|snow|deer|rollover|truck"),
    ("damage is older|glass coverage", "accident", "collision|windshield|window|mirror|scratched|hail|skid|slid|snow|"
     "deer|rollover|truck"),
    ("medically necessary|pre-existing|licensed", "medical", "hospital|surgery"),
    ("an emergency|benefit for the year|billed twice", "medical", "visit|care|hospital|wrist"),
    ("by the carrier|unattended|known before|reason is not covered", "travel", "."),
)  # fmt: skip
"""Reasons of rejection, the types of claims that they fit, and what happened: regular expressions."""
_REASON = f"substr(description, length({_HAPPENED}) + 3)"
_REASONS = f"""
    SELECT claim_id, claim_type, status, claim_amount, description FROM claims
    LEFT JOIN (VALUES {", ".join(str(each) for each in _FITTING)}) AS fitting (reason, types, perils)
        ON {_REASON} ~* reason
    WHERE (status = 'rejected') <> ({_REASON} <> '')
          OR claim_type !~ types OR {_HAPPENED} !~* perils
          OR {_REASON} ~ 'below the deductible'
             AND claim_amount > replace(substring(description FROM 'deductible of ([0-9,]+)'), ',', '')::numeric
"""

M44 = sql_check(
    "M44",
    "A claim has a reason of rejection if and only if it was rejected, and the reason fits the peril and the amount",
    INSURANCE_DB,
    _REASONS,
    fault(
        "a hospital stay rejected for wear and tear",
        update_row(
            Claim,
            f"description = {_HAPPENED} || '. Wear and tear is not covered'",
            "status = 'rejected' AND claim_type = 'medical'",
        ),
    ),
)

_MOST_REPEATED = 0.06
_ENOUGH_TEXTS = 100
_REPEATED = """
    SELECT name, max(texts)::int AS most, sum(texts)::int AS texts FROM (
        SELECT 'claims' AS name, count(*) AS texts FROM claims GROUP BY description
        UNION ALL SELECT 'policy events', count(*) FROM policy_events GROUP BY description
    ) counted GROUP BY name ORDER BY name
"""


def _repetitions(bank: BankReader) -> list[Figure]:
    """Return the share of the most frequent text; not enforced below 100 texts."""
    figures = []
    for row in bank.rows(INSURANCE_DB, _REPEATED):
        few = "" if row["texts"] >= _ENOUGH_TEXTS else f"not enforced below {_ENOUGH_TEXTS} texts"
        share = row["most"] / row["texts"]
        name = f"most frequent description of {row['name']}"
        figures.append(Figure(name, share, None, _MOST_REPEATED, row["texts"], not_enforced(bank) or few))
    return figures


M49 = statistical_check(
    "M49",
    "No description makes up more than 6 % of the claims, or of the policy events",
    [INSURANCE_DB],
    _repetitions,
    fault(
        "all medical claims described alike",
        update_rows(Claim, "description = 'Hospital stay'", "claim_type = 'medical'"),
    ),
)
