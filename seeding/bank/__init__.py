"""Why a row looks as it does: the bank's numbers, what happens in it, and how that is written. Knows no I/O."""
