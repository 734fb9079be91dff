"""Shared by all tests and bench/: the site as processes, with an environment and a database of the test's choosing."""
