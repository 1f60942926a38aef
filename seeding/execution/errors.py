"""What can go wrong where rows are made, apart from the rows."""


class WorkersLostError(Exception):
    """Tasks cannot be run: workers die, or cannot be reached; the text says which and why."""
