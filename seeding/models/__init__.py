"""What lies in `default` about the bank: the record of runs, and the answer key of planted cases."""

from seeding.models.answers import PlantedTransaction
from seeding.models.runs import Run

__all__ = ["PlantedTransaction", "Run"]
