"""Partitions of sequences: what only several requests can show. May import `partitions` and `fields`."""
