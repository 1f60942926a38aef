"""Files for data catalogs: recipes that read the databases, and a pack of what the databases do not say."""
