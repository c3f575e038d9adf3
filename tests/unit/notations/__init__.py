"""Tests of the notations in which bugs are reported."""
