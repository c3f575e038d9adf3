"""How a promise is put to the test: a case is sent, judged, read back and undone; sequences, probes, the witness.

May import every other room of `contracts`. Which cases are tried, and how often, is decided by `strategies` and by
`tests/campaign`.
"""
