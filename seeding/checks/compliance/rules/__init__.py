"""The active rules, one query each, written from their descriptions and not from the code of the generator."""
