"""The limits of a query that a user types, in the shell and on the site, unless options ask for more."""

DEFAULT_TIMEOUT_S = 30
TABLE_ROWS = 1_000
"""Rows that a table shows: a person reads it."""
