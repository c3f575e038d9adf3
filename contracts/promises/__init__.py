"""What the documentation promises: the rules, their trace to the sentences, the oracle and its grammars.

The oracle predicts from the case alone; the model does so for the next create of a sequence. May import `cases`
and `exchanges`. Nothing here sends, and nothing here knows the simulator.
"""
