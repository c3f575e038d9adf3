"""Other tools beside this suite, over a sample of wrong and right servers: `python -m tests.peers`.

Opt-in: it installs them from their registries, and no other test needs it. Nothing here judges: each tool
does, with documents written as its users would.
"""
