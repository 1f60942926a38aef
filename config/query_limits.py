"""How much a query that a user types may take, unless more is asked for: in the shell and on the site."""

DEFAULT_TIMEOUT_S = 30
TABLE_ROWS = 1_000
"""Rows that a table shows: a person reads it."""
