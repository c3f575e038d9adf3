"""JSON texts, valid ones and tables of faults: what attributes are made of. Imports nothing of ours."""
