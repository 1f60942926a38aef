"""The tables about the bank in `default`: the record of runs, and the answer key of the planted cases."""

from seeding.models.answers import PlantedTransaction
from seeding.models.runs import Run

__all__ = ["PlantedTransaction", "Run"]
