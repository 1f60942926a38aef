"""Checks: conditions that must hold in a bank. Each queries the databases and knows nothing of what filled them."""
