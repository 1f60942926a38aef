"""The active rules, a query each, told from what they say and not from the code that runs them."""
