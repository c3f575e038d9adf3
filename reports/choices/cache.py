"""Where what may be lost is kept between runs: Hypothesis's examples, and the words that it finds in sources."""

import os
from collections.abc import MutableMapping
from pathlib import Path

HYPOTHESIS = "HYPOTHESIS_STORAGE_DIRECTORY"
"""What Hypothesis reads; a value that is set already stays."""


def keep_out_of_the_way(environ: MutableMapping[str, str]) -> None:
    """Lets Hypothesis write to the cache of the user, by the XDG Base Directory Specification 0.8, on every system
    alike, and not wherever one happens to stand."""
    given = Path(environ.get("XDG_CACHE_HOME", ""))
    cache = given if given.is_absolute() else Path(os.path.expanduser("~")) / ".cache"
    environ.setdefault(HYPOTHESIS, str(cache / "participant-contract" / "hypothesis"))


def examples(environ: MutableMapping[str, str]) -> Path:
    """The folder of the example database."""
    return Path(environ.get(HYPOTHESIS, ".hypothesis")) / "examples"
