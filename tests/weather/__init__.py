"""Misbehaving servers on loopback: a reverse proxy that distorts what passes, and the ways in which it does.

Each way is a few lines in `skies`, with a name and what it does; a server is had by `with Weather(name, behind)`.
`python -m tests.weather` makes a whole run under each, as a user does, and prints what came of it. Knows requests
and answers, and nothing of what the suite makes of them.
"""
