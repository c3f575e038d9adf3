"""What is promised and how it is judged: rules, cases, oracle, checks, targets, simulator."""
