"""The engine of a run: partitions are tried, what they show is confirmed, made small and recorded.

May import everything but pytest, which is `tests/conformance`'s business: the engine would be the same under
another runner.
"""
