"""The proof: the suite against wrong and right servers. May import `runs` and `choices`."""
