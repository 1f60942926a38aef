"""Checks: conditions that must hold in a bank. Each queries the databases, whatever has filled them."""
