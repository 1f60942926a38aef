"""The size up to which the tables and views of a database are counted."""

MAX_COUNTED_BYTES = 32 * 1024**2
"""Tables up to this size are counted, in some 30 ms each; larger ones get the estimate of the last ANALYZE.

Views have no estimate, and to count their rows is to run them: that is done where all tables of the database together
have at most this size.
"""
