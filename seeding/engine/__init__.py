"""How rows are made and stored: plan, keyed draws, calendar, lives, recipes, pipeline, COPY. Knows no bank."""
