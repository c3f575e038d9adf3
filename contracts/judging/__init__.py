"""Whether an exchange keeps the promises: checks, the violations that they raise, findings, a second opinion.

May import `promises`, `exchanges` and `cases`. A check looks at one exchange and sends nothing; what has to ask
the target again belongs in `trials`.
"""
