"""Single rows for tests and shells: model-bakery recipes over a sample bank in memory."""
