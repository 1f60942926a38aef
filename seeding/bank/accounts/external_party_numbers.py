"""The people, companies and merchants outside the bank, in numbers."""

from dataclasses import dataclass

from seeding.engine.shares import CategoryShares
from seeding.engine.vocabulary import Vocabulary

PARTIES = 20_000
"""People and companies in the bank's country and its neighbors whose names appear in the ledger."""
EMPLOYERS = 4_000
"""The first so many of PARTIES pay salaries; the others take part in all other transfers."""
COUNTRIES_OF_PARTIES = Vocabulary(("US", "CA", "GB", "DE", "IE", "MX"), (0.95, 0.02, 0.01, 0.01, 0.005, 0.005))
ACCOUNT_NUMBER_DIGITS = 10
"""Digits of an account number at another bank, after its country and two zeros."""

PARTIES_ABROAD, HIGH_RISK_PARTIES = 900, 300
"""People and companies that receive wires abroad; the first so many of them are in high-risk countries."""
FOREIGN_COUNTRIES = CategoryShares.of(DE=0.22, GB=0.20, CA=0.20, MX=0.14, JP=0.09, NL=0.08, IN=0.07)
WIRED_TO = CategoryShares.of(MM=0.15, LA=0.20, HT=0.20, VE=0.25, YE=0.12, SS=0.08)
"""The high-risk countries that customers wire money to; they send nothing to the other ones."""


@dataclass(frozen=True)
class Merchant:
    """A merchant: how often people buy there, relative to the others, and the median ticket in whole currency units."""

    name: str
    weight: float
    ticket: float


# Tickets and frequencies follow the Federal Reserve's Diary of Consumer Payment Choice 2024 in order, not in detail.
MERCHANTS = (
    Merchant("Harvest Lane Market", 9, 52),
    Merchant("Corner Basket Grocery", 8, 34),
    Merchant("Greenfield Foods", 7, 61),
    Merchant("Blue Barn Supermarket", 7, 78),
    Merchant("Daily Crumb Bakery", 4, 11),
    Merchant("Copper Kettle Diner", 4, 24),
    Merchant("Luna Trattoria", 3, 58),
    Merchant("Golden Wok Kitchen", 3, 31),
    Merchant("Taco Verde", 4, 15),
    Merchant("Northside Coffee", 5, 6.5),
    Merchant("Maple Street Cafe", 4, 13),
    Merchant("Roadrunner Fuel", 5, 44),
    Merchant("Summit Gas and Go", 5, 39),
    Merchant("Wellspring Pharmacy", 3, 27),
    Merchant("Family Care Drugstore", 2, 22),
    Merchant("Threadbare Outfitters", 2, 64),
    Merchant("Juniper and Oak Apparel", 1.5, 95),
    Merchant("Sole Mate Shoes", 2, 82),
    Merchant("Hammer and Hearth Hardware", 2, 57),
    Merchant("Cedar Home Goods", 1.5, 118),
    Merchant("Pixel Point Electronics", 1.5, 240),
    Merchant("Chapter One Books", 1, 26),
    Merchant("Paw and Whisker Pet Supply", 1.2, 46),
    Merchant("Silver Screen Theater", 1.2, 29),
    Merchant("Peak Fitness Club", 1, 45),
    Merchant("Skyline Airways", 0.6, 410),
    Merchant("Harbor View Hotel", 0.6, 290),
    Merchant("City Transit", 2, 8),
    Merchant("Swift Ride Cabs", 1.6, 21),
    Merchant("Brightwave Mobile", 1.5, 68),
    Merchant("Streamhouse Video", 1.5, 15),
    Merchant("Evergreen Garden Center", 0.8, 63),
    Merchant("Little Acorns Toys", 0.6, 42),
    Merchant("Velvet Chair Salon", 0.9, 54),
    Merchant("Ironwood Auto Repair", 0.8, 330),
)
MERCHANT_NAMES = Vocabulary(
    tuple(merchant.name for merchant in MERCHANTS), tuple(merchant.weight for merchant in MERCHANTS)
)
