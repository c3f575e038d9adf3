"""What junit.xml says of a run that came to no tests; of all others, pytest writes it."""

from xml.sax.saxutils import quoteattr

from reports.renderings.text import plain


def junit(reason: str) -> str:
    """One test that could not be made, and why."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<testsuites name="contract"><testsuite name="contract" tests="1" errors="1" failures="0" skipped="0">'
        f'<testcase classname="contract" name="run"><error message={quoteattr(plain(reason))}/></testcase>'
        "</testsuite></testsuites>\n"
    )
