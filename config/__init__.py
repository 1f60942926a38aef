"""Settings, the PostgreSQL server and the seven databases on it, and the commands that do not seed."""

VERSION = "0.9.0"
"""The version of the project; it is part of what makes a bank."""
