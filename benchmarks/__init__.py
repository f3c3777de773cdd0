"""How fast the house is, beside what the same machine does without it. `make bench`."""
