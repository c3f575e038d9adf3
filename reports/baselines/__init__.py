"""The gate: what was accepted (known failures, observations), and how a run differs from it or from another run.

May import `runs`. How a difference looks belongs in `renderings`; a baseline is changed by one command only.
"""
