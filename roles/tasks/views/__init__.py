"""The doors of work: the inbox, one task, its verbs, and the panels other pages show."""
