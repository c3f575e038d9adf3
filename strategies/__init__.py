"""What we send: strategies for single fields, the partitions of cases, and sequences of requests.

Rooms, to the left only: `json`, `fields`, `partitions`, `sequences`. All may import `contracts`; none sends.
"""
