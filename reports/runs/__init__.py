"""A run as data: its folder, record, tally and summary, and how it is started. May import `choices`.

How any of it looks belongs in `renderings`; which cases are sent is decided in `tests/campaign`.
"""
