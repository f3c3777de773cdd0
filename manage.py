#!/usr/bin/env python
"""The shop's one door on the command line. Without addresses it brings its own servers."""

import os
import sys

from django.core.management import execute_from_command_line

from config.lib import ports, services

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if taken := ports.why_not(sys.argv[1:]):
        sys.exit(taken)
    if services.is_laptop():
        services.start()
        services.keep_schema_current(sys.argv[1:2])
    execute_from_command_line(sys.argv)
