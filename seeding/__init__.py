"""Seeding the bank: the engine, what it makes, and the commands."""

__version__ = "0.4.0"
