"""Numbers of insured persons: whose life, health or journey a policy insures, and how old they are."""

from dataclasses import dataclass

from seeding.engine.shares import CategoryShares, Range

RELATIONSHIPS = ("self", "spouse", "child", "parent", "business_partner")
"""The relationship of the insured to the policyholder, who has an insurable interest in the life of all of these."""
SELF, SPOUSE, CHILD, PARENT, BUSINESS_PARTNER = range(len(RELATIONSHIPS))
INSURED_LIVES = CategoryShares.of(self=0.55, spouse=0.08, child=0.10, parent=0.15, business_partner=0.12)
"""Of life policies; the bank's own policy. Where the policyholder's age does not allow for one, the insured is self."""
INSURED_PATIENTS = CategoryShares.of(self=0.80, spouse=0.12, child=0.08, parent=0.0, business_partner=0.0)
"""Of health policies."""
INSURED_TRAVELERS = CategoryShares.of(self=1.0, spouse=0.0, child=0.0, parent=0.0, business_partner=0.0)
"""Of travel policies."""
MAY_DIE = (SPOUSE, PARENT, BUSINESS_PARTNER)
"""The insured who die; the bank's customers live."""


@dataclass(frozen=True, kw_only=True)
class InsuredAge:
    """The age of the insured in years: older than the policyholder by a number in `older`, at least `youngest`.

    Only policyholders whose age at the start lies in `holders` insure them.
    """

    older: Range
    holders: Range
    youngest: int


INSURED_AGES = (
    InsuredAge(older=Range(0, 0), holders=Range(0, 120), youngest=0),
    InsuredAge(older=Range(-6, 6), holders=Range(21, 120), youngest=18),
    InsuredAge(older=Range(-34, -22), holders=Range(24, 60), youngest=0),
    InsuredAge(older=Range(21, 33), holders=Range(0, 50), youngest=0),
    InsuredAge(older=Range(-10, 10), holders=Range(25, 70), youngest=21),
)
"""By the code of the relationship."""

if len(INSURED_AGES) != len(RELATIONSHIPS) or INSURED_LIVES.names != RELATIONSHIPS:
    raise ValueError(f"the ages and shares of the insured must follow {RELATIONSHIPS}")
