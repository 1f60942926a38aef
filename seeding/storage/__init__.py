"""Stores rows: sinks, the PostgreSQL databases, the record of runs, and the lock of the bank."""
