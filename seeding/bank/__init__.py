"""What happens in the bank and why: its numbers with their sources, nodes and recipes. Does no I/O."""
