"""The lists that customers are screened against, and what a check says of them."""

from dataclasses import dataclass
from itertools import product

from datahub.compliance.models import AmlCheck
from seeding.bank.phrases import Phrases, expand
from seeding.bank.products import require_choices


@dataclass(frozen=True)
class ScreeningList:
    """A list that customers are screened against.

    `check_type` names it in the checks; `no_match` and `match` begin the results of a check. `other_persons` and
    `other_companies` say how a match turns out to be somebody else. A list that is not `for_retail` leaves retail
    customers out.

    Raises ValueError where a text is missing.
    """

    check_type: str
    no_match: str
    match: str
    other_persons: tuple[str, ...]
    other_companies: tuple[str, ...]
    for_retail: bool = True

    def __post_init__(self) -> None:
        if not self.other_persons or not self.other_companies:
            raise ValueError(f"the list {self.check_type!r} does not say how a match turns out to be somebody else")


SCREENING_LISTS = (
    ScreeningList(
        "watchlist", "No match on the watchlist", "Same name as an entry on the watchlist",
        ("born in another year", "born in another decade", "another middle name", "another place of birth",
         "the entry has died", "another address history"),
        ("registered in another state", "another line of business", "another registration number",
         "the entry was dissolved", "other owners"),
    ),
    ScreeningList(
        "sanctions", "No match on the sanctions lists", "Same name as an entry on a sanctions list",
        ("another nationality", "born in another country", "another passport number", "born in another year",
         "another middle name", "the entry is a vessel"),
        ("registered in another country", "other owners", "another registration number", "another line of business",
         "the entry is a vessel"),
    ),
    ScreeningList(
        "pep_screening", "Not politically exposed", "Same name as an office holder abroad",
        ("another person", "born in another year", "another photograph", "never lived abroad", "another profession",
         "never held an office"),
        ("not an owner of the company", "another person than the owner", "no tie to the company",
         "another person than the contact", "not a signer of the company"),
        for_retail=False,
    ),
)  # fmt: skip

CHECK_TYPES = (*(screening_list.check_type for screening_list in SCREENING_LISTS), "transaction_monitoring")
"""The types of checks: one per list, and last the check of an alert."""
MONITORING = len(SCREENING_LISTS)
"""The code of the check of an alert."""

_OCCASIONS = (
    ("at onboarding", "for the new customer file", "in the onboarding review"),
    ("at the periodic review", "in the rescreening of all customers", "after an update of the list"),
)
"""At onboarding, and later."""
_COMPARED = (
    (
        "name and birth date compared",
        "full name and aliases compared",
        "name, birth date and citizenship compared",
        "name and former names compared",
    ),
    (
        "legal name and owners compared",
        "company and contact person compared",
        "legal and trade names compared",
        "company, owners and signers compared",
    ),
)
"""Of a person, and of a company."""

NO_MATCH = Phrases.of(
    expand("{} {}; {}", (each.no_match,), occasions, compared)
    for occasions, compared, each in product(_OCCASIONS, _COMPARED, SCREENING_LISTS)
)
"""What a check without a match found: by occasion, onboarding or later; within it by person or company, and by list."""
MATCHES = Phrases.of(
    expand("{} {}; {}", (each.match,), occasions, others)
    for occasions, is_company, each in product(_OCCASIONS, (False, True), SCREENING_LISTS)
    for others in (each.other_companies if is_company else each.other_persons,)
)
"""The same of a check with a match, and how it turned out to be somebody else."""
SCORES_WITHOUT_MATCH, SCORES_OF_MATCHES = (18, 79), (86, 99)
"""How much the name resembles that of the nearest entry, from 0 to 100; from 85 on it is a match. The bank's own
policy."""

require_choices("type of AML checks", CHECK_TYPES, AmlCheck.Type.values)
