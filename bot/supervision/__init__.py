"""Runs all of the coach at once, and starts again what dies; supervisor does the restarting."""
