"""Measurements that are no tests; each module says how to run it."""
