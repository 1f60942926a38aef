"""Django's PostgreSQL backend with readable names for keys and indexes."""
