"""The bank: its numbers with their sources, the nodes that say what happens, and recipes. Does no I/O."""
