"""The main job as a pytest plugin: collection, turns, progress and exit codes. The engine is `tests/campaign`."""
