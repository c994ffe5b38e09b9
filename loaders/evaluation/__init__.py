"""Measures claims against gold: what a careful person reads in the same articles. `legation eval` and `make gate` are this."""
