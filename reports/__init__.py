"""What happened: the record of a run and its renderings, the comparison of runs, and the `contract` command.

Rooms, to the left only: `choices`, `runs`, `renderings`, `proving`, `commands`; `cli` finds the commands.
"""
