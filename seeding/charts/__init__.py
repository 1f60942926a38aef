"""The bank in charts: what an expert draws first, for the site and for the report of `seed_verify`."""
