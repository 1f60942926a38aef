"""Types of collateral, each with the texts that describe it."""

from dataclasses import dataclass

from datahub.loans.models import Collateral
from seeding.bank.phrases import Phrases
from seeding.bank.products import require, require_same_names


@dataclass(frozen=True, kw_only=True)
class CollateralType:
    """A type of collateral. A description is one of `items`, `year_label` and a year.

    `years_back` is the smallest and the largest number of years from that year to the disbursement. `mortgage_items`
    are the items that a mortgage may rest on, none where it may rest on all.
    """

    name: str
    items: tuple[str, ...]
    year_label: str
    years_back: tuple[int, int]
    mortgage_items: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require(bool(self.items), self, "items are missing")
        require(bool(self.year_label), self, "the year label is missing")
        require(0 <= self.years_back[0] <= self.years_back[1], self, "years_back must run from low to high, from 0 on")


COLLATERAL_TYPES = (
    CollateralType(
        name="property",
        items=(
            "Single-family house", "Detached house with garage", "Townhouse", "Two-family house", "Ranch house",
            "Bungalow with garden", "Split-level house", "Farmhouse on two acres", "Condominium, third floor",
            "Row house",
        ),
        year_label="built in",
        years_back=(4, 70),
    ),
    CollateralType(
        name="real_estate",
        items=(
            "Apartment building, six units", "Condominium in a managed building", "Mixed-use building", "Retail unit",
            "Office floor", "Warehouse with loading dock", "Vacant lot with building permit", "Workshop with yard",
        ),
        mortgage_items=(
            "Condominium in a managed building", "Townhouse in a homeowners association", "Condominium with parking",
            "House on two acres of land", "House on a double lot", "Penthouse condominium",
        ),
        year_label="built in",
        years_back=(3, 45),
    ),
    CollateralType(
        name="vehicle",
        items=(
            "Sedan, four doors", "Station wagon", "Compact hatchback", "Sport utility vehicle, all-wheel drive",
            "Pickup truck, crew cab", "Minivan, seven seats", "Electric sedan", "Plug-in hybrid crossover", "Coupe",
        ),
        year_label="model year",
        years_back=(0, 6),
    ),
    CollateralType(
        name="equipment",
        items=(
            "CNC milling machine", "Commercial kitchen line", "Forklift fleet, three units",
            "Dental practice equipment", "Printing press", "Excavator", "Refrigerated delivery van", "Packaging line",
            "Server room equipment",
        ),
        year_label="acquired in",
        years_back=(0, 8),
    ),
    CollateralType(
        name="inventory",
        items=(
            "Building materials in stock", "Furniture in the showroom", "Packaged foods in the warehouse",
            "Spare parts for vehicles", "Garden machines in stock", "Textiles and apparel", "Electrical supplies",
        ),
        year_label="stock list of",
        years_back=(0, 0),
    ),
)  # fmt: skip
"""A type's code is its position here."""

COLLATERAL_NAMES = tuple(collateral.name for collateral in COLLATERAL_TYPES)
require_same_names("collateral type", COLLATERAL_NAMES, "the choices of Collateral.Type", Collateral.Type.values)

COLLATERAL_ITEMS = Phrases.of(
    [each.items for each in COLLATERAL_TYPES] + [each.mortgage_items or each.items for each in COLLATERAL_TYPES]
)
"""The items of each type, by its code, and after them those that a mortgage may rest on, in the same order."""
