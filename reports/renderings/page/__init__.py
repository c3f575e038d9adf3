"""report.html: a run on one page that needs nothing else. Views of a summary, and the templates that show them."""
