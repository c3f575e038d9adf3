"""Benchmarks: what the suite does a second, side by side with what the wire and Hypothesis allow.

A figure of one machine says little, a ratio of two things that were timed in turn says more: each is taken in
several rounds, and told with its median and spread. No test is timed; `python -m tests.benchmarks --check` fails
on a ratio that has fallen by a third against the figures in `docs/benchmarks.json`.
"""
