"""One module for each command of `contract`; `reports.cli` names them. May import every other room."""
