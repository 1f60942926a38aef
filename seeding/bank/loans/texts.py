"""How collateral is described."""

from seeding.engine.vocabulary import Vocabulary

DESCRIPTIONS = {
    "property": Vocabulary.even(
        "Single-family house", "Detached house with garage", "Town house", "Two-family house", "Ranch house",
        "Bungalow with garden", "Split-level house", "Farmhouse on two acres", "Condominium, third floor", "Row house",
    ),
    "real_estate": Vocabulary.even(
        "Apartment building, six units", "Condominium in a managed building", "Mixed-use building", "Retail unit",
        "Office floor", "Warehouse with loading dock", "Building plot with permit", "Workshop with yard",
    ),
    "vehicle": Vocabulary.even(
        "Sedan, four doors", "Station wagon", "Compact hatchback", "Sport utility vehicle, all-wheel drive",
        "Pickup truck, crew cab", "Minivan, seven seats", "Electric sedan", "Plug-in hybrid crossover", "Coupe",
    ),
    "equipment": Vocabulary.even(
        "CNC milling machine", "Commercial kitchen line", "Forklift fleet, three units", "Dental practice equipment",
        "Printing press", "Excavator", "Refrigerated delivery van", "Packaging line", "Server room equipment",
    ),
    "inventory": Vocabulary.even(
        "Building materials in stock", "Furniture in the showroom", "Packaged foods in the warehouse",
        "Spare parts for vehicles", "Garden machines in stock", "Textiles and apparel", "Electrical supplies",
    ),
}  # fmt: skip
"""By kind of collateral; the year of make or of the stock list follows."""

YEARS_BACK = {"property": (4, 70), "real_estate": (3, 45), "vehicle": (0, 6), "equipment": (0, 8), "inventory": (0, 0)}
YEAR_WORDS = {
    "property": "built in",
    "real_estate": "built in",
    "vehicle": "model year",
    "equipment": "acquired in",
    "inventory": "stock list of",
}
