"""The perils of each policy type: what happens, in which season, at what cost, and why such claims are rejected.

Kinds and seasons follow the Insurance Information Institute's causes of loss, 2024; the words are the bank's.
"""

from seeding.bank.insurance.peril import (
    HAIL_SEASON,
    LARGE,
    MEDIUM,
    MODEST,
    RUTTING_SEASON,
    SMALL,
    SUMMER,
    WARM_MONTHS,
    WINTER,
    Peril,
)
from seeding.bank.phrases import expand

LATE = ("Reported after the time allowed", "The documents requested were not sent", "The loss could not be verified")
"""Reasons of rejection that fit any loss."""
_WEAR = (*LATE, "Wear and tear is not covered", "Damage from poor maintenance is not covered")
_WATER = (*LATE, "Gradual seepage is not covered", "Damage from poor maintenance is not covered")
_FLOOD = (*LATE, "Flood and surface water are excluded", "No endorsement for water backup")
_THEFT = (*LATE, "No police report was filed", "No sign of forced entry", "No proof of ownership")
_FROST = (*LATE, "The building was left without heat", "The building had been vacant for over 60 days")
_COLLISION = (
    *LATE, "The driver was excluded from the policy", "The car was used for deliveries", "The damage is older",
)  # fmt: skip
_GLASS = (*LATE, "The damage is older", "Glass coverage was declined")
_HOSPITAL = (
    *LATE, "Pre-existing condition within the first 12 months", "The stay was not medically necessary",
    "The hospital is not licensed as one",
)  # fmt: skip
_VISIT = (*LATE, "The benefit for the year is used up", "The visit was not an emergency", "Billed twice")
_TRIP = (*LATE, "The reason is not covered by the policy", "Known before the policy was bought", "Paid by the carrier")
_BAGGAGE = (*LATE, "No report by the carrier or the police", "Left unattended", "Paid by the carrier")

_ROOMS = ("kitchen", "bathroom", "basement", "laundry room", "upstairs hallway")
_BUSINESS_ROOMS = ("stockroom", "front office", "server room", "workshop", "break room")
_PLACES = (
    "at a traffic light", "in a parking lot", "on the highway", "at an intersection", "on an on-ramp", "in a driveway",
    "at a stop sign",
)  # fmt: skip

DEATHS = (Peril(texts=("Death of the insured",), rejections=LATE),)

PROPERTY = (
    Peril(texts=expand("Pipe froze and burst in the {}", _ROOMS), rejections=_FROST, months=WINTER, least=MODEST,
          of_companies=False),
    Peril(texts=("Ice dam on the roof, water came through the ceiling", "Weight of snow brought down the porch roof",
                 "Ice storm brought a limb down on the roof"), rejections=_FROST, months=WINTER, least=MODEST),
    Peril(texts=expand("Sprinkler pipe froze and flooded the {}", _BUSINESS_ROOMS), rejections=_FROST, months=WINTER,
          least=MODEST, of_persons=False),
    Peril(texts=("Hail damaged the roof shingles", "Hail dented siding and gutters", "Hail broke skylights and windows",
                 "Hailstorm, roof to be replaced", "Hail cracked the solar panels"),
          rejections=_WEAR, months=HAIL_SEASON, least=MODEST),
    Peril(texts=("Windstorm tore shingles off the roof", "Tree fell on the garage", "Wind blew down the fence",
                 "Limb fell through the roof", "Storm damaged siding and a window"), rejections=_WEAR),
    Peril(texts=("Lightning strike, electrical panel destroyed", "Lightning struck the chimney",
                 "Power surge from lightning ruined the air conditioning"), rejections=_WEAR, months=WARM_MONTHS),
    Peril(texts=("Sewage backup after heavy rain", "Sump pump failed in a storm, water damage to the floor"),
          rejections=_FLOOD, months=WARM_MONTHS, least=MODEST),
    Peril(texts=expand("Water leak in the {}", _ROOMS), rejections=_WATER, of_companies=False),
    Peril(texts=expand("Water leak in the {}", _BUSINESS_ROOMS), rejections=_WATER, of_persons=False),
    Peril(texts=("Grease fire on the stove", "Fire from a clothes dryer", "Chimney fire, smoke damage",
                 "Fire in the garage from a charging battery", "Candle set a curtain on fire"),
          rejections=LATE, least=MODEST, of_companies=False),
    Peril(texts=expand("Electrical fire in the {}", _BUSINESS_ROOMS), rejections=LATE, least=MODEST, of_persons=False),
    Peril(texts=("Burglary, jewelry and electronics stolen", "Burglary through the back door, laptops stolen",
                 "Tools stolen from the garage", "Bicycles stolen from the shed"), rejections=_THEFT,
          of_companies=False),
    Peril(texts=("Break-in at night, computers stolen", "Copper pipe stolen from the building",
                 "Stock stolen through the loading door", "Cash register broken open"), rejections=_THEFT,
          of_persons=False),
    Peril(texts=("Vandalism, graffiti on the facade", "Windows broken by vandals", "Car hit the garden wall",
                 "Delivery truck hit the porch"), rejections=LATE),
)  # fmt: skip

