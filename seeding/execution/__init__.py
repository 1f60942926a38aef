"""Computes rows: the pipeline from a plan to typed rows, block by block."""
