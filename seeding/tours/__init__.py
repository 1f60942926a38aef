"""Tours: how to look at the storylines, stop by stop."""
