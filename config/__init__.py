"""How the project is wired: settings, the PostgreSQL server behind it, and the seven databases on that server."""
