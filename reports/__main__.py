"""`python -m reports` is `contract`, where nothing is installed."""

from reports.cli import main

if __name__ == "__main__":
    main()
