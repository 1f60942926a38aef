"""The tables about the bank in `default`: the records of runs and verifications, and the planted cases' answer key."""

from seeding.models.answers import PlantedTransaction
from seeding.models.runs import Run
from seeding.models.verifications import Verification

__all__ = ["PlantedTransaction", "Run", "Verification"]
