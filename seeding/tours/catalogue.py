"""All tours, one for each storyline."""

from seeding.bank.storylines import STORYLINES
from seeding.tours.insurance import STORM_CLAIM
from seeding.tours.laundering import INNOCENT_TWIN, STRUCTURING_RING
from seeding.tours.lending import EARLY_PAYOFF, MORTGAGE_DEFAULT
from seeding.tours.model_customer import MODEL_CUSTOMER
from seeding.tours.people import DORMANT_ACCOUNT, HOUSEHOLD
from seeding.tours.tour import Tour

_ALL = (
    MODEL_CUSTOMER,
    HOUSEHOLD,
    MORTGAGE_DEFAULT,
    STORM_CLAIM,
    STRUCTURING_RING,
    INNOCENT_TWIN,
    EARLY_PAYOFF,
    DORMANT_ACCOUNT,
)
TOURS: dict[str, Tour] = {tour.storyline.key: tour for tour in _ALL}

if list(TOURS) != [storyline.key for storyline in STORYLINES]:
    raise ValueError("each storyline has one tour, in the order of the storylines")
