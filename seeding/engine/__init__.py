"""Makes rows: plan, keyed draws, calendar, graph of nodes, recipes, typed tables. No bank and no storage."""
