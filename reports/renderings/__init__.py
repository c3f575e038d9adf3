"""How a run looks: terminal, Markdown, HTML. May import `runs`. Each is made of `summary.json` alone."""