VEHICLE = (
    Peril(texts=expand("{} {}", ("Rear-end collision", "Side collision", "Collision while turning left"), _PLACES),
          rejections=_COLLISION, least=MODEST),
    Peril(texts=expand("Minor collision {}", _PLACES), rejections=_COLLISION, most=MEDIUM),
    Peril(texts=("Skidded on ice into a guardrail", "Slid off a snowy road into a ditch",
                 "Skidded on black ice into a parked car", "Could not stop on snow, hit the car ahead"),
          rejections=_COLLISION, months=WINTER, least=MODEST),
    Peril(texts=("Hail dented hood and roof", "Hail broke the rear window", "Hail damage to the whole body"),
          rejections=_GLASS, months=HAIL_SEASON, least=SMALL),
    Peril(texts=("Collision with a deer", "Swerved to avoid a deer and hit a tree"), rejections=_COLLISION,
          months=RUTTING_SEASON, least=MODEST),
    Peril(texts=("Windshield broken by a stone", "Side mirror torn off", "Rear window broken by debris",
                 "Scratched along the door while parked"), rejections=_GLASS, most=MODEST),
    Peril(texts=("Broken into, window smashed and bag stolen", "Catalytic converter cut off and stolen",
                 "Wheels stolen at night"), rejections=_THEFT, most=LARGE),
    Peril(texts=("Vehicle stolen from the driveway", "Vehicle stolen from a parking garage",
                 "Stolen and found burned out"), rejections=_THEFT, least=LARGE),
    Peril(texts=("Rollover after a tire burst, total loss", "Head-on collision, total loss",
                 "Hit by a truck on the highway, total loss"), rejections=_COLLISION, least=LARGE),
)  # fmt: skip

_SPRAINS = ("sprained ankle", "cut on the hand", "chest pain, sent home", "dislocated finger", "allergic reaction",
            "kidney stone", "high fever", "concussion", "back pain", "abdominal pain")  # fmt: skip
_SURGERIES = ("knee arthroscopy", "hernia repair", "cataract", "carpal tunnel", "gallbladder", "rotator cuff",
              "tonsils", "skin lesion removed")  # fmt: skip
_CAUSES = ("pneumonia", "appendicitis", "kidney infection", "irregular heartbeat", "broken hip", "diverticulitis",
           "childbirth", "gallstones", "asthma attack", "blood clot")  # fmt: skip

HEALTH = (
    Peril(texts=expand("Emergency room visit, {}", _SPRAINS), rejections=_VISIT, most=MODEST),
    Peril(texts=expand("Urgent care and imaging, {}", _SPRAINS[:6]), rejections=_VISIT, most=SMALL),
    Peril(texts=expand("Outpatient surgery, {}", _SURGERIES), rejections=_HOSPITAL, least=MODEST, most=MEDIUM),
    Peril(texts=expand("Hospital stay of one night, {}", _CAUSES), rejections=_HOSPITAL, least=SMALL, most=MODEST),
    Peril(texts=expand("Hospital stay of {} nights, {}", ("two", "three"), _CAUSES), rejections=_HOSPITAL,
          least=MODEST, most=MEDIUM),
    Peril(texts=expand("Hospital stay of {} nights, {}", ("six", "nine", "twelve"), _CAUSES), rejections=_HOSPITAL,
          least=MEDIUM),
    Peril(texts=("Hospital stay, influenza", "Emergency room visit, fall on ice", "Broken wrist after a fall on ice"),
          rejections=_VISIT, months=WINTER, most=MODEST),
    Peril(texts=("Emergency room visit, heat exhaustion", "Emergency room visit, insect sting",
                 "Hospital stay, dehydration"), rejections=_VISIT, months=SUMMER, most=MODEST),
)  # fmt: skip

TRAVEL = (
    Peril(texts=("Trip canceled because of illness", "Trip canceled, jury duty", "Trip cut short by a family emergency",
                 "Trip canceled after an accident at home", "Cruise canceled by the line",
                 "Trip interrupted by a hurricane warning"), rejections=_TRIP, least=MODEST),
    Peril(texts=("Baggage lost by the airline", "Camera stolen from the hotel room", "Laptop stolen at the airport",
                 "Suitcase damaged beyond repair", "Bag stolen on a train", "Phone stolen at a market"),
          rejections=_BAGGAGE),
    Peril(texts=("Flight missed after a delayed connection", "Night at a hotel after a canceled flight",
                 "Baggage delayed by two days, clothes bought", "New ticket after a strike",
                 "Rental car returned late after a closed road"), rejections=_TRIP, most=MODEST),
    Peril(texts=("Doctor's visit abroad", "Broken arm treated abroad", "Dentist abroad",
                 "Night in a hospital abroad, food poisoning"), rejections=_TRIP),
    Peril(texts=("Flight canceled in a snowstorm, two nights at a hotel",), rejections=_TRIP, months=WINTER,
          most=MEDIUM),
)  # fmt: skip
