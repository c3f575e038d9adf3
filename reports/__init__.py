"""What happened: the record of a run, its renderings, and the `contract` command."""
