"""What went over the wire: requests and responses, and the exchange of a case with its answer.

May import `cases`. No decision is made here: what is right belongs in `judging`, and sending in `targets`.
"""
