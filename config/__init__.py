"""Settings, the PostgreSQL server and the seven databases on it, and the commands that do not seed."""
