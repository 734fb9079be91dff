"""What the design promises about speed, measured: `make bench`, or `python -m bench 2 4` for some of it."""
