"""The merchants where cards are used, by merchant category: invented names in real categories."""

from dataclasses import dataclass

from seeding.engine.vocabulary import Vocabulary


@dataclass(frozen=True)
class MerchantCategory:
    """Merchants of one category: `code` is its four-digit code (MCC, ISO 18245), and `title` says what they sell.

    `weight` is how often people buy there, relative to other categories; `ticket` the median purchase in whole currency
    units. Purchases `abroad` are charged a fee.

    Raises ValueError if a part is missing.
    """

    code: str
    title: str
    weight: float
    ticket: float
    names: tuple[str, ...]
    abroad: bool = False

    def __post_init__(self) -> None:
        if len(self.code) != 4 or not self.code.isdigit() or not self.names or min(self.weight, self.ticket) <= 0:
            raise ValueError(f"merchant category {self.code} {self.title} is incomplete")


# fmt: off
MERCHANT_CATEGORIES = (
    MerchantCategory("5411", "Grocery stores and supermarkets", 24, 52, (
        "Harvest Lane Market", "Corner Basket Grocery", "Greenfield Foods", "Blue Barn Supermarket",
        "Sunny Acre Market", "Prairie Star Foods", "Old Mill Grocers", "Fresh Fork Market", "Lakeside Pantry",
        "Oak Hollow Foods", "Red Wagon Supermarket", "Cedar Crest Grocery"
    )),
    MerchantCategory("5499", "Convenience and specialty food", 5, 14, (
        "Quick Lantern Stop", "Nightjar Convenience", "Two Rivers Deli", "Beehive Food Mart", "Amber Jar Provisions"
    )),
    MerchantCategory("5462", "Bakeries", 3, 11, ("Daily Crumb Bakery", "Rising Moon Bakery", "Butter and Braid")),
    MerchantCategory("5812", "Restaurants", 9, 38, (
        "Copper Kettle Diner", "Luna Trattoria", "Golden Wok Kitchen", "Saltbox Grill", "Cactus Rose Cantina",
        "Jasmine Table", "Hearthside Tavern", "Blue Heron Bistro", "Maple Street Cafe", "Ember and Rye"
    )),
    MerchantCategory("5814", "Fast food and coffee", 12, 11, (
        "Taco Verde", "Northside Coffee", "Burger Barrel", "Wingloft", "Noodle Dash", "Bagel Harbor",
        "Juniper Coffee Bar", "Pizza Pronto Express", "Sandwich Depot", "Morning Mug Roasters"
    )),
    MerchantCategory("5813", "Bars", 1.5, 29, ("The Tin Whistle", "Foxglove Taproom", "Harbor Lights Pub")),
    MerchantCategory("5921", "Liquor stores", 1.2, 34, ("Vine and Barrel", "Cork and Cap Spirits")),
    MerchantCategory("5541", "Service stations", 6, 42, (
        "Roadrunner Fuel", "Summit Gas and Go", "Pinewood Service Station", "Interstate Oasis", "Red Comet Fuel"
    )),
    MerchantCategory("5542", "Automated fuel dispensers", 5, 44, (
        "Roadrunner Fuel Pay at Pump", "Summit Pay at Pump", "Blue Diamond Pumps", "Valley Pay at Pump"
    )),
    MerchantCategory("4900", "Utilities", 3, 118, (
        "Tri-County Electric", "Clearwater Utility", "Northern Light Gas", "Lakeshore Water and Sewer",
        "Prairie Power Cooperative"
    )),
    MerchantCategory("4814", "Telecommunication", 2.5, 72, (
        "Brightwave Mobile", "Crestline Wireless", "Beacon Cellular", "Hillside Telephone"
    )),
    MerchantCategory("4899", "Cable, internet and streaming", 3, 27, (
        "Streamhouse Video", "Cobalt Cable", "Fiberfield Internet", "Moonreel Streaming", "Channel Grove"
    )),
    MerchantCategory("5815", "Digital media", 2, 12, ("Tunebarn Music", "Pageturn Audio", "Podlight")),
    MerchantCategory("5818", "Digital goods", 1.5, 19, ("Cloudshelf Storage", "Pixel Orchard Apps", "Gamefold")),
    MerchantCategory("5399", "Online marketplaces", 8, 41, (
        "Wide Cart Marketplace", "Parcelwood", "Everything Lane", "Blue Crate Online", "Tradewind Market"
    )),
    MerchantCategory("5311", "Department stores", 2, 74, (
        "Hartwell and Finch", "Merriam Square", "Lattice Department Store"
    )),
    MerchantCategory("5310", "Discount stores", 4, 43, (
        "Penny Orchard", "Thrift Lantern", "Value Creek", "Bargain Beacon"
    )),
    MerchantCategory("5300", "Wholesale clubs", 2.5, 132, ("Bulkhead Warehouse Club", "Big Pallet Club")),
    MerchantCategory("5912", "Pharmacies", 4, 26, (
        "Wellspring Pharmacy", "Family Care Drugstore", "Mortar Lane Pharmacy", "Greenleaf Drugs",
        "Kindred Pharmacy"
    )),
    MerchantCategory("4111", "Local transit", 2, 8, ("City Transit", "Metro Loop", "Bayline Ferries")),
    MerchantCategory("4121", "Taxis and rides", 2, 21, ("Swift Ride Cabs", "Hopalong Rides", "Checker Lane Taxi")),
    MerchantCategory("4784", "Tolls and bridge fees", 1, 7, ("Turnpike Pass", "Three Bridges Toll")),
    MerchantCategory("7523", "Parking", 1, 12, ("Parkwell Garages", "Corner Lot Parking")),
    MerchantCategory("4511", "Airlines", 0.5, 390, (
        "Skyline Airways", "Bluebird Air", "Meridian Airlines", "Coastal Jet"
    )),
    MerchantCategory("7011", "Hotels", 0.5, 280, (
        "Harbor View Hotel", "Lantern Inn", "Juniper Lodge", "Grand Meadow Suites"
    )),
    MerchantCategory("7512", "Car rental", 0.3, 210, ("Open Road Rentals", "Keystone Car Hire")),
    MerchantCategory("5651", "Family clothing", 1.6, 66, (
        "Threadbare Outfitters", "Juniper and Oak Apparel", "Button and Hem", "Willow Closet"
    )),
    MerchantCategory("5661", "Shoe stores", 0.9, 82, ("Sole Mate Shoes", "Left Foot Right")),
    MerchantCategory("5941", "Sporting goods", 0.8, 68, ("Trailhead Sports", "Second Wind Outfitters")),
    MerchantCategory("5251", "Hardware stores", 1.5, 57, ("Hammer and Hearth Hardware", "Nuts and Bolts Supply")),
    MerchantCategory("5200", "Home supply", 1.5, 96, ("Cedar Home Goods", "Homestead Depot", "Rafter and Beam")),
    MerchantCategory("5712", "Furniture", 0.4, 310, ("Oak and Linen Furniture", "Fireside Interiors")),
    MerchantCategory("5732", "Electronics", 0.9, 190, ("Pixel Point Electronics", "Circuit Barn")),
    MerchantCategory("5942", "Books", 0.7, 26, ("Chapter One Books", "The Dog-Eared Page")),
    MerchantCategory("5945", "Toys and hobbies", 0.5, 42, ("Little Acorns Toys", "Kite and Marble")),
    MerchantCategory("5995", "Pet supplies", 1.1, 46, ("Paw and Whisker Pet Supply", "Barkwood Pets")),
    MerchantCategory("5261", "Garden centers", 0.6, 63, ("Evergreen Garden Center", "Potting Shed Nursery")),
    MerchantCategory("7230", "Hair and beauty", 0.9, 54, ("Velvet Chair Salon", "Corner Barbers")),
    MerchantCategory("7538", "Auto repair", 0.7, 290, ("Ironwood Auto Repair", "Second Gear Garage")),
    MerchantCategory("7542", "Car washes", 0.5, 15, ("Bubble Bay Car Wash",)),
    MerchantCategory("7832", "Cinemas", 0.8, 29, ("Silver Screen Theater", "Orpheum Six")),
    MerchantCategory("7997", "Gyms and clubs", 1.0, 42, ("Peak Fitness Club", "Ironbark Gym")),
    MerchantCategory("8011", "Doctors", 0.9, 60, ("Riverside Family Medicine", "Oak Street Clinic")),
    MerchantCategory("8021", "Dentists", 0.4, 140, ("Bright Molar Dental", "Eastgate Dentistry")),
    MerchantCategory("5968", "Subscriptions", 1.0, 24, ("Crate of the Month", "Daily Lantern News")),
    MerchantCategory("7011", "Hotels", 0.25, 170, (
        "Hotel Miramar Lisboa", "Pension Edelweiss Wien", "Hotel Costa Maya Cancun"
    ), abroad=True),
    MerchantCategory("5812", "Restaurants", 0.35, 36, (
        "Trattoria del Ponte Roma", "Brasserie du Lac Geneve", "Cantina La Palma Tulum"
    ), abroad=True),
    MerchantCategory("5399", "Online marketplaces", 0.3, 33, (
        "Kleine Kiste Versand Berlin", "Maple Parcel Toronto"
    ), abroad=True),
)
# fmt: on
"""Frequencies and tickets follow the Federal Reserve's Diary of Consumer Payment Choice 2024 in order, not in detail:
groceries, fast food, general merchandise and fuel come most often."""

_EVERY_MERCHANT = tuple((category, name) for category in MERCHANT_CATEGORIES for name in category.names)
MERCHANT_NAMES = Vocabulary(
    tuple(name for _, name in _EVERY_MERCHANT),
    tuple(category.weight / len(category.names) for category, _ in _EVERY_MERCHANT),
)
"""The merchants by index, and how often people buy there: those of a category equally often."""
MERCHANT_TICKETS = tuple(category.ticket for category, _ in _EVERY_MERCHANT)
"""The median purchase at each merchant, in whole currency units."""
MERCHANT_CODES = tuple(category.code for category, _ in _EVERY_MERCHANT)
"""The category code of each merchant."""
ABROAD = tuple(category.abroad for category, _ in _EVERY_MERCHANT)
"""Whether each merchant is abroad."""

if len(set(MERCHANT_NAMES.words)) < len(MERCHANT_NAMES.words):
    raise ValueError("two merchants have the same name")
