"""Usage of policy types: customers hold policies of every type, pay premiums for them and make claims on them."""

from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.checks.builders import statistical_check
from seeding.checks.check import Figure, Severity
from seeding.checks.databases import INSURANCE_DB
from seeding.checks.enforcement import SCALE_ONE
from seeding.checks.faults import fault, pick_row
from seeding.checks.product_usage import usage_figures
from seeding.checks.reader import BankReader

_POLICIES, _PREMIUMS, _CLAIMS = "policies", "policies with a completed premium", "claims"
_COUNTED = f"""
    SELECT policy_type AS product, '{_POLICIES}' AS table_name, count(*) AS row_count
    FROM policies GROUP BY policy_type
    UNION ALL
    SELECT policy_type, '{_PREMIUMS}', count(*) FROM policies
    WHERE policy_id IN (SELECT policy_id FROM premium_payments WHERE payment_status = 'completed')
    GROUP BY policy_type
    UNION ALL
    SELECT policy_type, '{_CLAIMS}', count(*) FROM claims JOIN policies USING (policy_id) GROUP BY policy_type
"""

_MANY_CUSTOMERS = 6_000
_FEW_POLICIES = 0.10
"""Share of all policies below which a type has too few claims for a bank of scale 1."""
_FEW_CLAIMS = tuple(each.name for each in POLICY_TYPES if each.insures_life or each.share < _FEW_POLICIES)


def _required_from(product: str, table: str) -> int:
    return _MANY_CUSTOMERS if table == _CLAIMS and product in _FEW_CLAIMS else SCALE_ONE


def _usage(bank: BankReader) -> list[Figure]:
    return usage_figures(
        bank, INSURANCE_DB, _COUNTED, POLICY_TYPES.names, (_POLICIES, _PREMIUMS, _CLAIMS), _required_from
    )


I12 = statistical_check(
    "I12",
    "Every policy type has policies, premiums that were paid, and claims",
    [INSURANCE_DB],
    _usage,
    fault(
        "no premium of a policy type was ever paid",
        (
            INSURANCE_DB,
            f"""
            UPDATE premium_payments SET payment_status = 'failed'
            FROM policies WHERE policies.policy_id = premium_payments.policy_id
                AND policy_type = (
                    SELECT policy_type FROM policies WHERE policy_id = {pick_row("policies", "policy_id")})
            RETURNING payment_id
            """,
        ),
    ),
    Severity.ERROR,
)
