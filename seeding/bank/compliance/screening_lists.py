"""The lists that customers are screened against, and what a check says of them."""

from dataclasses import dataclass

from datahub.compliance.models import AmlCheck
from seeding.bank.products import require_choices


@dataclass(frozen=True)
class ScreeningList:
    """A list that customers are screened against.

    `check_type` names it in the checks; `no_match` and `match` are the results of a check; a list that is not
    `for_retail` leaves retail customers out.
    """

    check_type: str
    no_match: str
    match: str
    for_retail: bool = True


SCREENING_LISTS = (
    ScreeningList(
        "watchlist", "No match on the watchlist", "Same name as an entry on the watchlist; born in another year"
    ),
    ScreeningList(
        "sanctions", "No match on the sanctions lists",
        "Same name as an entry on a sanctions list; another nationality",
    ),
    ScreeningList(
        "pep_screening", "Not politically exposed", "Same name as an office holder abroad; another person",
        for_retail=False,
    ),
)  # fmt: skip

CHECK_TYPES = (*(screening_list.check_type for screening_list in SCREENING_LISTS), "transaction_monitoring")
"""The types of checks: one per list, and last the check of an alert."""
MONITORING = len(SCREENING_LISTS)
"""The code of the check of an alert."""

require_choices("type of AML checks", CHECK_TYPES, AmlCheck.Type.values)
