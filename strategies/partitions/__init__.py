"""The partitions: cases that the documentation treats alike. `catalogue` lists them all, in the order of a run.

May import `fields` and `json`. A new partition goes into the module of the field, or of the part of the request,
that it is about; what takes several requests belongs in `sequences`.
"""
