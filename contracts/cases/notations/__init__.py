"""How people report a request: a curl command, a HAR, an `.http` file, a raw form. Each becomes cases.

`reported` makes a case of a request and drops its credentials; each other module reads one notation; `reading`
tells them apart. What a case cannot say, or what is not understood, raises UsageError with its place.
"""
