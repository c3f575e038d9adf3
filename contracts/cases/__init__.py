"""What can be sent: cases and sequences, and the notations in which they are written and read.

Here: `Case`, case documents, forms, curl, paths. May import `contracts.errors` and nothing else of ours: a case
knows no target and no verdict. What a case should lead to belongs in `promises`, what it led to in `exchanges`.
"""
