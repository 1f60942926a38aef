"""Where rows go: sinks, the PostgreSQL databases, the record of runs, and the lock of the bank."""
