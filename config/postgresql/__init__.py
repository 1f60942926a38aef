"""Django's PostgreSQL backend with names for keys and indexes that people can read."""
