"""The doors of plans: the board of runs, a run, a step of it, playbooks, and what others show."""
