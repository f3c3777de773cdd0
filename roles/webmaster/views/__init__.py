"""The webmaster's doors: the desk, defects, releases with their calendar, site checks."""
