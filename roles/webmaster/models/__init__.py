"""What keeps the shop's pages working: what is broken, what goes out when, what answers."""

from roles.webmaster.models.checks import CheckDay, CheckResult, Problem, SiteCheck
from roles.webmaster.models.defects import Defect, DefectMove
from roles.webmaster.models.journeys import Journey
from roles.webmaster.models.releases import Freeze, Release, ReleaseMove, Waiver

__all__ = [
    "CheckDay",
    "CheckResult",
    "Defect",
    "DefectMove",
    "Freeze",
    "Journey",
    "Problem",
    "Release",
    "ReleaseMove",
    "SiteCheck",
    "Waiver",
]
