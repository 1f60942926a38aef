"""Seeding the bank: the engine, the bank that it generates, the storage, the checks and the commands."""

from config import VERSION

__version__ = VERSION
PROJECT = "datahub-bank"
"""What dumps and exports say that they are of."""
