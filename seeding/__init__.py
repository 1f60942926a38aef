"""Seeding the bank: the engine, the bank that it generates, the storage, the checks and the commands."""

__version__ = "0.6.0"
