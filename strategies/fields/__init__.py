"""One module of strategies for each field of the form and for the headers, with the texts that they need.

May import `strategies.json` and `contracts`. How values meet in one request belongs in `partitions`.
"""
