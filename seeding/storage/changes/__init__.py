"""The change feed: what changes in a bank day by day, as events in order of time, in several formats."""
