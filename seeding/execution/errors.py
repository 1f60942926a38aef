"""The errors of making rows that are not about the rows themselves."""


class WorkersLostError(Exception):
    """Tasks cannot be run: workers die, or cannot be reached; the text says which and why."""
