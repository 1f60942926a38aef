"""What a catalog is told about the bank: recipes that read the databases, and a pack of what they do not say."""
